"""Paper ballots of a poll: batches, sheets, what the desk took back, and what was read, none of it tied to a voter.

Source: voting research, section 5.3; docs/adr/0009.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.paper_balances import Numbers, numbers
from microprojects.domain.paper_serials import serial
from microprojects.domain.paper_sheets import DECIDED, IN_BOX, RETURNS, Reading, Sheet, UnknownSheet, Verdict
from microprojects.store import poll_rolls
from microprojects.store.columns import Hash, PersonKey, Word, one_of
from microprojects.store.db import Base

POLL = "polls.id"


def of_a_sheet(table: str) -> ForeignKeyConstraint:
    """Return the key by which rows of a table belong to a sheet."""
    return ForeignKeyConstraint(
        ["poll_id", "serial"],
        ["paper_sheets.poll_id", "paper_sheets.serial"],
        name=f"fk_{table}_serial_paper_sheets",
    )


class PaperBatch(Base):
    """A batch of sheets of one poll; the first is 1 and prints as A."""

    __tablename__ = "paper_batches"
    __table_args__ = (CheckConstraint("sheets BETWEEN 1 AND 300", name="sheets_in_bounds"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey(POLL), primary_key=True)
    batch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sheets: Mapped[int]
    printed_at: Mapped[datetime]
    printed_by_id: Mapped[PersonKey]


class PaperSheet(Base):
    """One printed sheet, by its number. To whom it went is written nowhere."""

    __tablename__ = "paper_sheets"
    __table_args__ = (
        ForeignKeyConstraint(
            ["poll_id", "batch"],
            ["paper_batches.poll_id", "paper_batches.batch"],
            name="fk_paper_sheets_batch_paper_batches",
        ),
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(8), primary_key=True)
    batch: Mapped[int]


class PaperReturn(Base):
    """A sheet that the desk took back: spoiled and replaced, or not used. No finer time than the day."""

    __tablename__ = "paper_returns"
    __table_args__ = (of_a_sheet("paper_returns"), one_of("what", RETURNS))

    poll_id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(8), primary_key=True)
    what: Mapped[Word]
    day: Mapped[date]
    taken_by_id: Mapped[PersonKey]


class PaperReading(Base):
    """What one person read on a sheet; a correction is a further row. Never changed."""

    __tablename__ = "paper_readings"
    __table_args__ = (
        of_a_sheet("paper_readings"),
        CheckConstraint("go BETWEEN 1 AND 3", name="go_known"),
        one_of("verdict", [verdict.value for verdict in Verdict]),
        CheckConstraint("(verdict = 'null') = (reason <> '')", name="reason_when_null"),
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(8), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3… of this sheet
    go: Mapped[int]
    verdict: Mapped[Word]
    reason: Mapped[Word]
    choices: Mapped[dict[str, Any]]
    read_by_id: Mapped[PersonKey]
    read_at: Mapped[datetime]


class PaperPhoto(Base):
    """A photo of a sheet, for whoever reads it again later; its bytes lie in the data folder under their SHA-256."""

    __tablename__ = "paper_photos"
    __table_args__ = (of_a_sheet("paper_photos"),)

    poll_id: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[str] = mapped_column(String(8), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3… of this sheet
    sha256: Mapped[Hash]
    media_type: Mapped[Word]
    added_by_id: Mapped[PersonKey]
    added_at: Mapped[datetime]


class PaperVoid(Base):
    """That an officer asked to take somebody's online ballot out of the box; gone once another has confirmed."""

    __tablename__ = "paper_voids"
    __table_args__ = (
        ForeignKeyConstraint(
            ["poll_id", "entry"],
            ["roll_entries.poll_id", "roll_entries.entry"],
            name="fk_paper_voids_entry_roll_entries",
        ),
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(String(32), primary_key=True)
    asked_by_id: Mapped[PersonKey]


def batches(session: Session, poll_id: int) -> list[PaperBatch]:
    """Return the batches of a poll in order."""
    query = select(PaperBatch).where(PaperBatch.poll_id == poll_id).order_by(PaperBatch.batch)
    return list(session.scalars(query))


def add_batch(session: Session, batch: PaperBatch) -> None:
    """Write a batch with all its sheets."""
    session.add(batch)
    session.flush()
    rows = [
        {"poll_id": batch.poll_id, "serial": serial(batch.batch, number), "batch": batch.batch}
        for number in range(1, batch.sheets + 1)
    ]
    session.execute(insert(PaperSheet), rows)


def printed(session: Session, poll_id: int) -> int:
    """Return how many sheets were printed."""
    query = select(func.coalesce(func.sum(PaperBatch.sheets), 0)).where(PaperBatch.poll_id == poll_id)
    return session.scalar(query) or 0


def issued(session: Session, poll_id: int) -> int:
    """Return how many sheets the desk has given out by its own marks, one for each replaced or given back, too."""
    query = select(func.count()).select_from(PaperReturn).where(PaperReturn.poll_id == poll_id)
    return poll_rolls.turnout(session, poll_id).get("paper", 0) + (session.scalar(query) or 0)


def sheets(session: Session, poll_id: int, *, only: Collection[str] | None = None) -> list[Sheet]:
    """Return the sheets of a poll by number, each with all that was read on it; `only` some of them."""
    query = select(PaperSheet.serial, PaperReturn.what).outerjoin(
        PaperReturn,
        (PaperReturn.poll_id == PaperSheet.poll_id) & (PaperReturn.serial == PaperSheet.serial),
    )
    query = query.where(PaperSheet.poll_id == poll_id).order_by(PaperSheet.serial)
    read_so_far = select(PaperReading).where(PaperReading.poll_id == poll_id)
    if only is not None:
        query = query.where(PaperSheet.serial.in_(only))
        read_so_far = read_so_far.where(PaperReading.serial.in_(only))
    read: dict[str, list[Reading]] = defaultdict(list)
    for row in session.scalars(read_so_far.order_by(PaperReading.serial, PaperReading.turn)):
        read[row.serial].append(reading(row))
    return [Sheet(number, what or "", tuple(read[number])) for number, what in session.execute(query)]


def reading(row: PaperReading) -> Reading:
    """Return what a row says."""
    return Reading(
        go=row.go,
        by=row.read_by_id,
        verdict=Verdict(row.verdict),
        reason=row.reason,
        choices=row.choices,
    )


def sheet(session: Session, poll_id: int, number: str) -> Sheet:
    """Return one sheet.

    Raises:
        UnknownSheet: none of that number was printed.
    """
    found = sheets(session, poll_id, only=[number])
    if not found:
        raise UnknownSheet(serial=number)
    return found[0]


def read_by(session: Session, poll_id: int, person_id: int, *, limit: int) -> list[PaperReading]:
    """Return what holds of what one person read on sheets in hand, the last first."""
    mine = (PaperReading.poll_id == poll_id, PaperReading.read_by_id == person_id, PaperReading.go < DECIDED)
    last = (
        select(PaperReading.serial, func.max(PaperReading.turn).label("turn"))
        .where(*mine)
        .group_by(PaperReading.serial)
        .subquery()
    )
    query = (
        select(PaperReading)
        .join(last, (last.c.serial == PaperReading.serial) & (last.c.turn == PaperReading.turn))
        .where(*mine, PaperReading.verdict.in_([verdict.value for verdict in IN_BOX]))
        .order_by(PaperReading.read_at.desc(), PaperReading.serial.desc())
    )
    return list(session.scalars(query.limit(limit)))


def add_readings(
    session: Session, poll_id: int, read: Sequence[tuple[Sheet, Reading]], *, at: datetime
) -> None:
    """Write what was read, each behind what was read on the same sheet before."""
    rows = [
        {
            "poll_id": poll_id,
            "serial": found.serial,
            "turn": len(found.readings) + 1,
            "go": each.go,
            "verdict": each.verdict.value,
            "reason": each.reason,
            "choices": dict(each.choices),
            "read_by_id": each.by,
            "read_at": at,
        }
        for found, each in read
    ]
    if rows:
        session.execute(insert(PaperReading), rows)


def count(session: Session, poll_id: int) -> Numbers:
    """Return how many sheets there are of each kind now."""
    marked = poll_rolls.turnout(session, poll_id).get("paper", 0)
    return numbers(sheets(session, poll_id), marked=marked)


def asked_void(session: Session, poll_id: int, entry: str) -> PaperVoid | None:
    """Return that somebody asked to take a ballot out of the box, if anybody did."""
    return session.get(PaperVoid, (poll_id, entry), populate_existing=True)


def voids(session: Session, poll_id: int) -> list[PaperVoid]:
    """Return what waits for a second officer."""
    return list(
        session.scalars(select(PaperVoid).where(PaperVoid.poll_id == poll_id).order_by(PaperVoid.entry))
    )


def photos(session: Session, poll_id: int, number: str) -> list[PaperPhoto]:
    """Return the photos of a sheet, the first first."""
    query = select(PaperPhoto).where(PaperPhoto.poll_id == poll_id, PaperPhoto.serial == number)
    return list(session.scalars(query.order_by(PaperPhoto.place)))
