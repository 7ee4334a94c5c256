"""A round as a table: its projects and the options of its polls from files, with votes, decisions and money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from microprojects.domain.money import Fen
from microprojects.domain.polls import PollState
from microprojects.domain.round_columns import RoundColumn as Column
from microprojects.domain.tally.poll_files import written
from microprojects.domain.workdays import local_day
from microprojects.store import listings
from microprojects.store.areas import Area
from microprojects.store.funds import LedgerEntry
from microprojects.store.meetings import AgendaItem, Meeting
from microprojects.store.polls import Poll, PollOption
from microprojects.store.programmes import Round
from microprojects.store.projects import Project
from microprojects.store.votes import Vote

_COUNTED = (PollState.COUNTED.value, PollState.CERTIFIED.value)
# What was paid from a project's two pockets, and what came back.
_PAID = {"pay": 1, "social_paid": 1, "pay_returned": -1, "refund": -1, "social_refund": -1}
_FEN = 2  # digits behind the point of a yuan


@dataclass(frozen=True)
class Decision:
    """One closed vote of a council on a project."""

    meeting: int
    day: str
    in_favour: int
    against: int
    abstain: int
    carried: bool


@dataclass(frozen=True)
class Line:
    """One project or option: its cells by column, and every decision of a council on it."""

    cells: Mapping[Column, object]
    decisions: Sequence[Decision]


def named(session: Session, name: str) -> list[Round]:
    """Return the rounds that a name means: a number, or community and year such as lizhi/2026."""
    query = select(Round).join(Area, Area.id == Round.area_id).order_by(Round.id)
    slug, slash, year = name.rpartition("/")
    if slash and year.isascii() and year.isdecimal():
        return list(session.scalars(query.where(Area.slug == slug, Round.year == min(int(year), 9999))))
    if name.isascii() and name.isdecimal() and len(name) <= 9:
        return list(session.scalars(query.where(Round.id == int(name))))
    return []


def counted(session: Session, round_id: int) -> list[Poll]:
    """Return the counted polls of a round, the first counted first."""
    query = select(Poll).where(Poll.round_id == round_id, Poll.state.in_(_COUNTED))
    return list(session.scalars(query.order_by(Poll.counted_at, Poll.id)))


def lines(session: Session, round_id: int, polls: Sequence[Poll]) -> list[Line]:
    """Return every public project of a round by number, then the options of its polls from files.

    `polls` are the counted ones whose votes are told; of several with one project the last.
    """
    stood = _options(session, polls)
    here = {option.project_id: option for option in stood if option.project_id is not None}
    rows = session.execute(
        listings.of_round(round_id).add_columns(
            Project.id, Project.approved_fiscal_fen + Project.approved_social_fen
        )
    ).all()
    ids = [row[-2] for row in rows]
    paid, decided = _paid(session, ids), _decisions(session, ids)
    told = [
        _project(listings.ProjectRow(*row[:-2]), row[-1], here.get(row[-2]), paid[row[-2]], decided[row[-2]])
        for row in rows
    ]
    return told + [_own(option) for option in stood if option.project_id is None]


def _options(session: Session, polls: Sequence[Poll]) -> list[PollOption]:
    query = select(PollOption).where(PollOption.poll_id.in_([poll.id for poll in polls]))
    order = {poll.id: place for place, poll in enumerate(polls)}
    found = session.scalars(query.options(joinedload(PollOption.poll)))
    return sorted(found, key=lambda option: (order[option.poll_id], option.number))


def _project(
    row: listings.ProjectRow, approved: int, option: PollOption | None, paid: Fen, decided: Sequence[Decision]
) -> Line:
    cells: dict[Column, object] = {
        Column.NUMBER: row.number,
        Column.TITLE: row.title,
        Column.FROM: "here",
        Column.STATE: row.state.label,
        Column.PLACE: row.place,
        Column.COST: written(option.cost_fen if option else row.fen, _FEN),
        Column.CURRENCY: "CNY",
        Column.APPROVED: written(approved, _FEN) if approved else "",
        Column.PAID: written(paid, _FEN),
    }
    if decided:
        last = decided[-1]
        cells |= {
            Column.MEETING: last.meeting,
            Column.IN_FAVOUR: last.in_favour,
            Column.AGAINST: last.against,
            Column.ABSTAIN: last.abstain,
            Column.CARRIED: int(last.carried),
        }
    return Line(_filled(cells, option), decided)


def _own(option: PollOption) -> Line:
    """Return an option of a poll that came from a file; its sums are in the currency of the file."""
    source = option.poll.source
    cells: dict[Column, object] = {
        Column.NUMBER: option.code,
        Column.TITLE: option.title,
        Column.FROM: "file",
        Column.COST: written(option.cost_fen, source.scale if source else _FEN),
        Column.CURRENCY: source.currency if source else "CNY",
    }
    return Line(_filled(cells, option), ())


def _filled(cells: Mapping[Column, object], option: PollOption | None) -> dict[Column, object]:
    """Return a cell for each column, with what a poll gave."""
    voted: dict[Column, object] = {}
    if option is not None:
        voted = {
            Column.POLL: option.poll_id,
            Column.VOTES: option.votes or 0,
            Column.RANK: option.place or "",
            Column.SELECTED: int(bool(option.selected)),
        }
    return {column: {**cells, **voted}.get(column, "") for column in Column}


def _paid(session: Session, ids: Iterable[int]) -> Mapping[int, Fen]:
    """Return what was paid for each project and did not come back, in fen."""
    sums: dict[int, Any] = defaultdict(int)
    rows = session.execute(
        select(LedgerEntry.project_id, LedgerEntry.kind, func.sum(LedgerEntry.amount_fen))
        .where(LedgerEntry.project_id.in_(list(ids)), LedgerEntry.kind.in_(_PAID))
        .group_by(LedgerEntry.project_id, LedgerEntry.kind)
    )
    for project, kind, fen in rows:
        if project is not None:
            sums[project] += _PAID[kind] * int(Decimal(fen))
    return sums


def _decisions(session: Session, ids: Iterable[int]) -> Mapping[int, list[Decision]]:
    """Return the closed votes on each project that hold, the first first."""
    found: dict[int, list[Decision]] = defaultdict(list)
    rows = session.execute(
        select(Vote, Meeting)
        .join(AgendaItem, AgendaItem.id == Vote.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Vote.project_id.in_(list(ids)), Vote.closed_at.is_not(None), Vote.voided_at.is_(None))
        .order_by(Vote.closed_at, Vote.id)
    )
    for vote, meeting in rows:
        found[vote.project_id].append(
            Decision(
                meeting=meeting.id,
                day=local_day(meeting.starts_at).isoformat(),
                in_favour=vote.in_favour or 0,
                against=vote.against or 0,
                abstain=vote.abstain or 0,
                carried=bool(vote.carried),
            )
        )
    return found
