"""Limits of categories in a residents' poll, as its clerk set them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from microprojects.domain.category_caps import Cap
from microprojects.domain.money import Fen
from microprojects.store.columns import Key, Word
from microprojects.store.db import Base


class PollCap(Base):
    """What may be spent on a category, how many of it may win, or both. Never changed, never added to an open poll."""

    __tablename__ = "poll_caps"
    __table_args__ = (
        UniqueConstraint("poll_id", "category"),
        CheckConstraint("most_fen IS NOT NULL OR most_count IS NOT NULL", name="limits_something"),
        CheckConstraint("most_fen > 0", name="money_positive"),
        CheckConstraint("most_count > 0", name="count_positive"),
    )

    id: Mapped[Key]
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    category: Mapped[Word]
    most_fen: Mapped[Fen | None]
    most_count: Mapped[int | None]

    @property
    def cap(self) -> Cap:
        """Return the limit."""
        return Cap(self.most_fen, self.most_count)
