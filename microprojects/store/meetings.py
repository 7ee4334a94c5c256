"""Meetings, their agenda, who was there and when, and who stood aside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microprojects.store.columns import AreaKey, Key, Line, PersonKey, ProjectKey, Word, one_of
from microprojects.store.councils import Council
from microprojects.store.db import Base
from microprojects.store.people import Person
from microprojects.store.projects import Project

MEETING_STATES = ("planned", "in_session", "closed", "cancelled", "inquorate")
ITEM_STATES = ("waiting", "presented", "voting", "passed", "rejected", "tabled", "removed")
PURPOSES = ("decide", "ratify")


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
    presented_at: Mapped[datetime | None]
    dossier: Mapped[dict[str, Any] | None]
    dossier_hash: Mapped[str | None] = mapped_column(String(64))
    discussion: Mapped[str] = mapped_column(default="")  # the secretary's summary of the speeches

    meeting: Mapped[Meeting] = relationship(back_populates="items")
    project: Mapped[Project] = relationship()


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
