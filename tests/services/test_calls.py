"""A meeting is called as the regular one, or because enough members or residents ask for it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from microprojects.domain import calls as said
from microprojects.domain.calls import Asked, Ground
from microprojects.services import meetings, minutes
from microprojects.store import calls
from microprojects.store.areas import Area
from microprojects.store.councils import Seat
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import Meeting
from tests.council import SITTING, rules_of
from tests.world import World

FOUR = ("an", "bai", "cai", "deng")


def call(world: World, asked: Asked | None = None, **instead: object) -> int:
    how = {"title": "议事会", "place": "厅", "starts_at": SITTING, "actor": world["liu"], "at": world.now}
    return meetings.call(world.council_id, **(how | instead), **({"asked": asked} if asked else {}))


def by(world: World, *names: str) -> Asked:
    return Asked("members", frozenset(world.people[name] for name in names))


def facts() -> dict[str, object]:
    db.session.rollback()
    return json.loads(db.session.scalars(select(JournalEntry.body)).one())["facts"]


def test_a_call_without_more_words_is_the_regular_one(world):
    meeting_id = call(world)

    assert calls.of_meeting(db.session(), meeting_id) == Ground("regular")
    assert facts() == {"starts_at": "2026-03-10T15:00+08:00", "ground": "regular"}


def test_four_of_seventeen_members_may_have_a_meeting(world):
    meeting_id = call(world, by(world, *FOUR))

    assert calls.of_meeting(db.session(), meeting_id) == Ground("members", 4, 4, 17)
    assert sorted(db.session.scalars(calls.askers(meeting_id))) == sorted(world.people[name] for name in FOUR)
    assert facts() == {
        "starts_at": "2026-03-10T15:00+08:00",
        "ground": "members",
        "asked": 4,
        "asked_need": 4,
        "asked_of": 17,
    }


def test_three_are_too_few_and_nothing_is_called(world):
    with pytest.raises(said.TooFewMembersAsk) as no:
        call(world, by(world, *FOUR[:3]))

    assert no.value.facts == {"of": 17, "need": 4, "have": 3, "missing": 1}
    assert db.session.scalars(select(Meeting)).all() == []


def test_the_chair_counts_among_those_who_ask(world):
    assert call(world, by(world, "liu", *FOUR[:3]))


@pytest.mark.parametrize("name", ["lin", "guo"])
def test_who_has_no_seat_does_not_count_among_the_members(world, name):
    with pytest.raises(said.AskerNotInOffice) as no:
        call(world, by(world, *FOUR, name))

    assert no.value.facts["n"] == 1


def test_a_member_whose_term_is_over_counts_on_neither_side(world):
    with transaction() as session:
        seat = session.scalars(select(Seat).where(Seat.person_id == world.people["ren"])).one()
        seat.until = date(2026, 3, 1)

    assert calls.of_meeting(db.session(), call(world, by(world, *FOUR))) == Ground("members", 4, 4, 16)
    with pytest.raises(said.AskerNotInOffice):
        call(world, by(world, "ren", *FOUR))


def test_a_fifth_of_the_adults_may_have_a_meeting_by_their_signatures(world):
    meeting_id = call(world, Asked("residents", signatures=600))

    assert calls.of_meeting(db.session(), meeting_id) == Ground("residents", 600, 600, 3000)
    with pytest.raises(said.TooFewResidentsAsk) as no:
        call(world, Asked("residents", signatures=599))
    assert no.value.facts["missing"] == 1


def test_an_area_without_a_recorded_population_is_told_what_to_do(world):
    with transaction() as session:
        session.get(Area, world.areas["lizhi"]).adults = 0

    with pytest.raises(said.PopulationUnknown) as no:
        call(world, Asked("residents", signatures=600))

    assert no.value.facts == {"area": "荔枝社区"}


def test_the_programme_sets_both_shares(world):
    third = {"num": 1, "den": 3, "strict": False}
    rules_of(world, **{"meeting.call_members": third, "meeting.call_residents": third})

    with pytest.raises(said.TooFewMembersAsk) as members:
        call(world, by(world, *FOUR))
    with pytest.raises(said.TooFewResidentsAsk) as residents:
        call(world, Asked("residents", signatures=600))

    assert (members.value.facts["need"], residents.value.facts["need"]) == (6, 1000)


def test_the_minutes_tell_the_ground_in_one_line(world):
    meeting_id = call(world, by(world, *FOUR))
    meetings.open_meeting(meeting_id, actor=world["liu"], at=SITTING)
    meetings.close_meeting(meeting_id, actor=world["liu"], at=SITTING)

    minutes.draft(meeting_id, actor=world["guo"], at=SITTING)

    text_of = minutes.minutes.of_meeting(db.session(), meeting_id)[0].text
    assert "召集：临时会议，议事员 4 人要求（在任 17 人，要 4 人）" in text_of.splitlines()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meeting_calls SET asked = 9",
        "DELETE FROM meeting_calls",
        "UPDATE call_demands SET person_id = person_id + 1",
        "DELETE FROM call_demands",
        "INSERT INTO meeting_calls VALUES (2, 'members', 3, 4, 17)",
        "INSERT INTO meeting_calls VALUES (2, 'members', 0, 0, 0)",
        "INSERT INTO meeting_calls VALUES (2, 'regular', 4, 4, 17)",
        "INSERT INTO meeting_calls VALUES (2, 'residents', 30, 4, 17)",
    ],
)
def test_the_database_keeps_the_ground_and_takes_none_that_is_too_small(world, statement):
    call(world, by(world, *FOUR))
    with transaction() as session:
        session.add(Meeting(**_another(session)))

    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text(statement))


def _another(session) -> dict[str, object]:
    first = session.scalars(select(Meeting)).one()
    names = ("council_id", "area_id", "title", "place", "starts_at", "called_at", "called_by_id")
    return {"id": 2, **{name: getattr(first, name) for name in names}}
