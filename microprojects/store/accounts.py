"""Accounts: the way in of each person, with the recovery codes on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain import accounts as rules
from microprojects.domain.errors import NotFound
from microprojects.store import areas, people
from microprojects.store.areas import inside
from microprojects.store.columns import Hash, Key
from microprojects.store.db import Base, lock
from microprojects.store.people import Person, RoleGrant

# The places of sealed values; each is bound to the number of its account.
TOTP = "account.totp"
TOTP_PENDING = "account.totp-pending"


class Account(Base):
    """The way in of one person: a name, a password, perhaps a second factor.

    `epoch` grows whenever all sessions end at once; a session of an older epoch is dead.
    `last_timecode` is the time step of the last code that was used, so that none is used twice.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("(totp_confirmed_at IS NULL) = (totp_secret IS NULL)", name="confirmed_with_secret"),
        CheckConstraint("(totp_pending_at IS NULL) = (totp_pending IS NULL)", name="pending_since_a_moment"),
        CheckConstraint("last_timecode >= 0 AND epoch >= 0", name="counters_not_negative"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(200))
    totp_pending: Mapped[str | None] = mapped_column(String(200))
    totp_pending_at: Mapped[datetime | None]
    totp_confirmed_at: Mapped[datetime | None]
    last_timecode: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One of the codes on paper that each replace a lost phone once."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    code_hash: Mapped[Hash]
    used_at: Mapped[datetime | None]


def get(session: Session, account_id: int, *, for_update: bool = False) -> Account:
    """Return one account."""
    query = select(Account).where(Account.id == account_id)
    account = session.scalar(lock(query) if for_update else query)
    if account is None:
        raise NotFound
    return account


def named(session: Session, username: str) -> Account | None:
    """Return the account of a normalised user name, None if nobody has it."""
    return session.scalar(select(Account).where(Account.username == username))


def of_person(session: Session, person_id: int, *, for_update: bool = False) -> Account | None:
    """Return a person's account, None if they have none."""
    query = select(Account).where(Account.person_id == person_id)
    return session.scalar(lock(query) if for_update else query)


def places_of(session: Session, person_id: int, on: date) -> tuple[str, ...]:
    """Return every area whose administrator a person's account answers to on a day."""
    person = people.get(session, person_id)
    home = areas.get(session, person.community_id).path if person.community_id is not None else None
    return rules.places_of(home, people.grants(session, person_id), on)


def page(
    session: Session, paths: Sequence[str], wanted: str, *, limit: int, offset: int = 0
) -> list[tuple[Account, Person]]:
    """Return accounts by user name, of people who live or hold a role inside the areas.

    `wanted` is a part of the name or the user name; empty means everybody.
    """
    lives = Person.community_id.in_(inside(paths))
    serves = select(RoleGrant.id).where(
        RoleGrant.person_id == Person.id, RoleGrant.area_id.in_(inside(paths))
    )
    query = (
        select(Account, Person).join(Person, Person.id == Account.person_id).where(lives | serves.exists())
    )
    if wanted:
        part = wanted.casefold()
        query = query.where(
            Account.username.contains(part, autoescape=True) | Person.name.contains(wanted, autoescape=True)
        )
    rows = session.execute(query.order_by(Account.username).limit(limit).offset(offset))
    return [(account, person) for account, person in rows]


def take_timecode(session: Session, account_id: int, timecode: int) -> bool:
    """Use up a time step of the second factor; False if it, or a later one, was used before.

    One statement, so that of two devices that send the same code at the same moment one wins.
    """
    result = session.connection().execute(
        update(Account)
        .where(Account.id == account_id, Account.last_timecode < timecode)
        .values(last_timecode=timecode)
    )
    return result.rowcount == 1


def take_recovery_code(session: Session, account_id: int, code_hash: str, at: datetime) -> bool:
    """Use up one recovery code; False if there is none such, or it was used before."""
    result = session.connection().execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.code_hash == code_hash,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
    )
    return result.rowcount == 1


def replace_recovery_codes(session: Session, account_id: int, code_hashes: list[str]) -> None:
    """Make these the only recovery codes of an account."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.add_all(RecoveryCode(account_id=account_id, code_hash=code_hash) for code_hash in code_hashes)


def recovery_codes_left(session: Session, account_id: int) -> int:
    """Return how many recovery codes were not used yet."""
    return (
        session.scalar(
            select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
        )
        or 0
    )
