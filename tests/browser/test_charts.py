"""The charts as a browser draws them: when they come into view, with the numbers of their tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.served import Town, Wall, served

DRAWN = """place => place.querySelector('.js-plotly-plot').data.map(trace => [trace.name, ...trace.text])"""
WRITTEN = """table => {
  const rows = [...table.querySelectorAll('tr')].map(row => [...row.cells].map(cell => cell.textContent.trim()));
  return rows[0].map((_words, n) => rows.map(row => row[n]));
}"""


@pytest.fixture(scope="module")
def town(browser: Browser, district, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with served(district, tmp_path_factory.mktemp("charts"), browser, Wall()) as opened:
        yield opened


def test_a_chart_is_drawn_when_it_comes_into_view_with_the_numbers_of_its_table(town):
    with town.visit() as page:
        page.goto("/charts")
        section = page.locator("section[aria-labelledby=in-time]")
        place = section.locator(".chart-place")
        expect(place).not_to_have_class("chart-place graph-place is-live")

        place.scroll_into_view_if_needed()
        expect(place).to_have_class("chart-place graph-place is-live")
        section.locator("summary").click()
        expect(section.locator("table")).to_be_visible()

        columns = section.locator("table").evaluate(WRITTEN)
        drawn = place.evaluate(DRAWN)
    assert [column[: len(drawn[0])] for column in columns[1 : len(drawn) + 1]] == drawn


def test_in_large_print_the_drawing_of_the_server_stays(town):
    with town.visit(width=390, elder="1") as page:
        page.goto("/charts")

        expect(page.locator("[data-chart-src]")).to_have_count(0)
        expect(page.locator("dl.chart").first).to_be_visible()
