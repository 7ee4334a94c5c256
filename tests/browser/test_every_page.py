"""Every page of the demo, as everybody who has one: axe finds nothing serious, nothing scrolls sideways, nothing is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.served import Town, Wall, served
from tests.browser.test_frame import SIDEWAYS
from tests.test_architecture import none

# One person for each role, and the public; the width at which they mostly work.
PEOPLE = {
    "": 390,
    "jumin-lin": 390,
    "lizhi-yi01": 390,
    "lizhi-chair": 1280,
    "lizhi-jilu": 1280,
    "lizhi-jing": 1280,
    "lizhi-dang": 1280,
    "jie-zhou": 1280,
    "jie-wu": 1280,
    "cai-zheng": 1280,
    "jiandu-he": 390,
    "zhuanjia-yan": 1280,
    "shigong-shi": 390,
    "qu-huang": 1280,
    "shenji-shen": 1280,
    "xitong-pei": 1280,
}
COUNTERS = ("/my/", "/council/", "/office/")
PUBLIC = ("/", "/projects", "/disclosures", "/meetings", "/money", "/journal", "/rules")
# A page with a number, a name or a digest in its address is one kind of page.
ONE_OF_MANY = (
    (re.compile(r"/[A-Z]{2}-\d{4}-\d+"), "/<number>"),
    (re.compile(r"/\d+(?=/|$)"), "/<id>"),
    (re.compile(r"/c/[a-z]+"), "/c/<slug>"),
)
NO_PAGE = re.compile(
    r"\.(pdf|csv|json|jsonl|jsonld|atom|xml|txt|ics|svg|png|webp|jpg|zip|py|pb)$|^/api/|/sign-out|^/files/|^/journal/(checkpoint|consistency|log)|/proof\b"
)


@pytest.fixture(scope="module")
def town(browser: Browser, district, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with served(district, tmp_path_factory.mktemp("walked"), browser, Wall()) as opened:
        yield opened


def kind_of(address: str) -> str:
    parts = urlsplit(address)
    path = parts.path
    for pattern, instead in ONE_OF_MANY:
        path = pattern.sub(instead, path)
    return path + ("?" if parts.query else "")


# A link in a drawing has no address of its own, only an attribute.
_HREFS = "all => all.map(a => new URL(a.getAttribute('href'), document.baseURI).href)"


def links_of(page: Page, home: str) -> list[str]:
    found = page.eval_on_selector_all("a[href]", _HREFS)
    return [link.removeprefix(home).partition("#")[0] for link in found if link.startswith(home)]


_LARGE_WORDS = "on => document.documentElement.toggleAttribute('data-elder', on)"


def _comes_to_fit(page: Page) -> bool:
    """Return whether nothing scrolls sideways any more; charts are drawn anew a moment after the screen changed."""
    for _moment in range(10):
        if page.evaluate(SIDEWAYS) <= 0:
            return True
        page.wait_for_timeout(200)
    return False


def look_at(page: Page, address: str, width: int) -> Iterator[str]:
    """Yield what is wrong with the page that stands open."""
    if page.evaluate(SIDEWAYS) > 0:
        yield f"{address} scrolls sideways"
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate(_LARGE_WORDS, True)
    if not _comes_to_fit(page):
        yield f"{address} scrolls sideways on a narrow phone in large words"
    page.evaluate(_LARGE_WORDS, False)
    page.set_viewport_size({"width": width, "height": 844})
    for each in Axe().run(page).response["violations"]:
        if each["impact"] in {"serious", "critical"}:
            yield f"{address}: {each['id']} {each['nodes'][0]['html'][:120]}"


@pytest.mark.slow
@pytest.mark.parametrize("username", PEOPLE)
def test_every_kind_of_page_that_somebody_can_reach_is_sound(town, username):
    wrong, seen, kinds = [], set(), set()
    waiting = list(COUNTERS if username else PUBLIC)
    with town.visit(username, PEOPLE[username]) as page:
        while waiting:
            address = waiting.pop(0)
            kind = kind_of(address)
            own = not username or address.startswith(COUNTERS) or kind == "/projects/<number>"
            if not own or kind in kinds or NO_PAGE.search(urlsplit(address).path):
                continue
            kinds.add(kind)
            answer = page.goto(address)
            if answer is None or answer.status == 403:  # a counter of others
                continue
            seen.add(kind)
            wrong += [f"{address} answers {answer.status}"] * (answer.status >= 400)
            wrong += look_at(page, address, PEOPLE[username])
            waiting += links_of(page, town.address)

    none(wrong)
    assert len(seen) >= 3
