"""How many ballots a second the served site accepts, beside a bare insert on the same server and database.

    python -m benchmarks.ballots [--voters 2000] [--clients 16] [--engine sqlite] [--engine postgresql]

It puts that many voters on the register of the demo district, opens a poll on eight
projects, and gives each voter a session of their own. Every voter picks on the
served pages and comes to the form that casts; only the casting is timed: each form
is posted once, with its cookie and its CSRF token, and answered with the receipt
after the commit. In the same run, on the same server with as many workers and
clients: a Flask view that adds one row by SQLAlchemy and commits it; and rows that
one process commits one by one without any server. At the end the box is counted.
The client runs on the same machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import create_engine, func, insert, select

from benchmarks import bare_insert, load, serving
from benchmarks.meeting_live import district as demo_district
from microprojects.app import create_app
from microprojects.clock import now
from microprojects.config import Settings
from microprojects.demo import load as load_demo
from microprojects.domain.ballots import BallotType
from microprojects.domain.money import Fen
from microprojects.domain.people import Actor
from microprojects.domain.sessions import Stage
from microprojects.services import polls, rolls
from microprojects.services.polls import Wanted
from microprojects.store import engines, people, schema, sessions
from microprojects.store.accounts import Account
from microprojects.store.ballots import Envelope
from microprojects.store.db import db, transaction
from microprojects.store.people import Person
from microprojects.store.poll_rolls import RollEntry
from microprojects.store.sessions import SignInSession
from tests.council import ready

PROJECTS, PICKED = 8, 2
_FIELD = re.compile(r"<input[^>]*>")
_HOW_MANY_ALONE = 3000


@dataclass(frozen=True)
class Row:
    """One line of the table; processor time in microseconds an accepted ballot."""

    name: str
    rate: float
    p50: float
    p99: float
    processor: float
    wrong: int


def main() -> None:
    """Measure both engines, or those that were named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--voters", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    wanted = parser.parse_args()
    for engine in wanted.engine or ("sqlite", "postgresql"):
        with serving.database(engine) as (folder, url):
            _measure(engine, folder, url, wanted.voters, wanted.clients)


def _measure(engine: str, folder: Path, url: str, voters: int, clients: int) -> None:
    environment = {
        **os.environ,
        "MICROPROJECTS_MODE": "demo",
        "MICROPROJECTS_DATA_DIR": str(folder),
        "MICROPROJECTS_DATABASE_URL": url,
    }
    app = create_app(Settings.load(environment))
    poll_id, cookies = _fill(app, voters)
    workers = 1 if engine == "sqlite" else 2
    serve = [str(serving.ROOT / ".venv/bin/microprojects"), "serve"]
    with serving.served(serve, workers, environment) as (port, server):
        print("every voter picks ...", file=sys.stderr)
        forms = asyncio.run(_forms(port, poll_id, cookies, clients))
        cast = _post("the site's ballot", port, server, forms, clients)
    bare_url = url.replace("bench.sqlite3", "bare.sqlite3")
    bare_insert.create(bare_url)
    bare = ["granian", "--interface", "wsgi", "--factory", "benchmarks.bare_insert:make"]
    with serving.served(bare, workers, {**os.environ, bare_insert.URL: bare_url}) as (port, server):
        body = urlencode({"choices": "p01:1,p02:1"}).encode()
        plain = [load.post("/", body, cookie="")] * voters
        least = _post("a bare insert", port, server, plain, clients)
    _print(engine, workers, clients, [cast, least], _alone(bare_url))
    with app.app_context():
        box = db.session.scalar(select(func.count()).where(Envelope.poll_id == poll_id))
        print(f"in the box: {box} ballots of {voters} that were cast")


def _print(engine: str, workers: int, clients: int, rows: Sequence[Row], alone: float) -> None:
    bare = rows[-1]
    print(
        f"\n{engine}, {workers} worker(s), {clients} clients, {os.cpu_count()} cores, client on the same machine"
    )
    print(
        f"{'':<20}{'accepted/s':>11}{'p50 ms':>8}{'p99 ms':>8}{'CPU us':>8}{'rate ratio':>12}{'CPU ratio':>11}  other"
    )
    for row in rows:
        print(
            f"{row.name:<20}{row.rate:>11.0f}{row.p50:>8.1f}{row.p99:>8.1f}{row.processor:>8.0f}"
            f"{row.rate / bare.rate:>12.3f}{row.processor / bare.processor:>11.1f}  {row.wrong or ''}"
        )
    print(f"one process that commits row by row, without a server: {alone:.0f}/s")


def _post(name: str, port: int, server: int, requests: Sequence[bytes], clients: int) -> Row:
    """Post every request once, as fast as the answers come."""
    before, began = serving.processor(server), time.perf_counter()
    answers = asyncio.run(_all(port, requests, clients))
    took = time.perf_counter() - began
    used = serving.processor(server) - before
    good = sorted(seconds for status, seconds in answers if status == 200)
    if not good:
        raise SystemExit(f"{name}: nothing was accepted")
    p50, p99 = (1000 * good[min(len(good) - 1, int(share * len(good)))] for share in (0.5, 0.99))
    return Row(name, len(good) / took, p50, p99, 1e6 * used / len(good), len(answers) - len(good))


async def _all(port: int, requests: Sequence[bytes], clients: int) -> list[tuple[int, float]]:
    answers: list[tuple[int, float]] = []
    waiting = iter(requests)

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for each in waiting:
            began = time.perf_counter()
            status, _head, _body = await _ask(reader, writer, each)
            answers.append((status, time.perf_counter() - began))
        writer.close()

    await asyncio.gather(*(client() for _n in range(clients)))
    return answers


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, bytes, bytes]:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    body = await reader.readexactly(load.length(head))
    return int(head[9:12]), head, body


async def _forms(port: int, poll_id: int, cookies: Sequence[str], clients: int) -> list[bytes]:
    """Let each voter pick two projects on the pages; return the requests that will cast."""
    forms: list[bytes] = []
    waiting = iter(list(enumerate(cookies)))

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for n, cookie in waiting:
            voter = _Voter(reader, writer, cookie)
            for k in range(PICKED):
                await voter.post(f"/polls/{poll_id}/ballot/pick", {"code": f"p{(n + k) % PROJECTS + 1:02}"})
            page = await voter.get(f"/polls/{poll_id}/ballot/check")
            forms.append(load.post(f"/polls/{poll_id}/ballot/check", _filled(page), cookie=voter.cookie))
        writer.close()

    await asyncio.gather(*(client() for _n in range(clients)))
    return forms


class _Voter:
    """One voter's browser: its cookie and the token of its last page."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cookie: str) -> None:
        self._reader, self._writer, self._cookie, self._token = reader, writer, cookie, ""

    @property
    def cookie(self) -> str:
        return self._cookie

    async def get(self, path: str) -> str:
        return await self._send(load.get(path, cookie=self._cookie).replace(b"gzip", b"identity"))

    async def post(self, path: str, fields: dict[str, str]) -> None:
        if not self._token:
            page = await self.get(path.rpartition("/")[0])
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
            if found is None:
                raise SystemExit(f"no form at {path}: was the voter signed in?")
            self._token = found[1]
        body = urlencode({"csrf_token": self._token, **fields}).encode()
        await self._send(load.post(path, body, cookie=self._cookie))

    async def _send(self, request: bytes) -> str:
        _status, head, body = await _ask(self._reader, self._writer, request)
        given = re.search(rb"(?i)set-cookie: (session=[^;]+)", head)
        if given:
            self._cookie = given[1].decode()
        return body.decode("utf-8", "replace")


def _filled(page: str) -> bytes:
    """Return the fields of the form that casts, as a browser would send them."""
    fields: dict[str, str] = {}
    for each in _FIELD.findall(page):
        name, value = re.search(r'name="(\w+)"', each), re.search(r'value="([^"]*)"', each)
        if name:
            fields[name[1]] = unescape(value[1]) if value else ""
    wanted = ("csrf_token", "choices", "blank", "once", "seen", "spec", "client", "word")
    return urlencode({name: fields[name] for name in wanted}).encode()


def _alone(url: str) -> float:
    """Return how many rows a second one process commits one by one."""
    engine = create_engine(url)
    engines.prepare(engine)
    with engine.connect().execution_options(**{engines.WRITES: True}) as connection:
        began = time.perf_counter()
        for _n in range(_HOW_MANY_ALONE):
            connection.execute(insert(bare_insert.Ballot), bare_insert.values("p01:1,p02:1"))
            connection.commit()
        took = time.perf_counter() - began
    engine.dispose()
    return _HOW_MANY_ALONE / took


def _fill(app: Flask, voters: int) -> tuple[int, list[str]]:
    """Load the demo, put voters on the register and open a poll; return it and a cookie for each voter."""
    with app.app_context():
        schema.upgrade()
    print("loading the demo district ...", file=sys.stderr)
    load_demo(app, now())
    with app.app_context():
        clerk = _actor("lizhi-jing")
        lines = [
            f"张三{_chinese(n)},{n % 40 + 1}号楼,{date(1950 + n % 50, 3, 4)},居住" for n in range(voters)
        ]
        sheet = "姓名,楼栋,出生日期,关系\n" + "\n".join(lines)
        rolls.apply(sheet.encode(), community="lizhi", actor=clerk, at=now())
        poll_id = _open(clerk)
        return poll_id, _sessions(app, poll_id, voters)


def _chinese(n: int) -> str:
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(n))


def _open(clerk: Actor) -> int:
    district = demo_district()
    numbers = [
        ready(district, f"LZ-2026-{n + 500}", title=f"三栋前路灯更换之{n + 1}", fiscal=2_000_000, social=0)  # type: ignore[arg-type]  # asks for no more
        for n in range(PROJECTS)
    ]
    at = now()
    wanted = Wanted(
        title="第一轮居民投票", ballot=BallotType.APPROVAL, least=1, most=3, budget=Fen(5_000_000), opens_at=at,
        closes_at=at + timedelta(days=7), projects=numbers,
    )  # fmt: skip
    poll_id = polls.prepare("lizhi", wanted, actor=clerk, at=at)
    polls.open_poll(poll_id, actor=clerk, at=at)
    return poll_id


def _sessions(app: Flask, poll_id: int, voters: int) -> list[str]:
    """Give voters on the roll an account and a session each, as signing in leaves them; return their cookies."""
    at, cookies = now(), []
    sign = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own cookies
    assert sign is not None
    with transaction() as session:
        nobody = select(Account.person_id)
        query = select(RollEntry.person_id).join(Person, Person.id == RollEntry.person_id)
        query = query.where(RollEntry.poll_id == poll_id, RollEntry.person_id.not_in(nobody)).limit(voters)
        for person_id in session.scalars(query).all():
            account = Account(
                person_id=person_id, username=f"voter{person_id}", password_hash="!", created_at=at
            )
            session.add(account)
            session.flush()
            token = f"token of {person_id}"
            session.add(
                SignInSession(
                    token_hash=sessions.token_hash(token), account_id=account.id, stage=Stage.FULL, epoch=0,
                    created_at=at, seen_at=at, device="", address_hash="0" * 64,
                )
            )  # fmt: skip
            cookies.append(f"session={sign.dumps({'_user_id': token, '_fresh': True})}")
    return cookies


def _actor(username: str) -> Actor:
    person = db.session.scalar(select(Account.person_id).where(Account.username == username))
    return people.actor(db.session(), int(person or 0))


if __name__ == "__main__":
    main()
