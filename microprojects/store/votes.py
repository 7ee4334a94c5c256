"""Votes of a council: the count, the roll-call, and secret ballots without a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microprojects.store.columns import Hash, Key, PersonKey, ProjectKey, Word, not_negative, one_of
from microprojects.store.db import Base
from microprojects.store.meetings import AgendaItem

MODES = ("show_of_hands", "roll_call", "secret")
CHOICES = ("for", "against", "abstain")
_COUNTED = "against IS NOT NULL AND abstain IS NOT NULL AND carried IS NOT NULL AND sentence <> ''"


class Vote(Base):
    """One vote on one item: its rule and base as they stood when it opened, and its count once closed."""

    __tablename__ = "votes"
    __table_args__ = (
        one_of("mode", MODES),
        not_negative("members_due", "present", "recused", "base", "need_for"),
        CheckConstraint(
            f"closed_at IS NULL OR (in_favour IS NOT NULL AND {_COUNTED})", name="closed_with_count"
        ),
        CheckConstraint(
            "closed_at IS NULL OR in_favour + against + abstain <= base", name="count_within_base"
        ),
        Index(
            "uq_votes_item_id_open",
            "item_id",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    project_id: Mapped[ProjectKey]
    stage: Mapped[int]
    mode: Mapped[Word]
    rule: Mapped[dict[str, Any]]  # quorum and pass share as applied
    dossier_hash: Mapped[Hash]
    members_due: Mapped[int]
    present: Mapped[int]
    recused: Mapped[int]
    base: Mapped[int]
    need_for: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[PersonKey]
    closed_at: Mapped[datetime | None]
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstain: Mapped[int | None]
    carried: Mapped[bool | None]
    sentence: Mapped[str] = mapped_column(default="")
    witnesses: Mapped[str] = mapped_column(default="")
    voided_at: Mapped[datetime | None]  # the item was tabled, or the count corrected by a new vote
    void_reason: Mapped[str] = mapped_column(default="")

    item: Mapped[AgendaItem] = relationship()


class VoteParticipation(Base):
    """That a member has voted; one a vote and member, whatever the mode."""

    __tablename__ = "vote_participations"
    __table_args__ = (UniqueConstraint("vote_id", "person_id"),)

    id: Mapped[Key]
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), index=True)
    person_id: Mapped[PersonKey]


class RollCallChoice(Base):
    """What a member said aloud in a roll-call."""

    __tablename__ = "roll_call_choices"
    __table_args__ = (UniqueConstraint("vote_id", "person_id"), one_of("choice", CHOICES))

    id: Mapped[Key]
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), index=True)
    person_id: Mapped[PersonKey]
    choice: Mapped[Word]


class SecretTally(Base):
    """How many secret ballots say what. Only sums are kept, so no row can be tied to a member."""

    __tablename__ = "secret_tallies"
    __table_args__ = (one_of("choice", CHOICES), not_negative("count"))

    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), primary_key=True)
    choice: Mapped[str] = mapped_column(String(10), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
