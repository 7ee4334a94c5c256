"""A resident of the demo votes on a phone of 390 pixels: by touch and by keys, with script and without, and with large print."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from microprojects.demo import cast
from tests.browser.living import button, link, press, sees
from tests.browser.served import Town, Wall, served
from tests.browser.test_frame import SIDEWAYS

VOTER = "jumin-ou"
CHECKED = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def town(browser: Browser, district, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with served(district, tmp_path_factory.mktemp("ballot"), browser, Wall()) as opened:
        yield opened


def stands(page: Page) -> None:
    """The page fits the phone, and axe has nothing to say against it."""
    assert page.evaluate(SIDEWAYS) == 0
    violations = Axe().run(page, options=CHECKED).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []


def sign_in_here(page: Page) -> None:
    page.get_by_label("用户名").fill(VOTER)
    page.get_by_label("密码").fill(cast.PASSWORD)
    button(page, "登录")


def to_the_ballot(page: Page) -> None:
    page.goto("/c/rongyin/")
    page.locator("#polls").locator("..").locator("..").get_by_role("link", name="去投票").click()
    sees(page, "怎么投")
    stands(page)
    press(page.get_by_role("link", name="去投票"))


def test_a_resident_votes_by_phone_and_changes_their_mind(town):
    with town.visit(width=390) as page:
        to_the_ballot(page)
        foot = page.get_by_role("region", name="我的选票")
        expect(foot).to_contain_text("再选 1 个才能提交")
        stands(page)
        # By keys alone: the button of the first card, twice, and it keeps the focus.
        first = page.locator("li.card-p").first.get_by_role("button")
        first.focus()
        page.keyboard.press("Enter")
        expect(foot).to_contain_text("已选 1 个")
        expect(page.locator("li.card-p").first.get_by_role("button")).to_be_focused()
        page.locator("li.card-p").nth(1).get_by_role("button").click()
        expect(foot).to_contain_text("已选 2 个")
        stands(page)
        page.goto("/")
        sees(page, "您的票还没有投出去")
        link(page, "接着投完")
        sees(page, "还没有投出去", "您选了 2 个")
        stands(page)
        link(page, "登录，再投出")
        sign_in_here(page)
        sees(page, "您选了 2 个")
        page.get_by_label("自己的记号").fill("ab12")
        button(page, "投出这张票")
        sees(page, "投票成功")
        stands(page)
        number = page.locator(".receipt .code").inner_text()
        assert re.fullmatch(r"([0-9A-Z]{4}-){4}[0-9A-Z*~$=]", number)
        page.reload()
        expect(page.locator(".receipt .code")).to_have_text(number)
        button(
            page, "撤回（到 " + page.locator("form button").filter(has_text="撤回").inner_text().split(" ")[1]
        )
        sees(page, "票已经撤回", "您能投")
        assert town.said == []


def test_a_resident_votes_with_large_print_one_project_after_another(town):
    with town.visit(VOTER, width=390, elder="1") as page:
        to_the_ballot(page)
        for answer in ("要", "不要", "再看看", "不要", "不要"):
            sees(page, "个，共 5 个")
            stands(page)
            button(page, answer)
        sees(page, "您要办 1 件事", "还没有投出去")
        stands(page)
        small = page.eval_on_selector_all(
            "main a, main button",
            "all => all.map(a => a.getBoundingClientRect().height).filter(h => h > 0 && h < 48)",
        )
        button(page, "投出这张票")
        sees(page, "投票成功")
        stands(page)
        assert (small, town.said) == ([], [])


def test_the_result_in_the_demo_is_told_with_its_picture(town):
    with town.visit(width=390) as page:
        page.goto("/polls")
        stands(page)
        page.locator("li.card-p").filter(has_text="木棉社区").get_by_role("link").click()
        sees(page, "选上的项目", "差在哪里", "多少人投了票")
        page.get_by_text("一步一步是怎么数的").click()
        sees(page, "一开始有")
        stands(page)
