"""The index of pairs of characters by which projects and meetings are found, and how much each pair says."""

from __future__ import annotations

import math
from collections import Counter

from sqlalchemy import ForeignKey, Index, String, delete, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.similarity import grams
from microprojects.store.db import Base

COMMON = 100
"""The weight of a pair that stands in every project; a rare one weighs some hundreds."""
_CHUNK = 500
_GROWN = 20  # a twentieth more or fewer projects make a new count worth it


class Gram(Base):
    """One two-character piece of a project's words, for search and for similar titles."""

    __tablename__ = "grams"
    __table_args__ = (
        Index("ix_grams_gram_project_id", "gram", "project_id"),
        Index("ix_grams_gram_area_id_project_id", "gram", "area_id", "project_id"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True)
    gram: Mapped[str] = mapped_column(String(8), primary_key=True)
    weight: Mapped[int]
    area_id: Mapped[int]  # the project's, which never changes


class MeetingGram(Base):
    """One two-character piece of a meeting's title or place."""

    __tablename__ = "meeting_grams"

    gram: Mapped[str] = mapped_column(String(8), primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)


class PairWeight(Base):
    """In how many projects a pair stood at the last count, and its weight: the rarer, the heavier."""

    __tablename__ = "pair_weights"

    gram: Mapped[str] = mapped_column(String(8), primary_key=True)
    projects: Mapped[int]
    weight: Mapped[int]


def weight(all_projects: int, with_it: int) -> int:
    """Return the inverse document frequency of a pair in hundredths. Source: see domain.similarity."""
    return round(COMMON * math.log2(1 + all_projects / max(1, with_it)))


def index_meeting(session: Session, meeting_id: int, *texts: str) -> None:
    """Write the pairs of a meeting's words, in one statement; they never change."""
    pairs = sorted({pair for text in texts for pair in grams(text)})
    if pairs:
        session.execute(insert(MeetingGram), [{"gram": pair, "meeting_id": meeting_id} for pair in pairs])


def is_stale(session: Session) -> bool:
    """Return whether so many projects came or went since the last count that the weights are off."""
    counted = session.scalar(select(PairWeight.projects).where(PairWeight.gram == "")) or 0
    return abs(_all(session) - counted) * _GROWN > counted


def count(session: Session) -> int:
    """Count anew in how many projects each pair stands, and return how many pairs there are.

    The row of the empty pair keeps of how many projects that was.
    """
    everything = _all(session)
    spread = Counter[str]()
    for gram, projects in session.execute(select(Gram.gram, func.count()).group_by(Gram.gram)):
        spread[gram] = projects
    session.execute(delete(PairWeight))
    rows = [{"gram": "", "projects": everything, "weight": 0}]
    rows += [{"gram": g, "projects": n, "weight": weight(everything, n)} for g, n in spread.items()]
    for start in range(0, len(rows), _CHUNK):
        session.execute(insert(PairWeight), rows[start : start + _CHUNK])
    return len(spread)


def _all(session: Session) -> int:
    return int(session.scalar(select(func.count(func.distinct(Gram.project_id)))) or 0)
