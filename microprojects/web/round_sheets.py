"""The sheets of a community's year for the paper board: the call for proposals, and the money of each month."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound
from microprojects.domain.money import Fen
from microprojects.domain.proposals import THEMES, TYPES
from microprojects.store import posters, rulebooks
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.posters import Paid
from microprojects.store.programmes import Round, round_of
from microprojects.web.board_sheets import Row
from microprojects.web.filters import day, full_day, money, month, weekday_day
from microprojects.web.posters import Column, Day, Foot, Sheet, phone_of, unit_of

_MONTH = re.compile(r"2[01][0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)


def call(round_: Round, address: str) -> Sheet:
    """Return the call for proposals: what may be proposed, up to how much, until when, and how without a telephone."""
    area, rules = round_.area, rulebooks.parsed(round_.rulebook)
    caps = [
        _("%(type)s %(cap)s", type=_(word), cap=money(Fen(rules.number(f"caps_fen.{key}"))))
        for key, word in TYPES.items()
    ]
    entry = posters.entry_of(db.session(), f"round/{area.slug}/{round_.year}", (Action.ROUND_OPEN,))
    said = _("%(day)s起征集", day=full_day(round_.opens_on))
    return Sheet(
        place=area.name,
        number=_("%(year)s 年", year=round_.year),
        mark=_("征"),
        seal=_("征集"),
        title=_("家门口的小事，您来提"),
        address=address,
        rows=[
            Row(
                _("能提什么"),
                _("身边的小事，邻居多数用得上"),
                _("、").join(_(word) for word in THEMES.values()),
            ),
            Row(_("不能提"), _("别的单位本来该办的、只有一户受益的"), _("全部十二条，扫码或到窗口看")),
            Row(_("最多多少钱"), caps[0], _("，").join(caps[1:])),
            Row(_("谁能提"), _("住在本社区、满 %(n)s 岁", n=rules.number("eligibility.min_age_propose"))),
        ],
        day=Day(
            _("提到这天 24 时为止"),
            weekday_day(round_.closes_on),
            (_("从 %(day)s起", day=day(round_.opens_on)), ""),
        ),
        how=_("怎么提"),
        ways=[
            _("扫右边的码"),
            _("到%(office)s拿一张表，我们也可以替您写", office=unit_of(area)),
            *phone_of(area),
            _("写在纸上，投公告栏下的意见箱"),
        ],
        foot=Foot(unit_of(area), said, rules=round_.rulebook.hash, entry=entry),
    )


def month_of(text: str) -> tuple[date, date]:
    """Return the first and the last day of a month written as 2026-11.

    Raises:
        NotFound: it is no month.
    """
    if not _MONTH.fullmatch(text):
        raise NotFound
    first = date(int(text[:4]), int(text[5:]), 1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def monthly(area: Area, first: date, last: date, address: str) -> Sheet:
    """Return every payment of a community in a month, line by line, with the sums.

    Source: 《山东省村务公开条例》 art. 12 (逐项逐笔，每月).
    """
    lines = posters.paid_in(db.session(), area, first, last)
    entry = posters.entry_of_payments(db.session(), lines)
    round_ = round_of(db.session(), area.id, last)
    paid = Fen(sum(line.amount_fen for line in lines if not line.returned))
    back = Fen(-sum(line.amount_fen for line in lines if line.returned))
    came_back = (
        _("退回 %(back)s，净付 %(net)s", back=money(back), net=money(Fen(paid - back))) if back else ""
    )
    return Sheet(
        place=area.name,
        number=_("每月公开"),
        mark=_("款"),
        seal=_("明细"),
        title=_("%(month)s的钱", month=month(first)),
        address=address,
        rows=[Row(_("付了多少"), money(paid), came_back), Row(_("几笔"), _("%(n)s 笔", n=len(lines)))],
        columns=[
            Column(_("日期")),
            Column(_("项目"), wide=True),
            Column(_("付给谁、做什么"), wide=True),
            Column(_("金额（元）"), right=True),
        ],
        lines=[_line(line) for line in lines],
        sums=["", _("合计"), "", money(Fen(paid - back))] if lines else (),
        empty=_("这个月没有付款。"),
        how=_("有疑问"),
        ways=[_("扫右边的码，看每一笔"), _("到%(office)s看凭证", office=unit_of(area)), *phone_of(area)],
        foot=Foot(
            unit_of(area),
            _("%(first)s到%(last)s", first=full_day(first), last=day(last)),
            rules=round_.rulebook.hash if round_ else "",
            entry=entry,
        ),
    )


def _line(line: Paid) -> list[str]:
    said = [line.payee, line.what, _("凭证 %(n)s", n=line.voucher) if line.voucher else ""]
    if line.returned:
        said.insert(0, _("退回"))
    return [day(line.on), f"{line.title} {line.number}", " ".join(filter(None, said)), money(line.amount_fen)]
