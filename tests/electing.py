"""A poll that takes ballots, with what a test wants to know of it."""

from __future__ import annotations

from dataclasses import dataclass

from microprojects.services.ballots import Receipt
from microprojects.store import polls as rows
from microprojects.store.db import db
from tests import polling
from tests.benches import Bench
from tests.living import lived_once
from tests.world import NOW, World

OPENED = NOW
CLOSES = NOW + polling.WEEK


@dataclass(frozen=True)
class OpenPoll:
    """An open poll by its number, with the fingerprint of its rule."""

    world: World
    id: int
    spec: str
    numbers: dict[str, str]  # the project's number by its code on the ballot


def opened_poll(world: World, *costs: int, **more: object) -> OpenPoll:
    """Open a poll on three projects, or on those of the costs given."""
    poll_id = polling.opened(world, polling.ready_ones(world, costs or polling.COSTS), **more)
    codes = {option.code: option.project.number for option in rows.options(db.session(), poll_id)}
    return OpenPoll(world, poll_id, polling.the_poll(poll_id).spec_hash, codes)


def kept_poll(world: World, bench: Bench) -> OpenPoll:
    """Return an open poll on three projects; it is opened once for each engine and then kept."""
    return lived_once(bench, world, "open_poll", opened_poll)


def cast(poll: OpenPoll, who: str, *codes: str, blank: bool = False, seen: int = 0) -> Receipt:
    """Cast somebody's ballot at the opening."""
    assert blank is not bool(codes)
    return polling.cast(poll.world, poll.id, who, *codes, seen=seen)
