"""A residents' poll for tests, brought by the real deeds to where it is wanted: prepared, opened, voted in, closed, counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from microprojects.domain.ballots import BallotType, Choices
from microprojects.domain.money import Fen
from microprojects.domain.voters import Voter
from microprojects.services import ballots, poll_counts, polls
from microprojects.services.ballots import Cast, Receipt
from microprojects.services.polls import Wanted
from microprojects.store import polls as rows
from microprojects.store.db import db, transaction
from microprojects.store.people import Person
from microprojects.store.polls import Poll
from tests.council import ready
from tests.world import World

WAN = 1_000_000
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
TITLES = ("三栋前路灯更换", "荔枝苑凉亭修缮", "社区图书角更新", "楼道扶手加装", "晒谷场排水沟")
COSTS = (6 * WAN, 5 * WAN, 2 * WAN)
# Three voters who leave no two projects equal: p01 has three votes, p02 two, p03 one.
SOME: dict[str, Sequence[str]] = {
    "lin": ("p01",),
    "chen": ("p01", "p02"),
    "xu": ("p01", "p02"),
    "guo": ("p03",),
}
# Two projects with as many votes and the same cost can only be told apart by the lot.
EVEN: dict[str, Sequence[str]] = {"lin": ("p01",), "chen": ("p02",)}
DICE = "36142 51623 41325 66124"
_forms = count(1)


def ready_ones(world: World, costs: Sequence[int] = COSTS) -> tuple[str, ...]:
    """Projects of Lizhi that are ready to be voted on, one for each cost in fen."""
    return tuple(
        ready(world, f"LZ-2026-{800 + n}", title=TITLES[n], fiscal=cost, social=0)
        for n, cost in enumerate(costs)
    )


def more_voters(world: World, how_many: int) -> None:
    """Put more verified residents of Lizhi into the world, each an actor: voter0, voter1 and so on."""
    with transaction() as session:
        for n in range(how_many):
            person = Person(
                name=f"住户{n}",
                community_id=world.areas["lizhi"],
                verified_at=world.now,
                verified_by_id=world.people["zhao"],
                created_at=world.now,
            )
            session.add(person)
            session.flush()
            world.people[f"voter{n}"] = person.id
            world.actors[f"voter{n}"] = replace(world["lin"], person_id=person.id)


def prepared(
    world: World,
    numbers: Sequence[str] = (),
    *,
    area: str = "lizhi",
    clerk: str = "zhao",
    at: datetime | None = None,
    **wanted: Any,
) -> int:
    """Prepare a poll for a week from `at`: at most two of three projects, for 100,000 yuan."""
    at = at or world.now
    usual: dict[str, Any] = {
        "title": "荔枝社区 2026 年第一次居民投票", "ballot": BallotType.APPROVAL, "least": 1, "most": 2,
        "budget": Fen(10 * WAN), "opens_at": at, "closes_at": at + WEEK, "projects": numbers or ready_ones(world),
    }  # fmt: skip
    return polls.prepare(area, Wanted(**(usual | wanted)), actor=world[clerk], at=at)


def opened(
    world: World, numbers: Sequence[str] = (), *, clerk: str = "zhao", at: datetime | None = None, **more: Any
) -> int:
    """Prepare a poll and open it at once."""
    at = at or world.now
    poll_id = prepared(world, numbers, clerk=clerk, at=at, **more)
    polls.open_poll(poll_id, actor=world[clerk], at=at)
    return poll_id


def form(
    poll_id: int, *codes: str, blank: bool = False, seen: int = 0, choices: Choices | None = None
) -> Cast:
    """Return a ballot as a fresh form brings it: codes that are ticked, or scores; `seen` is what it replaces."""
    return Cast(
        choices=dict.fromkeys(codes, 1) if choices is None else choices,
        blank=blank,
        word="K7Q2",
        client=b"sixteen bytes...",
        once=f"form {next(_forms)}",
        seen=seen,
        spec=the_poll(poll_id).spec_hash,
    )


def cast(
    world: World, poll_id: int, who: str, *codes: str, seen: int = 0, at: datetime | None = None
) -> Receipt:
    """Cast somebody's ballot with those codes ticked, none for a blank vote."""
    wanted = form(poll_id, *codes, blank=not codes, seen=seen)
    return ballots.cast(poll_id, wanted, voter=Voter.of(world[who]), at=at or the_poll(poll_id).opens_at)


def cast_some(world: World, poll_id: int, some: Mapping[str, Sequence[str]] | None = None) -> list[Receipt]:
    """Let some neighbours vote online, and return their receipts."""
    return [cast(world, poll_id, who, *codes) for who, codes in (SOME if some is None else some).items()]


def closed(
    world: World,
    numbers: Sequence[str] = (),
    *,
    some: Mapping[str, Sequence[str]] | None = None,
    clerk: str = "zhao",
    **more: Any,
) -> int:
    """Open a poll, let some vote, and close it when its time is over."""
    poll_id = opened(world, numbers, clerk=clerk, **more)
    cast_some(world, poll_id, some)
    poll_counts.close(poll_id, actor=world[clerk], at=the_poll(poll_id).closes_at)
    return poll_id


def counted(world: World, numbers: Sequence[str] = (), *, clerk: str = "zhao", **more: Any) -> int:
    """Close a poll and count it an hour later."""
    poll_id = closed(world, numbers, clerk=clerk, **more)
    poll_counts.count(poll_id, actor=world[clerk], at=the_poll(poll_id).closes_at + HOUR)
    return poll_id


def greedy(costs: Sequence[int], budget: int = 10 * WAN) -> list[tuple[int, bool]]:
    """Rank and fate of projects that stand in the order of their votes, which number has which cost being drawn."""
    left, fates = budget, []
    for cost in costs:
        fates.append(cost <= left)
        left -= cost if fates[-1] else 0
    order = [n for n, won in enumerate(fates) if won] + [n for n, won in enumerate(fates) if not won]
    return [(order.index(n) + 1, won) for n, won in enumerate(fates)]


def the_poll(poll_id: int) -> Poll:
    """Return the poll as it stands in the database now."""
    db.session.rollback()
    return rows.get(db.session(), poll_id)
