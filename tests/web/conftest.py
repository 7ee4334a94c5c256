"""What every test of pages can ask for: a wall clock that stands still, and visitors who are signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from microprojects.domain.people import SYSTEM, Role
from microprojects.services import _passwords, accounts, grants, second_factor
from microprojects.services.grants import Office
from microprojects.store import people
from microprojects.store.accounts import of_person
from microprojects.store.db import db
from tests.benches import CHEAP_HASHER
from tests.world import LIZHI, NOW, World

PASSWORD = "三号楼门前那盏灯 2026"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

SignIn = Callable[..., FlaskClient]


class Wall:
    """The clock on the wall, which moves only when a test moves it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self, _zone: object) -> datetime:
        return self.at

    def advance(self, **by: float) -> datetime:
        """Move the hands and return the new time: wall.advance(minutes=5)."""
        self.at += timedelta(**by)
        return self.at


@pytest.fixture(autouse=True)
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """The time that every page reads: 4 March 2026, 10:00 in Shanghai, until a test moves it."""
    made = Wall(NOW)
    monkeypatch.setattr("microprojects.clock.datetime", made)
    return made


@pytest.fixture(autouse=True)
def price_of_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a hash cost next to nothing where signing in is only the way to a page."""
    monkeypatch.setattr(_passwords, "_HASHER", CHEAP_HASHER)


@pytest.fixture
def account_of(world: World, wall: Wall) -> Callable[[str], int]:
    """Give somebody of the small district an account under their name, with a second factor where a role asks for it."""

    def make(name: str) -> int:
        person_id = world.people[name]
        known = of_person(db.session(), person_id)
        if known is not None:
            return known.id
        account_id = accounts.create_account(person_id, name, PASSWORD, actor=SYSTEM, at=wall.at)
        if people.grants(db.session(), person_id):
            second_factor.hand_out_totp(person_id, SECRET, actor=SYSTEM, at=wall.at)
        return account_id

    return make


@pytest.fixture
def sign_in(account_of: Callable[[str], int], wall: Wall) -> SignIn:
    """Sign somebody in through the real forms: sign_in(client, "zhao"); returns the client.

    A second sign-in of the same person moves the clock to the next code.
    """
    used: set[tuple[str, int]] = set()

    def through_the_forms(client: FlaskClient, name: str) -> FlaskClient:
        account_of(name)
        answer = client.send("/auth/sign-in", username=name, password=PASSWORD)
        assert answer.status_code == 303, answer.text
        if "second-step" not in answer.location:
            return client
        step = pyotp.TOTP(SECRET).timecode(wall.at)
        if (name, step) in used:
            wall.advance(seconds=30)
        used.add((name, pyotp.TOTP(SECRET).timecode(wall.at)))
        answer = client.send("/auth/second-step", code=pyotp.TOTP(SECRET).at(wall.at))
        assert answer.status_code == 303, answer.text
        return client

    return through_the_forms


@pytest.fixture
def visitor(app, sign_in: SignIn) -> Callable[[str], FlaskClient]:
    """Return a new browser in which somebody is signed in: visitor("zhao")."""
    return lambda name: sign_in(app.test_client(), name)


@pytest.fixture
def unit(world: World) -> Callable[..., None]:
    """Make the property firm of 荔枝苑 a unit of an area, and let the world know it: unit(), unit(STREET)."""

    def make(area: str = LIZHI, until: date | None = None) -> None:
        office = Office(role=Role.UNIT, area=area, since=date(2026, 1, 1), until=until)
        person = grants.appoint(
            "荔枝苑物业服务中心", "lizhi.wuye", PASSWORD, office, actor=SYSTEM, at=world.now
        )
        world.people["wuye"] = person
        world.actors["wuye"] = people.actor(db.session(), person)
        db.session.rollback()

    return make


@pytest.fixture
def wuye(unit: Callable[..., None], app: Flask) -> Callable[..., FlaskClient]:
    """The browser of the unit, signed in."""

    def sign_in(area: str = LIZHI) -> FlaskClient:
        unit(area)
        browser = app.test_client()
        browser.send("/auth/sign-in", username="lizhi.wuye", password=PASSWORD)
        return browser

    return sign_in
