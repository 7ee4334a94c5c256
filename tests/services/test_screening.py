"""Screening: the sheet, the return, the decline by two, the appeal and the merge, on both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from microprojects.domain.declines import (
    AppealedAlready,
    AppealTooLate,
    DeclineWaiting,
    NoAppealWaiting,
    NoDeclineWaiting,
    OnlyAdvice,
    OwnDecline,
    SamePerson,
    UnknownGround,
)
from microprojects.domain.errors import BadValue, NotFound, NotPermitted, WrongMoment
from microprojects.domain.merges import OtherCommunity, ProposerMustAgree, SameProject, TargetTooFar
from microprojects.domain.permissions import OwnMatter
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.proposals import NothingToFix, ReturnedAlready, ScreeningFailed, ScreeningOpen
from microprojects.domain.states import State
from microprojects.services import proposals, screening, secondings
from microprojects.store import projects
from microprojects.store import proposals as rows
from microprojects.store.db import transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Project, Seconding
from tests.first_deliberation import ALL_CLEAR, DAY, accepted, declined, seconded, submitted

ENTRIES = select(func.count()).select_from(JournalEntry)
WHY = "只有一户受益，是私人的墙。"


def state(session, number):
    found = projects.by_number(session, number).state
    session.rollback()
    return found


def propose_decline(world, number, *, by="qian", code="N5", reason=WHY):
    screening.propose_decline(number, code=code, reason=reason, actor=world[by], at=world.now)


def send_back(world, number, *, by="qian", items=("写明几盏灯",), reason="数量不清楚。"):
    screening.return_for_fixing(number, items=items, reason=reason, actor=world[by], at=world.now)


def test_a_proposal_whose_sheet_is_all_clear_is_accepted(session, world):
    number = submitted(world)

    screening.screen(number, answers=ALL_CLEAR, actor=world["qian"], at=world.now)
    screening.accept(number, actor=world["qian"], at=world.now)

    project = projects.by_number(session, number)
    assert (project.state, project.accepted_at) == (State.ACCEPTED, world.now)


def test_an_open_question_and_a_failed_one_forbid_to_accept(session, world):
    number = submitted(world)
    with pytest.raises(ScreeningOpen):
        screening.accept(number, actor=world["qian"], at=world.now)

    worse = ALL_CLEAR | {"lawful": {"ok": False, "note": "像是违建"}}
    screening.screen(number, answers=worse, actor=world["qian"], at=world.now)

    with pytest.raises(ScreeningFailed):
        screening.accept(number, actor=world["qian"], at=world.now)
    assert state(session, number) is State.SUBMITTED


def test_advice_is_noted_and_does_not_forbid(session, world):
    number = submitted(world)
    doubtful = ALL_CLEAR | {"needed": {"ok": False, "note": "可以缓一缓"}}

    screening.screen(number, answers=doubtful, actor=world["qian"], at=world.now)
    screening.accept(number, actor=world["qian"], at=world.now)

    assert state(session, number) is State.ACCEPTED


@pytest.mark.parametrize(
    "answers",
    [
        {"bribe": {"ok": True}},
        {"lawful": {"ok": "yes"}},
        {"lawful": {"ok": 1}},
        {"lawful": True},
        {"lawful": {"ok": True, "note": 3}},
        {"lawful": {"ok": True, "note": "长" * 201}},
        {"lawful": {"ok": True, "note": "a\x00b"}},
    ],
    ids=str,
)
def test_a_sheet_of_another_form_is_refused(answers, session, world):
    number = submitted(world)

    with pytest.raises(BadValue):
        screening.screen(number, answers=answers, actor=world["qian"], at=world.now)

    assert rows.screening(session, 1) is None


def test_a_proposal_is_returned_once_with_its_list(session, world):
    number = submitted(world)

    send_back(world, number, items=["写明几盏灯", "  ", "附一张照片"])

    listed = rows.last_return(session, projects.by_number(session, number).id)
    assert listed.items == ["写明几盏灯", "附一张照片"]
    session.rollback()
    proposals.resubmit(number, actor=world["lin"], at=world.now)
    with pytest.raises(ReturnedAlready):
        send_back(world, number)


@pytest.mark.parametrize(
    ("listed", "refusal"),
    [
        ({"items": []}, NothingToFix),
        ({"items": [" "]}, NothingToFix),
        ({"items": ["长" * 201]}, BadValue),
        ({"items": ["写明"] * 21}, BadValue),
        ({"reason": ""}, BadValue),
        ({"reason": "长" * 10**5}, BadValue),
    ],
    ids=["no items", "empty item", "long item", "many items", "no reason", "huge reason"],
)
def test_a_return_without_a_usable_list_is_refused(listed, refusal, session, world):
    number = submitted(world)

    with pytest.raises(refusal):
        send_back(world, number, **listed)

    assert state(session, number) is State.SUBMITTED


def test_two_people_decline_and_the_ground_is_kept(session, world):
    number = declined(world)

    project = projects.by_number(session, number)
    assert (project.state, project.decline_code, project.decline_reason) == (State.DECLINED, "N5", WHY)


def test_one_person_does_not_decline_alone(session, world):
    number = submitted(world)
    propose_decline(world, number)

    with pytest.raises(SamePerson):
        screening.confirm_decline(number, actor=world["qian"], at=world.now)

    assert state(session, number) is State.SUBMITTED


def test_a_decline_that_waits_stands_in_the_way_until_it_is_dropped(session, world):
    number = submitted(world)
    screening.screen(number, answers=ALL_CLEAR, actor=world["qian"], at=world.now)
    propose_decline(world, number)

    for deed in (
        lambda: screening.accept(number, actor=world["sun"], at=world.now),
        lambda: send_back(world, number, by="sun"),
        lambda: propose_decline(world, number, by="sun"),
    ):
        with pytest.raises(DeclineWaiting):
            deed()
    screening.drop_decline(number, actor=world["sun"], at=world.now)
    with pytest.raises(NoDeclineWaiting):
        screening.confirm_decline(number, actor=world["sun"], at=world.now)
    screening.accept(number, actor=world["sun"], at=world.now)

    assert state(session, number) is State.ACCEPTED


@pytest.mark.parametrize(
    ("code", "reason", "refusal"),
    [
        ("N4", WHY, OnlyAdvice),
        ("N13", WHY, UnknownGround),
        ("", WHY, UnknownGround),
        ("x" * 10**5, WHY, UnknownGround),
        ("N5", "", BadValue),
        ("N5", "请打 13812345678", PrivacyFinding),
        ("N5", "长" * 10**5, BadValue),
        ("N5", "a\x00b", BadValue),
    ],
    ids=range(8),
)
def test_a_decline_needs_a_ground_and_a_clean_reason(code, reason, refusal, session, world):
    number = submitted(world)

    with pytest.raises(refusal):
        propose_decline(world, number, code=code, reason=reason)

    assert rows.decline(session, 1) is None


def test_a_proposal_from_elsewhere_is_declined_as_such(session, world):
    number = submitted(world)

    propose_decline(world, number, code="AREA", reason="地点在木棉社区。")

    assert rows.decline(session, 1).code == "AREA"


def test_an_upheld_appeal_brings_the_proposal_back_to_screening(session, world):
    number = declined(world)
    screening.appeal(number, ground="墙是公共的，有产权证明。", actor=world["lin"], at=world.now + DAY)

    screening.answer_appeal(
        number, upheld=True, answer="墙是公共部分，重新审查。", actor=world["zhou"], at=world.now + DAY
    )

    project = projects.by_number(session, number)
    assert (project.state, project.decline_code) == (State.SUBMITTED, None)
    session.rollback()
    with pytest.raises(NoDeclineWaiting):
        screening.confirm_decline(number, actor=world["sun"], at=world.now + DAY)
    propose_decline(world, number)


def test_a_dismissed_appeal_leaves_the_decline(session, world):
    number = declined(world)
    screening.appeal(number, ground="请再看看。", actor=world["lin"], at=world.now)

    screening.answer_appeal(number, upheld=False, answer="墙在私家院内。", actor=world["zhou"], at=world.now)

    filed = rows.appeal(session, projects.by_number(session, number).id)
    assert (filed.outcome, filed.answer) == ("dismissed", "墙在私家院内。")
    session.rollback()
    assert state(session, number) is State.DECLINED
    with pytest.raises(NoAppealWaiting):
        screening.answer_appeal(number, upheld=True, answer="改主意了。", actor=world["zhou"], at=world.now)
    with pytest.raises(AppealedAlready):
        screening.appeal(number, ground="再来一次。", actor=world["lin"], at=world.now)


def test_an_appeal_comes_within_five_working_days(session, world):
    number = declined(world)

    with pytest.raises(AppealTooLate):
        screening.appeal(number, ground="请再看看。", actor=world["lin"], at=world.now + 8 * DAY)


def test_whoever_signed_the_decline_does_not_answer_the_appeal(session, world):
    number = submitted(world)
    propose_decline(world, number)
    screening.confirm_decline(number, actor=world["zhou"], at=world.now)
    screening.appeal(number, ground="请再看看。", actor=world["lin"], at=world.now)

    with pytest.raises(OwnDecline):
        screening.answer_appeal(number, upheld=False, answer="不变。", actor=world["zhou"], at=world.now)


def test_only_the_proposer_appeals_and_only_a_decline(session, world):
    with pytest.raises(NotPermitted):
        screening.appeal(declined(world), ground="请再看看。", actor=world["chen"], at=world.now)
    with pytest.raises(WrongMoment):
        screening.appeal(accepted(world, by="xu"), ground="请看。", actor=world["xu"], at=world.now)


def test_a_merge_carries_each_seconder_over_once(session, world):
    old, target = accepted(world), accepted(world, by="chen")
    seconded_by(world, old, "xu", "guo", "wei", "chen")
    seconded_by(world, target, "xu", "lin")

    screening.merge(old, into=target, proposer_agrees=True, actor=world["qian"], at=world.now)

    merged, kept = projects.by_number(session, old), projects.by_number(session, target)
    assert (merged.state, merged.merged_into_id) == (State.MERGED, kept.id)
    people = session.scalars(select(Seconding.person_id).where(Seconding.project_id == kept.id)).all()
    assert sorted(people) == sorted(world.people[name] for name in ("xu", "lin", "guo", "wei"))
    carried = session.scalars(select(Seconding.person_id).where(Seconding.carried_from_id == merged.id)).all()
    assert sorted(carried) == sorted(world.people[name] for name in ("guo", "wei"))


def seconded_by(world, number, *names):
    for name in names:
        secondings.second(number, actor=world[name], at=world.now)


def test_a_merge_of_what_neighbours_second_needs_the_proposer(session, world):
    old, target = accepted(world), accepted(world, by="chen")
    seconded(world, old, 2)

    with pytest.raises(ProposerMustAgree):
        screening.merge(old, into=target, proposer_agrees=False, actor=world["qian"], at=world.now)

    assert state(session, old) is State.ACCEPTED


def test_a_proposal_that_nobody_seconds_is_merged_from_the_queue(session, world):
    old, target = submitted(world), accepted(world, by="chen")

    screening.merge(old, into=target, proposer_agrees=False, actor=world["qian"], at=world.now)

    assert state(session, old) is State.MERGED


@pytest.mark.parametrize(
    ("into", "refusal"),
    [
        ("LZ-2026-001", SameProject),
        ("LZ-2026-002", TargetTooFar),
        ("MM-2026-001", OtherCommunity),
        ("LZ-2026-099", NotFound),
        ("", BadValue),
        ("x" * 10**5, BadValue),
        ("a\x00b", BadValue),
    ],
)
def test_a_target_that_does_not_fit_is_refused(into, refusal, session, world):
    old = accepted(world)
    submitted(world, by="chen")
    submitted(world, by="tang", area="mumian")

    with pytest.raises(refusal):
        screening.merge(old, into=into, proposer_agrees=True, actor=world["qian"], at=world.now)

    assert state(session, old) is State.ACCEPTED


def test_nothing_is_merged_into_what_is_being_voted_on(session, world):
    old, target = accepted(world), accepted(world, by="chen")
    with transaction() as writing:
        writing.execute(Project.__table__.update().where(Project.number == target).values(state="voting"))
    session.rollback()

    with pytest.raises(TargetTooFar):
        screening.merge(old, into=target, proposer_agrees=True, actor=world["qian"], at=world.now)


@pytest.mark.parametrize("stranger", ["lin", "chen", "he", "pei", "shen", "huang"])
def test_nobody_without_the_role_in_the_area_screens(stranger, session, world):
    number = submitted(world)
    actor = world[stranger]
    before = session.scalar(ENTRIES)
    session.rollback()

    for deed in (
        lambda: screening.screen(number, answers=ALL_CLEAR, actor=actor, at=world.now),
        lambda: screening.accept(number, actor=actor, at=world.now),
        lambda: send_back(world, number, by=stranger),
        lambda: propose_decline(world, number, by=stranger),
        lambda: screening.confirm_decline(number, actor=actor, at=world.now),
        lambda: screening.drop_decline(number, actor=actor, at=world.now),
        lambda: screening.merge(number, into=number, proposer_agrees=True, actor=actor, at=world.now),
        lambda: screening.answer_appeal(number, upheld=True, answer="好。", actor=actor, at=world.now),
    ):
        with pytest.raises(NotPermitted):
            deed()

    assert session.scalar(ENTRIES) == before


def test_a_clerk_who_proposed_it_decides_nothing(session, world):
    number = submitted(world, by="zhao")

    for deed in (
        lambda: screening.screen(number, answers=ALL_CLEAR, actor=world["zhao"], at=world.now),
        lambda: screening.accept(number, actor=world["zhao"], at=world.now),
        lambda: propose_decline(world, number, by="zhao"),
    ):
        with pytest.raises(OwnMatter):
            deed()


def test_every_deed_of_screening_leaves_one_line_in_the_journal(session, world):
    number = submitted(world)
    before = session.scalar(ENTRIES)
    session.rollback()

    screening.screen(number, answers=ALL_CLEAR, actor=world["qian"], at=world.now)
    propose_decline(world, number)
    screening.drop_decline(number, actor=world["qian"], at=world.now)
    send_back(world, number)
    proposals.resubmit(number, actor=world["lin"], at=world.now)
    screening.accept(number, actor=world["qian"], at=world.now)

    verbs = session.scalars(
        select(JournalEntry.verb).where(JournalEntry.seq > before).order_by(JournalEntry.seq)
    )
    assert verbs.all() == [
        "project.screen",
        "project.propose-decline",
        "project.drop-decline",
        "project.return",
        "project.resubmit",
        "project.accept",
    ]
