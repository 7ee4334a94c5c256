"""The pages of accounts and residents, as different people see and misuse them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from microprojects.domain.people import Role
from microprojects.domain.sessions import Origin
from microprojects.services import grants, residents
from microprojects.services.grants import Office
from microprojects.services.residents import Registration
from microprojects.store import accounts, people
from microprojects.store.db import db
from tests.world import LIZHI, MUMIAN, NOW, STREET

JIANG = {
    "name": "姜小白",
    "community": "lizhi",
    "building": "3号楼",
    "phone": "13812345678",
    "username": "jiang",
    "password": "门口的榕树下有三张凳子",
    "consents": "y",
}
HOSTILE = (
    "",
    "\x00",
    "😀" * 300,
    "x" * 100_000,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "-1",
    "１",
    "%s%n",
    "\u202e",
)


def register(number):
    """Register somebody who waits for the desk of Lizhi."""
    told = Registration(
        name=f"姜{number}",
        community="lizhi",
        building="3号楼",
        phone=f"138000{number:05}",
        username=f"jiang{number}",
        password="门口的榕树下有三张凳子",
        consents=True,
    )
    residents.register(told, origin=Origin(f"10.0.{number}.1"), at=NOW)


def statements_of(bench, browser, path):
    """Return how many statements a page costs."""
    said = []

    def listen(_c, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            said.append(statement)

    event.listen(bench.engine, "before_cursor_execute", listen)
    assert browser.get(path).status_code == 200
    event.remove(bench.engine, "before_cursor_execute", listen)
    return len(said)


def test_a_resident_registers_and_is_signed_in(client, world):
    page = client.get("/auth/register")
    assert [name in page.text for name in ("荔枝社区", "木棉社区", "榕树街道</option>")] == [
        True,
        True,
        False,
    ]

    answer = client.send("/auth/register", **JIANG)

    assert (answer.status_code, answer.location) == (303, "/my/")
    assert "还没有核实住址" in client.get("/my/account").text


def test_a_registration_that_came_back_keeps_what_was_typed_but_the_password(client, world):
    page = client.send("/auth/register", **(JIANG | {"phone": "138"}))

    assert page.status_code == 422
    assert "手机号要 11 位数字" in page.text
    assert 'value="姜小白"' in page.text
    assert JIANG["password"] not in page.text
    assert accounts.named(db.session(), "jiang") is None


def test_without_consent_nothing_is_kept(client, world, session):
    before = session.query(people.Person).count()

    page = client.send("/auth/register", **{k: v for k, v in JIANG.items() if k != "consents"})

    assert page.status_code == 422
    assert session.query(people.Person).count() == before


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", sorted(JIANG))
def test_no_registration_breaks_the_site(client, world, field, value):
    answer = client.send("/auth/register", **(JIANG | {field: value}))

    assert answer.status_code in {303, 400, 413, 422}
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("path", ["sign-in", "second-step", "recovery", "set-up-code"])
def test_no_sign_in_breaks_the_site(client, sign_in, app, path, value):
    client.send("/auth/sign-in", username="zhao", password="门口")

    answer = client.send(f"/auth/{path}", username=value, password=value, code=value, next=value)

    assert answer.status_code in {303, 400, 401, 413, 422, 429}


def test_the_desk_verifies_a_resident_who_then_has_a_voice(client, visitor, world):
    client.send("/auth/register", **JIANG)
    desk = visitor("qian")

    queue = desk.get("/office/residents")
    assert "姜小白" in queue.text
    assert "138" not in queue.text
    person_id = int(re.search(r"/office/residents/(\d+)/", queue.text)[1])
    page = desk.get(f"/office/residents/{person_id}/verify")
    assert "13812345678" in page.text
    assert desk.send(f"/office/residents/{person_id}/verify").status_code == 422
    assert "满 18 周岁" in page.text
    for words in ({"seen": "passport", "of_age": "y"}, {"seen": "id-card"}):
        assert desk.send(f"/office/residents/{person_id}/verify", **words).status_code == 422
    answer = desk.send(f"/office/residents/{person_id}/verify", seen="id-card", of_age="y")

    assert (answer.status_code, answer.location) == (303, "/office/residents")
    assert people.actor(db.session(), person_id).home == LIZHI
    assert "13812345678" not in desk.get(f"/office/residents/{person_id}/verify").text
    assert "还没有核实住址" not in client.get("/my/account").text


def test_the_queue_costs_the_same_with_one_and_with_thirty(bench, visitor, world):
    desk = visitor("qian")
    register(1)
    with_one = statements_of(bench, desk, "/office/residents")

    for number in range(2, 32):
        register(number)

    assert statements_of(bench, desk, "/office/residents") == with_one
    assert 'rel="next"' in desk.get("/office/residents").text
    assert 'rel="prev"' in desk.get("/office/residents?page=2").text


@pytest.mark.parametrize("page", ["0", "-1", "x", "１", "1.5", "99999999999999999999", ""])
def test_a_page_that_cannot_be_is_not_found(visitor, page):
    assert visitor("qian").get(f"/office/residents?page={page}").status_code == 404


def test_an_administrator_finds_an_account_gives_and_takes_a_role(visitor, account_of, world):
    account_of("lin")
    admin, lin = visitor("huang"), f"/office/accounts/{world.people['lin']}"
    assert "林秀英" in admin.get("/office/accounts?q=秀").text
    assert "林秀英" not in admin.get("/office/accounts?q=%25").text

    answer = admin.send(f"{lin}/grant", role="grid_worker", area=LIZHI, since="2026-03-04")
    assert (answer.status_code, answer.location) == (303, lin)
    page = admin.get(lin)
    assert "网格员" in page.text
    revoke = page.text.split(f'action="{lin}/grants/')[1].split('"')[0]

    assert admin.send(f"{lin}/grants/{revoke}").location == lin
    assert people.grants(db.session(), world.people["lin"]) == ()


@pytest.mark.parametrize(
    ("name", "given", "kept"), [("huang", "财务", "系统管理员"), ("pei", "系统管理员", "财务")]
)
def test_an_administrator_is_offered_the_roles_that_are_theirs_to_give(name, given, kept, visitor):
    roles = visitor(name).get("/office/accounts/new").text.split('name="role"')[1].split("</select>")[0]

    assert [f">{given}<" in roles, f">{kept}<" in roles] == [True, False]


def test_a_role_of_another_administrator_s_is_shown_without_the_way_to_take_it_back(
    visitor, account_of, world
):
    account_of("zheng")

    page = visitor("pei").get(f"/office/accounts/{world.people['zheng']}").text

    assert ["由别的管理员收回" in page, "/revoke" in page] == [True, False]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", ["role", "area", "since", "until", "name", "username", "password"])
def test_no_appointment_breaks_the_site(visitor, field, value):
    right = {
        "name": "周末", "username": "zhou.mo", "password": "门口的榕树下有三张凳子",
        "role": "finance", "area": STREET, "since": "2026-03-04", "until": "2026-12-31",
    }  # fmt: skip

    answer = visitor("huang").send("/office/accounts/new", **(right | {field: value}))

    assert answer.status_code in {303, 400, 413, 422}


def test_an_administrator_opens_an_account_for_a_newcomer(visitor, app, world):
    admin = visitor("huang")

    answer = admin.send(
        "/office/accounts/new",
        name="周末",
        username="zhou.mo",
        password="门口的榕树下有三张凳子",
        role="finance",
        area=STREET,
        since="2026-03-04",
    )

    assert answer.status_code == 303
    assert "周末" in admin.get(answer.location).text
    newcomer = app.test_client()
    answer = newcomer.send("/auth/sign-in", username="zhou.mo", password="门口的榕树下有三张凳子")
    assert answer.location == "/auth/set-up-code"


def test_every_page_of_accounts_opens(visitor, account_of, world):
    account_of("lin")
    admin = visitor("huang")
    lin = f"/office/accounts/{world.people['lin']}"

    for path in (lin, f"{lin}/grant", f"{lin}/reset-password", "/office/accounts/new", "/office/accounts"):
        assert admin.get(path).status_code == 200
    for path in ("password", "second-factor", "recovery-codes"):
        assert admin.get(f"/my/account/{path}").status_code == 200


def test_an_administrator_of_one_street_sees_nobody_of_elsewhere(visitor, account_of, world):
    account_of("lin")
    office = Office(role=Role.DISTRICT_ADMIN, area=MUMIAN, since=NOW.date())
    grants.grant_role(world.people["tang"], office, actor=world["pei"], at=NOW)
    admin = visitor("tang")

    assert "林秀英" not in admin.get("/office/accounts").text
    assert admin.get(f"/office/accounts/{world.people['lin']}").status_code == 403
    assert admin.send(f"/office/accounts/{world.people['lin']}/disable").status_code == 403
    answer = admin.send(
        f"/office/accounts/{world.people['lin']}/grant", role="finance", area=LIZHI, since="2026-03-04"
    )
    assert answer.status_code == 403


def test_an_administrator_resets_a_password_closes_and_opens(visitor, account_of, app, world):
    account_of("lin")
    admin, lin = visitor("huang"), f"/office/accounts/{world.people['lin']}"
    again = "门口的榕树下有三张凳子"

    assert admin.send(f"{lin}/reset-password", password="short").status_code == 422
    assert admin.send(f"{lin}/reset-password", password=again).location == lin
    assert admin.send(f"{lin}/disable").location == lin
    assert "停用" in admin.get(lin).text
    assert app.test_client().send("/auth/sign-in", username="lin", password=again).status_code == 422
    assert admin.send(f"{lin}/enable").location == lin

    assert app.test_client().send("/auth/sign-in", username="lin", password=again).status_code == 303


def test_a_role_is_not_given_twice_nor_taken_from_another(visitor, account_of, world):
    account_of("lin")
    admin, lin = visitor("huang"), f"/office/accounts/{world.people['lin']}"
    wanted = {"role": "grid_worker", "area": LIZHI, "since": "2026-03-04"}
    admin.send(f"{lin}/grant", **wanted)

    assert admin.send(f"{lin}/grant", **wanted).status_code == 409
    of_zhao = people.grants_held(db.session(), world.people["zhao"])[0][0].id
    assert admin.send(f"{lin}/grants/{of_zhao}/revoke").status_code == 404


def test_somebody_without_an_account_is_not_found(visitor, world):
    assert visitor("huang").get(f"/office/accounts/{world.people['xu']}").status_code == 404


def test_a_name_that_is_taken_is_shown_at_its_field(client, account_of):
    account_of("lin")

    page = client.send("/auth/register", **(JIANG | {"username": "lin"}))

    assert page.status_code == 422
    assert 'href="#username"' in page.text


def test_an_appointment_against_the_rules_comes_back(visitor):
    told = {"name": "周末", "username": "138", "password": "short", "role": "finance", "area": STREET}

    assert visitor("huang").send("/office/accounts/new", since="2026-03-04", **told).status_code == 422
