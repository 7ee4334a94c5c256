"""A walk through the whole site: every route, somebody who may call it, and something it is about."""

from __future__ import annotations

import inspect
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from sqlalchemy import inspect as look_at
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse
from wtforms import fields as kinds

from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.domain.people import SYSTEM, Role
from microprojects.domain.permission_table import TABLE, Owner
from microprojects.domain.sessions import Origin, Stage
from microprojects.services import _sessions, accounts, kept_records, second_factor
from microprojects.store import kept_records as packed
from microprojects.store import people
from microprojects.store.accounts import of_person
from microprojects.store.areas import Area
from microprojects.store.db import db, transaction
from microprojects.store.files import Attachment
from microprojects.store.people import Person, RoleGrant
from microprojects.store.sessions import SignInSession
from microprojects.web.file_addresses import file_address, thumb_address
from microprojects.web.guard import Audience, Door, audience
from tests.benches import Bench, SqliteBench
from tests.lives import ABOUT, DOERS, HOMES, STATE_FOR, TODAY, Lives, live
from tests.web.conftest import PASSWORD, SECRET, Wall
from tests.world import CAST, World, make_world

NOBODY, PROPOSER, HALF_WAY = "", "lin", "half-way"
# Who stands for each role: somebody of the small district.
HOLDERS = {role: name for name, (_full, _home, role, _area) in reversed(CAST.items()) if role} | {
    Role.COUNCIL_CHAIR: "liu",
    Role.COUNCIL_MEMBER: "an",
    Role.RESIDENT: "chen",
}
# The same roles in other areas: what is this district's is none of their business.
ELSEWHERE = {"lizhi": "mumian", "rongshu": "hupan", "minghu": "qinghu"}
STRANGERS = {role: f"other{role.value.replace('_', '')}" for role in HOLDERS}
EVERYBODY = (NOBODY, PROPOSER, *dict.fromkeys(HOLDERS.values()))
# Tables that a refused request may write to: who came, and how often in vain.
COUNTERS = frozenset({"sign_in_sessions", "sign_in_attempts"})
# Routes of libraries that serve files.
FILES = frozenset({"static", "bootstrap.static", "assets.send"})
SETTLED = "settled"
QUERYING = re.compile(r"request\.args|paging")
VARIABLE = re.compile(r"<(?:[^:<>]+:)?(\w+)>")


@dataclass
class Site:
    """The app with many lives on it, and a browser for everybody."""

    app: Flask
    bench: Bench
    lives: Lives
    tokens: dict[str, str]
    forms: dict[str, dict[str, kinds.Field]] = field(default_factory=dict)
    watch: sqlite3.Connection | None = None
    seen: int = 0

    def rules(self, method: str) -> list[Rule]:
        """The routes that answer to a method and whose address can be filled in, in a steady order."""
        return [
            rule for rule in self.all_rules() if method in (rule.methods or ()) and not self.unknown(rule)
        ]

    def all_rules(self) -> list[Rule]:
        """Every route but those of files, in a steady order."""
        found = (rule for rule in self.app.url_map.iter_rules() if rule.endpoint not in FILES)
        return sorted(found, key=lambda rule: (rule.rule, rule.endpoint))

    def unknown(self, rule: Rule) -> set[str]:
        """What stands in the address of a route and is nothing that these lives know."""
        return set(rule.arguments) - set(self.given(rule))

    def audience(self, rule: Rule) -> Audience:
        wanted = audience(self.app, rule.endpoint)
        assert wanted is not None
        return wanted

    def browser(self, who: str) -> FlaskClient:
        """A browser in which somebody is signed in; NOBODY is the public."""
        client = self.app.test_client()
        if who:
            with client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = self.tokens[who], True
        return client

    def who_may(self, rule: Rule) -> str:
        """Somebody whom the route is meant for."""
        wanted = self.audience(rule)
        if rule.endpoint in DOERS:
            return DOERS[rule.endpoint]
        if wanted.action is None:
            return {Door.ANYONE: NOBODY, Door.SIGNING_IN: HALF_WAY}.get(wanted.door, PROPOSER)
        line = TABLE[wanted.action]
        if line.owner is Owner.ONLY:
            return PROPOSER
        if line.signed_in or Role.RESIDENT in line.roles:
            return HOLDERS[Role.RESIDENT]
        return next(HOLDERS[role] for role in Role if role in line.roles and role in HOLDERS)

    def state(self, rule: Rule) -> str:
        """The state of the project that a route is called with: one in which its act is possible."""
        home = next((HOMES[name] for name in sorted(rule.arguments) if name in HOMES), None)
        action = self.audience(rule).action
        if home or action is None:
            return home or "accepted"
        sources = (row.source.value for row in LIFECYCLE.rows if row.action is action)
        return STATE_FOR.get(action) or next((s for s in sources if s in self.lives.numbers), "accepted")

    def given(self, rule: Rule) -> dict[str, Any]:
        """What there is for the address of a route."""
        lives = self.lives
        given = {**lives.ids, **lives.words, "number": lives.numbers[self.state(rule)]}
        if rule.endpoint in lives.words:
            given["name"] = lives.words[rule.endpoint]
        for name, which in ABOUT.get(rule.endpoint, {}).items():
            given[name] = {"draft_id": lives.drafts, "number": lives.numbers}.get(name, lives.ids)[which]
        return given

    def address(self, rule: Rule, **instead: Any) -> str:
        """The address of a route about something that is there, or about `instead`."""
        arguments = self.given(rule) | instead
        return VARIABLE.sub(lambda found: quote(str(arguments[found[1]]), safe="/"), rule.rule)

    def reads_queries(self, rule: Rule) -> bool:
        """Whether the page of a route depends on what stands behind the question mark."""
        view = inspect.unwrap(self.app.view_functions[rule.endpoint])
        return bool(QUERYING.search(inspect.getsource(inspect.getmodule(view))))  # type: ignore[arg-type]

    def changed(self) -> bool:
        """Whether anything was written since this was last asked; without such a watch, perhaps."""
        if self.watch is None:
            return True
        before, self.seen = self.seen, self.watch.execute("PRAGMA data_version").fetchone()[0]
        return before != self.seen

    def fingerprint(self) -> dict[str, Any]:
        """What every table holds, but for those that count visitors."""
        names = [name for name in look_at(self.bench.engine).get_table_names() if name not in COUNTERS]
        with self.bench.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                return {name: connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in names}
            digest = "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{}\" t"
            return {name: tuple(connection.execute(text(digest.format(name))).one()) for name in names}

    def close(self) -> None:
        """Watch no more."""
        if self.watch:
            self.watch.close()

    def restore(self) -> None:
        """Put the database back to how it was settled."""
        self.close()
        self.bench.back_to(SETTLED)
        if isinstance(self.bench, SqliteBench):
            self.watch = sqlite3.connect(self.bench.file)
            self.seen = self.watch.execute("PRAGMA data_version").fetchone()[0]


@dataclass
class Failure:
    """What a visitor would have seen as a failure of ours."""

    error: Exception
    status_code: int = 500
    location: str = ""

    def __str__(self) -> str:
        return f"{type(self.error).__name__}: {(str(self.error).splitlines() or [''])[0][:200]}"


def attempt(client: FlaskClient, path: str, **given: Any) -> TestResponse | Failure:
    """Send one request; an exception of the app is an answer too."""
    try:
        return client.open(path, buffered=True, **given)
    except Exception as error:
        return Failure(error)


@pytest.fixture
def site(app: Flask, bench: Bench, wall: Wall, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The site with many lives on it; it is settled once on each engine and then kept."""
    wall.at = TODAY
    if SETTLED not in bench.kept:
        bench.keep(SETTLED, settle(app))
    made = Site(app, bench, *bench.kept[SETTLED])
    made.restore()
    remember_forms(made, monkeypatch)
    yield made
    made.close()


def remember_forms(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Note the form that each route makes, so that its fields can be filled in."""
    original = FlaskForm.__init__

    def noting(form: FlaskForm, *args: Any, **given: Any) -> None:
        original(form, *args, **given)
        if request.endpoint and type(form).__module__.startswith("microprojects"):
            site.forms.setdefault(request.endpoint, {}).update({each.name: each for each in flat(form)})

    monkeypatch.setattr(FlaskForm, "__init__", noting)


def settle(app: Flask) -> tuple[Lives, dict[str, str]]:
    """Live the lives, and sign everybody in."""
    with app.app_context():
        with transaction() as session:
            world = make_world(session)
            _strangers(session, world)
        lives = live(world)
        tokens = {
            name: _signed_in(world.people[name], name)
            for name in {*EVERYBODY[1:], *STRANGERS.values(), *DOERS.values()}
        }
        tokens[HALF_WAY] = _signed_in(world.people["zhao"], "zhao", stage=Stage.PASSWORD)
        _remember(lives)
        db.session.remove()
    return lives, tokens


def _strangers(session: Session, world: World) -> None:
    """Let every role be held by somebody of another area too."""
    for slug, parent, level, code in (
        ("qinghu", None, "district", "QH"),
        ("hupan", "minghu", "street", "HP"),
    ):
        path = f"{parent}/{slug}" if parent else slug
        area = Area(
            parent_id=world.areas.get(parent or ""), level=level, slug=slug, code=code, path=path, name=slug
        )
        session.add(area)
        session.flush()
        world.areas[slug] = area.id
    for role, name in STRANGERS.items():
        area_id = world.areas[ELSEWHERE[CAST.get(HOLDERS[role], ("", None, None, "lizhi"))[3] or "lizhi"]]
        home = world.areas["mumian"] if role is Role.RESIDENT else None
        person = Person(
            name=f"外区{role.label}",
            community_id=home,
            verified_at=world.now if home else None,
            verified_by_id=world.people["zhao"] if home else None,
            consent_at=world.now,
            created_at=world.now,
        )
        session.add(person)
        session.flush()
        world.people[name] = person.id
        if role is not Role.RESIDENT:
            session.add(
                RoleGrant(person_id=person.id, area_id=area_id, role=role.value, since=date(2025, 1, 1))
            )


def _signed_in(person_id: int, name: str, *, stage: Stage = Stage.FULL) -> str:
    """Open a session of somebody without going through the forms, and return its token."""
    known = of_person(db.session(), person_id)
    if known is None:
        accounts.create_account(person_id, name, PASSWORD, actor=SYSTEM, at=TODAY)
        if people.grants(db.session(), person_id):
            second_factor.hand_out_totp(person_id, SECRET, actor=SYSTEM, at=TODAY)
    with transaction() as session:
        account = of_person(session, person_id)
        assert account is not None
        return _sessions.opened(session, account, stage, origin=Origin("127.0.0.1", "", ""), at=TODAY).token


def _remember(lives: Lives) -> None:
    """Note the numbers of what belongs to people."""
    session, people_ids = db.session(), lives.world.people
    account = of_person(session, people_ids[PROPOSER])
    grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == people_ids["wei"])).one()
    own = session.scalars(select(SignInSession).where(SignInSession.account_id == account.id)).one()
    photo = session.get_one(Attachment, lives.ids["attachment_id"])
    lives.words |= {"public_files.original": file_address(photo), "public_files.small": thumb_address(photo)}
    kept_records.pack_due(at=TODAY)
    lives.words["public_records.kept"] = packed.of_days(session)[0].name
    lives.ids |= {"person_id": people_ids["wei"], "grant_id": grant.id, "session_id": own.id}


def plausible(field: kinds.Field) -> str:
    """What somebody would fill in."""
    offered = [
        str(choice.value if hasattr(choice, "value") else choice[0])
        for choice in getattr(field, "choices", None) or ()
    ]
    if any(offered):
        return next(filter(None, offered))
    usual = {
        kinds.BooleanField: "y",
        kinds.IntegerField: "1",
        kinds.DateTimeLocalField: "2026-04-29T14:00",
        kinds.DateField: "2026-04-22",
        kinds.PasswordField: PASSWORD,
    }
    value = next((words for kind, words in usual.items() if isinstance(field, kind)), None)
    if value is None and isinstance(field, kinds.HiddenField):
        value = str(field.data or "")
    if value is None:
        value = "100" if "oney" in type(field).__name__ or "yuan" in field.name else "办好了"
    return value


def flat(form: FlaskForm) -> Iterator[kinds.Field]:
    """The fields of a form, those inside others too."""
    waiting = list(form)
    while waiting:
        each = waiting.pop(0)
        inside = getattr(each, "entries", None) or (
            list(each.form) if isinstance(each, kinds.FormField) else None
        )
        if inside:
            waiting = [*inside, *waiting]
        elif each.name not in {"csrf_token", "submit"}:
            yield each


@cache
def read_directly(module: str) -> tuple[str, ...]:
    """The fields that a view reads without a form class."""
    source = inspect.getsource(__import__(module, fromlist=["x"]))
    return tuple(
        sorted(
            set(re.findall(r"request\.(?:form|files|values)(?:\.get|\.getlist)?[\[(]\s*\"(\w+)\"", source))
        )
    )


def filled(site: Site, rule: Rule) -> dict[str, Any]:
    """The fields of a route's form, filled in as somebody would."""
    view = inspect.unwrap(site.app.view_functions[rule.endpoint])
    words = {name: str(site.lives.ids.get(name, 1)) for name in read_directly(view.__module__)}
    return words | {name: plausible(each) for name, each in site.forms.get(rule.endpoint, {}).items()}
