"""A wrong count is put right in time, by chair, secretary and supervisor, and everybody can read that it was."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from microprojects.domain import recounts as rules
from microprojects.domain.corrections import BLACKED
from microprojects.domain.errors import NotPermitted
from microprojects.domain.states import State
from microprojects.domain.votes import TallyDoesNotAddUp
from microprojects.services import disclosures as deeds
from microprojects.services import recounts
from microprojects.store import disclosures
from microprojects.store.db import db
from microprojects.store.votes import Vote
from tests.council import SITTING, Sitting, fourteen, item, project, ready, rules_of, vote_row
from tests.noticing import entries, latest, object_to
from tests.world import MEMBERS

FIRST = "LZ-2026-001"
LATER = SITTING + timedelta(hours=3)


@pytest.fixture
def sitting(world, bench):
    """A meeting that decided one project by 8 of 14 votes; the bar is 8."""
    made = fourteen(world, bench)
    made.decide(FIRST, 8, 5, 1)
    return made


@pytest.fixture
def vote(sitting) -> int:
    """The vote that was counted."""
    return db.session.scalars(select(Vote.id)).one()


def propose(sitting, vote: int, *count: int, by: str = "guo", why: str = "第二排漏数一人", at=LATER) -> int:
    return recounts.propose(
        vote,
        in_favour=count[0],
        against=count[1],
        abstain=count[2],
        reason=why,
        actor=sitting.world[by],
        at=at,
    )


def sign(sitting, recount: int, by: str, at=LATER) -> bool:
    return recounts.sign(recount, actor=sitting.world[by], at=at)


def standing() -> Vote:
    db.session.rollback()
    return db.session.scalars(select(Vote).where(Vote.voided_at.is_(None))).one()


def test_three_people_put_a_count_right_and_a_new_version_starts_the_notice_anew(sitting, vote):
    before = disclosures.running_window(db.session(), project(FIRST).id).ends_at
    recount = propose(sitting, vote, 9, 5, 0)

    assert not sign(sitting, recount, "liu")
    assert sign(sitting, recount, "he")

    new = standing()
    assert (new.in_favour, new.against, new.abstain, new.carried) == (9, 5, 0, True)
    assert (new.base, new.need_for, new.dossier_hash) == (14, 8, vote_row(vote).dossier_hash)
    assert vote_row(vote).void_reason == "数错了，已更正：第二排漏数一人"
    told = latest(FIRST)
    assert (told.version, told.body["vote"]["in_favour"], told.reason) == (
        2,
        9,
        "数错了，已更正：第二排漏数一人",
    )
    assert "赞成 9 票" in told.body["headline"]
    assert project(FIRST).state is State.NOTICING
    assert disclosures.running_window(db.session(), project(FIRST).id).ends_at >= before


def test_a_count_that_no_longer_carries_stops_the_project(sitting, vote):
    recount = propose(sitting, vote, 7, 6, 1, by="he")
    sign(sitting, recount, "guo")
    assert sign(sitting, recount, "liu")

    assert project(FIRST).state is State.REJECTED
    assert item(sitting.items[FIRST]).state == "rejected"
    told = latest(FIRST)
    assert (told.body["vote"]["carried"], "notice" in told.body) == (False, False)
    assert "没有过线，表决未通过" in told.body["headline"]
    assert disclosures.running_window(db.session(), project(FIRST).id) is None
    last = json.loads(entries(FIRST)[-1].body)
    assert (last["verb"], last["facts"]["from"], last["facts"]["to"]) == (
        "vote.correct",
        "noticing",
        "rejected",
    )


def test_what_was_blacked_out_stays_so(sitting, vote):
    told = latest(FIRST)
    blacked = told.body["content"].replace("拆旧换新", BLACKED)
    deeds.correct(
        told.id, changes={"content": blacked}, reason="有人的名字", actor=sitting.world["zhao"], at=LATER
    )
    recount = propose(sitting, vote, 9, 5, 0)
    sign(sitting, recount, "liu")
    sign(sitting, recount, "he")

    assert BLACKED in blacked
    assert latest(FIRST).body["content"] == blacked


def test_the_right_count_is_told_in_whole_like_the_first(world):
    rules_of(world, **{"meeting.chair_votes": False})
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:14])
    sitting.decide(FIRST, 8, 5)
    first = standing()
    told, aside = first.sentence, "主持会议的人按规定不投票，算在回避里。"
    recount = propose(sitting, first.id, 9, 4, 0)
    sign(sitting, recount, "liu")
    sign(sitting, recount, "he")

    assert told.endswith(aside)
    assert standing().sentence.endswith(aside)


def test_the_three_are_three_people_and_sign_once(sitting, vote):
    recount = propose(sitting, vote, 9, 5, 0)

    with pytest.raises(rules.SignedAlready):
        sign(sitting, recount, "guo")
    for by in ("an", "zhao", "zhou"):
        with pytest.raises(NotPermitted):
            sign(sitting, recount, by)
    sign(sitting, recount, "he")
    with pytest.raises(rules.SignedAlready):
        sign(sitting, recount, "he")
    assert standing().in_favour == 8


@pytest.mark.parametrize(
    ("count", "no"),
    [((8, 5, 1), rules.SameCount), ((9, 5, 1), TallyDoesNotAddUp), ((15, -1, 0), TallyDoesNotAddUp)],
)
def test_numbers_that_cannot_be_right_or_change_nothing_are_refused(sitting, vote, count, no):
    with pytest.raises(no):
        propose(sitting, vote, *count)


def test_one_correction_waits_at_a_time_and_can_be_dropped(sitting, vote):
    recount = propose(sitting, vote, 9, 5, 0)
    with pytest.raises(rules.RecountUnderWay):
        propose(sitting, vote, 10, 4, 0, by="liu")

    recounts.drop(recount, actor=sitting.world["liu"], at=LATER)

    with pytest.raises(rules.RecountOver):
        sign(sitting, recount, "he")
    propose(sitting, vote, 10, 4, 0, by="liu")


def test_after_the_notice_only_a_new_vote_helps(sitting, vote):
    end = disclosures.running_window(db.session(), project(FIRST).id).ends_at
    recount = propose(sitting, vote, 9, 5, 0)
    sign(sitting, recount, "liu")

    with pytest.raises(rules.NotOnNotice):
        sign(sitting, recount, "he", at=end)
    with pytest.raises(rules.NotOnNotice):
        propose(sitting, vote, 9, 5, 0, at=end)
    assert standing().in_favour == 8


def test_a_corrected_vote_is_corrected_again_by_its_new_count_alone(sitting, vote):
    recount = propose(sitting, vote, 9, 5, 0)
    sign(sitting, recount, "liu")
    sign(sitting, recount, "he")

    with pytest.raises(rules.CountStands):
        propose(sitting, vote, 10, 4, 0)
    propose(sitting, standing().id, 10, 4, 0)


def test_while_an_objection_holds_the_notice_up_the_new_window_waits_with_all_its_days(sitting, vote):
    object_to(sitting.world, FIRST, at=LATER)
    recount = propose(sitting, vote, 9, 5, 0)
    sign(sitting, recount, "liu")
    sign(sitting, recount, "he")

    window = disclosures.running_window(db.session(), project(FIRST).id)
    assert project(FIRST).state is State.OBJECTED
    assert (window.paused_at, window.days_left) == (LATER, window.days)


@pytest.mark.parametrize(
    "statement", ["UPDATE recount_signatures SET role = 'supervisor'", "DELETE FROM recount_signatures"]
)
def test_a_signature_stays(sitting, vote, statement):
    propose(sitting, vote, 9, 5, 0)

    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()
