"""What may not happen to a project any more once its file is closed (I5)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from microprojects.demo import life
from microprojects.demo.crew import Hand
from microprojects.domain.minutes import MinutesApproved
from microprojects.domain.settlements import FileClosed
from microprojects.domain.states import State
from microprojects.services import agendas, objections
from microprojects.store.db import db
from microprojects.store.meetings import AgendaItem
from tests.stories.driving import Tale, a_story, crew_of, firms
from tests.world import World


@pytest.fixture
def tale(world: World) -> Tale:
    """A project of Lizhi, about to be proposed."""
    bodies = {"residents_council": world.council_id}
    return Tale(world, crew_of(world), a_story(), Hand(world.now), bodies, firms(world))


def item_of(tale: Tale) -> int:
    """Return the item of the agenda on which it was decided."""
    db.session.rollback()
    return db.session.scalars(select(AgendaItem.id).where(AgendaItem.project_id == tale.project.id)).one()


def test_a_reply_that_nobody_has_looked_at_stays_so(tale):
    objection = 0
    for state in tale.live():
        if state is State.RESULT_NOTICE:
            at = tale.hand.at + life.HOUR
            xu, zhou = tale.world["xu"], tale.world["zhou"]
            objection = objections.file(tale.number, ground="amount", facts="太贵", actor=xu, at=at)
            objections.reply(objection, outcome="dismissed", text="是市场价", actor=zhou, at=at + life.DAY)

    with pytest.raises(FileClosed):
        objections.review(objection, actor=tale.world["he"], at=tale.hand.at)


def test_what_was_said_at_its_meeting_is_not_noted_any_more(tale):
    list(tale.live())

    with pytest.raises(FileClosed):
        agendas.note_discussion(item_of(tale), text="还有一句", actor=tale.world["guo"], at=tale.hand.at)


def test_nor_once_the_minutes_of_the_meeting_are_approved(tale):
    assert any(state is State.NOTICING for state in tale.live())

    with pytest.raises(MinutesApproved):
        agendas.note_discussion(item_of(tale), text="还有一句", actor=tale.world["guo"], at=tale.hand.at)
