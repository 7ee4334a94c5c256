"""A vote that was set aside says so first on every page, why, and which vote stands."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from microprojects.domain.states import State
from microprojects.services import meetings, minutes
from microprojects.store.db import transaction
from tests.council import SITTING, Sitting, project, ready
from tests.world import MEMBERS

FIRST = "LZ-2026-001"
OLD = "/council/votes/1"
AGAIN = SITTING + timedelta(days=7)
COUNT = {"in_favour": "9", "against": "5", "abstain": "0", "reason": "第二排漏数一人"}
SAYS = r"这次表决已作废</h3><p>为什么：(.*?)</p><p class=\"mb-0\">(?:<a href=\"(.*?)\">)?(.*?)(?:</a>)?</p>"


@pytest.fixture
def sitting(world, wall) -> Sitting:
    """A meeting that passed one project by 14 votes and is over; its plan was agreed on anew since."""
    made = Sitting(world).call(ready(world)).open(MEMBERS[:14])
    made.decide(FIRST, 14)
    meetings.close_meeting(made.meeting_id, actor=world["liu"], at=SITTING + timedelta(hours=1))
    with transaction() as session:
        row = session.get(type(project(FIRST)), project(FIRST).id)
        row.state, row.stage = State.READY, 3
    world.now = SITTING
    wall.at = AGAIN
    return made


def voided(page: str) -> tuple[str, str | None, str]:
    return re.search(SAYS, page).groups()


def test_a_vote_set_aside_says_why_and_that_nobody_has_voted_again(sitting, visitor, client):
    Sitting(sitting.world, AGAIN).call(FIRST)
    expected = ("方案重新商议后再次列入议程", None, "还没有重新表决。")

    told = [visitor("guo").get(OLD).text, visitor("guo").get(f"/council/items/{sitting.items[FIRST]}").text]
    told += [client.get(f"/meetings/{sitting.meeting_id}").text, client.get(f"/projects/{FIRST}").text]

    assert [voided(page) for page in told] == [expected] * 4


def test_a_vote_set_aside_leads_with_that_and_with_the_way_to_the_one_that_stands(sitting, visitor):
    later = Sitting(sitting.world, AGAIN).call(FIRST).open(MEMBERS[:14])
    vote_id = later.open_vote(FIRST)
    guo = visitor("guo")
    assert voided(guo.get(OLD).text)[1:] == (f"/council/votes/{vote_id}", "正在重新表决")

    later.count(vote_id, 4, 10)

    page = guo.get(OLD).text
    assert voided(page)[1:] == (
        f"/council/votes/{vote_id}",
        "有效的表决：2026年3月17日，议事会第 3 次会议，未通过",
    )
    assert page.index("这次表决已作废") < page.index("作废以前的结果") < page.index('class="verdict passed"')
    assert "这次表决已作废" not in guo.get(f"/council/votes/{vote_id}").text


def test_the_public_finds_the_vote_that_stands_before_the_one_set_aside(sitting, client):
    later = Sitting(sitting.world, AGAIN).call(FIRST).open(MEMBERS[:14])
    later.decide(FIRST, 12, 2)

    page = client.get(f"/projects/{FIRST}").text
    meeting = client.get(f"/meetings/{sitting.meeting_id}").text

    assert re.findall(r'id="vote-(\d+)"', page) == ["2", "1"]
    assert voided(page)[1] == voided(meeting)[1] == f"/meetings/{later.meeting_id}"
    assert '<p class="verdict' not in meeting


def test_a_corrected_count_leads_its_item_and_its_minutes(world, wall, visitor):
    made = Sitting(world).call(ready(world)).open(MEMBERS[:14])
    made.decide(FIRST, 8, 5, 1)
    wall.at = SITTING + timedelta(hours=1)
    visitor("guo").send("/council/votes/1/recount", **COUNT)
    for name in ("liu", "he"):
        visitor(name).send("/council/recounts/1/sign")
    meetings.close_meeting(made.meeting_id, actor=world["liu"], at=wall.at)

    minutes.draft(made.meeting_id, actor=world["guo"], at=wall.at)

    item = visitor("guo").get(f"/council/items/{made.items[FIRST]}").text
    assert re.findall(r'id="vote-(\d+)">(.*?)<', item) == [("2", "表决结果"), ("1", "作废的表决")]
    text = visitor("guo").get(f"/council/meetings/{made.meeting_id}/minutes").text
    assert (
        text.index("赞成 9 票")
        < text.index("作废的表决：数错了，已更正：第二排漏数一人")
        < text.index("赞成 8 票")
    )
