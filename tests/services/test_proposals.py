"""Proposals are written, handed in, mended, withdrawn, taken over and copied, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from microprojects.domain.errors import BadValue, NotFound, NotPermitted, WrongMoment
from microprojects.domain.money import Fen
from microprojects.domain.people import ANYONE
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.proposal_words import EstimateWords
from microprojects.domain.proposals import (
    ConsentMissing,
    FixTooLate,
    Incomplete,
    NotVerified,
    OverCapNotFlagged,
    YearNotOpen,
)
from microprojects.domain.states import State
from microprojects.domain.withdrawals import (
    TooManyDrafts,
)
from microprojects.services import programmes, proposals, screening, secondings
from microprojects.store import people as people_rows
from microprojects.store import projects
from microprojects.store import proposals as rows
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.pairs import Gram
from tests.first_deliberation import (
    DAY,
    PROPOSAL,
    accepted,
    draft,
    last_number,
    submitted,
)

TITLES = (Path(__file__).parents[1] / "data" / "real_titles.txt").read_text("utf-8").splitlines()
ENTRIES = select(func.count()).select_from(JournalEntry)


def state(session, number):
    return projects.by_number(session, number).state


def last_entry(session):
    return session.scalar(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1))


def returned(world, number):
    screening.return_for_fixing(
        number, items=["写明几盏灯"], reason="数量不清楚。", actor=world["qian"], at=world.now
    )


def test_a_resident_writes_a_draft_and_hands_it_in_under_a_number(session, world):
    draft_id = draft(world)

    number = proposals.submit(draft_id, actor=world["lin"], at=world.now, consent=True)

    project = projects.by_number(session, number)
    assert (number, project.state, project.stage) == ("LZ-2026-001", State.SUBMITTED, 1)
    assert rows.words_of(project) == replace(PROPOSAL, summary="三巷晚上八点以后很黑。")
    assert (project.consent_at, project.submitted_at) == (world.now, world.now)
    assert last_entry(session).subject == "project/LZ-2026-001"


def test_numbers_of_a_community_follow_each_other(session, world):
    numbers = [submitted(world), submitted(world, by="chen"), submitted(world, by="tang", area="mumian")]

    assert numbers == ["LZ-2026-001", "LZ-2026-002", "MM-2026-001"]


def test_a_draft_of_last_year_gets_a_number_of_the_year_in_which_it_is_handed_in(session, world):
    draft_id = draft(world)
    _round_of_2027(world)

    number = proposals.submit(draft_id, actor=world["lin"], at=datetime(2027, 2, 1, tzinfo=UTC), consent=True)

    assert number == "LZ-2027-001"


def _round_of_2027(world):
    with transaction() as writing:
        old = rows.projects.get(writing, 1).round
        values = {c.name: getattr(old, c.name) for c in old.__table__.columns if c.name != "id"}
        new = {"year": 2027, "opens_on": old.opens_on.replace(2027), "closes_on": old.closes_on.replace(2027)}
        writing.add(type(old)(**values | new))


@pytest.mark.parametrize("title", TITLES)
def test_the_title_of_a_real_project_passes_the_form(title, session, world):
    number = submitted(world, title=title)

    assert projects.by_number(session, number).title == title


def test_fifty_real_titles_are_tried():
    assert len(TITLES) == 50


def test_keeping_a_draft_again_replaces_its_lines(session, world):
    draft_id = draft(world)
    one = (EstimateWords(label="路灯", amount_fen=Fen(100)),)
    three = tuple(EstimateWords(label=f"第 {n} 项", amount_fen=Fen(n)) for n in range(3))

    for lines in (one, three, ()):
        proposals.save_draft(draft_id, actor=world["lin"], at=world.now, words=replace(PROPOSAL, lines=lines))
        assert rows.words_of(projects.get(session, draft_id)).lines == lines
        session.rollback()


def test_a_draft_leaves_one_line_in_the_journal_and_none_when_it_is_kept(session, world):
    before = session.scalar(ENTRIES)

    draft(world)

    assert session.scalar(ENTRIES) == before + 1
    assert (last_entry(session).verb, last_entry(session).subject) == ("project.draft", "draft/1")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"title": ""}, Incomplete),
        ({"problem": "   "}, Incomplete),
        ({"beneficiaries": 0}, Incomplete),
        ({"lines": ()}, Incomplete),
        ({"lines": (EstimateWords(label="", amount_fen=Fen(1)),)}, Incomplete),
        ({"lines": (EstimateWords(label="灯", amount_fen=Fen(0)),)}, Incomplete),
        ({"problem": "可以打 13812345678 找我"}, PrivacyFinding),
        ({"content": "材料放在 3栋2单元501 门口"}, PrivacyFinding),
        ({"lines": (EstimateWords(label="付到 13812345678", amount_fen=Fen(1)),)}, PrivacyFinding),
        (
            {"type": "goods", "lines": (EstimateWords(label="灯", amount_fen=Fen(20_000_001)),)},
            OverCapNotFlagged,
        ),
    ],
)
def test_what_is_incomplete_private_or_above_the_cap_is_not_taken(words, refusal, session, world):
    draft_id = draft(world, **words)
    before = session.scalar(ENTRIES)
    session.rollback()

    with pytest.raises(refusal):
        proposals.submit(draft_id, actor=world["lin"], at=world.now, consent=True)

    project = projects.get(session, draft_id)
    assert (project.state, project.number, last_number(session)) == (State.DRAFT, None, 0)
    assert session.scalar(ENTRIES) == before


def test_the_refusal_of_personal_data_names_the_box_and_what_it_found(session, world):
    draft_id = draft(world, problem="可以打 13812345678 找我")

    with pytest.raises(PrivacyFinding) as refusal:
        proposals.submit(draft_id, actor=world["lin"], at=world.now, consent=True)

    assert str(refusal.value) == (
        "“为什么要办”里写了手机号 138****5678（第 5 字起）。公开后收不回来，请删去或改写，再交一次。"
    )


def test_an_estimate_above_the_cap_passes_with_a_flag(session, world):
    line = EstimateWords(label="灯", amount_fen=Fen(20_000_001))
    number = submitted(world, lines=(line,), over_cap_flagged=True, over_cap_note="灯杆要进口。")

    assert state(session, number) is State.SUBMITTED


def test_nothing_is_taken_without_consent(session, world):
    with pytest.raises(ConsentMissing):
        proposals.submit(draft(world), actor=world["lin"], at=world.now, consent=False)


def test_a_draft_handed_in_twice_has_one_number(session, world):
    draft_id = draft(world)
    proposals.submit(draft_id, actor=world["lin"], at=world.now, consent=True)

    with pytest.raises(WrongMoment):
        proposals.submit(draft_id, actor=world["lin"], at=world.now, consent=True)

    assert last_number(session) == 1


@pytest.mark.parametrize("stranger", ["chen", "tang", "qian", "zhou", "pei"])
def test_a_draft_does_not_exist_for_anybody_else(stranger, session, world):
    draft_id = draft(world)
    actor = world[stranger]

    for deed in (
        lambda: proposals.save_draft(draft_id, actor=actor, at=world.now, words=PROPOSAL),
        lambda: proposals.submit(draft_id, actor=actor, at=world.now, consent=True),
        lambda: proposals.withdraw(draft_id, actor=actor, at=world.now),
        lambda: proposals.copy(draft_id, actor=actor, at=world.now),
    ):
        with pytest.raises(NotFound):
            deed()

    assert projects.get(session, draft_id).state is State.DRAFT


def test_the_public_begins_no_draft(session, world):
    with pytest.raises(NotPermitted):
        proposals.start_draft("lizhi", actor=ANYONE, at=world.now)


def test_a_resident_proposes_at_home_only(session, world):
    with pytest.raises(NotVerified):
        proposals.start_draft("mumian", actor=world["lin"], at=world.now)


def test_a_street_is_no_community(session, world):
    with pytest.raises(BadValue):
        proposals.start_draft("rongshu", actor=world["lin"], at=world.now)


def test_somebody_who_is_not_verified_drafts_and_does_not_hand_in(session, world):
    with transaction() as writing:
        person = people_rows.get(writing, world.people["lin"])
        person.verified_at = person.verified_by_id = None
    world.actors["lin"] = people_rows.actor(session, world.people["lin"])
    draft_id = draft(world)

    with pytest.raises(NotVerified):
        proposals.submit(draft_id, actor=world["lin"], at=world.now, consent=True)


def test_ten_drafts_are_enough(session, world):
    for _ in range(10):
        proposals.start_draft("lizhi", actor=world["lin"], at=world.now)

    with pytest.raises(TooManyDrafts):
        proposals.start_draft("lizhi", actor=world["lin"], at=world.now)


@pytest.mark.parametrize(
    "words",
    [
        {"title": "长" * 81},
        {"problem": "长" * 10**5},
        {"title": "a\x00b"},
        {"type": "bribe"},
        {"theme": ""},
        {"nature": "old"},
        {"display": "nickname"},
        {"beneficiaries": -1},
        {"beneficiaries": 10**12},
        {"own_contribution_fen": Fen(-1)},
        {"lines": (EstimateWords(label="灯" * 61, amount_fen=Fen(1)),)},
        {"lines": (EstimateWords(label="灯", amount_fen=Fen(-1)),)},
        {"lines": (EstimateWords(label="灯", amount_fen=Fen(10**13)),)},
        {"lines": (EstimateWords(label="灯", amount_fen=Fen(6 * 10**12)),) * 2},
        {"lines": (EstimateWords(label="灯", amount_fen=Fen(1)),) * 21},
    ],
    ids=str,
)
def test_what_fits_no_box_is_refused_and_the_draft_stays(words, session, world):
    draft_id = draft(world)
    session.rollback()

    with pytest.raises(BadValue):
        proposals.save_draft(draft_id, actor=world["lin"], at=world.now, words=replace(PROPOSAL, **words))

    assert rows.words_of(projects.get(session, draft_id)) == replace(
        PROPOSAL, summary="三巷晚上八点以后很黑。"
    )


def test_a_clerk_enters_a_proposal_for_a_resident_and_cannot_accept_it(session, world):
    draft_id = proposals.start_draft(
        "lizhi", actor=world["zhao"], at=world.now, proposer_id=world.people["chen"]
    )
    proposals.save_draft(draft_id, actor=world["zhao"], at=world.now, words=PROPOSAL)
    number = proposals.submit(draft_id, actor=world["zhao"], at=world.now, consent=True)

    project = projects.by_number(session, number)
    assert (project.proposer_id, project.entered_by_id) == (world.people["chen"], world.people["zhao"])
    session.rollback()
    with pytest.raises(NotPermitted):
        screening.accept(number, actor=world["zhao"], at=world.now)


def test_a_neighbour_enters_nothing_for_somebody_else(session, world):
    with pytest.raises(NotPermitted):
        proposals.start_draft("lizhi", actor=world["chen"], at=world.now, proposer_id=world.people["lin"])


def test_a_returned_proposal_is_mended_and_handed_in_again_under_its_number(session, world):
    number = submitted(world)
    returned(world, number)
    draft_id = projects.by_number(session, number).id

    proposals.save_draft(
        draft_id, actor=world["lin"], at=world.now + DAY, words=replace(PROPOSAL, content="加装十二盏。")
    )
    proposals.resubmit(number, actor=world["lin"], at=world.now + DAY)

    project = projects.by_number(session, number)
    assert (project.state, project.content, last_number(session)) == (
        State.SUBMITTED,
        "加装十二盏。",
        1,
    )


def test_a_returned_proposal_lapses_after_its_days(session, world):
    number = submitted(world)
    returned(world, number)
    late = world.now + 13 * DAY  # the tenth day is a Saturday, so Monday the 16th is the last one
    with pytest.raises(FixTooLate):
        proposals.resubmit(number, actor=world["lin"], at=late)

    assert proposals.lapse_overdue(at=world.now + 12 * DAY) == 0
    assert proposals.lapse_overdue(at=late) == 1

    assert state(session, number) is State.WITHDRAWN
    assert proposals.lapse_overdue(at=late) == 0


def test_the_words_of_a_draft_are_indexed_and_those_of_before_are_not(session, world):
    draft_id = draft(world, title="路灯")
    proposals.save_draft(draft_id, actor=world["lin"], at=world.now, words=replace(PROPOSAL, title="坡道"))

    found = set(session.scalars(select(Gram.gram).where(Gram.project_id == draft_id, Gram.weight == 3)))
    assert found == {"坡道"}


def counted(deed):
    statements: list[str] = []

    def hear(_c, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        deed()
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
    return [s for s in statements if not s.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA"))]


def test_keeping_and_handing_in_a_draft_take_few_statements(session, world):
    draft_id = draft(world)
    longer = replace(PROPOSAL, title="三巷路灯", lines=PROPOSAL.lines * 3)

    kept = counted(lambda: proposals.save_draft(draft_id, actor=world["lin"], at=world.now, words=longer))
    handed_in = counted(lambda: proposals.submit(draft_id, actor=world["lin"], at=world.now, consent=True))

    assert len(kept) == 6
    assert len(handed_in) <= 10, "\n".join(h[:60] for h in handed_in)


def test_seconding_takes_six_statements(session, world):
    number = accepted(world)

    made = counted(lambda: secondings.second(number, actor=world["chen"], at=world.now + timedelta(hours=1)))

    assert len(made) == 6


def test_a_year_that_has_not_begun_takes_nothing_and_the_draft_stays(session, world):
    draft_id = draft(world)

    with pytest.raises(YearNotOpen) as refusal:
        proposals.submit(draft_id, actor=world["lin"], at=world.now.replace(year=2027), consent=True)

    assert str(refusal.value) == (
        "2027 年的征集还没有开始。草稿会留着，请等社区通知；社区可以请区里先开这一年的一轮。"
    )
    assert projects.get(session, draft_id).state is State.DRAFT


def test_a_draft_of_last_year_takes_this_year_s_number_and_round(session, world):
    draft_id = draft(world)
    days = {"opens_on": date(2027, 1, 1), "closes_on": date(2027, 12, 31)}
    programmes.open_round(world.programme_id, "lizhi", 2027, actor=world["huang"], at=world.now, **days)

    number = proposals.submit(draft_id, actor=world["lin"], at=world.now.replace(year=2027), consent=True)

    assert (number, projects.get(session, draft_id).round.year) == ("LZ-2027-001", 2027)
