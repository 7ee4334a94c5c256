"""The pack of a meeting on paper, for a hall without network: agenda, attendance, dossiers, counts and ballots."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.casting import CHOICES
from microprojects.domain.money import Fen, yuan
from microprojects.domain.thresholds import Bar
from microprojects.domain.votes import Share, needed
from microprojects.store.meetings import AgendaItem, Meeting
from microprojects.web import typesetting
from microprojects.web.council import dossier_words
from microprojects.web.filters import clock, weekday_day
from microprojects.web.language import is_english

_SHEET = Path(__file__).with_name("pack.typ")

Dossier = dict[str, Any]


def pack(
    meeting: Meeting,
    names: Sequence[str],
    items: Sequence[tuple[AgendaItem, Dossier]],
    quorum: Share,
    bar: Bar,
    ground: str,
    *,
    whole: bool = True,
) -> bytes | None:
    """Return the pack as PDF, None where the machine has no Chinese type.

    Without the whole it is a member's copy: agenda and dossiers, without attendance, counts and ballots.
    """
    font = typesetting.chinese_type()
    if font is None:
        return None
    need = needed(quorum, len(names))
    data = {
        "font": font,
        "lang": "en" if is_english() else "zh",
        "whole": whole,
        "title": meeting.title,
        "facts": [
            meeting.council.name,
            f"{weekday_day(meeting.starts_at)} {clock(meeting.starts_at)}{_('，')}{meeting.place}",
            *([_("召集：%(ground)s", ground=ground)] if ground else []),
            _("应到 %(due)s 人，要到 %(need)s 人才能表决。", due=len(names), need=need),
        ],
        "roster": list(names),
        "bars": [[n, bar.needed(due=len(names), present=n, recused=0)] for n in range(need, len(names) + 1)],
        "items": [_item(item, dossier) for item, dossier in items],
        "words": _words(),
    }
    return typesetting.set_sheet(_SHEET, json.dumps(data, ensure_ascii=False))


def _item(item: AgendaItem, dossier: Dossier) -> dict[str, Any]:
    return {
        "position": item.position,
        "title": item.project.title,
        "heading": _("第 %(n)s 项：%(title)s", n=item.position, title=item.project.title),
        "pairs": dossier_words.pairs(dossier),
        "cost": [
            [line["label"], line["quantity"], yuan(Fen(int(line["amount"])))] for line in dossier["cost"]
        ],
        "total": _("%(amount)s 元", amount=yuan(Fen(int(dossier["funds"]["total"])))),
        "funds": dossier_words.funds(dossier),
        "opinions": dossier_words.opinions(dossier),
    }


def _words() -> dict[str, Any]:
    choices = [_(word) for word in CHOICES.values()]
    return {
        "agenda": _("议程"),
        "bar": _("多少票通过"),
        "bar_note": _("可投票的人：到会的，减去这一项回避的。超上限和复议的项目线更高，以主持台为准。"),
        "present": _("可投票"),
        "need": _("要赞成"),
        "attendance": _("签到表"),
        "name": _("姓名"),
        "came": _("到"),
        "left": _("离开"),
        "sign": _("签名"),
        "cost": _("费用清单（元）"),
        "total": _("合计"),
        "opinions": _("商议意见"),
        "count": _("点票"),
        "counted": [_("可投票"), *choices],
        "signers": [_("监票人一"), _("监票人二"), _("记录员")],
        "ballot_note": _("纸票：沿虚线裁开，每位可投票的人一张，只选一项。写了名字、选了两项的不算。"),
        "choices": choices,
    }
