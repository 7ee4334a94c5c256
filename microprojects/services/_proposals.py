"""What the deeds of the first deliberation share: whose draft it is, how words are written into it, its number."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, WrongMoment
from microprojects.domain.people import Actor, Role
from microprojects.domain.permissions import Target, acts_for
from microprojects.domain.proposal_words import ProposalWords
from microprojects.domain.proposals import RESIDENT, UNIT, NotVerified, RoundClosed, proposer_verified
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.services._deed import permit, record, subject_of
from microprojects.services._numbers import next_number
from microprojects.store import people, programmes, proposals, similar
from microprojects.store.areas import Area
from microprojects.store.cases import StoreCase
from microprojects.store.people import Person
from microprojects.store.programmes import Round
from microprojects.store.projects import EstimateLine, Project

EDITABLE = frozenset({State.DRAFT, State.RETURNED})


def own(session: Session, reference: int | str, *, actor: Actor, at: datetime, held: bool = True) -> Project:
    """Return a project by its number or its draft id, held until the transaction ends.

    Raises:
        NotFound: there is none; of a draft nobody but its owner may know that there is one.
    """
    project = proposals.find(session, reference, for_update=held)
    if project.state in EDITABLE and not acts_for(actor, project.target, at=local_day(at)):
        raise NotFound
    return project


def note(
    session: Session,
    action: Action,
    project: Project,
    facts: Mapping[str, object] | None = None,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Append to the journal an act on a project that does not move it."""
    record(session, action, subject_of(project), actor=actor, at=at, area=project.area.path, facts=facts)


def require_state(project: Project, states: Collection[State]) -> None:
    """Let the project pass if it stands in one of the states.

    Raises:
        WrongMoment: it does not.
    """
    if project.state not in states:
        raise WrongMoment(state=project.state.label)


def require_verified(session: Session, project: Project, at: datetime) -> None:
    """Let the project pass if its proposer was verified in its community, or is a unit of it.

    Raises:
        NotVerified: they are neither; said before the question of rights, because it can be cured.
    """
    proposer_verified(StoreCase(session, project, at))


def kind_of(session: Session, proposer: Person, community: Area, at: datetime) -> str:
    """Return as what a person proposes in a community: as one who lives there, or as a unit of it.

    Raises:
        NotVerified: they are neither.
    """
    if proposer.community_id == community.id:
        return RESIDENT
    if people.holds(session, proposer.id, Role.UNIT, community.path, local_day(at)):
        return UNIT
    raise NotVerified


def proposer_of(
    session: Session, community: Area, proposer_id: int | None, *, actor: Actor, at: datetime
) -> tuple[Person, str]:
    """Return the person whose proposal it is, and as what they propose, if the actor may begin one for them.

    Raises:
        NotPermitted: nobody is signed in, or the actor may not enter proposals for others there.
        NotVerified: the proposer does not belong to the community, and is no unit there.
    """
    target = Target(community.path)
    permit(actor, Action.PROJECT_DRAFT, target, at=at)
    if proposer_id is not None and proposer_id != actor.person_id:
        permit(actor, Action.PROJECT_ENTER, target, at=at)
    proposer = people.get(session, proposer_id or actor.person_id or 0)
    return proposer, kind_of(session, proposer, community, at)


def round_now(session: Session, community: Area, at: datetime) -> Round:
    """Return the round that takes proposals of a community.

    Raises:
        RoundClosed: none has begun yet.
    """
    found = programmes.round_of(session, community.id, local_day(at))
    if found is None:
        raise RoundClosed
    return found


def new_draft(
    session: Session,
    community: Area,
    proposer: Person,
    words: ProposalWords,
    *,
    kind: str,
    actor: Actor,
    at: datetime,
) -> Project:
    """Add a draft of a proposer; who enters it for them is written beside."""
    project = Project(
        round=round_now(session, community, at),
        area=community,
        proposer=proposer,
        entered_by_id=actor.person_id if actor.person_id != proposer.id else None,
        proposer_kind=kind,
        state_since=at,
        created_at=at,
    )
    session.add(project)
    write(session, project, words)
    return project


def write(session: Session, project: Project, words: ProposalWords) -> None:
    """Write words that were cleaned into a project, and index those by which it is found."""
    before = similar.words_of(project)
    for name in _SAME_NAME:
        setattr(project, name, getattr(words, name))
    project.proposer_display = words.display
    session.flush()
    _write_lines(session, project, words)
    if similar.words_of(project) != before:
        similar.index(session, project)


_SAME_NAME = (
    "title",
    "type",
    "theme",
    "summary",
    "place",
    "problem",
    "content",
    "nature",
    "beneficiaries",
    "beneficiary_group",
    "own_contribution_fen",
    "own_contribution_note",
    "over_cap_flagged",
    "over_cap_note",
    "on_private_premises",
)


def _write_lines(session: Session, project: Project, words: ProposalWords) -> None:
    """Put the lines in place of those of before, in two statements however many there are."""
    session.execute(delete(EstimateLine).where(EstimateLine.project_id == project.id))
    rows = [
        {
            "project_id": project.id,
            "position": position,
            "label": each.label,
            "quantity": each.quantity,
            "amount_fen": each.amount_fen,
        }
        for position, each in enumerate(words.lines, start=1)
    ]
    if rows:
        session.execute(insert(EstimateLine), rows)
    session.expire(project, ["lines"])


def number_for(session: Session, project: Project, at: datetime) -> str:
    """Return the next public number of the project's community, such as LZ-2026-014.

    A draft that was begun in an earlier year moves into the round of this one.
    Where that has not begun, the lifecycle refuses to take it.
    """
    if project.round.year != local_day(at).year:
        project.round = round_now(session, project.area, at)
        session.flush()
    return next_number(session, project.area, project.round.year)
