"""What the box of a poll holds on paper once it is closed: the sheets that count, and how many there were of each kind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.paper_balances import Numbers
from microprojects.store.columns import Hash, not_negative
from microprojects.store.db import Base
from microprojects.store.paper_sheets import POLL, of_a_sheet


class PaperOpening(Base):
    """A sheet that counts, with its commitment; written when the box is closed. Never changed."""

    __tablename__ = "paper_openings"
    __table_args__ = (
        of_a_sheet("paper_openings"),
        UniqueConstraint("poll_id", "serial"),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True)
    commitment: Mapped[str] = mapped_column(String(64), primary_key=True)
    serial: Mapped[str] = mapped_column(String(8))
    nonce: Mapped[Hash]  # base64
    choices: Mapped[dict[str, Any]]


class PaperTotal(Base):
    """How many sheets there were of each kind when the box was closed. Never changed."""

    __tablename__ = "paper_totals"
    __table_args__ = (
        not_negative("printed", "marked", "spoiled", "handed_back", "unused"),
        CheckConstraint(
            "marked + spoiled + handed_back = valid + blank + null_ + spoiled + handed_back + unreturned",
            name="issued_is_found",
        ),
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey(POLL), primary_key=True)
    printed: Mapped[int]
    marked: Mapped[int]
    spoiled: Mapped[int]
    handed_back: Mapped[int]
    unused: Mapped[int]
    valid: Mapped[int]
    blank: Mapped[int]
    null_: Mapped[int]
    unreturned: Mapped[int]


def total(session: Session, poll_id: int) -> Numbers | None:
    """Return how many sheets there were of each kind when the box was closed; None where no paper was used."""
    row = session.get(PaperTotal, poll_id)
    if row is None:
        return None
    return Numbers(
        printed=row.printed,
        marked=row.marked,
        spoiled=row.spoiled,
        handed_back=row.handed_back,
        unused=row.unused,
        valid=row.valid,
        blank=row.blank,
        null=row.null_,
        unreturned=row.unreturned,
    )


def openings(session: Session, poll_id: int) -> list[PaperOpening]:
    """Return the sheets that count, in the order of commitments."""
    query = select(PaperOpening).where(PaperOpening.poll_id == poll_id).order_by(PaperOpening.commitment)
    return list(session.scalars(query))
