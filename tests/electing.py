"""A residents' poll at work, for tests: prepared and opened by real deeds, with ballots cast as a form casts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from microprojects.domain.ballots import BallotType, Choices
from microprojects.domain.money import Fen
from microprojects.services import ballots, polls
from microprojects.services.ballots import Cast, Receipt
from microprojects.services.polls import Wanted
from microprojects.store import polls as rows
from microprojects.store.db import db
from tests.council import ready
from tests.world import NOW, World

OPENED = NOW
CLOSES = NOW + timedelta(days=7)
_forms = count(1)
TITLES = ("三栋前路灯更换", "荔枝苑凉亭修缮", "社区图书角更新", "楼道扶手加装", "晒谷场排水沟")


@dataclass(frozen=True)
class OpenPoll:
    """A poll that takes ballots, by its number and the fingerprint of its rule."""

    world: World
    id: int
    spec: str
    numbers: dict[str, str]  # the project's number by its code on the ballot


def wish(world: World, *numbers: str, **more: object) -> Wanted:
    """Return what a clerk wants: two of the projects at most, a week's time, 100,000 yuan."""
    told = {
        "title": "荔枝社区第一次居民投票",
        "ballot": BallotType.APPROVAL,
        "least": 1,
        "most": 2,
        "budget": Fen(10_000_000),
        "opens_at": world.now,
        "closes_at": world.now + timedelta(days=7),
        "projects": numbers,
    }
    return Wanted(**{**told, **more})


def ready_projects(world: World, *costs: int) -> tuple[str, ...]:
    """Write ready projects of those costs in fen, and return their numbers."""
    return tuple(
        ready(world, f"LZ-2026-{n:03d}", title=TITLES[n - 1], fiscal=cost, social=0)
        for n, cost in enumerate(costs, start=1)
    )


def prepared_poll(world: World, *costs: int, **more: object) -> tuple[int, tuple[str, ...]]:
    """Prepare a poll on three projects, and return its number and the numbers of those on the ballot."""
    numbers = ready_projects(world, *(costs or (6_000_000, 5_000_000, 2_000_000)))
    wanted = wish(world, *numbers, **more)
    return polls.prepare("lizhi", wanted, actor=world["zhao"], at=world.now), numbers


def opened_poll(world: World, *costs: int, **more: object) -> OpenPoll:
    """Open a poll on three projects, or on those of the costs given."""
    poll_id, _numbers = prepared_poll(world, *costs, **more)
    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)
    poll = rows.get(db.session(), poll_id)
    codes = {option.code: option.project.number for option in rows.options(db.session(), poll_id)}
    return OpenPoll(world, poll_id, poll.spec_hash, codes)


def ballot(
    poll: OpenPoll, *codes: str, blank: bool = False, seen: int = 0, choices: Choices | None = None
) -> Cast:
    """Return a ballot as a fresh form brings it."""
    return Cast(
        choices=dict.fromkeys(codes, 1) if choices is None else choices,
        blank=blank,
        word="K7Q2",
        client=b"sixteen bytes...",
        once=f"form {next(_forms)}",
        seen=seen,
        spec=poll.spec,
    )


def cast(poll: OpenPoll, who: str, *codes: str, **more: object) -> Receipt:
    """Cast a ballot of a named resident on the first day."""
    return ballots.cast(poll.id, ballot(poll, *codes, **more), actor=poll.world[who], at=poll.world.now)
