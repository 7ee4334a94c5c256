"""Where a poll is from that was held elsewhere and came as a file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.store.columns import Hash, Word, not_negative
from microprojects.store.db import Base


class PollSource(Base):
    """The file of a poll that was held elsewhere; nothing of its voters is kept. Never changed.

    Sums of such a poll are in units of 10**-scale of its currency. `claimed` holds the winners that the
    file names; `miscounted` is of how many projects its published votes are not those of its ballots.
    """

    __tablename__ = "poll_sources"
    __table_args__ = (not_negative("scale", "voters", "miscounted"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    sha256: Mapped[Hash] = mapped_column(unique=True)
    meta: Mapped[dict[str, Any]]
    vote_type: Mapped[Word]
    currency: Mapped[Word]
    scale: Mapped[int]
    voters: Mapped[int]
    claimed: Mapped[dict[str, Any]]  # {"selected": [...]}, with null where the file names none
    miscounted: Mapped[int]

    @property
    def winners(self) -> list[str] | None:
        """Return the codes that the file names as chosen, in the order of the file; None where it names none."""
        named = self.claimed.get("selected")
        return None if named is None else list(named)

    def said(self, key: str) -> str:
        """Return what the file says about a key, or nothing."""
        return str(self.meta.get(key, ""))


def by_hash(session: Session, sha256: str) -> PollSource | None:
    """Return the poll that came from a file."""
    return session.scalar(select(PollSource).where(PollSource.sha256 == sha256))
