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
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.store.columns import Line, PersonKey, Word, one_of
from microprojects.store.db import Base
from microprojects.store.people import Person
from microprojects.store.polls import Poll

CHANNELS = ("online", "desk", "paper")
PARTS = ("cast", "paper_issued", "void")


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
class Booth:
    """What the casting of one ballot has to know, read in one statement: the poll's rule and the voter's standing."""

    name: str
    state: str
    opens_at: datetime
    closes_at: datetime
    spec: str
    spec_hash: str
    voter: Standing


def booth(session: Session, poll_id: int, person_id: int | None) -> Booth:
    """Return it; the poll's row is held so that it does not close meanwhile, yet many vote at once.

    Raises:
        NotFound: there is no such poll.
    """
    row = session.execute(
        select(Poll, RollEntry.entry, Participation.channel, Participation.state)
        .outerjoin(RollEntry, and_(RollEntry.poll_id == Poll.id, RollEntry.person_id == person_id))
        .outerjoin(
            Participation,
            and_(Participation.poll_id == RollEntry.poll_id, Participation.entry == RollEntry.entry),
        )
        .where(Poll.id == poll_id)
        .with_for_update(read=True, of=Poll)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound
    poll = row[0]
    return Booth(
        poll.name,
        poll.state,
        poll.opens_at,
        poll.closes_at,
        poll.spec,
        poll.spec_hash,
        Standing(row[1], row[2], row[3]),
    )


@dataclass(frozen=True)
class Voter:
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
) -> list[Voter]:
    """Return who is on the roll under a building and a family name, by how both begin; nobody where neither is given."""
    if not (building or surname):
        return []
    query = _voters(poll_id).where(
        RollEntry.building.startswith(building, autoescape=True),
        Person.name.startswith(surname, autoescape=True),
    )
    rows = session.execute(query.order_by(RollEntry.building, Person.name, RollEntry.entry).limit(limit))
    return [Voter(*row) for row in rows]


def voter(session: Session, poll_id: int, entry: str) -> Voter:
    """Return one person on the roll, as it is now.

    Raises:
        NotFound: nobody is under that name.
    """
    row = session.execute(_voters(poll_id).where(RollEntry.entry == entry)).first()
    if row is None:
        raise NotFound
    return Voter(*row)


def take_part(
    session: Session, poll_id: int, entry: str, channel: str, *, day: date, part: str = "cast"
) -> bool:
    """Mark somebody on the roll as having voted; say whether they had not. One statement on both databases."""
    insert = pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    row = {"poll_id": poll_id, "entry": entry, "channel": channel, "state": part, "day": day}
    query = insert(Participation).values(row).on_conflict_do_nothing(index_elements=["poll_id", "entry"])
    return session.scalar(query.returning(Participation.entry)) is not None


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
