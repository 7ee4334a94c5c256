"""The words of a residents' poll: where it stands, its rule in three lines, who may vote, and how it is counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.ballots import CHANNELS, BallotType
from microprojects.domain.electorate import Franchise, Reason
from microprojects.domain.errors import N_
from microprojects.domain.money import Fen
from microprojects.domain.people import Actor
from microprojects.domain.polls import PollState, is_taking
from microprojects.domain.tally.specs import Fill, Rule
from microprojects.domain.workdays import local_day
from microprojects.store import people
from microprojects.store.db import db
from microprojects.store.poll_desks import franchise
from microprojects.store.poll_rolls import Standing
from microprojects.store.polls import Poll, PollOption
from microprojects.store.registrations import electorate
from microprojects.web import cap_words, exclusive_words
from microprojects.web.filters import day_clock, label, short_amount

_TONES = {
    PollState.PREPARED: "hold",
    PollState.OPEN: "open",
    PollState.CLOSED: "work",
    PollState.COUNTED: "open",
    PollState.CERTIFIED: "done",
    PollState.CANCELLED: "stop",
}
_HOW = {
    BallotType.APPROVAL: N_("从 %(all)s 个项目里选，最少选 %(least)s 个，最多选 %(most)s 个。"),
    BallotType.KNAPSACK: N_("从 %(all)s 个项目里选，加起来不能超过 %(budget)s。"),
    BallotType.POINTS: N_("每人 %(points)s 个点，分给最多 %(most)s 个项目；一个项目可以多给几个点。"),
    BallotType.RANKING: N_("从 %(all)s 个项目里最多选 %(most)s 个，排出先后。"),
}
_MODES = {
    "advisory": N_("参考：结果交议事会参考，办哪几件由议事会定。"),
    "binding": N_("决定：居民投票说了算，选上的公示 3 天以后送议事会，没选上的这一轮不办。"),
}
_WHO = {
    "live": N_("住在本社区、核实过、满 %(age)s 周岁的人"),
    "live_work_study": N_("在本社区居住、工作或学习，核实过、满 %(age)s 周岁的人"),
}
_COUNTED = {
    "greedy": N_("按票数从多到少一个一个看：钱够就选上，不够就跳过，看下一个。"),
    "greedy-no-skip": N_("按票数从多到少一个一个看：钱够就选上，头一个不够的出现，计票就结束。"),
    "phragmen": N_("大家手里的钱一样快地涨。选同一个项目的人凑够了钱，它就选上。"),
    "equal-shares-add1": N_(
        "把钱平均分给每位投票的人。选同一个项目的人一起出自己那份，凑够了就选上。剩下的钱再按票数补选。"
    ),
}


@dataclass(frozen=True)
class Says:
    """An answer to a visitor: what is so, why, and one way on."""

    strong: str
    words: str
    url: str = ""
    link: str = ""
    warns: bool = False


def steps() -> list[str]:
    """Return the names of the four steps."""
    return [_("看规则"), _("选项目"), _("核对"), _("领回执")]


def amount(fen: int) -> str:
    """Write an amount as a card does, in one piece: 4.15 万元."""
    return " ".join(short_amount(Fen(fen)))


def taking(poll: Poll, at: datetime) -> bool:
    """Return whether a poll takes ballots at this moment."""
    return is_taking(poll.stands, poll.opens_at, poll.closes_at, at=at)


def stage(poll: Poll, at: datetime) -> tuple[str, str]:
    """Return where a poll stands in words, and the tone of its badge."""
    if poll.source is not None:
        return _("从文件导入"), "done"
    if poll.stands is PollState.OPEN and at < poll.opens_at:
        return _("还没开始"), "hold"
    if poll.stands is PollState.OPEN and at >= poll.closes_at:
        return label(PollState.CLOSED), _TONES[PollState.CLOSED]
    return label(poll.stands), _TONES[poll.stands]


def who_votes(of: Franchise) -> str:
    """Return who is put on the roll when a poll opens."""
    return _(_WHO[of.scope], age=of.age_min)


def rules(poll: Poll, options: Sequence[PollOption]) -> list[str]:
    """Return the rule in three lines, and one for each group of variants and each limited category."""
    how = _(
        _HOW[BallotType(poll.ballot)],
        all=len(options),
        least=poll.least,
        most=poll.most,
        points=poll.points,
        budget=amount(poll.budget_fen),
    )
    return [
        _("投票开始时%(who)s，都能投，一人一票。", who=who_votes(franchise(poll))),
        how,
        *exclusive_words.lines(poll, options),
        *cap_words.lines(poll),
        _("%(closes)s 以前都能改，只认最后一次。截止以前谁也看不到票数。", closes=day_clock(poll.closes_at)),
    ]


def mode(poll: Poll) -> str:
    """Return what the result is good for."""
    return _(_MODES[poll.mode]) if poll.mode in _MODES else ""


def counted_by(poll: Poll) -> str:
    """Return how ballots become a result, by the rule that was frozen."""
    rule = json.loads(poll.spec).get("rule", {}) if poll.spec else {}
    named = rule.get("name", "")
    if named in (Rule.EQUAL_SHARES, Rule.EQUAL_SHARES_ADD1) and rule.get("fill", Fill.NONE) == Fill.NONE:
        return _("把钱平均分给每位投票的人。选同一个项目的人一起出自己那份，凑够了就选上。剩下的钱不再用。")
    return _(_COUNTED[named]) if named in _COUNTED else ""


def may_vote(poll: Poll, standing: Standing, actor: Actor) -> Says:
    """Answer whether the visitor may vote, and say why or how."""
    if actor.person_id is None and standing.entry is None:
        return Says(
            _("可以先选，投出时再说明是您本人。"),
            _("要在投票开始前到社区核实过，才在名册里。"),
            url_for("public_passes.ways", poll_id=poll.id),
            _("看我能不能投"),
        )
    if standing.has_voted and standing.may_cast:
        return Says(_("您已经投过票了。"), _("截止以前可以改，改了以最后一次为准。"))
    if standing.channel is not None and standing.has_voted:
        channel = CHANNELS[standing.channel]
        return Says(
            _("您已经用%(channel)s投过票了。", channel=_(channel)),
            _("一人一票。要改，请到社区窗口。"),
        )
    if standing.entry is not None:
        return Says(_("您能投。"), _("名册里有您，还没有投。"))
    return Says(_("您不能投。"), _why_not(poll, actor), warns=True)


def _why_not(poll: Poll, actor: Actor) -> str:
    """Say why somebody is not on the roll."""
    person = people.get(db.session(), actor.person_id or 0)
    if person.community_id is None or person.verified_at is None:
        return _("您还没有到社区窗口核实。核实以后，下一次投票就有您。")
    if person.community_id != poll.area_id:
        return _("您登记的是别的社区，这次投票是%(place)s的。", place=poll.area.name)
    rule, day = franchise(poll), local_day(poll.opened_at or poll.opens_at)
    [elector] = electorate(db.session(), poll.area_id, day, rule, people=[person.id])
    if elector.reason in (Reason.OTHER_TIE, Reason.NO_BIRTH, Reason.TOO_YOUNG):
        return _(
            "%(why)s。能投的是：%(who)s。不对的话，请到社区窗口问。",
            why=_(elector.reason.label),
            who=who_votes(rule),
        )
    return _("名册在投票开始时定下，您在那以后才核实。下一次投票就有您。")
