"""A published copy in the hands of a neighbour with a phone: served by any web server, at a root and below a folder."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser, Page, expect

from microprojects.services import checkpoints
from microprojects.store.db import db, transaction
from tests import copies_read
from tests.benches import SqliteBench
from tests.browser.served import PATIENCE, Wall
from tests.browser.test_frame import SIDEWAYS
from tests.lives import TODAY
from tests.one_life import lived
from tests.spending import NAMES
from tests.test_architecture import none
from tests.world import make_world

TITLE = "三巷路灯"
LIVE = "http://localhost"  # of the tests; what a copy cannot do leads there
ROOTS = ("", "micro/copy/")  # the copy lies at the root of a server, or somewhere below it
LINKS = "all => all.map(each => each.href)"
SAMPLE = (
    "index.html", "projects/index.html", "money/index.html", "meetings/1/index.html", "journal/index.html",
    "charts/index.html", "map/index.html", "disclosures/index.html", "data/index.html", "rules/index.html", "c/lizhi/index.html",
    "en/index.html", "en/projects/LZ-2026-001/index.html", "projects/LZ-2026-001/index.html",
)  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    """Python's own web server, which writes no line for each request."""

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a server with a copy in it; the copy has the whole life of one project."""
    folder = tmp_path_factory.mktemp("served")
    bench = SqliteBench(tmp_path_factory.mktemp("published"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("microprojects.clock.datetime", Wall(TODAY))
        with bench.app.app_context():
            with transaction() as session:
                world = make_world(session)
            lived(world, TITLE)
            checkpoints.sign_due(at=TODAY)
            db.session.remove()
        copies_read.publisher(bench.app)(folder / ROOTS[1])
    yield folder
    bench.close()


@contextmanager
def reading(browser: Browser, copy: Path, root: str) -> Iterator[tuple[Page, str, list[str]]]:
    """Serve the copy so that it lies at `root`; give a phone, the address of the copy and what went wrong."""
    folder = copy if root else copy / ROOTS[1]
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/{root}"
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.set_default_timeout(PATIENCE)
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}"))
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("response", lambda got: wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    page.on("request", lambda sent: wrong.append(sent.url) if not sent.url.startswith(address) else None)
    yield page, address, wrong
    page.wait_for_load_state()
    context.close()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("root", ROOTS)
def test_in_three_taps_a_neighbour_finds_what_was_decided_paid_and_what_came_of_it(browser, copy, root):
    with reading(browser, copy, root) as (page, address, wrong):
        page.goto(address)
        page.get_by_role("link", name=TITLE).first.tap()
        expect(page.locator("h1")).to_have_text(TITLE)
        main = page.locator("main")

        expect(main).to_contain_text("赞成 12 票")  # what was decided
        expect(main).to_contain_text("50,000")  # what it cost
        expect(main).to_contain_text(NAMES[0])  # who was paid
        expect(main).to_contain_text("居民评议")  # what came of it
        page.get_by_role("link", name="阳光议事厅").first.tap()
        expect(page.locator("h1")).to_contain_text("第一次会议")
        assert page.evaluate(SIDEWAYS) == 0

    none(wrong)


def test_who_looks_for_the_search_is_told_that_a_copy_has_lists_instead(browser, copy):
    with reading(browser, copy, "") as (page, address, wrong):
        page.goto(address)
        expect(page.get_by_role("search")).to_have_count(0)
        page.get_by_role("link", name="查一个项目").tap()

        expect(page.locator("main")).to_contain_text("副本只能看，这里的查找和填写用不了。")
        expect(page.get_by_role("link", name=TITLE)).to_be_visible()

    none(wrong)


@pytest.mark.parametrize("root", ROOTS)
def test_every_link_of_a_page_leads_to_a_file_of_the_folder(browser, copy, root):
    with reading(browser, copy, root) as (page, address, wrong):
        found = dict[str, str]()
        for path in SAMPLE:
            page.goto(address + path)
            wrong += [f"{path} scrolls sideways"] * (page.evaluate(SIDEWAYS) > 0)
            found |= {urldefrag(each).url: path for each in page.eval_on_selector_all("a[href]", LINKS)}
        outside = sorted(each for each in found if not each.startswith((address, "mailto:", "tel:")))
        inside = sorted(each for each in found if each.startswith(address))
        lost = [f"{found[each]}: {each}" for each in inside if not page.request.head(each).ok]

    none(wrong)
    none(lost)
    none([each for each in outside if each != copies_read.TERMS and not each.startswith(f"{LIVE}/")])
    assert len(inside) > 100


def test_the_record_in_the_copy_is_checked_by_python_alone(copy):
    folder = copy / ROOTS[1]

    checked = subprocess.run(
        [sys.executable, "-I", "-S", folder / "verify.py", folder / "record"], capture_output=True, text=True
    )

    assert (checked.returncode, checked.stderr) == (0, "")
