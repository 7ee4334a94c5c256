"""Suppliers in words: their average marks with what they are of, their contracts, and their share of the money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.money import Fen, yuan
from microprojects.domain.open_data.cells import organisation
from microprojects.domain.states import State
from microprojects.domain.supplier_marks import (
    ASPECTS,
    ENOUGH,
    SIDES,
    Average,
    share_permille,
    was_late,
)
from microprojects.domain.workdays import local_day
from microprojects.store.supplier_marks import SupplierMark
from microprojects.store.supplier_records import Share, Signed
from microprojects.web.filters import date_iso, money, state_label
from microprojects.web.language import joined
from microprojects.web.retold import retold


def name(full: str) -> str:
    """Return how a supplier is named in public: an organisation in full, of a person the family name only."""
    return organisation(full)


def average(found: Average | None) -> str:
    """Say what the marks of a supplier come to; of too few contracts nothing but how many there are."""
    if found is None:
        return _("还没有打过分")
    if not found.is_shown:
        return _("打过分的合同 %(n)s 份，满 %(m)s 份才给平均分", n=found.contracts, m=ENOUGH)
    return _("平均 %(points)s 分（5 分满，%(n)s 份合同）", points=tenths(found.overall), n=found.contracts)


def aspects(found: Average) -> list[tuple[str, str]]:
    """Return the average of each aspect."""
    return [(_(label), tenths(found.tenths[aspect])) for aspect, label in ASPECTS.items()]


def tenths(number: int) -> str:
    """Return tenths of a point as a number with one decimal."""
    return f"{number // 10}.{number % 10}"


def percent(part: Fen, whole: Fen) -> str:
    """Return a share of a sum as a percentage with one decimal."""
    return f"{tenths(share_permille(part, whole))}%"


def standing(each: Signed, today: date) -> str:
    """Say whether a contract was or is late, and how often it was changed."""
    told = [str(state_label(each.state))]
    if _late(each, today):
        told.append(_("没有按期完工"))
    if each.changes:
        told.append(_("变更 %(n)s 次", n=each.changes))
    return _("，").join(told)


def summary(found: Sequence[Signed], today: date) -> str:
    """Say how many contracts, for how much, what was paid, how many changed, how many late and how many were ended."""
    late = sum(_late(each, today) for each in found)
    told = _(
        "一共 %(n)s 份合同，%(fen)s，已付 %(paid)s；有变更的 %(changed)s 份，没有按期完工的 %(late)s 份。",
        n=len(found),
        fen=money(Fen(sum(each.amount_fen for each in found))),
        paid=money(Fen(sum(each.paid_fen for each in found))),
        changed=sum(1 for each in found if each.changes),
        late=late,
    )
    ended = [each.amount_fen for each in found if each.state is State.CANCELLED]
    return joined((told, _ended_words(len(ended), Fen(sum(ended)))))


def _ended_words(count: int, fen: Fen) -> str:
    """Say how many of the contracts were ended; nothing where none was."""
    return _("有 %(n)s 份合同已经终止，%(fen)s，也算在里面。", n=count, fen=money(fen)) if count else ""


def _late(each: Signed, today: date) -> bool:
    """Return whether a contract was or is late; one that was stopped is looked at on the day of the stop."""
    completed = local_day(each.completed_at) if each.completed_at else None
    return was_late(
        each.ends_on, completed, local_day(each.since) if each.state is State.CANCELLED else today
    )


def contract_rows(found: Sequence[Signed], today: date) -> list[list[Any]]:
    """Return the contracts as rows: day, project with how it stands, sum, what was paid of it."""
    return [
        [
            date_iso(each.signed_on),
            {
                "text": each.title,
                "small": f"{each.community}{_('，')}{standing(each, today)}",
                "url": f"/projects/{each.number}",
            },
            {"text": yuan(each.amount_fen), "small": _("已终止"), "url": None}
            if each.state is State.CANCELLED
            else yuan(each.amount_fen),
            yuan(each.paid_fen),
        ]
        for each in found
    ]


def contract_total(found: Sequence[Signed]) -> list[str]:
    """Return the last row under the contracts: their sum, and what was paid of them."""
    sums = (Fen(sum(fen)) for fen in zip(*((each.amount_fen, each.paid_fen) for each in found), strict=True))
    return [_("%(n)s 份合计", n=len(found)), "", *map(yuan, sums)]


def share_rows(found: Sequence[Share], marks: dict[int, Average]) -> list[list[Any]]:
    """Return the suppliers of a year as rows: who with the marks, contracts, sum and what of it was ended, paid, share."""
    whole = Fen(sum(each.contracted_fen for each in found))
    return [
        [
            {
                "text": name(each.name),
                "small": average(marks.get(each.supplier_id)),
                "url": f"/suppliers/{each.supplier_id}",
            },
            str(each.contracts),
            {
                "text": yuan(each.contracted_fen),
                "small": _("其中 %(n)s 份已终止，%(fen)s", n=each.ended, fen=yuan(each.ended_fen))
                if each.ended
                else "",
                "url": None,
            },
            yuan(each.paid_fen),
            percent(each.contracted_fen, whole),
        ]
        for each in found
    ]


def concentration(found: Sequence[Share]) -> str:
    """Say how much of the money the largest and the three largest have."""
    whole = Fen(sum(each.contracted_fen for each in found))
    first, three = (Fen(sum(each.contracted_fen for each in found[:n])) for n in (1, 3))
    told = _(
        "合同一共 %(fen)s，%(n)s 家单位。最多的一家占 %(first)s，前三家占 %(three)s。",
        fen=money(whole),
        n=len(found),
        first=percent(first, whole),
        three=percent(three, whole),
    )
    ended = _ended_words(sum(each.ended for each in found), Fen(sum(each.ended_fen for each in found)))
    paid = _("已付 %(paid)s。", paid=money(Fen(sum(each.paid_fen for each in found))))
    return joined((told, paid, ended))


def marks(found: Sequence[SupplierMark], signed: Sequence[Signed]) -> list[dict[str, Any]]:
    """Return the contracts that have marks, each with its project and what both sides said."""
    given: dict[int, list[str]] = {}
    for mark in found:
        given.setdefault(mark.contract_id, []).append(said(mark))
    return [
        {"number": each.number, "title": each.title, "says": given[each.contract_id]}
        for each in signed
        if each.contract_id in given
    ]


def said(mark: SupplierMark) -> str:
    """Say the marks of one side for one contract."""
    points = _("，").join(f"{_(label)} {mark.points[aspect]}" for aspect, label in ASPECTS.items())
    told = _(
        "%(day)s %(side)s：%(points)s。%(words)s",
        day=date_iso(mark.given_at),
        side=_(SIDES[mark.side]),
        points=points,
        words=retold(mark.words),
    )
    return (
        told + _("（第 %(n)s 版，改的理由：%(why)s）", n=mark.version, why=retold(mark.reason))
        if mark.reason
        else told
    )
