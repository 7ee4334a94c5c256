"""One project lives its whole life in a real browser: different people do their part, through the pages alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import deliberating, delivering
from tests.browser.living import Life
from tests.browser.served import Town, Wall, served


@pytest.fixture(scope="module")
def town(browser: Browser, district: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo of this module, whose clock runs on from act to act."""
    with served(district, tmp_path_factory.mktemp("town"), browser, Wall()) as opened:
        yield opened


def test_a_project_lives_its_whole_life_in_chinese_through_the_pages_alone(town):
    life = Life(town)

    for act in (*deliberating.ACTS, *delivering.ACTS):
        act(life)

    assert life.number == "LZ-2026-008"
    assert town.said == []
