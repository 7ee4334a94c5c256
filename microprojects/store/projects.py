"""Projects: what was proposed and where it stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    event,
    select,
)  # fmt: skip
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column, relationship

from microprojects.domain.errors import NotFound
from microprojects.domain.money import Fen
from microprojects.domain.permissions import Target
from microprojects.domain.proposals import KINDS, RESIDENT, THEMES, TYPES
from microprojects.domain.searches import sought
from microprojects.domain.states import APPROVED_OR_LATER, State
from microprojects.store.areas import Area
from microprojects.store.columns import AreaKey, Key, Line, PersonKey, ProjectKey, Word, not_negative, one_of
from microprojects.store.db import Base
from microprojects.store.people import Person
from microprojects.store.programmes import FrozenRulebook, Round

# A draft that is withdrawn never had a number, and no public page.
_NUMBERED = "state IN ('draft', 'withdrawn') OR number IS NOT NULL"


class Project(Base):
    """One project. `state` and `stage` are set by the spine of the deeds alone.

    `stage` is the deliberation in which it stands, from 1. `rulebook` is set when
    the project is scheduled; before, the round's rulebook holds.
    """

    __tablename__ = "projects"
    __table_args__ = (
        one_of("state", [s.value for s in State]),
        one_of("type", TYPES),
        one_of("theme", THEMES),
        one_of("proposer_kind", KINDS),
        not_negative("own_contribution_fen", "approved_fiscal_fen", "approved_social_fen", "beneficiaries"),
        CheckConstraint("stage BETWEEN 1 AND 4", name="stage_plausible"),
        CheckConstraint(_NUMBERED, name="numbered_once_submitted"),
        CheckConstraint("state <> 'merged' OR merged_into_id IS NOT NULL", name="merged_into_something"),
        CheckConstraint("state <> 'declined' OR decline_code IS NOT NULL", name="declined_with_reason"),
        CheckConstraint("state <> 'referred' OR receiver <> ''", name="referred_to_somebody"),
        CheckConstraint("state <> 'cancelled' OR stop_reason <> ''", name="cancelled_with_reason"),
        Index("ix_projects_area_id_state", "area_id", "state"),
        Index("ix_projects_newest", "state_since", "id"),
        Index("ix_projects_newest_of_state", "state", "state_since", "id"),
        Index("ix_projects_newest_of_area", "area_id", "state_since", "id"),
    )

    id: Mapped[Key]
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    area_id: Mapped[AreaKey]
    state: Mapped[State] = mapped_column(default=State.DRAFT, index=True)
    stage: Mapped[int] = mapped_column(default=1)
    state_since: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    title: Mapped[Line] = mapped_column(default="")
    type: Mapped[Word] = mapped_column(default="works")
    theme: Mapped[Word] = mapped_column(default="convenience")
    summary: Mapped[Line] = mapped_column(default="")
    place: Mapped[Line] = mapped_column(default="")
    search_words: Mapped[str] = mapped_column(
        default="", server_default=""
    )  # of the three above, as a search compares them
    problem: Mapped[str] = mapped_column(default="")
    content: Mapped[str] = mapped_column(default="")
    nature: Mapped[Line] = mapped_column(default="")  # new, rebuilt or an activity
    beneficiaries: Mapped[int] = mapped_column(default=0)
    beneficiary_group: Mapped[Line] = mapped_column(default="")
    own_contribution_fen: Mapped[Fen] = mapped_column(default=0)
    own_contribution_note: Mapped[Line] = mapped_column(default="")
    over_cap_flagged: Mapped[bool] = mapped_column(default=False)
    over_cap_note: Mapped[str] = mapped_column(default="")
    on_private_premises: Mapped[bool] = mapped_column(default=False)

    proposer_id: Mapped[PersonKey] = mapped_column(index=True)
    proposer_kind: Mapped[Word] = mapped_column(default=RESIDENT)
    proposer_display: Mapped[Word] = mapped_column(default="masked")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # a clerk for a walk-in
    consent_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    urgent_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    urgent_reason: Mapped[str] = mapped_column(default="")

    rulebook_id: Mapped[int | None] = mapped_column(ForeignKey("rulebooks.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
    decline_code: Mapped[str | None] = mapped_column(String(20))
    decline_reason: Mapped[str] = mapped_column(default="")
    receiver: Mapped[Line] = mapped_column(default="")
    refer_reason: Mapped[str] = mapped_column(default="")
    defer_reason: Mapped[str] = mapped_column(default="")
    resume_reason: Mapped[str] = mapped_column(default="")
    stop_reason: Mapped[str] = mapped_column(default="")
    recovery_plan: Mapped[str] = mapped_column(default="")
    filed_at: Mapped[datetime | None]
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    filing_number: Mapped[Line] = mapped_column(default="")
    approved_at: Mapped[datetime | None]
    approved_fiscal_fen: Mapped[Fen] = mapped_column(default=0)
    approved_social_fen: Mapped[Fen] = mapped_column(default=0)
    fast_track_at: Mapped[datetime | None]
    fast_track_reason: Mapped[str] = mapped_column(default="")
    ratified_at: Mapped[datetime | None]
    ratify_by: Mapped[date | None]
    closed_at: Mapped[datetime | None]

    round: Mapped[Round] = relationship(lazy="joined", innerjoin=True)
    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True, foreign_keys="Project.area_id")
    rulebook: Mapped[FrozenRulebook | None] = relationship(lazy="joined")
    proposer: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys="Project.proposer_id")
    merged_into: Mapped[Project | None] = relationship(
        remote_side="Project.id", foreign_keys="Project.merged_into_id"
    )
    lines: Mapped[list[EstimateLine]] = relationship(
        order_by="EstimateLine.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def target(self) -> Target:
        """Return the project as the permission table sees it."""
        return Target(self.area.path, self.proposer_id, self.entered_by_id)

    @property
    def categories(self) -> frozenset[str]:
        """Return its type and its theme, each of which a poll may limit."""
        return frozenset((self.type, self.theme))


@event.listens_for(Project, "before_insert")
@event.listens_for(Project, "before_update")
def _write_search_words(_mapper: Mapper[Project], _connection: Connection, project: Project) -> None:
    project.search_words = sought(project.title or "", project.place or "", project.summary or "")


class EstimateLine(Base):
    """One line of the proposer's estimate; quantity times unit price is the amount, in fen."""

    __tablename__ = "estimate_lines"
    __table_args__ = (
        UniqueConstraint("project_id", "position"),
        not_negative("amount_fen"),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    position: Mapped[int]
    label: Mapped[Line]
    quantity: Mapped[Line] = mapped_column(default="")
    amount_fen: Mapped[Fen]


class ProposalReturn(Base):
    """The one complete list of what a proposer must fix, with its last day."""

    __tablename__ = "proposal_returns"

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    items: Mapped[list[str]]
    reason: Mapped[str]
    due_at: Mapped[datetime]
    returned_at: Mapped[datetime]
    returned_by_id: Mapped[PersonKey]


class Screening(Base):
    """The screening sheet of one project: an answer and a note for every question."""

    __tablename__ = "screenings"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)
    answers: Mapped[dict[str, Any]]
    screened_at: Mapped[datetime]
    screened_by_id: Mapped[PersonKey]


class Decline(Base):
    """A decline that one person proposed and another confirmed, or has not yet."""

    __tablename__ = "declines"
    __table_args__ = (
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id", name="four_eyes"),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    code: Mapped[Word]
    reason: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[PersonKey]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    dropped_at: Mapped[datetime | None]


class Appeal(Base):
    """The one appeal against a decline, and the street's answer."""

    __tablename__ = "appeals"
    __table_args__ = (
        one_of("outcome", ("upheld", "dismissed"), nullable=True),
        CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="answered_with_outcome"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)
    ground: Mapped[str]
    filed_at: Mapped[datetime]
    answer_due_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Seconding(Base):
    """One neighbour's support; one a person and project."""

    __tablename__ = "secondings"
    __table_args__ = (UniqueConstraint("project_id", "person_id"),)

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    person_id: Mapped[PersonKey] = mapped_column(index=True)
    seconded_at: Mapped[datetime]
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))  # by a merge


def get(session: Session, project_id: int, *, for_update: bool = False) -> Project:
    """Return one project; with `for_update` its row is held until the transaction ends."""
    query = select(Project).where(Project.id == project_id)
    if for_update:
        query = query.with_for_update(of=Project)
    project = session.scalars(query).one_or_none()
    if project is None:
        raise NotFound
    return project


def proposers(session: Session, project: Project) -> set[int]:
    """Return who proposed it, and who proposed what was merged into it."""
    found, into = {project.proposer_id}, [project.id]
    while into:
        rows = session.execute(
            select(Project.id, Project.proposer_id).where(Project.merged_into_id.in_(into))
        )
        into = []
        for project_id, proposer_id in rows:
            into.append(project_id)
            found.add(proposer_id)
    return found


def by_number(session: Session, number: str, *, for_update: bool = False) -> Project:
    """Return the project of a public number such as LZ-2026-014."""
    query = select(Project).where(Project.number == number)
    if for_update:
        query = query.with_for_update(of=Project)
    project = session.scalars(query).one_or_none()
    if project is None:
        raise NotFound
    return project


def unratified(session: Session) -> list[str]:
    """Return the numbers of the emergencies under way that the council has not ratified, the oldest first."""
    query = select(Project.number).where(
        Project.fast_track_at.is_not(None),
        Project.ratified_at.is_(None),
        Project.state.in_(APPROVED_OR_LATER),
    )
    return [number for number in session.scalars(query.order_by(Project.fast_track_at, Project.id)) if number]
