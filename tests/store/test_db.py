"""The one way to write, on both engines."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microprojects.domain.errors import AlreadyDone
from microprojects.store.db import UtcDateTime, db, lock, transaction

SHELF = Table(
    "shelf",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", Text, unique=True, nullable=False),
    Column("at", UtcDateTime()),
)


@pytest.fixture(autouse=True)
def shelf(app: Flask):
    with app.app_context():
        with transaction() as session:
            SHELF.create(session.connection())
        yield
        with transaction() as session:
            SHELF.drop(session.connection())


def put(name: str, at: datetime | None = None) -> None:
    with transaction() as session:
        session.execute(insert(SHELF).values(name=name, at=at))


def names(session: Session) -> list[str]:
    return list(session.scalars(select(SHELF.c.name).order_by(SHELF.c.name)))


def test_what_is_written_is_kept(session):
    put("lamp")

    assert names(session) == ["lamp"]


def test_an_exception_leaves_nothing_behind(session):
    with pytest.raises(LookupError), transaction() as writing:
        writing.execute(insert(SHELF).values(name="lamp"))
        raise LookupError

    assert names(session) == []


def test_a_reader_may_become_a_writer_and_reads_anew(session):
    before = names(session)

    put("lamp")

    assert (before, names(session)) == ([], ["lamp"])


def test_one_transaction_cannot_be_begun_inside_another(session):
    with pytest.raises(RuntimeError, match="inside another"), transaction(), transaction():
        pass

    put("lamp")
    assert names(session) == ["lamp"]


def test_the_same_thing_twice_is_refused_as_already_done(session):
    put("lamp")

    with pytest.raises(AlreadyDone):
        put("lamp")

    assert names(session) == ["lamp"]


def test_a_broken_rule_of_the_table_is_a_bug_and_not_a_refusal():
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(insert(SHELF).values(name=None))


def test_a_moment_comes_back_in_utc(session):
    shanghai = timezone(timedelta(hours=8))

    put("lamp", datetime(2026, 11, 20, 9, 30, tzinfo=shanghai))

    kept = session.scalars(select(SHELF.c.at)).one()
    assert (kept, kept.tzinfo) == (datetime(2026, 11, 20, 1, 30, tzinfo=UTC), UTC)


def test_a_moment_without_a_zone_is_a_bug():
    with pytest.raises(Exception, match="without a time zone"):
        put("lamp", datetime(2026, 11, 20))  # noqa: DTZ001 - the mistake under test


def test_writers_at_the_same_time_take_turns_and_lose_nothing(app, session):
    put("0")

    def count() -> None:
        for _ in range(20):
            with app.app_context(), transaction() as writing:
                now = writing.scalars(lock(select(SHELF.c.name))).one()
                writing.execute(update(SHELF).values(name=str(int(now) + 1)))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert names(session) == ["80"]


def test_a_reader_is_not_held_up_by_a_writer(app, session):
    put("lamp")

    with app.app_context(), transaction() as writing:
        writing.execute(insert(SHELF).values(name="pump"))
        seen = names(session)

    assert seen == ["lamp"]


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 15000)]
)
def test_each_connection_of_sqlite_is_set_up(app, engine_name, pragma, value):
    if engine_name == "postgresql":
        wanted = db.session.scalar(text("SHOW synchronous_commit"))
        assert wanted == "on"
    else:
        assert db.session.scalar(text(f"PRAGMA {pragma}")) == value
