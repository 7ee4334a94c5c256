"""Passes into the booth of a poll, for people who are not signed in: one an entry of the roll, known by a keyed hash."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKeyConstraint, String, UniqueConstraint, and_, delete
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.voters import SECRET_BYTES, GivenPass, Origin
from microprojects.store import box_keys
from microprojects.store.columns import Hash, Word, one_of
from microprojects.store.db import Base

PASS = "pass"


class PollPass(Base):
    """The right of one entry of a roll to enter the booth for some minutes; a new one takes the place of the old.

    Gone when the poll closes. Kept without SQLite's hidden row numbers, which would tell the order of arrival.
    """

    __tablename__ = "poll_passes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["poll_id", "entry"],
            ["roll_entries.poll_id", "roll_entries.entry"],
            name="fk_poll_passes_entry_roll_entries",
        ),
        UniqueConstraint("secret_hash"),
        one_of("origin", [each.value for each in Origin]),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(String(32), primary_key=True)
    secret_hash: Mapped[Hash]
    origin: Mapped[Word]
    ends_at: Mapped[datetime]


def opens(poll_id: int, secret: str, at: datetime) -> ColumnElement[bool]:
    """Return the condition that a pass is that of a secret and still good.

    Raises:
        KeyGone: the key by which passes are known is not where it was left.
    """
    known = PollPass.secret_hash == fingerprint(poll_id, secret)
    return and_(PollPass.poll_id == poll_id, known, PollPass.ends_at > at)


def fingerprint(poll_id: int, secret: str) -> str:
    """Return the keyed hash by which a pass is known.

    Raises:
        KeyGone: the key by which passes are known is not where it was left.
    """
    return box_keys.fingerprint(poll_id, PASS, secret)


def give(session: Session, poll_id: int, entry: str, origin: Origin, *, at: datetime) -> GivenPass:
    """Give an entry a pass in place of any that it had, in one statement on both databases.

    Raises:
        KeyGone: the key by which passes are known is not where it was left.
    """
    given = GivenPass(secret=secrets.token_urlsafe(SECRET_BYTES), origin=origin, ends_at=at + origin.lasts)
    row = {
        "poll_id": poll_id,
        "entry": entry,
        "secret_hash": fingerprint(poll_id, given.secret),
        "origin": origin.value,
        "ends_at": given.ends_at,
    }
    insert = pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    put = insert(PollPass).values(row)
    changed = {name: put.excluded[name] for name in ("secret_hash", "origin", "ends_at")}
    session.execute(put.on_conflict_do_update(index_elements=["poll_id", "entry"], set_=changed))
    return given


def end(session: Session, poll_id: int, secret: str, *, at: datetime) -> None:
    """End the pass of a secret."""
    session.execute(delete(PollPass).where(opens(poll_id, secret, at)))


def end_of(session: Session, poll_id: int, entry: str, origin: Origin) -> None:
    """End the pass of an entry if it was given for that."""
    session.execute(
        delete(PollPass).where(
            PollPass.poll_id == poll_id, PollPass.entry == entry, PollPass.origin == origin.value
        )
    )


def empty(session: Session, poll_id: int) -> None:
    """Take away every pass of a poll that takes no ballots any more."""
    session.execute(delete(PollPass).where(PollPass.poll_id == poll_id))
