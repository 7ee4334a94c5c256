"""A vote through the pages: a member's one vote, the count of hands, and the result that all see."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.states import State
from microprojects.services import votes
from microprojects.store.db import db
from microprojects.store.votes import RollCallChoice, Vote, VoteParticipation
from tests.council import SITTING, Sitting, fourteen, project
from tests.world import MEMBERS

FIRST = "LZ-2026-001"


@pytest.fixture
def sitting(world, wall, bench) -> Sitting:
    """A meeting with one item presented and 14 members in the room, at its hour."""
    made = fourteen(world, bench)
    made.present(FIRST)
    wall.at = SITTING + timedelta(minutes=10)
    return made


def vote(visitor, mode: str) -> str:
    """Open the vote as the chair and return its page."""
    return visitor("liu").send("/council/items/1/vote", mode=mode).location


def all_of(table):
    db.session.rollback()
    return list(db.session.scalars(select(table)))


@pytest.mark.parametrize("mode", ["roll_call", "secret"])
def test_a_member_votes_once(sitting, visitor, mode):
    page, an = vote(visitor, mode), visitor("an")

    first = an.send(f"{page}/cast", choice="for")
    second = an.send(f"{page}/cast", choice="against")

    assert (first.status_code, second.status_code) == (303, 409)
    assert "您在这次表决里已经投过了" in second.text
    assert "您已经投了" in an.get(page).text
    assert len(all_of(VoteParticipation)) == 1


def test_before_the_end_nobody_sees_how_many_are_in_favour(sitting, visitor):
    page = vote(visitor, "roll_call")
    for name in MEMBERS[1:4]:
        visitor(name).send(f"{page}/cast", choice="for")

    shown = visitor("guo").get(page).text

    assert re.search(r"已收到 <b>3</b> / 14 票", shown)
    assert "赞成 <b>" not in shown
    assert "赞成 3" not in shown
    public = visitor("guo").get("/meetings/1").text
    assert "正在表决。结束前不公布票数。" in public


def test_a_vote_without_a_choice_comes_back(sitting, visitor):
    page, an = vote(visitor, "secret"), visitor("an")

    answers = [an.send(f"{page}/cast", **fields) for fields in ({}, {"choice": "maybe"})]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "请选一项再投。" in answers[0].text
    assert all_of(VoteParticipation) == []


def test_who_may_not_vote_is_told_why(sitting, visitor):
    page = vote(visitor, "roll_call")
    absent, secretary = visitor("ren"), visitor("guo")

    assert "还没有签到，或已经签退，不能投票" in absent.get(page).text
    assert absent.send(f"{page}/cast", choice="for").status_code == 409
    assert "投出这张票" not in secretary.get(page).text
    assert secretary.send(f"{page}/cast", choice="for").status_code == 403
    assert visitor("lin").send(f"{page}/cast", choice="for").status_code == 403
    assert all_of(RollCallChoice) == []


def test_the_chair_closes_a_roll_call_and_all_see_the_result(sitting, visitor):
    page = vote(visitor, "roll_call")
    for name in MEMBERS[1:10]:
        votes.cast(1, choice="for", actor=sitting.world[name], at=SITTING + timedelta(minutes=11))

    assert visitor("an").send(f"{page}/close").status_code == 403
    assert visitor("liu").send(f"{page}/close").status_code == 303

    assert project(FIRST).state is State.NOTICING
    assert "其中 5 人没有投票，按弃权算。" in visitor("an").get(page).text


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"in_favour": "13"}, 422, "票数对不上"),
        ({"in_favour": ""}, 422, "请填赞成几票"),
        ({"in_favour": "十二"}, 422, "有 1 处要改"),
        ({"in_favour": "9" * 5000}, 422, "有 1 处要改"),
        ({"in_favour": "-1"}, 422, "票数对不上"),
        ({"second": "郭敏"}, 422, "不能是同一个人"),
        ({"second": ""}, 422, "请写另一位监票人"),
    ],
)
def test_a_wrong_count_comes_back_and_the_vote_stays_open(sitting, visitor, changed, status, words):
    page = vote(visitor, "show_of_hands")
    counts = {"in_favour": "12", "against": "2", "abstain": "0", "first": "郭敏", "second": "陈建国"}

    answer = visitor("liu").send(f"{page}/close", **(counts | changed))

    assert (answer.status_code, words in answer.text) == (status, True)
    assert all_of(Vote)[0].closed_at is None


def test_without_the_quorum_the_vote_is_refused_with_the_missing_number(sitting, visitor):
    for name in MEMBERS[10:14]:
        sitting.sign_out(name, after=5)

    answer = visitor("liu").send("/council/items/1/vote", mode="show_of_hands")

    assert answer.status_code == 409
    assert "应到 17 人，现在到会 10 人，法定人数是 12 人，还差 2 人。" in answer.text
    assert all_of(Vote) == []


@pytest.mark.parametrize("fields", [{}, {"mode": "shouting"}, {"mode": "x" * 3000}])
def test_a_way_of_voting_that_is_none_is_refused(sitting, visitor, fields):
    answer = visitor("liu").send("/council/items/1/vote", **fields)

    assert (answer.status_code, all_of(Vote)) == (422, [])


def test_the_page_of_an_item_shows_the_dossier_and_who_stands_aside(sitting, visitor):
    sitting.recuse(FIRST, "bai")

    page = visitor("an").get("/council/items/1").text

    assert ("拆旧换新，八盏。" in page, "65,000.00" in page, "议员bai：是提议人" in page) == (
        True,
        True,
        True,
    )


def test_the_result_reads_in_english_too(sitting, visitor):
    page = vote(visitor, "show_of_hands")
    liu = visitor("liu")
    counts = {"in_favour": "12", "against": "2", "abstain": "0", "first": "郭敏", "second": "陈建国"}
    liu.send(f"{page}/close", **counts)
    liu.set_cookie("lang", "en")

    answer = liu.get(page)

    assert (answer.status_code, 'lang="en"' in answer.text) == (200, True)
