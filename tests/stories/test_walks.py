"""Random walks of the lifecycle: whoever does what and when, I1 to I7 hold after every step."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import select

from microprojects import verify
from microprojects.domain.journal import check_chain
from microprojects.store import bundles
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Project
from tests.benches import Bench
from tests.records_made import put
from tests.stories import buying_steps, council_steps, early_steps, ending_steps
from tests.stories.walks import Walk
from tests.stories.wild_steps import aside, wild

CHUNK = 25
EVERY_PROJECT = select(Project.__table__).order_by(Project.__table__.c.id)
ENDED = ("declined", "merged", "referred", "rejected", "closed", "withdrawn", "cancelled")
HELP = {
    name: getattr(steps, name)
    for steps, names in (
        (early_steps, "draft submitted returned declined withdrawn accepted consulting deferred"),
        (council_steps, "ready scheduled voting noticing objected"),
        (buying_steps, "approved procuring contracted implementing"),
        (ending_steps, "inspecting rectifying settling result_notice evaluating closed cancelled rejected"),
    )
    for name in names.split()
} | {"tabled": council_steps.ready, "referred": early_steps.copied}


def projects_of(walk: Walk) -> list[Any]:
    """Return every project with the names of those who are behind it."""
    session = db.session()
    names = {person: name for name, person in walk.world.people.items()}
    found = []
    for row in session.execute(EVERY_PROJECT):
        found.append(Seen(row, names))
    session.rollback()
    return found


class Seen:
    """One project as a walk sees it: its columns, and who proposed and who entered it by name."""

    def __init__(self, row: Any, names: dict[int, str]) -> None:
        self.__dict__.update(row._mapping)
        self.state: str = str(row.state)
        self.proposer = names[row.proposer_id]
        self.entered_by = names.get(row.entered_by_id)


def step(walk: Walk) -> None:
    """Take one step: mostly the one that helps a project on, else anything."""
    walk.pass_time()
    projects = projects_of(walk)
    alive = [p for p in projects if p.state not in ENDED]
    if len(alive) < 2:
        early_steps.new_draft(walk)
    elif walk.chance(25):
        wild(walk)
    elif walk.chance(8):
        aside(walk)
    else:
        chosen = walk.one_of(projects if walk.chance(10) else alive[:2] if walk.chance(70) else alive)
        if not buying_steps.ratified(walk, chosen) and chosen.state in HELP:
            HELP[chosen.state](walk, chosen)


def walk_on(seed: int, bench: Bench) -> Walk:
    """Walk one walk to its end, looking at everything after each step."""
    walk = Walk(seed, bench)
    length = walk.dice.choices((20, 45, 150), (50, 35, 15))[0]
    for number in range(length):
        step(walk)
        walk.check(thorough=number % 10 == 9)
    walk.check(thorough=True)
    require_whole_chain(walk)
    if seed % 10 == 0:
        require_whole_record(walk)
    return walk


def require_whole_chain(walk: Walk) -> None:
    """Check the chain of the stored bodies from its first entry to its last."""
    session = db.session()
    bodies = session.scalars(select(JournalEntry.body).order_by(JournalEntry.seq)).all()
    verdict = check_chain(body.encode() for body in bodies)
    session.rollback()
    if not verdict.whole or verdict.count != len(bodies):
        walk.fail(verdict.sentence)


def require_whole_record(walk: Walk) -> None:
    """Let the program in the download find nothing wrong; only of the money that each walk begins with no entry tells."""
    with TemporaryDirectory() as folder:
        put(dict(bundles.files(db.session())), Path(folder))
        db.session.rollback()
        wrong = [said for well, said in verify.checked(Path(folder), language=1).lines if not well]
    if told := [said for said in wrong if "able allocations" not in said]:
        walk.fail(told[0])


def chunks(engine: str, walks: int) -> list[Any]:
    """Return the chunks of an engine, each with its first seed."""
    return [pytest.param(engine, first, id=f"{engine}-{first}") for first in range(0, walks, CHUNK)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine_name", "first"), [*chunks("sqlite", 400), *chunks("postgresql", 100)], indirect=["engine_name"]
)
def test_the_invariants_hold_after_every_step_of_any_walk(bench, engine_name, first):
    for seed in range(first, first + CHUNK):
        with bench.app.app_context():
            walk_on(seed, bench)
