"""Votes of a council: the count, the roll-call, and secret ballots without a name."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    exists,
    func,
    or_,
    select,
    text,
)  # fmt: skip
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from microprojects.domain.casting import CHOICES, MODES, Voter
from microprojects.domain.errors import NotFound
from microprojects.domain.thresholds import bar_from
from microprojects.domain.votes import Outcome, Tally, decide
from microprojects.store.columns import Hash, Key, PersonKey, ProjectKey, Word, not_negative, one_of
from microprojects.store.councils import Seat
from microprojects.store.db import Base
from microprojects.store.meetings import AgendaItem, Attendance, Meeting, Recusal
from microprojects.store.projects import Project

_COUNTED = "against IS NOT NULL AND abstain IS NOT NULL AND carried IS NOT NULL AND sentence <> ''"


class Vote(Base):
    """One vote on one item: its rule and base as they stood when it opened, and its count once closed."""

    __tablename__ = "votes"
    __table_args__ = (
        one_of("mode", MODES),
        not_negative("members_due", "present", "recused", "base", "need_for"),
        CheckConstraint(
            f"closed_at IS NULL OR (in_favour IS NOT NULL AND {_COUNTED})", name="closed_with_count"
        ),
        CheckConstraint(
            "closed_at IS NULL OR in_favour + against + abstain <= base", name="count_within_base"
        ),
        Index(
            "uq_votes_item_id_open",
            "item_id",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    project_id: Mapped[ProjectKey]
    stage: Mapped[int]
    mode: Mapped[Word]
    rule: Mapped[dict[str, Any]]  # quorum and pass share as applied
    dossier_hash: Mapped[Hash]
    members_due: Mapped[int]
    present: Mapped[int]
    recused: Mapped[int]
    base: Mapped[int]
    need_for: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[PersonKey]
    closed_at: Mapped[datetime | None]
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstain: Mapped[int | None]
    carried: Mapped[bool | None]
    sentence: Mapped[str] = mapped_column(default="")
    witnesses: Mapped[str] = mapped_column(default="")
    voided_at: Mapped[datetime | None]  # the item was tabled, or the count corrected by a new vote
    void_reason: Mapped[str] = mapped_column(default="")

    item: Mapped[AgendaItem] = relationship()

    @property
    def is_open(self) -> bool:
        """Return whether it can still be voted."""
        return self.closed_at is None and self.voided_at is None

    @property
    def delegated(self) -> int:
        """Return how many votes of absent members are in its base."""
        return self.base - (self.present - self.recused)

    def tally(self, in_favour: int, against: int, abstain: int) -> Tally:
        """Return a count of this vote; TallyDoesNotAddUp where not everybody who could vote is in it."""
        return Tally(self.present, self.recused, in_favour, against, abstain, self.delegated)

    def decide(self, tally: Tally) -> Outcome:
        """Decide a count by the rule that held when the vote was opened."""
        bar = bar_from(self.rule["pass"])
        return decide(tally, bar.share, due=self.members_due, base=bar.base)

    @property
    def outcome(self) -> Outcome | None:
        """Return what the closed vote decided."""
        if self.in_favour is None or self.against is None or self.abstain is None:
            return None
        return self.decide(self.tally(self.in_favour, self.against, self.abstain))


class VoteParticipation(Base):
    """That a member has voted; one a vote and member, whatever the mode."""

    __tablename__ = "vote_participations"
    __table_args__ = (UniqueConstraint("vote_id", "person_id"),)

    id: Mapped[Key]
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), index=True)
    person_id: Mapped[PersonKey]


class RollCallChoice(Base):
    """What a member said aloud in a roll-call."""

    __tablename__ = "roll_call_choices"
    __table_args__ = (UniqueConstraint("vote_id", "person_id"), one_of("choice", CHOICES))

    id: Mapped[Key]
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), index=True)
    person_id: Mapped[PersonKey]
    choice: Mapped[Word]


class SecretTally(Base):
    """How many secret ballots say what. Only sums are kept, so no row can be tied to a member."""

    __tablename__ = "secret_tallies"
    __table_args__ = (one_of("choice", CHOICES), not_negative("count"))

    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), primary_key=True)
    choice: Mapped[str] = mapped_column(String(10), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


def get(session: Session, vote_id: int, *, for_update: bool = False) -> Vote:
    """Return one vote with its item, meeting and project; `for_update` holds the vote, so counting waits."""
    query = (
        select(Vote)
        .join(Vote.item)
        .join(AgendaItem.meeting)
        .join(AgendaItem.project)
        .options(
            contains_eager(Vote.item).contains_eager(AgendaItem.meeting),
            contains_eager(Vote.item).contains_eager(AgendaItem.project),
        )
        .where(Vote.id == vote_id)
    )
    if for_update:
        query = query.with_for_update(of=Vote).execution_options(populate_existing=True)
    vote = session.scalar(query)
    if vote is None:
        raise NotFound
    return vote


def open_on(session: Session, item_id: int) -> Vote | None:
    """Return the vote on an item that has not been closed or voided."""
    return session.scalar(
        select(Vote).where(Vote.item_id == item_id, Vote.closed_at.is_(None), Vote.voided_at.is_(None))
    )


def standing_on(session: Session, item_id: int) -> Vote | None:
    """Return the vote that decided an item."""
    query = select(Vote).where(Vote.item_id == item_id, Vote.voided_at.is_(None))
    return session.scalar(query.where(Vote.closed_at.is_not(None)).order_by(Vote.id.desc()).limit(1))


def of_meeting(session: Session, meeting_id: int) -> dict[int, list[Vote]]:
    """Return every vote of a meeting by its item, voided ones too, oldest first."""
    query = select(Vote).join(AgendaItem, AgendaItem.id == Vote.item_id)
    found: dict[int, list[Vote]] = {}
    for vote in session.scalars(query.where(AgendaItem.meeting_id == meeting_id).order_by(Vote.id)):
        found.setdefault(vote.item_id, []).append(vote)
    return found


def still_open(session: Session, meeting_id: int) -> int | None:
    """Return the position of an item of a meeting whose vote is open, None if none is."""
    query = (
        select(AgendaItem.position)
        .join(Vote, Vote.item_id == AgendaItem.id)
        .where(AgendaItem.meeting_id == meeting_id, Vote.closed_at.is_(None), Vote.voided_at.is_(None))
    )
    return session.scalar(query.limit(1))


def any_closed(session: Session, meeting_id: int) -> bool:
    """Return whether a vote was counted in a meeting."""
    query = (
        select(Vote.id)
        .join(AgendaItem, AgendaItem.id == Vote.item_id)
        .where(AgendaItem.meeting_id == meeting_id, Vote.closed_at.is_not(None), Vote.voided_at.is_(None))
    )
    return session.scalar(query.limit(1)) is not None


def rejected_in(session: Session, meeting_id: int) -> list[tuple[str, str, Vote]]:
    """Return number, title and vote of each project that a meeting has rejected so far, in order."""
    rows = session.execute(
        select(Project.number, Project.title, Vote)
        .join(AgendaItem, AgendaItem.id == Vote.item_id)
        .join(Project, Project.id == Vote.project_id)
        .where(AgendaItem.meeting_id == meeting_id, Vote.carried.is_(False), Vote.voided_at.is_(None))
        .order_by(AgendaItem.position)
    )
    return [(number or "", title, vote) for number, title, vote in rows]


def voter(session: Session, vote: Vote, meeting: Meeting, person_id: int, on: date) -> Voter:
    """Return one person as the vote sees them at this moment, in one statement."""
    in_office = exists().where(
        Seat.council_id == meeting.council_id,
        Seat.person_id == person_id,
        Seat.since <= on,
        or_(Seat.until.is_(None), Seat.until >= on),
    )
    stays = exists().where(Attendance.meeting_id == meeting.id, Attendance.person_id == person_id)
    was_there = stays.where(
        Attendance.arrived_at <= vote.opened_at,
        or_(Attendance.left_at.is_(None), Attendance.left_at > vote.opened_at),
    )
    recused = exists().where(Recusal.item_id == vote.item_id, Recusal.person_id == person_id)
    voted = exists().where(VoteParticipation.vote_id == vote.id, VoteParticipation.person_id == person_id)
    found = session.execute(
        select(in_office, stays.where(Attendance.left_at.is_(None)), was_there, recused, voted)
    ).one()
    return Voter(
        in_office=bool(found[0]),
        in_room=bool(found[1]),
        was_there=bool(found[2]),
        recused=bool(found[3]),
        voted=bool(found[4]),
        presides=not vote.rule["chair_votes"] and vote.opened_by_id == person_id,
    )


def who_left(session: Session, vote: Vote) -> int:
    """Return how many of those who could vote when the vote opened are not in the room now."""
    here = Attendance.__table__.alias()
    back = exists().where(
        here.c.meeting_id == Attendance.meeting_id,
        here.c.person_id == Attendance.person_id,
        here.c.left_at.is_(None),
    )
    aside = exists().where(Recusal.item_id == vote.item_id, Recusal.person_id == Attendance.person_id)
    query = select(func.count(func.distinct(Attendance.person_id))).where(
        Attendance.meeting_id == vote.item.meeting_id,
        Attendance.arrived_at <= vote.opened_at,
        Attendance.left_at > vote.opened_at,
        ~or_(back, aside),
    )
    if not vote.rule["chair_votes"]:
        query = query.where(Attendance.person_id != vote.opened_by_id)
    return session.scalar(query) or 0


def voted(session: Session, vote_id: int) -> int:
    """Return how many members have voted so far."""
    query = select(func.count(VoteParticipation.id)).where(VoteParticipation.vote_id == vote_id)
    return session.scalar(query) or 0


def counted(session: Session, vote: Vote) -> dict[str, int]:
    """Return how many votes there are for each choice of a roll-call or a secret ballot."""
    query = (
        select(RollCallChoice.choice, func.count())
        .where(RollCallChoice.vote_id == vote.id)
        .group_by(RollCallChoice.choice)
    )
    if vote.mode == "secret":
        query = select(SecretTally.choice, SecretTally.count).where(SecretTally.vote_id == vote.id)
    return dict.fromkeys(CHOICES, 0) | dict(session.execute(query).all())


def roll_call(session: Session, meeting_id: int) -> dict[int, dict[int, str]]:
    """Return for each roll-call of a meeting what each member said: vote, person, choice."""
    rows = session.execute(
        select(RollCallChoice.vote_id, RollCallChoice.person_id, RollCallChoice.choice)
        .join(Vote, Vote.id == RollCallChoice.vote_id)
        .join(AgendaItem, AgendaItem.id == Vote.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(RollCallChoice.id)
    )
    said: dict[int, dict[int, str]] = {}
    for vote_id, person_id, choice in rows:
        said.setdefault(vote_id, {})[person_id] = choice
    return said
