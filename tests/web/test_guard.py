"""The guard: every route says who may call it, and only those may."""

from __future__ import annotations

import pyotp
import pytest
from flask import Flask
from sqlalchemy import event

from microprojects.domain.actions import Action
from microprojects.domain.people import Role
from microprojects.domain.permissions import Target
from microprojects.services import grants
from microprojects.services.grants import Office
from microprojects.web import guard
from microprojects.web.next_page import safe_next
from tests.web.conftest import PASSWORD, SECRET
from tests.world import LIZHI, MUMIAN

# Addresses that lead away from the site, or to nothing of it.
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%09/evil.example",
    "/%5cevil.example",
    "/\t/evil.example",
    "/my/account\r\nSet-Cookie: x=1",
    "/my/account%0d%0aSet-Cookie:x=1",
    "/．．/evil",
    "/。evil.example",
    "/my/../../evil",
    "/@evil.example",
    "/my@evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http:evil.example",
    "my/account",
    " /my/account",
    "/my/account#" + "x" * 600,
    "/auth/sign-out",
    "/auth/sign-in?next=/auth/sign-in",
    "/static/css/theme.css",
    "/no-such-page",
    "",
)


def test_an_app_with_a_route_that_names_nobody_does_not_start():
    app = Flask("house")
    app.add_url_rule("/cellar", "cellar", lambda: "wine")

    with pytest.raises(guard.UndeclaredRoutes) as refusal:
        guard.seal(app)

    assert str(refusal.value) == (
        "These routes do not say who may call them; give each @permit(...), @signed_in or @anyone: cellar (/cellar)"
    )


def test_an_app_whose_every_route_names_somebody_starts():
    app = Flask("house")
    app.add_url_rule("/door", "door", guard.anyone(lambda: "come in"))
    app.add_url_rule("/desk", "desk", guard.permit(Action.OFFICE_READ)(lambda: "files"))

    guard.seal(app)

    assert guard.audience(app, "door") == guard.Audience(guard.Door.ANYONE)
    assert guard.audience(app, "desk") == guard.Audience(guard.Door.PERMIT, Action.OFFICE_READ)


def test_the_public_is_sent_to_sign_in_and_comes_back(client, sign_in):
    answer = client.get("/office/residents?page=1")
    assert (answer.status_code, answer.location) == (
        303,
        "/auth/sign-in?next=/office/residents?page%3D1",
    )

    sign_in(client, "zhao")

    assert client.get(answer.location).location == "/office/residents?page=1"


def test_the_page_that_was_asked_for_is_kept_through_both_steps(client, account_of, wall):
    account_of("zhao")
    form = {"csrf_token": client.csrf_token(), "username": "zhao", "password": PASSWORD}

    first = client.post("/auth/sign-in?next=/office/residents", data=form)
    assert first.location == "/auth/second-step?next=/office/residents"
    form = {"csrf_token": client.csrf_token(), "code": pyotp.TOTP(SECRET).at(wall.at)}

    assert client.post(first.location, data=form).location == "/office/residents"


def test_a_deed_of_the_public_is_refused_before_it_begins(client, world):
    answer = client.send(f"/office/accounts/{world.people['lin']}/disable")

    assert (answer.status_code, answer.location) == (303, "/auth/sign-in")


def test_a_resident_does_not_see_the_office(client, sign_in):
    sign_in(client, "lin")

    assert client.get("/office/residents").status_code == 403
    assert client.get("/office/accounts").status_code == 403


def test_a_clerk_of_another_community_sees_nobody_of_this_one(client, sign_in, world, wall):
    office = Office(role=Role.COMMUNITY_STAFF, area=MUMIAN, since=wall.at.date())
    grants.grant_role(world.people["tang"], office, actor=world["huang"], at=wall.at)
    sign_in(client, "tang")

    assert client.get(f"/office/residents/{world.people['lin']}/verify").status_code == 403


def test_who_holds_an_office_sets_up_a_second_factor_before_anything_else(client, account_of, world, wall):
    account_of("lin")
    office = Office(role=Role.GRID_WORKER, area=LIZHI, since=wall.at.date())
    grants.grant_role(world.people["lin"], office, actor=world["huang"], at=wall.at)

    answer = client.send("/auth/sign-in", username="lin", password=PASSWORD)

    assert answer.location == "/auth/set-up-code"
    for path in ("/my/account", "/office/residents"):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (303, f"/auth/set-up-code?next={path}")
    assert client.send("/my/account/password", old=PASSWORD, new="另一个很长的密码吧").status_code == 303
    assert client.get("/healthz").status_code == 200


def test_an_office_that_begins_during_a_session_asks_for_the_second_factor_then(
    client, account_of, world, wall
):
    account_of("lin")
    office = Office(role=Role.GRID_WORKER, area=LIZHI, since=wall.at.date().replace(day=5))
    grants.grant_role(world.people["lin"], office, actor=world["huang"], at=wall.at)
    wall.advance(hours=13, minutes=50)  # ten minutes before midnight in Shanghai
    client.send("/auth/sign-in", username="lin", password=PASSWORD)
    assert client.get("/my/account").status_code == 200

    wall.advance(minutes=20)

    answer = client.get("/my/account")
    assert (answer.status_code, answer.location) == (303, "/auth/set-up-code?next=/my/account")


def test_knowing_who_is_there_costs_one_statement(client, sign_in, bench):
    sign_in(client, "lin")
    said: list[str] = []

    def listen(_c, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(bench.engine, "before_cursor_execute", listen)
    client.get("/auth/sign-in")
    event.remove(bench.engine, "before_cursor_execute", listen)

    assert len([s for s in said if s.startswith("SELECT")]) == 1
    assert [s for s in said if s.startswith(("INSERT", "UPDATE", "DELETE"))] == []


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_address_leads_away_from_the_site(app, elsewhere):
    with app.test_request_context():
        assert safe_next(elsewhere) is None


@pytest.mark.parametrize("ours", ["/my/account", "/office/residents?page=2", "/office/accounts?q=%E6%9E%97"])
def test_an_address_of_ours_is_kept_with_its_query(app, ours):
    with app.test_request_context():
        assert safe_next(ours) == ours


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_leads_only_to_pages_of_ours(client, account_of, elsewhere):
    account_of("lin")

    data = {"csrf_token": client.csrf_token(), "username": "lin", "password": PASSWORD}
    answer = client.post("/auth/sign-in", query_string={"next": elsewhere}, data=data)

    assert (answer.status_code, answer.location) == (303, "/my/")


def test_a_form_in_another_tab_still_works_after_a_closed_door(client, account_of):
    account_of("lin")
    token = client.csrf_token()

    client.get("/my/account")

    answer = client.post("/auth/sign-in", data={"csrf_token": token, "username": "lin", "password": PASSWORD})
    assert answer.status_code == 303


def test_who_was_signed_out_is_told_so(client, sign_in, wall):
    sign_in(client, "lin")
    wall.advance(days=15)

    assert "登录已经失效" in client.get("/my/account", follow_redirects=True).text


def test_templates_ask_by_name_and_place(app, world, sign_in, client):
    sign_in(client, "zhao")

    cookie = f"session={client.get_cookie('session').value}"

    with app.test_request_context(headers={"Cookie": cookie}):
        assert guard.can("person.verify") is True
        assert guard.can("person.verify", LIZHI) is True
        assert guard.can(Action.PERSON_VERIFY, MUMIAN) is False
        assert guard.can(Action.PROJECT_DECLINE, Target(LIZHI, owner_id=world.people["zhao"])) is False
