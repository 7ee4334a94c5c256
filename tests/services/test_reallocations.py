"""Money that moves in the middle of a year: only what is free, only from who spends little, only after the day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from microprojects.domain.errors import BadValue, NotPermitted
from microprojects.domain.funds import BelowPromised, DocumentTwice
from microprojects.domain.money import Fen
from microprojects.domain.reallocations import (
    NotThisYear,
    ReallocationTooEarly,
    SameCommunity,
    SpendsEnough,
    is_month_day,
    is_slow,
)
from microprojects.services import reallocations as deeds
from microprojects.store import reallocations
from microprojects.store.areas import Area
from microprojects.store.db import db, transaction
from tests.spending import Site
from tests.year_ending import lines, pockets

AUTUMN = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
SUMMER = datetime(2026, 8, 31, 15, 59, tzinfo=UTC)  # a minute before midnight in Shanghai
WHOLE = 200_000_000
ORDER = "明财社〔2026〕20号"


def move(world, amount=50_000_00, giver="lizhi", taker="mumian", at=AUTUMN, **given):
    words = {"year": 2026, "document": ORDER, "reason": "项目推不动", "actor": world["huang"]} | given
    year = words.pop("year")
    deeds.reallocate(giver, taker, year, amount_fen=Fen(amount), at=at, **words)


def test_both_ledgers_tell_the_move_and_nothing_is_lost(session, world):
    move(world)

    assert (pockets(world)[0], pockets(world, slug="mumian")[0]) == (WHOLE - 50_000_00, WHOLE + 50_000_00)
    assert lines(world, "adjust") == [(2026, "adjust", -50_000_00)]
    assert lines(world, "adjust", slug="mumian") == [(2026, "adjust", 50_000_00)]


def test_the_move_is_published_with_what_the_giver_had_paid(session, world):
    move(world)

    found = reallocations.of_year(db.session(), 2026)
    assert [
        (each.giver, each.taker, each.amount_fen, each.percent, each.document, each.reason) for each in found
    ] == [("荔枝社区", "木棉社区", 50_000_00, 0, ORDER, "项目推不动")]


def test_never_more_moves_than_is_free(session, world):
    Site(world, fiscal=60_000_00)

    with pytest.raises(BelowPromised):
        move(world, WHOLE - 60_000_00 + 1)
    move(world, WHOLE - 60_000_00)

    assert pockets(world)[5] == 0


def test_until_the_day_everybody_keeps_their_money(session, world):
    with pytest.raises(ReallocationTooEarly):
        move(world, at=SUMMER)


def test_who_has_paid_half_keeps_the_rest(session, world):
    change = text("UPDATE funds SET allocated_fen = 1000, paid_fen = :paid")
    with transaction() as writing:
        writing.execute(change, {"paid": 499})
    move(world, 1)
    with transaction() as writing:
        writing.execute(change, {"paid": 500})

    with pytest.raises(SpendsEnough):
        move(world, 1, document="文-2")


@pytest.mark.parametrize("year", [2025, 2027])
def test_only_this_year_s_money_moves(session, world, year):
    with pytest.raises(NotThisYear):
        move(world, year=year)


def test_the_same_order_moves_money_once(session, world):
    move(world)

    with pytest.raises(DocumentTwice):
        move(world)

    assert pockets(world)[0] == WHOLE - 50_000_00


def test_nothing_moves_in_a_circle_or_nowhere(session, world):
    with pytest.raises(SameCommunity):
        move(world, taker="lizhi")
    with pytest.raises(BadValue):
        move(world, taker="rongshu")
    with pytest.raises(BadValue):
        move(world, 0)
    with pytest.raises(BadValue):
        move(world, reason=" ")


@pytest.mark.parametrize("who", ["feng", "wu", "zhou", "shen"])
def test_only_the_district_moves_money(session, world, who):
    with pytest.raises(NotPermitted):
        move(world, actor=world[who])


@pytest.mark.parametrize("change", ["UPDATE reallocations SET amount_fen = 1", "DELETE FROM reallocations"])
def test_a_move_stays_as_it_was_written(session, world, change):
    move(world)

    with pytest.raises(DBAPIError), transaction() as writing:
        writing.execute(text(change))


def test_who_is_slow_is_listed_with_what_is_free(session, world):
    places = [db.session().get_one(Area, world.areas[slug]) for slug in ("lizhi", "mumian")]
    found = reallocations.slow(db.session(), places, AUTUMN.date())

    assert [(each.balance.slug, each.percent, each.limit) for each in found] == [
        ("lizhi", 0, 50),
        ("mumian", 0, 50),
    ]


def test_exactly_the_part_is_enough():
    assert is_slow(paid=499, allocated=1_000, percent=50)
    assert not is_slow(paid=500, allocated=1_000, percent=50)


@pytest.mark.parametrize(
    ("text_", "fits"), [("08-31", True), ("02-29", False), ("8-31", False), ("13-01", False), (831, False)]
)
def test_a_day_of_the_year_is_one_that_every_year_has(text_, fits):
    assert is_month_day(text_) == fits
