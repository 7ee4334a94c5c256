"""Challenges of a poll's count in words, for the result page and for the desks: never who made them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.challenges import GROUNDS, OUTCOMES
from microprojects.domain.polls import PollState, challenge_ends
from microprojects.store import challenges
from microprojects.store.polls import Poll
from microprojects.web.filters import day_clock


@dataclass(frozen=True)
class Told:
    """One challenge as everybody may read it; without an outcome it waits for its answer."""

    id: int
    number: int
    ground: str
    text: str
    filed_at: datetime
    outcome: str
    is_upheld: bool
    answer: str
    then: str


@dataclass(frozen=True)
class Challenges:
    """All challenges of a poll, what was counted anew, and until when another may be made."""

    told: Sequence[Told]
    recounts: Sequence[str]
    until: datetime | None  # while a challenge may be made
    waiting: int
    to_recount: int


def of(session: Session, poll: Poll, at: datetime) -> Challenges:
    """Return the challenges of a counted poll."""
    rows = challenges.of_poll(session, poll.id)
    told = [
        Told(
            id=row.id,
            number=number,
            ground=_(GROUNDS[row.ground]),
            text=row.text,
            filed_at=row.filed_at,
            outcome=_(OUTCOMES[row.outcome]) if row.outcome else "",
            is_upheld=row.outcome == "upheld",
            answer=row.answer,
            then=_then(row.outcome, row.recounted, row.answered_at),
        )
        for number, row in enumerate(rows, start=1)
    ]
    ends = challenge_ends(poll.counted_at, poll.challenge_days) if poll.counted_at else None
    is_open = poll.stands is PollState.COUNTED and ends is not None and at < ends
    return Challenges(
        told,
        [
            _(
                "第 %(run)s 遍计票，%(when)s：%(same)s。理由：%(why)s",
                run=each.run,
                when=day_clock(each.counted_at),
                same=_("和上一遍完全一样") if each.same else _("和上一遍不一样，以这一遍为准，公示重新算起"),
                why=each.reason,
            )
            for each in challenges.recounts(session, poll.id)
        ],
        ends if is_open else None,
        sum(row.outcome is None for row in rows),
        sum(row.outcome == "upheld" and row.recounted is None for row in rows),
    )


def _then(outcome: str | None, recounted: int | None, answered_at: datetime | None) -> str:
    """Say when a challenge was answered, and what followed."""
    if outcome is None or answered_at is None:
        return ""
    said = _("评议监督员 %(when)s 答复。", when=day_clock(answered_at))
    if recounted:
        return said + _("照原票重数过，是第 %(n)s 遍计票。", n=recounted)
    return said + (_("等着重数。") if outcome == "upheld" else "")
