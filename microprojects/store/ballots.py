"""The box: sealed ballots under keyed tags, the commitments seen, drafts, and the opened ballots of a counted poll."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    delete,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.store import box_keys
from microprojects.store.columns import Hash, Key, Word, one_of
from microprojects.store.db import Base

SOURCES = ("online", "paper", "imported")
POLL = "polls.id"
BATCH = 2_000


class Envelope(Base):
    """One sealed ballot; the tag is an HMAC of the voter's entry under a key that is not in the database.

    Kept without SQLite's hidden row numbers, which would tell the order of arrival.
    """

    __tablename__ = "envelopes"
    __table_args__ = (
        UniqueConstraint("poll_id", "commitment"),
        CheckConstraint("version > 0", name="version_positive"),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey(POLL), primary_key=True)
    tag: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    commitment: Mapped[Hash]
    once: Mapped[Hash]  # hash of the key of the form it came by, so that a repeated click is known again


class SeenCommit(Base):
    """A commitment that was once in the box, replaced or not; published by the batch and never in order of arrival."""

    __tablename__ = "seen_commits"
    __table_args__ = ({"sqlite_with_rowid": False},)

    poll_id: Mapped[int] = mapped_column(ForeignKey(POLL), primary_key=True)
    commitment: Mapped[str] = mapped_column(String(64), primary_key=True)
    batch: Mapped[int | None]


class BallotDraft(Base):
    """What somebody has picked and not cast; sealed, and gone once cast. Known by a cookie, or by who is signed in."""

    __tablename__ = "ballot_drafts"
    __table_args__ = (UniqueConstraint("poll_id", "holder"), UniqueConstraint("poll_id", "person_id"))

    id: Mapped[Key]
    poll_id: Mapped[int] = mapped_column(ForeignKey(POLL), index=True)
    holder: Mapped[Hash]  # hash of the cookie's token
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    sealed: Mapped[str] = mapped_column(default="")
    kept_at: Mapped[datetime]


class FinalBallot(Base):
    """One opened ballot of a counted poll, in the order of commitments. Never changed."""

    __tablename__ = "final_ballots"
    __table_args__ = (one_of("source", SOURCES), {"sqlite_with_rowid": False})

    poll_id: Mapped[int] = mapped_column(ForeignKey(POLL), primary_key=True)
    commitment: Mapped[str] = mapped_column(String(64), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64))  # base64
    word: Mapped[Word]
    choices: Mapped[dict[str, Any]]
    source: Mapped[Word]


class TallyRun(Base):
    """One count of a poll: the rule, what went in and what came out. Never changed."""

    __tablename__ = "tally_runs"
    __table_args__ = (UniqueConstraint("poll_id", "run"),)

    id: Mapped[Key]
    poll_id: Mapped[int] = mapped_column(ForeignKey(POLL), index=True)
    run: Mapped[int]
    spec_hash: Mapped[Hash]
    ballots_hash: Mapped[Hash]
    seed: Mapped[Hash] = mapped_column(default="")
    output: Mapped[str]  # canonical JSON
    output_hash: Mapped[Hash]
    counted_at: Mapped[datetime]


class Lot(Base):
    """The dice that were thrown in public to decide between equals; once a poll, never again."""

    __tablename__ = "poll_lots"

    poll_id: Mapped[int] = mapped_column(ForeignKey(POLL), primary_key=True)
    dice: Mapped[str] = mapped_column(String(40))
    witnesses: Mapped[str] = mapped_column(String(200))
    seed: Mapped[Hash]
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


def take_out(session: Session, poll_id: int, tag: str, commitment: str) -> bool:
    """Take a sealed ballot of that commitment out of the box again; say whether it was there."""
    query = delete(Envelope).where(
        Envelope.poll_id == poll_id, Envelope.tag == tag, Envelope.commitment == commitment
    )
    return session.scalar(query.returning(Envelope.commitment)) is not None


def void(session: Session, poll_id: int, tag: str) -> bool:
    """Take the sealed ballot under a tag out of the box, whatever it holds; say whether there was one."""
    query = delete(Envelope).where(Envelope.poll_id == poll_id, Envelope.tag == tag)
    return session.scalar(query.returning(Envelope.commitment)) is not None


def envelope(session: Session, poll_id: int, tag: str) -> Envelope | None:
    """Return the sealed ballot under a tag."""
    return session.get(Envelope, (poll_id, tag), populate_existing=True)


def envelopes(session: Session, poll_id: int) -> Iterator[tuple[bytes, str]]:
    """Return each sealed ballot with its commitment, in the order of commitments."""
    query = select(Envelope.sealed, Envelope.commitment).where(Envelope.poll_id == poll_id)
    return (
        (sealed, commitment) for sealed, commitment in session.execute(query.order_by(Envelope.commitment))
    )


def counted_commits(session: Session, poll_id: int) -> list[str]:
    """Return the commitments of the ballots that are in the box now, in order."""
    query = select(Envelope.commitment).where(Envelope.poll_id == poll_id).order_by(Envelope.commitment)
    return list(session.scalars(query))


def batches(session: Session, poll_id: int) -> list[tuple[int, list[str]]]:
    """Return the published commitments of a poll by the number of their batch, in order within each."""
    query = select(SeenCommit.batch, SeenCommit.commitment).where(
        SeenCommit.poll_id == poll_id, SeenCommit.batch.is_not(None)
    )
    found: dict[int, list[str]] = {}
    for batch, commitment in session.execute(query.order_by(SeenCommit.batch, SeenCommit.commitment)):
        found.setdefault(batch or 0, []).append(commitment)
    return list(found.items())


def finals(session: Session, poll_id: int) -> list[FinalBallot]:
    """Return the opened ballots of a counted poll, in the order of commitments."""
    return list(each(session, poll_id))


def each(session: Session, poll_id: int) -> Iterator[FinalBallot]:
    """Yield the opened ballots of a counted poll, in the order of commitments, read some thousand at a time."""
    query = select(FinalBallot).where(FinalBallot.poll_id == poll_id).order_by(FinalBallot.commitment)
    last = ""
    while some := list(session.scalars(query.where(FinalBallot.commitment > last).limit(BATCH))):
        last = some[-1].commitment
        yield from some
        for one in some:
            session.expunge(one)


def final_by_prefix(session: Session, poll_id: int, prefix: str) -> FinalBallot | None:
    """Return the opened ballot whose commitment begins so."""
    query = select(FinalBallot).where(
        FinalBallot.poll_id == poll_id, FinalBallot.commitment.startswith(prefix, autoescape=True)
    )
    return session.scalars(query.limit(1)).first()


def seen_by_prefix(session: Session, poll_id: int, prefix: str) -> SeenCommit | None:
    """Return the commitment that begins so and was once in the box."""
    query = select(SeenCommit).where(
        SeenCommit.poll_id == poll_id, SeenCommit.commitment.startswith(prefix, autoescape=True)
    )
    return session.scalars(query.limit(1)).first()


def last_run(session: Session, poll_id: int) -> TallyRun | None:
    """Return the count that holds."""
    query = select(TallyRun).where(TallyRun.poll_id == poll_id).order_by(TallyRun.run.desc()).limit(1)
    return session.scalars(query).first()


def lot(session: Session, poll_id: int) -> Lot | None:
    """Return the dice of a poll, if they were thrown."""
    return session.get(Lot, poll_id)


def empty(session: Session, poll_id: int) -> None:
    """Take the sealed ballots away; for a poll that is certified, when their key is destroyed, too."""
    session.execute(delete(Envelope).where(Envelope.poll_id == poll_id))


def version_of(session: Session, poll_id: int, name: str, entry: str) -> int:
    """Return how often the voter of an entry has cast, 0 if never; nothing of what is asked.

    Raises:
        KeyGone: the key of the box is not where it was left.
    """
    kept = envelope(session, poll_id, box_keys.of(poll_id, name).tag(entry))
    return kept.version if kept else 0
