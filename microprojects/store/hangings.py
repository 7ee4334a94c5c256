"""What hangs, or should, on the paper boards of a community on a day, and of which record each sheet is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from microprojects.domain.errors import NotFound
from microprojects.domain.polls import PollState
from microprojects.domain.postings import HANGS
from microprojects.domain.workdays import ONE_DAY, end_of_day, local_day
from microprojects.store import areas, meetings, polls, posters, programmes
from microprojects.store.areas import Area
from microprojects.store.councils import Council
from microprojects.store.disclosures import BoardPost, Disclosure, NoticeWindow
from microprojects.store.files import Attachment
from microprojects.store.meetings import Meeting
from microprojects.store.polls import Poll
from microprojects.store.projects import Project

_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_MONTH = re.compile(r"2[01][0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)
_STALE = timedelta(days=14)  # for so long a sheet that is over is named as one to take down
_COUNTED = (PollState.COUNTED.value, PollState.CERTIFIED.value)


@dataclass(frozen=True)
class Hanging:
    """One sheet: its kind, the record's number or month, its name, and until when it hangs (None: no day is known)."""

    kind: str
    key: str
    title: str
    until: datetime | None
    waits: bool = False  # the days of its notice begin only when it hangs
    disclosure_id: int | None = None

    @property
    def subject(self) -> str:
        """Return how a proof names the sheet."""
        return f"{self.kind}/{self.key}"


def origin(session: Session, subject: str) -> tuple[Area, datetime]:
    """Return the community of a sheet, and since when it can hang.

    Raises:
        NotFound: there is no such sheet, or not yet.
    """
    kind, _slash, key = subject.partition("/")
    if kind == "monthly":
        return _month(session, key)
    if not _NUMBER.fullmatch(key):
        raise NotFound
    found: tuple[Area, datetime | None] | None = None
    if kind == "call":
        round_ = programmes.get_round(session, int(key))
        found = round_.area, end_of_day(round_.opens_on - ONE_DAY)
    elif kind in ("notice", "candidates", "result"):
        meeting = meetings.get(session, int(key))
        found = meeting.council.area, meeting.closed_at if kind == "result" else meeting.called_at
    elif kind in ("ballot", "chosen"):
        poll = polls.public(session, int(key))
        found = poll.area, poll.counted_at if kind == "chosen" else poll.opened_at
    if found is None or found[1] is None:
        raise NotFound
    return found[0], found[1]


def _month(session: Session, key: str) -> tuple[Area, datetime]:
    slug, _slash, month = key.partition("/")
    if not _MONTH.fullmatch(month):
        raise NotFound
    area = areas.by_slug(session, slug)
    return area, end_of_day(date(int(month[:4]), int(month[5:]), 1) - ONE_DAY)


def sheets(session: Session, community: Area, at: datetime) -> list[Hanging]:
    """Return what hangs in a community now, and what hung until some days ago; the caller tells which by `until`."""
    return [
        *_disclosures(session, community, at),
        *_meetings(session, community, at),
        *_polls(session, community, at),
        *_calls(session, community, at),
        _last_month(community, at),
    ]


def _disclosures(session: Session, community: Area, at: datetime) -> Iterator[Hanging]:
    query = (
        select(Disclosure, NoticeWindow)
        .join(Project, Project.id == Disclosure.project_id)
        .outerjoin(NoticeWindow, NoticeWindow.disclosure_id == Disclosure.id)
        .where(
            Project.area_id == community.id,
            Disclosure.taken_down_at.is_(None),
            or_(
                NoticeWindow.ends_at > at - _STALE,
                NoticeWindow.awaits_posting & NoticeWindow.ended_at.is_(None),
                Disclosure.published_at > at - _STALE,
            ),
        )
        .order_by(Disclosure.id.desc())
    )
    newest: set[tuple[int, str]] = set()
    for row, window in session.execute(query):
        if (row.project_id, row.kind) in newest:
            continue  # an earlier version, which the newest one replaces
        newest.add((row.project_id, row.kind))
        until: datetime | None = _days_from(row.published_at)
        waits = False
        if window is not None:
            waits = window.awaits_posting and window.ended_at is None
            stands = window.paused_at is not None and window.ended_at is None
            until = None if stands else window.ends_at
        yield Hanging(row.kind, str(row.id), row.project.title, until, waits, row.id)


def _meetings(session: Session, community: Area, at: datetime) -> Iterator[Hanging]:
    query = (
        select(Meeting)
        .join(Council, Council.id == Meeting.council_id)
        .where(Council.area_id == community.id, Meeting.starts_at > at - _STALE)
        .order_by(Meeting.starts_at)
    )
    for meeting in session.scalars(query):
        begun = None if meeting.state == "planned" else meeting.opened_at or meeting.starts_at
        until = meeting.starts_at if begun is None else min(begun, at)
        yield Hanging("notice", str(meeting.id), meeting.title, until)
        yield Hanging("candidates", str(meeting.id), meeting.title, until)
        if meeting.state == "closed" and meeting.closed_at is not None:
            yield Hanging("result", str(meeting.id), meeting.title, _days_from(meeting.closed_at))


def _polls(session: Session, community: Area, at: datetime) -> Iterator[Hanging]:
    query = select(Poll).where(Poll.area_id == community.id, Poll.opened_at.is_not(None), polls.OURS)
    for poll in session.scalars(query.where(Poll.closes_at > at - 2 * _STALE).order_by(Poll.id)):
        if poll.state != PollState.CANCELLED.value:
            yield Hanging("ballot", str(poll.id), poll.title, poll.closes_at)
        if poll.state in _COUNTED and poll.counted_at is not None:
            yield Hanging("chosen", str(poll.id), poll.title, _days_from(poll.counted_at))


def _calls(session: Session, community: Area, at: datetime) -> Iterator[Hanging]:
    for round_ in posters.rounds_of(session, community.id, local_day(at)):
        yield Hanging("call", str(round_.id), str(round_.year), end_of_day(round_.closes_on))


def _last_month(community: Area, at: datetime) -> Hanging:
    """Return the money of the month before, which hangs through this one."""
    first = local_day(at).replace(day=1)
    before = first - ONE_DAY
    after = (first + timedelta(days=31)).replace(day=1)
    return Hanging(
        "monthly", f"{community.slug}/{before:%Y-%m}", f"{before:%Y-%m}", end_of_day(after - ONE_DAY)
    )


def _days_from(at: datetime) -> datetime:
    return end_of_day(local_day(at) + HANGS * ONE_DAY)


def places_of(session: Session, disclosure_ids: Collection[int]) -> dict[int, list[str]]:
    """Return of several disclosures on which boards each hangs."""
    found: dict[int, list[str]] = {each: [] for each in disclosure_ids}
    query = select(BoardPost.disclosure_id, BoardPost.place).where(
        BoardPost.disclosure_id.in_(disclosure_ids)
    )
    for disclosure_id, place in session.execute(query.order_by(BoardPost.id)) if disclosure_ids else ():
        found[disclosure_id].append(place)
    return found


def latest(session: Session, area_id: int, *, limit: int = 100) -> list[tuple[BoardPost, str, int | None]]:
    """Return the latest proofs of a community's disclosures, each with the name of its project and its photo's number."""
    photo = (
        select(func.max(Attachment.id))
        .where(
            Attachment.project_id == Project.id,
            Attachment.sha256 == BoardPost.photo_sha256,
            Attachment.public,
            Attachment.removed_at.is_(None),
        )
        .scalar_subquery()
    )
    query = (
        select(BoardPost, Project.title, photo)
        .join(Disclosure, Disclosure.id == BoardPost.disclosure_id)
        .join(Project, Project.id == Disclosure.project_id)
        .where(Project.area_id == area_id)
        .order_by(BoardPost.id.desc())
        .limit(limit)
    )
    return [(row, title, number) for row, title, number in session.execute(query)]


def photos_of(session: Session, project_id: int) -> dict[str, Attachment]:
    """Return the files of a project that everybody may see, by their hash."""
    query = select(Attachment).where(
        Attachment.project_id == project_id, Attachment.public, Attachment.removed_at.is_(None)
    )
    return {each.sha256: each for each in session.scalars(query.order_by(Attachment.id))}
