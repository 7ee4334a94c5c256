"""The line of a project on the ballot of a residents' poll, with the same button as on the ballot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain import poll_specs
from microprojects.domain.polls import PollState
from microprojects.domain.states import State
from microprojects.store import polls
from microprojects.store.db import db
from microprojects.store.polls import PollOption
from microprojects.store.projects import Project
from microprojects.web.public import ballot_words, poll_words
from microprojects.web.public.ballots import draft_of

_ON_BALLOTS = (State.POLLING, State.READY, State.SCHEDULED)


@dataclass(frozen=True)
class BallotLine:
    """What stands about a poll on the page of a project; `bar` where the visitor has picked something."""

    poll_id: int
    title: str
    url: str
    code: str
    number: int
    words: str
    taking: bool
    picked: bool
    bar: ballot_words.Bar | None


def ballot_line(project: Project, at: datetime) -> BallotLine | None:
    """Return the line of a project on the latest ballot; None where it stands on none."""
    found = polls.latest_with(db.session(), project.id) if project.state in _ON_BALLOTS else None
    if found is None or found[0].stands is PollState.CANCELLED:
        return None
    poll, option = found
    draft = draft_of(poll.id) if (takes := poll_words.taking(poll, at)) else None
    return BallotLine(
        poll_id=poll.id,
        title=poll.title,
        url=url_for("public_polls.poll", poll_id=poll.id),
        code=option.code,
        number=option.number,
        words=_words(option, takes=takes),
        taking=takes,
        picked=draft is not None and option.code in draft.choices,
        bar=ballot_words.bar(draft, poll_specs.ballot_rule(poll.spec)) if draft and draft.choices else None,
    )


def _words(option: PollOption, *, takes: bool) -> str:
    if takes:
        return _("在这次居民投票的选票上：")
    if option.selected is None:
        return _("居民投票还没有结果：")
    return _("居民投票选上了：") if option.selected else _("居民投票没有选上：")
