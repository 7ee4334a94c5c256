"""Age bands are counted when something ended, kept as they may be told, and told to the record."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import IntegrityError

from microprojects.services import ages as deeds
from microprojects.services import poll_counts
from microprojects.store import journal, partakers
from microprojects.store.ages import AgeCount, AgeCounting
from microprojects.store.db import transaction
from microprojects.store.people import Person
from microprojects.store.registrations import BORN, Registration
from microprojects.store.secrets import seal_text
from tests.consulting import statements
from tests.polling import cast_some, more_voters, opened, the_poll

YEARS = (2000, 1980, 1962, 1940)


def born(world, *, many=66):
    """Write dates of birth of voters: one after the other of each of the four bands."""
    with transaction() as session:
        for n in range(many):
            person = world.people[f"voter{n}"]
            session.execute(delete(Registration).where(Registration.person_id == person))
            session.add(
                Registration(
                    person_id=person, tie="live", by_sheet=True, imported_at=world.now, source="0" * 64,
                    born_sealed=seal_text(BORN, person, date(YEARS[n % 4], 5, 6).isoformat()),
                )
            )  # fmt: skip


@pytest.fixture
def voted(session, world):
    """Sixty-six voters of four bands; 13, 8, 3 and none of the bands voted."""
    more_voters(world, 66)
    born(world)
    poll_id = opened(world)
    who = [n for n in range(66) if n // 4 < (13, 8, 3, 0)[n % 4]]
    cast_some(world, poll_id, {f"voter{n}": [] for n in who})
    return world, poll_id


def over(world, poll_id):
    at = the_poll(poll_id).closes_at
    poll_counts.close(poll_id, actor=world["zhao"], at=at)
    poll_counts.count(poll_id, actor=world["zhao"], at=at)
    return at


def told(session, world, year=2026, smallest=5):
    session.rollback()
    found = partakers.of_community(session, world.areas["lizhi"], year, smallest, at=world.now)
    return [(each.building, each.known, each.took_part, each.left, each.voted) for each in found.bands]


def test_nothing_is_counted_while_a_poll_is_open_and_once_when_it_was_counted(session, voted):
    world, poll_id = voted
    before = deeds.count_due(at=world.now)
    at = over(world, poll_id)

    assert (before, deeds.count_due(at=at), deeds.count_due(at=at)) == (0, 1, 0)
    assert told(session, world) == [
        ("under_35", 15, 10, None, 10), ("35_59", 15, 5, 5, 5), ("60_69", 15, None, 10, None),
        ("from_70", 15, 0, 15, 0), ("", 20, None, 20, None),
    ]  # fmt: skip


def test_the_newest_year_is_told_where_none_is_asked_for(session, voted):
    world, poll_id = voted
    deeds.count_due(at=over(world, poll_id))
    session.rollback()

    newest = partakers.of_community(session, world.areas["lizhi"], None, 5, at=world.now)
    assert (newest.ages_of, len(newest.bands)) == (2026, 5)
    assert told(session, world, year=2025) == []


def test_the_record_tells_that_dates_of_birth_were_opened_and_nothing_of_them(session, voted):
    world, poll_id = voted
    deeds.count_due(at=over(world, poll_id))
    session.rollback()
    line = json.loads(journal.get(session, journal.head(session).seq).body)

    assert (line["verb"], line["subject"], line["facts"]) == ("ages.count", "ages/lizhi/2026", {"year": 2026})


def test_a_raised_limit_hides_what_was_counted_by_a_lower_one(session, voted):
    world, poll_id = voted
    deeds.count_due(at=over(world, poll_id))

    assert told(session, world, smallest=10) == []


def test_who_has_no_date_of_birth_is_among_the_others_and_no_band_is_guessed(session, voted):
    world, poll_id = voted
    with transaction() as writing:
        writing.execute(
            delete(Registration).where(
                Registration.person_id.in_([world.people[f"voter{n}"] for n in range(66)])
            )
        )
    deeds.count_due(at=over(world, poll_id))

    assert told(session, world) == []


def test_no_small_number_can_be_kept(session, voted):
    world, poll_id = voted
    deeds.count_due(at=over(world, poll_id))
    session.rollback()

    with pytest.raises(IntegrityError), transaction() as writing:
        writing.execute(text("UPDATE age_counts SET voted = 4"))


def test_nothing_but_sums_is_kept(session, voted):
    """The counting leaves nothing with anybody: neither on the roll of the poll nor on the register."""
    world, poll_id = voted
    at = over(world, poll_id)
    sealed = session.scalars(select(Registration.born_sealed).order_by(Registration.person_id)).all()
    people = session.execute(select(func.count()).select_from(Person)).scalar()
    session.rollback()
    deeds.count_due(at=at)
    session.rollback()

    assert session.scalars(select(Registration.born_sealed).order_by(Registration.person_id)).all() == sealed
    assert session.execute(select(func.count()).select_from(Person)).scalar() == people
    assert {column.name for column in AgeCounting.__table__.columns} == {
        "community_id", "year", "events", "smallest", "counted_at",
    }  # fmt: skip
    assert "person_id" not in AgeCount.__table__.columns


def test_a_counting_takes_few_statements(bench, session, voted):
    world, poll_id = voted
    at = over(world, poll_id) + timedelta(minutes=1)
    session.rollback()
    with statements(bench.engine) as asked:
        deeds.count_due(at=at)

    assert len(asked) <= 24, "\n".join(asked)
