"""A ballot as a page shows it: cards in the voter's own order, what a refused pick is told, the bar at the foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.ballot_drafts import Draft
from microprojects.domain.ballots import BallotRule, BallotType, ordered, shuffled, swap_for, used
from microprojects.domain.proposals import TYPES
from microprojects.store import files
from microprojects.store.db import db
from microprojects.store.polls import PollOption
from microprojects.web import cap_words
from microprojects.web.drawings import Part, share_bar
from microprojects.web.exclusive_words import beside
from microprojects.web.file_addresses import thumb_address
from microprojects.web.public.poll_words import amount


@dataclass(frozen=True)
class Picture:
    """The small picture of a place."""

    src: str
    alt: str


@dataclass(frozen=True)
class Refused:
    """Why a project was not added, in place; `swap` is another one in whose stead it could be, as code and words."""

    strong: str
    words: str
    swap: tuple[str, str] | None = None


@dataclass(frozen=True)
class Card:
    """One project on the ballot."""

    code: str
    number: int
    title: str
    url: str
    words: str
    place: str
    facts: tuple[str, ...]
    fen: int
    picked: bool
    declined: bool
    score: int
    rank: int
    picture: Picture | None = None
    refused: Refused | None = None
    exclusive: str = ""
    limits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """The foot of a ballot: what is left, what is used, and the next thing to do."""

    strong: str
    words: str
    more: str
    spoken: str
    parts: tuple[Part, ...]
    ready: bool
    button: str


def in_order(options: Sequence[PollOption], seed: str) -> list[PollOption]:
    """Return what stands on the ballot in the order of one voter."""
    by_code = {option.code: option for option in options}
    return [by_code[code] for code in shuffled(list(by_code), seed)]


def cards(
    options: Sequence[PollOption], draft: Draft, rule: BallotRule, *, refused: str = "", pictures: bool = True
) -> list[Card]:
    """Return the cards in the order of the options; `refused` is the code of one that could not be added."""
    found = _pictures(options) if pictures else {}
    ranks = {code: place for place, code in enumerate(ordered(draft.choices), start=1)}
    numbers = {option.code: option.number for option in options}
    return [
        Card(
            code=option.code,
            number=option.number,
            title=option.title,
            url="" if option.own_code else url_for("public_projects.project", number=option.project.number),
            words="" if option.own_code else option.project.summary,
            place="" if option.own_code else option.project.place,
            facts=_facts(option),
            fen=option.cost_fen,
            picked=option.code in draft.choices,
            declined=option.code in draft.declined,
            score=draft.choices.get(option.code, 0),
            rank=ranks.get(option.code, 0),
            picture=found.get(option.project_id or 0),
            refused=why_refused(option, draft, rule, numbers) if option.code == refused else None,
            exclusive=beside(option),
            limits=tuple(cap_words.beside(option)),
        )
        for option in options
    ]


def _facts(option: PollOption) -> tuple[str, ...]:
    if option.own_code:
        return (_("文件里的编号 %(code)s", code=option.own_code),)
    project = option.project
    people = _("受益 %(n)s 人", n=project.beneficiaries) if project.beneficiaries else ""
    theme = cap_words.name(project.theme) if project.theme in option.poll.caps else ""
    return tuple(filter(None, (_(TYPES[project.type]), theme, project.place, people)))


def _pictures(options: Sequence[PollOption]) -> dict[int, Picture]:
    rows = files.first_pictures(db.session(), [option.project_id for option in options if option.project_id])
    return {
        project: Picture(
            url_for("public_files.small", attachment_id=row.id, name=thumb_address(row)),
            row.caption or row.name,
        )
        for project, row in rows.items()
    }


def why_refused(
    option: PollOption, draft: Draft, rule: BallotRule, numbers: Mapping[str, int]
) -> Refused | None:
    """Say why a project cannot be added to a draft, with the smallest cure; None if it can."""
    if option.code in draft.choices:
        return None
    if rule.type is BallotType.KNAPSACK:
        return _no_money(option, draft, rule, numbers)
    if len(draft.choices) >= rule.most:
        return Refused(
            _("最多选 %(most)s 个。", most=rule.most),
            _("已经选满了。先取消一个，再选 %(n)s 号。", n=option.number),
        )
    if rule.type is BallotType.POINTS and sum(draft.choices.values()) >= rule.points:
        return Refused(_("点数分完了。"), _("先从别的项目减几个点，再给 %(n)s 号。", n=option.number))
    return None


def _no_money(
    option: PollOption, draft: Draft, rule: BallotRule, numbers: Mapping[str, int]
) -> Refused | None:
    spent = used(draft.choices, rule)
    over = spent + option.cost_fen - rule.budget
    if over <= 0:
        return None
    strong = _("还差 %(over)s。", over=amount(over))
    told = _("本轮 %(budget)s，已选的要用 %(used)s。", budget=amount(rule.budget), used=amount(spent))
    out = swap_for(draft.choices, option.code, rule)
    if out is None:
        return Refused(strong, told + _("要先取消几个，才放得下 %(n)s 号。", n=option.number))
    cure = _("取消 %(out)s 号（%(cost)s）就够。", out=numbers[out], cost=amount(rule.costs[out]))
    swap = _("取消 %(out)s 号，改选 %(n)s 号", out=numbers[out], n=option.number)
    return Refused(strong, told + cure, (out, swap))


def bar(draft: Draft, rule: BallotRule) -> Bar:
    """Return the foot of a ballot."""
    chosen, spent = len(draft.choices), used(draft.choices, rule)
    short = max(rule.least, 1) - chosen
    strong, more = _left(draft, rule, spent)
    whole = {BallotType.KNAPSACK: (spent, rule.budget), BallotType.POINTS: (_given(draft), rule.points)}
    part, all_of_it = whole.get(rule.type, (chosen, rule.most))
    said = _("已选 %(n)s 个，一共要 %(used)s", n=chosen, used=amount(spent))
    ready = short <= 0
    return Bar(
        strong=strong,
        words=more,
        more=said,
        spoken=said + "，" + _("还剩 %(left)s%(unit)s", left=strong, unit=more),
        parts=share_bar(part, all_of_it),
        ready=ready,
        button=_("去核对") if ready else _("再选 %(n)s 个才能提交", n=short),
    )


def _given(draft: Draft) -> int:
    return sum(draft.choices.values())


def _left(draft: Draft, rule: BallotRule, spent: int) -> tuple[str, str]:
    """Return the number that is left, and its unit."""
    if rule.type is BallotType.KNAPSACK:
        number, unit = amount(rule.budget - spent).split(" ", 1)
        return number, unit
    if rule.type is BallotType.POINTS:
        return str(rule.points - _given(draft)), _("个点")
    return str(rule.most - len(draft.choices)), _("个名额")


def cost_words(draft: Draft, rule: BallotRule) -> str:
    """Say how many were picked and what they cost together."""
    return _("您选了 %(n)s 个，共 %(cost)s", n=len(draft.choices), cost=amount(used(draft.choices, rule)))
