"""Hearings: seats by side and by lots that anybody can draw again, and every statement answered."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from microprojects.domain.draws import draw, lot
from microprojects.domain.errors import AlreadyDone
from microprojects.domain.gatherings import (
    DrawnAlready,
    MatterEnded,
    NotDrawn,
    SignUpClosed,
    SignUpRuns,
    StatementsUnanswered,
    TooFewSignedUp,
)
from microprojects.services import gatherings as deeds
from microprojects.services import matters, statements
from microprojects.store import hearings, packaged
from microprojects.store.db import db
from microprojects.store.hearings import SignedUp
from tests.council import ready
from tests.gathered import DAY, NEIGHBOURS, Hall, signed_up


def test_a_hearing_seats_by_side_and_by_lots_that_anybody_can_draw_again(world):
    hall = Hall(world, "hearing")
    residents = signed_up(hall, NEIGHBOURS[:8])
    merchants = signed_up(hall, NEIGHBOURS[8:], side="merchant")
    closed = hall.starts_at - DAY
    with pytest.raises(AlreadyDone):
        deeds.sign_up(hall.id, side="owner", actor=world["lin"], at=hall.at)
    with pytest.raises(SignUpRuns):
        deeds.draw(hall.id, seed="307", witnesses="何、沈", actor=hall.clerk, at=hall.at)

    seated = deeds.draw(hall.id, seed="307", witnesses="何、沈", actor=hall.clerk, at=closed)

    sides = dict.fromkeys(residents, "resident") | dict.fromkeys(merchants, "merchant")
    seats = packaged.gathering_kind("hearing").sign_up.seats
    assert seated == draw("307", sides, seats)
    assert len(seated) == 9
    assert [lot("307", n) for n in seated] == sorted(lot("307", n) for n in seated)
    db.session.rollback()
    assert {each.number for each in hearings.sign_ups(db.session(), hall.id) if each.seated} == set(seated)
    with pytest.raises(DrawnAlready):
        deeds.draw(hall.id, seed="308", witnesses="何、沈", actor=hall.clerk, at=closed)
    with pytest.raises(DrawnAlready):
        deeds.step_back(hall.id, actor=world["lin"], at=closed)


def test_too_few_at_a_hearing_are_not_drawn_and_it_does_not_begin(world):
    hall = Hall(world, "hearing")
    signed_up(hall, NEIGHBOURS[:8])
    deeds.step_back(hall.id, actor=world["lin"], at=hall.at)
    closed = hall.starts_at - DAY

    with pytest.raises(TooFewSignedUp) as no:
        deeds.draw(hall.id, seed="307", witnesses="何、沈", actor=hall.clerk, at=closed)
    assert no.value.facts == {"have": 7, "least": 8}
    with pytest.raises(SignUpClosed):
        deeds.sign_up(hall.id, side="resident", actor=world["lin"], at=closed)
    matters.list_project(hall.id, ready(world, "LZ-2026-101"), actor=hall.clerk, at=hall.at)
    with pytest.raises(NotDrawn):
        hall.begin()


def test_a_hearing_answers_every_statement_before_it_concludes(world):
    hall = Hall(world, "hearing")
    signed_up(hall)
    deeds.draw(hall.id, seed="307", witnesses="何、沈", actor=hall.clerk, at=hall.starts_at - DAY)
    matter = matters.list_project(hall.id, ready(world, "LZ-2026-101"), actor=hall.clerk, at=hall.at)
    hall.begin()
    said = statements.note(
        matter, side="resident", stance="against", text="离窗户太近。", actor=hall.clerk, at=hall.starts_at
    )

    with pytest.raises(StatementsUnanswered):
        hall.end(matter, "partly")
    statements.answer(said, verdict="adopted", reason="往东移三米。", actor=hall.clerk, at=hall.starts_at)
    hall.end(matter, "partly", text="移三米后再办。")

    assert hall.matter(matter).lets_on is True
    with pytest.raises(MatterEnded):
        statements.answer(said, verdict="declined", reason="不", actor=hall.clerk, at=hall.starts_at)


def test_a_person_who_signed_up_stands_once_in_the_list(world):
    hall = Hall(world, "hearing")
    first = deeds.sign_up(hall.id, side="resident", actor=world["lin"], at=hall.at)
    deeds.step_back(hall.id, actor=world["lin"], at=hall.at)

    again = deeds.sign_up(hall.id, side="owner", actor=world["lin"], at=hall.at)

    assert again == first
    assert len(list(db.session.scalars(select(SignedUp)))) == 1
