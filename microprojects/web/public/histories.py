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
    Action.PROJECT_SECOND: N_("附议"),
    Action.PROJECT_UNSECOND: N_("撤回附议"),
    Action.PROJECT_SCREEN: N_("填审查表"),
    Action.PROJECT_PROPOSE_DECLINE: N_("一人提出不予受理"),
    Action.PROJECT_RAISE_URGENT: N_("提为急事"),
    Action.PLAN_EDIT: N_("写方案"),
    Action.PLAN_SIGN_NEGATIVE_LIST: N_("签负面清单"),
    Action.PLAN_AGREE: N_("社区党委同意方案"),
    Action.COMMENT_WRITE: N_("发言"),
    Action.COMMENT_HIDE: N_("隐去一条发言"),
    Action.COUNCIL_EDIT: N_("议事会名册"),
    Action.MEETING_CALL: N_("召集会议"),
    Action.MEETING_SEND_DOSSIER: N_("发出会议材料"),
    Action.MEETING_OPEN: N_("开会"),
    Action.MEETING_CLOSE: N_("散会"),
    Action.MEETING_CANCEL: N_("取消会议"),
    Action.MEETING_SIGN_IN: N_("签到"),
    Action.MEETING_SIGN_OUT: N_("离会"),
    Action.ITEM_PRESENT: N_("介绍一项"),
    Action.MEMBER_RECUSE: N_("回避"),
    Action.VOTE_CAST: N_("投票"),
    Action.MINUTES_DRAFT: N_("起草纪要"),
    Action.MINUTES_APPROVE: N_("通过纪要"),
    Action.MINUTES_SIGN: N_("签署纪要"),
    Action.OBJECTION_REVIEW: N_("监督员看过答复"),
    Action.FUND_ALLOCATE: N_("下达资金"),
    Action.FUND_ADJUST: N_("调整资金"),
    Action.SUPPLIER_EDIT: N_("登记单位"),
    Action.PAYMENT_ENTER: N_("录付款"),
    Action.PAYMENT_REJECT: N_("退回付款"),
    Action.SURVEY_ANSWER: N_("收到一份评议"),
    Action.ARCHIVE_TICK: N_("核对档案"),
    Action.PERSON_VERIFY: N_("核实一位居民"),
    Action.ROLE_GRANT: N_("任职"),
    Action.ROLE_REVOKE: N_("免职"),
    Action.ACCOUNT_MANAGE: N_("管理账号"),
    Action.PARAMETER_SET: N_("改参数"),
    Action.ROUND_OPEN: N_("开放一轮"),
    Action.AREA_ADD: N_("登记社区"),
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


# What a project's timeline leaves out, because it happens very often.
_SMALL = {
    Action.PROJECT_SECOND,
    Action.PROJECT_UNSECOND,
    Action.COMMENT_WRITE,
    Action.SURVEY_ANSWER,
    Action.ARCHIVE_TICK,
    Action.PAYMENT_ENTER,
}


def told(lines: Sequence[Happened]) -> list[Told]:
    """Return what a reader should see of the journal, the newest first."""
    shown = []
    for line in reversed(lines):
        action = Action(line.verb)
        words = VERBS.get(action) or _MORE.get(action)
        if words is None or action in _SMALL:
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
