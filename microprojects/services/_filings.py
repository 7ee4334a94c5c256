"""What is filed with an objection: its words checked, the person behind it found, its row written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import objections as law
from microprojects.domain import texts
from microprojects.domain.actions import Action
from microprojects.domain.calendar import due
from microprojects.domain.errors import N_, BadValue, NotPermitted
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.services._deed import permit
from microprojects.store import objections, packaged, people, rulebooks
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.objections import Objection
from microprojects.store.people import Person
from microprojects.store.projects import Project


@dataclass(frozen=True)
class Filing:
    """What was filed, after its words were checked."""

    ground: str
    facts: str
    wish: str
    contact: str
    channel: str


def checked(ground: str, facts: str, wish: str, contact: str, channel: str) -> Filing:
    """Return the words of an objection, measured. They are read by the handlers alone.

    Raises:
        BadValue: a choice is none of those given, or a text is empty or too long.
    """
    if ground not in law.GROUNDS:
        raise BadValue(field=N_("理由"), why=N_("请从列出的几种里选一种"))
    if channel not in law.CHANNELS:
        raise BadValue(field=N_("怎么提的"), why=N_("请从列出的几种里选一种"))
    return Filing(
        ground,
        texts.needed(N_("事实"), texts.paragraphs(N_("事实"), facts, limit=law.LONGEST_FACTS)),
        texts.paragraphs(N_("您的要求"), wish, limit=law.LONGEST_WISH),
        texts.line(N_("联系方式"), contact, limit=law.LONGEST_CONTACT),
        channel,
    )


def who(
    session: Session,
    project: Project,
    filing: Filing,
    person_id: int | None,
    name: str,
    *,
    actor: Actor,
    at: datetime,
) -> int:
    """Return the number of the person who objects: the actor, or the one for whom a clerk writes.

    Raises:
        WhoObjects: nobody is named.
        NotPermitted: not signed in, or not one who may write down for others here.
        BadValue: what is written for another cannot have come online.
        NotFound: there is no such person.
    """
    if person_id in (None, actor.person_id) and not name:
        if filing.channel != "online":
            raise law.WhoObjects
        if actor.person_id is None:
            raise NotPermitted
        return actor.person_id
    permit(actor, Action.OBJECTION_ENTER, Target(project.area.path), at=at)
    if filing.channel == "online":
        raise BadValue(field=N_("怎么提的"), why=N_("替人登记的只能是书面或口头"))
    if person_id is not None:
        return people.get(session, person_id).id
    known = Person(name=texts.needed(N_("姓名"), texts.line(N_("姓名"), name, limit=50)), created_at=at)
    session.add(known)
    session.flush()
    return known.id


def written(
    project: Project, window: NoticeWindow, filing: Filing, person_id: int, *, actor: Actor, at: datetime
) -> Objection:
    """Return the row of an objection, with the last moment for its reply."""
    days = rulebooks.of(project).number("objection.reply_working_days")
    return Objection(
        project_id=project.id,
        disclosure_id=window.disclosure_id,
        person_id=person_id,
        entered_by_id=actor.person_id if person_id != actor.person_id else None,
        channel=filing.channel,
        ground=filing.ground,
        facts=filing.facts,
        wish=filing.wish,
        contact_sealed=objections.sealed_contact(person_id, filing.contact),
        filed_at=at,
        reply_due_at=due(at, days, packaged.work_calendar()),
    )
