"""Decisions of a council that go against a residents' poll, each with the reason it owes or has given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from microprojects.domain.departures import LONGEST_REASON, Decided, PollSaid
from microprojects.domain.polls import PollState
from microprojects.store import poll_rolls
from microprojects.store.areas import inside
from microprojects.store.columns import Key, ProjectKey, Word, not_negative, one_of
from microprojects.store.db import Base
from microprojects.store.meetings import AgendaItem
from microprojects.store.polls import Poll, PollOption
from microprojects.store.projects import Project

_DONE = (PollState.COUNTED.value, PollState.CERTIFIED.value)


class Departure(Base):
    """One decision against what residents said, with what they said as it stood when it was made."""

    __tablename__ = "departures"
    __table_args__ = (
        one_of("decided", [each.value for each in Decided]),
        CheckConstraint("(reason = '') = (written_at IS NULL)", name="written_with_reason"),
        CheckConstraint("(written_at IS NULL) = (written_by_id IS NULL)", name="written_by_somebody"),
        CheckConstraint("selected = (decided <> 'passed')", name="against_the_poll"),
        CheckConstraint("rank > 0", name="rank_positive"),
        not_negative("received"),
    )

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), unique=True)
    project_id: Mapped[ProjectKey]
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    selected: Mapped[bool]
    rank: Mapped[int]
    received: Mapped[int]
    decided: Mapped[Word]
    decided_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    written_at: Mapped[datetime | None]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    item: Mapped[AgendaItem] = relationship()
    project: Mapped[Project] = relationship()
    poll: Mapped[Poll] = relationship()


def said(session: Session, project_id: int) -> PollSaid | None:
    """Return what the latest counted poll said about a project; None where none was counted."""
    row = session.execute(
        select(Poll, PollOption)
        .join(PollOption, PollOption.poll_id == Poll.id)
        .where(PollOption.project_id == project_id, Poll.state.in_(_DONE), PollOption.selected.is_not(None))
        .order_by(Poll.counted_at.desc(), Poll.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    poll, option = row
    return PollSaid(
        poll=poll.id,
        binding=poll.mode == "binding",
        selected=bool(option.selected),
        rank=option.place or 0,
        among=len(poll.options),
        received=option.votes or 0,
        took_part=sum(poll_rolls.turnout(session, poll.id).values()),
        on_roll=poll.voters_on_roll,
    )


def said_on(session: Session, item: AgendaItem) -> PollSaid | None:
    """Return what the dossier that was voted on tells of a poll; before a vote, what stands now."""
    if item.purpose != "decide":
        return None
    if item.dossier is None:
        return said(session, item.project_id)
    told = item.dossier.get("residents_poll")
    return PollSaid.from_data(told) if told else None


def of_item(session: Session, item_id: int) -> Departure | None:
    """Return the departure of one item."""
    return session.scalar(select(Departure).where(Departure.item_id == item_id))


def of_meeting(session: Session, meeting_id: int) -> dict[int, Departure]:
    """Return the departures of a meeting by item."""
    query = select(Departure).join(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return {each.item_id: each for each in session.scalars(query)}


def owed_in(session: Session, meeting_id: int) -> list[AgendaItem]:
    """Return the items of a meeting whose reason is not written yet, in the order of the agenda."""
    query = (
        select(AgendaItem)
        .join(Departure, Departure.item_id == AgendaItem.id)
        .where(AgendaItem.meeting_id == meeting_id, Departure.written_at.is_(None))
        .order_by(AgendaItem.position)
    )
    return list(session.scalars(query))


def owed_below(session: Session, paths: Sequence[str]) -> list[Departure]:
    """Return the departures of some areas whose reason is not written yet, the oldest first."""
    if not paths:
        return []
    query = (
        select(Departure)
        .join(Project, Project.id == Departure.project_id)
        .where(Departure.written_at.is_(None), Project.area_id.in_(inside(paths)))
        .order_by(Departure.id)
    )
    return list(session.scalars(query.options(joinedload(Departure.item), joinedload(Departure.project))))


def owed_by(session: Session, project_id: int) -> int:
    """Return the place on its agenda of the item that a project was passed at and that lacks its reason, 0 if none."""
    query = (
        select(AgendaItem.position)
        .join(Departure, Departure.item_id == AgendaItem.id)
        .where(Departure.project_id == project_id, Departure.written_at.is_(None))
        .where(Departure.decided == Decided.PASSED.value)
    )
    return session.scalar(query.order_by(Departure.id.desc()).limit(1)) or 0


def of_project(session: Session, project_id: int) -> list[Departure]:
    """Return the departures about a project, the latest first."""
    return _listed(session, Departure.project_id == project_id)


def of_poll(session: Session, poll_id: int) -> list[Departure]:
    """Return the departures from the result of a poll, the latest first."""
    return _listed(session, Departure.poll_id == poll_id)


def _listed(session: Session, where: ColumnElement[bool]) -> list[Departure]:
    query = select(Departure).where(where).order_by(Departure.id.desc())
    return list(session.scalars(query.options(joinedload(Departure.item), joinedload(Departure.project))))
