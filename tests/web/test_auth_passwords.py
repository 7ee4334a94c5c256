"""The first step of signing in: guessing, spying out names, locking others out."""

from __future__ import annotations

import threading

import pytest

from microprojects.app import create_app
from microprojects.services import accounts
from microprojects.store.db import db
from microprojects.store.sessions import SignInAttempt
from tests.benches import settings_for
from tests.conftest import Client
from tests.web.conftest import PASSWORD

WRONG = "二号楼门前那盏灯 2026"


@pytest.fixture
def price_of_a_guess() -> None:
    """Here a hash costs what it costs on a site."""


def try_password(browser, name, password=WRONG):
    return browser.send("/auth/sign-in", username=name, password=password)


def said(answer):
    """Return what the page says is wrong, without what differs by what was typed."""
    return answer.status_code, answer.text.split('class="error-summary"')[1].split("</div>")[0]


@pytest.mark.parametrize("written", ["LIN", " lin ", "ｌｉｎ", "Lin"])
def test_a_user_name_is_read_kindly(client, account_of, written):
    account_of("lin")

    assert try_password(client, written, PASSWORD).status_code == 303


@pytest.mark.parametrize(
    "password",
    [PASSWORD + " ", PASSWORD[:-1], PASSWORD.upper() + "x", "x" * 5000, "\ud800", "\x00", PASSWORD + "\x00"],
)
def test_only_the_password_itself_opens(client, account_of, password):
    account_of("lin")

    data = {
        "csrf_token": client.csrf_token(),
        "username": "lin",
        "password": password.encode("utf-8", "replace"),
    }
    assert client.post("/auth/sign-in", data=data).status_code in {400, 422}
    assert client.get("/my/account").status_code == 303


def test_an_unknown_name_a_wrong_password_and_a_closed_account_get_the_same_answer(
    app, account_of, world, wall
):
    account_of("lin")
    account_of("chen")
    accounts.disable_account(world.people["chen"], actor=world["huang"], at=wall.at)

    answers = {
        said(try_password(app.test_client(), "lin")),
        said(try_password(app.test_client(), "nobody")),
        said(try_password(app.test_client(), "chen", PASSWORD)),
    }

    assert len(answers) == 1
    assert next(iter(answers))[0] == 422


def test_an_unknown_name_is_locked_like_a_known_one(app, account_of):
    account_of("lin")

    for name in ("lin", "nobody"):
        for _ in range(5):
            try_password(app.test_client(), name)

    known, unknown = (try_password(app.test_client(), name) for name in ("lin", "nobody"))
    assert said(known) == said(unknown)
    assert known.status_code == 429


def test_the_right_password_waits_too_and_the_lock_ends(client, account_of, wall):
    account_of("lin")
    for _ in range(5):
        try_password(client, "lin")

    assert try_password(client, "lin", PASSWORD).status_code == 429
    wall.advance(seconds=59)
    assert try_password(client, "lin", PASSWORD).status_code == 429
    wall.advance(seconds=1)
    assert try_password(client, "lin", PASSWORD).status_code == 303


def test_a_success_starts_the_count_anew(app, account_of):
    account_of("lin")

    for _ in range(3):
        browser = app.test_client()
        assert [try_password(browser, "lin").status_code for _ in range(4)] == [422] * 4
        assert try_password(browser, "lin", PASSWORD).status_code == 303


def test_guessing_from_many_addresses_is_one_count(app, account_of):
    account_of("lin")

    answers = []
    for number in range(8):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        answers.append(try_password(browser, "lin").status_code)

    assert answers == [422] * 5 + [429] * 3


def test_a_header_does_not_change_the_address(app, account_of):
    account_of("lin")

    for number in range(60):
        browser = app.test_client()
        browser.environ_base["HTTP_X_FORWARDED_FOR"] = f"10.0.0.{number}"
        try_password(browser, f"name{number}")

    assert try_password(app.test_client(), "lin", PASSWORD).status_code == 429


def test_strangers_cannot_lock_out_a_browser_that_was_signed_in_before(client, app, sign_in):
    sign_in(client, "lin")
    client.send("/auth/sign-out")

    for _ in range(6):
        stranger = app.test_client()
        stranger.environ_base["REMOTE_ADDR"] = "10.0.0.9"
        last = try_password(stranger, "lin")

    assert last.status_code == 429
    assert try_password(client, "lin", PASSWORD).status_code == 303


def test_a_mark_of_another_account_helps_nobody(client, app, sign_in, account_of):
    sign_in(client, "chen")
    client.send("/auth/sign-out")
    account_of("lin")
    for _ in range(5):
        try_password(app.test_client(), "lin")

    assert try_password(client, "lin", PASSWORD).status_code == 429


def test_many_guesses_at_one_moment_are_all_counted_before_any_is_compared(app, account_of, bench):
    account_of("lin")
    browsers = [app.test_client() for _ in range(20)]
    start, answers = threading.Barrier(len(browsers)), []
    db.session.rollback()

    def guess(browser):
        start.wait()
        answers.append(try_password(browser, "lin").status_code)

    runners = [threading.Thread(target=guess, args=[browser]) for browser in browsers]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()

    assert sorted(answers) == [422] * 5 + [429] * 15


def test_the_count_survives_a_restart(client, account_of, bench):
    account_of("lin")
    for _ in range(5):
        try_password(client, "lin")
    db.session.rollback()

    url = bench.app.config["SQLALCHEMY_DATABASE_URI"]
    again = create_app(settings_for(bench.folder, url))
    again.test_client_class = Client
    answer = try_password(again.test_client(), "lin", PASSWORD)
    with again.app_context():
        db.engine.dispose()

    assert answer.status_code == 429


def test_counts_name_nobody(client, account_of, session):
    account_of("lin")
    try_password(client, "lin")

    keys = [row.key for row in session.query(SignInAttempt)]

    assert len(keys) == 2
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in keys)


def test_old_counts_are_swept_away_at_a_later_sign_in(client, account_of, session, wall):
    account_of("lin")
    try_password(client, "somebody")
    wall.advance(days=2)

    try_password(client, "lin", PASSWORD)
    session.rollback()

    assert [row.failed for row in session.query(SignInAttempt)] == [0, 0]


def test_a_form_of_another_site_does_not_sign_in(client, account_of):
    account_of("lin")

    answer = client.post("/auth/sign-in", data={"username": "lin", "password": PASSWORD})

    assert answer.status_code == 400
    assert client.get("/my/account").status_code == 303


def at_one_address(app, times, address="10.0.0.9"):
    """Let so many visitors of one address guess at names, and return what the last was told."""
    answer = None
    for number in range(times):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = address
        answer = try_password(browser, f"name{number}")
    return answer.status_code if answer else None


def test_a_browser_that_is_known_does_not_wait_for_what_others_do_at_its_address(
    client, app, sign_in, account_of
):
    sign_in(client, "zhao")
    client.send("/auth/sign-out")
    account_of("lin")

    locked = at_one_address(app, 61, "127.0.0.1")

    assert locked == 429
    assert try_password(app.test_client(), "lin", PASSWORD).status_code == 429
    assert try_password(client, "zhao", PASSWORD).location == "/auth/second-step"
    sign_in(client, "zhao")


def test_a_known_browser_that_fails_itself_has_to_wait(client, sign_in):
    sign_in(client, "lin")
    client.send("/auth/sign-out")

    answers = [try_password(client, "lin").status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]


def test_an_address_is_free_again_after_some_quiet_hours(client, app, account_of, wall):
    account_of("lin")
    assert at_one_address(app, 61, "127.0.0.1") == 429

    wall.advance(hours=2)

    assert [try_password(app.test_client(), f"other{n}").status_code for n in range(40)] == [422] * 40
    assert try_password(client, "lin", PASSWORD).status_code == 303
