"""Residents' polls as tasks: who has to open, close, count or confirm which, and by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.permission_table import TABLE
from microprojects.domain.permissions import Target, allows
from microprojects.domain.polls import PollState, challenge_ends
from microprojects.domain.workdays import local_day
from microprojects.store import paper_sheets
from microprojects.store.db import db
from microprojects.store.poll_desks import Lying
from microprojects.store.polls import Poll
from microprojects.web.office.tasks import Task, timing

# Which act a state waits for, what it is called, and where it is done.
_STEPS: dict[PollState, tuple[Action, str, str]] = {
    PollState.PREPARED: (Action.POLL_OPEN, N_("开始居民投票"), "office_polls.desk"),
    PollState.OPEN: (Action.POLL_CLOSE, N_("到时截止居民投票"), "office_polls.desk"),
    PollState.CLOSED: (Action.POLL_COUNT, N_("居民投票计票"), "office_polls.desk"),
    PollState.COUNTED: (Action.POLL_CERTIFY, N_("确认居民投票结果"), "office_poll_counts.certify"),
}


def of(
    found: Sequence[Lying], actor: Actor, at: datetime, *, only_mine: bool
) -> Iterator[tuple[datetime, Task]]:
    """Yield each poll that waits, with its deadline; `only_mine` leaves out what the person cannot do next."""
    for each in found:
        action, words, page = _step(each.poll, at)
        mine = _is_mine(each, action, actor, at)
        if not mine:
            page = _else(each.poll, actor, at)
        if page and (mine or not only_mine):
            yield _task(each.poll, _(words), url_for(page, poll_id=each.poll.id), at)


def _step(poll: Poll, at: datetime) -> tuple[Action, str, str]:
    """Return what a poll waits for; one whose time is over while its paper is not settled waits for that."""
    is_over = poll.stands is PollState.OPEN and at >= poll.closes_at
    if is_over and not paper_sheets.count(db.session(), poll.id).is_balanced:
        return Action.PAPER_READ, N_("录完、对好纸质选票"), "office_paper_readings.balance"
    return _STEPS[poll.stands]


def _is_mine(each: Lying, action: Action, actor: Actor, at: datetime) -> bool:
    """Return whether the person may do the step, and their office has not signed already."""
    held = actor.roles(each.poll.area.path, local_day(at)) & TABLE[action].roles
    return bool({role.value for role in held} - each.signed)


def _else(poll: Poll, actor: Actor, at: datetime) -> str:
    """Return the page of a poll for somebody else than who does its next step; none where there is none yet."""
    if allows(actor, Action.POLL_PREPARE, Target(poll.area.path), at=local_day(at)):
        return "office_polls.desk"
    return "public_polls.poll" if poll.stands is not PollState.PREPARED else ""


def _task(poll: Poll, what: str, url: str, at: datetime) -> tuple[datetime, Task]:
    due_at = _due(poll)
    tone, says, when = timing(due_at, at)
    return due_at, Task(
        due=says,
        tone=tone,
        day=when,
        title=f"{what}{_('：')}{poll.title}",
        url=url,
        note=_(poll.stands.label),
        place=poll.area.name,
    )


def _due(poll: Poll) -> datetime:
    """Return when the next step is due: a count at once, a confirmation when the result was on show long enough."""
    match poll.stands:
        case PollState.PREPARED:
            return poll.opens_at
        case PollState.COUNTED if poll.counted_at:
            return challenge_ends(poll.counted_at, poll.challenge_days)
    return poll.closes_at
