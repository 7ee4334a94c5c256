"""A whole meeting, live: chair on a tablet, secretary, two members on their phones, and the wall of the hall.

The meeting is that of the Liantang council of 4 August 2016 in numbers: sixteen members, fourteen come.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from microprojects.services import meetings as deeds
from microprojects.services import votes as voting
from microprojects.store import people
from microprojects.store.accounts import Account
from microprojects.store.db import db
from microprojects.store.votes import Vote
from tests.browser.assembling import TITLES, assemble
from tests.browser.living import button, link, sees
from tests.browser.served import Town, Wall, served

SOON = 10_000  # milliseconds within which every screen follows: two seconds, or more when the suite keeps the machine busy
PHONES = ("lizhi-yi01", "lizhi-yi02")
OTHERS = ("lizhi-chair", *(f"lizhi-yi{n:02}" for n in range(3, 14)))


@pytest.fixture(scope="module")
def town(browser: Browser, district: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo of this module, on the day before the meeting is called."""
    with served(district, tmp_path_factory.mktemp("town"), browser, Wall()) as opened:
        yield opened


class Hall:
    """The five screens of one meeting."""

    def __init__(self, town: Town, stack: ExitStack) -> None:
        self.town = town
        self.meeting = assemble(town)
        town.wall.set("2026-11-25", "09:50")
        self.chair = self._open(stack, "lizhi-chair", 1024)
        self.desk = self._open(stack, "lizhi-jilu", 1280)
        self.phones = [self._open(stack, name, 390) for name in PHONES]
        self.wall = self._open(stack, "", 1280)
        self.chair.goto(f"/council/meetings/{self.meeting}/console")
        self.desk.goto(f"/council/meetings/{self.meeting}")
        for phone in self.phones:
            phone.goto(f"/council/meetings/{self.meeting}/seat")
        self.wall.goto(f"/meetings/{self.meeting}/screen")

    def _open(self, stack: ExitStack, who: str, width: int) -> Page:
        page = stack.enter_context(self.town.visit(who, width))
        page.set_viewport_size({"width": width, "height": 768})
        return page

    def everywhere(self, *words: str) -> None:
        """Wait until wall and phones show the words, by themselves."""
        for page in (self.wall, *self.phones):
            for each in words:
                expect(page.locator("main")).to_contain_text(each, timeout=SOON)

    def say(self, *words: str) -> None:
        """Wait until the wall shows the words, by itself."""
        for each in words:
            expect(self.wall.locator(".wall")).to_contain_text(each, timeout=SOON)

    def press(self, words: str) -> None:
        button(self.chair, words)

    def others(self, deed: str, names: tuple[str, ...], *given: str) -> None:
        """Let members whose phones are not in the picture do something."""
        with self.town.app.app_context():
            ids = dict(db.session.execute(select(Account.username, Account.person_id)).all())
            for n, name in enumerate(names):
                actor = people.actor(db.session(), ids[name])
                if deed == "vote":
                    vote = db.session.scalars(select(Vote).order_by(Vote.id.desc())).first()
                    assert vote is not None
                    voting.cast(vote.id, choice=given[n], actor=actor, at=self.town.wall.at)
                else:
                    act = deeds.sign_in if deed == "come" else deeds.sign_out
                    act(self.meeting, person_id=ids[name], actor=actor, at=self.town.wall.at)
            db.session.remove()


def test_a_meeting_of_sixteen_is_held_on_five_screens(town):
    with ExitStack() as stack:
        hall = Hall(town, stack)
        for act in (_come, _debate, _vote_in_secret, _stand_aside, _lose_the_quorum, _end):
            act(hall)
        _read(hall)
    errors = [each for each in town.said if "ERR_INTERNET_DISCONNECTED" not in each]
    assert errors == []


def _come(hall: Hall) -> None:
    """Two sign in on their phones, one by the secretary, the others by themselves; at the hour the chair opens."""
    for phone in hall.phones:
        button(phone, "我到了，签到")
    hall.others("come", OTHERS[:-1])
    hall.desk.reload()
    row = hall.desk.locator(".queue li", has_text="没到").first
    button(row, "签到")
    hall.say("到会 14 / 16 人")
    expect(hall.chair.locator("#live-strip")).to_contain_text("到会14/16", timeout=SOON)
    hall.town.wall.set("2026-11-25", "10:05")
    hall.press("宣布开会")
    hall.press("进入第 1 项")
    hall.everywhere(TITLES[0], "正在介绍")


def _debate(hall: Hall) -> None:
    """One against and one for; the chair calls them in turn, and the clock runs on every screen."""
    first, second = hall.phones
    hall.press("介绍完，开始讨论")
    expect(first.get_by_role("button", name="发言反对", exact=True)).to_be_visible(timeout=SOON)
    button(first, "发言反对")
    expect(second.get_by_role("button", name="发言赞成", exact=True)).to_be_visible(timeout=SOON)
    button(second, "发言赞成")
    hall.say("等着发言 2 人")
    hall.chair.locator(".floor .btn-primary").click()
    expect(first.locator("main")).to_contain_text("轮到您发言了", timeout=SOON)
    hall.chair.locator(".floor .btn-primary").click()
    expect(second.locator("main")).to_contain_text("轮到您发言了", timeout=SOON)
    expect(second.get_by_role("timer")).to_contain_text("1:5", timeout=SOON)
    button(second, "我说完了")
    expect(hall.chair.locator("#live-act")).to_contain_text("没有人等着发言", timeout=SOON)
    hall.press("结束讨论")
    hall.everywhere("讨论结束")


def _vote_in_secret(hall: Hall) -> None:
    """A secret vote; one phone loses the network, comes back to the open ballot, and counts once."""
    first, second = hall.phones
    second.context.set_offline(True)
    hall.chair.get_by_label("无记名").check()
    hall.press("开始表决")
    expect(first.get_by_role("button", name="投出这张票")).to_be_visible(timeout=SOON)
    first.get_by_label("赞成", exact=True).check()
    hall.others("vote", OTHERS[:3], "for", "against", "abstain")
    hall.say("已收到 3 / 14 票", "结束前不显示赞成多少")
    expect(first.get_by_label("赞成", exact=True)).to_be_checked()  # what was chosen stays while others vote
    button(first, "投出这张票")
    sees(first, "您的票已收到")
    expect(second.locator("[data-lost-line]")).to_be_visible(timeout=3 * SOON)
    second.context.set_offline(False)
    expect(second.get_by_role("button", name="投出这张票")).to_be_visible(timeout=3 * SOON)
    second.get_by_label("反对", exact=True).check()
    button(second, "投出这张票")
    sees(second, "您的票已收到")
    hall.others("vote", OTHERS[3:], *("for",) * 8, "against")
    expect(hall.chair.locator("#live-act")).to_contain_text("都投了", timeout=SOON)
    hall.press("结束表决，看结果")
    sees(
        hall.chair,
        "通过",
        "应到 16 人，到会 14 人，回避 0 人，可投票 14 人",
        "赞成 10 票，反对 3 票，弃权 1 票",
    )
    hall.say("通过", "赞成 10", "反对 3", "弃权 1", "过线 8")


def _stand_aside(hall: Hall) -> None:
    """Who proposed the second project stands aside; the hands of thirteen are counted by two witnesses."""
    hall.press("进入第 2 项")
    link(hall.chair, "登记回避")
    hall.chair.get_by_label("谁回避").select_option(label=_name(hall, "lizhi-yi03"))
    hall.chair.get_by_label("为什么").fill("是提议人")
    hall.press("登记回避")
    expect(hall.chair.locator("#live-strip")).to_contain_text("本项回避1")
    hall.press("介绍完，开始讨论")
    hall.press("结束讨论")
    hall.chair.get_by_label("举手").check()
    hall.press("开始表决")
    hall.say("请举手")
    for words, n in (("赞成", "9"), ("反对", "3"), ("弃权", "1")):
        hall.chair.get_by_label(words, exact=True).fill(n)
    hall.chair.get_by_label("监票人一").fill("何建国")
    hall.chair.get_by_label("监票人二").fill("高丽华")
    hall.press("结束表决，看结果")
    sees(hall.chair, "通过", "回避 1 人，可投票 13 人", "至少 7 票过线")


def _lose_the_quorum(hall: Hall) -> None:
    """During the third vote members leave; with the last of them the quorum is gone, and the item is tabled."""
    hall.press("进入第 3 项")
    hall.press("介绍完，开始讨论")
    hall.press("结束讨论")
    hall.chair.get_by_label("记名", exact=True).check()
    hall.press("开始表决")
    hall.town.wall.advance(minutes=20)
    hall.others("leave", OTHERS[-3:])
    expect(hall.chair.locator("#live-strip")).to_contain_text("人数正好够", timeout=SOON)
    button(hall.phones[1], "我要离开，签退")
    expect(hall.chair.locator("#live-act")).to_contain_text("有人离场，还差 1 人", timeout=SOON)
    link(hall.chair, "搁置这一项")
    hall.chair.get_by_label("理由").fill("人数不够，下次再议")
    button(hall.chair, "搁置，并公开理由")
    hall.say("搁置，下次再议")
    hall.town.wall.advance(minutes=5)
    hall.press("散会")
    hall.say("会议结束")


def _end(hall: Hall) -> None:
    """The secretary drafts the minutes from the record, the chair approves them, three people sign."""
    hall.desk.goto(f"/council/meetings/{hall.meeting}/minutes")
    button(hall.desk, "按记录起草")
    sees(
        hall.desk,
        "应到 16 人，到会 14 人。",
        "中途离开",
        f"发言：{_name(hall, PHONES[0])}（反对）、{_name(hall, PHONES[1])}（赞成）",
        "表决（无记名）",
        f"回避：{_name(hall, 'lizhi-yi03')}，是提议人",
        "搁置：人数不够，下次再议",
    )
    hall.town.wall.advance(minutes=5)
    hall.chair.goto(f"/council/meetings/{hall.meeting}/minutes")
    button(hall.chair, "确认纪要，并公开")


def _read(hall: Hall) -> None:
    """Anybody reads what was decided: two disclosures, one item put off, and minutes without names."""
    page = hall.wall
    page.goto(f"/meetings/{hall.meeting}/minutes")
    sees(page, "应到 16 人，到会 14 人。", "赞成 10 票，反对 3 票，弃权 1 票")
    expect(page.locator("main")).not_to_contain_text(_name(hall, PHONES[1]))  # has not agreed to be named
    for title, counted in ((TITLES[0], "赞成 10"), (TITLES[1], "赞成 9")):
        page.goto("/projects")
        link(page, title)
        sees(page, "决议公示中", counted)
    page.goto(f"/meetings/{hall.meeting}")
    sees(page, TITLES[2], "搁置：人数不够，下次再议")


def _name(hall: Hall, username: str) -> str:
    with hall.town.app.app_context():
        person = db.session.scalars(select(Account.person_id).where(Account.username == username)).one()
        name = people.get(db.session(), person).name
        db.session.remove()
    return name
