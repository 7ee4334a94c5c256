"""A sampled audit in words: what is drawn from, what was drawn, what came of it, and how to draw it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.audits import OUTCOMES, lots
from microprojects.domain.money import Fen, yuan
from microprojects.domain.refunds import outstanding
from microprojects.store.audit_lists import Listed, Owing
from microprojects.store.audits import AuditList, AuditResult, Drawn
from microprojects.web.filters import date_iso, day, money
from microprojects.web.language import joined
from microprojects.web.retold import retold

PYTHON = """\
import hashlib
listed = open("list.txt", "rb").read()
dice = "{dice}"
seed = hashlib.sha256(b"pb-lot-v1\\0" + hashlib.sha256(listed).digest() + dice.encode()).digest()
numbers = listed.decode().split()
print(sorted(numbers, key=lambda n: hashlib.sha256(seed + n.encode()).digest())[:{sample}])
"""


def title(found: AuditList) -> str:
    """Return what a list is called."""
    return _(
        "%(place)s %(year)s 年第 %(quarter)s 季度抽查审计",
        place=found.area.name,
        year=found.year,
        quarter=found.quarter,
    )


def standing(found: AuditList) -> str:
    """Return how far a list has come."""
    words = {"n": found.size, "k": found.sample, "percent": found.percent}
    said = _("名单上 %(n)s 个项目，抽 %(percent)s%%，就是 %(k)s 个。", **words)
    if found.lot is None:
        return joined((said, _("名单%(day)s定下，还没有抽签。", day=day(found.fixed_at))))
    return joined((said, _("%(day)s抽了签。", day=day(found.lot.drawn_at))))


def columns() -> list[tuple[str, str]]:
    """Return the columns of the list."""
    return [(_("第几"), "d"), (_("项目"), ""), (_("结算（元）"), "n"), (_("抽签"), "")]


def rows(found: AuditList, listed: Sequence[Listed]) -> list[list[Any]]:
    """Return the list in its order, with the lot of each once the dice are known."""
    drawn = (
        {number: lot for lot, number in lots(found.lot.seed, [e.number for e in listed])} if found.lot else {}
    )
    return [
        [
            str(place),
            {
                "text": each.number,
                "small": f"{each.title}{_('，')}{each.community}",
                "url": f"/projects/{each.number}",
            },
            yuan(each.settled_fen),
            {
                "text": _("第 %(n)s 个抽中", n=each.rank)
                if each.rank
                else _("没抽中")
                if drawn
                else _("还没抽"),
                "small": drawn[each.number][:16] + "…" if drawn else "",
                "url": None,
            },
        ]
        for place, each in enumerate(listed, start=1)
    ]


def results(listed: Sequence[Listed]) -> list[dict[str, str]]:
    """Return what came of each audit, in the order in which the projects were drawn."""
    drawn = sorted((each for each in listed if each.rank), key=lambda each: each.rank or 0)
    return [
        {
            "number": each.number,
            "title": each.title,
            "says": _result(each.result, each.back_fen)
            if each.result
            else _("还没有审计结论。没有结论不能办结。"),
        }
        for each in drawn
    ]


def of_project(found: Drawn) -> dict[str, Any]:
    """Return what the page of a project tells of its audit."""
    return {
        "list_id": found.list.id,
        "title": title(found.list),
        "says": _result(found.result, found.back_fen)
        if found.result
        else _("抽中了，还没有审计结论。没有结论不能办结。"),
        "before": [
            _("%(day)s原来写的：", day=day(each.recorded_at)) + _result(each) for each in found.results[1:]
        ],
    }


def python_lines(found: AuditList) -> str:
    """Return a few lines of Python that draw again from the downloaded list."""
    return PYTHON.format(dice=found.lot.dice if found.lot else "", sample=found.sample)


def owed(found: Owing) -> str:
    """Return how much an audit found, how much came back, and how much is outstanding."""
    return _standing(found.refund_fen, found.back_fen)


def _standing(found: Fen, back: Fen) -> str:
    rest = outstanding(found, back)
    said = [_("要退 %(fen)s", fen=money(found)), _("已退回 %(fen)s", fen=money(back))]
    said.append(_("还差 %(fen)s", fen=money(rest)) if rest else _("退齐了"))
    return _("，").join(said)


def _result(each: AuditResult, back: Fen | None = None) -> str:
    said = [f"{date_iso(each.recorded_at)} {_(OUTCOMES[each.outcome])}"]
    if each.refund_fen and back is not None:
        said.append(_standing(each.refund_fen, back))
    elif each.refund_fen:
        said.append(_("要退 %(fen)s", fen=money(each.refund_fen)))
    told = _("，").join(said) + _("。") + retold(each.words)
    return told + _("改的理由：%(why)s", why=retold(each.reason)) if each.reason else told
