"""The server is killed while members vote: what was answered is counted, nobody twice, and the vote goes on."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from microprojects.app import create_app
from microprojects.clock import now
from microprojects.config import Settings
from microprojects.domain.people import SYSTEM
from microprojects.services import accounts, second_factor
from microprojects.store import schema, votes
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.votes import RollCallChoice, SecretTally, VoteParticipation
from tests.cli.asking import answer
from tests.cli.phones import Phone
from tests.council import Sitting, ready
from tests.world import MEMBERS, make_world

PASSWORD = "三号楼门前那盏灯 2026"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NUMBER, VOTE, SEAT = "LZ-2026-001", 1, "/council/meetings/1/seat"
CAST = f"/council/votes/{VOTE}/cast"
WAVE = 5
# What each member in the room wants: seven for it of twelve, which is just enough.
WISHES = dict(zip(MEMBERS[:12], ["for"] * 7 + ["against"] * 4 + ["abstain"], strict=True))


@dataclass
class Hall:
    """A served meeting whose server dies and is started again, and the phones of its members."""

    app: Flask
    start: Any
    port: int
    mode: str
    phones: dict[str, Phone] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    server: Any = None

    def serve(self) -> None:
        """Start the server and wait until it is ready."""
        self.server = self.start("serve", "--port", str(self.port))
        assert answer(self.port, "/readyz") == (200, "ready\n")

    def kill(self) -> None:
        """Kill every process of the server where it stands."""
        os.killpg(self.server.pid, signal.SIGKILL)

    def everybody_signs_in(self) -> None:
        for name in WISHES:
            self.phones[name] = Phone(name, self.port)
            self.phones[name].sign_in(PASSWORD, SECRET)
            self.phones[name].get(SEAT)

    def wave(self, names: list[str], *, kill_after: int) -> None:
        """Let members vote at the same moment, and kill the server as so many answers have come.

        With none of them the database is held, so that it dies with every ballot in its hands.
        """
        got, counting = [], threading.Lock()

        def vote(name: str) -> None:
            try:
                status, _ = self.phones[name].send(CAST, choice=WISHES[name], back=SEAT)
            except ConnectionError:
                return
            assert status == 303, (name, status)
            with counting:
                got.append(name)
                if len(got) == kill_after:
                    self.kill()

        threads = [threading.Thread(target=vote, args=(name,)) for name in names]
        with self.app.app_context(), ExitStack() as held:
            if not kill_after:
                votes.get(held.enter_context(transaction()), VOTE, for_update=True)
            for thread in threads:
                thread.start()
            if not kill_after:
                time.sleep(0.5)
                self.kill()
                self.server.wait(timeout=20)
        for thread in threads:
            thread.join(timeout=60)
        assert self.server.wait(timeout=20) == -signal.SIGKILL
        self.answered |= set(got)

    def voted(self) -> set[str]:
        """Return whose phone says that the vote has come in."""
        return {name for name, phone in self.phones.items() if "您的票已收到" in phone.get(SEAT)}

    def kept(self) -> tuple[int, int, int]:
        """Return how many are written down as having voted, how many votes there are, and entries about them."""
        with self.app.app_context():
            session = db.session()
            people = session.scalar(select(func.count(VoteParticipation.id)))
            secret = session.scalar(select(func.sum(SecretTally.count)))
            said = secret if self.mode == "secret" else session.scalar(select(func.count(RollCallChoice.id)))
            told = session.scalar(select(func.count()).where(JournalEntry.verb == "vote.cast"))
            session.rollback()
        return people or 0, int(said or 0), told or 0


@pytest.fixture
def variables(variables, engine_name, request) -> Iterator[dict[str, str]]:
    """Variables of a site on the engine under test."""
    if engine_name == "sqlite":
        yield variables
        return
    server, name = request.getfixturevalue("postgres_server"), f"microprojects_killed_{os.getpid()}"
    yield variables | {"MICROPROJECTS_DATABASE_URL": server.create(name)}
    server.drop(name)


@pytest.fixture
def hall(variables, start, port, mode) -> Iterator[Hall]:
    """A meeting of twelve in a folder of its own, with a vote on phones that is open."""
    app = create_app(Settings.load(variables))
    with app.app_context():
        schema.upgrade()
        at = now()
        with transaction() as session:
            world = make_world(session, at=at - timedelta(days=4))
        sitting = Sitting(world, at - timedelta(minutes=30)).call(ready(world, NUMBER)).open(list(WISHES))
        sitting.open_vote(NUMBER, mode)
        for name in WISHES:
            accounts.create_account(world.people[name], name, PASSWORD, actor=SYSTEM, at=world.now)
            second_factor.hand_out_totp(world.people[name], SECRET, actor=SYSTEM, at=world.now)
        db.session.remove()
    yield Hall(app, start, port, mode)
    with app.app_context():
        db.engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine_name", "mode"),
    [("sqlite", "secret"), ("postgresql", "roll_call")],
    indirect=["engine_name"],
)
def test_every_answered_vote_is_counted_once_though_the_server_is_killed_twice(hall, run, tmp_path):
    hall.serve()
    hall.everybody_signs_in()

    for kill_after in (0, 2):
        waiting = [name for name in WISHES if name not in hall.answered]
        before = set(hall.answered)
        hall.wave(waiting[:WAVE], kill_after=kill_after)
        hall.serve()

        voted = hall.voted()
        assert hall.answered <= voted
        assert voted <= hall.answered | set(waiting[:WAVE])
        assert hall.kept() == (len(voted),) * 3
        assert kill_after or hall.answered == before == voted
        for name in voted:
            status, page = hall.phones[name].send(CAST, choice="against", back=SEAT)
            assert (status, "已经投过" in page) == (409, True)
        hall.answered = voted

    for name in sorted(set(WISHES) - hall.answered):
        assert hall.phones[name].send(CAST, choice=WISHES[name], back=SEAT)[0] == 303
    assert hall.phones["liu"].send(f"/council/votes/{VOTE}/close")[0] == 303

    wanted = Counter(WISHES.values())
    with hall.app.app_context():
        vote = votes.get(db.session(), VOTE)
        counted = {"for": vote.in_favour, "against": vote.against, "abstain": vote.abstain}
        roll = db.session.execute(select(RollCallChoice.person_id, RollCallChoice.choice)).all()
        carried = vote.carried
    assert (counted, carried, hall.kept()) == (wanted, True, (12, 12, 12))
    assert hall.mode == "secret" or sorted(choice for _, choice in roll) == sorted(WISHES.values())
    assert "赞成 7 票，反对 4 票，弃权 1 票" in hall.phones["an"].get("/meetings/1")
    record = tmp_path / "entries.jsonl"
    record.write_text(hall.phones["an"].get("/journal.jsonl"), encoding="utf-8")
    assert run("verify", str(record)).exit_code == 0
