"""Any public page on paper: nothing to click, nothing cut off, nothing of the answer folded away, and whence and when it was printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.served import Town, Wall, served

PAGES = (
    "/", "/c/lizhi/", "/projects", "/disclosures", "/disclosures/1", "/meetings", "/polls", "/polls/1", "/journal",
    "/journal/entries/1", "/rules", "/money", "/c/lizhi/board",
    "/charts", "/c/lizhi/charts", "/promises", "/problems", "/suppliers", "/reports", "/audits", "/map", "/data/", "/data/dictionary",
)  # fmt: skip
A4 = 688  # pixels between the margins of a sheet
CUT = """() => [...document.querySelectorAll('main *')].filter(
    each => each.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(each).visibility !== 'hidden'
    && !each.closest('.visually-hidden, svg')).map(each => each.outerHTML.slice(0, 120))"""
FOLDED = """() => [...document.querySelectorAll('main details:not(.print-shut) > :not(summary)')].filter(
    each => !each.checkVisibility({contentVisibilityAuto: true})).map(each => each.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def town(district: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo, served."""
    with served(district, tmp_path_factory.mktemp("print"), browser, Wall()) as town:
        yield town


@pytest.mark.parametrize("path", PAGES)
def test_a_printed_page_shows_all_of_itself_and_where_it_stands(path: str, town: Town):
    with town.visit(width=A4) as page:
        answer = page.goto(path)
        page.emulate_media(media="print")

        assert answer is not None
        assert answer.status == 200
        for what in (".mainnav", ".searchbox", ".prefs", ".filters", ".pager", ".skip"):
            assert [each.is_visible() for each in page.locator(what).all()].count(True) == 0, what
        expect(page.locator(".print-only")).to_contain_text("打印时公开流水到第")
        expect(page.locator(".print-only")).to_contain_text(page.url.removeprefix(town.address))
        assert (page.evaluate(CUT), page.evaluate(FOLDED)) == ([], [])
        assert page.pdf(format="A4").startswith(b"%PDF")
