"""Objections and their replies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from microprojects.domain.errors import NotFound
from microprojects.domain.escalations import STEPS
from microprojects.domain.objections import CHANNELS, EFFECTS, GROUNDS, OUTCOMES
from microprojects.domain.permissions import Target
from microprojects.store.columns import Key, PersonKey, ProjectKey, Word, one_of
from microprojects.store.db import Base
from microprojects.store.people import Person
from microprojects.store.projects import Project
from microprojects.store.secrets import open_text, seal_text

CONTACT = "objection.contact"  # the place of a sealed value, bound to the number of the person who objects

_UNANSWERED = "outcome IS NULL AND withdrawn_at IS NULL AND standing_effect IS NULL"


class Objection(Base):
    """One person's objection to one disclosure. Name and contact are for the handlers alone."""

    __tablename__ = "objections"
    __table_args__ = (
        one_of("ground", GROUNDS),
        one_of("channel", CHANNELS),
        one_of("outcome", OUTCOMES, nullable=True),
        CheckConstraint("(outcome IS NULL) = (replied_at IS NULL)", name="replied_with_outcome"),
        CheckConstraint("outcome IS NULL OR reply <> ''", name="reply_in_writing"),
        CheckConstraint(
            "withdrawn_by_id = person_id OR withdraw_reason <> ''", name="withdrawn_for_another_with_reason"
        ),
        CheckConstraint("effect IN ('none', 'substance', 'unlawful')", name="effect_known"),
        one_of("waits_for", STEPS, nullable=True),
        one_of("standing_effect", EFFECTS, nullable=True),
        Index(
            "uq_objections_open",
            "project_id",
            "person_id",
            unique=True,
            sqlite_where=text(_UNANSWERED),
            postgresql_where=text(_UNANSWERED),
        ),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosures.id"), index=True)
    person_id: Mapped[PersonKey]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[Word] = mapped_column(default="online")
    ground: Mapped[Word]
    facts: Mapped[str]
    wish: Mapped[str] = mapped_column(default="")
    public_facts: Mapped[str] = mapped_column(default="")  # as the handler lets them be read, with the reply
    contact_sealed: Mapped[str | None] = mapped_column(String(400))
    filed_at: Mapped[datetime]
    reply_due_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdraw_reason: Mapped[str] = mapped_column(default="")  # public, where another took it back for them
    outcome: Mapped[str | None] = mapped_column(String(20))
    effect: Mapped[Word] = mapped_column(default="none")
    reply: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]  # what it led to was done: resumed, reconsidered or stopped
    group_id: Mapped[int | None] = mapped_column(ForeignKey("objection_groups.id"))
    waits_for: Mapped[str | None] = mapped_column(
        String(40)
    )  # the street or the district, to which it was taken
    waits_until: Mapped[datetime | None]
    standing_effect: Mapped[str | None] = mapped_column(String(40))  # of the highest answer above the reply

    project: Mapped[Project] = relationship()
    person: Mapped[Person] = relationship(foreign_keys="Objection.person_id")

    @property
    def is_open(self) -> bool:
        """Return whether it holds the notice up: nobody has answered, or it waits for an answer above."""
        if self.withdrawn_at is not None:
            return False
        return self.waits_for is not None or (self.outcome is None and self.standing_effect is None)

    @property
    def leads_to(self) -> str:
        """Return what follows from it by the highest answer that was given."""
        return self.standing_effect or self.effect

    @property
    def target(self) -> Target:
        """Return the objection as the permission table sees it: whose it is, and who wrote it down."""
        return Target(self.project.area.path, self.person_id, self.entered_by_id)


def get(session: Session, objection_id: int) -> Objection:
    """Return one objection."""
    found = session.get(Objection, objection_id)
    if found is None:
        raise NotFound
    return found


def project_number(session: Session, objection_id: int) -> str:
    """Return the public number of the project that an objection is about."""
    found = session.scalar(
        select(Project.number)
        .join(Objection, Objection.project_id == Project.id)
        .where(Objection.id == objection_id)
    )
    if found is None:
        raise NotFound
    return found


def of_project(session: Session, project_id: int) -> list[Objection]:
    """Return every objection to a project with the person behind it, oldest first."""
    return list(
        session.scalars(
            select(Objection)
            .where(Objection.project_id == project_id)
            .options(joinedload(Objection.person))
            .order_by(Objection.id)
        )
    )


def of_person(session: Session, person_id: int) -> list[Objection]:
    """Return a person's own objections with their projects, the newest first."""
    return list(
        session.scalars(
            select(Objection)
            .where(Objection.person_id == person_id)
            .options(joinedload(Objection.project))
            .order_by(Objection.id.desc())
        )
    )


def sealed_contact(person_id: int, contact: str) -> str | None:
    """Return how to reach the person, sealed; None when they left nothing."""
    return seal_text(CONTACT, person_id, contact) if contact else None


def contact(objection: Objection) -> str:
    """Return how to reach the person, for the handler alone; empty when they left nothing."""
    if objection.contact_sealed is None:
        return ""
    return open_text(CONTACT, objection.person_id, objection.contact_sealed)
