"""The clock of keeping deletes what is past its time, nothing else, once a day, and tells counts alone."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from microprojects.domain.kept_data import months_before
from microprojects.domain.people import SYSTEM
from microprojects.domain.sessions import Origin
from microprojects.services import comments, objections, programmes, residents, retentions, sign_in
from microprojects.store import erased_people, journal, people
from microprojects.store.comments import CommentReport
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.objections import Objection
from microprojects.store.people import Person
from microprojects.store.poll_passes import PollPass
from microprojects.store.projects import Project
from microprojects.store.sessions import SignInSession
from tests.consulting import a_project
from tests.discussing import write
from tests.electing import kept_poll
from tests.first_deliberation import draft, submitted
from tests.noticing import answer, on_notice, shanghai
from tests.passing import passed
from tests.services.test_residents import JIANG
from tests.world import NOW

HERE = Origin("10.0.0.1", device="手机")
FIVE_MONTHS, SEVEN_MONTHS, YEARS = shanghai(8, 5), shanghai(10, 5), shanghai(3, 4, year=2028)


def lines():
    db.session.rollback()
    query = select(JournalEntry.body).where(JournalEntry.verb == "retention.run").order_by(JournalEntry.seq)
    return [json.loads(body)["facts"] for body in db.session.scalars(query)]


def objected(world, *, over=True, **words):
    """An objection with a contact, filed and answered in March."""
    on_notice(world, number=words.pop("number", "LZ-2026-401"))
    who = world["chen"] if "name" not in words else world["zhao"]
    told = {"ground": "neighbours", "facts": "太亮。", "contact": "13700000000"} | words
    filed = objections.file("LZ-2026-401", actor=who, at=shanghai(3, 5), **told)
    if over:
        answer(world, filed, at=shanghai(3, 6))
    return filed


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 9, 6), 6, date(2026, 3, 6)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, before):
    assert months_before(day, months) == before


def test_a_contact_is_forgotten_six_months_after_the_objection_is_over(session, world):
    filed = objected(world)

    assert retentions.run_due(at=FIVE_MONTHS) == 0
    assert session.get_one(Objection, filed).contact_sealed is not None
    session.rollback()
    assert retentions.run_due(at=SEVEN_MONTHS) == 1
    assert session.get_one(Objection, filed).contact_sealed is None
    assert session.get_one(Objection, filed).facts == "太亮。"
    assert lines() == [{"erased_contacts": 1}]


def test_an_objection_that_nobody_answered_keeps_its_contact(session, world):
    filed = objected(world, over=False)

    retentions.run_due(at=YEARS)

    assert session.get_one(Objection, filed).contact_sealed is not None


def test_a_programme_may_keep_contacts_longer(session, world):
    filed = objected(world)
    programmes.set_parameter(
        world.programme_id, "privacy.contact_months", 24, reason="本区规定", actor=world["huang"], at=NOW
    )

    retentions.run_due(at=SEVEN_MONTHS)

    assert session.get_one(Objection, filed).contact_sealed is not None


def test_who_was_noted_on_paper_is_left_with_a_surname(session, world):
    filed = objected(world, channel="paper", name="慕容来信")
    noted = session.get_one(Objection, filed).person_id
    session.rollback()

    assert retentions.run_due(at=FIVE_MONTHS) == 0
    assert retentions.run_due(at=SEVEN_MONTHS) == 2

    assert people.get(session, noted).name == "慕容**"
    assert lines() == [{"erased_contacts": 1, "erased_name": 1}]
    assert session.scalar(select(func.count()).where(Person.name.contains("**"))) == 1


def test_who_registered_and_never_came_is_forgotten_after_a_year(session, world):
    never = residents.register(JIANG, origin=HERE, at=NOW)

    assert retentions.run_due(at=NOW + timedelta(days=360)) == 0
    retentions.run_due(at=NOW + timedelta(days=370))

    person = people.get(session, never)
    assert (person.name, person.phone_sealed, person.community_id) == ("姜**", None, None)
    assert erased_people.of_person(session, never).manner == "clock"


def test_reasons_of_reports_devices_and_drafts_go_in_their_time(session, world):
    residents.register(JIANG, origin=HERE, at=NOW)
    sign_in.sign_in_password("jiang", JIANG.password, origin=HERE, at=NOW)
    a_project(world, number="LZ-2026-402")
    bad = write(world, "chen", "白装。", "against", number="LZ-2026-402")
    comments.report(bad, reason="骂人", actor=world["xu"], at=NOW)
    comments.keep(bad, actor=world["zhao"], at=NOW)
    unsent, sent = draft(world), submitted(world, title="坡道")

    retentions.run_due(at=SEVEN_MONTHS)
    assert session.scalars(select(CommentReport.reason)).all() == [""]
    assert session.scalars(select(SignInSession)).all() == []
    assert session.get(Project, unsent) is not None
    session.rollback()

    retentions.run_due(at=YEARS)
    assert session.get(Project, unsent) is None
    assert session.scalar(select(Project.title).where(Project.number == sent)) == "坡道"


def test_passes_that_ended_are_deleted_the_day_after(session, world, bench):
    passed(kept_poll(world, bench), "lin")

    assert retentions.run_due(at=NOW + timedelta(hours=2)) == 0
    assert retentions.run_due(at=NOW + timedelta(days=2)) == 1

    assert session.scalars(select(PollPass)).all() == []


def test_it_runs_once_a_day_and_many_rows_go_in_several_batches(session, world, monkeypatch):
    monkeypatch.setattr(retentions, "BATCH", 2)
    with transaction() as writing:
        writing.add_all(
            Person(name="等核实", community_id=world.areas["lizhi"], created_at=NOW) for _ in range(5)
        )

    assert retentions.run_due(at=YEARS) == 5
    assert retentions.run_due(at=YEARS + timedelta(hours=1)) == 0

    assert lines() == [{"erased_name": 2}, {"erased_name": 2}, {"erased_name": 1}]
    run = erased_people.last_run(session)
    assert (run.ran_on, run.ran_at, run.forgotten) == (date(2028, 3, 4), YEARS, 5)


def test_a_day_without_anything_writes_no_line(session, world):
    before = journal.head(session)
    session.rollback()

    assert retentions.run_due(at=NOW) == 0

    assert journal.head(session) == before
    assert erased_people.last_run(session).ran_at == NOW
    assert SYSTEM.person_id is None
