"""The roll of a poll: who may vote in it, and who has taken part, whichever way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    String,
    UniqueConstraint,
    and_,
    delete,
    false,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.domain.voters import Origin, Voter
from microprojects.store import poll_passes
from microprojects.store.columns import Line, PersonKey, Word, one_of
from microprojects.store.db import Base
from microprojects.store.people import Person
from microprojects.store.poll_passes import PollPass
from microprojects.store.polls import Poll

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
class Booth:
    """What the casting of one ballot has to know, read in one statement: the poll's rule and the voter's standing.

    `channel` is the way by which a ballot of theirs comes now.
    """

    name: str
    state: str
    opens_at: datetime
    closes_at: datetime
    spec: str
    spec_hash: str
    voter: Standing
    channel: str = "online"


def booth(session: Session, poll_id: int, voter: Voter, *, at: datetime) -> Booth:
    """Return it; the poll's row is held so that it does not close meanwhile, yet many vote at once.

    Raises:
        NotFound: there is no such poll.
        KeyGone: the key by which passes are known is not where it was left.
    """
    row = session.execute(
        _of_voter(poll_id, voter, at)
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
        Origin(row[4]).channel if row[4] else "online",
    )


def _of_voter(
    poll_id: int, voter: Voter, at: datetime
) -> Select[Poll, str, str | None, str | None, str | None]:
    """Return the question for a poll and the voter's entry on its roll, by the pass if they hold one."""
    asked = select(Poll, RollEntry.entry, Participation.channel, Participation.state, PollPass.origin)
    if voter.secret:
        found = and_(PollPass.poll_id == Poll.id, poll_passes.opens(poll_id, voter.secret, at))
        entry = RollEntry.entry == PollPass.entry
        return asked.outerjoin(PollPass, found).outerjoin(
            RollEntry, and_(RollEntry.poll_id == Poll.id, entry)
        )
    person = and_(RollEntry.poll_id == Poll.id, RollEntry.person_id == voter.person_id)
    nobody = and_(PollPass.poll_id == Poll.id, false())
    return asked.outerjoin(RollEntry, person).outerjoin(PollPass, nobody)


def take_part(session: Session, poll_id: int, entry: str, channel: str, *, day: date) -> bool:
    """Mark somebody on the roll as having voted; say whether they had not. One statement on both databases."""
    insert = pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    row = {"poll_id": poll_id, "entry": entry, "channel": channel, "state": "cast", "day": day}
    query = insert(Participation).values(row).on_conflict_do_nothing(index_elements=["poll_id", "entry"])
    return session.scalar(query.returning(Participation.entry)) is not None


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
