"""Residents of the demo vote without signing in: with the picture on a slip, and on a machine lent at the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from microprojects.demo import cast
from microprojects.services import poll_slips
from microprojects.store import people
from microprojects.store.accounts import named
from microprojects.store.db import db
from microprojects.store.poll_rolls import Participation, RollEntry
from microprojects.store.poll_slips import PollSlip
from microprojects.store.polls import Poll
from tests.browser.living import button, press, sees
from tests.browser.served import Town, Wall, served
from tests.browser.test_ballot_on_a_phone import stands

POSTS = """action => { const form = document.createElement("form"); form.method = "post"; form.action = action;
form.append(document.querySelector("input[name=csrf_token]").cloneNode()); document.body.append(form); form.submit(); }"""


@pytest.fixture(scope="module")
def town(browser: Browser, district, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with served(district, tmp_path_factory.mktemp("passes"), browser, Wall()) as opened:
        yield opened


@pytest.fixture(scope="module")
def clerk() -> str:
    """The clerk of the community whose poll is open."""
    place = next(each for each in cast.COMMUNITIES if each.slug == "rongyin")
    return str(cast.desk(place)[0].username)


def open_poll(town: Town, clerk: str) -> tuple[int, str, str]:
    """The number of the poll, an entry of somebody who has not voted, and the code of their slip."""
    with town.app.app_context():
        poll_id = db.session.scalars(select(Poll.id).where(Poll.state == "open")).one()
        voted = select(Participation.entry).where(Participation.poll_id == poll_id)
        slips = select(PollSlip.entry).where(PollSlip.poll_id == poll_id)
        query = select(RollEntry.entry).where(RollEntry.poll_id == poll_id)
        query = query.where(RollEntry.entry.not_in(voted), RollEntry.entry.not_in(slips))
        entry = db.session.scalars(query.order_by(RollEntry.entry).limit(1)).one()
        account = named(db.session(), clerk)
        assert account is not None
        actor = people.actor(db.session(), account.person_id)
        batch = poll_slips.make(poll_id, entries=[entry], actor=actor, at=town.wall.at)
        return poll_id, entry, batch.slips[0].code


def pick_one(page: Page) -> None:
    page.locator("li.card-p").first.get_by_role("button").click()
    expect(page.get_by_role("region", name="我的选票")).to_contain_text("已选 1 个")


def test_the_picture_on_a_slip_fills_in_its_code_and_a_lent_machine_keeps_nothing(town, clerk):
    poll_id, entry, code = open_poll(town, clerk)
    with town.visit(width=390) as page:
        page.goto(f"/polls/{poll_id}/enter/slip#{code}")
        expect(page.get_by_label("通知单上的代码")).to_have_value(code)
        expect(page).to_have_url(re.compile("/enter/slip$"))
        stands(page)
        button(page, "进去投票")
        sees(page, "用通知单进来的")
        pick_one(page)
        stands(page)
        press(page.get_by_role("link", name="去核对"))
        button(page, "投出这张票")
        sees(page, "投票成功")
        stands(page)
    with town.visit(clerk, width=820) as page:
        page.goto(f"/office/polls/{poll_id}/slips")
        stands(page)
        page.evaluate(POSTS, f"/office/polls/{poll_id}/desk/{entry}/kiosk")
        expect(page.locator("[data-left-words]")).to_contain_text(re.compile(r"还剩 1[45]:\d\d"))
        sees(page, "您已经投过一次")
        pick_one(page)
        stands(page)
        button(page, "投完了，交还")
        sees(page, "请把机器交还工作人员")
        stands(page)
        page.goto(f"/polls/{poll_id}/ballot")
        expect(page.get_by_role("region", name="我的选票")).to_contain_text("已选 0 个")
        expect(page.locator("[data-left-words]")).to_have_count(0)
