"""Loading the demo: every story is told deed by deed, all of them together in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask

from microprojects.demo import (
    assemblies,
    auditing,
    cast,
    electing,
    founding,
    gatherings,
    last_year,
    maps,
    neighbourhoods,
    registers,
    sharing,
)
from microprojects.demo.assemblies import Assembly
from microprojects.demo.cast import PASSWORD, Part
from microprojects.demo.crew import Hand
from microprojects.demo.founding import District
from microprojects.demo.life import DAY
from microprojects.demo.plots import Plot
from microprojects.demo.stories import Story, read
from microprojects.domain.people import Actor
from microprojects.domain.workdays import SHANGHAI
from microprojects.services import checkpoints, programmes, retentions
from microprojects.store import programmes as kept
from microprojects.store.db import db

# key -> (community, days before the day of loading (negative: after it), how many come)
MEETINGS: dict[str, tuple[str, int, int]] = {
    "LZ-A": ("lizhi", 112, 15),
    "LZ-B": ("lizhi", 66, 15),
    "LZ-Q": ("lizhi", 30, 11),
    "LZ-NEXT": ("lizhi", -4, 0),
    "MM-A": ("mumian", 118, 14),
    "MM-B": ("mumian", 52, 14),
    "MM-C": ("mumian", 20, 14),
    "FH-A": ("fenghuang", 115, 16),
    "FH-B": ("fenghuang", 64, 16),
    "RY-A": ("rongyin", 104, 12),
    "RY-B": ("rongyin", 13, 12),
    "RY-C": ("rongyin", 34, 13),
    "RY-D": ("rongyin", 2, 13),
}
FAILED = "LZ-Q"
# Meetings that were asked for: how many members, how many residents. All others are regular.
ASKED: dict[str, tuple[int, int]] = {"LZ-NEXT": (5, 0), "RY-D": (0, 803)}
# Stories that never came to a meeting: how many days ago each began.
BEGAN = {
    "P19": 24, "P20": 12, "P21": 9, "P22": 41, "P23": 33, "P24": 58, "P25": 62, "P28": 42, "P30": 3,
    "P31": 20, "P32": 21, "P33": 19, "P34": 22, "P35": 28, "P36": 27, "P37": 29,
}  # fmt: skip
ORDINALS = "一二三四五六七八九"


def _nothing(_line: str) -> None:
    """Say nothing."""


def load(
    app: Flask, at: datetime, *, say: Callable[[str], None] = _nothing
) -> Sequence[Mapping[str, str | None]]:
    """Fill an empty database with the district as it stands at a moment, and return its accounts.

    `say` is told in a line or so a month of the story how far it has come.
    """
    with app.app_context():
        today = last_year.day_of_story(at)
        began = today.replace(year=last_year.of(today), month=1, day=2)
        years = tuple(range(began.year, at.astimezone(SHANGHAI).year + 1))
        district = founding.found(began=began, years=years, say=say)
        strands = [
            *_strands(district, read(), began, today),
            _sealing(began),
            *last_year.strands(district, years, today),
        ]
        play(strands, until=at, say=say)
        _name_last_day(district, at)
        neighbourhoods.settle(district, at)
        maps.draw(at)
        retentions.run_due(at=at)
        checkpoints.sign_due(at=at)
    return accounts()


def _sealing(began: datetime) -> Iterator[datetime]:
    """Sign the journal every thirty days, for as long as the story goes on."""
    moment = began
    while True:
        moment += 30 * DAY
        yield moment
        checkpoints.sign_due(at=moment)


def _name_last_day(district: District, at: datetime) -> None:
    """Let the programme name a last day for approvals, for all that is not on an agenda yet."""
    programme = kept.all_programmes(db.session())[0]
    programmes.set_parameter(
        programme.id,
        "dates.approve_by",
        "12-20",
        reason="年底前要留出签约、付款的时间。",
        actor=district.actors["qu-huang"],
        at=at,
    )


def _strands(
    district: District, stories: Mapping[str, Story], began: datetime, today: datetime
) -> list[Iterator[datetime]]:
    numbers: dict[str, str] = {}
    wanted = MEETINGS | last_year.meetings(today)
    held = {key: _assembly(key, wanted, today, stories) for key in wanted}
    plots = [
        Plot(
            story,
            district.crews[story.community],
            _proposer(district, story, n),
            begins=_begins(story, held, today),
            meets=held[story.meeting].starts_at if story.meeting else None,
            meets_again=held[story.again].starts_at if story.again else None,
            today=today,
            suppliers=district.suppliers,
            numbers=numbers,
            skip=n * 5,
        ).tell()
        for n, story in enumerate(stories.values())
    ]
    meetings = [
        assemblies.hold(
            district.crews[wanted[key][0]],
            assembly,
            numbers,
            district.members[wanted[key][0]],
            Hand(assembly.starts_at - 12 * DAY),
        )
        for key, assembly in held.items()
    ]
    seat = registers.pass_on(district.crews["rongyin"], district.actors["qu-huang"], today)
    gathered = gatherings.strands(district.crews, numbers, today)
    more = auditing.strands(district, began, today) + sharing.strands(district, began, today)
    more += electing.strands(district.crews, numbers, today)
    return [*plots, *meetings, seat, *gathered, *more]


def _assembly(
    key: str, held: Mapping[str, tuple[str, int, int]], today: datetime, stories: Mapping[str, Story]
) -> Assembly:
    slug, days_ago, present = held[key]
    starts = (today - days_ago * DAY).replace(hour=19, minute=30)
    earlier = sum(1 for other, (where, ago, _n) in held.items() if where == slug and ago > days_ago)
    wanted = [story for story in stories.values() if story.meeting == key]
    wanted += [replace(story, votes=story.votes_again) for story in stories.values() if story.again == key]
    if key == FAILED:
        wanted = [stories["P25"]]
    return Assembly(
        key=key,
        title=f"议事会第{ORDINALS[earlier]}次会议",
        starts_at=starts,
        present=present,
        quorate=key != FAILED,
        future=days_ago < 0,
        askers=ASKED.get(key, (0, 0))[0],
        signatures=ASKED.get(key, (0, 0))[1],
        stories=wanted,
    )


def _begins(story: Story, held: Mapping[str, Assembly], today: datetime) -> datetime:
    if story.key in BEGAN:
        return today - BEGAN[story.key] * DAY + timedelta(hours=2)
    before = 11 if story.fast_track else 27
    return (held[story.meeting].starts_at - before * DAY).replace(hour=10)


def _proposer(district: District, story: Story, n: int) -> Actor:
    return district.crews[story.community].residents[n % 5]


def play(strands: Sequence[Iterator[datetime]], *, until: datetime, say: Callable[[str], None]) -> None:
    """Do every deed of every strand in the order of time; what lies ahead is left undone."""
    waiting = [(moment, n, strand) for n, strand in enumerate(strands) if (moment := next(strand, None))]
    heapq.heapify(waiting)
    month = ""
    while waiting:
        moment, n, strand = heapq.heappop(waiting)
        if month != (month := moment.strftime("%Y-%m")):
            say(f"  telling {month}")
        if moment > until:
            continue
        following = next(strand, None)
        if following is not None:
            heapq.heappush(waiting, (following, n, strand))


def accounts() -> list[dict[str, str | None]]:
    """Return the accounts that visitors of the demo may use, residents first."""
    places = {place.slug: place.name for place in cast.COMMUNITIES}
    shown: list[Part] = [
        *cast.desk(cast.COMMUNITIES[0])[:4],
        *list(cast.council(cast.COMMUNITIES[0]))[:2],
        *cast.ABOVE,
        cast.desk(cast.COMMUNITIES[3])[0],
        next(cast.council(cast.COMMUNITIES[3])),
    ]
    staff = [
        {
            "username": part.username,
            "password": PASSWORD,
            "totp_secret": part.secret,
            "role": part.role.value,
            "community": places.get(part.area),
        }
        for part in shown
    ]
    residents = [
        {
            "username": username,
            "password": PASSWORD,
            "totp_secret": None,
            "role": "resident",
            "community": places[slug],
        }
        for username, _name, slug in cast.RESIDENTS
    ]
    return [*residents, *staff]
