"""What a disclosure tells in one plain sentence of at most forty characters, made of its fields when it is read.

The record is not touched: bodies that were published before sentences were this short keep their bytes, and this
sentence stands beside them. It names no person and no firm, only the project, sums, shares and days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from microprojects.domain.disclosures import Body, in_fen
from microprojects.domain.errors import N_
from microprojects.domain.money import CEILING, yuan
from microprojects.domain.spending import LABELS, Event

LONGEST = 40
_CHANGED = "表决同意合同变更"  # as the sentence of such a decision says
_COLON, _MORE = "：", "…"
_PASSED = N_("通过，要花 %(yuan)s 元，公示 %(days)s 天")
_PASSED_SHORT = N_("通过，要花 %(yuan)s 元")
_PASSED_BARE = N_("表决通过，正在公示")
_CHANGE = N_("合同变更通过，公示 %(days)s 天")
_FAILED = N_("更正票数，没有通过")
_AT_ONCE = N_("应急先办，要花 %(yuan)s 元")
_RATIFIED = N_("应急先办，议事会追认了")
_RATED = N_("花了 %(yuan)s 元，%(percent)s%% 满意")
_RATED_UNTOLD = N_("花了 %(yuan)s 元，评议完了")
_ACCEPTED = N_("验收合格，花了 %(yuan)s 元")
_ACCEPTED_BARE = N_("验收合格")
_NEWS = N_("资金有新事")
_WITH_SUM: dict[str, str] = {
    Event.AWARD: N_("选定实施单位，报价 %(yuan)s 元"),
    Event.CONTRACT: N_("签合同 %(yuan)s 元"),
    Event.SOCIAL: N_("自筹到账 %(yuan)s 元"),
    Event.PAYMENT: N_("付款 %(yuan)s 元"),
    Event.REFUND: N_("退回 %(yuan)s 元"),
    Event.SETTLEMENT: N_("结算 %(yuan)s 元"),
}
# All that a sentence can be, for whoever translates them.
TAILS: tuple[str, ...] = (
    _PASSED, _PASSED_SHORT, _PASSED_BARE, _CHANGE, _FAILED, _AT_ONCE, _RATIFIED, _RATED, _RATED_UNTOLD, _ACCEPTED,
    _ACCEPTED_BARE, _NEWS, *_WITH_SUM.values(), *LABELS.values(),
)  # fmt: skip


@dataclass(frozen=True)
class Headline:
    """One sentence: of which project, and what is so, with its facts still apart."""

    title: str
    message: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def tail(self) -> str:
        """Return what is so, in the source language."""
        return self.message % self.facts if self.facts else self.message.replace("%%", "%")

    @property
    def text(self) -> str:
        """Return the whole sentence in the source language, at most LONGEST characters of it."""
        return fitted(self.title, self.tail)


def of(kind: str, body: Body, *, title: str = "") -> Headline:
    """Return the headline of a disclosure by what its body says; `title` stands in where the body names none."""
    named = body.get("title")
    name = " ".join((named if isinstance(named, str) and named.strip() else title).split())
    message, facts = _TELLERS.get(kind, _spending)(body)
    return Headline(name, message, facts)


def fitted(title: str, tail: str) -> str:
    """Return title and tail as one sentence of at most LONGEST characters: what does not fit is cut off the title."""
    if not title:
        return tail[:LONGEST]
    room = LONGEST - len(tail) - len(_COLON)
    if room < 2:
        return tail[:LONGEST]
    return (title if len(title) <= room else title[: room - 1] + _MORE) + _COLON + tail


def _decision(body: Body) -> tuple[str, dict[str, str]]:
    sums, days = _sum(body, "amount_fen", "total_fen"), _number(_part(body, "notice").get("days"))
    if body.get("ratification"):
        return _RATIFIED, {}
    if body.get("fast_track") and sums:
        return _AT_ONCE, sums
    if _part(body, "vote").get("carried") is False:
        return _FAILED, {}
    if days and _CHANGED in str(body.get("headline", "")):
        return _CHANGE, {"days": days}
    if sums and days:
        return _PASSED, {**sums, "days": days}
    return (_PASSED_SHORT, sums) if sums else (_PASSED_BARE, {})


def _spending(body: Body) -> tuple[str, dict[str, str]]:
    event = body.get("event")
    known = event if isinstance(event, str) and event in set(Event) else ""
    sums = _sum(body, "amount_fen")
    if known in _WITH_SUM and sums:
        return _WITH_SUM[known], sums
    return (LABELS[Event(known)], {}) if known else (_NEWS, {})


def _result(body: Body) -> tuple[str, dict[str, str]]:
    sums = _sum(body, "settlement_fen", "amount_fen")
    survey = _part(body, "survey")
    percent = _number(_part(survey, "percents").get("overall"))
    if sums and percent:
        return _RATED, {**sums, "percent": percent}
    if sums and survey:
        return _RATED_UNTOLD, sums
    return (_ACCEPTED, sums) if sums else (_ACCEPTED_BARE, {})


_TELLERS = {"decision": _decision, "spending": _spending, "result": _result}


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def _sum(body: Body, *names: str) -> dict[str, str]:
    """Return the first amount that is there, in yuan and without a bare fraction; nothing where none makes sense."""
    for name in names:
        fen = in_fen(body.get(name))
        if fen is not None and 0 <= fen < CEILING:
            return {"yuan": yuan(fen).removesuffix(".00")}
    return {}


def _number(value: object) -> str:
    """Return a count as it is told; nothing where it is none that could stand there."""
    text = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdigit() and len(text) <= 3 else ""
