"""Codes sent to the phones of people on the roll of a poll: one a phone, known by keyed hashes alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.store import box_keys
from microprojects.store.columns import Hash
from microprojects.store.db import Base
from microprojects.store.people import PHONE, Person
from microprojects.store.poll_rolls import RollEntry
from microprojects.store.secrets import fingerprint

TEXT = "text"


class PollTextCode(Base):
    """The last code sent to a phone for a poll; gone once it is used, or when the poll closes."""

    __tablename__ = "poll_text_codes"
    __table_args__ = ({"sqlite_with_rowid": False},)

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    phone_index: Mapped[str] = mapped_column(String(64), primary_key=True)
    code_hash: Mapped[Hash]
    ends_at: Mapped[datetime]


def code_hash(poll_id: int, phone: str, code: str) -> str:
    """Return what is kept of a code sent to a folded phone number.

    Raises:
        KeyGone: the key by which codes are known is not where it was left.
    """
    return box_keys.fingerprint(poll_id, TEXT, f"{phone}/{code}")


def put(session: Session, poll_id: int, phone: str, code: str, *, ends_at: datetime) -> None:
    """Keep a code in place of the one sent before, in one statement on both databases."""
    row = {
        "poll_id": poll_id,
        "phone_index": fingerprint(PHONE, phone),
        "code_hash": code_hash(poll_id, phone, code),
        "ends_at": ends_at,
    }
    insert = pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    query = insert(PollTextCode).values(row)
    changed = {name: query.excluded[name] for name in ("code_hash", "ends_at")}
    session.execute(query.on_conflict_do_update(index_elements=["poll_id", "phone_index"], set_=changed))


def sent(session: Session, poll_id: int, phone: str) -> PollTextCode | None:
    """Return the last code sent to a phone, its row held."""
    query = select(PollTextCode).where(
        PollTextCode.poll_id == poll_id, PollTextCode.phone_index == fingerprint(PHONE, phone)
    )
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()


def at_phone(session: Session, poll_id: int, phone: str) -> list[tuple[str, str]]:
    """Return entry and name of everybody on the roll whose phone on the register this is."""
    query = (
        select(RollEntry.entry, Person.name)
        .join(Person, Person.id == RollEntry.person_id)
        .where(RollEntry.poll_id == poll_id, Person.phone_index == fingerprint(PHONE, phone))
        .order_by(RollEntry.entry)
    )
    return [(entry, name) for entry, name in session.execute(query)]


def empty(session: Session, poll_id: int) -> None:
    """Take away every code of a poll that takes no ballots any more."""
    session.execute(delete(PollTextCode).where(PollTextCode.poll_id == poll_id))
