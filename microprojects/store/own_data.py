"""What the site holds about one person: asked for by that person alone, never how they voted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from microprojects.store import escalations, objections, people
from microprojects.store.accounts import Account
from microprojects.store.areas import Area
from microprojects.store.comments import Comment
from microprojects.store.objections import Objection
from microprojects.store.own_records import SECTIONS
from microprojects.store.people import RoleGrant
from microprojects.store.poll_rolls import Participation, RollEntry
from microprojects.store.polls import Poll
from microprojects.store.projects import Project, Seconding
from microprojects.store.registrations import BORN, Registration
from microprojects.store.secrets import open_text
from microprojects.store.sessions import SignInSession

Row = dict[str, Any]


def of(session: Session, person_id: int) -> dict[str, Row | list[Row]]:
    """Return what is held by section, the sealed fields opened."""
    return {
        "person": _person(session, person_id),
        "register": _register(session, person_id),
        **{
            section: _rows(session, columns, whose == person_id)
            for section, (columns, whose) in _SECTIONS.items()
        },
        "objections": _objections(session, person_id),
        "polls": _polls(session, person_id),
        "devices": _devices(session, person_id),
        **{
            section: [
                {key: _plain(value) for key, value in row.items()}
                for row in session.execute(query(person_id)).mappings()
            ]
            for section, query in SECTIONS.items()
        },
    }


_SECTIONS: dict[str, tuple[tuple[InstrumentedAttribute[Any], ...], InstrumentedAttribute[Any]]] = {
    "account": ((Account.username, Account.created_at, Account.totp_confirmed_at), Account.person_id),
    "roles": ((RoleGrant.role, RoleGrant.area_id, RoleGrant.since, RoleGrant.until), RoleGrant.person_id),
    "proposals": (
        (
            *(Project.number, Project.title, Project.state, Project.place, Project.problem, Project.content),
            *(Project.proposer_display, Project.consent_at, Project.created_at, Project.submitted_at),
        ),
        Project.proposer_id,
    ),
    "secondings": ((Seconding.project_id, Seconding.seconded_at), Seconding.person_id),
    "comments": (
        (Comment.project_id, Comment.stance, Comment.text, Comment.written_at, Comment.withdrawn_at),
        Comment.author_id,
    ),
}


def _person(session: Session, person_id: int) -> Row:
    """Return the own profile with the phone opened and the home by name."""
    person = people.get(session, person_id)
    home = session.get(Area, person.community_id) if person.community_id is not None else None
    return {
        "name": person.name,
        "nickname": person.nickname,
        "phone": people.phone(person),
        "community": home.name if home else "",
        **{
            name: _plain(getattr(person, name))
            for name in ("building", "verified_at", "consent_at", "name_shown_since", "created_at")
        },
    }


def _register(session: Session, person_id: int) -> Row:
    """Return the line of the register of residents with the day of birth opened."""
    line = session.get(Registration, person_id)
    if line is None:
        return {}
    born = open_text(BORN, person_id, line.born_sealed) if line.born_sealed else None
    return {"tie": line.tie, "born": born, "imported_at": _plain(line.imported_at)}


_STEP = ("step", "why", "asked_at", "due_at", "outcome", "answer", "answered_at")


def _objections(session: Session, person_id: int) -> list[Row]:
    """Return the own objections with the contact opened, the reply, and what was said and answered above it."""
    found = session.scalars(select(Objection).where(Objection.person_id == person_id).order_by(Objection.id))
    names = ("project_id", "ground", "facts", "wish", "filed_at", "outcome", "reply", "replied_at")
    rows = list(found)
    steps = escalations.of_objections(session, [row.id for row in rows])
    return [
        {name: _plain(getattr(row, name)) for name in names}
        | {"contact": objections.contact(row)}
        | {"above": [{name: _plain(getattr(step, name)) for name in _STEP} for step in steps.get(row.id, ())]}
        for row in rows
    ]


def _polls(session: Session, person_id: int) -> list[Row]:
    """Return the polls on whose roll the person stands, and by which way they took part; no choice is kept with a name."""
    query = (
        select(Poll.id, Poll.title, RollEntry.building, Participation.channel.label("took_part"))
        .join(RollEntry, RollEntry.poll_id == Poll.id)
        .outerjoin(
            Participation,
            (Participation.poll_id == RollEntry.poll_id) & (Participation.entry == RollEntry.entry),
        )
        .where(RollEntry.person_id == person_id)
        .order_by(Poll.id)
    )
    return [dict(row) for row in session.execute(query).mappings()]


def _devices(session: Session, person_id: int) -> list[Row]:
    """Return every device that was signed in, without its token."""
    query = (
        select(SignInSession.device, SignInSession.created_at, SignInSession.seen_at, SignInSession.ended_at)
        .join(Account, Account.id == SignInSession.account_id)
        .where(Account.person_id == person_id)
        .order_by(SignInSession.id)
    )
    return [{key: _plain(value) for key, value in row.items()} for row in session.execute(query).mappings()]


def _rows(
    session: Session, columns: tuple[InstrumentedAttribute[Any], ...], mine: ColumnElement[bool]
) -> list[Row]:
    """Return the chosen columns of the rows of one person."""
    found = session.execute(select(*columns).where(mine).order_by(columns[0])).mappings()
    return [{key: _plain(value) for key, value in row.items()} for row in found]


def _plain(value: Any) -> Any:
    """Return a value as JSON tells it."""
    return value.isoformat() if isinstance(value, date | datetime) else value
