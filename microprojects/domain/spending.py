"""The rolling disclosure of money: which events are told, and the one sentence of each.

Source: domain research, section 9.2; 政府采购法实施条例 art. 50 (two working days).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from microprojects.domain.errors import N_
from microprojects.domain.money import Fen


class Event(StrEnum):
    """What happened to the money or on the site."""

    PROCUREMENT = "procurement"
    AWARD = "award"
    TENDER_FAILED = "tender_failed"
    CONTRACT = "contract"
    CONTRACT_TEXT = "contract_text"
    START = "start"
    CHANGE = "change"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    SOCIAL = "social"
    PAYMENT = "payment"
    REFUND = "refund"
    PROGRESS = "progress"
    COMPLETION = "completion"
    RECTIFICATION = "rectification"
    REINSPECTION = "reinspection"
    SETTLEMENT = "settlement"
    NOTE = "note"
    NOTE_ANSWER = "note_answer"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        """Return the event's name in the source language."""
        return LABELS[self]


LABELS: dict[Event, str] = {
    Event.PROCUREMENT: N_("开始采购"),
    Event.AWARD: N_("选定实施单位"),
    Event.TENDER_FAILED: N_("流标"),
    Event.CONTRACT: N_("签合同"),
    Event.CONTRACT_TEXT: N_("公开合同文本"),
    Event.START: N_("开工"),
    Event.CHANGE: N_("合同变更"),
    Event.SUSPENDED: N_("暂停施工"),
    Event.RESUMED: N_("恢复施工"),
    Event.SOCIAL: N_("自筹到账"),
    Event.PAYMENT: N_("付款"),
    Event.REFUND: N_("追回"),
    Event.PROGRESS: N_("报进度"),
    Event.COMPLETION: N_("报完工"),
    Event.RECTIFICATION: N_("整改"),
    Event.REINSPECTION: N_("整改完，再验收"),
    Event.SETTLEMENT: N_("结算"),
    Event.NOTE: N_("监督意见"),
    Event.NOTE_ANSWER: N_("答复监督意见"),
    Event.STOPPED: N_("项目终止"),
}

# The public record is written in the source language, so these are filled in once and kept.
HEADLINES: dict[Event, str] = {
    Event.PROCUREMENT: N_("开始采购，方式是%(mode)s。"),
    Event.AWARD: N_("选定%(supplier)s，报价 %(yuan)s 元，共 %(quotes)s 家报价。"),
    Event.TENDER_FAILED: N_("这次采购流标：%(reason)s"),
    Event.CONTRACT: N_("和%(supplier)s签合同 %(yuan)s 元，比批准少 %(saved)s 元。"),
    Event.CONTRACT_TEXT: N_("公开合同 %(number)s 的文本。"),
    Event.START: N_("开工。"),
    Event.CHANGE: N_("合同变更，%(by)s同意：由 %(was)s 元改为 %(now)s 元。"),
    Event.SUSPENDED: N_("暂停施工，预计 %(day)s 恢复。"),
    Event.RESUMED: N_("恢复施工。"),
    Event.SOCIAL: N_("自筹到账 %(yuan)s 元，%(donor)s出的。"),
    Event.PAYMENT: N_("付给%(payee)s %(yuan)s 元：%(purpose)s"),
    Event.REFUND: N_("%(payer)s退回 %(yuan)s 元：%(cause)s。"),
    Event.PROGRESS: N_("进度 %(percent)s%%。"),
    Event.COMPLETION: N_("报完工，等验收。"),
    Event.RECTIFICATION: N_("验收有 %(count)s 项不合格，%(day)s 前整改。"),
    Event.REINSPECTION: N_("整改完，再次验收。"),
    Event.SETTLEMENT: N_("结算 %(yuan)s 元，退回社区 %(returned)s 元。"),
    Event.NOTE: N_("监督员提出意见。"),
    Event.NOTE_ANSWER: N_("答复监督意见。"),
    Event.STOPPED: N_("项目终止，没付的 %(yuan)s 元退回社区。"),
}
# The same sentence where social money goes back too.
WITH_SOCIAL: dict[Event, str] = {
    Event.SETTLEMENT: N_("结算 %(yuan)s 元，退回社区 %(returned)s 元，自筹退还出资人 %(social)s 元。"),
    Event.STOPPED: N_("项目终止，没付的 %(yuan)s 元退回社区，没用的自筹 %(social)s 元退还出资人。"),
}


@dataclass(frozen=True)
class News:
    """One event that is told: on which day it happened, the amount that it is about, and the words of its sentence."""

    event: Event
    happened_on: date
    amount: Fen | None = None
    words: Mapping[str, object] = field(default_factory=dict)

    @property
    def headline(self) -> str:
        """Return the sentence in the source language, with what `then` says after it."""
        sentence = HEADLINES[self.event]
        if self.words.get("social"):
            sentence = WITH_SOCIAL.get(self.event, sentence)
        return sentence % self.words + str(self.words.get("then", ""))
