"""How fast the served pages are beside a bare one, on SQLite and on PostgreSQL.

    python -m benchmarks.pages [--seconds 5] [--clients 8] [--engine sqlite] [--engine postgresql]

It serves the demo district with 200 projects by the production server on each
database, asks for each page in turn, and prints answers a second, processor
time of the server an answer, bytes as sent, and both as ratios to a bare Flask
page on the same server in the same run. The client runs on the same machine.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import load, serving
from microprojects.app import create_app
from microprojects.clock import now
from microprojects.config import Settings
from microprojects.demo import life
from microprojects.demo import load as load_demo
from microprojects.demo.cast import PASSWORD
from microprojects.demo.crew import Hand
from microprojects.demo.stories import Story, read
from microprojects.domain.people import Actor
from microprojects.services import proposals, screening
from microprojects.store import people, schema
from microprojects.store.accounts import Account
from microprojects.store.db import db
from microprojects.store.listings import Wanted
from microprojects.store.listings import projects as listed

PROJECTS = 200


@dataclass(frozen=True)
class Page:
    """One thing to ask for, with a stream of requests for each client."""

    name: str
    streams: Sequence[Callable[[], bytes]]


def main() -> None:
    """Measure both engines, or those that were named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    wanted = parser.parse_args()
    for engine in wanted.engine or ("sqlite", "postgresql"):
        with serving.database(engine) as (folder, url):
            _measure(engine, folder, url, wanted.seconds, wanted.clients)


def _measure(engine: str, folder: Path, url: str, seconds: float, clients: int) -> None:
    environment = {
        **os.environ,
        "MICROPROJECTS_MODE": "demo",
        "MICROPROJECTS_DATA_DIR": str(folder),
        "MICROPROJECTS_DATABASE_URL": url,
    }
    project, disclosure, draft = _fill(Settings.load(environment))
    workers = 1 if engine == "sqlite" else 2
    rows = []
    with serving.served(
        ["granian", "--interface", "wsgi", "--factory", "benchmarks.hello:make"], workers
    ) as (
        port,
        server,
    ):
        hello = Page("bare page", [lambda: load.get("/")] * clients)
        rows.append(_ask(hello, port, server, seconds))
    with serving.served([str(serving.ROOT / ".venv/bin/microprojects"), "serve"], workers, environment) as (
        port,
        server,
    ):
        pages = [
            Page("project list", [lambda: load.get("/projects")] * clients),
            Page("project page", [lambda: load.get(f"/projects/{project}")] * clients),
            Page("disclosure", [lambda: load.get(f"/disclosures/{disclosure}")] * clients),
            Page("a write, signed in", _writers(port, draft, clients)),
        ]
        rows += [_ask(page, port, server, seconds) for page in pages]
        memory = max(serving.memory(child) for child in serving.family(server))
    _print(engine, workers, rows, memory)


@dataclass(frozen=True)
class Row:
    """One line of the table; processor time in microseconds an answer."""

    name: str
    rate: float
    processor: float
    size: float
    p99: float
    wrong: int


def _ask(page: Page, port: int, server: int, seconds: float) -> Row:
    load.run(port, page.streams, seconds=0.5)
    before = serving.processor(server)
    result = load.run(port, page.streams, seconds=seconds)
    used = serving.processor(server) - before
    wrong = sum(n for status, n in result.statuses.items() if status not in (200, 303))
    return Row(
        page.name,
        result.rate,
        1e6 * used / result.answers,
        result.size / result.answers,
        result.latency(0.99),
        wrong,
    )


def _print(engine: str, workers: int, rows: Sequence[Row], memory: int) -> None:
    bare = rows[0]
    print(f"\n{engine}, {workers} worker(s), {os.cpu_count()} cores, client on the same machine")
    print(
        f"{'page':<20}{'answers/s':>10}{'CPU us':>9}{'bytes':>8}{'p99 ms':>8}{'rate ratio':>12}{'CPU ratio':>11}  other"
    )
    for row in rows:
        print(
            f"{row.name:<20}{row.rate:>10.0f}{row.processor:>9.0f}{row.size:>8.0f}{row.p99:>8.1f}"
            f"{row.rate / bare.rate:>12.3f}{row.processor / bare.processor:>11.1f}  {row.wrong or ''}"
        )
    print(f"largest process of the server: {memory / 1e6:.0f} MB, shared pages in part")


def _fill(settings: Settings) -> tuple[str, int, str]:
    """Load the demo and proposals up to 200 projects; return a project's number, a disclosure and one to second."""
    app = create_app(settings)
    with app.app_context():
        schema.upgrade()
    print("loading the demo district ...", file=sys.stderr)
    load_demo(app, now())
    with app.app_context():
        clerk, residents = _actor("lizhi-jing"), [_actor(f"lizhi-jumin{n:03}") for n in range(5)]
        stories = list(read().values())
        number = ""
        while (have := listed(db.session(), Wanted(), size=1)[1]) < PROJECTS:
            number = _propose(stories[have % len(stories)], clerk, residents[have % 5])
        db.session.rollback()
        closed = listed(db.session(), Wanted(tone="done"), size=1)[0][0].number
        found = db.session.execute(
            db.text("SELECT id FROM disclosures WHERE kind = 'decision' ORDER BY id LIMIT 1")
        ).scalar_one()
        db.session.remove()
    return closed, int(found), number


def _actor(username: str) -> Actor:
    person = db.session.scalar(db.select(Account.person_id).where(Account.username == username))
    return people.actor(db.session(), int(person))


def _propose(story: Story, clerk: Actor, proposer: Actor) -> str:
    hand = Hand(now() - timedelta(hours=2))
    draft = proposals.start_draft("lizhi", actor=proposer, at=hand.at)
    proposals.save_draft(draft, words=story.words(), actor=proposer, at=hand.at)
    number = proposals.submit(draft, consent=True, actor=proposer, at=hand.at)
    answers = {code: {"ok": True, "note": ""} for code in life.QUESTIONS}
    screening.screen(number, answers=answers, actor=clerk, at=hand.at)
    screening.accept(number, actor=clerk, at=hand.at)
    return number


def _writers(port: int, number: str, clients: int) -> list[Callable[[], bytes]]:
    """Sign residents in through the real form; each then seconds and takes it back in turn."""
    return [_writer(port, number, f"lizhi-jumin{n + 10:03}") for n in range(clients)]


def _writer(port: int, number: str, username: str) -> Callable[[], bytes]:
    browser = Browser(port)
    token = browser.token("/auth/sign-in")
    browser.send("/auth/sign-in", csrf_token=token, username=username, password=PASSWORD)
    token = browser.token(f"/projects/{number}")
    body = urlencode({"csrf_token": token}).encode()
    state = {"seconded": False}

    def following() -> bytes:
        state["seconded"] = not state["seconded"]
        verb = "second" if state["seconded"] else "unsecond"
        return load.post(f"/projects/{number}/{verb}", body, cookie=browser.cookie)

    return following


class Browser:
    """One visitor with cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.jar: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        """Return the cookies as a header."""
        return "; ".join(f"{name}={value}" for name, value in self.jar.items())

    def token(self, path: str) -> str:
        """Return the token of the first form of a page."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self._ask("GET", path, b""))
        if found is None:
            raise SystemExit(f"no form at {path}: was the visitor signed in?")
        return found.group(1)

    def send(self, path: str, **fields: str) -> None:
        """Post a form."""
        self._ask("POST", path, urlencode(fields).encode())

    def _ask(self, method: str, path: str, body: bytes) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.jar[key] = rest.partition(";")[0]
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return text


if __name__ == "__main__":
    main()
