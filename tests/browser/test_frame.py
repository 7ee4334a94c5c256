"""The parts of the page in a real browser: no forbidden script or style, no sideways scroll, read aloud by axe."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, jsonify, request
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from microprojects.app import create_app
from microprojects.config import Mode
from microprojects.web import charts
from microprojects.web.guard import anyone
from tests.benches import settings_for
from tests.web.frame import style_guide

PAGES = ("components", "forms", "desk", "sheet")
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
drafts: list[dict[str, str]] = []


def figure():
    return charts.as_response(charts.money_by_place(style_guide.MONEY, style_guide.SAMPLES["money_series"]))


def keep_draft():
    drafts.append(request.form.to_dict())
    return jsonify(message="已替您存好，随时接着写。")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The style guide, served."""
    app: Flask = create_app(settings_for(tmp_path_factory.mktemp("guide"), mode=Mode.DEMO))
    style_guide.add_to(app)
    app.add_url_rule("/figure.json", "figure", anyone(figure))
    app.add_url_rule("/drafts/7", "keep_draft", anyone(keep_draft), methods=["POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser: Browser, address: str):
    """Open a page: opened("components", width=390, elder="1", lang="en"); complaints of the browser are kept."""
    contexts = []

    def open_page(path: str, width: int = 1280, **cookies: str) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 844}, base_url=address)
        contexts.append(context)
        context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies.items()])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("elder", ["0", "1"])
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious_and_the_policy_refuses_nothing(opened, path, lang, elder):
    page = opened(path, width=390, lang=lang, elder=elder)

    found = Axe().run(page).response

    assert found["passes"]
    assert [v["id"] for v in found["violations"] if v["impact"] in {"serious", "critical"}] == []
    assert page.complaints == []


@pytest.mark.parametrize("elder", ["0", "1"])
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("path", ["components", "forms", "desk"])
def test_nothing_scrolls_sideways_on_the_narrowest_phone(opened, path, lang, elder):
    page = opened(path, width=345, lang=lang, elder=elder)

    assert page.evaluate(SIDEWAYS) == 0


def test_a_form_that_came_back_has_the_focus_on_its_problems(opened):
    page = opened("forms")

    expect(page.locator(".error-summary")).to_be_focused()


def test_the_first_tab_offers_the_way_past_the_navigation(opened):
    page = opened("components")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("elder", ["0", "1"])
def test_what_one_presses_is_large_enough_for_a_thumb(opened, elder):
    page = opened("forms", width=390, elder=elder)
    least = 60 if elder == "1" else 44

    heights = page.evaluate(
        "[...document.querySelectorAll('.btn, .link-button, .elder-link, .choice, .mainnav a, .form-control')]"
        ".filter(e => e.offsetParent).map(e => Math.round(e.getBoundingClientRect().height))"
    )

    assert [height for height in heights if height < least] == []


def test_a_chart_is_drawn_when_it_comes_into_view(opened):
    page = opened("components")
    before = page.locator(".chart-stage").count()

    page.locator("[data-chart-src]").scroll_into_view_if_needed()
    page.locator(".chart-place.is-live .main-svg").first.wait_for()

    assert before == 0
    assert page.complaints == []


def test_a_chart_that_cannot_be_drawn_leaves_the_drawing_of_the_server(opened):
    page = opened("components")
    page.route("**/figure.json", lambda route: route.fulfill(status=500))

    with page.expect_response("**/figure.json"):
        page.locator("[data-chart-src]").scroll_into_view_if_needed()

    expect(page.locator(".chart-place .chart")).to_be_visible()


def test_a_draft_is_kept_by_the_server_while_one_writes(opened):
    page = opened("forms")
    drafts.clear()

    page.get_by_label("想办什么事").fill("三巷加路灯")
    page.get_by_text("已替您存好，随时接着写。").nth(1).wait_for()

    assert [draft["title"] for draft in drafts] == ["三巷加路灯"]
    assert "pictures" not in drafts[0]


def test_without_a_voice_nothing_offers_to_read_aloud(opened):
    page = opened("components")

    assert not page.locator("[data-speak]").is_visible()


def test_the_choice_of_large_print_needs_no_script(browser, address):
    with browser.new_context(java_script_enabled=False, base_url=address) as context:
        page = context.new_page()
        page.goto("/components")
        page.get_by_role("button", name="长辈版").click()

        expect(page.get_by_role("button", name="普通版")).to_be_visible()
        expect(page).to_have_url(f"{address}/components")
