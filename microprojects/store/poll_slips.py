"""Slips of paper with a code that lets its holder into a poll; the code itself is on the paper alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    and_,
    case,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.store import box_keys
from microprojects.store.columns import Hash, Key, PersonKey
from microprojects.store.db import Base
from microprojects.store.people import Person
from microprojects.store.poll_rolls import RollEntry

SLIP = "slip"


class PollSlip(Base):
    """One slip for one entry of a roll, known by the keyed hash of its code; at most one of an entry is good.

    `used` says that its code was entered, never when.
    """

    __tablename__ = "poll_slips"
    __table_args__ = (
        ForeignKeyConstraint(
            ["poll_id", "entry"],
            ["roll_entries.poll_id", "roll_entries.entry"],
            name="fk_poll_slips_entry_roll_entries",
        ),
        UniqueConstraint("poll_id", "code_hash"),
        UniqueConstraint("poll_id", "batch", "number"),
        CheckConstraint("batch > 0 AND number > 0", name="numbers_positive"),
        CheckConstraint("(voided_at IS NULL) = (voided_by_id IS NULL)", name="voided_by_somebody"),
        Index(
            "uq_poll_slips_poll_id_entry_good",
            "poll_id",
            "entry",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    poll_id: Mapped[int]
    entry: Mapped[str] = mapped_column(String(32))
    batch: Mapped[int]
    number: Mapped[int]
    code_hash: Mapped[Hash]
    used: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by_id: Mapped[PersonKey]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


@dataclass(frozen=True)
class BatchRow:
    """One batch in numbers."""

    batch: int
    made_at: datetime
    whole: int
    good: int
    used: int


@dataclass(frozen=True)
class Addressee:
    """For whom a slip is: their entry, name and building."""

    entry: str
    name: str
    building: str


def fingerprint(poll_id: int, code: str) -> str:
    """Return what is kept of a code.

    Raises:
        KeyGone: the key by which codes are known is not where it was left.
    """
    return box_keys.fingerprint(poll_id, SLIP, code)


def by_code(session: Session, poll_id: int, code: str) -> PollSlip | None:
    """Return the good slip of a code, its row held."""
    query = select(PollSlip).where(
        PollSlip.poll_id == poll_id,
        PollSlip.code_hash == fingerprint(poll_id, code),
        PollSlip.voided_at.is_(None),
    )
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()


def get(session: Session, poll_id: int, slip_id: int) -> PollSlip:
    """Return one slip of a poll.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(PollSlip).where(PollSlip.poll_id == poll_id, PollSlip.id == slip_id))
    if found is None:
        raise NotFound
    return found


def good(session: Session, poll_id: int, *, batch: int = 0, slip_id: int = 0) -> list[PollSlip]:
    """Return the good slips of a batch, or the one of a number if it is good."""
    query = select(PollSlip).where(PollSlip.poll_id == poll_id, PollSlip.voided_at.is_(None))
    query = query.where(PollSlip.batch == batch) if batch else query.where(PollSlip.id == slip_id)
    return list(session.scalars(query.order_by(PollSlip.batch, PollSlip.number)))


def without(
    session: Session, poll_id: int, *, building: str | None, entries: Sequence[str], limit: int
) -> list[Addressee]:
    """Return who on the roll has no good slip, of one building or of all, of some entries or of all, by building and name."""
    held = and_(
        PollSlip.poll_id == RollEntry.poll_id, PollSlip.entry == RollEntry.entry, PollSlip.voided_at.is_(None)
    )
    query = (
        select(RollEntry.entry, Person.name, RollEntry.building)
        .join(Person, Person.id == RollEntry.person_id)
        .outerjoin(PollSlip, held)
        .where(RollEntry.poll_id == poll_id, PollSlip.id.is_(None))
    )
    if building is not None:
        query = query.where(RollEntry.building == building)
    if entries:
        query = query.where(RollEntry.entry.in_(entries))
    query = query.order_by(RollEntry.building, Person.name, RollEntry.entry)
    return [Addressee(*row) for row in session.execute(query.limit(limit))]


def addressees(session: Session, poll_id: int, entries: Collection[str]) -> list[Addressee]:
    """Return those of some entries that are on the roll, by building and name."""
    query = (
        select(RollEntry.entry, Person.name, RollEntry.building)
        .join(Person, Person.id == RollEntry.person_id)
        .where(RollEntry.poll_id == poll_id, RollEntry.entry.in_(entries))
        .order_by(RollEntry.building, Person.name, RollEntry.entry)
    )
    return [Addressee(*row) for row in session.execute(query)]


def buildings(session: Session, poll_id: int) -> list[tuple[str, int, int]]:
    """Return the buildings of a roll, each with how many are on it and how many of them have a good slip."""
    held = and_(
        PollSlip.poll_id == RollEntry.poll_id, PollSlip.entry == RollEntry.entry, PollSlip.voided_at.is_(None)
    )
    query = (
        select(RollEntry.building, func.count(), func.count(PollSlip.id))
        .outerjoin(PollSlip, held)
        .where(RollEntry.poll_id == poll_id)
        .group_by(RollEntry.building)
        .order_by(RollEntry.building)
    )
    return [(building, int(whole), int(with_slip)) for building, whole, with_slip in session.execute(query)]


def batches(session: Session, poll_id: int) -> list[BatchRow]:
    """Return the batches of a poll, the last first."""
    is_good = PollSlip.voided_at.is_(None)
    query = (
        select(
            PollSlip.batch,
            func.min(PollSlip.made_at),
            func.count(),
            func.sum(case((is_good, 1), else_=0)),
            func.sum(case((and_(is_good, PollSlip.used), 1), else_=0)),
        )
        .where(PollSlip.poll_id == poll_id)
        .group_by(PollSlip.batch)
        .order_by(PollSlip.batch.desc())
    )
    return [BatchRow(*row) for row in session.execute(query)]


def last_batch(session: Session, poll_id: int) -> int:
    """Return the number of the last batch of a poll, 0 if there is none."""
    return session.scalar(select(func.max(PollSlip.batch)).where(PollSlip.poll_id == poll_id)) or 0


def of_batch(
    session: Session, poll_id: int, batch: int, *, limit: int, offset: int = 0
) -> Sequence[tuple[PollSlip, str, str]]:
    """Return the slips of a batch by number, each with the name and the building that it is for."""
    query = (
        select(PollSlip, Person.name, RollEntry.building)
        .join(RollEntry, and_(RollEntry.poll_id == PollSlip.poll_id, RollEntry.entry == PollSlip.entry))
        .join(Person, Person.id == RollEntry.person_id)
        .where(PollSlip.poll_id == poll_id, PollSlip.batch == batch)
        .order_by(PollSlip.number)
    )
    return [
        (slip, name, building) for slip, name, building in session.execute(query.limit(limit).offset(offset))
    ]
