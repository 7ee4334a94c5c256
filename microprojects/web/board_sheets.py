"""What stands on the sheet for the paper board: the few facts that fit one page, large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.disclosure_fields import word
from microprojects.domain.disclosures import Body, amount, in_fen
from microprojects.domain.money import Fen
from microprojects.store.areas import Area
from microprojects.store.disclosures import Disclosure
from microprojects.web.filters import day, full_day, money, month
from microprojects.web.language import is_english
from microprojects.web.retold import retold

_LONGEST = 60
_MOST = 7


@dataclass(frozen=True)
class Row:
    """One fact: what it is, the answer, a smaller line; the votes are drawn under the one that `shows_votes`."""

    term: str
    words: str
    small: str = ""
    shows_votes: bool = False


@dataclass(frozen=True)
class Seats:
    """The numbers of a vote and its bar."""

    in_favour: int
    against: int
    abstain: int
    need_for: int


def rows(row: Disclosure) -> list[Row]:
    """Return the facts of a sheet in the order of reading; at most seven."""
    of_kind = {"decision": _decision, "spending": _spending, "result": _result}[row.kind]
    return list(of_kind(row.body))[:_MOST]


def seats(row: Disclosure) -> Seats | None:
    """Return the vote to draw, None where the sheet tells of none."""
    vote = row.body.get("vote")
    if not isinstance(vote, Mapping):
        return None
    found = [vote.get(name) for name in ("in_favour", "against", "abstain", "need_for")]
    if not all(isinstance(number, int) and 0 <= number <= 60 for number in found):
        return None
    return Seats(*(int(number or 0) for number in found))


def ways(area: Area) -> list[str]:
    """Return the four ways to speak, of which only the first needs a telephone."""
    office = area.office_name or area.name
    found = [_("扫右边的码")]
    if area.office_phone:
        found.append(
            _(
                "打电话 %(phone)s（%(hours)s）",
                phone=area.office_phone,
                hours=area.office_hours or _("工作日"),
            )
        )
    found.append(_("到%(office)s，我们替您写", office=office))
    found.append(_("写信投公告栏下的意见箱"))
    return found


def _decision(body: Body) -> Iterator[Row]:
    if (whole := amount(body)) is not None:
        yield Row(_("要多少钱"), money(whole), _sources(body))
    if isinstance(meeting := body.get("meeting"), Mapping):
        yield Row(_("谁定的"), _who(meeting), _present(meeting))
    if isinstance(vote := body.get("vote"), Mapping) and isinstance(vote.get("in_favour"), int):
        yield Row(
            _("怎么投的"),
            _count(vote),
            _("实心赞成，斜线反对，空心弃权；过线 %(n)s 票", n=vote.get("need_for")),
            True,
        )
    if isinstance(at_once := body.get("fast_track"), Mapping):
        yield Row(_("为什么先办"), str(at_once.get("reason", ""))[:_LONGEST], _headline(body))
    if time := _time(body):
        yield Row(_("什么时候做"), time)


def _spending(body: Body) -> Iterator[Row]:
    yield Row(_("有什么新事"), _headline(body), _day(body.get("date_on")))
    for name, term in (
        ("approved_fen", _("批准")),
        ("contract_fen", _("合同")),
        ("paid_fen", _("已付")),
        ("refunded_fen", _("已追回")),
    ):
        if fen := in_fen(body.get(name)):
            yield Row(term, money(fen))
    if isinstance(contract := body.get("contract"), Mapping) and contract.get("supplier"):
        yield Row(_("谁来做"), str(contract["supplier"])[:_LONGEST])
        if time := _time(contract):
            yield Row(_("什么时候做"), time, _warranty(body))


def _result(body: Body) -> Iterator[Row]:
    yield Row(_("做得怎么样"), _headline(body))
    for name, term in (
        ("approved_fen", _("批准")),
        ("contract_fen", _("合同")),
        ("settlement_fen", _("结算")),
    ):
        if fen := in_fen(body.get(name)):
            yield Row(term, money(fen))
    if aftercare := body.get("aftercare_owner"):
        small = " ".join(filter(None, (str(body.get("aftercare_phone", "")), _warranty(body))))
        yield Row(_("坏了找谁"), str(aftercare)[:_LONGEST], small)


def _headline(body: Body) -> str:
    """Return the sentence that tells what is new; English needs more letters for it."""
    return retold(str(body.get("headline", "")))[: _LONGEST * (3 if is_english() else 1)]


def _sources(body: Body) -> str:
    fiscal, social = in_fen(body.get("fiscal_fen")), in_fen(body.get("social_fen"))
    cap = in_fen(body.get("cap_fen"))
    limit = (
        _("%(type)s上限 %(cap)s", type=_(word("type", str(body.get("type", "")))), cap=money(cap))
        if cap
        else ""
    )
    if not social:
        return _("全部为财政资金。%(limit)s", limit=limit)
    return _(
        "财政 %(fiscal)s，自筹 %(social)s。%(limit)s",
        fiscal=money(fiscal or Fen(0)),
        social=money(social),
        limit=limit,
    )


def _who(meeting: Mapping[str, Any]) -> str:
    return _("%(council)s，%(day)s", council=meeting.get("council", ""), day=_day(meeting.get("held_on")))


def _present(meeting: Mapping[str, Any]) -> str:
    return _(
        "应到 %(due)s 人，实到 %(present)s 人，回避 %(recused)s 人",
        due=meeting.get("due"),
        present=meeting.get("present"),
        recused=meeting.get("recused"),
    )


def _count(vote: Mapping[str, Any]) -> str:
    said = _("通过") if vote.get("carried", True) else _("未通过")
    return _(
        "%(said)s：赞成 %(a)s，反对 %(b)s，弃权 %(c)s",
        said=said,
        a=vote.get("in_favour"),
        b=vote.get("against"),
        c=vote.get("abstain"),
    )


def _time(body: Body) -> str:
    start, end = _date(body.get("starts_on")), _date(body.get("ends_on"))
    if start is None or end is None:
        return ""
    return _("%(start)s到%(end)s", start=month(start), end=month(end))


def _warranty(body: Body) -> str:
    until = _date(body.get("warranty_until_on"))
    return _("质保到%(day)s", day=full_day(until)) if until else ""


def _day(value: object) -> str:
    found = _date(value)
    return day(found) if found else ""


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
