"""The public pages of the demo on a phone, in both languages and in large print: nothing is cut off, nothing is tiny."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.served import Town, Wall, served
from tests.browser.test_frame import SIDEWAYS
from tests.test_architecture import none

LISTS = (
    "/",
    "/c/fenghuang/",
    "/projects",
    "/disclosures",
    "/money",
    "/meetings",
    "/journal",
    "/rules",
    "/charts",
    "/map",
    "/promises",
    "/problems",
)
# The sizes of letters that somebody sees, in pixels.
SIZES = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    const around = walk.currentNode.parentElement;
    if (walk.currentNode.textContent.trim() && around.checkVisibility() && !around.closest('.visually-hidden'))
      found.push([parseFloat(getComputedStyle(around).fontSize), walk.currentNode.textContent.trim()]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def town(browser: Browser, district, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with served(district, tmp_path_factory.mktemp("phone"), browser, Wall()) as opened:
        yield opened


def addresses(page: Page) -> list[str]:
    """Return the lists, every project that the home links to and the latest disclosures."""
    page.goto("/")
    projects = page.eval_on_selector_all("h3 a[href^='/projects/']", "all => all.map(a => a.pathname)")
    page.goto("/disclosures")
    told = page.eval_on_selector_all("a[href^='/disclosures/']", "all => all.map(a => a.pathname)")
    return [*LISTS, *[*dict.fromkeys(projects)][:8], *[*dict.fromkeys(told)][:3]]


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "elder"), [("zh_CN", "0"), ("zh_CN", "1"), ("en", "0"), ("en", "1")])
def test_nothing_scrolls_sideways_on_a_phone(town, lang, elder):
    wide = []

    with town.visit(width=390, lang=lang, elder=elder) as page:
        for address in addresses(page):
            page.goto(address)
            wide += [address] * (page.evaluate(SIDEWAYS) > 0)

    none(wide)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_in_large_print_nothing_is_smaller_than_eighteen_pixels(town, lang):
    small = []

    with town.visit(width=390, lang=lang, elder="1") as page:
        for address in addresses(page):
            page.goto(address)
            small += [f"{address}: {words}" for size, words in page.evaluate(SIZES) if 0 < size < 18]

    none(small)


def test_no_two_parts_of_a_disclosure_have_the_same_name(town):
    with town.visit() as page:
        for address in [each for each in addresses(page) if each.startswith("/disclosures/")]:
            page.goto(address)
            found = Axe().run(page, options={"runOnly": ["landmark-unique"]}).response

            assert found["violations"] == []


def test_the_data_in_a_page_breaks_no_policy_and_can_be_read(town):
    kinds = "all => all.flatMap(each => JSON.parse(each.textContent)['@graph'].map(thing => thing['@type']))"
    town.said.clear()

    with town.visit() as page:
        found = set()
        for address in [*addresses(page), "/meetings/1"]:
            page.goto(address)
            found |= set(page.eval_on_selector_all("script[type='application/ld+json']", kinds))

    assert found == {"BreadcrumbList", "Event", "GovernmentOrganization", "Project", "Report"}
    none(town.said)
