"""The server is killed ten times while residents vote: every receipt that was given is in the box, and nothing twice."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from microprojects.app import create_app
from microprojects.clock import now
from microprojects.config import Settings
from microprojects.domain.commitments import tracking_code
from microprojects.domain.people import SYSTEM
from microprojects.services import accounts, poll_counts
from microprojects.store import ballots, schema
from microprojects.store.ballots import Envelope, FinalBallot, SeenCommit
from microprojects.store.db import db, transaction
from microprojects.store.poll_rolls import Participation
from tests import polling
from tests.balloting import CODE, fields
from tests.cli.asking import answer
from tests.cli.phones import Phone
from tests.world import make_world

PASSWORD = "三号楼门前那盏灯 2026"
KILLS = 10
VOTERS = ("lin", "chen", "xu")
CHECK = "/polls/1/ballot/check"


@dataclass
class Station:
    """A served poll whose server dies and is started again, and the phones of its voters."""

    app: Flask
    start: Any
    port: int
    world: Any
    phones: dict[str, Phone] = field(default_factory=dict)
    receipts: dict[str, list[str]] = field(
        default_factory=dict
    )  # each voter's, in the order in which they came
    server: Any = None

    def serve(self) -> None:
        self.server = self.start("serve", "--port", str(self.port))
        assert answer(self.port, "/readyz") == (200, "ready\n")

    def everybody_comes(self) -> None:
        for name in VOTERS:
            phone = self.phones[name] = Phone(name, self.port)
            phone.sign_in(PASSWORD)
            phone.get("/polls/1/ballot")
            self.receipts[name] = []

    def stream(self, *, kill_after: int) -> dict[str, dict[str, str]]:
        """Let everybody vote and vote again until the server is killed; return the forms that had no answer."""
        got, counting, lost = [], threading.Lock(), {}

        def vote(name: str) -> None:
            while True:
                form: dict[str, str] = {}
                try:
                    form = self.shown(name)
                    code = self.cast(name, form)
                except ConnectionError:
                    lost[name] = form
                    return
                with counting:
                    got.append(code)
                    if len(got) == kill_after:
                        os.killpg(self.server.pid, signal.SIGKILL)

        threads = [threading.Thread(target=vote, args=(name,)) for name in VOTERS]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=120)
        assert self.server.wait(timeout=20) == -signal.SIGKILL
        assert len(lost) == len(VOTERS)
        return {name: form for name, form in lost.items() if form}

    def shown(self, name: str) -> dict[str, str]:
        """Return the form that casts; what was picked is gone once it was cast, and kept if the server died before."""
        phone = self.phones[name]
        if not phone.goes_through(CHECK):
            assert phone.send("/polls/1/ballot/pick", code="p01")[0] == 303
        return fields(phone.get(CHECK))

    def cast(self, name: str, form: dict[str, str]) -> str:
        status, page = self.phones[name].send(CHECK, **form)
        assert status == 200, (name, status)
        [code] = CODE.findall(page)
        self.receipts[name].append(code)
        return str(code)


@pytest.fixture
def variables(variables, engine_name, request) -> Iterator[dict[str, str]]:
    """Variables of a site on the engine under test."""
    if engine_name == "sqlite":
        yield variables
        return
    server, name = request.getfixturevalue("postgres_server"), f"microprojects_ballots_{os.getpid()}"
    yield variables | {"MICROPROJECTS_DATABASE_URL": server.create(name)}
    server.drop(name)


@pytest.fixture
def station(variables, start, port) -> Iterator[Station]:
    """An open poll in a folder of its own, and three residents with a password."""
    app = create_app(Settings.load(variables))
    with app.app_context():
        schema.upgrade()
        at = now() - timedelta(days=1)
        with transaction() as session:
            world = make_world(session, at=at)
        polling.opened(world)
        for name in VOTERS:
            accounts.create_account(world.people[name], name, PASSWORD, actor=SYSTEM, at=world.now)
        db.session.remove()
    yield Station(app, start, port, world)
    with app.app_context():
        db.engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"], indirect=True)
def test_every_receipt_is_in_the_box_once_though_the_server_is_killed_ten_times(station):
    station.serve()
    station.everybody_comes()

    for n in range(KILLS):
        lost = station.stream(kill_after=n % 3 + 1)
        station.serve()
        for name, form in lost.items():
            station.cast(name, form)  # the same form again: the same act

    with station.app.app_context():
        session = db.session()
        seen = {tracking_code(each) for each in session.scalars(select(SeenCommit.commitment))}
        in_box = {tracking_code(each) for each in ballots.counted_commits(session, 1)}
        versions = session.scalar(select(func.sum(Envelope.version)))
        took_part = session.scalar(select(func.count()).select_from(Participation))
        closes_at = polling.the_poll(1).closes_at
        poll_counts.close(1, actor=station.world["zhao"], at=closes_at)
        poll_counts.count(1, actor=station.world["zhao"], at=closes_at + timedelta(hours=1))
        counted = {tracking_code(each) for each in db.session.scalars(select(FinalBallot.commitment))}

    given = [code for codes in station.receipts.values() for code in codes]
    assert (len(given), seen) == (len(set(given)), set(given))
    assert in_box == counted == {codes[-1] for codes in station.receipts.values()}
    assert (versions, took_part) == (len(given), len(VOTERS))
