"""A wrong count through the pages: written down by one, signed by three, read by all."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from microprojects.services import meetings, minutes, objections
from tests.council import SITTING, Sitting, ready
from tests.world import MEMBERS

FIRST = "LZ-2026-001"
VOTE, FORM = "/council/votes/1", "/council/votes/1/recount"
COUNT = {"in_favour": "9", "against": "5", "abstain": "0", "reason": "第二排漏数一人"}


@pytest.fixture(autouse=True)
def sitting(world, wall) -> Sitting:
    """A meeting that decided one project by 8 of 14 votes."""
    made = Sitting(world).call(ready(world)).open(MEMBERS[:14])
    made.decide(FIRST, 8, 5, 1)
    wall.at = SITTING + timedelta(hours=1)
    return made


def test_three_people_sign_and_everybody_reads_the_right_count(visitor, client):
    guo, liu, he = visitor("guo"), visitor("liu"), visitor("he")
    assert "数错了，重新核对" in guo.get(VOTE).text
    assert "现在公布的是赞成 8 票，反对 5 票，弃权 1 票" in guo.get(FORM).text

    assert guo.send(FORM, **COUNT).location == VOTE
    page = liu.get(VOTE).text
    assert "改成赞成 9 票，反对 5 票，弃权 0 票" in page
    sign = re.search(r'action="(/council/recounts/\d+/sign)"', page)[1]
    assert liu.send(sign).location == VOTE
    assert he.send(sign).location == VOTE

    assert "数错了，已更正：第二排漏数一人" in liu.get(VOTE).text
    assert re.search(r"赞成 <b>9</b>", client.get(f"/projects/{FIRST}").text)
    assert "数错了，已更正：第二排漏数一人" in client.get("/disclosures/2").text


def test_minutes_that_tell_the_old_count_say_so(sitting, wall, visitor):
    world, here = sitting.world, f"/council/meetings/{sitting.meeting_id}/minutes"
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=wall.at)
    minutes.draft(sitting.meeting_id, actor=world["guo"], at=wall.at)
    wall.at += timedelta(minutes=10)
    guo = visitor("guo")
    assert "这次会有票数更正过" not in guo.get(here).text

    guo.send(FORM, **COUNT)
    for name in ("liu", "he"):
        visitor(name).send("/council/recounts/1/sign")

    assert "这次会有票数更正过" in guo.get(here).text


def test_a_vote_that_an_objection_made_void_leaves_the_minutes_as_they_are(sitting, wall, visitor):
    world, at = sitting.world, wall.at
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=at)
    minutes.draft(sitting.meeting_id, actor=world["guo"], at=at)
    filed = objections.file(FIRST, ground="neighbours", facts="太近", actor=world["xu"], at=at)
    upheld = {"outcome": "upheld", "effect": "substance", "text": "换地方"}
    objections.reply(filed, **upheld, actor=world["zhou"], at=at + timedelta(minutes=1))
    objections.review(filed, actor=world["he"], at=at + timedelta(minutes=2))
    objections.reconsider(FIRST, actor=world["zhou"], at=at + timedelta(minutes=3))
    wall.at = at + timedelta(minutes=10)

    page = visitor("guo").get(f"/council/meetings/{sitting.meeting_id}/minutes").text

    assert "这次会有票数更正过" not in page


def test_a_count_that_cannot_be_right_comes_back_with_what_was_typed(visitor):
    guo = visitor("guo")

    wrong = guo.send(FORM, **(COUNT | {"in_favour": "12"}))

    assert wrong.status_code == 422
    assert "票数对不上" in wrong.text
    assert 'value="12"' in wrong.text
    assert guo.send(FORM, **(COUNT | {"reason": ""})).status_code == 422


def test_a_correction_is_dropped_and_only_three_roles_see_the_way_to_it(visitor):
    guo, an = visitor("guo"), visitor("an")
    guo.send(FORM, **COUNT)
    page = guo.get(VOTE).text
    assert guo.send(re.search(r'action="(/council/recounts/\d+/drop)"', page)[1]).location == VOTE

    assert "等人签字的更正" not in guo.get(VOTE).text
    assert "数错了，重新核对" not in an.get(VOTE).text
    assert an.get(FORM).status_code == 403
