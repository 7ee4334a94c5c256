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
    """Say in one sentence how many contracts, for how much, how many changed and how many late."""
    late = sum(_late(each, today) for each in found)
    return _(
        "一共 %(n)s 份合同，%(fen)s；有变更的 %(changed)s 份，没有按期完工的 %(late)s 份。",
        n=len(found),
        fen=money(Fen(sum(each.amount_fen for each in found))),
        changed=sum(1 for each in found if each.changes),
        late=late,
    )


def _late(each: Signed, today: date) -> bool:
    """Return whether a contract was or is late; one that was stopped is looked at on the day of the stop."""
    completed = local_day(each.completed_at) if each.completed_at else None
    return was_late(
        each.ends_on, completed, local_day(each.since) if each.state is State.CANCELLED else today
    )


def contract_rows(found: Sequence[Signed], today: date) -> list[list[Any]]:
    """Return the contracts as rows: day, project with how it stands, sum."""
    return [
        [
            date_iso(each.signed_on),
            {
                "text": each.title,
                "small": f"{each.community}{_('，')}{standing(each, today)}",
                "url": f"/projects/{each.number}",
            },
            yuan(each.amount_fen),
        ]
        for each in found
    ]


def share_rows(found: Sequence[Share], marks: dict[int, Average]) -> list[list[Any]]:
    """Return the suppliers of a year as rows: who with the marks, contracts, sum, share."""
    whole = Fen(sum(each.contracted_fen for each in found))
    return [
        [
            {
                "text": name(each.name),
                "small": average(marks.get(each.supplier_id)),
                "url": f"/suppliers/{each.supplier_id}",
            },
            str(each.contracts),
            yuan(each.contracted_fen),
            percent(each.contracted_fen, whole),
        ]
        for each in found
    ]


def concentration(found: Sequence[Share]) -> str:
    """Say how much of the money the largest and the three largest have."""
    whole = Fen(sum(each.contracted_fen for each in found))
    first, three = (Fen(sum(each.contracted_fen for each in found[:n])) for n in (1, 3))
    return _(
        "合同一共 %(fen)s，%(n)s 家单位。最多的一家占 %(first)s，前三家占 %(three)s。",
        fen=money(whole),
        n=len(found),
        first=percent(first, whole),
        three=percent(three, whole),
    )


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
