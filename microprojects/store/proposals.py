"""Projects in the first deliberation, and the papers that belong to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from microprojects.domain.errors import NotFound
from microprojects.domain.money import Fen
from microprojects.domain.proposal_words import EstimateWords, ProposalWords
from microprojects.domain.states import State
from microprojects.store import projects
from microprojects.store.areas import inside
from microprojects.store.projects import (
    Appeal,
    Decline,
    Project,
    ProposalReturn,
    Screening,
    Seconding,
)


@dataclass(frozen=True)
class Waiting:
    """One proposal in the queue of the office."""

    project: Project
    seconders: int
    decline_code: str | None  # proposed by one person, waiting for the second
    appeal_due_at: datetime | None  # an appeal that waits for its answer


def find(session: Session, reference: int | str, *, for_update: bool = False) -> Project:
    """Return a project by its number, or a draft by its id."""
    if isinstance(reference, int):
        return projects.get(session, reference, for_update=for_update)
    return projects.by_number(session, reference, for_update=for_update)


def words_of(project: Project) -> ProposalWords:
    """Return what the proposer wrote."""
    return ProposalWords(
        title=project.title,
        type=project.type,
        theme=project.theme,
        summary=project.summary,
        place=project.place,
        problem=project.problem,
        content=project.content,
        nature=project.nature,
        beneficiaries=project.beneficiaries,
        beneficiary_group=project.beneficiary_group,
        own_contribution_fen=project.own_contribution_fen,
        own_contribution_note=project.own_contribution_note,
        over_cap_flagged=project.over_cap_flagged,
        over_cap_note=project.over_cap_note,
        on_private_premises=project.on_private_premises,
        display=project.proposer_display,
        lines=tuple(
            EstimateWords(label=each.label, quantity=each.quantity, amount_fen=Fen(each.amount_fen))
            for each in project.lines
        ),
    )


def of_person(session: Session, person_id: int, *, limit: int = 100) -> list[Project]:
    """Return what a person proposed or entered for somebody, the latest first."""
    mine = or_(Project.proposer_id == person_id, Project.entered_by_id == person_id)
    query = select(Project).where(mine).order_by(Project.state_since.desc(), Project.id.desc())
    return list(session.scalars(query.limit(limit)))


def seconded_by(session: Session, person_id: int, *, limit: int = 50) -> list[Project]:
    """Return what a person seconds, the latest first."""
    query = (
        select(Project)
        .join(Seconding, Seconding.project_id == Project.id)
        .where(Seconding.person_id == person_id)
        .order_by(Seconding.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def withdrawn(session: Session, number: str) -> Project:
    """Return a withdrawn project that the public knew; of no other one may anybody be told here."""
    project = projects.by_number(session, number)
    if project.state is not State.WITHDRAWN or project.accepted_at is None:
        raise NotFound
    return project


def seconding(session: Session, project_id: int, person_id: int) -> Seconding | None:
    """Return the support of one person for one project."""
    return session.scalar(
        select(Seconding).where(Seconding.project_id == project_id, Seconding.person_id == person_id)
    )


def seconders(session: Session, project_id: int) -> int:
    """Return how many people second a project."""
    query = select(func.count(Seconding.id)).where(Seconding.project_id == project_id)
    return session.scalar(query) or 0


def open_drafts(session: Session, person_id: int) -> int:
    """Return how many drafts of a person have not been handed in."""
    query = select(func.count(Project.id)).where(
        Project.proposer_id == person_id, Project.state == State.DRAFT
    )
    return session.scalar(query) or 0


def draft_titled(session: Session, person_id: int, area_id: int, title: str) -> int | None:
    """Return the id of a person's own draft with just that title, so that a form sent twice makes one."""
    return session.scalar(
        select(Project.id)
        .where(
            Project.proposer_id == person_id,
            Project.area_id == area_id,
            Project.state == State.DRAFT,
            Project.title == title,
        )
        .limit(1)
    )


def shows_name_elsewhere(session: Session, person_id: int, but: int, display: str) -> bool:
    """Return whether another project of a person is shown in that way."""
    query = exists().where(
        Project.proposer_id == person_id, Project.id != but, Project.proposer_display == display
    )
    return bool(session.scalar(select(query)))


def screening(session: Session, project_id: int) -> Screening | None:
    """Return the screening sheet of a project."""
    return session.scalar(select(Screening).where(Screening.project_id == project_id))


def last_return(session: Session, project_id: int) -> ProposalReturn | None:
    """Return the list of what was to be fixed."""
    query = select(ProposalReturn).where(ProposalReturn.project_id == project_id)
    return session.scalar(query.order_by(ProposalReturn.id.desc()).limit(1))


def decline(session: Session, project_id: int) -> Decline | None:
    """Return the decline that stands: signed by one or two people and not dropped."""
    query = select(Decline).where(Decline.project_id == project_id, Decline.dropped_at.is_(None))
    return session.scalar(query.order_by(Decline.id.desc()).limit(1))


def appeal(session: Session, project_id: int) -> Appeal | None:
    """Return the appeal against the decline of a project."""
    return session.scalar(select(Appeal).where(Appeal.project_id == project_id))


def overdue_returns(session: Session, at: datetime) -> list[int]:
    """Return the ids of returned proposals whose days for fixing are over."""
    latest = (
        select(func.max(ProposalReturn.due_at))
        .where(ProposalReturn.project_id == Project.id)
        .scalar_subquery()
    )
    return list(
        session.scalars(
            select(Project.id).where(Project.state == State.RETURNED, latest < at).order_by(Project.id)
        )
    )


def waiting(
    session: Session, paths: Sequence[str], states: Collection[State], *, limit: int, offset: int = 0
) -> list[Waiting]:
    """Return the proposals in some states in the areas, the longest waiting first. One statement."""
    return _waiting(session, paths, Project.state.in_(states), limit, offset)


def appealed(session: Session, paths: Sequence[str], *, limit: int) -> list[Waiting]:
    """Return the declined proposals whose appeal waits for an answer. One statement."""
    asked = and_(Project.state == State.DECLINED, Appeal.id.is_not(None))
    return _waiting(session, paths, asked, limit, 0)


def _waiting(
    session: Session, paths: Sequence[str], which: ColumnElement[bool], limit: int, offset: int
) -> list[Waiting]:
    count = select(func.count(Seconding.id)).where(Seconding.project_id == Project.id).scalar_subquery()
    pending = and_(
        Decline.project_id == Project.id, Decline.dropped_at.is_(None), Decline.confirmed_at.is_(None)
    )
    rows = session.execute(
        select(Project, count, Decline.code, Appeal.answer_due_at)
        .outerjoin(Decline, pending)
        .outerjoin(Appeal, and_(Appeal.project_id == Project.id, Appeal.outcome.is_(None)))
        .where(which, Project.area_id.in_(inside(paths)))
        .order_by(Project.state_since, Project.id)
        .limit(limit)
        .offset(offset)
    )
    return [Waiting(project, have or 0, code, due_at) for project, have, code, due_at in rows]
