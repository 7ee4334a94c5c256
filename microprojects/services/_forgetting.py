"""Forgetting one person inside a deed: what goes at once, and the rest when no matter needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import erasures as rules
from microprojects.domain.actions import Action
from microprojects.domain.erasures import Erased, Manner, Matter
from microprojects.domain.people import Actor
from microprojects.domain.proposal_words import ProposalWords
from microprojects.services._deed import record, subject_of
from microprojects.services._take_down import mask_proposer
from microprojects.store import accounts, areas, erasures, forgetting
from microprojects.store.erased_people import Erasure
from microprojects.store.people import Person

_REAL = "real_with_consent"


@dataclass
class Forgotten:
    """What was deleted, what waits, and the files that nothing names any more."""

    kinds: set[Erased] = field(default_factory=set)
    waits: list[Matter] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def begin(
    session: Session,
    person: Person,
    manner: Manner,
    *,
    paper: str = "",
    actor: Actor,
    at: datetime,
) -> Forgotten:
    """Delete of a locked person what nothing needs, write down that it was asked, and finish it if nothing waits."""
    done = Forgotten(waits=erasures.matters(session, person.id))
    mask(session, person, actor=actor, at=at)
    _at_once(session, person, done)
    erasure = Erasure(
        person_id=person.id,
        manner=manner.value,
        paper=paper,
        asked_at=at,
        entered_by_id=actor.person_id if manner is Manner.PAPER else None,
    )
    session.add(erasure)
    session.flush()
    if not done.waits:
        done.kinds |= finish(session, person, erasure, at=at)
    return done


def finish(session: Session, person: Person, erasure: Erasure, *, at: datetime) -> set[Erased]:
    """Delete the rest of a locked person: the phone, the line of the register, the name but for what was published."""
    kinds = {Erased.NAME}
    served = erasures.ever_served(session, person.id)
    home = person.community_id
    erasure.finished_at = at
    if home is not None and erasures.took_part(session, person.id, home, at):
        erasure.community_id, erasure.building = home, person.building
    if forgetting.cleared(session, person):
        kinds.add(Erased.NAMES)
    if forgetting.contacts(session, person.id, also_open=True):
        kinds.add(Erased.CONTACTS)
    if forgetting.register(session, person) or person.building:
        kinds.add(Erased.REGISTER)
    if person.phone_sealed is not None:
        kinds.add(Erased.PHONE)
    person.name = rules.left_name(person.name, served=served)
    person.phone_sealed = person.phone_index = None
    person.community_id = person.verified_at = person.verified_by_id = person.consent_at = None
    person.building = ""
    session.flush()
    return kinds - {Erased.NAME} if served else kinds


def mask(session: Session, person: Person, *, actor: Actor, at: datetime) -> None:
    """Take back the consent to be named in full, wherever the person gave it, as they could have done themselves."""
    if person.name_shown_since is None:
        return
    person.name_shown_since = None
    for project in erasures.named_projects(session, person.id, _REAL):
        project.proposer_display = ProposalWords().display
        told, gone = mask_proposer(session, project, actor=actor, at=at)
        facts = {"shown": False, **told.facts, "taken_down": gone}
        subject, area = subject_of(project), project.area.path
        act = Action.PROPOSER_MASK_NAME
        told.tie(record(session, act, subject, actor=actor, at=at, area=area, facts=facts))


def place_of(session: Session, person: Person) -> tuple[str, str]:
    """Return the slug and the path of the area in whose journal the deletion is told."""
    if person.community_id is not None:
        home = areas.get(session, person.community_id)
        return home.slug, home.path
    district = next(iter(areas.at_level(session, "district")), None)
    return (district.slug, district.path) if district else ("", "")


def _at_once(session: Session, person: Person, done: Forgotten) -> None:
    account = accounts.of_person(session, person.id)
    if forgetting.way_in(session, account):
        done.kinds.add(Erased.ACCOUNT)
    if forgetting.contacts(session, person.id):
        done.kinds.add(Erased.CONTACTS)
    if forgetting.reasons(session, person.id):
        done.kinds.add(Erased.REASONS)
    if forgetting.facts(session, person.id):
        done.kinds.add(Erased.FACTS)
    drafts = forgetting.drafts_of(session, person.id)
    done.files = forgetting.drafts(session, drafts)
    if forgetting.sheets(session, person.id) or drafts:
        done.kinds.add(Erased.DRAFTS)
    person.nickname = ""
    session.flush()
