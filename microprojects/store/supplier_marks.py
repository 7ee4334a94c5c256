"""Marks of suppliers: every version that a side gave for a contract, and the latest of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from microprojects.domain.supplier_marks import ASPECTS, SIDES, Average, average
from microprojects.store.columns import Key, Line, PersonKey, Word, one_of
from microprojects.store.contracts import Contract
from microprojects.store.db import Base
from microprojects.store.projects import Project


class SupplierMark(Base):
    """One version of the marks of one side for one contract; the latest counts, and each after the first says why."""

    __tablename__ = "supplier_marks"
    __table_args__ = (
        UniqueConstraint("contract_id", "side", "version"),
        one_of("side", list(SIDES)),
        *(CheckConstraint(f"{name} BETWEEN 1 AND 5", name=f"{name}_on_scale") for name in ASPECTS),
        CheckConstraint("words <> ''", name="with_words"),
        CheckConstraint("(version = 1) = (reason = '')", name="later_ones_with_reason"),
    )

    id: Mapped[Key]
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"))
    side: Mapped[Word]
    version: Mapped[int]
    on_time: Mapped[int]
    quality: Mapped[int]
    price: Mapped[int]
    aftercare: Mapped[int]
    words: Mapped[Line]
    reason: Mapped[Line] = mapped_column(default="")
    given_at: Mapped[datetime]
    given_by_id: Mapped[PersonKey]

    @property
    def points(self) -> dict[str, int]:
        """Return the points by aspect."""
        return {aspect: getattr(self, aspect) for aspect in ASPECTS}


def of_contract(session: Session, contract_id: int) -> list[SupplierMark]:
    """Return every version of the marks for a contract, the latest of each side first."""
    query = select(SupplierMark).where(SupplierMark.contract_id == contract_id)
    return list(session.scalars(query.order_by(SupplierMark.side, SupplierMark.version.desc())))


def latest(session: Session, supplier_id: int) -> list[SupplierMark]:
    """Return the marks that count of a supplier's contracts, the newest contract first."""
    query = _latest([supplier_id]).order_by(Contract.signed_on.desc(), Contract.id, SupplierMark.side)
    return [mark for mark, _supplier in session.execute(query)]


def averages(session: Session, supplier_ids: Sequence[int]) -> dict[int, Average]:
    """Return the average of each of some suppliers, in one statement; who has no marks is left out."""
    if not supplier_ids:
        return {}
    found: dict[int, list[SupplierMark]] = {}
    for mark, supplier_id in session.execute(_latest(supplier_ids)):
        found.setdefault(supplier_id, []).append(mark)
    return {key: of_marks(marks) for key, marks in found.items()}


def of_marks(marks: Iterable[SupplierMark]) -> Average:
    """Return the average of the marks that count."""
    return average((mark.contract_id, mark.points) for mark in marks)


def unmarked(session: Session, numbers: Sequence[str], side: str) -> set[str]:
    """Return those of some projects whose contract has no marks of a side."""
    given = select(SupplierMark.id).where(SupplierMark.contract_id == Contract.id, SupplierMark.side == side)
    query = (
        select(Project.number)
        .join(Contract, Contract.project_id == Project.id)
        .where(Project.number.in_(numbers), ~given.exists())
    )
    return {number for number in session.scalars(query) if number}


def _latest(supplier_ids: Sequence[int]) -> Select[SupplierMark, int]:
    newer = aliased(SupplierMark)
    newest = (
        select(func.max(newer.version))
        .where(newer.contract_id == SupplierMark.contract_id, newer.side == SupplierMark.side)
        .correlate(SupplierMark)
        .scalar_subquery()
    )
    return (
        select(SupplierMark, Contract.supplier_id)
        .join(Contract, Contract.id == SupplierMark.contract_id)
        .where(Contract.supplier_id.in_(supplier_ids), SupplierMark.version == newest)
    )
