"""Sign-in sessions: on which devices an account is signed in, and how often a way in was tried in vain."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    String,
    bindparam,
    case,
    delete,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.domain.people import Actor, Grant, Role
from microprojects.domain.sessions import (
    Presence,
    Stage,
    Terms,
    is_over,
    needs_second_factor,
    next_step,
    terms,
)
from microprojects.domain.workdays import local_day
from microprojects.store.accounts import Account
from microprojects.store.areas import Area
from microprojects.store.columns import Hash, Key, one_of
from microprojects.store.db import Base, lock, table_of
from microprojects.store.people import Person, RoleGrant


class SignInSession(Base):
    """One device on which an account is signed in; the cookie has the token, the row only its hash."""

    __tablename__ = "sign_in_sessions"
    __table_args__ = (one_of("stage", [s.value for s in Stage]),)

    id: Mapped[Key]
    token_hash: Mapped[Hash] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    stage: Mapped[Stage]
    epoch: Mapped[int]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(40))
    address_hash: Mapped[Hash]


class SignInAttempt(Base):
    """How often one name, device or network address has failed, without saying which one it is.

    `halved_at` is when the count began, or was last halved because time had passed.
    """

    __tablename__ = "sign_in_attempts"
    __table_args__ = (CheckConstraint("failed >= 0", name="failed_not_negative"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failed: Mapped[int] = mapped_column(default=0)
    halved_at: Mapped[datetime] = mapped_column(index=True)
    locked_until: Mapped[datetime | None]


# Who is signed in, as far as each request has to know it; written once, it is compiled once.
_sessions, _accounts, _people, _areas, _grants = (
    table_of(SignInSession),
    table_of(Account),
    table_of(Person),
    table_of(Area),
    table_of(RoleGrant),
)
_where = _areas.alias()
_HELD = (
    select(
        *(_sessions.c[name] for name in ("id", "account_id", "stage", "created_at", "seen_at")),
        *(_accounts.c[name] for name in ("username", "person_id", "totp_confirmed_at")),
        _people.c.name,
        _people.c.verified_at,
        _areas.c.path,
        *(_grants.c[name].label(f"grant_{name}") for name in ("role", "since", "until")),
        _where.c.path.label("grant_path"),
    )
    .join(_accounts, _accounts.c.id == _sessions.c.account_id)
    .join(_people, _people.c.id == _accounts.c.person_id)
    .outerjoin(_areas, _areas.c.id == _people.c.community_id)
    .outerjoin(_grants, _grants.c.person_id == _people.c.id)
    .outerjoin(_where, _where.c.id == _grants.c.area_id)
    .order_by(_grants.c.id)
    .where(_sessions.c.ended_at.is_(None), _sessions.c.epoch == _accounts.c.epoch)
    .where(_accounts.c.disabled_at.is_(None))
)
_BY_TOKEN = _HELD.where(_sessions.c.token_hash == bindparam("token"))
_BY_NUMBER = _HELD.where(_sessions.c.id == bindparam("number"))


def token_hash(token: str) -> str:
    """Return what is kept of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def presence(
    connection: Connection, at: datetime, *, token: str = "", session_id: int = 0
) -> Presence | None:
    """Return who is signed in with a token, or in the session of a number; None if nobody is any more.

    In one statement, because every request of a signed-in person begins with it: one row for each role.
    """
    asked = (_BY_TOKEN, {"token": token_hash(token)}) if token else (_BY_NUMBER, {"number": session_id})
    rows = connection.execute(*asked).all()
    if not rows:
        return None
    row = rows[0]
    grants = tuple(
        Grant(Role(each.grant_role), each.grant_path, each.grant_since, each.grant_until)
        for each in rows
        if each.grant_role is not None
    )
    must = needs_second_factor(grants, local_day(at))
    if is_over(created_at=row.created_at, seen_at=row.seen_at, at=at, lives=terms(row.stage, staff=must)):
        return None
    step = next_step(stage=row.stage, confirmed=row.totp_confirmed_at is not None, must=must)
    actor = Actor(row.person_id, row.name, grants, row.path if row.verified_at else None)
    return Presence(row.id, row.account_id, row.username, actor, row.stage, step, row.seen_at)


def get(session: Session, session_id: int, *, for_update: bool = False) -> SignInSession:
    """Return one session."""
    query = select(SignInSession).where(SignInSession.id == session_id)
    row = session.scalar(lock(query) if for_update else query)
    if row is None:
        raise NotFound
    return row


def live(session: Session, account_id: int, at: datetime, lives: Terms) -> list[SignInSession]:
    """Return the sessions of an account that still open the door, the last used first."""
    return list(
        session.scalars(
            select(SignInSession)
            .join(Account, Account.id == SignInSession.account_id)
            .where(
                SignInSession.account_id == account_id,
                SignInSession.stage == Stage.FULL,
                SignInSession.ended_at.is_(None),
                SignInSession.epoch == Account.epoch,
                SignInSession.seen_at > at - lives.idle,
                SignInSession.created_at > at - lives.absolute,
            )
            .order_by(SignInSession.seen_at.desc(), SignInSession.id.desc())
        )
    )


def end(
    session: Session, account_id: int, at: datetime, *, only: int | None = None, but: int | None = None
) -> None:
    """End sessions of an account: the one of a number, or all but one."""
    query = update(SignInSession).where(
        SignInSession.account_id == account_id, SignInSession.ended_at.is_(None)
    )
    if only is not None:
        query = query.where(SignInSession.id == only)
    if but is not None:
        query = query.where(SignInSession.id != but)
    session.execute(query.values(ended_at=at))


def end_all(session: Session, account: Account, at: datetime) -> None:
    """End every session of an account that the caller holds locked."""
    account.epoch += 1
    end(session, account.id, at)


def attempt(session: Session, key: str, at: datetime) -> SignInAttempt:
    """Return the locked count of one key, made at the first attempt.

    The row is written even if it is there already, which locks it at once: between
    finding and locking it somebody could sweep it away.
    """
    first, same = {"key": key, "failed": 0, "halved_at": at}, {"failed": SignInAttempt.failed}
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            postgresql.insert(SignInAttempt)
            .values(first)
            .on_conflict_do_update(index_elements=["key"], set_=same)
        )
    else:
        session.execute(
            sqlite.insert(SignInAttempt)
            .values(first)
            .on_conflict_do_update(index_elements=["key"], set_=same)
        )
    return session.scalars(lock(select(SignInAttempt).where(SignInAttempt.key == key))).one()


def forgive(session: Session, key: str, *, times: int | None = None) -> None:
    """Take so many failures of a key back, because they were none; None takes all."""
    kept = 0 if times is None else case((SignInAttempt.failed > times, SignInAttempt.failed - times), else_=0)
    session.execute(
        update(SignInAttempt).where(SignInAttempt.key == key).values(failed=kept, locked_until=None)
    )


def sweep(session: Session, at: datetime, *, older_than: timedelta) -> None:
    """Delete counts that began or were halved so long ago that they say nothing any more, unless one is in use."""
    old = select(SignInAttempt.key).where(SignInAttempt.halved_at < at - older_than)
    session.execute(delete(SignInAttempt).where(SignInAttempt.key.in_(old.with_for_update(skip_locked=True))))
