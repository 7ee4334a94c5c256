"""The journal of a project as the timeline of its page: what happened, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.actions import VERBS, Action
from microprojects.domain.errors import N_
from microprojects.domain.money import Fen
from microprojects.store.journal import JournalEntry
from microprojects.store.records import Happened
from microprojects.web.filters import money

_MORE: dict[Action, str] = {
    Action.OBJECTION_FILE: N_("收到异议"),
    Action.OBJECTION_REPLY: N_("答复异议"),
    Action.PROJECT_FILE: N_("街道备案"),
    Action.QUOTE_ADD: N_("收到报价"),
    Action.PAYMENT_APPROVE: N_("付款"),
    Action.REFUND_RECORD: N_("退款"),
    Action.PROGRESS_REPORT: N_("报进度"),
    Action.NOTE_WRITE: N_("监督员意见"),
    Action.NOTE_ANSWER: N_("答复监督员"),
    Action.INSPECTION_RECORD: N_("登记验收"),
    Action.SETTLEMENT_RECORD: N_("登记结算"),
    Action.SOCIAL_RECORD: N_("自筹到账"),
    Action.DISCLOSURE_CORRECT: N_("更正公开内容"),
    Action.DISCLOSURE_TAKE_DOWN: N_("因个人信息更正撤下一版"),
    Action.DISCLOSURE_POSTED: N_("贴上公示栏"),
    Action.CONTRACT_PUBLISH: N_("公开合同"),
    Action.OPINION_GIVE: N_("书面意见"),
    Action.PLAN_ALLOW_OVER_CAP: N_("街道领导同意超上限"),
    Action.IMPROVEMENT_FILE: N_("写改进计划"),
    Action.VOTE_CLOSE: N_("表决结束"),
}
_SEALS = {
    Action.PROJECT_PASS,
    Action.PROJECT_SIGN_CONTRACT,
    Action.PAYMENT_APPROVE,
    Action.PROJECT_SETTLE,
    Action.DISCLOSURE_CORRECT,
}


@dataclass(frozen=True)
class Told:
    """One entry of the timeline."""

    day: datetime
    title: str
    text: str
    url: str
    is_seal: bool
    is_todo: bool = False


def told(lines: Sequence[Happened]) -> list[Told]:
    """Return what a reader should see of the journal, the newest first."""
    shown = []
    for line in reversed(lines):
        action = Action(line.verb)
        words = VERBS.get(action) or _MORE.get(action)
        if words is None:
            continue
        url = f"/journal/entries/{line.seq}"
        shown.append(Told(line.at, _(words), _facts(line.facts), url, action in _SEALS))
    return shown


@dataclass(frozen=True)
class Line:
    """One line of the public journal; see the macro `journal`."""

    number: int
    words: str
    at: datetime
    digest: str
    url: str


def lines(entries: Sequence[JournalEntry]) -> list[Line]:
    """Return journal entries as lines that a reader understands."""
    return [
        Line(
            e.seq,
            f"{_verb(e.verb)} · {e.subject.split('/', 1)[-1]}",
            e.at,
            e.hash,
            f"/journal/entries/{e.seq}",
        )
        for e in entries
    ]


def _verb(verb: str) -> str:
    """Return the words of a verb, or the verb itself where it has none."""
    if verb not in set(Action):
        return verb
    action = Action(verb)
    words = VERBS.get(action) or _MORE.get(action)
    return _(words) if words else verb


def _facts(facts: Mapping[str, Any]) -> str:
    amount = facts.get("amount_fen")
    parts = []
    if isinstance(amount, (str, int)) and str(amount).isdigit():
        parts.append(money(Fen(int(amount))))
    percent = facts.get("percent")
    if isinstance(percent, int):
        parts.append(f"{percent}%")
    return "，".join(parts)
