"""Suppliers, procurements with their quotes, contracts with their tranches, and payments."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, validates

from microprojects.domain.money import Fen
from microprojects.domain.texts import folded
from microprojects.domain.tranches import Milestone
from microprojects.store.areas import Area
from microprojects.store.columns import AreaKey, Key, Line, PersonKey, ProjectKey, Word, not_negative, one_of
from microprojects.store.db import Base


class Supplier(Base):
    """One organisation that may be paid; `area` is the street that added it and keeps its entry."""

    __tablename__ = "suppliers"
    __table_args__ = (CheckConstraint("barred_at IS NULL OR barred_reason <> ''", name="barred_with_reason"),)

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(200), unique=True)
    credit_code: Mapped[str] = mapped_column(String(18), unique=True)
    area_id: Mapped[AreaKey]
    barred_at: Mapped[datetime | None]
    barred_reason: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]
    added_by_id: Mapped[PersonKey]

    area: Mapped[Area] = relationship()


class Procurement(Base):
    """One attempt to procure for one project; at most one is open.

    Without `started_at` it is only asked for: a way of buying that a leader has to approve.
    """

    __tablename__ = "procurements"
    __table_args__ = (
        one_of("outcome", ("awarded", "failed"), nullable=True),
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended_with_outcome"),
        CheckConstraint("outcome IS NULL OR started_at IS NOT NULL", name="ended_after_start"),
        CheckConstraint(
            "deviation_approved_by_id IS NULL OR deviation_approved_by_id <> started_by_id", name="four_eyes"
        ),
        Index(
            "uq_procurements_open",
            "project_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    mode: Mapped[Word]
    expected_mode: Mapped[Word]
    min_quotes: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    deviation_approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    started_at: Mapped[datetime | None]
    started_by_id: Mapped[PersonKey]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    fail_reason: Mapped[str] = mapped_column(default="")

    quotes: Mapped[list[Quote]] = relationship(order_by="Quote.amount_fen", back_populates="procurement")


class Quote(Base):
    """One supplier's price in one procurement."""

    __tablename__ = "quotes"
    __table_args__ = (UniqueConstraint("procurement_id", "supplier_id"), not_negative("amount_fen"))

    id: Mapped[Key]
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurements.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("suppliers.id"))
    amount_fen: Mapped[Fen]
    conflicted: Mapped[bool] = mapped_column(default=False)
    chosen: Mapped[bool] = mapped_column(default=False)
    note: Mapped[Line] = mapped_column(default="")
    added_at: Mapped[datetime]

    procurement: Mapped[Procurement] = relationship(back_populates="quotes")
    supplier: Mapped[Supplier] = relationship(lazy="joined", innerjoin=True)


class Contract(Base):
    """The contract of one project; `paid_fen`, less what came back, never passes `amount_fen` (I4)."""

    __tablename__ = "contracts"
    __table_args__ = (
        not_negative("amount_fen", "fiscal_fen", "social_fen", "paid_fen"),
        CheckConstraint("paid_fen <= amount_fen", name="paid_within_contract"),
        CheckConstraint("amount_fen <= approved_fen", name="within_approval"),
        CheckConstraint("fiscal_fen + social_fen = amount_fen", name="sources_add_up"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurements.id"), unique=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("suppliers.id"))
    number: Mapped[str] = mapped_column(String(60), unique=True)
    approved_fen: Mapped[Fen]  # what the council approved, so that the CHECK can see it
    amount_fen: Mapped[Fen]
    fiscal_fen: Mapped[Fen]
    social_fen: Mapped[Fen]
    paid_fen: Mapped[Fen] = mapped_column(default=0)
    signed_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    public_text: Mapped[str] = mapped_column(default="")  # redacted
    publish_by: Mapped[datetime]
    published_at: Mapped[datetime | None]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[PersonKey]

    supplier: Mapped[Supplier] = relationship(lazy="joined", innerjoin=True)
    tranches: Mapped[list[Tranche]] = relationship(order_by="Tranche.position")


class Tranche(Base):
    """One instalment of a contract and the evidence that it waits for."""

    __tablename__ = "tranches"
    __table_args__ = (
        UniqueConstraint("contract_id", "position"),
        not_negative("amount_fen"),
        one_of("evidence", [milestone.value for milestone in Milestone]),
    )

    id: Mapped[Key]
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"), index=True)
    position: Mapped[int]
    label: Mapped[Line]
    percent: Mapped[int]
    amount_fen: Mapped[Fen]
    evidence: Mapped[Word]
    is_retention: Mapped[bool] = mapped_column(default=False)


class Payment(Base):
    """One payment: entered by one person, approved by another, paid with a voucher.

    An invoice of a payee is paid once, whatever the contract; a payment that was rejected, or that
    the bank returned, sets it free. Numbers of papers are compared by their keys.
    """

    __tablename__ = "payments"
    __table_args__ = (
        one_of("state", ("entered", "approved", "rejected")),
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> entered_by_id", name="four_eyes"),
        CheckConstraint("(state = 'entered') = (decided_at IS NULL)", name="decided_once"),
        CheckConstraint(
            "state <> 'approved' OR (voucher <> '' AND paid_on IS NOT NULL AND approved_by_id IS NOT NULL)",
            name="paid_with_voucher",
        ),
        CheckConstraint("fiscal_fen + social_fen = amount_fen", name="sources_add_up"),
        not_negative("fiscal_fen", "social_fen"),
        CheckConstraint("returned_at IS NULL OR state = 'approved'", name="returned_when_paid"),
        Index(
            "uq_payments_payee_invoice",
            "payee",
            "invoice_key",
            unique=True,
            sqlite_where=text("state <> 'rejected' AND returned_at IS NULL"),
            postgresql_where=text("state <> 'rejected' AND returned_at IS NULL"),
        ),
        Index(
            "uq_payments_voucher",
            "voucher_key",
            unique=True,
            sqlite_where=text("voucher_key <> ''"),
            postgresql_where=text("voucher_key <> ''"),
        ),
    )

    id: Mapped[Key]
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"), index=True)
    project_id: Mapped[ProjectKey]
    tranche_id: Mapped[int | None] = mapped_column(ForeignKey("tranches.id"))
    amount_fen: Mapped[Fen]
    fiscal_fen: Mapped[Fen]
    social_fen: Mapped[Fen]
    invoice: Mapped[str] = mapped_column(String(60))
    invoice_key: Mapped[str] = mapped_column(default="")
    payee: Mapped[Line]
    purpose: Mapped[Line]
    state: Mapped[Word] = mapped_column(default="entered")
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[PersonKey]
    decided_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reject_reason: Mapped[str] = mapped_column(default="")
    paid_on: Mapped[date | None]
    voucher: Mapped[Line] = mapped_column(default="")
    voucher_key: Mapped[str] = mapped_column(default="")
    returned_at: Mapped[datetime | None]  # when it was written down that the bank sent the whole of it back

    tranche: Mapped[Tranche | None] = relationship()

    @validates("invoice", "voucher")
    def _fold(self, name: str, number: str) -> str:
        setattr(self, f"{name}_key", folded(number))
        return number


def of_project(session: Session, project_id: int) -> Contract | None:
    """Return the contract of a project, if one was signed."""
    return session.scalar(select(Contract).where(Contract.project_id == project_id))
