"""Sheets of payments: kept sealed between preview and confirmation, and what each booked line said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.domain.money import Fen
from microprojects.domain.payment_imports import Booked, Books
from microprojects.domain.payment_sheets import Entry
from microprojects.domain.sheets import Row
from microprojects.domain.texts import folded
from microprojects.store.columns import Hash, Key, Line, PersonKey
from microprojects.store.contracts import Contract, Payment
from microprojects.store.db import Base, lock
from microprojects.store.kept_sheets import KEPT_FOR, packed, unpacked
from microprojects.store.projects import Project
from microprojects.store.secrets import open_text, seal_text

SHEET = "kept_payment_sheet.sealed"  # the place of a sealed value, bound to the number of the person


class KeptPaymentSheet(Base):
    """One sheet as it was read; `sha256` is of the file that the person chose."""

    __tablename__ = "kept_payment_sheets"

    id: Mapped[Key]
    person_id: Mapped[PersonKey] = mapped_column(unique=True)
    sha256: Mapped[Hash]
    sealed: Mapped[str]
    kept_at: Mapped[datetime]


class ImportedPayment(Base):
    """Where a payment came from that a sheet brought, and what the sheet says of the bank's paper."""

    __tablename__ = "imported_payments"
    __table_args__ = (CheckConstraint("line > 0", name="line_positive"),)

    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), primary_key=True)
    sha256: Mapped[Hash]
    line: Mapped[int]
    paid_on: Mapped[date]
    voucher: Mapped[Line] = mapped_column(default="")


def keep(session: Session, rows: Sequence[Row], sha256: str, *, person_id: int, at: datetime) -> int:
    """Keep what a sheet says in the place of the one that the person chose before, and return its number."""
    forget(session, person_id)
    sealed = seal_text(SHEET, person_id, packed(rows))
    made = KeptPaymentSheet(person_id=person_id, sha256=sha256, sealed=sealed, kept_at=at)
    session.add(made)
    session.flush()
    return made.id


def get(
    session: Session, sheet_id: int, *, person_id: int | None, at: datetime, for_update: bool = False
) -> KeptPaymentSheet:
    """Return a person's own sheet; one that is over its time, or another's, is not there."""
    mine = KeptPaymentSheet
    query = select(mine).where(mine.id == sheet_id, mine.person_id == person_id, mine.kept_at > at - KEPT_FOR)
    found = session.scalar(lock(query) if for_update else query)
    if found is None:
        raise NotFound
    return found


def content(sheet: KeptPaymentSheet) -> list[Row]:
    """Return the lines of a sheet."""
    return unpacked(open_text(SHEET, sheet.person_id, sheet.sealed))


def forget(session: Session, person_id: int) -> None:
    """Delete the sheet of a person."""
    session.execute(delete(KeptPaymentSheet).where(KeptPaymentSheet.person_id == person_id))


def past(session: Session, at: datetime) -> list[int]:
    """Return the numbers of the sheets that are over their time."""
    query = select(KeptPaymentSheet.id).where(KeptPaymentSheet.kept_at <= at - KEPT_FOR)
    return list(session.scalars(query))


def forget_past(session: Session, at: datetime) -> None:
    """Delete the sheets that are over their time."""
    session.execute(delete(KeptPaymentSheet).where(KeptPaymentSheet.kept_at <= at - KEPT_FOR))


def source_of(session: Session, payment_id: int) -> ImportedPayment | None:
    """Return where a payment came from, None if no sheet brought it."""
    return session.get(ImportedPayment, payment_id)


def books(session: Session, entries: Iterable[Entry]) -> Books:
    """Return the payments that have an invoice or a voucher of the lines.

    A voucher stands for its payment for ever; an invoice that was sent back, by the
    desk or by the bank, is free. The voucher of a payment that waits is the sheet's.
    """
    found = list(entries)
    invoices = {folded(each.invoice) for each in found}
    vouchers = {folded(each.voucher) for each in found if each.voucher}
    query = (
        select(Payment, Project.number, Contract.number, ImportedPayment.voucher)
        .join(Project, Project.id == Payment.project_id)
        .join(Contract, Contract.id == Payment.contract_id)
        .outerjoin(ImportedPayment, ImportedPayment.payment_id == Payment.id)
        .where(or_(Payment.invoice_key.in_(invoices), Payment.voucher_key.in_(vouchers)))
        .order_by(Payment.id)
    )
    made = Books()
    for payment, number, contract, brought in session.execute(query):
        counts = payment.state != "rejected" and payment.returned_at is None
        voucher = payment.voucher or brought or ""
        told = Booked(
            number or "", contract, payment.payee, payment.invoice, voucher, Fen(payment.amount_fen)
        )
        if counts:
            made.invoices[payment.payee, payment.invoice_key] = told
        if payment.voucher_key:
            made.vouchers[payment.voucher_key] = told
    return made
