"""Scans of signed minutes, and what later meetings decided about minutes; both stay as they were written."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    exists,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, aliased, contains_eager, mapped_column, relationship

from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound
from microprojects.domain.kept_minutes import SCANS, WISHES, Ruling
from microprojects.store.columns import Hash, Key, Line, PersonKey, Word, not_negative, one_of
from microprojects.store.db import Base
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import Meeting
from microprojects.store.minutes import Minutes

OVER = ("closed", "inquorate")
MOST_PENDING = 6
_CARRIED = text("carried")


class MinutesScan(Base):
    """The paper with the ink signatures under one version. The bytes lie in the data folder under their SHA-256."""

    __tablename__ = "minutes_scans"
    __table_args__ = (
        UniqueConstraint("minutes_id", "sha256"),
        one_of("media_type", sorted(media.value for media in SCANS)),
        not_negative("size"),
    )

    id: Mapped[Key]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    media_type: Mapped[Word]
    size: Mapped[int]
    sha256: Mapped[Hash]
    thumb_sha256: Mapped[str | None] = mapped_column(String(64))
    added_at: Mapped[datetime]
    added_by_id: Mapped[PersonKey]


class MinutesRuling(Base):
    """What a later meeting decided about one version of minutes, with the hands counted; one that carried a version."""

    __tablename__ = "minutes_rulings"
    __table_args__ = (
        one_of("wish", WISHES),
        not_negative("in_favour", "against", "abstain"),
        CheckConstraint("wish <> 'change' OR text <> ''", name="change_with_text"),
        CheckConstraint("NOT carried OR in_favour > against + abstain", name="carried_by_more_than_half"),
        Index(
            "uq_minutes_rulings_carried",
            "minutes_id",
            unique=True,
            sqlite_where=_CARRIED,
            postgresql_where=_CARRIED,
        ),
    )

    id: Mapped[Key]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)  # that decided
    wish: Mapped[Word]
    text: Mapped[Line] = mapped_column(default="")  # what is to be changed
    in_favour: Mapped[int]
    against: Mapped[int]
    abstain: Mapped[int]
    carried: Mapped[bool]
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[PersonKey]

    meeting: Mapped[Meeting] = relationship()
    minutes: Mapped[Minutes] = relationship()


def scan(session: Session, scan_id: int) -> tuple[MinutesScan, Meeting]:
    """Return one scan with the meeting that the minutes are of.

    Raises:
        NotFound: there is none.
    """
    found = session.execute(
        select(MinutesScan, Meeting)
        .join(Minutes, Minutes.id == MinutesScan.minutes_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(MinutesScan.id == scan_id)
    ).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


def scans(session: Session, minutes_id: int) -> list[MinutesScan]:
    """Return the scans of one version, oldest first."""
    query = select(MinutesScan).where(MinutesScan.minutes_id == minutes_id)
    return list(session.scalars(query.order_by(MinutesScan.id)))


def scans_kept(session: Session, minutes_id: int) -> int:
    """Return how many scans there are of one version."""
    query = select(func.count(MinutesScan.id)).where(MinutesScan.minutes_id == minutes_id)
    return session.scalar(query) or 0


def scans_of_meeting(session: Session, meeting_id: int) -> list[tuple[MinutesScan, int]]:
    """Return the scans of every version of a meeting's minutes with the version, newest version first."""
    rows = session.execute(
        select(MinutesScan, Minutes.version)
        .join(Minutes, Minutes.id == MinutesScan.minutes_id)
        .where(Minutes.meeting_id == meeting_id)
        .order_by(Minutes.version.desc(), MinutesScan.id)
    )
    return [(row, version) for row, version in rows]


def rulings_of_meeting(session: Session, meeting_id: int) -> list[MinutesRuling]:
    """Return what later meetings decided about a meeting's minutes, with these meetings, newest first."""
    query = (
        select(MinutesRuling)
        .join(MinutesRuling.meeting)
        .join(MinutesRuling.minutes)
        .options(contains_eager(MinutesRuling.meeting), contains_eager(MinutesRuling.minutes))
        .where(Minutes.meeting_id == meeting_id)
    )
    return list(session.scalars(query.order_by(MinutesRuling.id.desc())))


def confirmation(session: Session, minutes_id: int) -> MinutesRuling | None:
    """Return by which meeting one version was confirmed."""
    query = (
        select(MinutesRuling)
        .join(MinutesRuling.meeting)
        .options(contains_eager(MinutesRuling.meeting))
        .where(MinutesRuling.minutes_id == minutes_id, MinutesRuling.wish == "confirm", MinutesRuling.carried)
    )
    return session.scalar(query)


def ruled_in(session: Session, meeting_id: int) -> list[Ruling]:
    """Return what a meeting decided about earlier minutes, for its own, in order."""
    rows = session.execute(
        select(MinutesRuling, Minutes.version, Meeting.title)
        .join(Minutes, Minutes.id == MinutesRuling.minutes_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(MinutesRuling.meeting_id == meeting_id)
        .order_by(MinutesRuling.id)
    )
    return [
        Ruling(title, version, row.wish, row.text, row.in_favour, row.against, row.abstain, row.carried)
        for row, version, title in rows
    ]


def pending(session: Session, meeting: Meeting) -> list[tuple[Minutes, Meeting]]:
    """Return the minutes of earlier meetings of a council that wait for a meeting's word, the last meeting first.

    Each is the latest version, approved by the chair, about which no meeting has decided.
    """
    newer = aliased(Minutes)
    rows = session.execute(
        select(Minutes, Meeting)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(
            Meeting.council_id == meeting.council_id,
            Meeting.id != meeting.id,
            Meeting.state.in_(OVER),
            Meeting.starts_at < meeting.starts_at,
            Minutes.approved_at.is_not(None),
            ~exists().where(newer.meeting_id == Minutes.meeting_id, newer.version > Minutes.version),
            ~exists().where(MinutesRuling.minutes_id == Minutes.id, MinutesRuling.carried),
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(MOST_PENDING)
    )
    return [(row, of) for row, of in rows]


def next_pending(session: Session, meeting: Meeting) -> Minutes | None:
    """Return the minutes to be put to a meeting first: the newest that wait, unless it was decided on later ones."""
    waiting = pending(session, meeting)
    if not waiting:
        return None
    found, of = waiting[0]
    later = (
        select(MinutesRuling.id)
        .join(Minutes, Minutes.id == MinutesRuling.minutes_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(Meeting.council_id == of.council_id, Meeting.starts_at > of.starts_at, MinutesRuling.carried)
    )
    return None if session.scalar(later.limit(1)) is not None else found


# Acts that change what a printed version says.
_CHANGES = (Action.MINUTES_DRAFT, Action.MINUTES_APPROVE, Action.MINUTES_SIGN)


def last_entry(session: Session, version: Minutes) -> JournalEntry | None:
    """Return the entry that last told of a version: its approval, or a signature on it; None where none does."""
    query = (
        select(JournalEntry)
        .where(JournalEntry.subject == f"meeting/{version.meeting_id}", JournalEntry.verb.in_(_CHANGES))
        .order_by(JournalEntry.seq.desc())
    )
    found = session.scalars(query)
    return next(
        (each for each in found if json.loads(each.body)["facts"]["version"] == version.version), None
    )
