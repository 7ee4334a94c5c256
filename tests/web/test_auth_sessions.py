"""Sessions: a cookie opens the door exactly as long as its session stands."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from microprojects.domain.people import Role
from microprojects.services import accounts, grants
from microprojects.services.grants import Office
from microprojects.store import people
from microprojects.store.db import db
from tests.web.conftest import PASSWORD, SECRET
from tests.world import LIZHI

NEW = "门口的榕树下有三张凳子"


def cookie_of(browser):
    cookie = browser.get_cookie("session")
    return cookie.value if cookie else ""


def token_of(browser):
    with browser.session_transaction() as session:
        return session.get("_user_id")


def is_in(browser):
    return browser.get("/my/account").status_code == 200


@pytest.fixture
def copy(app):
    """Return a browser with a stolen copy of another browser's cookie."""

    def make(browser):
        thief = app.test_client()
        thief.set_cookie("session", cookie_of(browser))
        return thief

    return make


def test_what_was_in_the_cookie_before_is_gone_after(client, account_of):
    account_of("lin")
    with client.session_transaction() as session:
        session["planted"] = "by a stranger"

    client.send("/auth/sign-in", username="lin", password=PASSWORD)

    with client.session_transaction() as session:
        assert sorted(session) == ["_fresh", "_user_id"]


def test_each_step_has_its_own_token_and_the_one_before_is_dead(client, account_of, copy, wall):
    account_of("zhao")
    client.send("/auth/sign-in", username="zhao", password=PASSWORD)
    half, thief = token_of(client), copy(client)

    client.send("/auth/second-step", code=pyotp.TOTP(SECRET).at(wall.at))

    assert token_of(client) != half
    assert is_in(client)
    assert thief.get("/auth/second-step").location.startswith("/auth/sign-in")


def test_a_forged_cookie_opens_nothing(client, sign_in, app):
    with client.session_transaction() as session:
        session["_user_id"] = "1"
    assert client.get("/my/account").status_code == 303

    stranger = app.test_client()
    stranger.set_cookie("remember_token", "1|" + "0" * 128)
    assert stranger.get("/my/account").status_code == 303


def test_the_cookie_holds_no_number_of_a_person_or_an_account(client, sign_in):
    sign_in(client, "lin")

    assert len(token_of(client)) == 43


def test_signing_out_kills_every_copy(client, sign_in, copy):
    sign_in(client, "lin")
    thief = copy(client)
    assert is_in(thief)

    answer = client.send("/auth/sign-out")

    assert (answer.status_code, answer.location) == (303, "/")
    assert (is_in(client), is_in(thief)) == (False, False)


def test_signing_out_asks_for_the_token_of_the_form(client, sign_in):
    sign_in(client, "lin")

    assert client.post("/auth/sign-out").status_code == 400
    assert client.get("/auth/sign-out").status_code == 405
    assert is_in(client)


def test_a_closed_account_is_out_at_once_and_does_not_come_back_in(client, sign_in, world, wall, app):
    sign_in(client, "lin")

    accounts.disable_account(world.people["lin"], actor=world["huang"], at=wall.at)

    assert not is_in(client)
    answer = app.test_client().send("/auth/sign-in", username="lin", password=PASSWORD)
    assert answer.status_code == 422

    accounts.enable_account(world.people["lin"], actor=world["huang"], at=wall.at)
    assert not is_in(client)
    assert is_in(sign_in(app.test_client(), "lin"))


def test_a_role_taken_back_closes_the_open_session(client, sign_in, world, wall):
    sign_in(client, "zhao")
    assert client.get("/office/residents").status_code == 200
    grant, _area = people.grants_held(db.session(), world.people["zhao"])[0]

    grants.revoke_role(grant.id, actor=world["huang"], at=wall.at)

    assert client.get("/office/residents").location == "/auth/sign-in?next=/office/residents"
    assert client.get("/my/account").status_code == 303


def test_a_role_given_closes_the_open_session(client, sign_in, world, wall):
    sign_in(client, "lin")
    office = Office(role=Role.GRID_WORKER, area=LIZHI, since=wall.at.date())

    grants.grant_role(world.people["lin"], office, actor=world["huang"], at=wall.at)

    assert not is_in(client)


def test_a_new_password_leaves_only_the_browser_it_was_changed_in(client, app, sign_in, copy):
    sign_in(client, "lin")
    other = sign_in(app.test_client(), "lin")
    thief = copy(client)

    answer = client.send("/my/account/password", old=PASSWORD, new=NEW)

    assert answer.status_code == 303
    assert (is_in(client), is_in(other), is_in(thief)) == (True, False, False)
    old = app.test_client().send("/auth/sign-in", username="lin", password=PASSWORD)
    new = app.test_client().send("/auth/sign-in", username="lin", password=NEW)
    assert (old.status_code, new.status_code) == (422, 303)


@pytest.mark.parametrize("new", ["short", "lin", "1234567890", "a" * 129, "password123"])
def test_a_weak_password_changes_nothing(client, sign_in, app, new):
    sign_in(client, "lin")

    assert client.send("/my/account/password", old=PASSWORD, new=new).status_code == 422
    assert is_in(client)
    assert app.test_client().send("/auth/sign-in", username="lin", password=PASSWORD).status_code == 303


def test_a_wrong_old_password_changes_nothing_and_is_counted(client, sign_in):
    sign_in(client, "lin")

    answers = [client.send("/my/account/password", old=NEW, new=NEW).status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]


def test_two_tabs_work_side_by_side_and_go_out_together(client, sign_in, app):
    sign_in(client, "lin")
    tab = app.test_client()
    tab.set_cookie("session", cookie_of(client))

    assert (is_in(tab), is_in(client), is_in(tab)) == (True, True, True)
    tab.send("/auth/sign-out")
    assert not is_in(client)


def test_a_sign_in_page_left_open_in_another_tab_leads_to_ones_own_pages(client, sign_in):
    sign_in(client, "lin")

    assert client.get("/auth/sign-in").location == "/my/"


@pytest.mark.parametrize(
    ("name", "idle", "absolute"),
    [("lin", timedelta(hours=12), timedelta(days=14)), ("zhao", timedelta(hours=1), timedelta(hours=12))],
)
def test_a_session_ends_when_it_rests_or_grows_old(client, sign_in, wall, name, idle, absolute):
    sign_in(client, name)
    begun = wall.at

    while wall.at - begun + idle / 2 < absolute:
        wall.advance(seconds=idle.total_seconds() / 2)
        assert is_in(client)
    wall.at = begun + absolute
    assert not is_in(client)

    sign_in(client, name)
    wall.advance(seconds=idle.total_seconds())
    assert not is_in(client)


def test_half_a_sign_in_does_not_wait_for_ever(client, account_of, wall):
    account_of("zhao")
    client.send("/auth/sign-in", username="zhao", password=PASSWORD)

    wall.advance(minutes=20)

    assert client.get("/auth/second-step").location.startswith("/auth/sign-in")


def test_one_device_or_all_others_are_signed_out_from_the_account_page(client, app, sign_in):
    sign_in(client, "lin")
    second, third = (sign_in(app.test_client(), "lin") for _ in range(2))
    page = client.get("/my/account").text
    ends = [part.split('"')[0] for part in page.split('action="/my/account/sessions/')[1:]]
    assert len(ends) == 3  # the two others, and "all others"

    client.send(f"/my/account/sessions/{ends[0]}")
    assert sorted([is_in(second), is_in(third)]) == [False, True]

    client.send("/my/account/sessions/end-others")
    assert (is_in(client), is_in(second), is_in(third)) == (True, False, False)


def test_nobody_signs_another_person_out(client, app, sign_in):
    sign_in(client, "lin")
    chen = sign_in(app.test_client(), "chen")

    for number in range(1, 6):
        client.send(f"/my/account/sessions/{number}/end")

    assert is_in(chen)


def test_an_administrator_signs_somebody_out_and_takes_a_lost_phone_away(
    client, app, sign_in, account_of, world, wall
):
    clerk, admin = sign_in(client, "zhao"), sign_in(app.test_client(), "huang")
    zhao = f"/office/accounts/{world.people['zhao']}"

    assert admin.send(f"{zhao}/end-sessions").location == zhao
    assert not is_in(clerk)

    assert admin.send(f"{zhao}/reset-second-factor").location == zhao
    answer = app.test_client().send("/auth/sign-in", username="zhao", password=PASSWORD)
    assert answer.location == "/auth/set-up-code"


def test_nobody_administers_their_own_account(app, sign_in, world):
    admin = sign_in(app.test_client(), "huang")
    own = f"/office/accounts/{world.people['huang']}"

    for deed in ("disable", "reset-second-factor"):
        assert admin.send(f"{own}/{deed}").status_code == 403
    assert admin.send(f"{own}/reset-password", password=NEW).status_code == 403


def test_renewing_the_phone_keeps_the_old_one_until_the_new_one_is_confirmed(client, app, sign_in, wall):
    sign_in(client, "zhao")

    answer = client.send("/my/account/second-factor", password=PASSWORD)
    assert answer.location == "/auth/set-up-code?next=/my/account"
    page = client.get(answer.location).text
    secret = "".join(page.split('<code class="num">')[1].split("</code>")[0].split())

    wall.advance(seconds=30)
    other = app.test_client()
    other.send("/auth/sign-in", username="zhao", password=PASSWORD)
    assert other.send("/auth/second-step", code=pyotp.TOTP(SECRET).at(wall.at)).status_code == 303

    assert client.send("/auth/set-up-code", code=pyotp.TOTP(secret).at(wall.at)).status_code == 200
    assert (is_in(client), is_in(other)) == (True, False)
    wall.advance(seconds=30)
    other.send("/auth/sign-in", username="zhao", password=PASSWORD)
    assert other.send("/auth/second-step", code=pyotp.TOTP(SECRET).at(wall.at)).status_code == 422
    assert other.send("/auth/second-step", code=pyotp.TOTP(secret).at(wall.at)).status_code == 303


def test_new_codes_on_paper_kill_the_old_ones(client, app, sign_in, world, wall):
    sign_in(client, "zhao")
    old = client.send("/my/account/recovery-codes", password=PASSWORD).text
    new = client.send("/my/account/recovery-codes", password=PASSWORD).text
    first_of = lambda page: page.split("<li><code>")[1].split("</code>")[0]  # noqa: E731

    answers = []
    for page in (old, new):
        browser = app.test_client()
        browser.send("/auth/sign-in", username="zhao", password=PASSWORD)
        answers.append(browser.send("/auth/recovery", code=first_of(page)).status_code)

    assert answers == [422, 303]
