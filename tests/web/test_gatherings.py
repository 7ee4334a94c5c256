"""Gatherings through their pages: a talk day and a hearing from the call to the result, as each person sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.services import gatherings as deeds
from tests.council import ready
from tests.gathered import NEIGHBOURS

DAY = timedelta(days=1)
DESK, SHOWN = "/office/gatherings/1", "/gatherings/1"


@pytest.fixture
def clerk(world, wall, visitor):
    """The clerk of Lizhi."""
    wall.at = world.now
    return visitor("qian")


@pytest.fixture
def later(wall, visitor):
    """Wait some days, and sign the clerk in again."""

    def wait(days: int):
        wall.at += days * DAY
        return visitor("qian")

    return wait


def called(clerk, kind: str, **more: str):
    """Call a gathering for the sixteenth of March 2026."""
    fields = {"community": "lizhi", "place": "阳光议事厅", "day": "2026-03-16", "hour": "19:00"}
    return clerk.send(f"/office/gatherings/new/{kind}", **(fields | more))


def test_a_talk_day_from_the_call_to_a_promise_that_is_kept(clerk, visitor, later, client):
    lin = visitor("lin")
    assert called(clerk, "talk_day").location == DESK
    assert lin.send(f"{SHOWN}/topics/new", title="楼道灯坏了", text="看不见").location == SHOWN
    assert clerk.send(f"{DESK}/topic", title="给楼梯装扶手").status_code == 303
    clerk = later(12)
    for path, fields in (
        (f"{DESK}/begin", {}),
        (f"{DESK}/count", {"attended": "34"}),
        ("/office/matters/1/end", {"ending": "solved", "text": "当场换了。"}),
        ("/office/matters/2/end", {"ending": "dated", "receiver": "居委会", "due_on": "2026-04-01"}),
        (f"{DESK}/close", {"summary": "两件事都有了说法。"}),
    ):
        assert clerk.send(path, **fields).location == DESK, path

    page = client.get(SHOWN).text
    assert ("当场换了。" in page, "到会 34 人" in page, "4月1日" in page) == (True, True, True)
    assert "林秀英" not in page
    assert "给楼梯装扶手" in client.get("/gatherings").text
    assert clerk.send("/office/matters/2/done", text="装好了。").location == DESK
    assert "装好了。" in client.get(SHOWN).text
    assert "给楼梯装扶手" not in client.get("/gatherings").text


def test_what_an_ending_lacks_is_said_at_its_field_and_nothing_is_lost(clerk, visitor, later):
    called(clerk, "talk_day")
    visitor("lin").send(f"{SHOWN}/topics/new", title="楼道灯坏了")
    clerk = later(12)
    clerk.send(f"{DESK}/begin")

    answer = clerk.send("/office/matters/1/end", ending="dated", receiver="居委会", text="换灯")

    assert answer.status_code == 422
    assert "要写今天或以后的一天" in answer.text
    assert 'value="居委会"' in answer.text


def test_somebody_from_elsewhere_hears_how_to_be_let_in(clerk, visitor):
    called(clerk, "talk_day")

    answer = visitor("tang").get(f"{SHOWN}/topics/new")

    assert (answer.status_code, "请带上住址证明到社区窗口核一下" in answer.text) == (403, True)


def test_a_hearing_is_signed_up_for_drawn_and_answered(clerk, world, visitor, wall, later, client):
    number = ready(world, "LZ-2026-101")
    assert called(clerk, "hearing").status_code == 422
    assert called(clerk, "hearing", seed_source="3月15日福彩3D开奖号").location == DESK
    assert clerk.send(f"/office/projects/{number}/gatherings/1").location == DESK
    lin = visitor("lin")
    assert lin.send(f"{SHOWN}/sign-up", side="owner").location == SHOWN
    assert "您是 1 号" in lin.get(SHOWN).text
    for name in NEIGHBOURS[1:]:
        deeds.sign_up(1, side="resident", actor=world[name], at=wall.at)
    assert f'{DESK}/draw"' not in clerk.get(DESK).text
    clerk = later(11)
    assert clerk.send(f"{DESK}/draw", seed="307", witnesses="监督员、居民代表").location == DESK
    page = client.get(SHOWN).text
    assert (page.count("<td>参加</td>"), page.count("<td>没抽中</td>")) == (9, 2)
    clerk = later(1)
    for path, fields in (
        (f"{DESK}/begin", {}),
        (f"{DESK}/count", {"attended": "27"}),
        ("/office/matters/1/statement", {"side": "owner", "stance": "against", "text": "挡窗。"}),
        ("/office/statements/1/answer", {"answer": "adopted", "reason": "往东移三米。"}),
        ("/office/matters/1/end", {"ending": "partly", "text": "移三米再办。"}),
        (f"{DESK}/close", {}),
    ):
        assert clerk.send(path, **fields).location == DESK, path
    assert "往东移三米。" in client.get(SHOWN).text
    assert "移三米再办。" in client.get(f"/projects/{number}").text


def test_marks_are_counted_for_each_level_and_shown(clerk, later, client):
    called(clerk, "review")
    clerk.send(f"{DESK}/report", who="居委会主任")
    clerk = later(12)
    clerk.send(f"{DESK}/begin")
    clerk.send(f"{DESK}/count", attended="20")
    fields = {"mark_excellent": "12", "mark_competent": "6", "witnesses": "监督员、居民代表"}

    too_many = clerk.send("/office/matters/1/mark", **fields, mark_incompetent="3")
    right = clerk.send("/office/matters/1/mark", **fields, mark_incompetent="2")

    assert (too_many.status_code, "到会 20 人，打分的票却有 21 张" in too_many.text) == (422, True)
    assert right.location == DESK
    assert "优秀 <b>12</b>" in client.get(SHOWN).text


def test_the_desk_offers_only_what_the_moment_allows(clerk, later):
    called(clerk, "talk_day")
    assert f'{DESK}/begin"' not in clerk.get(DESK).text
    clerk = later(12)
    assert f'{DESK}/begin"' in clerk.get(DESK).text
    clerk.send(f"{DESK}/topic", title="扶手")
    clerk.send(f"{DESK}/begin")
    assert "填到会人数" in clerk.get(DESK).text
    clerk.send(f"{DESK}/count", attended="9")
    page = clerk.get(DESK).text
    assert ("还有 1 件没有结果" in page, f'{DESK}/close"' in page) == (True, False)


def test_a_project_s_page_in_the_office_leads_to_a_gathering_that_takes_projects(clerk, world):
    number = ready(world, "LZ-2026-101")
    called(clerk, "talk_day")
    called(clerk, "discuss", title="扶手讨论会")

    page = clerk.get(f"/office/projects/{number}/gatherings").text

    assert ("扶手讨论会" in page, "居民恳谈日" in page) == (True, False)
