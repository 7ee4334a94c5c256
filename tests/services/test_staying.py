"""Stays in steps with a limit: what the deeds write is what the journal tells."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import delete, select

from microprojects.domain.stays import MEASURED
from microprojects.services import procurements, staying
from microprojects.store import schema
from microprojects.store.db import db, transaction
from microprojects.store.projects import Project
from microprojects.store.stays import ProjectStay
from tests.contracted import Bought
from tests.lives import live


@pytest.fixture
def bought(world):
    """A project that was approved by the real deeds."""
    return Bought(world)


def rows():
    db.session().rollback()
    told = (
        ProjectStay.project_id, ProjectStay.state, ProjectStay.began_at, ProjectStay.due_at,
        ProjectStay.limit_days, ProjectStay.working, ProjectStay.ended_at, ProjectStay.took,
        ProjectStay.finished,
    )  # fmt: skip
    return sorted(map(tuple, db.session().execute(select(*told))), key=str)


def test_the_journal_tells_every_stay_as_the_deeds_wrote_it(session, world):
    live(world)
    written = rows()
    with transaction() as writing:
        writing.execute(delete(ProjectStay))

    count = staying.rebuild()

    assert (len(written) > 50, count, rows()) == (True, len(written), written)


def test_a_database_of_before_learns_from_its_journal_what_was_finished(session, world):
    live(world)
    written = rows()
    config = schema.config()
    db.session().rollback()
    command.downgrade(config, "0043")

    command.upgrade(config, "head")

    ends = {(row[1], row[8]) for row in written if row[1] == "implementing" and row[6]}
    assert (ends, rows()) == ({("implementing", True), ("implementing", False)}, written)


def test_a_stay_lasts_exactly_in_projects_that_stand_in_a_measured_step(session, world):
    live(world)
    untimed = {("implementing", "goods")}

    lasting = {row[0] for row in rows() if row[6] is None}

    standing = {
        project.id
        for project in db.session().scalars(select(Project))
        if project.state in MEASURED and (project.state.value, project.type) not in untimed
    }
    assert lasting == standing


def test_a_step_that_began_on_a_friday_takes_one_working_day_until_monday(session, bought):
    bought.later(days=3)  # Tuesday 10 March to Friday
    friday = bought.at
    procurements.start(bought.number, mode=bought.mode, reason="", actor=bought.world["zhou"], at=friday)
    bought.later(days=3)
    staying.rebuild()

    found = {row[1]: (row[4:6], row[6] is not None and row[7]) for row in rows()}
    assert (found["approved"], found["procuring"]) == (((20, True), 3), ((20, True), False))
