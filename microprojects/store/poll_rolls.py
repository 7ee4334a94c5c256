"""The roll of a poll: who may vote in it, and who has taken part, whichever way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    String,
    UniqueConstraint,
    and_,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.domain.voters import Origin
from microprojects.store import poll_passes
from microprojects.store.columns import Line, PersonKey, Word, one_of
from microprojects.store.db import Base
from microprojects.store.people import Person
from microprojects.store.poll_passes import PollPass

CHANNELS = ("online", "desk", "paper")
PARTS = ("cast", "paper_issued", "void")
IN_THE_BOX = (("cast", "online"), ("cast", "desk"))


class RollEntry(Base):
    """One person who may vote, under a random name that stands for them everywhere else."""

    __tablename__ = "roll_entries"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    entry: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[PersonKey]
    building: Mapped[Line] = mapped_column(default="")


class Participation(Base):
    """That somebody on the roll took part, whichever way: one row, so nobody votes twice. No finer time than the day."""

    __tablename__ = "participations"
    __table_args__ = (
        ForeignKeyConstraint(
            ["poll_id", "entry"],
            ["roll_entries.poll_id", "roll_entries.entry"],
            name="fk_participations_entry_roll_entries",
        ),
        one_of("channel", CHANNELS),
        one_of("state", PARTS),
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[Word]
    state: Mapped[Word]
    day: Mapped[date]


@dataclass(frozen=True)
class Standing:
    """Where one person stands in a poll: their entry on the roll and how they took part, if they did."""

    entry: str | None
    channel: str | None
    part: str | None

    @property
    def has_voted(self) -> bool:
        """Return whether a ballot of theirs is counted."""
        return self.part in ("cast", "paper_issued")

    @property
    def may_cast(self) -> bool:
        """Return whether a ballot of theirs may come in by phone or at the desk: the first, or in place of such a one."""
        return self.entry is not None and (self.part is None or (self.part, self.channel) in IN_THE_BOX)


def standing(session: Session, poll_id: int, person_id: int | None) -> Standing:
    """Return where a person stands in a poll."""
    row = session.execute(
        select(RollEntry.entry, Participation.channel, Participation.state)
        .outerjoin(
            Participation,
            and_(Participation.poll_id == RollEntry.poll_id, Participation.entry == RollEntry.entry),
        )
        .where(RollEntry.poll_id == poll_id, RollEntry.person_id == person_id)
    ).first()
    return Standing(*row) if row else Standing(None, None, None)


@dataclass(frozen=True)
class Held:
    """A pass that is good, as pages show it: whose entry it is and until when, and where that entry stands."""

    origin: Origin
    ends_at: datetime
    name: str
    building: str
    standing: Standing


def held(session: Session, poll_id: int, secret: str, *, at: datetime) -> Held | None:
    """Return the pass of a secret, None if it is over.

    Raises:
        KeyGone: the key by which passes are known is not where it was left.
    """
    row = session.execute(
        select(PollPass, Person.name, RollEntry.building, Participation.channel, Participation.state)
        .join(RollEntry, and_(RollEntry.poll_id == PollPass.poll_id, RollEntry.entry == PollPass.entry))
        .join(Person, Person.id == RollEntry.person_id)
        .outerjoin(
            Participation,
            and_(Participation.poll_id == PollPass.poll_id, Participation.entry == PollPass.entry),
        )
        .where(poll_passes.opens(poll_id, secret, at))
    ).first()
    if row is None:
        return None
    found, name, building, channel, part = row
    return Held(Origin(found.origin), found.ends_at, name, building, Standing(found.entry, channel, part))


@dataclass(frozen=True)
class Enrolled:
    """One person on the roll as the desk looks for them, and where they stand."""

    entry: str
    person: Person
    building: str
    channel: str | None
    part: str | None
    day: date | None


def _voters(poll_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            RollEntry.entry,
            Person,
            RollEntry.building,
            Participation.channel,
            Participation.state,
            Participation.day,
        )
        .join(Person, Person.id == RollEntry.person_id)
        .outerjoin(
            Participation,
            and_(Participation.poll_id == RollEntry.poll_id, Participation.entry == RollEntry.entry),
        )
        .where(RollEntry.poll_id == poll_id)
    )


def voters(
    session: Session, poll_id: int, *, building: str = "", surname: str = "", limit: int = 50
) -> list[Enrolled]:
    """Return who is on the roll under a building and a family name, by how both begin; nobody where neither is given."""
    if not (building or surname):
        return []
    query = _voters(poll_id).where(
        RollEntry.building.startswith(building, autoescape=True),
        Person.name.startswith(surname, autoescape=True),
    )
    rows = session.execute(query.order_by(RollEntry.building, Person.name, RollEntry.entry).limit(limit))
    return [Enrolled(*row) for row in rows]


def voter(session: Session, poll_id: int, entry: str) -> Enrolled:
    """Return one person on the roll, as it is now.

    Raises:
        NotFound: nobody is under that name.
    """
    row = session.execute(_voters(poll_id).where(RollEntry.entry == entry)).first()
    if row is None:
        raise NotFound
    return Enrolled(*row)


def turn_to_paper(session: Session, poll_id: int, entry: str, *, day: date) -> None:
    """Mark somebody whose ballot left the box as having taken a paper one."""
    session.execute(
        update(Participation)
        .where(Participation.poll_id == poll_id, Participation.entry == entry)
        .values(channel="paper", state="paper_issued", day=day)
    )


def leave(session: Session, poll_id: int, entry: str) -> None:
    """Forget that somebody took part, when their ballot is out of the box again."""
    session.execute(
        delete(Participation).where(Participation.poll_id == poll_id, Participation.entry == entry)
    )


def turnout(session: Session, poll_id: int) -> dict[str, int]:
    """Return how many took part, by channel; no count of what they chose is in it."""
    rows = session.execute(
        select(Participation.channel, func.count())
        .where(Participation.poll_id == poll_id, Participation.state != "void")
        .group_by(Participation.channel)
    )
    return {channel: int(count) for channel, count in rows}
