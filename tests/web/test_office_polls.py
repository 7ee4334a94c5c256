"""Residents' polls through the pages of the office: prepared, opened, closed, drawn, counted, confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.money import Fen
from microprojects.domain.parameters import rulebook
from microprojects.services import polls, rolls
from microprojects.store import packaged, rulebooks
from microprojects.store.db import db, transaction
from microprojects.store.people import Person, RoleGrant
from microprojects.store.programmes import Round
from tests import polling
from tests.polling import DICE, EVEN, WAN, the_poll

DAY = timedelta(days=1)
NEW, DESK = "/office/polls/new/lizhi", "/office/polls/1"
USUAL = {
    "title": "荔枝社区 2026 年第一次居民投票",
    "budget": "100000",
    "opens_day": "2026-03-05",
    "opens_hour": "09:00",
    "closes_day": "2026-03-12",
    "closes_hour": "18:00",
    "ballot": "approval",
    "least": "1",
    "most": "2",
}


@pytest.fixture
def clerk(world, wall, visitor):
    """The clerk of Lizhi."""
    wall.at = world.now
    return visitor("qian")


@pytest.fixture
def at_desk(wall, visitor):
    """Somebody signed in at a moment."""

    def come(who: str, at):
        wall.at = at
        return visitor(who)

    return come


def even(world) -> int:
    """A closed poll in which two projects can only be told apart by the lot: each has a vote, and there is money for one."""
    numbers = polling.ready_ones(world, (5 * WAN, 5 * WAN, 5 * WAN))
    return polling.closed(world, numbers, some=EVEN, budget=Fen(5 * WAN))


def test_a_clerk_prepares_a_poll_and_opens_it(clerk, world):
    numbers = polling.ready_ones(world)
    assert clerk.get("/office/polls/new").location == NEW
    shown = clerk.get(NEW).text
    assert ("三栋前路灯更换" in shown, "2,000,000.00 元" in shown) == (True, True)

    assert clerk.send(NEW, **USUAL, projects=list(numbers)).location == DESK

    assert "现在能投的 23 人" in clerk.get(DESK).text
    page = clerk.get(f"{DESK}/open").text
    assert ("选票：3 个项目" in page, "能投的 23 人（" in page) == (True, True)
    assert clerk.send(f"{DESK}/open").location == DESK
    assert the_poll(1).state == "open"
    assert "名册 23 人，0 人投了票" in clerk.get(DESK).text
    assert "名册 23 人，0 人投了票" in clerk.get("/office/polls").text


def test_who_is_too_young_is_not_promised_and_is_told_why(clerk, world, visitor):
    """Old enough to propose, not yet to vote: neither the desk nor the person may think otherwise."""
    name = db.session.get(Person, world.people["lin"]).name
    born = f"{world.now.year - 17}-01-01"
    rolls.apply(
        f"姓名,出生日期,关系\n{name},{born},居住\n".encode(),
        community="lizhi",
        actor=world["qian"],
        at=world.now,
    )
    poll_id = polling.prepared(world)

    assert "现在能投的 22 人" in clerk.get(DESK).text

    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)
    assert the_poll(poll_id).voters_on_roll == 22
    page = visitor("lin").get(f"/polls/{poll_id}").text
    assert ("年龄不够。能投的是：住在本社区、核实过、满 18 周岁的人。" in page) is True


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"closes_day": "2026-03-05", "closes_hour": "09:30"}, "1 小时到 60 天之间截止"),
        ({"projects": ["LZ-2026-800"]}, "现在选了 1 个"),
        ({"budget": "2000000.01"}, "最多是本社区今年还能用的 2,000,000 元"),
        ({"most": "6"}, "请写 1 到规则里的上限之间的数"),
        ({"least": "3"}, "要在 1 到最多选的个数之间"),
        ({"ballot": "points", "points": "1"}, "不能少于最多选的个数"),
        ({"title": ""}, "请写名称。"),
    ],
)
def test_what_a_poll_may_not_be_is_said_on_the_form_and_nothing_typed_is_lost(clerk, world, changed, says):
    numbers = list(polling.ready_ones(world))

    answer = clerk.send(NEW, **({**USUAL, "projects": numbers, "title": "春天的投票"} | changed))

    assert (answer.status_code, says in answer.text) == (422, True)
    typed = changed.get("budget", "100000")
    assert (f'value="{typed}"' in answer.text, 'value="LZ-2026-800" checked' in answer.text) == (True, True)
    assert "还没有办过" in clerk.get("/office/polls").text


def test_where_no_poll_can_be_prepared_the_page_says_why_instead_of_asking(clerk, world):
    assert "现在有 0 个" in clerk.get(NEW).text
    polling.prepared(world)

    page = clerk.get(NEW)

    assert ("还有一次没有办完" in page.text, f'href="{DESK}"' in page.text) == (True, True)


def test_a_clerk_of_another_community_sees_nothing_of_it(world, visitor):
    polling.opened(world)
    elsewhere = visitor("sun")
    with transaction() as session:
        grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == world.people["sun"])).one()
        grant.area_id = world.areas["mumian"]

    assert [elsewhere.get(path).status_code for path in (NEW, DESK, f"{DESK}/cancel")] == [403, 403, 403]
    assert "荔枝社区 2026" not in elsewhere.get("/office/polls").text


def test_the_desk_of_an_open_poll_tells_how_many_voted_and_never_what(clerk, world):
    poll_id = polling.opened(world)
    polling.cast_some(world, poll_id)

    page = clerk.get(DESK).text

    assert ("名册 23 人，4 人投了票" in page, "<dd>4 人</dd>" in page) == (True, True)
    assert ("几票</th>" in page, f'{DESK}/close"' in page) == (False, False)
    assert "投票到 2026-03-11 10:00 截止" in clerk.get(f"{DESK}/close").text
    assert clerk.send(f"{DESK}/close").status_code == 409


def test_a_poll_is_closed_when_its_time_is_over_then_counted(at_desk, world):
    poll_id = polling.opened(world)
    polling.cast_some(world, poll_id)
    clerk = at_desk("qian", the_poll(poll_id).closes_at)

    assert "名册上 23 人，4 人投了票。" in clerk.get(f"{DESK}/close").text
    assert clerk.send(f"{DESK}/close").location == DESK
    assert "票箱封好了，4 人投了票" in clerk.get(DESK).text
    assert clerk.send(f"{DESK}/count").location == DESK

    page = clerk.get(DESK).text
    assert ("选上 2 个" in page, "没选上" in page) == (True, True)


def test_where_equals_need_the_lot_counting_leads_to_it(at_desk, world):
    poll_id = even(world)
    clerk = at_desk("qian", the_poll(poll_id).closes_at + DAY)

    first = clerk.send(f"{DESK}/count")
    assert (first.status_code, f'href="{DESK}/draw"' in first.text) == (409, True)
    wrong = clerk.send(f"{DESK}/draw", dice="36142 7", witnesses="监督员、居民代表")
    assert (wrong.status_code, "现在写了 6 个" in wrong.text, "36142 7" in wrong.text) == (422, True, True)
    assert clerk.send(f"{DESK}/draw", dice=DICE, witnesses="监督员、居民代表").location == DESK

    page = clerk.get(DESK).text
    assert ("抽过签，已公开" in page, f'href="{DESK}/draw"' in page) == (True, False)
    assert clerk.send(f"{DESK}/draw", dice=DICE, witnesses="监督员、居民代表").status_code == 409
    assert clerk.send(f"{DESK}/count").location == DESK
    assert the_poll(poll_id).state == "counted"


def test_a_poll_is_called_off_for_a_reason_that_is_shown(clerk, world):
    polling.opened(world)
    assert clerk.send(f"{DESK}/cancel", reason="").status_code == 422

    assert clerk.send(f"{DESK}/cancel", reason="项目要改").location == DESK

    assert "取消了：项目要改" in clerk.get(DESK).text
    assert "荔枝社区" in clerk.get(NEW).text


def test_two_people_confirm_a_result_after_it_was_on_show(at_desk, world):
    poll_id = polling.counted(world)
    path, counted = f"{DESK}/certify", the_poll(poll_id).counted_at
    assert "公示期满才能确认。" in at_desk("liu", counted + DAY).get(path).text
    assert at_desk("liu", counted + DAY).send(path).status_code == 409
    chair = at_desk("liu", counted + 5 * DAY)
    assert f'href="{path}"' in chair.get("/council/").text

    assert chair.send(path).location == path

    assert "您这一种身份已经签过" in chair.get(path).text
    assert f'href="{path}"' not in chair.get("/council/").text
    assert chair.send(path).status_code == 409
    supervisor = at_desk("he", counted + 6 * DAY)
    assert f'href="{path}"' in supervisor.get("/office/").text
    assert supervisor.send(path).location == path
    assert "结果定了" in supervisor.get(path).text
    assert the_poll(poll_id).state == "certified"
    assert supervisor.get(DESK).status_code == 403


@pytest.mark.parametrize(
    ("make", "later", "says"),
    [
        (polling.prepared, 0, "开始居民投票"),
        (polling.opened, 7, "到时截止居民投票"),
        (polling.closed, 7, "居民投票计票"),
    ],
)
def test_a_poll_that_waits_lies_on_the_desk_of_its_clerk(at_desk, world, make, later, says):
    make(world)

    page = at_desk("qian", world.now + later * DAY).get("/office/").text

    assert (f"{says}：荔枝社区" in page, f'href="{DESK}"' in page) == (True, True)


def test_a_project_s_page_leads_to_its_poll(clerk, world):
    number = polling.ready_ones(world)[0]
    way = f"/office/projects/{number}/poll"
    assert f'href="{way}"' in clerk.get(f"/office/projects/{number}").text
    assert clerk.get(way).location == NEW
    polling.opened(world, [number, "LZ-2026-801"])

    page = clerk.get(f"/office/projects/{number}").text

    assert ("居民投票结束" in page, f'href="{way}"' in page) == (True, True)
    assert clerk.get(way).location == DESK


def test_where_the_rules_have_no_poll_the_form_says_so(clerk, world):
    polling.ready_ones(world)
    with transaction() as session:
        frozen = rulebooks.freeze(
            session, rulebook(packaged.scheme("futian_3_3"), {"resident_poll.mode": "off"}), at=world.now
        )
        session.get_one(Round, world.rounds["lizhi"]).rulebook_id = frozen.id

    assert "规则里没有居民投票" in clerk.get(NEW).text
