"""What several deeds on accounts share: proving the password, finding the account to manage, the journal line."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import credentials
from microprojects.domain.accounts import HasAccount, UsernameTaken, require_manager
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue, NotFound
from microprojects.domain.people import Actor
from microprojects.domain.sessions import Origin, WrongPassword
from microprojects.domain.workdays import local_day
from microprojects.services import _attempts, _passwords, _sessions
from microprojects.services._deed import record
from microprojects.store import accounts
from microprojects.store.accounts import Account
from microprojects.store.db import db, transaction

_LONGEST_LINE = 50


def prove(session_id: int, password: str, *, origin: Origin, at: datetime) -> None:
    """Make sure that whoever sits at a signed-in screen knows the password.

    Raises:
        SignInAgain: the session is over, or has not passed every step.
        LockedOut: too many wrong passwords.
        WrongPassword: it is not the account's password.
    """
    account_id = _sessions.whole(db.session(), session_id, at).account_id
    kept = accounts.get(db.session(), account_id).password_hash
    way_in = _attempts.way("password", account_id)
    address = _sessions.counted_address(origin, account_id)
    _attempts.count(way_in, address=address, at=at)
    if not _passwords.matches(kept, credentials.cut_password(password)):
        raise WrongPassword
    with transaction() as session:
        _attempts.forgive(session, way_in, address=address, at=at)


def managed(session: Session, person_id: int, *, actor: Actor, at: datetime) -> tuple[Account, str]:
    """Return the locked account of a person and the area it belongs to, if the actor administers it.

    The lock comes first: who gives a role locks the account as well.

    Raises:
        NotFound: the person has no account.
        NotPermitted, ServesElsewhere: the actor does not, or not everywhere where the person lives and serves.
    """
    account = accounts.of_person(session, person_id, for_update=True)
    area = place(session, person_id, actor=actor, at=at)
    if account is None:
        raise NotFound
    return account, area


def place(session: Session, person_id: int, *, actor: Actor, at: datetime) -> str:
    """Return the area that a person's account belongs to first, if the actor administers it.

    Raises:
        NotFound: there is no such person.
        NotPermitted, ServesElsewhere: the actor does not, or not everywhere where the person lives and serves.
    """
    today = local_day(at)
    places = accounts.places_of(session, person_id, today)
    require_manager(actor, places, at=today)
    return places[0]


def note(session: Session, what: str, person_id: int, *, actor: Actor, at: datetime, area: str) -> None:
    """Write in the journal that something was done to some account of an area; to whose is for auditors only."""
    record(
        session,
        Action.ACCOUNT_MANAGE,
        f"accounts/{area}",
        actor=actor,
        at=at,
        area=area,
        facts={"what": what},
        detail=f"person/{person_id}",
    )


def added(session: Session, person_id: int, username: str, kept: str, *, at: datetime) -> Account:
    """Add the account of a person under a folded name that nobody has yet.

    Raises:
        UsernameTaken, HasAccount: there is one already.
    """
    if accounts.named(session, username) is not None:
        raise UsernameTaken(username=username)
    if accounts.of_person(session, person_id) is not None:
        raise HasAccount
    account = Account(person_id=person_id, username=username, password_hash=kept, created_at=at)
    session.add(account)
    session.flush()
    return account


def line(text: str, *, field: str) -> str:
    """Return a short line without outer spaces, such as a name.

    Raises:
        BadValue: it is empty, too long, or has characters that cannot be seen.
    """
    kept = " ".join(text.split())
    if not kept:
        raise BadValue(field=field, why=N_("还空着"))
    if len(kept) > _LONGEST_LINE or not kept.isprintable():
        raise BadValue(field=field, why=N_("太长，或有看不见的字符"))
    return kept
