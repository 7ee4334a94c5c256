"""Challenges of a count on the pages: made by a resident, written down at the desk, answered and counted anew in public."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.services import challenges
from microprojects.store import challenges as rows
from microprojects.store.db import db
from tests.electing import CLOSES
from tests.living import lived_once
from tests.polling import HOUR, counted

COUNTED = CLOSES + HOUR
DOUBT = "我的回执号查出来是没有计入。"
CHECKED = "查了：计的是后来改的那张。"


@pytest.fixture
def poll(world, wall, bench):
    """A poll that was counted just now."""
    made = lived_once(bench, world, "counted_poll", counted)
    wall.at = COUNTED
    return made


def doubt(world, poll):
    return challenges.file(poll, ground="receipt", text=DOUBT, actor=world["lin"], at=COUNTED)


def all_of(poll):
    db.session.rollback()
    return rows.of_poll(db.session(), poll)


def test_a_resident_challenges_a_count_and_reads_it_on_the_result_without_a_name(poll, visitor, client):
    sent = visitor("lin").send(f"/polls/{poll}/challenge", ground="receipt", text=DOUBT)

    page = client.get(f"/polls/{poll}").text
    assert (sent.status_code, sent.location) == (303, f"/polls/{poll}#challenges")
    assert (DOUBT in page, "林" in page.split('id="challenges"')[1]) == (True, False)


def test_a_challenge_without_words_is_asked_for_again(poll, visitor):
    answer = visitor("lin").send(f"/polls/{poll}/challenge", ground="receipt", text="")

    assert (answer.status_code, all_of(poll)) == (422, [])


def test_once_the_days_are_over_the_page_leads_to_the_desk(poll, visitor, wall):
    wall.at = COUNTED + timedelta(days=5)
    lin = visitor("lin")

    assert "现在不能提质疑" in lin.get(f"/polls/{poll}/challenge").text
    assert lin.send(f"/polls/{poll}/challenge", ground="receipt", text=DOUBT).status_code == 409


def test_the_desk_writes_down_what_came_on_paper(poll, visitor):
    zhao = visitor("zhao")
    assert "替人登记质疑" in zhao.get(f"/office/polls/{poll}").text

    zhao.send(
        f"/office/polls/{poll}/challenges/new", channel="paper", name="马桂英", ground="count", text=DOUBT
    )

    assert [(each.channel, each.person.name) for each in all_of(poll)] == [("paper", "马桂英")]


def test_the_supervisor_answers_and_the_desk_counts_anew(world, poll, visitor, client):
    challenge = doubt(world, poll)
    he, zhao = visitor("he"), visitor("zhao")
    assert f"/office/challenges/{challenge}/answer" in he.get(f"/polls/{poll}").text
    assert "还有 1 件质疑没有答复。" in he.get(f"/office/polls/{poll}/certify").text

    he.send(f"/office/challenges/{challenge}/answer", outcome="upheld", text=CHECKED)
    assert "照原票重数" in zhao.get(f"/office/polls/{poll}").text
    zhao.send(f"/office/polls/{poll}/recount", reason="质疑成立")

    page = client.get(f"/polls/{poll}").text
    assert CHECKED in page
    assert "照原票重数过，是第 2 遍计票。" in page
    assert "和上一遍完全一样。理由：质疑成立" in page


def test_a_recount_without_an_upheld_challenge_is_not_offered(poll, visitor):
    zhao = visitor("zhao")

    assert "没有成立而还没重数的质疑。" in zhao.get(f"/office/polls/{poll}/recount").text
    assert zhao.send(f"/office/polls/{poll}/recount", reason="再数一遍").status_code == 409


def test_who_made_it_stands_on_the_page_of_the_supervisor_alone(world, poll, visitor):
    challenge = doubt(world, poll)

    assert "林秀英提的，名字不公开" in visitor("he").get(f"/office/challenges/{challenge}/answer").text
    assert visitor("zhao").get(f"/office/challenges/{challenge}/answer").status_code == 403
