"""Money that came back, one row a slip: when, how much, from whom, why, and to which payment and contract it belongs."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, ScalarSelect, cast, func, select, text
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from microprojects.domain.money import Fen
from microprojects.domain.refunds import AUDIT, CAUSES
from microprojects.store.columns import Key, Line, PersonKey, ProjectKey, Word, not_negative, one_of
from microprojects.store.db import Base

_BANK = text("cause = 'bank'")


class Recovery(Base):
    """One slip of money that came back; the lines of the ledger under its document are what it adds up to.

    Rows never change. With the cause "bank" the whole of its payment came back.
    """

    __tablename__ = "recoveries"
    __table_args__ = (
        one_of("cause", list(CAUSES)),
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("fiscal_fen + social_fen = amount_fen", name="sources_add_up"),
        not_negative("fiscal_fen", "social_fen"),
        CheckConstraint("cause <> 'bank' OR payment_id IS NOT NULL", name="bank_of_a_payment"),
        CheckConstraint("cause = 'bank' OR social_fen = 0", name="fiscal_but_from_the_bank"),
        CheckConstraint("cause = 'bank' OR reason <> ''", name="with_reason"),
        CheckConstraint("payer <> ''", name="with_payer"),
        Index("uq_recoveries_bank", "payment_id", unique=True, sqlite_where=_BANK, postgresql_where=_BANK),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"))
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"))
    cause: Mapped[Word]
    amount_fen: Mapped[Fen]
    fiscal_fen: Mapped[Fen]
    social_fen: Mapped[Fen]
    payer: Mapped[Line]
    reason: Mapped[Line] = mapped_column(default="")
    document: Mapped[Line]
    came_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[PersonKey]


def of_project(session: Session, project_id: int) -> list[Recovery]:
    """Return what came back of a project, in the order in which it was written down."""
    query = select(Recovery).where(Recovery.project_id == project_id).order_by(Recovery.id)
    return list(session.scalars(query))


def back_for_audit(project_id: int | InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """Return the query for what came back for the audit of a project, in fen."""
    return (
        select(cast(func.coalesce(func.sum(Recovery.amount_fen), 0), BigInteger))
        .where(Recovery.project_id == project_id, Recovery.cause == AUDIT)
        .scalar_subquery()
    )


def back_of_payment(session: Session, payment_id: int) -> int:
    """Return how much of one payment came back, in fen."""
    query = select(func.coalesce(func.sum(Recovery.amount_fen), 0)).where(Recovery.payment_id == payment_id)
    return int(session.scalar(query) or 0)
