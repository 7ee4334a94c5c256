"""Setting a parameter: who may, for whom it holds from now on, and who keeps the rules they began under."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from microprojects.domain.errors import BadValue, NotFound, NotPermitted
from microprojects.domain.parameter_values import BadParameter, CrossingParameters
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.programmes import NotOfProgramme, RoundThere, SameValue
from microprojects.domain.states import State
from microprojects.services import programmes
from microprojects.store import rulebooks
from microprojects.store.db import db, transaction
from microprojects.store.funds import Fund
from microprojects.store.journal import JournalEntry
from microprojects.store.programmes import Round
from tests.consulting import a_project, the_project
from tests.first_deliberation import submitted
from tests.noticing import NUMBER, on_notice

KEY = "notice_days.d1"


def set_it(world, value=7, key=KEY, who="huang", at=None, **more):
    told = {"reason": "居民来信，时间太短"} | more
    programmes.set_parameter(world.programme_id, key, value, actor=world[who], at=at or world.now, **told)


def rules_of(world, slug):
    db.session().rollback()
    return rulebooks.parsed(db.session().get_one(Round, world.rounds[slug]).rulebook)


def last_entry():
    db.session().rollback()
    query = select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)
    return json.loads(db.session().scalars(query).one().body)


def test_an_open_round_gets_the_new_rules(session, world):
    set_it(world)

    assert rules_of(world, "lizhi").number(KEY) == 7
    assert rules_of(world, "mumian").number(KEY) == 7


def test_a_project_not_yet_scheduled_follows_its_round(session, world):
    a_project(world)

    set_it(world)

    assert rulebooks.of(the_project()).number(KEY) == 7


def test_a_scheduled_project_keeps_the_rules_it_was_scheduled_under(session, world):
    on_notice(world)

    set_it(world)

    assert the_project().state is State.NOTICING
    assert rulebooks.of(the_project(NUMBER)).number(KEY) == 5


def test_a_value_for_one_community_leaves_the_others_as_they_are(session, world):
    set_it(world, area_slug="lizhi")

    assert (rules_of(world, "lizhi").number(KEY), rules_of(world, "mumian").number(KEY)) == (7, 5)


def test_a_community_s_own_value_goes_before_the_programme_s(session, world):
    set_it(world, 7, area_slug="lizhi")

    set_it(world, 9)

    assert (rules_of(world, "lizhi").number(KEY), rules_of(world, "mumian").number(KEY)) == (7, 9)


def test_a_round_that_has_closed_keeps_its_rules(session, world):
    set_it(world, at=world.now.replace(year=2027))

    assert rules_of(world, "lizhi").number(KEY) == 5


def test_a_project_not_yet_scheduled_follows_its_round_after_the_days_of_collecting(session, world):
    a_project(world)

    set_it(world, at=world.now.replace(year=2027))

    assert rulebooks.of(the_project()).number(KEY) == 7


def test_a_round_of_this_year_follows_though_its_days_of_collecting_are_over(session, world):
    with transaction() as writing:
        writing.get_one(Round, world.rounds["lizhi"]).closes_on = date(2026, 2, 1)

    set_it(world)

    assert rules_of(world, "lizhi").number(KEY) == 7


def test_two_communities_with_equal_rules_share_one_frozen_book(session, world):
    set_it(world)

    assert rules_of(world, "lizhi") is rules_of(world, "mumian")


def test_the_journal_tells_the_key_both_values_both_fingerprints_and_why(session, world):
    before = rules_of(world, "lizhi").hash

    set_it(world)

    entry = last_entry()
    assert (entry["verb"], entry["actor"], entry["area"]) == ("parameter.set", "district_admin", "minghu")
    assert entry["facts"] == {
        "key": KEY, "old": "5", "new": "7", "old_hash": before, "new_hash": rules_of(world, "lizhi").hash,
        "reason": "居民来信，时间太短",
    }  # fmt: skip


def test_a_share_is_set_as_a_whole(session, world):
    set_it(world, {"num": 3, "den": 4, "strict": False, "base": "present"}, key="meeting.pass_special")

    assert rules_of(world, "lizhi")["meeting.pass_special"]["num"] == 3


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (KEY, 0), (KEY, 91), (KEY, True), (KEY, "5"), (KEY, 5.5), (KEY, None), ("no.such", 1),
        ("payment.works", [50, 49]), ("meeting.ballot", "paper"), ("caps_fen.works", -1),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused(session, world, key, value):
    with pytest.raises(BadParameter):
        set_it(world, value, key=key)


def test_a_value_that_crosses_another_is_refused_and_changes_nothing(session, world):
    set_it(world, 30, key="council.size_max", area_slug="lizhi")

    with pytest.raises(CrossingParameters):
        set_it(world, 22, key="council.size_min")

    assert rules_of(world, "lizhi").number("council.size_min") == 11


def test_a_value_for_one_community_is_measured_by_the_programme_s_others(session, world):
    with pytest.raises(CrossingParameters):
        set_it(world, 10, key="council.size_max", area_slug="lizhi")


def test_the_value_in_force_is_not_set_again(session, world):
    with pytest.raises(SameValue):
        set_it(world, 5)


@pytest.mark.parametrize("reason", ["", "  ", "字" * 501])
def test_a_change_has_a_reason(session, world, reason):
    with pytest.raises(BadValue):
        set_it(world, reason=reason)


def test_a_reason_gives_nobody_s_number_away(session, world):
    with pytest.raises(PrivacyFinding):
        set_it(world, reason="13812345678 要求的")


@pytest.mark.parametrize("who", ["wu", "zhou", "zhao", "pei", "lin"])
def test_only_the_district_sets_parameters(session, world, who):
    with pytest.raises(NotPermitted):
        set_it(world, who=who)


def test_there_is_no_value_for_a_street(session, world):
    with pytest.raises(NotOfProgramme):
        set_it(world, area_slug="rongshu")


def test_there_is_no_programme_of_that_number(session, world):
    with pytest.raises(NotFound):
        programmes.set_parameter(99, KEY, 7, reason="试行", actor=world["huang"], at=world.now)


def open_next(world, year=2027, slug="lizhi", who="huang", **days):
    told = {"opens_on": date(year, 1, 1), "closes_on": date(year, 12, 31)} | days
    return programmes.open_round(world.programme_id, slug, year, actor=world[who], at=world.now, **told)


def test_a_round_opens_under_the_rules_in_force_with_an_empty_fund(session, world):
    set_it(world)

    round_id = open_next(world)

    db.session().rollback()
    round_ = db.session().get_one(Round, round_id)
    fund = db.session().scalars(select(Fund).where(Fund.year == 2027)).one()
    assert rulebooks.parsed(round_.rulebook).number(KEY) == 7
    assert (fund.area_id, fund.allocated_fen) == (world.areas["lizhi"], 0)
    assert last_entry()["facts"]["rules_hash"] == round_.rulebook.hash


def test_a_community_has_one_round_a_year(session, world):
    with pytest.raises(RoundThere):
        open_next(world, year=2026)


def test_a_round_s_days_are_in_order_and_in_its_year(session, world):
    with pytest.raises(BadValue):
        open_next(world, closes_on=date(2026, 1, 1))
    with pytest.raises(BadValue):
        open_next(world, opens_on=date(2026, 1, 1))


def test_two_programmes_in_one_community_give_no_number_twice(session, world):
    first = submitted(world)
    other = programmes.found(
        "minghu", name="第二方案", scheme="village_4_2", actor=world["huang"], at=world.now
    )
    days = {"opens_on": date(2026, 1, 1), "closes_on": date(2026, 12, 31)}
    programmes.open_round(other, "lizhi", 2026, actor=world["huang"], at=world.now, **days)

    second = submitted(world, by="chen")

    assert (first, second) == ("LZ-2026-001", "LZ-2026-002")


def test_only_the_district_opens_a_round(session, world):
    with pytest.raises(NotPermitted):
        open_next(world, who="wu")
