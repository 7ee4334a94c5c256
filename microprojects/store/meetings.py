"""Meetings, their agenda, who was there and when, and who stood aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    func,
    select,
    text,
)  # fmt: skip
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from microprojects.domain.errors import NotFound
from microprojects.store.columns import AreaKey, Key, Line, PersonKey, ProjectKey, Word, not_negative, one_of
from microprojects.store.councils import Council
from microprojects.store.db import Base
from microprojects.store.people import Person
from microprojects.store.projects import Project

MEETING_STATES = ("planned", "in_session", "closed", "cancelled", "inquorate")
ITEM_STATES = ("waiting", "presented", "voting", "passed", "rejected", "tabled", "removed")
NOT_VOTED = ("waiting", "presented")
UNDECIDED = (*NOT_VOTED, "voting")
PURPOSES = ("decide", "ratify", "change")


class Meeting(Base):
    """One meeting of one council."""

    __tablename__ = "meetings"
    __table_args__ = (
        one_of("state", MEETING_STATES),
        CheckConstraint("state <> 'in_session' OR opened_at IS NOT NULL", name="opened_when_in_session"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"), index=True)
    area_id: Mapped[AreaKey]
    title: Mapped[Line]
    place: Mapped[Line]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[Word] = mapped_column(default="planned")
    called_at: Mapped[datetime]
    called_by_id: Mapped[PersonKey]
    dossier_sent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    recess_since: Mapped[datetime | None]  # broken off by a motion until the chair resumes
    members_due: Mapped[int] = mapped_column(default=0)  # fixed when the meeting opens
    note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    council: Mapped[Council] = relationship(lazy="joined", innerjoin=True)
    items: Mapped[list[AgendaItem]] = relationship(order_by="AgendaItem.position", back_populates="meeting")

    __mapper_args__ = {"version_id_col": version}


class AgendaItem(Base):
    """One project on one agenda; the dossier is frozen with its hash when the vote opens."""

    __tablename__ = "agenda_items"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position"),
        UniqueConstraint("meeting_id", "project_id"),
        one_of("state", ITEM_STATES),
        one_of("purpose", PURPOSES),
        CheckConstraint("(dossier IS NULL) = (dossier_hash IS NULL)", name="dossier_with_hash"),
        CheckConstraint("(table_for IS NULL) = (table_against IS NULL)", name="motion_with_both_counts"),
        not_negative("table_for", "table_against"),
    )

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    project_id: Mapped[ProjectKey]
    position: Mapped[int]
    stage: Mapped[int]
    purpose: Mapped[Word] = mapped_column(default="decide")
    special: Mapped[bool] = mapped_column(default=False)  # needs the higher bar
    state: Mapped[Word] = mapped_column(default="waiting")
    added_at: Mapped[datetime]
    taken_up_at: Mapped[datetime | None]  # the item taken up last is the one before the room
    presented_at: Mapped[datetime | None]
    debate_closed_at: Mapped[datetime | None]
    dossier: Mapped[dict[str, Any] | None]
    dossier_hash: Mapped[str | None] = mapped_column(String(64))
    discussion: Mapped[str] = mapped_column(default="")  # the secretary's summary of the speeches
    tabled_reason: Mapped[Line] = mapped_column(default="")
    table_for: Mapped[int | None]  # hands for and against the motion to table it
    table_against: Mapped[int | None]

    meeting: Mapped[Meeting] = relationship(back_populates="items")
    project: Mapped[Project] = relationship()

    @property
    def under_debate(self) -> bool:
        """Return whether people may speak on it: it was presented, and its debate is not closed."""
        return self.state == "presented" and self.debate_closed_at is None


class Attendance(Base):
    """One stay of one member in the room: signed in, perhaps signed out; at most one stay is open."""

    __tablename__ = "attendances"
    __table_args__ = (
        Index(
            "uq_attendances_open",
            "meeting_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        CheckConstraint("left_at IS NULL OR left_at >= arrived_at", name="stay_in_order"),
    )

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    person_id: Mapped[PersonKey]
    arrived_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    signed_by_id: Mapped[PersonKey]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys="Attendance.person_id")


class Recusal(Base):
    """One member who stands aside on one item, with the reason."""

    __tablename__ = "recusals"
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    person_id: Mapped[PersonKey]
    reason: Mapped[Line]
    recused_at: Mapped[datetime]
    by_ruling: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


@dataclass(frozen=True)
class Room:
    """Who is in the room at one moment, and which of them stand aside on one item."""

    present: frozenset[int]
    recused: frozenset[int]
    latest_arrival: datetime | None

    @property
    def may_vote(self) -> frozenset[int]:
        """Return those in the room who do not stand aside."""
        return self.present - self.recused


def get(session: Session, meeting_id: int, *, for_update: bool = False) -> Meeting:
    """Return one meeting; with `for_update` its row is held until the transaction ends."""
    query = select(Meeting).where(Meeting.id == meeting_id)
    if for_update:
        query = query.with_for_update(of=Meeting).execution_options(populate_existing=True)
    meeting = session.scalar(query)
    if meeting is None:
        raise NotFound
    return meeting


def item(session: Session, item_id: int, *, for_update: bool = False) -> AgendaItem:
    """Return one item of an agenda with its meeting and project; `for_update` holds all three."""
    query = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .join(AgendaItem.project)
        .options(contains_eager(AgendaItem.meeting), contains_eager(AgendaItem.project))
        .where(AgendaItem.id == item_id)
    )
    if for_update:
        query = query.with_for_update(of=(Meeting, AgendaItem, Project))
        query = query.execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def items(session: Session, meeting_id: int, states: Iterable[str] = ITEM_STATES) -> list[AgendaItem]:
    """Return the items of a meeting that are in one of the states, with their projects, in order."""
    query = (
        select(AgendaItem)
        .join(AgendaItem.project)
        .options(contains_eager(AgendaItem.project))
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.state.in_(tuple(states)))
        .order_by(AgendaItem.position)
    )
    return list(session.scalars(query))


def item_of(session: Session, meeting_id: int, project_id: int) -> AgendaItem | None:
    """Return the item of a project on one agenda."""
    return session.scalar(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.project_id == project_id)
    )


def next_position(session: Session, meeting_id: int) -> int:
    """Return the number of the next item."""
    last = session.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting_id))
    return (last or 0) + 1


def stay(session: Session, meeting_id: int, person_id: int) -> Attendance | None:
    """Return the open stay of a member in the room."""
    return session.scalar(
        select(Attendance).where(
            Attendance.meeting_id == meeting_id,
            Attendance.person_id == person_id,
            Attendance.left_at.is_(None),
        )
    )


def room(session: Session, meeting_id: int, item_id: int | None = None) -> Room:
    """Return who is in the room now, and who of them stands aside on an item."""
    aside = and_(Recusal.item_id == item_id, Recusal.person_id == Attendance.person_id)
    rows = session.execute(
        select(Attendance.person_id, Attendance.arrived_at, Recusal.id.is_not(None))
        .outerjoin(Recusal, aside)
        .where(Attendance.meeting_id == meeting_id, Attendance.left_at.is_(None))
    ).all()
    return Room(
        present=frozenset(person for person, _, _ in rows),
        recused=frozenset(person for person, _, recused in rows if recused),
        latest_arrival=max((arrived for _, arrived, _ in rows), default=None),
    )


def attendances(session: Session, meeting_id: int) -> list[Attendance]:
    """Return every stay in the room of a meeting with the members, in order of arrival."""
    return list(
        session.scalars(
            select(Attendance)
            .where(Attendance.meeting_id == meeting_id)
            .order_by(Attendance.arrived_at, Attendance.id)
        )
    )


def waits_elsewhere(session: Session, meeting_id: int, project_id: int) -> bool:
    """Return whether a project waits for its decision on the agenda of another meeting."""
    query = select(AgendaItem.id).where(
        AgendaItem.project_id == project_id,
        AgendaItem.meeting_id != meeting_id,
        AgendaItem.state.in_(UNDECIDED),
    )
    return session.scalar(query.limit(1)) is not None


def recusals(session: Session, meeting_id: int, item_id: int | None = None) -> list[Recusal]:
    """Return who stands aside on any item of a meeting, or on one of them, in order."""
    query = (
        select(Recusal)
        .join(AgendaItem, AgendaItem.id == Recusal.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(Recusal.id)
    )
    if item_id is not None:
        query = query.where(Recusal.item_id == item_id)
    return list(session.scalars(query))


def recusal(session: Session, item_id: int, person_id: int) -> Recusal:
    """Return that a member stands aside on an item.

    Raises:
        NotFound: they do not.
    """
    found = session.scalar(select(Recusal).where(Recusal.item_id == item_id, Recusal.person_id == person_id))
    if found is None:
        raise NotFound
    return found


def sits_now(session: Session, council_id: int) -> bool:
    """Return whether a meeting of a council is in session."""
    query = select(Meeting.id).where(Meeting.council_id == council_id, Meeting.state == "in_session")
    return session.scalar(query.limit(1)) is not None
