"""Random years are closed, and closings race: the sums balance to the fen, and only one of two wins."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.funds import POCKETS
from microprojects.domain.money import Fen
from microprojects.domain.year_ends import FiguresMoved, YearClosed
from microprojects.services import payments
from microprojects.services._ledger import post
from microprojects.store import closed_years, ledger, projects
from microprojects.store.db import db, transaction
from microprojects.store.funds import LedgerEntry
from tests.spending import WAN, Site
from tests.stories.test_races_payments import ends, race
from tests.year_ending import (
    NEXT_YEAR,
    close_year,
    confirm,
    figures,
    lines,
    pockets,
    prepare,
    the_closing,
    treasurer,
)

# What a project may do with the money that it holds, from which pocket.
STEPS = {
    "commit": 1,
    "release": 1,
    "uncommit": 2,
    "return_unspent": 2,
    "pay": 2,
    "pay_returned": 3,
    "refund": 3,
}


def spend(world, numbers, dice, at, count):
    """Move the money of several projects about at random, never more than there is."""
    for _ in range(count):
        with transaction() as session:
            project = projects.by_number(session, dice.choice(numbers), for_update=True)
            fund = ledger.find(session, world.areas["lizhi"], 2026, for_update=True)
            kind = dice.choice(sorted(STEPS))
            sums = dict(ledger.sums_of(session, project.id))
            holds = sum(POCKETS[each][STEPS[kind]] * fen for each, fen in sums.items())
            amount = Fen(dice.randint(0, holds)) if dice.random() < 0.8 else Fen(holds)
            post(session, fund, kind, amount, at=at, by_id=None, project=project)


@pytest.mark.parametrize("seed", range(6))
def test_a_random_year_balances_when_it_is_closed_and_ever_after(session, world, seed):
    dice = random.Random(seed)
    treasurer(world)
    numbers = [f"LZ-2026-{n:03}" for n in range(1, 6)]
    for number in numbers:
        Site(world, number=number, fiscal=dice.randint(1, 30 * WAN))
    spend(world, numbers, dice, world.now, 40)

    close_year(world)

    place, other = closed_years.places(db.session(), the_closing().id)
    listed = closed_years.carried(db.session(), the_closing().id)
    assert place.closing.balances
    assert other.closing.balances
    assert sum(each.promised.whole_fen for each in listed) == place.closing.carried_fen
    assert pockets(world)[4:] == (place.closing.lapsed_fen, 0)

    spend(world, numbers, dice, NEXT_YEAR + timedelta(days=9), 40)

    place = closed_years.places(db.session(), the_closing().id)[0]
    assert place.closing.carried_fen == place.paid_since_fen + place.left_since_fen + place.open_fen
    assert pockets(world)[5] == 0


@pytest.mark.parametrize("attempt", range(3))
def test_two_who_confirm_at_once_close_the_year_once(app, session, world, attempt):
    treasurer(world)
    Site(world)
    prepare(world, who="yan")
    seen = figures()

    found = race(app, *(lambda: confirm(world, seen=seen) for _ in range(2)))

    assert ends(found) == [YearClosed.__name__, "won"]
    assert [kind for _, kind, _ in lines(world, "lapse")] == ["lapse"]


@pytest.mark.parametrize("attempt", range(3))
def test_a_payment_that_races_the_closing_is_in_the_sums_or_after_them(app, session, world, attempt):
    treasurer(world)
    site = Site(world).buy().sign().start()
    site.at = NEXT_YEAR - timedelta(hours=3)
    bill = site.enter(5_000_00, 1)
    prepare(world)
    seen = figures()

    def pay():
        payments.approve(bill, voucher="付-1", paid_on=site.today, actor=world["feng"], at=NEXT_YEAR)

    found = race(app, pay, lambda: confirm(world, seen=seen))

    assert ends(found) in (["won", "won"], [FiguresMoved.__name__, "won"])
    assert found[0] is None
    assert pockets(world)[3] == 5_000_00
    if found[1] is None:
        place = closed_years.places(db.session(), the_closing().id)[0]
        assert (place.closing.paid_fen, place.paid_since_fen) == (0, 5_000_00)
    order = [kind for (kind,) in db.session.execute(select(LedgerEntry.kind).order_by(LedgerEntry.id))]
    assert order.count("pay") == 1
