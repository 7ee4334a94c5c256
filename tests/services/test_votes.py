"""A vote from its opening to its result: who may, who counts, what is decided and published."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from microprojects.domain import casting
from microprojects.domain.errors import AlreadyDone, NotPermitted
from microprojects.domain.meetings import NotPresented, QuorumMissing
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.states import State
from microprojects.domain.votes import TallyDoesNotAddUp
from microprojects.services import votes
from microprojects.store import dossiers
from microprojects.store.consultations import Plan
from microprojects.store.councils import Seat
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.files import Attachment
from microprojects.store.journal import JournalEntry
from microprojects.store.votes import RollCallChoice, SecretTally, VoteParticipation
from tests.benches import Bench
from tests.council import SITTING, Sitting, fourteen, item, project, ready, vote_row
from tests.noticing import latest
from tests.world import MEMBERS, World

FIRST = "LZ-2026-001"


@pytest.fixture
def sitting(world: World, bench: Bench) -> Sitting:
    """A meeting with one project on the agenda, opened with 14 of 17 members."""
    return fourteen(world, bench)


def latest_entry() -> JournalEntry:
    db.session.rollback()
    return db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()


def test_a_vote_that_carries_publishes_the_decision_and_starts_its_notice(sitting):
    vote_id = sitting.open_vote(FIRST)

    carried = sitting.count(vote_id, 12, 1, 1)

    window = db.session.scalars(select(NoticeWindow)).one()
    assert (carried, project(FIRST).state) == (True, State.NOTICING)
    assert vote_row(vote_id).sentence == (
        "应到 17 人，到会 14 人，回避 0 人，可投票 14 人。赞成 12 票，反对 1 票，弃权 1 票。"
        "赞成要超过可投票人数 14 人的 1/2，至少 8 票过线。表决通过。"
    )
    assert (window.first_day, window.last_day) == (date(2026, 3, 11), date(2026, 3, 16))
    assert item(sitting.items[FIRST]).state == "passed"


def test_what_is_published_is_what_was_voted_on(sitting):
    vote_id = sitting.open_vote(FIRST)
    frozen = item(sitting.items[FIRST]).dossier
    with transaction() as session:  # somebody gets at the plan after the vote was opened
        session.scalars(select(Plan)).one().content = "改成十盏。"

    sitting.count(vote_id, 14)

    published = latest(FIRST)
    assert published.body["content"] == "拆旧换新，八盏。"
    assert published.body["dossier_hash"] == vote_row(vote_id).dossier_hash == dossiers.fingerprint(frozen)


def test_a_chair_who_agreed_to_it_is_named(sitting):
    with transaction() as session:
        session.scalars(
            select(Seat).where(Seat.person_id == sitting.world.people["liu"])
        ).one().name_public = True

    sitting.decide(FIRST, 12, 1, 1)

    assert latest(FIRST).body["meeting"]["chair"] == sitting.world["liu"].name


def test_the_decision_leads_to_the_minutes_and_to_the_papers_of_the_plan(sitting):
    words = {
        "purpose": "plan",
        "added_at": sitting.at,
        "added_by_id": sitting.world.people["zhou"],
        "size": 9,
    }
    project_id = project(FIRST).id
    with transaction() as session:
        for name, public, text in (
            ("灯位图.pdf", True, ""),
            ("报价.pdf", False, ""),
            ("说明", True, "走线。"),
        ):
            paper = Attachment(project_id=project_id, name=name, public=public, text=text, **words)
            paper.media_type, paper.sha256 = "application/pdf", "a" * 64
            session.add(paper)

    sitting.decide(FIRST, 12, 1, 1)

    shown = [(each["label"], each["page"].split("/")[1]) for each in latest(FIRST).body["attachments"]]
    assert shown == [("会议和会议记录", "meetings"), ("灯位图.pdf", "files")]


def test_the_decision_tells_every_field_that_the_rules_ask_for(sitting):
    sitting.decide(FIRST, 12, 1, 1)

    body = latest(FIRST).body
    assert body["meeting"] == {
        "council": "荔枝社区居民议事会",
        "chair": "主持人",
        "held_on": "2026-03-10",
        "place": "阳光议事厅",
        "due": 17,
        "present": 14,
        "recused": 0,
        "absent": 3,
    }
    assert body["proposer"] == "居民（林**）"
    assert (body["total_fen"], body["fiscal_fen"], body["social_fen"], body["cap_fen"]) == (
        "6500000",
        "6000000",
        "500000",
        "40000000",
    )
    assert body["lines"] == [
        {"label": "路灯", "quantity": "8 盏", "amount_fen": "6500000", "basis": "三家询价"}
    ]
    assert body["notice"] == {"days": 5, "first_day_on": "2026-03-11", "last_day_on": "2026-03-16"}
    assert (len(body["how_to_object"]), body["seconders"], body["rejected"]) == (4, 2, [])
    assert [said["body"] for said in body["opinions"]] == ["community", "party", "street"]
    assert {key for key, value in body.items() if value in ("", None)} == {
        "over_cap_reason",
        "aftercare_phone",
    }


def test_the_journal_entry_of_the_result_carries_the_disclosure_and_the_dossier(sitting):
    vote_id = sitting.open_vote(FIRST)

    sitting.count(vote_id, 14)

    entry, published = latest_entry(), latest(FIRST)
    facts = json.loads(entry.body)["facts"]
    assert (entry.verb, published.journal_seq) == ("project.pass", entry.seq)
    assert (facts["disclosure"], facts["dossier"]) == (published.sha256, vote_row(vote_id).dossier_hash)
    assert (facts["for"], facts["against"], facts["abstain"]) == (14, 0, 0)


def test_a_vote_that_fails_rejects_the_project_and_publishes_no_decision(sitting):
    carried = sitting.decide(FIRST, 7, 6, 1)

    assert (carried, project(FIRST).state) == (False, State.REJECTED)
    assert db.session.scalars(select(Disclosure)).all() == []
    assert vote_row(1).sentence.endswith("还差 1 票，表决未通过。")


def test_a_tie_fails(sitting):
    assert sitting.decide(FIRST, 7, 7) is False


def test_a_vote_below_the_quorum_is_refused_with_the_missing_number(sitting):
    for name in MEMBERS[11:14]:
        sitting.sign_out(name)
    sitting.present(FIRST)

    with pytest.raises(QuorumMissing) as refused:
        votes.open_vote(sitting.items[FIRST], actor=sitting.world["liu"], at=SITTING)

    assert refused.value.facts == {"due": 17, "present": 11, "need": 12, "short": 1}
    assert project(FIRST).state is State.SCHEDULED
    assert item(sitting.items[FIRST]).dossier_hash is None


def test_recusal_can_cost_the_quorum(sitting):
    for name in MEMBERS[12:14]:
        sitting.sign_out(name)
    sitting.present(FIRST)
    sitting.recuse(FIRST, "an")

    with pytest.raises(QuorumMissing) as refused:
        votes.open_vote(sitting.items[FIRST], actor=sitting.world["liu"], at=SITTING)

    assert refused.value.facts["present"] == 11


def test_recusal_changes_the_base_and_with_it_the_bar(sitting):
    sitting.recuse(FIRST, "an")
    sitting.recuse(FIRST, "bai")

    vote = vote_row(sitting.open_vote(FIRST))

    assert (vote.present, vote.recused, vote.base, vote.need_for) == (14, 2, 12, 7)


def test_a_recused_member_who_stays_away_changes_nothing(sitting):
    sitting.recuse(FIRST, "ren")

    vote = vote_row(sitting.open_vote(FIRST))

    assert (vote.recused, vote.base) == (0, 14)


def test_a_member_who_proposed_it_must_stand_aside_first(world):
    sitting = Sitting(world).call(ready(world, proposer="an")).open()
    sitting.present(FIRST)

    with pytest.raises(casting.ProposerMustStandAside):
        votes.open_vote(sitting.items[FIRST], actor=world["liu"], at=SITTING)
    sitting.recuse(FIRST, "an")
    vote = vote_row(votes.open_vote(sitting.items[FIRST], actor=world["liu"], at=SITTING))

    assert (vote.recused, vote.base) == (1, 16)


def test_an_absent_proposer_need_not_stand_aside(world):
    sitting = Sitting(world).call(ready(world, proposer="ren")).open(MEMBERS[:14])

    assert vote_row(sitting.open_vote(FIRST)).base == 14


@pytest.mark.parametrize("counts", [(12, 1, 0), (12, 1, 2), (15, 0, 0), (-1, 14, 1), (2**70, 0, 0)])
def test_a_show_of_hands_must_add_up_to_those_who_could_vote(sitting, counts):
    vote_id = sitting.open_vote(FIRST)

    with pytest.raises(TallyDoesNotAddUp):
        sitting.count(vote_id, *counts)

    assert vote_row(vote_id).is_open


@pytest.mark.parametrize("witnesses", ["", "郭敏", "郭敏、郭敏", "郭、敏", "、、"])
def test_hands_are_counted_before_two_different_witnesses(sitting, witnesses):
    vote_id = sitting.open_vote(FIRST)

    with pytest.raises(casting.WitnessesMissing):
        votes.close_vote(
            vote_id,
            in_favour=14,
            against=0,
            abstain=0,
            witnesses=witnesses,
            actor=sitting.world["liu"],
            at=SITTING,
        )


def test_a_show_of_hands_without_numbers_is_refused(sitting):
    vote_id = sitting.open_vote(FIRST)

    with pytest.raises(casting.CountMissing):
        votes.close_vote(vote_id, in_favour=3, actor=sitting.world["liu"], at=SITTING)


def test_a_roll_call_is_counted_from_what_the_members_said(sitting):
    vote_id = sitting.open_vote(FIRST, "roll_call")
    for name in MEMBERS[:9]:
        sitting.say(vote_id, name, "for")
    sitting.say(vote_id, MEMBERS[9], "against")

    carried = votes.close_vote(vote_id, actor=sitting.world["liu"], at=SITTING + timedelta(hours=1))

    vote = vote_row(vote_id)
    assert (carried, vote.in_favour, vote.against, vote.abstain) == (True, 9, 1, 4)
    assert vote.sentence.endswith("表决通过。其中 4 人没有投票，按弃权算。")
    assert len(db.session.scalars(select(RollCallChoice)).all()) == 10


def test_a_secret_ballot_keeps_sums_and_participation_apart(sitting):
    vote_id = sitting.open_vote(FIRST, "secret")
    for name in MEMBERS[:8]:
        sitting.say(vote_id, name, "for")
    for name in MEMBERS[8:14]:
        sitting.say(vote_id, name, "against")

    carried = votes.close_vote(vote_id, actor=sitting.world["liu"], at=SITTING + timedelta(hours=1))

    sums = {row.choice: row.count for row in db.session.scalars(select(SecretTally))}
    entries = db.session.scalars(select(JournalEntry).where(JournalEntry.verb == "vote.cast")).all()
    assert (carried, sums) == (True, {"for": 8, "against": 6, "abstain": 0})
    assert len(db.session.scalars(select(VoteParticipation)).all()) == 14
    assert db.session.scalars(select(RollCallChoice)).all() == []
    assert all(json.loads(entry.body)["facts"] == {"item": 1, "vote": vote_id} for entry in entries)


def test_a_vote_is_opened_after_the_presentation_and_only_once(sitting):
    with pytest.raises(NotPresented):
        votes.open_vote(sitting.items[FIRST], actor=sitting.world["liu"], at=SITTING)
    sitting.open_vote(FIRST)

    with pytest.raises(AlreadyDone):
        votes.open_vote(sitting.items[FIRST], actor=sitting.world["liu"], at=SITTING)


@pytest.mark.parametrize("name", ["an", "guo", "zhao", "lin", "wu"])
def test_only_the_chair_opens_and_closes_a_vote(sitting, name):
    item_id = sitting.present(FIRST)

    with pytest.raises(NotPermitted):
        votes.open_vote(item_id, actor=sitting.world[name], at=SITTING)
    vote_id = votes.open_vote(item_id, actor=sitting.world["liu"], at=SITTING)
    with pytest.raises(NotPermitted):
        votes.close_vote(vote_id, actor=sitting.world[name], at=SITTING)


def test_a_way_of_voting_that_is_none_is_refused(sitting):
    item_id = sitting.present(FIRST)

    with pytest.raises(casting.NoSuchChoice):
        votes.open_vote(item_id, mode="by_shouting", actor=sitting.world["liu"], at=SITTING)


def test_a_dossier_that_could_not_be_published_is_not_voted_on(sitting):
    with transaction() as session:
        session.scalars(select(Plan)).one().content = "联系张工 13812345678。"
    item_id = sitting.present(FIRST)

    with pytest.raises(PrivacyFinding):
        votes.open_vote(item_id, actor=sitting.world["liu"], at=SITTING)

    assert project(FIRST).state is State.SCHEDULED
