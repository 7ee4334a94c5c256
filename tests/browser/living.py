"""What every act of a whole life has: the town, what the people have learned, and how they use a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.served import Town

TITLE = "三巷夜里太黑，加装路灯"


@dataclass
class Life:
    """The town in which it happens, and what the people learn on the way."""

    town: Town
    number: str = ""
    meeting: str = ""

    def state(self) -> dict[str, Any]:
        return {"number": self.number, "meeting": self.meeting}


# Of what is pressed some leads to another document; script sends the rest, or moves within the page.
_LEAVES = """each => each.tagName === 'A'
  ? each.href.split('#')[0] !== location.href.split('#')[0] && !each.target && !each.hasAttribute('download')
  : each.type === 'submit' && each.form && !each.form.matches('[data-pick]')"""


def press(found: Locator) -> None:
    """Press something; where it leads to another document, wait for that, so that nothing is read from the one before."""
    page = found.page
    if not found.evaluate(_LEAVES):
        found.click()
        return
    page.evaluate("document.documentElement.setAttribute('data-was-here', '')")
    found.click()
    expect(page.locator("html[data-was-here]")).to_have_count(0)
    page.wait_for_load_state("domcontentloaded")  # before that a document may be without its first element


def button(page: Page | Locator, words: str) -> None:
    press(page.get_by_role("button", name=words, exact=True))


def hands_in(page: Page, words: str) -> None:
    """Press the button of a form of which what was handed in is accepted: a refused form keeps its address."""
    asked = page.url
    button(page, words)
    expect(page).not_to_have_url(asked)


def link(page: Page | Locator, words: str) -> None:
    press(page.get_by_role("link", name=words, exact=True).first)


def each(found: Locator, least: int) -> list[Locator]:
    """Return what was found, when so many are there: a list does not wait for the page that is still to come."""
    expect(found.nth(least - 1)).to_be_attached()
    return found.all()


def sees(page: Page | Locator, *words: str) -> None:
    main = page.locator("main") if isinstance(page, Page) else page
    for said in words:
        expect(main).to_contain_text(said)
