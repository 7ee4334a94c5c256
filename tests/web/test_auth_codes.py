"""The second step of signing in, as somebody tries it who should not get in."""

from __future__ import annotations

import threading

import pyotp
import pytest

from microprojects.services import second_factor
from microprojects.store import accounts
from microprojects.store.db import db
from tests.web.conftest import PASSWORD, SECRET

TOTP = pyotp.TOTP(SECRET)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.fixture
def half(app, account_of):
    """A new browser in which somebody has given the right password: half("zhao")."""

    def make(name, app=app):
        account_of(name)
        browser = app.test_client()
        answer = browser.send("/auth/sign-in", username=name, password=PASSWORD)
        assert (answer.status_code, answer.location) == (303, "/auth/second-step")
        return browser

    return make


def step(browser, code):
    return browser.send("/auth/second-step", code=code).status_code


@pytest.mark.parametrize("written", ["{}", " {}", "{} ", "wide", "+{}", "{}.0"])
def test_a_code_that_was_used_is_dead_however_it_is_written(half, wall, written):
    code = TOTP.at(wall.at)
    assert step(half("zhao"), code) == 303

    again = code.translate(FULL_WIDTH) if written == "wide" else written.format(code)

    assert step(half("zhao"), again) == 422


def test_full_width_digits_are_not_a_code(half, wall):
    assert step(half("zhao"), TOTP.at(wall.at).translate(FULL_WIDTH)) == 422


def test_an_older_code_is_dead_once_a_newer_one_was_used(half, wall):
    previous, current = TOTP.at(wall.at.timestamp() - 30), TOTP.at(wall.at)

    tried = [step(half("zhao"), code) for code in (previous, current, previous, current)]

    assert tried == [303, 303, 422, 422]


def test_a_code_that_the_phone_shows_in_two_groups_can_be_pasted(half, wall):
    code = TOTP.at(wall.at)

    assert step(half("zhao"), f"{code[:3]} {code[3:]}") == 303


def test_a_code_of_another_person_does_not_open(half, wall, account_of, world):
    account_of("qian")
    second_factor.reset_second_factor(world.people["qian"], actor=world["huang"], at=wall.at)
    of_qian = pyotp.random_base32()
    second_factor.hand_out_totp(world.people["qian"], of_qian, actor=world["huang"], at=wall.at)

    assert step(half("zhao"), pyotp.TOTP(of_qian).at(wall.at)) == 422
    assert step(half("qian"), pyotp.TOTP(of_qian).at(wall.at)) == 303


def test_an_administrator_gets_no_window(half, wall):
    assert step(half("huang"), TOTP.at(wall.at.timestamp() - 30)) == 422
    assert step(half("huang"), TOTP.at(wall.at.timestamp() + 30)) == 422
    assert step(half("huang"), TOTP.at(wall.at)) == 303


@pytest.mark.parametrize("kind", ["app", "paper"])
def test_of_eight_browsers_with_one_code_at_one_moment_one_gets_in(half, world, account_of, wall, kind):
    account_of("zhao")
    person = world.people["zhao"]
    second_factor.reset_second_factor(person, actor=world["huang"], at=wall.at)
    paper = second_factor.hand_out_totp(person, SECRET, actor=world["huang"], at=wall.at)[0]
    path, code = {"app": ("/auth/second-step", TOTP.at(wall.at)), "paper": ("/auth/recovery", paper)}[kind]
    browsers = [half("zhao") for _ in range(8)]
    start, answers = threading.Barrier(len(browsers)), []
    db.session.rollback()

    def race(browser):
        start.wait()
        answers.append(browser.send(path, code=code).status_code)

    runners = [threading.Thread(target=race, args=[browser]) for browser in browsers]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()

    assert sorted(answers)[0] == 303
    assert answers.count(303) == 1
    assert set(answers) <= {303, 422, 429}


def test_a_recovery_code_opens_once_and_is_read_kindly(half, world, account_of, wall):
    account_of("zhao")
    person = world.people["zhao"]
    second_factor.reset_second_factor(person, actor=world["huang"], at=wall.at)
    codes = second_factor.hand_out_totp(person, SECRET, actor=world["huang"], at=wall.at)
    written = codes[3].lower().replace("-", " ").replace("0", "o").replace("1", "l")

    first, second = half("zhao"), half("zhao")

    assert first.send("/auth/recovery", code=written).status_code == 303
    assert second.send("/auth/recovery", code=codes[3]).status_code == 422
    assert "还剩 9 个" in first.get("/my/account").text


def test_guessing_codes_waits_longer_and_longer_and_signing_in_anew_does_not_help(half, wall):
    browser = half("zhao")
    wrong = "000000" if TOTP.at(wall.at) != "000000" else "111111"
    assert [step(browser, wrong) for _ in range(5)] == [422] * 5

    locked = half("zhao").send("/auth/second-step", code=TOTP.at(wall.at))
    assert locked.status_code == 429
    assert "请 1 分钟后再试" in locked.text

    wall.advance(minutes=1)
    browser = half("zhao")
    assert step(browser, wrong) == 422
    assert "请 2 分钟后再试" in half("zhao").send("/auth/second-step", code=wrong).text


def test_the_longest_wait_ends_and_the_owner_gets_in(half, wall):
    for _ in range(12):
        step(half("zhao"), "000000" if TOTP.at(wall.at) != "000000" else "111111")
        wall.advance(minutes=30)

    assert step(half("zhao"), TOTP.at(wall.at)) == 303


def test_the_password_alone_opens_nothing(half):
    browser = half("zhao")

    for path in ("/my/account", "/my/account/password", "/office/residents", "/office/accounts"):
        answer = browser.get(path)
        assert (answer.status_code, answer.location) == (303, f"/auth/second-step?next={path}")
    assert browser.get("/auth/set-up-code").location == "/auth/second-step"
    assert browser.send("/auth/set-up-code/begin").status_code == 401
    assert browser.send("/my/account/second-factor", password=PASSWORD).status_code == 303
    assert browser.send("/auth/set-up-code", code="123456").location == "/auth/second-step"


def test_a_secret_that_waits_for_its_first_code_is_not_shown_after_the_password_alone(
    half, wall, sign_in, app
):
    owner = sign_in(app.test_client(), "zhao")
    owner.send("/my/account/second-factor", password=PASSWORD)
    waiting = second_factor.pending(_session_of(owner, app, wall), at=wall.at)

    thief = half("zhao")

    assert waiting is not None
    assert thief.get("/auth/set-up-code").status_code == 303
    assert step(thief, pyotp.TOTP(waiting.secret).at(wall.at)) == 422
    assert thief.send("/auth/set-up-code", code=pyotp.TOTP(waiting.secret).at(wall.at)).location == (
        "/auth/second-step"
    )


def test_a_first_sign_in_sets_the_phone_up_and_shows_the_codes_on_paper_once(client, account_of, world, wall):
    account_of("zhao")
    second_factor.reset_second_factor(world.people["zhao"], actor=world["huang"], at=wall.at)

    client.send("/auth/sign-in", username="zhao", password=PASSWORD)
    assert client.send("/auth/set-up-code/begin").location == "/auth/set-up-code"
    page = client.get("/auth/set-up-code")
    assert "data:image/svg+xml" in page.text
    secret = "".join(page.text.split('<code class="num">')[1].split("</code>")[0].split())
    done = client.send("/auth/set-up-code", code=pyotp.TOTP(secret).at(wall.at))

    assert done.status_code == 200
    assert done.text.count("<li><code>") == 10
    assert done.headers["Cache-Control"] == "private, no-store"
    assert client.get("/office/residents").status_code == 200
    kept = accounts.of_person(db.session(), world.people["zhao"])
    assert kept is not None
    assert secret not in str(kept.totp_secret)


def test_a_screen_that_was_left_signed_in_gives_nobody_a_second_factor(client, sign_in, world, wall):
    sign_in(client, "lin")

    begun = client.send("/auth/set-up-code/begin")
    page = client.get("/auth/set-up-code").text

    assert (begun.status_code, begun.location) == (303, "/my/account/second-factor")
    assert "data:image/svg+xml" not in page
    assert client.send("/auth/set-up-code", code="123456").status_code in (409, 422)
    kept = accounts.of_person(db.session(), world.people["lin"])
    assert (kept.totp_pending, kept.totp_secret) == (None, None)


def test_a_picture_that_waited_too_long_says_so_and_is_begun_anew(client, sign_in, world, wall):
    sign_in(client, "lin")
    client.send("/my/account/second-factor", password=PASSWORD)
    assert "data:image/svg+xml" in client.get("/auth/set-up-code").text
    wall.advance(minutes=10)

    page = client.send("/auth/set-up-code", code="123456")

    assert ("10 分钟" in page.text, "data:image/svg+xml" in page.text) == (True, False)


def test_the_code_that_confirmed_the_phone_does_not_sign_in(client, app, account_of, world, wall):
    account_of("zhao")
    second_factor.reset_second_factor(world.people["zhao"], actor=world["huang"], at=wall.at)
    client.send("/auth/sign-in", username="zhao", password=PASSWORD)
    client.send("/auth/set-up-code/begin")
    page = client.get("/auth/set-up-code").text
    secret = "".join(page.split('<code class="num">')[1].split("</code>")[0].split())
    code = pyotp.TOTP(secret).at(wall.at)
    client.send("/auth/set-up-code", code=code)

    other = app.test_client()
    other.send("/auth/sign-in", username="zhao", password=PASSWORD)

    assert step(other, code) == 422


def _session_of(browser, app, wall):
    """Return the number of the session that a browser is signed in with."""
    from microprojects.store import sessions

    with browser.session_transaction() as cookie:
        found = sessions.presence(db.session.connection(), wall.at, token=cookie["_user_id"])
    assert found is not None
    return found.session_id
