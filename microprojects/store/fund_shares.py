"""Whose money the lines of allocations are: the city's and the district's part of each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import CheckConstraint, ForeignKey, String, case, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.money import Fen
from microprojects.store.areas import Area
from microprojects.store.columns import Key
from microprojects.store.db import Base
from microprojects.store.funds import Fund, LedgerEntry


class FundShare(Base):
    """The parts of one allocation or adjustment, in fen, with the ratio by which it was parted. Never changed."""

    __tablename__ = "fund_shares"
    __table_args__ = (
        CheckConstraint(
            "city_fen = 0 OR district_fen = 0 OR (city_fen > 0) = (district_fen > 0)", name="same_way"
        ),
        CheckConstraint("city_fen <> 0 OR district_fen <> 0", name="of_something"),
    )

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), unique=True)
    city_fen: Mapped[Fen]
    district_fen: Mapped[Fen]
    ratio: Mapped[str] = mapped_column(String(20))


@dataclass(frozen=True)
class Origin:
    """Where a community's money of a year came from, in fen; `unknown` was entered before shares were kept."""

    community: str
    slug: str
    city_fen: Fen
    district_fen: Fen
    carried_fen: Fen
    unknown_fen: Fen

    @property
    def whole_fen(self) -> Fen:
        """Return all of it, in fen."""
        return Fen(self.city_fen + self.district_fen + self.carried_fen + self.unknown_fen)


def origins(session: Session, year: int, slug: str = "") -> list[Origin]:
    """Return where every community's money of a year came from, or that of one, in the order in which they were made."""
    came_over = case((LedgerEntry.kind == "carry_over", LedgerEntry.amount_fen), else_=0)
    unknown = case(
        (LedgerEntry.kind == "carry_over", 0), (FundShare.id.is_(None), LedgerEntry.amount_fen), else_=0
    )
    query = (
        select(
            Area.name,
            Area.slug,
            func.coalesce(func.sum(FundShare.city_fen), 0),
            func.coalesce(func.sum(FundShare.district_fen), 0),
            func.sum(came_over),
            func.sum(unknown),
        )
        .select_from(LedgerEntry)
        .join(Fund, Fund.id == LedgerEntry.fund_id)
        .join(Area, Area.id == Fund.area_id)
        .outerjoin(FundShare, FundShare.entry_id == LedgerEntry.id)
        .where(Fund.year == year, LedgerEntry.kind.in_(("allocate", "adjust", "carry_over")))
        .group_by(Area.id, Area.name, Area.slug)
        .order_by(Area.id)
    )
    rows = session.execute(query.where(Area.slug == slug) if slug else query)
    return [Origin(name, slug, *(Fen(int(fen)) for fen in parts)) for name, slug, *parts in rows]
