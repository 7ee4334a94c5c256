"""The ledger in fen, append-only, and the balance that it adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, validates

from microprojects.domain.approvals import DONORS
from microprojects.domain.errors import NotFound
from microprojects.domain.funds import DONOR
from microprojects.domain.money import Fen
from microprojects.domain.texts import folded
from microprojects.store.areas import Area
from microprojects.store.columns import AreaKey, Key, Line, Word, not_negative, one_of
from microprojects.store.db import Base

KINDS = (
    "allocate",
    "adjust",
    "reserve",
    "release",
    "commit",
    "uncommit",
    "pay",
    "pay_returned",
    "refund",
    "social_pledge",
    "social_received",
    "social_paid",
    "social_refund",
    "social_returned",
    "return_unspent",
    "carry_over",
    "lapse",
    "carry_out",
    "retention_hold",
    "retention_release",
)


# Kinds of which one paper of a project is one line.
BY_PAPER = ("pay_returned", "refund", "social_pledge", "social_received", "social_refund", "social_returned")
_PAPERS = text(
    "kind IN ('pay_returned', 'refund', 'social_pledge', 'social_received', 'social_refund', 'social_returned') "
    "AND document_key <> ''"
)


class Fund(Base):
    """The balance of one community's year. The CHECK is invariant I3: nothing is promised twice.

    available = allocated - reserved - committed - paid - left, where `committed` is what
    contracts still owe, `paid` is net of refunds and `left` is what lapsed or went on into
    the next year. All amounts in fen, fiscal money only.
    """

    __tablename__ = "funds"
    __table_args__ = (
        UniqueConstraint("area_id", "year"),
        not_negative("allocated_fen", "reserved_fen", "committed_fen", "paid_fen"),
        CheckConstraint("reserved_fen + committed_fen + paid_fen <= allocated_fen", name="within_allocation"),
        CheckConstraint(
            "left_fen >= 0 AND reserved_fen + committed_fen + paid_fen + left_fen <= allocated_fen",
            name="left_within_allocation",
        ),
    )

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    year: Mapped[int]
    allocated_fen: Mapped[Fen] = mapped_column(default=0)
    reserved_fen: Mapped[Fen] = mapped_column(default=0)
    committed_fen: Mapped[Fen] = mapped_column(default=0)
    paid_fen: Mapped[Fen] = mapped_column(default=0)
    left_fen: Mapped[Fen] = mapped_column(default=0, server_default="0")

    @property
    def available_fen(self) -> Fen:
        """Return what may still be reserved, in fen."""
        return Fen(
            self.allocated_fen - self.reserved_fen - self.committed_fen - self.paid_fen - self.left_fen
        )


class LedgerEntry(Base):
    """One line of the ledger; never changed and never deleted. `amount_fen` is positive but for an adjustment."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        one_of("kind", KINDS),
        CheckConstraint("amount_fen > 0 OR kind = 'adjust'", name="amount_positive"),
        CheckConstraint("amount_fen <> 0", name="amount_not_zero"),
        CheckConstraint(
            "named_with_consent = true OR kind NOT IN ('social_pledge', 'social_received') "
            f"OR party IN ('', '{DONOR}', '{DONORS}')",
            name="donor_with_consent",
        ),
        Index("ix_ledger_entries_fund_id_kind", "fund_id", "kind"),
        Index(
            "uq_ledger_entries_paper",
            "project_id",
            "kind",
            "document_key",
            unique=True,
            sqlite_where=_PAPERS,
            postgresql_where=_PAPERS,
        ),
    )

    id: Mapped[Key]
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"))
    kind: Mapped[Word]
    amount_fen: Mapped[Fen]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"))
    party: Mapped[Line] = mapped_column(default="")  # payee or donor, as it may be published
    named_with_consent: Mapped[bool] = mapped_column(default=False)  # the donor agreed in writing to be named
    document: Mapped[Line] = mapped_column(default="")  # voucher, receipt or order number
    document_key: Mapped[str] = mapped_column(default="")  # as it is compared
    note: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    @validates("document")
    def _fold(self, _name: str, number: str) -> str:
        self.document_key = folded(number)
        return number


def get(session: Session, area_id: int, year: int, *, for_update: bool = False) -> Fund:
    """Return the fund of a community's year; with `for_update` its row is held."""
    query = select(Fund).where(Fund.area_id == area_id, Fund.year == year)
    if for_update:
        query = query.with_for_update()
    fund = session.scalars(query).one_or_none()
    if fund is None:
        raise NotFound
    return fund


@dataclass(frozen=True)
class Totals:
    """The sums of one year's funds, in fen."""

    allocated_fen: Fen
    reserved_fen: Fen
    committed_fen: Fen
    paid_fen: Fen


def totals(session: Session, year: int, *, area_path: str = "") -> Totals:
    """Return what was allocated and where it stands, for an area or for all."""
    query = (
        select(
            func.coalesce(func.sum(Fund.allocated_fen), 0),
            func.coalesce(func.sum(Fund.reserved_fen), 0),
            func.coalesce(func.sum(Fund.committed_fen), 0),
            func.coalesce(func.sum(Fund.paid_fen), 0),
        )
        .join(Area, Area.id == Fund.area_id)
        .where(Fund.year == year)
    )
    if area_path:
        query = query.where(
            or_(Area.path == area_path, Area.path.startswith(area_path + "/", autoescape=True))
        )
    row = session.execute(query).one()
    return Totals(*(Fen(int(value)) for value in row))
