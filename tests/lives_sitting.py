"""What a council has in the lives of many projects beside its votes: an election, a given vote, and minutes on paper."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

from PIL import Image

from microprojects.services import compositions, elections, kept_minutes, minutes
from microprojects.services.compositions import Told
from microprojects.services.elections import Poll
from microprojects.store.db import transaction
from microprojects.store.delegations import Delegation
from tests.world import MEMBERS, World


def picture() -> bytes:
    """A small picture, as a camera would send it."""
    made = BytesIO()
    Image.new("RGB", (64, 48), "white").save(made, "PNG")
    return made.getvalue()


def elect(world: World, seat_id: int, *, at: datetime) -> int:
    """Record the term, the election of one member, and what they let be counted."""
    zhao = world["zhao"]
    term = elections.open_term(world.council_id, 3, since=date(2025, 1, 1), actor=zhao, at=at)
    poll = Poll(held_on=date(2024, 12, 20), way="assembly", due=60, voted=52, document="荔居〔2024〕9 号")
    held = elections.record_election(term, poll, {seat_id: 48}, actor=zhao, at=at)
    compositions.record_facts(seat_id, Told(woman=True), agreed=True, actor=zhao, at=at)
    return held


def given(world: World, meeting: int, *, at: datetime) -> int:
    """A vote that was given before the programme let nobody give theirs any more."""
    people = world.people
    with transaction() as session:
        vote = Delegation(
            meeting_id=meeting,
            principal_id=people[MEMBERS[15]],
            delegate_id=people[MEMBERS[5]],
            paper="委托书 1 号",
            digest="0" * 64,
            given_at=at,
            given_by_id=people["guo"],
        )
        session.add(vote)
        session.flush()
        return vote.id


def keep_minutes(world: World, meeting: int, *, at: datetime) -> dict[str, int]:
    """Minutes that are approved and signed on paper, and a second version that is a draft."""
    clerk: dict[str, Any] = {"actor": world["guo"], "at": at}
    approved = minutes.draft(meeting, **clerk)
    minutes.approve(approved, actor=world["liu"], at=at)
    scan = kept_minutes.attach_scan(approved, upload=picture(), name="签字.png", **clerk)
    again = minutes.draft(meeting, **clerk)
    return {"approved_minutes": approved, "scan_id": scan, "minutes_id": again}
