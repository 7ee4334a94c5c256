"""The sheets of a residents' poll for the paper board: what stands on its ballot, and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.masks import is_small_cell
from microprojects.domain.money import Fen
from microprojects.domain.poll_results import NotCounted
from microprojects.domain.polls import PollState
from microprojects.store import poll_rolls, polls, posters
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.open_data.sources import SMALLEST
from microprojects.store.polls import Poll, PollOption
from microprojects.web.board_sheets import Row
from microprojects.web.filters import clock, day_clock, full_day, money, weekday_day
from microprojects.web.posters import Column, Day, Foot, Sheet, phone_of, unit_of

OPENED = (Action.POLL_OPEN,)
COUNTED = (Action.POLL_COUNT, Action.POLL_CERTIFY, Action.POLL_RECOUNT)


def candidates(poll: Poll, address: str) -> Sheet:
    """Return the projects on a ballot, with the number that was drawn, place and price, and how to vote on paper."""
    options = polls.options(db.session(), poll.id)
    rows = [
        Row(_("选几个"), _("%(least)s 到 %(most)s 个", least=poll.least, most=poll.most)),
        Row(_("一共有"), money(poll.budget_fen), _("选上的加起来不超过这些钱")),
    ]
    return Sheet(
        place=poll.area.name,
        number=_("居民投票"),
        mark=_("项"),
        seal=_("名单"),
        title=poll.title,
        address=address,
        rows=rows,
        columns=[
            Column(_("号")),
            Column(_("项目"), wide=True),
            Column(_("在哪里"), wide=True),
            Column(_("要多少钱"), right=True),
        ],
        lines=[
            [str(o.number), _named(o), o.here.place if o.here else "", money(o.cost_fen)] for o in options
        ],
        day=Day(_("投票到这天截止"), f"{weekday_day(poll.closes_at)} {clock(poll.closes_at)}"),
        how=_("怎么投"),
        ways=_ways(poll.area),
        foot=_foot(poll, _("%(day)s 开始投票", day=full_day(poll.opens_at)), OPENED),
    )


def result(poll: Poll, address: str) -> Sheet:
    """Return what a poll chose, and what it did not, by the votes that each got.

    Raises:
        NotCounted: there is no result that anybody may see.
    """
    if poll.stands not in (PollState.COUNTED, PollState.CERTIFIED):
        raise NotCounted
    options = sorted(
        polls.options(db.session(), poll.id), key=lambda o: (not o.selected, o.place or 0, o.number)
    )
    took_part = sum(poll_rolls.turnout(db.session(), poll.id).values())
    chosen = [option for option in options if option.selected]
    spent = Fen(sum(option.cost_fen for option in chosen))
    return Sheet(
        place=poll.area.name,
        number=_("居民投票"),
        mark=_("果"),
        seal=_("结果"),
        title=poll.title,
        address=address,
        rows=[
            Row(_("选上几个"), _("%(n)s 个，要 %(money)s", n=len(chosen), money=money(spent))),
            *([Row(_("几人投票"), _number(took_part))] if took_part else []),
        ],
        columns=[
            Column(_("号")),
            Column(_("项目"), wide=True),
            Column(_("要多少钱"), right=True),
            Column(_("得票"), right=True),
            Column(_("结果")),
        ],
        lines=[_line(option) for option in options],
        how=_("对计票有疑问"),
        ways=[
            _("扫右边的码，自己再数一遍"),
            _("到%(office)s，我们替您写", office=unit_of(poll.area)),
            *phone_of(poll.area),
        ],
        foot=_foot(poll, _("%(at)s 计票", at=day_clock(poll.counted_at)) if poll.counted_at else "", COUNTED),
    )


def _number(took_part: int) -> str:
    """Say how many took part as the open table says it: not where they are so few that they are known."""
    if is_small_cell(took_part, SMALLEST):
        return _("少于 %(n)s 人", n=SMALLEST)
    return _("%(n)s 人", n=took_part)


def _line(option: PollOption) -> list[str]:
    votes = str(option.votes) if option.votes is not None else "–"
    said = _("选上") if option.selected else _("没选上")
    return [str(option.number), _named(option), money(option.cost_fen), votes, said]


def _named(option: PollOption) -> str:
    number = option.here.number if option.here else option.own_code
    return f"{option.title} {number or ''}".strip()


def _foot(poll: Poll, said: str, verbs: Sequence[Action]) -> Foot:
    entry = posters.entry_of(db.session(), f"poll/{poll.id}", verbs)
    return Foot(unit_of(poll.area), said, rules=poll.spec_hash, entry=entry)


def _ways(area: Area) -> list[str]:
    return [
        _("扫右边的码，在手机上投"),
        _("到%(office)s投纸票，带上证件", office=unit_of(area)),
        *phone_of(area),
    ]
