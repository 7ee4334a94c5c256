"""An objection goes all the way in a real browser: filed on a phone, answered late with another one, taken to street and district."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.living import button, each, hands_in, link, press, sees
from tests.browser.served import Town, Wall, served

NUMBER = "RY-2026-006"
PHONE = 390
RESIDENT, NEIGHBOUR = ("rongyin-jumin002", "吴慧敏"), ("rongyin-jumin001", "黄丽华")
OWN, OTHER = "我家三楼窗户正对旱溪，施工夜里太吵睡不着。", "我妈住三楼，夜里施工怕吵。"
PLAIN = "两位居民担心夜里施工太吵。"
REPLY = "施工只在早上八点到晚上六点，夜里不动工。"
MOBILE = "13800138000"


@pytest.fixture(scope="module")
def town(browser: Browser, district: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo of this module, whose clock runs on from act to act."""
    with served(district, tmp_path_factory.mktemp("objecting"), browser, Wall()) as opened:
        yield opened


def fits(page: Page) -> None:
    """Nothing on the page is wider than the phone."""
    assert page.locator("html").evaluate("each => each.scrollWidth") <= PHONE


def test_an_objection_is_filed_grouped_answered_late_and_taken_to_the_district(town):
    filed_on_a_phone(town)
    written_down_from_paper(town)
    answered_late_together(town)
    taken_to_the_street(town)
    taken_to_the_district(town)
    read_by_everybody(town)

    assert [said for said in town.said if "422" not in said] == []


def filed_on_a_phone(town: Town) -> None:
    with town.visit(RESIDENT[0], width=PHONE) as page:
        page.goto(f"/projects/{NUMBER}")
        link(page, "我有异议")
        fits(page)
        page.get_by_role("group", name="为什么有异议").get_by_role("radio").first.check()
        page.get_by_label("事实是什么").fill(OWN)
        hands_in(page, "交出异议")
        page.goto("/my/objections")
        fits(page)
        sees(page, OWN, "最晚11月27日（星期五） 24 时前答复。")
        page.get_by_text("天数怎么算").first.click()
        sees(page, "11月21日（星期六）：周末，不算")


def written_down_from_paper(town: Town) -> None:
    with town.visit("rongyin-jing") as page:
        page.goto(f"/office/projects/{NUMBER}/object")
        page.get_by_role("group", name="怎么提的").get_by_label("书面").check()
        page.get_by_label("谁提的").fill(NEIGHBOUR[1])
        page.get_by_role("group", name="为什么有异议").get_by_role("radio").first.check()
        page.get_by_label("事实是什么").fill(OTHER)
        hands_in(page, "登记这件异议")
        link(page, "答复异议")
        link(page, "合并说同一件事的异议")
        for box in each(page.get_by_role("checkbox"), 2):
            box.check()
        page.get_by_label("为什么合并").fill("说的都是夜里施工。")
        hands_in(page, "合并，公开理由")
        sees(page, "和第 2 件说的是一回事，合并成一份答复：说的都是夜里施工。")


def answered_late_together(town: Town) -> None:
    town.wall.set("2026-12-01")
    with town.visit() as page:
        page.goto(f"/projects/{NUMBER}/objections")
        sees(page, "已过 2 个工作日，还没有答复")
    with town.visit("jie-zhou") as page:
        page.goto(f"/office/projects/{NUMBER}")
        link(page, "答复异议")
        link(page, "写答复")
        page.get_by_role("group", name="结论").get_by_label("不成立").check()
        page.get_by_label("答复", exact=True).fill(f"{REPLY}有事打 {MOBILE}。")
        page.get_by_label("公开的事实").fill(PLAIN)
        button(page, "公开这份答复")
        sees(page, "手机")
        page.get_by_label("答复", exact=True).fill(REPLY)
        button(page, "公开这份答复")
        sees(page, REPLY, "晚了 2 个工作日")
    with town.visit("jiandu-he") as page:
        page.goto(f"/office/projects/{NUMBER}")
        link(page, "看答复并签名")
        button(page.locator("article").first, "我看过这件答复")


def taken_to_the_street(town: Town) -> None:
    town.wall.set("2026-12-02")
    further(town, "不服，请街道答复", "没有说谁来管。")
    answered(town, "jie-wu", "不成立", "街道派人夜里巡查。")


def taken_to_the_district(town: Town) -> None:
    town.wall.set("2026-12-04")
    further(town, "不服，请区里答复", "巡查没有记录。")
    answered(town, "qu-huang", "部分成立", "巡查记录每周公布一次。")


def further(town: Town, words: str, why: str) -> None:
    with town.visit(RESIDENT[0], width=PHONE) as page:
        page.goto("/my/objections")
        link(page, words)
        fits(page)
        page.get_by_label("为什么不服").fill(why)
        press(page.locator("main form button[type=submit]").last)
        fits(page)


def answered(town: Town, who: str, outcome: str, words: str) -> None:
    with town.visit(who) as page:
        page.goto("/office/")
        press(page.locator("main a[href*='/answer-']").first)
        page.get_by_role("group", name="结论").get_by_label(outcome, exact=True).check()
        page.get_by_label("答复", exact=True).fill(words)
        button(page, "公开这份答复")


def read_by_everybody(town: Town) -> None:
    with town.visit(width=PHONE) as page:
        page.goto(f"/projects/{NUMBER}/objections")
        fits(page)
        sees(page, "2 件异议，其中合并答复的有 1 组。", PLAIN, REPLY, "晚了 2 个工作日")
        sees(page, "街道派人夜里巡查。", "巡查记录每周公布一次。")
        for secret in (OWN, OTHER, RESIDENT[1], NEIGHBOUR[1], MOBILE, "没有说谁来管。"):
            expect(page.locator("main")).not_to_contain_text(secret)
        page.goto(f"/projects/{NUMBER}")
        fits(page)
        sees(page.locator("#obj").locator("xpath=ancestor::section"), "晚了 2 个工作日")
