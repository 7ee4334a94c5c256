"""The steps by which an objection was taken further, and what was answered there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Select,
    String,
    UniqueConstraint,
    and_,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, aliased, contains_eager, mapped_column, relationship

from microprojects.domain.escalations import STEPS, Standing, Step
from microprojects.domain.objections import EFFECTS, OUTCOMES
from microprojects.store.areas import inside
from microprojects.store.columns import Key, Word, one_of
from microprojects.store.db import Base
from microprojects.store.objections import Objection
from microprojects.store.projects import Project


class Escalation(Base):
    """One objection at one step above the community. Why it was taken there is for the handlers alone."""

    __tablename__ = "escalations"
    __table_args__ = (
        UniqueConstraint("objection_id", "step"),
        one_of("step", STEPS),
        one_of("outcome", OUTCOMES, nullable=True),
        one_of("effect", EFFECTS),
        CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name="answered_with_outcome"),
        CheckConstraint("outcome IS NULL OR answer <> ''", name="answered_in_writing"),
    )

    id: Mapped[Key]
    objection_id: Mapped[int] = mapped_column(ForeignKey("objections.id"))
    step: Mapped[Word]
    why: Mapped[str]
    asked_at: Mapped[datetime]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    due_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(20))
    effect: Mapped[Word] = mapped_column(default="none")
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    objection: Mapped[Objection] = relationship()


STREET = aliased(Escalation, name="street")
DISTRICT = aliased(Escalation, name="district")


def beside(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Return a query of objections with the step to the street and the step to the district beside each, where there are."""
    for step, row in (("street", STREET), ("district", DISTRICT)):
        query = query.outerjoin(row, and_(row.objection_id == Objection.id, row.step == step))
    return query


def holds() -> ColumnElement[str | None]:
    """Return the outcome of the last answer, in a query that has both steps beside: the district's, the street's, the reply's."""
    return func.coalesce(DISTRICT.outcome, STREET.outcome, Objection.outcome)


def of_objections(session: Session, ids: Sequence[int]) -> dict[int, list[Escalation]]:
    """Return the steps that some objections took, by the objection, in their order; nothing is asked for none."""
    found: dict[int, list[Escalation]] = {}
    if ids:
        query = select(Escalation).where(Escalation.objection_id.in_(ids)).order_by(Escalation.id)
        for each in session.scalars(query):
            found.setdefault(each.objection_id, []).append(each)
    return found


def waiting(session: Session, paths: Sequence[str]) -> list[Escalation]:
    """Return what waits for an answer of the street or the district in some areas, the earliest due first."""
    if not paths:
        return []
    query = (
        select(Escalation)
        .join(Objection, Objection.id == Escalation.objection_id)
        .join(Project, Project.id == Objection.project_id)
        .where(
            Project.area_id.in_(inside(paths)),
            Objection.waits_for == Escalation.step,
            Escalation.answered_at.is_(None),
        )
        .options(contains_eager(Escalation.objection).joinedload(Objection.project).joinedload(Project.area))
        .order_by(Escalation.due_at, Escalation.id)
        .limit(200)
    )
    return list(session.scalars(query))


def standing(objection: Objection, steps: Sequence[Escalation]) -> Standing:
    """Return where an objection stands, as the rules see it."""
    taken = [Step(each.step, each.asked_at, each.due_at, each.answered_at) for each in steps]
    return Standing(objection.reply_due_at, objection.replied_at, taken)
