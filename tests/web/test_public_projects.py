"""The page of one project: what is now, what was paid and is not, what happened, and what will not come any more."""

from __future__ import annotations

import re

import pytest

from microprojects.domain.actions import Action
from microprojects.domain.people import SYSTEM
from microprojects.domain.states import State
from microprojects.services._deed import record
from microprojects.store.db import transaction
from tests.consulting import a_project, the_project
from tests.first_deliberation import accepted, submitted
from tests.noticing import NUMBER, answer, object_to, on_notice, shanghai
from tests.spending import WAN, Site
from tests.world import World

ADDRESS = f"/projects/{NUMBER}"


def seen(client, address=ADDRESS) -> str:
    """Return what a reader sees of a page, without marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", client.get(address).text))


def write(world: World, *verbs: Action, **facts: str) -> None:
    """Write lines about the project into the journal, all at one time."""
    for verb in verbs:
        with transaction() as session:
            subject, area = f"project/{NUMBER}", the_project().area.path
            record(session, verb, subject, actor=SYSTEM, at=world.now, area=area, facts=facts)


def test_a_vote_is_told_in_the_language_of_the_visitor(client, world):
    on_notice(world)
    client.set_cookie("lang", "en")

    page = seen(client)

    assert "For 9, against 3, abstaining 1. " in page
    assert "过线" not in page


def test_a_number_in_small_letters_leads_to_the_project(client, world):
    on_notice(world)

    found = client.get(ADDRESS.lower())

    assert (found.status_code, found.location) == (301, ADDRESS)


def test_while_the_notice_runs_one_may_object(client, world, wall):
    on_notice(world)
    wall.at = shanghai(3, 4)

    assert f'href="{ADDRESS}/object"' in client.get(ADDRESS).text


def test_after_the_last_evening_nobody_is_asked_to_object(client, world, wall):
    on_notice(world)
    wall.at = shanghai(4, 4)

    page = client.get(ADDRESS).text

    assert "公示期满了" in page
    assert f'href="{ADDRESS}/object"' not in page


def test_the_stopped_clock_says_why_and_how_many_wait(client, world):
    on_notice(world)
    object_to(world, at=shanghai(3, 4))

    page = seen(client)

    assert "还有 1 件等书面答复" in page
    assert "钟停在第" in page
    assert "收到异议，公示暂停" in page


@pytest.mark.parametrize(
    ("outcome", "effect", "says"),
    [
        ("dismissed", "none", "异议都答复了"),
        ("upheld", "substance", "异议成立，要改方案重新表决。"),
        ("upheld", "unlawful", "要终止。"),
    ],
)
def test_when_all_is_answered_the_page_says_what_follows(client, world, outcome, effect, says):
    on_notice(world)
    answer(world, object_to(world, at=shanghai(3, 4)), at=shanghai(3, 5), outcome=outcome, effect=effect)

    assert says in seen(client)


@pytest.mark.parametrize(
    ("state", "given"),
    [
        (State.REJECTED, {}),
        (State.DECLINED, {"decline_code": "N01", "decline_reason": "不在范围内。"}),
        (State.REFERRED, {"receiver": "区城管局", "refer_reason": "归城管局管。"}),
        (State.CANCELLED, {"stop_reason": "场地收回。"}),
    ],
)
def test_a_project_that_ended_promises_nothing_more(client, world, state, given):
    a_project(world, state=state, stage=3, **given)

    page = seen(client)

    assert f"{state.label} 3月4日，停在这一步" in page
    assert "立项 ，不再进行" in page
    assert "这个项目没有走到这一步。" in page
    assert "表决通过当天公开" not in page


def test_a_project_on_its_way_still_has_what_is_to_come(client, world):
    on_notice(world)

    page = seen(client)

    assert "不再进行" not in page
    assert "采购、合同、每笔付款，随办随公开" in page


def test_what_is_not_paid_yet_stands_with_what_it_waits_for(client, world):
    Site(world).buy(3 * WAN).sign(3 * WAN)

    page = seen(client)

    assert "还没有付的（元）" in page
    assert "等：开工报告" in page
    assert "等：质保期满" in page


def test_the_retention_is_named_with_the_day_on_which_it_is_paid(client, world):
    Site(world).until_evaluating(4 * WAN)

    page = seen(client)

    assert re.search(r"合同款已付 97%。质保金 1,200\.00 元，到 20\d\d年\d+月\d+日付。", page)
    assert re.search(r"20\d\d-\d\d-\d\d 到期\s*[^.]*1,200\.00", page)
    assert "没有付。" not in page


def test_the_same_on_one_day_stands_together_with_the_way_to_each(client, world):
    a_project(world, state=State.CONSULTING)
    write(world, Action.ATTACHMENT_ADD, Action.ATTACHMENT_ADD, Action.ATTACHMENT_ADD)

    page = client.get(ADDRESS).text

    assert "上传 3 个文件" in page
    assert page.count("/journal/entries/") >= 3


def test_a_long_history_unfolds_without_script(client, world):
    a_project(world, state=State.CONSULTING)
    write(world, *[Action.PLAN_EDIT, Action.ATTACHMENT_ADD] * 6)

    page = client.get(ADDRESS).text

    assert "<summary>更早的 4 条</summary>" in page


def test_an_opinion_is_told_with_whose_it_is(client, world):
    a_project(world, state=State.CONSULTING)
    write(world, Action.OPINION_GIVE, body="party", conclusion="feasible")

    assert "写商议意见：社区党委，可行" in seen(client)


def test_who_sees_something_amiss_is_led_to_where_one_can_ask(client, world):
    on_notice(world)

    assert f'<a href="{ADDRESS}/comments">在这里问一句</a>' in client.get(ADDRESS).text


@pytest.mark.parametrize(
    "address", ["/projects", "/disclosures", "/money", "/journal", f"/projects/{NUMBER}/comments"]
)
def test_a_page_after_the_last_leads_to_the_last(client, world, address):
    on_notice(world)

    answered = client.get(f"{address}?page=999")

    assert (answered.status_code, answered.location) == (302, f"{address}?page=1")


def test_a_page_after_the_last_of_the_meetings_is_none(client, world):
    on_notice(world)

    assert client.get("/meetings?when=past&page=999").status_code == 404


def test_the_track_tells_what_happened_on_its_days(client, world):
    site = Site(world).buy(3 * WAN).sign(3 * WAN).publish().start()
    began = site.today
    site.later(days=3)
    ready = site.progress().complete().today
    waits = seen(client)
    site.later(days=2)
    passed = site.accept().today

    assert f"{began.month}月{began.day}日开工" in waits
    assert f"{ready.month}月{ready.day}日报完工" in waits
    assert f"{passed.month}月{passed.day}日合格" in seen(client)
    assert began < ready < passed


def test_who_sees_a_proposal_before_the_public_is_led_nowhere_that_is_not_there_yet(visitor, client, world):
    number = submitted(world)
    address = f"/projects/{number}"

    page = visitor("lin").get(address).text

    assert client.get(address).status_code == 404
    assert [link for link in ("comments", "disclosures.atom") if f"{address}/{link}" in page] == []


def test_what_is_accepted_leads_to_its_talk(client, world):
    address = f"/projects/{accepted(world)}"

    page = client.get(address).text

    assert [link for link in ("comments", "disclosures.atom") if f"{address}/{link}" not in page] == []
