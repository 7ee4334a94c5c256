"""The second deliberation on record: opinions of bodies and the plan with its cost lines."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microprojects.domain.consultations import BODIES, CONCLUSIONS
from microprojects.domain.money import Fen
from microprojects.store.columns import Key, Line, PersonKey, ProjectKey, Word, not_negative, one_of
from microprojects.store.db import Base


class Opinion(Base):
    """What one body said about one project at one stage; a later one replaces it, both stay."""

    __tablename__ = "opinions"
    __table_args__ = (one_of("body", BODIES), one_of("conclusion", CONCLUSIONS))

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    stage: Mapped[int]
    body: Mapped[Word]
    conclusion: Mapped[Word]
    text: Mapped[str]
    given_at: Mapped[datetime]
    given_by_id: Mapped[PersonKey]


class Plan(Base):
    """The plan that the bodies agreed on: one a project, edited until the vote, then frozen in the dossier."""

    __tablename__ = "plans"
    __table_args__ = (
        not_negative("fiscal_fen", "social_fen"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("over_cap_by_id IS NULL OR over_cap_reason <> ''", name="over_cap_with_reason"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    place: Mapped[Line] = mapped_column(default="")
    content: Mapped[str] = mapped_column(default="")
    expected_result: Mapped[str] = mapped_column(default="")
    feasibility: Mapped[str] = mapped_column(default="")
    fiscal_fen: Mapped[Fen] = mapped_column(default=0)
    social_fen: Mapped[Fen] = mapped_column(default=0)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    procurement_mode: Mapped[Word] = mapped_column(default="")
    aftercare_owner: Mapped[Line] = mapped_column(default="")
    aftercare_phone: Mapped[Line] = mapped_column(default="")
    responsible_unit: Mapped[Line] = mapped_column(default="")
    needs_owner_consent: Mapped[bool] = mapped_column(default=False)
    owner_consent_note: Mapped[Line] = mapped_column(default="")
    over_cap_reason: Mapped[str] = mapped_column(default="")
    over_cap_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    negative_signed_at: Mapped[datetime | None]
    negative_signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    party_agreed_at: Mapped[datetime | None]
    party_agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    edited_at: Mapped[datetime]
    edited_by_id: Mapped[PersonKey]

    lines: Mapped[list[CostLine]] = relationship(order_by="CostLine.position", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


class CostLine(Base):
    """One line of the street's cost estimate, with the basis of its price."""

    __tablename__ = "cost_lines"
    __table_args__ = (UniqueConstraint("plan_id", "position"), not_negative("amount_fen"))

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    position: Mapped[int]
    label: Mapped[Line]
    quantity: Mapped[Line] = mapped_column(default="")
    amount_fen: Mapped[Fen]
    basis: Mapped[Line] = mapped_column(default="")
