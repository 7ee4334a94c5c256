"""What the site holds about one person beside their own words: seats, votes said aloud, signatures, files, acts of an office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, Text, cast, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from microprojects.store.challenges import Challenge
from microprojects.store.comments import CommentReport
from microprojects.store.councils import Council, Seat
from microprojects.store.files import Attachment
from microprojects.store.gatherings import Gathering
from microprojects.store.hearings import SignedUp
from microprojects.store.journal import JournalActor, JournalEntry
from microprojects.store.meetings import Attendance, Meeting
from microprojects.store.minutes import Signature
from microprojects.store.polls import Poll, PollSignature
from microprojects.store.projects import Project
from microprojects.store.recounts import RecountSignature
from microprojects.store.seatings import SeatFacts
from microprojects.store.settlements import Survey, SurveyParticipation
from microprojects.store.votes import RollCallChoice, Vote, VoteParticipation

Query = Select[*tuple[Any, ...]]


def _seats(person_id: int) -> Query:
    """Return the seats with what the person let be recorded of themself."""
    told = (SeatFacts.woman, SeatFacts.under_35, SeatFacts.over_60, SeatFacts.non_local)
    return (
        select(Council.name.label("council"), Seat.kind, Seat.since, Seat.until, Seat.name_public, *told)
        .join(Council, Council.id == Seat.council_id)
        .outerjoin(SeatFacts, SeatFacts.seat_id == Seat.id)
        .where(Seat.person_id == person_id)
        .order_by(Seat.id)
    )


def _attendances(person_id: int) -> Query:
    return (
        select(Meeting.title.label("meeting"), Attendance.arrived_at, Attendance.left_at)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Attendance.person_id == person_id)
        .order_by(Attendance.id)
    )


def _votes(person_id: int) -> Query:
    """Return the votes of councils that the person took part in; a choice is kept where it was said aloud."""
    said = RollCallChoice.choice.label("said_aloud")
    return (
        select(Project.number.label("project"), Vote.stage, Vote.mode, said)
        .select_from(VoteParticipation)
        .join(Vote, Vote.id == VoteParticipation.vote_id)
        .outerjoin(Project, Project.id == Vote.project_id)
        .outerjoin(
            RollCallChoice,
            (RollCallChoice.vote_id == Vote.id) & (RollCallChoice.person_id == VoteParticipation.person_id),
        )
        .where(VoteParticipation.person_id == person_id)
        .order_by(Vote.id)
    )


def _surveys(person_id: int) -> Query:
    """Return the surveys that the person answered; what they answered is kept without a name."""
    return (
        select(Project.number.label("project"))
        .join(Survey, Survey.project_id == Project.id)
        .join(SurveyParticipation, SurveyParticipation.survey_id == Survey.id)
        .where(SurveyParticipation.person_id == person_id)
        .order_by(Survey.id)
    )


def _uploads(person_id: int) -> Query:
    return (
        select(
            Attachment.project_id,
            *(Attachment.name, Attachment.caption, Attachment.purpose, Attachment.media_type),
            *(Attachment.size, Attachment.sha256, Attachment.added_at, Attachment.removed_at),
        )
        .where(Attachment.added_by_id == person_id)
        .order_by(Attachment.id)
    )


def _signatures(person_id: int) -> Query:
    """Return what the person signed: minutes, results of polls, counts made anew."""

    def signed(what: str, table: Any, number: InstrumentedAttribute[int]) -> Query:
        columns = (literal(what).label("what"), number.label("number"), cast(table.role, Text).label("role"))
        return select(*columns, table.signed_at.label("signed_at")).where(table.person_id == person_id)

    every = union_all(
        signed("minutes", Signature, Signature.minutes_id),
        signed("poll", PollSignature, PollSignature.poll_id),
        signed("recount", RecountSignature, RecountSignature.recount_id),
    ).subquery()
    return select(every).order_by(every.c.signed_at, every.c.what, every.c.number)


def _gatherings(person_id: int) -> Query:
    return (
        select(
            Gathering.title.label("gathering"),
            *(SignedUp.side, SignedUp.number, SignedUp.signed_up_at, SignedUp.withdrawn_at, SignedUp.seated),
        )
        .join(Gathering, Gathering.id == SignedUp.gathering_id)
        .where(SignedUp.person_id == person_id)
        .order_by(SignedUp.id)
    )


def _challenges(person_id: int) -> Query:
    columns = (Challenge.ground, Challenge.text, Challenge.filed_at, Challenge.outcome, Challenge.answer)
    return (
        select(Poll.title.label("poll"), *columns)
        .join(Poll, Poll.id == Challenge.poll_id)
        .where(Challenge.person_id == person_id)
        .order_by(Challenge.id)
    )


def _reports(person_id: int) -> Query:
    columns = (
        CommentReport.comment_id, CommentReport.reason, CommentReport.reported_at, CommentReport.settled_at
    )  # fmt: skip
    return select(*columns).where(CommentReport.person_id == person_id).order_by(CommentReport.id)


def _acts(person_id: int) -> Query:
    """Return every act in the journal that the person did, or that was done about them at a desk."""
    return (
        select(
            JournalEntry.seq, JournalEntry.at, JournalEntry.verb, JournalEntry.subject,
            (JournalActor.person_id == person_id).label("by_you"),
        )
        .join(JournalActor, JournalActor.seq == JournalEntry.seq)
        .where(or_(JournalActor.person_id == person_id, JournalActor.detail == f"person/{person_id}"))
        .order_by(JournalEntry.seq)
    )  # fmt: skip


SECTIONS: dict[str, Callable[[int], Query]] = {
    "seats": _seats,
    "attendances": _attendances,
    "council_votes": _votes,
    "surveys": _surveys,
    "uploads": _uploads,
    "signatures": _signatures,
    "gatherings": _gatherings,
    "challenges": _challenges,
    "reports": _reports,
    "acts": _acts,
}
