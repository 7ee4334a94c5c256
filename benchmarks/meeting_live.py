"""How many screens can follow meetings at once, and how soon they show what happened.

    python -m benchmarks.meeting_live [--meetings 20] [--seconds 12] [--engine sqlite] [--screens 200 ...]

It opens that many meetings in the demo district and serves it by the production
server. Screens ask for the beat of their meeting once a second and look at the
page again when it grew: the wall for anyone, and for 17 in 77 of them a member's
seat, signed in. In each meeting somebody asks to speak or steps back every five
seconds. Printed: how long after the act was stored a screen had the new page, and
what the server used; and the same while nothing happens. Client on the same machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread

import pyotp
from flask import Flask
from sqlalchemy import select

from benchmarks import load, serving
from benchmarks.pages import Browser
from microprojects.app import create_app
from microprojects.clock import now
from microprojects.config import Settings
from microprojects.demo import cast
from microprojects.demo import load as load_demo
from microprojects.domain.people import Actor
from microprojects.services import floor, meetings
from microprojects.store import journal, people, schema
from microprojects.store.accounts import Account
from microprojects.store.areas import Area
from microprojects.store.councils import Council
from microprojects.store.db import db
from microprojects.store.programmes import Round
from tests.browser.assembling import District
from tests.council import ready

EVERY = 1.0  # seconds between two questions of a screen
ACT = 5.0  # seconds between two acts in a meeting
MEMBERS, SCREENS = 17, 77  # of 77 screens of a meeting 17 are members' phones
SOON = 2.0


@dataclass
class Room:
    """One meeting under way: its item, its chair, its members, and when each beat was stored."""

    meeting: int
    item: int
    members: list[Actor]
    at: datetime
    stored: dict[int, float] = field(default_factory=dict)
    waits: bool = False


@dataclass
class Seen:
    """What the screens of one run saw: seconds from an act to its page, and how many questions they asked."""

    lags: list[float] = field(default_factory=list)
    asked: int = 0
    failed: int = 0


def main() -> None:
    """Measure with more and more screens."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--meetings", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--screens", type=int, nargs="+", default=[77, 400, 800, 1540, 2400, 3200])
    wanted = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    with serving.database(wanted.engine) as (folder, url):
        environment = {
            **os.environ,
            "MICROPROJECTS_MODE": "demo",
            "MICROPROJECTS_DATA_DIR": str(folder),
            "MICROPROJECTS_DATABASE_URL": url,
        }
        app = create_app(Settings.load(environment))
        rooms = _open(app, wanted.meetings)
        command = [str(serving.ROOT / ".venv/bin/microprojects"), "serve"]
        with serving.served(command, 1, environment) as (port, server):
            cookie = _sign_in(port)
            print(f"{wanted.engine}, 1 worker, {os.cpu_count()} cores, {len(rooms)} meetings")
            print("screens  asked/s   CPU %  p50 ms  p99 ms  max ms  within 2 s  idle asked/s  idle CPU %")
            for screens in wanted.screens:
                _line(app, rooms, screens, port, server, cookie, wanted.seconds)


def _line(
    app: Flask, rooms: list[Room], screens: int, port: int, server: int, cookie: str, seconds: float
) -> None:
    """Measure one number of screens, first at rest, then at work, and print it."""
    rest, rest_used = _follow(rooms, screens, port, server, cookie, seconds / 2)
    over = Event()
    acting = Thread(target=_act, args=(app, rooms, over))
    acting.start()
    seen, used = _follow(rooms, screens, port, server, cookie, seconds)
    over.set()
    acting.join()
    lags = sorted(seen.lags) or [float("nan")]
    soon = sum(lag <= SOON for lag in lags) / len(lags)
    p50, p99 = (1000 * lags[min(len(lags) - 1, int(share * len(lags)))] for share in (0.5, 0.99))
    print(
        f"{screens:>7}{seen.asked / seconds:>9.0f}{100 * used:>8.0f}{p50:>8.0f}{p99:>8.0f}{1000 * lags[-1]:>8.0f}"
        f"{100 * soon:>11.1f}%{rest.asked / (seconds / 2):>14.0f}{100 * rest_used:>12.0f}"
        + (f"  {seen.failed + rest.failed} failed" if seen.failed + rest.failed else ""),
        flush=True,
    )


def _open(app: Flask, many: int) -> list[Room]:
    """Open meetings of one council with one item each, under debate."""
    with app.app_context():
        schema.upgrade()
        print("loading the demo district ...", file=sys.stderr)
        load_demo(app, now())
        session = db.session()
        ids = _people()
        council = session.scalars(select(Council).join(Area).where(Area.slug == "lizhi")).one()
        town = district()
        chair = people.actor(session, ids["lizhi-chair"])
        members = [people.actor(session, ids[f"lizhi-yi{n:02}"]) for n in range(1, MEMBERS)]
        council_id, place, at = council.id, council.hall, now()
        rooms = [_open_one(council_id, place, n, town, chair, members, at) for n in range(many)]
        db.session.remove()
    return rooms


def _open_one(
    council_id: int, place: str, n: int, district: District, chair: Actor, members: list[Actor], at: datetime
) -> Room:
    starts = at + timedelta(days=4)
    meeting = meetings.call(
        council_id, title=f"议事会专题会议之{n + 1}", place=place, starts_at=starts, actor=chair, at=at
    )
    number = ready(district, f"LZ-2026-{n + 500}", title=f"三栋前路灯更换之{n + 1}", proposer="lin")  # type: ignore[arg-type]  # asks for no more
    item = meetings.put_on_agenda(meeting, number, actor=chair, at=at)
    meetings.send_dossier(meeting, actor=chair, at=at)
    meetings.open_meeting(meeting, actor=chair, at=starts)
    for member in members[:14]:
        meetings.sign_in(meeting, person_id=member.person_id or 0, actor=member, at=starts)
    floor.take_up(item, actor=chair, at=starts)
    meetings.present_item(item, actor=chair, at=starts)
    return Room(meeting, item, members[:14], starts)


def _people() -> dict[str, int]:
    return dict(db.session.execute(select(Account.username, Account.person_id)).all())


def district() -> District:
    """Return the demo's people and places in the shape in which the tests' helpers ask for them."""
    session, ids = db.session(), _people()
    roles = {
        "lin": "lizhi-jumin040",
        "chen": "lizhi-jumin041",
        "xu": "lizhi-jumin042",
        "zhao": "lizhi-jing",
        "sun": "lizhi-dang",
        "zhou": "jie-zhou",
    }
    areas = dict(session.execute(select(Area.slug, Area.id)).all())
    rounds = dict(session.execute(select(Area.slug, Round.id).join(Area, Area.id == Round.area_id)).all())
    return District(now(), {name: ids[user] for name, user in roles.items()}, areas, rounds)


def _sign_in(port: int) -> str:
    """Sign a member in through the real form and return the cookies."""
    part = next(part for part in cast.council(cast.COMMUNITIES[0]) if part.username == "lizhi-yi01")
    browser = Browser(port)
    token = browser.token("/auth/sign-in")
    browser.send("/auth/sign-in", csrf_token=token, username=part.username, password=cast.PASSWORD)
    token = browser.token("/auth/second-step")
    browser.send("/auth/second-step", csrf_token=token, code=pyotp.TOTP(part.secret).now())
    return browser.cookie


def _act(app: Flask, rooms: list[Room], over: Event) -> None:
    """Let somebody ask to speak or step back in one meeting after the other, until it is over."""
    with app.app_context():
        turn = 0
        while not over.wait(ACT / len(rooms)):
            room = rooms[turn % len(rooms)]
            turn += 1
            member = room.members[0]
            person = member.person_id or 0
            if room.waits:
                floor.step_back(room.item, person_id=person, actor=member, at=room.at)
            else:
                floor.ask(room.item, person_id=person, side="for", actor=member, at=room.at)
            room.waits = not room.waits
            room.stored[_beat(room.meeting)] = time.perf_counter()
            db.session.remove()


def _beat(meeting: int) -> int:
    return journal.beat(db.session(), meeting)


def _follow(
    rooms: list[Room], screens: int, port: int, server: int, cookie: str, seconds: float
) -> tuple[Seen, float]:
    """Let screens follow for some seconds; return what they saw and the share of one core that the server used."""
    seen = Seen()
    before = serving.processor(server)
    asyncio.run(_screens(rooms, screens, port, cookie, seconds, seen))
    return seen, (serving.processor(server) - before) / seconds


async def _screens(
    rooms: list[Room], screens: int, port: int, cookie: str, seconds: float, seen: Seen
) -> None:
    until = time.perf_counter() + seconds
    each = zip(range(screens), _places(rooms), strict=False)
    await asyncio.gather(
        *(_screen(room, port, cookie if member else "", until, seen) for _n, (room, member) in each)
    )


def _places(rooms: list[Room]) -> Iterator[tuple[Room, bool]]:
    """Give each screen a meeting; 17 of 77 in each are members' phones."""
    n = 0
    while True:
        for room in rooms:
            yield room, n % SCREENS < MEMBERS
        n += 1


async def _screen(room: Room, port: int, cookie: str, until: float, seen: Seen) -> None:
    """Be one screen: ask once a second, and look at the page when the beat grew."""
    await asyncio.sleep(random.random() * EVERY)
    page = f"/council/meetings/{room.meeting}/seat" if cookie else f"/meetings/{room.meeting}/screen"
    beat = max(room.stored, default=0)
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < until:
            began = time.perf_counter()
            told = await _ask(reader, writer, load.get(f"/meetings/{room.meeting}/beat", cookie=cookie))
            seen.asked += 1
            if int(told) > beat and beat:
                await _ask(reader, writer, load.get(page, cookie=cookie))
                stored = room.stored.get(int(told))
                if stored is not None:
                    seen.lags.append(time.perf_counter() - stored)
            beat = max(int(told), beat)
            await asyncio.sleep(max(EVERY - (time.perf_counter() - began), 0))
        writer.close()
    except (OSError, asyncio.IncompleteReadError, ValueError):
        seen.failed += 1


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bytes:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise ValueError(head.split(b"\r\n", 1)[0])
    return await reader.readexactly(load.length(head))


if __name__ == "__main__":
    main()
