"""Rows of lists, the same on every engine."""

from __future__ import annotations

from sqlalchemy.orm import Session

from microprojects.store import listings
from microprojects.store.listings import Wanted
from tests.first_deliberation import accepted
from tests.world import World


def test_the_cost_on_a_card_is_whole_fen(session: Session, world: World):
    accepted(world)

    rows, found = listings.projects(session, Wanted(), page=1, size=20)

    assert (found, [row.fen for row in rows], type(rows[0].fen)) == (1, [4_800_000], int)
