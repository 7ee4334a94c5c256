"""Who waits to speak and who spoke on an item, and the motions that the room decided."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from microprojects.domain.floor import SIDES, Clock, Speaker, Waiting, in_order
from microprojects.domain.motions import KINDS
from microprojects.store.columns import Key, Line, PersonKey, Word, not_negative, one_of
from microprojects.store.db import Base
from microprojects.store.meetings import AgendaItem
from microprojects.store.observers import Observer
from microprojects.store.people import Person

_WAITS = text("called_at IS NULL AND ended_at IS NULL")
_SPEAKS = text("called_at IS NOT NULL AND ended_at IS NULL")


class Speech(Base):
    """One wish of a member or an observer to speak: it waits, is called, ends; who steps back ends uncalled."""

    __tablename__ = "speeches"
    __table_args__ = (
        one_of("side", SIDES),
        not_negative("allowed_seconds", "paused_seconds"),
        CheckConstraint("paused_at IS NULL OR called_at IS NOT NULL", name="paused_when_called"),
        Index(
            "uq_speeches_waits",
            "item_id",
            "person_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index(
            "uq_speeches_observer_waits",
            "item_id",
            "observer_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        CheckConstraint("(person_id IS NULL) <> (observer_id IS NULL)", name="member_or_observer"),
        Index("uq_speeches_speaks", "item_id", unique=True, sqlite_where=_SPEAKS, postgresql_where=_SPEAKS),
    )

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    observer_id: Mapped[int | None] = mapped_column(ForeignKey("observers.id"))
    side: Mapped[Word]
    asked_at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    allowed_seconds: Mapped[int] = mapped_column(default=0)
    paused_at: Mapped[datetime | None]
    paused_seconds: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person | None] = relationship(lazy="joined")
    observer: Mapped[Observer | None] = relationship(lazy="joined")

    @property
    def speaker(self) -> Speaker:
        """Return whose speech it is."""
        return Speaker(self.person_id, self.observer_id)

    @property
    def called(self) -> str:
        """Return the name by which the chair calls them."""
        return self.person.name if self.person else self.observer.called if self.observer else ""

    @property
    def clock(self) -> Clock | None:
        """Return the clock of a speech that was called."""
        if self.called_at is None:
            return None
        allowed, paused = timedelta(seconds=self.allowed_seconds), timedelta(seconds=self.paused_seconds)
        return Clock(allowed, self.called_at, self.paused_at, paused, self.ended_at)


class Motion(Base):
    """One motion of procedure with the hands that were counted."""

    __tablename__ = "motions"
    __table_args__ = (one_of("kind", KINDS), not_negative("in_favour", "against", "abstain"))

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    kind: Mapped[Word]
    text: Mapped[Line] = mapped_column(default="")
    moved_by_id: Mapped[PersonKey]
    decided_at: Mapped[datetime]
    in_favour: Mapped[int]
    against: Mapped[int]
    abstain: Mapped[int]
    carried: Mapped[bool]

    moved_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


def speeches(session: Session, item_id: int) -> list[Speech]:
    """Return everybody who spoke, speaks or waits on an item, in the order in which they asked."""
    return list(session.scalars(select(Speech).where(Speech.item_id == item_id).order_by(Speech.id)))


def speaking(asked: list[Speech]) -> Speech | None:
    """Return who has the floor."""
    return next((each for each in asked if each.called_at and each.ended_at is None), None)


def waiting(asked: list[Speech]) -> list[tuple[Speech, int]]:
    """Return who waits, in the order in which they are to be called, each with the turn it would be."""
    called = [each for each in asked if each.called_at is not None]
    last = max(
        (each for each in called if each.side != "ask"),
        key=lambda each: (each.called_at, each.id),
        default=None,
    )
    by_id = {each.id: each for each in asked}
    list_ = [
        Waiting(each.id, each.side, turns(asked, each.speaker) + 1, each.asked_at)
        for each in asked
        if each.called_at is None and each.ended_at is None
    ]
    return [(by_id[each.id], each.turn) for each in in_order(list_, last.side if last else None)]


def turns(asked: list[Speech], speaker: Speaker) -> int:
    """Return how often a person was called on the item."""
    return sum(1 for each in asked if each.speaker == speaker and each.called_at is not None)


def open_one(asked: list[Speech], speaker: Speaker) -> Speech | None:
    """Return the speech of a person that waits or runs."""
    return next((each for each in asked if each.speaker == speaker and each.ended_at is None), None)


def unheard(session: Session, item_id: int) -> int:
    """Return how many speak or wait to."""
    query = select(func.count(Speech.id)).where(Speech.item_id == item_id, Speech.ended_at.is_(None))
    return session.scalar(query) or 0


def end_all(session: Session, item_id: int, *, at: datetime) -> None:
    """End the speech that runs and send those who wait back to their seats."""
    open_ones = update(Speech).where(Speech.item_id == item_id, Speech.ended_at.is_(None))
    session.execute(open_ones.values(ended_at=at))


def silence(session: Session, meeting_id: int, speaker: Speaker, *, at: datetime) -> None:
    """End every wish of a person to speak in a meeting, because they left the room."""
    whose = Speech.person_id == speaker.person_id
    if speaker.observer_id is not None:
        whose = Speech.observer_id == speaker.observer_id
    inside = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    session.execute(
        update(Speech).where(Speech.item_id.in_(inside), whose, Speech.ended_at.is_(None)).values(ended_at=at)
    )


def motions(session: Session, item_id: int) -> list[Motion]:
    """Return the motions on an item, oldest first."""
    return list(session.scalars(select(Motion).where(Motion.item_id == item_id).order_by(Motion.id)))


def spoken_in(session: Session, meeting_id: int) -> list[Speech]:
    """Return every speech of a meeting that was called, in order."""
    query = select(Speech).join(AgendaItem, AgendaItem.id == Speech.item_id)
    query = query.where(AgendaItem.meeting_id == meeting_id, Speech.called_at.is_not(None))
    return list(session.scalars(query.order_by(Speech.called_at, Speech.id)))


def moved_in(session: Session, meeting_id: int) -> list[Motion]:
    """Return every motion of a meeting, oldest first."""
    query = select(Motion).join(AgendaItem, AgendaItem.id == Motion.item_id)
    return list(session.scalars(query.where(AgendaItem.meeting_id == meeting_id).order_by(Motion.id)))


def amendments(session: Session, item_id: int) -> list[str]:
    """Return the texts of the amendments that the room carried, in order."""
    query = select(Motion.text).where(Motion.item_id == item_id, Motion.kind == "amend", Motion.carried)
    return list(session.scalars(query.order_by(Motion.id)))
