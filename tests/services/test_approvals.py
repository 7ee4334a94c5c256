"""Approval after the notice: what it waits for, what it reserves, the emergency, and the early end that gives back."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from microprojects.domain.approvals import FiledAlready, PlanMissing
from microprojects.domain.consultations import BalanceTooSmall, FastTrackNotAllowed
from microprojects.domain.disclosures import NoVersionStands
from microprojects.domain.errors import BadValue, NotPermitted, WrongMoment
from microprojects.domain.funds import Donor
from microprojects.domain.money import Fen
from microprojects.domain.objections import (
    NotFiled,
    ResolutionMissing,
    WindowRunning,
)
from microprojects.domain.permissions import OwnMatter
from microprojects.domain.ratifications import NotOverdue
from microprojects.domain.states import State
from microprojects.services import approvals, disclosures, funds, programmes
from microprojects.services._funds import fund_of
from microprojects.services._ledger import post
from microprojects.store import projects
from microprojects.store.db import transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.funds import LedgerEntry
from microprojects.store.votes import Vote
from tests.consulting import a_project, plan_and_sign, statements, the_project
from tests.noticing import (
    NUMBER,
    entries,
    file_it,
    latest,
    object_to,
    on_notice,
    shanghai,
    the_fund,
    window,
)

AFTER = shanghai(3, 10, 0)  # the first instant after the window of 4 March


def approve(world, number=NUMBER, who="zhou", at=AFTER):
    approvals.approve(number, actor=world[who], at=at)


def lines(session, number=NUMBER):
    """The kinds and amounts of a project's lines of the ledger."""
    project = the_project(number)
    rows = session.execute(
        select(LedgerEntry.kind, LedgerEntry.amount_fen)
        .where(LedgerEntry.project_id == project.id)
        .order_by(LedgerEntry.id)
    )
    return [tuple(row) for row in rows]


def test_an_approval_reserves_the_fiscal_part_and_notes_the_social_one(session, world):
    on_notice(world)
    file_it(world)

    approve(world)

    project = the_project()
    assert (project.state, project.approved_fiscal_fen, project.approved_social_fen) == (
        State.APPROVED, 4_000_000, 1_000_000,
    )  # fmt: skip
    assert lines(session) == [("reserve", 4_000_000), ("social_pledge", 1_000_000)]
    assert the_fund(world).reserved_fen == 4_000_000
    assert window().ended_at == AFTER


def test_the_journal_tells_the_amounts_of_an_approval(session, world):
    on_notice(world)
    file_it(world)

    approve(world)

    facts = json.loads(entries()[-1].body)["facts"]
    assert (facts["fiscal_fen"], facts["social_fen"], facts["to"]) == ("4000000", "1000000", "approved")


def test_what_was_pledged_by_name_is_not_pledged_again(session, world):
    on_notice(world)
    file_it(world)
    funds.record_pledge(
        NUMBER,
        amount_fen=Fen(600_000),
        donor=Donor("organisation", "荔枝苑物业", consented=True),
        document="捐-1",
        actor=world["zhao"],
        at=world.now,
    )

    approve(world)

    assert lines(session) == [("social_pledge", 600_000), ("reserve", 4_000_000), ("social_pledge", 400_000)]


def test_the_last_evening_is_too_early(session, world):
    on_notice(world)
    file_it(world)

    with pytest.raises(WindowRunning):
        approve(world, at=shanghai(3, 9, 23, 59))


def test_an_approval_waits_for_the_filing(session, world):
    on_notice(world)

    with pytest.raises(NotFiled):
        approve(world)


def test_where_no_filing_is_asked_none_is_waited_for(session, world):
    programmes.set_parameter(
        world.programme_id, "approval_after_vote", False, reason="试行", actor=world["huang"], at=world.now
    )
    on_notice(world)

    approve(world)

    assert the_project().state is State.APPROVED


def test_an_approval_waits_for_the_reply_to_an_objection(session, world):
    on_notice(world)
    file_it(world)
    object_to(world)

    with pytest.raises(WrongMoment):
        approve(world)


def test_the_money_must_still_be_there(session, world):
    on_notice(world, fiscal=200_000_001, social=0)
    file_it(world)

    with pytest.raises(BalanceTooSmall) as short:
        approve(world)

    assert short.value.facts["short"] == "0.01"
    assert (the_project().state, the_fund(world).reserved_fen) == (State.NOTICING, 0)


def test_the_last_fen_may_be_reserved(session, world):
    on_notice(world, fiscal=200_000_000, social=0)
    file_it(world)

    approve(world)

    assert the_fund(world).available_fen == 0


def test_a_resolution_that_was_set_aside_approves_nothing(session, world):
    on_notice(world)
    file_it(world)
    with transaction() as writing:
        writing.scalars(select(Vote)).one().voided_at = world.now

    with pytest.raises(ResolutionMissing):
        approve(world)


def test_a_decision_that_was_taken_down_approves_nothing(session, world):
    on_notice(world)
    file_it(world)
    disclosures.take_down(latest().id, reason="写进了个人信息", actor=world["zhao"], at=world.now)

    with pytest.raises(NoVersionStands):
        approve(world)


@pytest.mark.parametrize("who", ["zhao", "wu", "lin", "feng"])
def test_only_the_street_s_officer_approves(session, world, who):
    on_notice(world)
    file_it(world)

    with pytest.raises(NotPermitted):
        approve(world, who=who)


def test_nobody_approves_what_they_proposed(session, world):
    on_notice(world, entered_by_id=world.people["zhou"])
    file_it(world)

    with pytest.raises(OwnMatter):
        approve(world)


def test_only_a_leader_files_and_only_once(session, world):
    on_notice(world)

    with pytest.raises(NotPermitted):
        approvals.file_resolution(NUMBER, filing_number="1", actor=world["zhou"], at=world.now)
    file_it(world)
    with pytest.raises(FiledAlready):
        file_it(world)


@pytest.mark.parametrize("filing", ["", "字" * 61])
def test_a_filing_has_a_number(session, world, filing):
    on_notice(world)

    with pytest.raises(BadValue):
        approvals.file_resolution(NUMBER, filing_number=filing, actor=world["wu"], at=world.now)


def test_only_what_is_on_notice_is_filed(session, world):
    a_project(world)

    with pytest.raises(WrongMoment):
        file_it(world)


def test_the_system_approves_what_is_due_and_leaves_what_is_not(session, world):
    for number in ("LZ-2026-001", "LZ-2026-002", "LZ-2026-003", "LZ-2026-004"):
        on_notice(world, number=number)
    on_notice(world, number="LZ-2026-005", at=shanghai(3, 9))
    for number in ("LZ-2026-001", "LZ-2026-003", "LZ-2026-004", "LZ-2026-005"):
        file_it(world, number)
    object_to(world, "LZ-2026-003")

    approved = approvals.approve_due(at=AFTER)

    states = [the_project(f"LZ-2026-00{n}").state for n in range(1, 6)]
    assert approved == 2
    assert states == [State.APPROVED, State.NOTICING, State.OBJECTED, State.APPROVED, State.NOTICING]
    assert json.loads(entries()[-1].body)["actor"] == "system"


def test_of_two_that_are_due_the_earlier_notice_gets_the_last_money(session, world):
    on_notice(world, number="LZ-2026-001", fiscal=150_000_000, at=shanghai(3, 5))
    on_notice(world, number="LZ-2026-002", fiscal=150_000_000, at=shanghai(3, 4))
    for number in ("LZ-2026-001", "LZ-2026-002"):
        file_it(world, number)

    approved = approvals.approve_due(at=shanghai(3, 20))

    assert approved == 1
    assert the_project("LZ-2026-002").state is State.APPROVED


def an_emergency(world, **given):
    """A small emergency in consultation, with a plan that the party committee agreed to."""
    a_project(world, theme="emergency", **given)
    plan_and_sign(world)


def test_an_emergency_is_approved_reserved_and_published_at_once(session, world):
    an_emergency(world)

    approvals.fast_track(NUMBER, reason="台风吹倒围墙，随时会塌。", actor=world["wu"], at=world.now)

    project, shown = the_project(), latest()
    assert (project.state, project.ratify_by) == (State.APPROVED, date(2026, 3, 19))
    assert the_fund(world).reserved_fen == 4_000_000
    assert shown.body["fast_track"] == {"reason": "台风吹倒围墙，随时会塌。", "ratify_by_on": "2026-03-19"}
    assert shown.journal_seq == entries()[-1].seq
    assert json.loads(entries()[-1].body)["facts"]["sha256"] == shown.sha256


def test_the_fast_track_is_for_emergencies_alone(session, world):
    a_project(world)
    plan_and_sign(world)

    with pytest.raises(FastTrackNotAllowed):
        approvals.fast_track(NUMBER, reason="等不及了。", actor=world["wu"], at=world.now)


def test_the_fast_track_needs_a_plan(session, world):
    a_project(world, theme="emergency")

    with pytest.raises(PlanMissing):
        approvals.fast_track(NUMBER, reason="等不及了。", actor=world["wu"], at=world.now)


def test_only_a_leader_opens_the_fast_track(session, world):
    an_emergency(world)

    with pytest.raises(NotPermitted):
        approvals.fast_track(NUMBER, reason="等不及了。", actor=world["zhou"], at=world.now)


def test_an_emergency_may_still_be_ratified_on_its_last_day(session, world):
    an_emergency(world)
    approvals.fast_track(NUMBER, reason="围墙随时会塌。", actor=world["wu"], at=world.now)

    with pytest.raises(NotOverdue):
        approvals.stop_unratified(NUMBER, reason="没有追认", actor=world["wu"], at=shanghai(3, 19, 23, 59))


def test_an_emergency_that_nobody_ratified_is_stopped_and_its_money_is_free(session, world):
    an_emergency(world)
    approvals.fast_track(NUMBER, reason="围墙随时会塌。", actor=world["wu"], at=world.now)

    approvals.stop_unratified(NUMBER, reason="逾期没有追认", actor=world["wu"], at=shanghai(3, 20, 0))

    assert (the_project().state, the_fund(world).reserved_fen) == (State.CANCELLED, 0)


def test_the_system_stops_the_emergencies_that_nobody_ratified_in_time(session, world):
    an_emergency(world)
    approvals.fast_track(NUMBER, reason="围墙随时会塌。", actor=world["wu"], at=world.now)
    in_time = approvals.stop_due(at=shanghai(3, 19, 23, 59))

    late = approvals.stop_due(at=shanghai(3, 20, 0))

    assert (in_time, late, approvals.stop_due(at=shanghai(3, 21))) == (0, 1, 0)
    assert (the_project().state, the_project().stop_reason) == (State.CANCELLED, "议事会没有按期追认")
    assert json.loads(entries()[-1].body)["actor"] == "system"


def approved(world, number=NUMBER):
    """An approved project."""
    on_notice(world, number=number)
    file_it(world, number)
    approve(world, number)


def test_a_cancelled_project_gives_its_reservation_back(session, world):
    approved(world)

    approvals.cancel(NUMBER, reason="市里统一改造，不用重复做。", actor=world["wu"], at=shanghai(3, 11))

    project = the_project()
    assert (project.state, project.stop_reason) == (State.CANCELLED, "市里统一改造，不用重复做。")
    assert lines(session)[-1] == ("release", 4_000_000)
    assert json.loads(entries()[-1].body)["facts"]["released_fen"] == "4000000"
    assert the_fund(world).available_fen == 200_000_000


def test_what_was_contracted_and_not_paid_comes_back_too(session, world):
    approved(world)
    with transaction() as writing:
        project = projects.by_number(writing, NUMBER, for_update=True)
        fund = fund_of(writing, project, at=AFTER)
        post(writing, fund, "commit", Fen(3_500_000), at=AFTER, by_id=None, project=project)
        post(writing, fund, "pay", Fen(1_000_000), at=AFTER, by_id=None, project=project)

    approvals.cancel(
        NUMBER, reason="施工方停业。", actor=world["wu"], at=shanghai(3, 11), recovery_plan="依法追回。"
    )

    fund = the_fund(world)
    assert lines(session)[-2:] == [("uncommit", 2_500_000), ("release", 3_000_000)]
    assert (fund.reserved_fen, fund.committed_fen, fund.paid_fen) == (0, 0, 1_000_000)


def test_the_spending_disclosure_tells_of_the_end(session, world):
    approved(world)

    approvals.cancel(NUMBER, reason="市里统一改造。", actor=world["wu"], at=shanghai(3, 11))

    told = session.scalars(select(Disclosure).where(Disclosure.kind == "spending")).one()
    assert told.body["headline"] == "项目终止，没付的 40,000.00 元退回社区。"
    assert (told.body["reserved_fen"], told.journal_seq) == ("0", entries()[-1].seq)
    assert json.loads(entries()[-1].body)["facts"]["spending_sha256"] == told.sha256


@pytest.mark.parametrize("who", ["zhou", "zhao", "feng"])
def test_only_a_leader_cancels(session, world, who):
    approved(world)

    with pytest.raises(NotPermitted):
        approvals.cancel(NUMBER, reason="不做了。", actor=world[who], at=AFTER)


def test_a_project_on_notice_is_not_cancelled_so(session, world):
    on_notice(world)

    with pytest.raises(WrongMoment):
        approvals.cancel(NUMBER, reason="不做了。", actor=world["wu"], at=world.now)


def test_an_approval_takes_twenty_three_statements_at_most(bench, session, world):
    on_notice(world)
    file_it(world)

    with statements(bench.engine) as seen:
        approve(world)

    assert len(seen) <= 23, "\n".join(seen)
