"""Gatherings of residents beside the council: their list, how each matter ended, and what was promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from microprojects.domain.errors import NotFound
from microprojects.domain.gathering_kinds import GatheringKind
from microprojects.domain.gatherings import STATES, SUBJECTS, warned_twice
from microprojects.store import areas, packaged
from microprojects.store.areas import Area
from microprojects.store.columns import AreaKey, Key, Line, PersonKey, Word, not_negative, one_of
from microprojects.store.db import Base, row
from microprojects.store.hearings import Statement
from microprojects.store.projects import Project


class Gathering(Base):
    """One gathering of a community; `kind` names its kind."""

    __tablename__ = "gatherings"
    __table_args__ = (
        one_of("state", STATES),
        not_negative("attended"),
        CheckConstraint("state <> 'open' OR opened_at IS NOT NULL", name="opened_when_open"),
        CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed_when_closed"),
        CheckConstraint("(drawn_at IS NULL) = (draw_seed = '')", name="drawn_by_a_seed"),
    )

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    kind: Mapped[Word] = mapped_column(index=True)
    title: Mapped[Line]
    place: Mapped[Line]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[Word] = mapped_column(default="planned")
    called_at: Mapped[datetime]
    called_by_id: Mapped[PersonKey]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    attended: Mapped[int] = mapped_column(default=0)
    summary: Mapped[str] = mapped_column(default="")
    note: Mapped[Line] = mapped_column(default="")  # why it was called off
    seed_source: Mapped[Line] = mapped_column(default="")  # the public number that will decide the lots
    draw_seed: Mapped[Line] = mapped_column(default="")
    draw_witnesses: Mapped[Line] = mapped_column(default="")
    drawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)
    matters: Mapped[list[Matter]] = relationship(order_by="Matter.position", back_populates="gathering")

    __mapper_args__ = {"version_id_col": version}

    @property
    def made_of(self) -> GatheringKind:
        """Return what its kind says."""
        return packaged.gathering_kind(self.kind)

    @property
    def is_over(self) -> bool:
        """Return whether it has ended or was called off."""
        return self.state in ("closed", "cancelled")


class Matter(Base):
    """One matter on the list: a topic that somebody raised, a project, or a report; it ends in words or in marks."""

    __tablename__ = "gathering_matters"
    __table_args__ = (
        UniqueConstraint("gathering_id", "position"),
        UniqueConstraint("gathering_id", "project_id"),
        one_of("subject", SUBJECTS),
        CheckConstraint("subject <> 'project' OR project_id IS NOT NULL", name="project_named"),
        CheckConstraint("ended_at IS NOT NULL OR NOT lets_on", name="lets_on_when_ended"),
        CheckConstraint("done_at IS NULL OR due_on IS NOT NULL", name="done_when_promised"),
    )

    id: Mapped[Key]
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gatherings.id"), index=True)
    position: Mapped[int]
    subject: Mapped[Word]
    title: Mapped[Line]
    text: Mapped[str] = mapped_column(default="")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    raised_at: Mapped[datetime]
    hidden_reason: Mapped[Line] = mapped_column(default="")
    ending: Mapped[Word] = mapped_column(default="")
    ending_text: Mapped[str] = mapped_column(default="")
    receiver: Mapped[Line] = mapped_column(default="")
    due_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    lets_on: Mapped[bool] = mapped_column(default=False)
    witnesses: Mapped[Line] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    done_text: Mapped[str] = mapped_column(default="")

    gathering: Mapped[Gathering] = relationship(back_populates="matters")
    project: Mapped[Project | None] = relationship()
    marks: Mapped[list[Mark]] = relationship(order_by="Mark.id")
    statements: Mapped[list[Statement]] = relationship(order_by=Statement.id)

    @property
    def given(self) -> dict[str, int]:
        """Return how often each mark was given."""
        return {mark.level: mark.given for mark in self.marks}


class Mark(Base):
    """How often one mark was given to a matter."""

    __tablename__ = "gathering_marks"
    __table_args__ = (UniqueConstraint("matter_id", "level"), not_negative("given"))

    id: Mapped[Key]
    matter_id: Mapped[int] = mapped_column(ForeignKey("gathering_matters.id"), index=True)
    level: Mapped[Word]
    given: Mapped[int]


def get(session: Session, gathering_id: int, *, for_update: bool = False) -> Gathering:
    """Return one gathering; with `for_update` its row is held until the transaction ends."""
    return row(session, Gathering, gathering_id, for_update=for_update)


def matter(session: Session, matter_id: int, *, for_update: bool = False) -> Matter:
    """Return one matter with its gathering; `for_update` holds the gathering's row."""
    found = session.get(Matter, matter_id)
    if found is None:
        raise NotFound
    if for_update:
        get(session, found.gathering_id, for_update=True)
        session.refresh(found)
    return found


def matters(session: Session, gathering_id: int) -> list[Matter]:
    """Return the list of a gathering with projects, marks and statements, in order."""
    query = (
        select(Matter)
        .where(Matter.gathering_id == gathering_id)
        .options(joinedload(Matter.project), selectinload(Matter.marks), selectinload(Matter.statements))
        .order_by(Matter.position)
    )
    return list(session.scalars(query))


def next_position(session: Session, gathering_id: int) -> int:
    """Return the number of the next matter."""
    last = session.scalar(select(func.max(Matter.position)).where(Matter.gathering_id == gathering_id))
    return (last or 0) + 1


def listed(
    session: Session,
    *,
    past: bool,
    paths: Sequence[str] | None = None,
    community: str = "",
    limit: int,
    offset: int = 0,
) -> list[Gathering]:
    """Return gatherings to come, the next first, or those that are over, the latest first."""
    over = Gathering.state.in_(("closed", "cancelled"))
    query = select(Gathering).join(Area, Area.id == Gathering.area_id).where(over if past else ~over)
    if community:
        query = query.where(Area.slug == community)
    if paths is not None:
        query = query.where(Gathering.area_id.in_(areas.inside(paths)))
    order = Gathering.starts_at.desc() if past else Gathering.starts_at
    return list(session.scalars(query.order_by(order, Gathering.id).limit(limit).offset(offset)))


def promised(
    session: Session, *, community: str = "", paths: Sequence[str] | None = None, limit: int
) -> list[Matter]:
    """Return what was promised by a day and is not done yet, the longest due first."""
    query = (
        select(Matter)
        .join(Matter.gathering)
        .join(Area, Area.id == Gathering.area_id)
        .where(Matter.due_on.is_not(None), Matter.done_at.is_(None), Gathering.state == "closed")
        .options(joinedload(Matter.gathering))
        .order_by(Matter.due_on, Matter.id)
    )
    if community:
        query = query.where(Area.slug == community)
    if paths is not None:
        query = query.where(Gathering.area_id.in_(areas.inside(paths)))
    return list(session.scalars(query.limit(limit)))


def counts(session: Session, ids: Iterable[int]) -> Mapping[int, tuple[int, int]]:
    """Return of each gathering how many matters it has, and how many of them ended."""
    query = (
        select(Matter.gathering_id, func.count(), func.count(Matter.ended_at))
        .where(Matter.gathering_id.in_(list(ids)))
        .group_by(Matter.gathering_id)
    )
    return {key: (every, ended) for key, every, ended in session.execute(query)}


def of_project(session: Session, project_id: int) -> list[Matter]:
    """Return the matters of a project with their gatherings, the latest first."""
    query = (
        select(Matter)
        .join(Matter.gathering)
        .where(Matter.project_id == project_id)
        .options(joinedload(Matter.gathering), selectinload(Matter.marks))
        .order_by(Gathering.starts_at.desc())
    )
    return list(session.scalars(query))


def let_on(session: Session, project_id: int, *, since: datetime | None = None) -> frozenset[str]:
    """Return the kinds of the gatherings that let a project go on and have ended, if given since a moment."""
    query = (
        select(Gathering.kind)
        .join(Matter, Matter.gathering_id == Gathering.id)
        .where(Matter.project_id == project_id, Matter.lets_on.is_(True), Gathering.state == "closed")
    )
    if since is not None:
        query = query.where(Gathering.closed_at >= since)
    return frozenset(session.scalars(query.distinct()))


def marked_before(session: Session, gathering: Gathering, title: str) -> Matter | None:
    """Return the last report of the same title in the same community, at an earlier gathering of the kind."""
    query = (
        select(Matter)
        .join(Matter.gathering)
        .where(
            Gathering.area_id == gathering.area_id,
            Gathering.kind == gathering.kind,
            Gathering.state == "closed",
            Gathering.starts_at < gathering.starts_at,
            Matter.subject == "report",
            Matter.title == title,
            Matter.ended_at.is_not(None),
        )
        .options(selectinload(Matter.marks))
        .order_by(Gathering.starts_at.desc())
    )
    return session.scalar(query.limit(1))


def warned(session: Session, gathering: Gathering, listed: Iterable[Matter]) -> list[int]:
    """Return the numbers of the reports of a gathering that were warned twice in a row."""
    found = []
    for matter in listed:
        if matter.subject != "report" or not matter.given:
            continue
        before = marked_before(session, gathering, matter.title)
        if warned_twice(gathering.made_of, matter.given, before.given if before else None):
            found.append(matter.id)
    return found
