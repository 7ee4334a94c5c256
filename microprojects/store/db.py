"""The database of the house: its base class, its column types and the one way to write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

import psycopg
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Enum,
    MetaData,
    Select,
    Table,
    Text,
    TypeDecorator,
    event,
    inspect,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.orm.exc import StaleDataError

from microprojects.domain.errors import AlreadyDone, Busy, ChangedMeanwhile, NotFound
from microprojects.domain.money import Fen
from microprojects.store import engines

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])

_is_writing: ContextVar[bool] = ContextVar("microprojects_writing", default=False)

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone is not a moment")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(members: type[StrEnum]) -> list[str]:
    return [member.value for member in members]


Document = JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            str: Text(),
            datetime: UtcDateTime(),
            Fen: BigInteger(),
            StrEnum: Enum(StrEnum, native_enum=False, length=60, values_callable=_values),
            dict[str, Any]: Document,
            list[Any]: Document,
            list[str]: Document,
        },
    )


Row = TypeVar("Row", bound=Base)


def table_of(model: type[Base]) -> Table:
    """Return the table of a class, for statements that make no objects."""
    return cast(Table, model.__table__)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def init_app(app: Flask) -> None:
    """Open the database that the app's settings name."""
    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            engines.prepare(engine)


@contextmanager
def transaction() -> Iterator[Session]:
    """Write: everything inside is kept together at the end, or nothing is.

    A read under way on the same session ends first, so what the caller loaded
    before is read anew. On SQLite the write lock is taken at the start.

    Raises:
        AlreadyDone: a unique constraint says that the same thing is there already.
        ChangedMeanwhile: another person changed the same row first.
        Busy: the database did not let this writer in.
        RuntimeError: it was begun inside another one, or after a change outside.
    """
    with _writing():
        session: Session = db.session()
        try:
            session.connection(execution_options={engines.WRITES: True})
            yield session
            session.commit()
        finally:
            session.rollback()


@contextmanager
def statements() -> Iterator[Connection]:
    """Write as `transaction()` does, by statements that make no objects, which costs a busy evening less.

    Raises:
        AlreadyDone, ChangedMeanwhile, Busy, RuntimeError: as there.
    """
    with (
        _writing(),
        db.engine.connect().execution_options(**{engines.WRITES: True}) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def _writing() -> Iterator[None]:
    """Be the one writer of this thread, with no read under way, when it is its turn."""
    if _is_writing.get():
        raise RuntimeError("a transaction was begun inside another one")
    if db.session.registry.has():
        session: Session = db.session()
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("something was changed outside a transaction")
        session.rollback()
    before = _is_writing.set(True)
    try:
        with _refusing(), engines.turn_to_write(db.engine):
            yield
    finally:
        _is_writing.reset(before)


def reading_once() -> Connection:
    """Return a connection on which one statement reads, for what every request asks before anything else."""
    return engines.to_read_once(db.engine)


def turn() -> AbstractContextManager[None]:
    """Return what waits for the turn to write before anything is begun; a transaction inside it waits no more."""
    return engines.turn_in_process(db.engine)


def lock(query: Query) -> Query:
    """Make the query hold its rows until the transaction ends; SQLite has locked everything already.

    Rows that were read before the wait for the lock are read anew.
    """
    return query.with_for_update().execution_options(populate_existing=True)


def row(session: Session, model: type[Row], number: int, *, for_update: bool = False) -> Row:
    """Return the row of a number; with `for_update` it alone is held, not what is joined to it, and read anew.

    Raises:
        NotFound: there is none.
    """
    query = select(model).where(inspect(model).primary_key[0] == number)
    if for_update:
        query = query.with_for_update(of=model).execution_options(populate_existing=True)
    found = session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


@event.listens_for(Session, "before_flush")
def _only_in_a_transaction(session: Session, _context: object, _instances: object) -> None:
    """Stop a write that goes round `transaction()`."""
    if not _is_writing.get() and (session.new or session.dirty or session.deleted):
        raise RuntimeError("write inside `with transaction() as session:`, the one way to write")


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn the database's own "no" into a refusal, where a person can do something about it."""
    try:
        yield
    except IntegrityError as error:
        if _is_duplicate(error.orig):
            raise AlreadyDone from error
        raise
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    except OperationalError as error:
        if _was_crowded_out(error.orig):
            raise Busy from error
        raise


def _is_duplicate(cause: BaseException | None) -> bool:
    if isinstance(cause, sqlite3.Error):
        codes = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
        return cause.sqlite_errorcode in codes
    return isinstance(cause, psycopg.errors.UniqueViolation)


def _was_crowded_out(cause: BaseException | None) -> bool:
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return isinstance(cause, (psycopg.errors.DeadlockDetected, psycopg.errors.LockNotAvailable))
