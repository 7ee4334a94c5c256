"""A real browser for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.browser.served import load_into


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium of this worker."""
    try:
        path = chromium.find()
    except chromium.NoBrowser as error:
        pytest.skip(str(error))
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def district(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the loaded demo, of which each module serves a copy."""
    folder = tmp_path_factory.mktemp("district")
    load_into(folder)
    return folder
