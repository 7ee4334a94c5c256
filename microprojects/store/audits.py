"""The sampled audits: the lists that were fixed, the dice, which projects were drawn, and what came of each audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    String,
    UniqueConstraint,
    exists,
    select,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from microprojects.domain.audits import OUTCOMES, WORDS_LIMIT, begins_at
from microprojects.domain.errors import NotFound
from microprojects.domain.money import Fen
from microprojects.store.areas import Area, inside
from microprojects.store.columns import AreaKey, Hash, Key, Line, PersonKey, Word, not_negative, one_of
from microprojects.store.db import Base
from microprojects.store.projects import Project
from microprojects.store.recoveries import back_for_audit
from microprojects.store.settlements import Settlement


class AuditList(Base):
    """The list of one district's quarter, fixed once; it has `size` projects, of which `sample` are to be drawn."""

    __tablename__ = "audit_lists"
    __table_args__ = (
        UniqueConstraint("area_id", "year", "quarter"),
        UniqueConstraint("id", "size"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_known"),
        CheckConstraint("size > 0 AND sample BETWEEN 1 AND size", name="sample_of_the_list"),
    )

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    year: Mapped[int]
    quarter: Mapped[int]
    percent: Mapped[int]
    size: Mapped[int]
    sample: Mapped[int]
    digest: Mapped[Hash]
    fixed_at: Mapped[datetime]
    fixed_by_id: Mapped[PersonKey]

    area: Mapped[Area] = relationship()
    lot: Mapped[AuditLot | None] = relationship(back_populates="list")


class AuditPlace(Base):
    """One place of a list: as every place up to its size is taken when it is fixed, nothing can be added to it."""

    __tablename__ = "audit_places"
    __table_args__ = (
        ForeignKeyConstraint(["list_id", "size"], ["audit_lists.id", "audit_lists.size"]),
        CheckConstraint("place BETWEEN 1 AND size", name="place_of_the_list"),
    )

    list_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)


class AuditLot(Base):
    """The dice that were thrown in public for one list; once, and never again."""

    __tablename__ = "audit_lots"

    list_id: Mapped[int] = mapped_column(ForeignKey("audit_lists.id"), primary_key=True)
    dice: Mapped[str] = mapped_column(String(40))
    witnesses: Mapped[Line]
    seed: Mapped[Hash]
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[PersonKey]

    list: Mapped[AuditList] = relationship(back_populates="lot")


class AuditPick(Base):
    """One project that was drawn, and as which."""

    __tablename__ = "audit_picks"
    __table_args__ = (UniqueConstraint("list_id", "rank"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("audit_lots.list_id"))
    rank: Mapped[int]


class AuditResult(Base):
    """One version of what came of an audit; the latest counts, and each after the first says why."""

    __tablename__ = "audit_results"
    __table_args__ = (
        UniqueConstraint("project_id", "version"),
        one_of("outcome", list(OUTCOMES)),
        not_negative("refund_fen"),
        CheckConstraint("(outcome = 'refund') = (refund_fen > 0)", name="refund_with_amount"),
        CheckConstraint("words <> ''", name="with_words"),
        CheckConstraint("(version = 1) = (reason = '')", name="later_ones_with_reason"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("audit_picks.project_id"))
    version: Mapped[int]
    outcome: Mapped[Word]
    refund_fen: Mapped[Fen] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(String(WORDS_LIMIT))
    reason: Mapped[Line] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[PersonKey]


@dataclass(frozen=True)
class Drawn:
    """One project that was drawn, with the list, the account and every version of its result, the latest first."""

    list: AuditList
    rank: int
    results: Sequence[AuditResult]
    back_fen: Fen = Fen(0)  # what came back for it

    @property
    def result(self) -> AuditResult | None:
        """Return the result that counts."""
        return self.results[0] if self.results else None

    @property
    def owed_since(self) -> datetime | None:
        """Return since when money is wanted back without a break; None where none is wanted."""
        wanted = list(takewhile(lambda each: each.refund_fen > 0, self.results))
        return wanted[-1].recorded_at if wanted else None


def find(session: Session, area_id: int, year: int, quarter: int) -> AuditList:
    """Return the list of a quarter with its lot.

    Raises:
        NotFound: none was fixed.
    """
    return _one(session, *_of_quarter(area_id, year, quarter))


def get(session: Session, list_id: int) -> AuditList:
    """Return a list with its lot.

    Raises:
        NotFound: there is none of that number.
    """
    return _one(session, AuditList.id == list_id)


def is_fixed(session: Session, area_id: int, year: int, quarter: int) -> bool:
    """Return whether the list of a quarter is fixed."""
    query = select(AuditList.id).where(*_of_quarter(area_id, year, quarter))
    return session.scalar(query) is not None


def _of_quarter(area_id: int, year: int, quarter: int) -> tuple[ColumnElement[bool], ...]:
    return AuditList.area_id == area_id, AuditList.year == year, AuditList.quarter == quarter


def _one(session: Session, *where: ColumnElement[bool]) -> AuditList:
    query = select(AuditList).where(*where).options(joinedload(AuditList.lot), joinedload(AuditList.area))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def population(session: Session, path: str, year: int, quarter: int) -> dict[str, int]:
    """Return the projects of a district whose accounts were settled in a quarter without a review: number to id."""
    rows = session.execute(settled(path, year, quarter))
    return {number: project_id for number, project_id in rows if number}


def places(session: Session, list_id: int) -> dict[str, int]:
    """Return the projects of a fixed list in its order: number to id."""
    rows = session.execute(
        select(Project.number, Project.id)
        .join(AuditPlace, AuditPlace.project_id == Project.id)
        .where(AuditPlace.list_id == list_id)
        .order_by(AuditPlace.place)
    )
    return {number: project_id for number, project_id in rows if number}


def of_project(session: Session, project_id: int) -> Drawn | None:
    """Return the audit for which a project was drawn, in one statement."""
    rows = session.execute(
        select(AuditList, AuditPick.rank, AuditResult, back_for_audit(project_id))
        .join(AuditPick, AuditPick.list_id == AuditList.id)
        .outerjoin(AuditResult, AuditResult.project_id == AuditPick.project_id)
        .where(AuditPick.project_id == project_id)
        .options(joinedload(AuditList.area))
        .order_by(AuditResult.version.desc())
    ).all()
    if not rows:
        return None
    found: list[AuditResult | None] = [row[2] for row in rows]
    results = [each for each in found if each is not None]
    return Drawn(rows[0][0], rows[0][1], results, Fen(int(rows[0][3])))


def waits(session: Session, project_id: int) -> bool:
    """Return whether a project was drawn and its audit has no result."""
    done = exists().where(AuditResult.project_id == AuditPick.project_id)
    query = select(AuditPick.rank).where(AuditPick.project_id == project_id, ~done)
    return session.scalar(query) is not None


def settled(path: str, year: int, quarter: int) -> Select[str | None, int]:
    """Return the query for number and id of what was settled in a district's quarter without a review."""
    return (
        select(Project.number, Project.id)
        .join(Settlement, Settlement.project_id == Project.id)
        .where(
            Project.area_id.in_(inside([path])),
            Settlement.settled_at >= begins_at(year, quarter),
            Settlement.settled_at < begins_at(year, quarter + 1),
            Settlement.review_conclusion == "",
        )
    )
