"""The last days of a year: what comes later is refused, unless a leader of the street says publicly why."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from microprojects.domain.errors import BadValue, NotPermitted, WrongMoment
from microprojects.domain.last_dates import ApprovedTooLate, FinishesTooLate, NoLastDay, NotLater, PastAlready
from microprojects.domain.people import SYSTEM
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.services import approvals, consultations
from microprojects.services import extensions as deeds
from microprojects.store import extensions
from microprojects.store.db import db, transaction
from tests.changing import Altered
from tests.consulting import a_project, plan_and_sign, speak, statements, the_project
from tests.last_days import rule
from tests.noticing import NUMBER, entries, file_it, on_notice, shanghai

AFTER = shanghai(3, 10, 0)  # the first instant after the notice of 4 March
WHY = "雨季停工，设备晚到。"


def extend(world, which="approval", until=date(2026, 3, 31), who="wu", at=AFTER, **given: Any):
    words = {"reason": WHY} | given
    deeds.extend(NUMBER, which=which, until=until, actor=world[who], at=at, **words)


@pytest.fixture
def late(session, world):
    """A project whose notice is over on the day after the last one for approvals."""
    rule("dates.approve_by", "03-09")
    on_notice(world)
    file_it(world)
    return world


def test_on_the_last_day_itself_a_project_is_approved(session, world):
    rule("dates.approve_by", "03-10")
    on_notice(world)
    file_it(world)

    approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 10, 23, 59))

    assert the_project().state is State.APPROVED


def test_after_the_last_day_the_approval_is_refused_with_the_way_out(late):
    with pytest.raises(ApprovedTooLate) as no:
        approvals.approve(NUMBER, actor=late["zhou"], at=AFTER)

    assert "2026-03-09" in str(no.value)
    assert "街道领导写明公开的理由" in str(no.value)
    assert the_project().state is State.NOTICING


def test_the_system_leaves_what_is_late_to_the_street(late):
    assert approvals.approve_due(at=AFTER) == 0


def test_with_a_public_reason_it_is_approved(late):
    extend(late)

    approvals.approve(NUMBER, actor=late["zhou"], at=AFTER)

    assert the_project().state is State.APPROVED
    told = next(each for each in entries() if each.verb == "project.extend")
    assert json.loads(told.body)["facts"] == {
        "which": "approval", "last_on": "2026-03-09", "until": "2026-03-31", "reason": WHY,
    }  # fmt: skip


def test_the_day_that_was_allowed_ends_too(late):
    extend(late, until=date(2026, 3, 11))

    with pytest.raises(ApprovedTooLate):
        approvals.approve(NUMBER, actor=late["zhou"], at=shanghai(3, 12, 0))


def test_an_emergency_has_its_own_public_reason_and_is_not_held_up(session, world):
    rule("dates.approve_by", "01-31")
    a_project(world, theme="emergency")
    plan_and_sign(world)

    approvals.fast_track(NUMBER, reason="墙要倒了。", actor=world["wu"], at=world.now)

    assert the_project().state is State.APPROVED


@pytest.mark.parametrize("who", ["zhou", "zhao", "huang", "lin"])
def test_only_a_leader_of_the_street_allows_a_later_day(late, who):
    with pytest.raises(NotPermitted):
        extend(late, who=who)


@pytest.mark.parametrize(
    ("given", "no"),
    [
        ({"which": "payment"}, BadValue),
        ({"which": "finish"}, NoLastDay),
        ({"until": date(2026, 3, 9)}, NotLater),
        ({"at": shanghai(4, 1)}, PastAlready),
        ({"reason": " "}, BadValue),
        ({"reason": "找张三 13812345678"}, PrivacyFinding),
    ],
)
def test_what_makes_no_sense_is_refused(late, given, no):
    with pytest.raises(no):
        extend(late, **given)

    assert extensions.of_project(db.session(), the_project().id) == {}


def test_a_second_permission_is_later_than_the_first(late):
    extend(late)
    with pytest.raises(NotLater):
        extend(late)

    extend(late, until=date(2026, 4, 30))

    assert extensions.of_project(db.session(), the_project().id) == {"approval": date(2026, 4, 30)}


def test_what_is_approved_is_not_allowed_to_be_approved_later(late):
    extend(late)
    approvals.approve(NUMBER, actor=late["zhou"], at=AFTER)

    with pytest.raises(WrongMoment):
        extend(late, until=date(2026, 5, 1))


def test_a_permission_is_never_changed(late):
    extend(late)

    with pytest.raises(DBAPIError, match="stay"), transaction() as session:
        session.execute(text("UPDATE date_extensions SET reason = '另一个'"))


def test_an_extension_asks_for_few_statements(late):
    with statements(db.engine) as seen:
        extend(late)

    assert len(seen) <= 10


def test_a_plan_that_ends_too_late_waits_for_the_reason(session, world):
    rule("dates.finish_by", "03-31")
    a_project(world)
    speak(world)
    plan_and_sign(world)
    with pytest.raises(FinishesTooLate) as no:
        consultations.conclude(NUMBER, actor=world["zhou"], at=world.now)

    extend(world, "finish", until=date(2026, 12, 31), at=world.now)
    consultations.conclude(NUMBER, actor=world["zhou"], at=world.now)

    assert "2026-03-31" in str(no.value)
    assert the_project().state is State.READY


def test_a_contract_that_ends_too_late_is_not_signed(session, world):
    works = Altered(world)
    rule("dates.finish_by", "03-31")
    with pytest.raises(FinishesTooLate):
        works.signed()

    extend(world, "finish", until=date(2026, 12, 31), at=works.later())
    works.sign(50_000_00, 10_000_00)

    assert the_project().state is State.CONTRACTED


def test_a_change_that_lengthens_the_work_beyond_the_day_is_not_agreed_to(session, world):
    works = Altered(world).signed()
    ends = local_day(works.at) + timedelta(days=1)
    rule("dates.finish_by", f"{ends:%m-%d}")
    works.ask(days=200)
    with pytest.raises(FinishesTooLate):
        works.by_officer()

    extend(world, "finish", until=date(2027, 12, 31), at=works.later())
    works.by_officer()

    assert the_project().state is State.IMPLEMENTING


def test_a_change_of_money_alone_asks_for_no_reason(session, world):
    works = Altered(world).signed()
    rule("dates.finish_by", "01-31")

    works.ask(-1_000_00).by_officer()

    assert the_project().state is State.IMPLEMENTING


def test_the_system_allows_nothing(late):
    with pytest.raises(NotPermitted):
        deeds.extend(NUMBER, which="approval", until=date(2026, 3, 31), reason=WHY, actor=SYSTEM, at=AFTER)
