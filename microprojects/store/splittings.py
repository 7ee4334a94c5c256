"""Works that look like parts of a split one: what hangs together now, and the questions and answers about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from microprojects.domain.money import Fen
from microprojects.domain.parameters import Rulebook
from microprojects.domain.split_facts import SplitFacts
from microprojects.domain.splitting import (
    LONGEST_WORDS,
    VERDICTS,
    Against,
    Standing,
    Suspicion,
    Work,
    groups,
    standing,
    suspicion,
)
from microprojects.domain.states import APPROVED_OR_LATER
from microprojects.domain.workdays import SHANGHAI, local_day
from microprojects.store.areas import Area, inside
from microprojects.store.columns import AreaKey, Key, Word, not_negative, one_of
from microprojects.store.contracts import Contract, Procurement, Quote
from microprojects.store.db import Base, lock
from microprojects.store.projects import Project

MOST_WORKS = 500  # of one type in one community and year; the newest, where there are more


class SplitFlag(Base):
    """One question: whether some works were split; a project belongs to one question at most."""

    __tablename__ = "split_flags"
    __table_args__ = (
        one_of("against", [each.value for each in Against]),
        not_negative("sum_fen", "limit_fen"),
        CheckConstraint("sum_fen > limit_fen", name="sum_above_limit"),
        Index("ix_split_flags_area_id_year", "area_id", "year"),
    )

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    year: Mapped[int]
    type: Mapped[Word]
    sum_fen: Mapped[Fen]
    limit_fen: Mapped[Fen]
    against: Mapped[Word]
    raised_at: Mapped[datetime]

    members: Mapped[list[SplitMember]] = relationship(order_by="SplitMember.project_id")
    answers: Mapped[list[SplitAnswer]] = relationship(order_by="SplitAnswer.id")

    @property
    def answer(self) -> SplitAnswer | None:
        """Return the latest answer."""
        return self.answers[-1] if self.answers else None

    @property
    def standing(self) -> Standing:
        """Return how far the question has come."""
        last = self.answer
        joined = [each.joined_at for each in self.members]
        return standing(joined, last.answered_at if last else None, last.verdict if last else None)


class SplitMember(Base):
    """One project of a question, and since when it belongs to it."""

    __tablename__ = "split_members"

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    flag_id: Mapped[int] = mapped_column(ForeignKey("split_flags.id"), index=True)
    joined_at: Mapped[datetime]

    project: Mapped[Project] = relationship()


class SplitAnswer(Base):
    """One answer, and what a supervisor said to it."""

    __tablename__ = "split_answers"
    __table_args__ = (
        one_of("verdict", list(VERDICTS), nullable=True),
        CheckConstraint("words <> ''", name="answered_with_words"),
        CheckConstraint("(verdict IS NULL) = (judged_at IS NULL)", name="judged_with_verdict"),
        CheckConstraint("(judged_at IS NULL) = (judged_by_id IS NULL)", name="judged_by_somebody"),
        CheckConstraint("judged_by_id IS NULL OR judged_by_id <> answered_by_id", name="four_eyes"),
        CheckConstraint(
            "verdict IS NULL OR verdict <> 'found' OR judged_words <> ''", name="found_with_words"
        ),
    )

    id: Mapped[Key]
    flag_id: Mapped[int] = mapped_column(ForeignKey("split_flags.id"), index=True)
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    answered_at: Mapped[datetime]
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    verdict: Mapped[str | None] = mapped_column(String(20))
    judged_words: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    judged_at: Mapped[datetime | None]
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


@dataclass(frozen=True)
class Place:
    """Where the works of one question can be: one community, one type, one fiscal year."""

    area_id: int
    type: str
    year: int


def hold(session: Session, found: ColumnElement[bool]) -> None:
    """Let the deeds about the questions of a community be done one after the other; `found` names one of its projects.

    The community is held before any project: a question points at all of its projects, and two deeds that
    hold one each would wait for the other's.
    """
    query = select(Area.id).join(Project, Project.area_id == Area.id).where(found)
    session.execute(query.with_for_update(of=Area, key_share=True)).all()


def place_of(project: Project) -> Place | None:
    """Return where the works are that may hang together with a project, None while it is not approved."""
    if project.approved_at is None or project.state not in APPROVED_OR_LATER:
        return None
    return Place(project.area_id, project.type, local_day(project.approved_at).year)


def works(session: Session, place: Place) -> list[Work]:
    """Return the approved works of a place; one statement, its reach bounded by `MOST_WORKS`."""
    chosen = (
        select(func.max(Quote.supplier_id))
        .join(Procurement, Procurement.id == Quote.procurement_id)
        .where(Procurement.project_id == Project.id, Procurement.outcome.is_(None), Quote.chosen)
        .scalar_subquery()
    )
    approved = Project.approved_fiscal_fen + Project.approved_social_fen
    query = (
        select(
            Project.id,
            Project.number,
            Project.title,
            Project.place,
            func.coalesce(Contract.amount_fen, approved),
            func.coalesce(Contract.supplier_id, chosen),
        )
        .outerjoin(Contract, Contract.project_id == Project.id)
        .where(
            Project.area_id == place.area_id,
            Project.state.in_(APPROVED_OR_LATER),
            Project.type == place.type,
            Project.approved_at >= _begin(place.year),
            Project.approved_at < _begin(place.year + 1),
        )
        .order_by(Project.approved_at.desc(), Project.id.desc())
        .limit(MOST_WORKS)
    )
    return [
        Work(key, number or "", title, where, place.type, Fen(int(amount)), supplier)
        for key, number, title, where, amount, supplier in session.execute(query)
    ]


def _begin(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=SHANGHAI)


def suspicions(session: Session, place: Place, rules: Rulebook) -> list[Suspicion]:
    """Return what looks split in a place, by the rules; nothing where the rules do not watch for it."""
    if not rules.flag("splitting.watch"):
        return []
    cap = Fen(rules.number(f"caps_fen.{place.type}"))
    percent = rules.number("splitting.alike_percent")
    found = (suspicion(each, cap=cap) for each in groups(works(session, place), alike_percent=percent))
    return [each for each in found if each is not None]


def about(session: Session, project: Project, rules: Rulebook) -> Suspicion | None:
    """Return what a project looks to be a part of now, None if nothing."""
    place = place_of(project)
    found = suspicions(session, place, rules) if place else []
    return next((each for each in found if project.id in each.ids), None)


def of_project(session: Session, project_id: int, *, for_update: bool = False) -> SplitFlag | None:
    """Return the question about a project, None if there is none."""
    mine = select(SplitMember.flag_id).where(SplitMember.project_id == project_id).scalar_subquery()
    query = select(SplitFlag).where(SplitFlag.id == mine)
    if for_update:
        return session.scalar(lock(query))
    whole = (joinedload(SplitFlag.members).joinedload(SplitMember.project), joinedload(SplitFlag.answers))
    return session.scalars(query.options(*whole)).unique().one_or_none()


def of_projects(session: Session, ids: Iterable[int]) -> list[SplitFlag]:
    """Return the questions about some projects, the oldest first, their rows held."""
    wanted = select(SplitMember.flag_id).where(SplitMember.project_id.in_(list(ids)))
    return list(
        session.scalars(lock(select(SplitFlag).where(SplitFlag.id.in_(wanted)).order_by(SplitFlag.id)))
    )


def facts(session: Session, project: Project, rules: Rulebook) -> SplitFacts | None:
    """Return what a guard is told of a project: what it looks to be a part of now, and how far the question has come.

    Works that hang together now and are not all in the question open it again, whoever writes that down first.
    """
    found = about(session, project, rules)
    if found is None:
        return None
    flag = of_project(session, project.id)
    known = {each.project_id for each in flag.members} if flag else set()
    stands = flag.standing if flag and found.ids <= known else Standing.OPEN
    return SplitFacts(stands.value, found.others(project.id), found.sum, found.limit)


def below(session: Session, paths: Sequence[str], *, limit: int = 200) -> list[SplitFlag]:
    """Return the questions of some areas, the newest first, with their projects and answers; three statements."""
    if not paths:
        return []
    query = (
        select(SplitFlag)
        .where(SplitFlag.area_id.in_(inside(paths)))
        .options(joinedload(SplitFlag.members).joinedload(SplitMember.project), joinedload(SplitFlag.answers))
        .order_by(SplitFlag.raised_at.desc(), SplitFlag.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query).unique())


def places(session: Session, year: int) -> dict[Place, int]:
    """Return where two or more works were approved in a year, each with the newest project there."""
    query = (
        select(Project.area_id, Project.type, func.max(Project.id))
        .where(
            Project.state.in_(APPROVED_OR_LATER),
            Project.approved_at >= _begin(year),
            Project.approved_at < _begin(year + 1),
        )
        .group_by(Project.area_id, Project.type)
        .having(func.count(Project.id) > 1)
    )
    return {Place(area, kind, year): newest for area, kind, newest in session.execute(query)}


def unknown(session: Session, found: Sequence[Suspicion]) -> list[Suspicion]:
    """Return the suspicions of which a work stands in no question, or that reach over two of them."""
    ids = {each for one in found for each in one.ids}
    rows = session.execute(
        select(SplitMember.project_id, SplitMember.flag_id).where(SplitMember.project_id.in_(ids))
    )
    flags = {row.project_id: row.flag_id for row in rows}
    return [one for one in found if len(held := {flags.get(each) for each in one.ids}) > 1 or None in held]
