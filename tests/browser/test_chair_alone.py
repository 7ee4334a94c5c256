"""A chair who goes by the console alone: who is picked, who must stand aside, and a count of hands that was wrong first.

The meeting is that of `assembling`: the second of its projects was proposed by a member of the council.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from microprojects.services import floor, meetings, observers
from microprojects.store import people
from microprojects.store.accounts import Account
from microprojects.store.db import db
from microprojects.store.meetings import AgendaItem
from tests.browser.assembling import TITLES, assemble
from tests.browser.living import button, link, sees
from tests.browser.served import Town, Wall, served

PROPOSER = "lizhi-yi03"
GUEST = "罗代表"
MEMBERS = ("lizhi-chair", *(f"lizhi-yi{n:02}" for n in range(1, 14)))


@pytest.fixture(scope="module")
def town(browser: Browser, district: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo of this module, on the day before the meeting is called."""
    with served(district, tmp_path_factory.mktemp("town"), browser, Wall()) as opened:
        yield opened


def test_a_chair_is_told_before_each_no_and_stays_on_the_console(town):
    meeting, proposer = hold(town)
    console = re.compile(rf"/council/meetings/{meeting}/console$")
    with town.visit("lizhi-chair", 1024) as page:
        page.goto(f"/council/meetings/{meeting}/console")
        _put_on_the_list(page)
        expect(page).to_have_url(console)
        _stand_aside(page, proposer)
        expect(page).to_have_url(console)
        _count_twice(page)
        expect(page).to_have_url(console)
        sees(page, "通过", "回避 1 人，可投票 13 人")
    errors = [each for each in town.said if "422" not in each]  # the two forms that were refused
    assert errors == []


def hold(town: Town) -> tuple[int, str]:
    """Open a meeting of fourteen and a guest at its hour, with the member's project under debate; return who that is."""
    meeting = assemble(town)
    town.wall.set("2026-11-25", "10:05")
    at = town.wall.at
    with town.app.app_context():
        session = db.session()
        ids = dict(session.execute(select(Account.username, Account.person_id)).all())
        chair, desk = (people.actor(session, ids[name]) for name in ("lizhi-chair", "lizhi-jilu"))
        name = people.get(session, ids[PROPOSER]).name
        item = session.scalars(
            select(AgendaItem.id).where(AgendaItem.meeting_id == meeting, AgendaItem.position == 2)
        ).one()
        for each in MEMBERS:
            meetings.sign_in(meeting, person_id=ids[each], actor=desk, at=at)
        guest = observers.invite(meeting, kind="deputy", name=GUEST, actor=desk, at=at)
        observers.note_come(guest, actor=desk, at=at)
        meetings.open_meeting(meeting, actor=chair, at=at)
        floor.take_up(item, actor=chair, at=at)
        meetings.present_item(item, actor=chair, at=at)
        db.session.remove()
    return meeting, name


def _put_on_the_list(page: Page) -> None:
    """Nobody is picked by oversight; the guest is put on the list, called, and heard."""
    link(page, "加一位发言人")
    page.get_by_label("提问", exact=True).check()
    button(page, "排进名单")
    sees(page, "请选谁发言")
    page.get_by_label("谁发言").select_option(label=f"{GUEST}（列席）")
    button(page, "排进名单")
    expect(page.locator("#live-aside")).to_contain_text(GUEST)
    button(page, f"请{GUEST}")
    expect(page.locator("#live-main .floor")).to_contain_text("列席")
    button(page, "发言结束")
    button(page, "结束讨论")


def _stand_aside(page: Page, proposer: str) -> None:
    """The vote cannot be opened before the proposer stands aside, and the way there is one button."""
    act = page.locator("#live-act")
    expect(act).to_contain_text(f"{proposer}是这一项的提议人，还没有回避")
    expect(act.get_by_role("button", name="开始表决")).to_be_disabled()
    link(act, f"给{proposer}登记回避")
    sees(page, TITLES[1])
    button(page, "登记回避")
    expect(act.get_by_role("button", name="开始表决")).to_be_enabled()


def _count_twice(page: Page) -> None:
    """A count that does not add up is mended, and the result is told on the console."""
    page.get_by_label("举手").check()
    button(page, "开始表决")
    for words, n in (("赞成", "9"), ("反对", "3"), ("弃权", "0")):
        page.get_by_label(words, exact=True).fill(n)
    page.get_by_label("监票人一").fill("何建国")
    page.get_by_label("监票人二").fill("高丽华")
    button(page, "结束表决，看结果")
    sees(page, "票数对不上")
    page.get_by_label("弃权", exact=True).fill("1")
    button(page, "结束表决，看结果")
