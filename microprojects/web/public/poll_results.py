"""The result of a poll in plain words: who was chosen and why, who was not and why, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.ballots import BallotType
from microprojects.domain.category_caps import Cap
from microprojects.domain.errors import N_
from microprojects.domain.poll_results import Look, NotCounted, Reason, Result, read
from microprojects.domain.polls import PollState
from microprojects.domain.tally.poll_files import WITHDRAWN_COST
from microprojects.store import ballots
from microprojects.store.ballots import TallyRun
from microprojects.store.db import db
from microprojects.store.polls import Poll, PollOption
from microprojects.web import cap_words
from microprojects.web.public.poll_money import Purse, purse_of

_BY = {
    "lowest_cost": N_("钱少的在前"),
    "most_votes": N_("票多的在前"),
    "lot": N_("按当众掷骰子的签"),
}


@dataclass(frozen=True)
class Row:
    """One project of a result."""

    number: int
    title: str
    url: str
    fen: int
    votes: str
    why: str


@dataclass(frozen=True)
class _Scores:
    """How a project's votes are written: ballots, and points where voters gave any."""

    by_code: Mapping[str, int]
    shown: bool

    def of(self, option: PollOption) -> str:
        votes = _("%(n)s 票", n=option.votes or 0)
        if not self.shown:
            return votes
        return _("%(votes)s，%(n)s 分", votes=votes, n=self.by_code.get(option.code, 0))


@dataclass(frozen=True)
class _Names:
    """How projects are called by code, and what limits of categories there are."""

    by_code: Mapping[str, str]
    caps: Mapping[str, Cap]


def is_counted(poll: Poll) -> bool:
    """Return whether a poll has a result that everybody may see."""
    return poll.stands in (PollState.COUNTED, PollState.CERTIFIED)


def run_of(poll: Poll) -> TallyRun:
    """Return the count of a poll.

    Raises:
        NotCounted: there is none that anybody may see.
    """
    run = ballots.last_run(db.session(), poll.id) if is_counted(poll) else None
    if run is None:
        raise NotCounted
    return run


def result_of(poll: Poll) -> Result:
    """Return the result of a poll.

    Raises:
        NotCounted: there is none that anybody may see.
    """
    return read(run_of(poll).output)


def _scores(poll: Poll, result: Result) -> _Scores:
    scored = poll.ballot in (BallotType.POINTS.value, BallotType.RANKING.value)
    return _Scores({look.code: look.score for look in result.looks}, scored)


def winners(poll: Poll, result: Result, options: Sequence[PollOption]) -> list[Row]:
    """Return the chosen projects, first to last."""
    by_code, purse = {option.code: option for option in options}, purse_of(poll)
    told = {look.code: _won(look, purse) for look in result.looks if look.reason is None}
    scores = _scores(poll, result)
    return [_row(by_code[code], told[code], scores) for code in result.selected]


def losers(poll: Poll, result: Result, options: Sequence[PollOption]) -> list[Row]:
    """Return the others, those with the most votes first, each with what was missing."""
    rest = sorted((o for o in options if o.code not in result.selected), key=lambda o: o.place or 0)
    names, scores, purse, reasons = _names(options), _scores(poll, result), purse_of(poll), result.reasons
    return [
        _row(
            option,
            _why_lost(option, _Names(names, poll.caps), reasons.get(option.code), purse)
            + _needed(result.needed.get(option.code)),
            scores,
        )
        for option in rest
    ]


def _why_lost(option: PollOption, names: _Names, reason: Reason | None, purse: Purse) -> str:
    if option.own_code and option.cost_fen == WITHDRAWN_COST * 10**purse.scale:
        return _("投票以后撤下了，没有参加计票。")
    return _lost(reason, names, purse)


def _needed(more: int | None) -> str:
    """Say how many more votes would have been enough; nothing where no number is, as for what costs too much."""
    return _("再有 %(n)s 人只选它，就选上了。", n=more) if more else ""


def _row(option: PollOption, why: str, scores: _Scores) -> Row:
    url = "" if option.own_code else url_for("public_projects.project", number=option.project.number)
    return Row(option.number, option.title, url, option.cost_fen, scores.of(option), why)


def _names(options: Sequence[PollOption]) -> dict[str, str]:
    return {option.code: _("%(n)s 号", n=option.number) for option in options}


def _won(look: Look, purse: Purse) -> str:
    if look.payers:
        return _(
            "%(payers)s 位选它的人一起出钱，每人最多出 %(price)s，凑够 %(cost)s。",
            payers=look.payers,
            price=purse.short(look.price),
            cost=purse.short(look.cost),
        )
    return _(
        "轮到它时还剩 %(before)s，要 %(cost)s，够。选上以后还剩 %(after)s。",
        before=purse.short(look.before),
        cost=purse.short(look.cost),
        after=purse.short(look.after),
    )


def _lost(reason: Reason | None, names: _Names, purse: Purse) -> str:
    if reason is None:
        return _("轮到它以前，计票已经结束。")
    by = names.by_code.get(reason.by, reason.by)
    match reason.why:
        case "few-votes" | "small-share":
            return _("至少要 %(needed)s 票，得了 %(had)s 票。", needed=reason.needed, had=reason.had)
        case "exclusive":
            return _("和 %(by)s只能办成一个，%(by)s先选上了。", by=by)
        case "cap" | "quota":
            return cap_words.full(reason, names.caps, purse)
        case "ended":
            return _("%(by)s放不下时，计票就结束了。", by=by)
    money = {
        "needed": purse.short(reason.needed),
        "had": purse.short(reason.had),
        "missing": purse.short(reason.missing),
    }
    if reason.why == "unpaid":
        return _("要 %(needed)s，选它的人手里一共还有 %(had)s，差 %(missing)s。", **money)
    return _("要 %(needed)s，轮到它时只剩 %(had)s，差 %(missing)s。", **money)


def steps(poll: Poll, result: Result, options: Sequence[PollOption]) -> list[str]:
    """Return the count step by step, as somebody would do it aloud."""
    names, by_code = _names(options), {option.code: option for option in options}
    scores, purse = _scores(poll, result), purse_of(poll)
    told = [_beginning(result, purse)]
    for look in result.looks:
        end = (
            _won(look, purse) if look.reason is None else _lost(look.reason, _Names(names, poll.caps), purse)
        )
        verdict = _("选上") if look.reason is None else _("没有选上")
        told.append(
            _(
                "%(n)s %(title)s，%(votes)s，%(verdict)s：%(why)s",
                n=names[look.code],
                title=by_code[look.code].title,
                votes=scores.of(by_code[look.code]),
                verdict=verdict,
                why=end,
            )
        )
    for codes, by in result.ties:
        equal = _("、").join(names[code] for code in codes)
        told.append(_("%(all)s分不出先后，%(by)s。", all=equal, by=_(_BY.get(by, by))))
    told.append(
        _("一共用 %(spent)s，还剩 %(left)s。", spent=purse.short(result.spent), left=purse.short(result.left))
    )
    return told


def _beginning(result: Result, purse: Purse) -> str:
    if result.purse is not None:
        return _("每位投票的人手里有 %(purse)s。", purse=purse.short(result.purse))
    return _("一开始有 %(budget)s。", budget=purse.short(result.budget))
