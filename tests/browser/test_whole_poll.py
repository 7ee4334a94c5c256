"""One poll of the demo from its last voters to a record that anybody checks: phone, slip, a lent machine, and paper."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from microprojects.services import checkpoints, poll_slips
from microprojects.store import people
from microprojects.store.accounts import named
from microprojects.store.db import db
from microprojects.store.people import Person
from microprojects.store.poll_rolls import Participation, RollEntry
from microprojects.store.poll_slips import PollSlip
from microprojects.store.polls import Poll
from tests.browser.living import button, link, sees
from tests.browser.served import Town, Wall, served

CLERK, SECOND, PARTY = "rongyin-jing", "rongyin-fu", "rongyin-dang"
DICE = "36142 51623 41325 66124"
# What stands on the sheets that are in the box: the numbers of the projects that are ticked, nothing on a blank one.
SHEETS = {"A-0001": ("1", "2"), "A-0002": (), "A-0003": ("2",)}


@pytest.fixture(scope="module")
def town(browser: Browser, district, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with served(district, tmp_path_factory.mktemp("wholepoll"), browser, Wall()) as opened:
        yield opened


def running(town: Town) -> tuple[int, list[str], list[str]]:
    """Return the open poll, its voters who have neither voted nor a slip, and their names."""
    with town.app.app_context():
        poll_id = db.session.scalars(select(Poll.id).where(Poll.state == "open")).one()
        voted = select(Participation.entry).where(Participation.poll_id == poll_id)
        rows = db.session.execute(
            select(RollEntry.entry, Person.name)
            .join(Person, Person.id == RollEntry.person_id)
            .where(RollEntry.poll_id == poll_id, RollEntry.entry.not_in(voted), Person.name != "欧阳娜娜")
            .where(RollEntry.entry.not_in(select(PollSlip.entry).where(PollSlip.poll_id == poll_id)))
            .order_by(RollEntry.entry)
        ).all()
        return poll_id, [row.entry for row in rows], [row.name for row in rows]


def slip(town: Town, poll_id: int, entry: str) -> str:
    """Return the code on the slip of a voter, which stands on the printed paper alone."""
    with town.app.app_context():
        account = named(db.session(), CLERK)
        actor = people.actor(db.session(), account.person_id)
        return poll_slips.make(poll_id, entries=[entry], actor=actor, at=town.wall.at).slips[0].code


def vote(page: Page) -> str:
    """Pick the first project, cast the ballot, and return the number on the receipt."""
    page.locator("li.card-p").first.get_by_role("button").click()
    expect(page.get_by_role("region", name="我的选票")).to_contain_text("已选 1 个")
    link(page, "去核对")
    button(page, "投出这张票")
    sees(page, "投票成功")
    return page.locator(".receipt .code").inner_text()


def find(page: Page, poll_id: int, name: str) -> None:
    page.goto(f"/office/polls/{poll_id}/desk")
    page.get_by_label("姓，或姓名").fill(name)
    button(page, "找")


def read(page: Page, serial: str, ticked: tuple[str, ...], verdict: str = "") -> None:
    """Type one sheet in."""
    page.get_by_label("票号").first.fill(serial)
    page.get_by_label(verdict or ("有效" if ticked else "都不选，仅参加投票"), exact=True).check()
    for number in ticked:
        page.get_by_label(re.compile(rf"^\s*{number}\s")).check()
    button(page, "录下，下一张")
    sees(page, "录好了")


def read_all(town: Town, poll_id: int, who: str, sheets: dict[str, tuple[str, ...]]) -> None:
    with town.visit(who) as page:
        page.goto(f"/office/polls/{poll_id}/sheets/read")
        for serial, ticked in sheets.items():
            read(page, serial, ticked)
        link(page, "不在票箱里的：没发出去、没交回")
        page.get_by_label("发了没交回").check()
        page.get_by_label("票号").fill("A-0004")
        button(page, "记下")
        sees(page, "记好了 1 张")
        page.goto(f"/office/polls/{poll_id}/sheets/rest")
        page.get_by_label("没发出去").check()
        page.get_by_label("票号").fill("A-0005~A-0012")
        button(page, "记下")
        sees(page, "记好了 8 张")


def test_one_poll_by_phone_slip_lent_machine_and_paper(town: Town, tmp_path: Path):
    poll_id, entries, names = running(town)
    with town.visit("jumin-ou", width=390) as phone:
        phone.goto(f"/polls/{poll_id}/ballot")
        receipts = [vote(phone)]
    with town.visit(width=390) as phone:
        phone.goto(f"/polls/{poll_id}/enter/slip#{slip(town, poll_id, entries[0])}")
        button(phone, "进去投票")
        receipts.append(vote(phone))
    with town.visit(CLERK, width=820) as tablet:
        find(tablet, poll_id, names[1])
        button(tablet, "在这台机器上投")
        receipts.append(vote(tablet))
        button(tablet, "投完了，交还")
        sees(tablet, "请把机器交还工作人员")
    with town.visit(CLERK) as desk:
        find(desk, poll_id, names[2])
        button(desk, "发一张纸质选票")
        sees(desk, "已领纸质选票")

    with town.app.app_context():
        town.wall.at = db.session.get_one(Poll, poll_id).closes_at + timedelta(minutes=5)
    read_all(town, poll_id, CLERK, SHEETS)
    read_all(town, poll_id, SECOND, SHEETS | {"A-0001": ("1",)})
    with town.visit(PARTY) as page:
        page.goto(f"/office/polls/{poll_id}/sheets/balance")
        sees(page, "还不能截止", "不一样的 1 张")
        link(page, "A-0001，我来定")
        page.get_by_label("有效", exact=True).check()
        for number in SHEETS["A-0001"]:
            page.get_by_label(re.compile(rf"^\s*{number}\s")).check()
        button(page, "就这样定")
        sees(page, "对上了")
    with town.visit(CLERK) as page:
        page.goto(f"/office/polls/{poll_id}")
        link(page, "截止")
        button(page, "截止，封存票箱")
        link(page, "抽签")
        page.get_by_label(re.compile("点数")).fill(DICE)
        page.get_by_label(re.compile("见证")).fill("三位居民")
        button(page, "记下点数，并公开")
        link(page, "计票")
        button(page, "计票，公开结果")
    with town.app.app_context():
        checkpoints.sign_due(at=town.wall.at)

    with town.visit(width=390) as reader:
        reader.goto(f"/polls/{poll_id}")
        sees(reader, "选上的项目", "纸质选票发出 4 张：有效 2 张，都不选的 1 张", "没交回 1 张")
        for number in receipts:
            reader.goto(f"/polls/{poll_id}/receipt")
            reader.get_by_label("回执号").fill(number)
            button(reader, "查一查")
            sees(reader, "已计入")
        record = reader.request.get("/record.zip").body()
    zipfile.ZipFile(io.BytesIO(record)).extractall(tmp_path)
    checker = next(tmp_path.rglob("verify.py"))
    done = subprocess.run(
        [sys.executable, "-I", str(checker), str(checker.parent)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "全部对得上" in done.stdout, town.said) == (0, True, []), done.stdout
