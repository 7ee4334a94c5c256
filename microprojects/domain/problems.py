"""What went wrong: of which kind an act of the record is, and every kind with its name and what is counted.

The journal is the record: most kinds are read from what an act is and what it says. How late an answer came, which
of several answers counts, what was published late and how content residents were, stand in no entry; those kinds are read from the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.states import State


class Open(StrEnum):
    """One kind of what is not put right yet."""

    UNANSWERED = "unanswered"
    UNFINISHED = "unfinished"
    UNRETURNED = "unreturned"
    UNPAID = "unpaid"
    UNPUBLISHED = "unpublished"


class Kind(StrEnum):
    """One kind of what went wrong at some day."""

    UPHELD = "upheld"
    LATE = "late"
    LATE_PUBLISHED = "late-published"
    NO_QUORUM = "no-quorum"
    VOIDED = "voided"
    NOT_ACCEPTED = "not-accepted"
    STOPPED = "stopped"
    MONEY_BACK = "money-back"
    CORRECTED = "corrected"
    TAKEN_DOWN = "taken-down"
    AUDIT = "audit"
    SPLIT = "split"
    DISCONTENT = "discontent"


@dataclass(frozen=True)
class Told:
    """A kind in words of the source language: its name, and what is counted."""

    name: str
    counts: str


OPEN: dict[Open, Told] = {
    Open.UNANSWERED: Told(N_("异议到期没答"), N_("过了答复的最后一天，还没有答复。")),
    Open.UNFINISHED: Told(N_("过了合同的日子没完工"), N_("合同约定的最后一天过了（变更延长的算在内），还没有完工。")),
    Open.UNRETURNED: Told(N_("审计要退的钱没退完"), N_("抽查审计查出有钱要退，还没有全部退回。")),
    Open.UNPAID: Told(N_("质保期满没付质保金"), N_("质保期过了，扣下的钱还没有付。")),
    Open.UNPUBLISHED: Told(N_("合同到期没公开"), N_("过了公开合同文本的最后一天，还没有公开。")),
}  # fmt: skip
KINDS: dict[Kind, Told] = {
    Kind.UPHELD: Told(N_("异议成立"), N_("异议成立或部分成立。街道、区里又答过的，看最后一次。")),
    Kind.LATE: Told(N_("异议晚答"), N_("过了最后一天才答复，街道和区里的也算。")),
    Kind.LATE_PUBLISHED: Told(N_("公开晚了"), N_("过了最后一天才公开，合同文本也算。")),
    Kind.NO_QUORUM: Told(N_("会没开成"), N_("到会的人不够，会没有开成。")),
    Kind.VOIDED: Told(N_("表决作废"), N_("方案退回再议，或票数数错更正，原来的表决不算。")),
    Kind.NOT_ACCEPTED: Told(N_("验收不合格"), N_("验收有不合格的，限期整改。")),
    Kind.STOPPED: Told(N_("项目终止"), N_("立项或表决以后停下来不办了。")),
    Kind.MONEY_BACK: Told(N_("钱退回来"), N_("付出去的钱追回了，或银行退了票。")),
    Kind.CORRECTED: Told(N_("公开内容更正"), N_("公开以后发现不对，出了新的一版。")),
    Kind.TAKEN_DOWN: Told(N_("公开内容撤下"), N_("公开的一版不该再看，撤下了。")),
    Kind.AUDIT: Told(N_("审计查出问题"), N_("抽查审计的结论是要退钱或要整改，看最后一版结论。")),
    Kind.SPLIT: Told(N_("认定拆分"), N_("监督员认定几个项目是拆开的一个。")),
    Kind.DISCONTENT: Told(N_("评议没达标"), N_("居民评议的满意率没到规定的线。收到的份数太少的不列。")),
}


@dataclass(frozen=True)
class Rule:
    """An act that tells of a kind: always, or where one of its facts is there or has one of some values."""

    kind: Kind
    act: Action
    fact: str = ""
    values: tuple[str | bool, ...] = ()

    def fits(self, act: str, facts: Mapping[str, object]) -> bool:
        """Return whether an act with its facts is told of by this rule."""
        if act != self.act or not self.fact:
            return act == self.act
        said = facts.get(self.fact)
        if not self.values:
            return self.fact in facts
        return any(said == each and type(said) is type(each) for each in self.values)


RULES: tuple[Rule, ...] = (
    Rule(Kind.NO_QUORUM, Action.MEETING_CLOSE, "inquorate", (True,)),
    Rule(Kind.VOIDED, Action.PROJECT_RECONSIDER),
    # With the third signature the right count is published; before, and when it is dropped, nothing changed.
    Rule(Kind.VOIDED, Action.VOTE_CORRECT, "disclosure"),
    Rule(Kind.NOT_ACCEPTED, Action.PROJECT_FAIL_INSPECTION),
    Rule(Kind.STOPPED, Action.PROJECT_CANCEL),
    Rule(Kind.STOPPED, Action.PROJECT_STOP_UNRATIFIED),
    Rule(Kind.STOPPED, Action.PROJECT_STOP_UPHELD),
    Rule(Kind.MONEY_BACK, Action.REFUND_RECORD),
    Rule(Kind.CORRECTED, Action.DISCLOSURE_CORRECT),
    Rule(Kind.TAKEN_DOWN, Action.DISCLOSURE_TAKE_DOWN),
    Rule(Kind.AUDIT, Action.AUDIT_RECORD, "outcome", ("refund", "rectify")),
    Rule(Kind.SPLIT, Action.SPLITTING_JUDGE, "verdict", ("found",)),
)
# Of these the last act about a project counts: a later version of an audit stands instead of an earlier one.
LAST_COUNTS: frozenset[Action] = frozenset({Action.AUDIT_RECORD})
# Of an objection the last answer counts, and it was right by these.
RIGHT: frozenset[str] = frozenset({"upheld", "partly"})
# Under contract and not done: the work is still owed.
OWING: frozenset[State] = frozenset(
    {State.CONTRACTED, State.IMPLEMENTING, State.CHANGING, State.SUSPENDED, State.RECTIFYING}
)


def kind_of(act: str, facts: Mapping[str, object]) -> Kind | None:
    """Return what went wrong by an act with its facts, None if nothing did."""
    return next((each.kind for each in RULES if each.fits(act, facts)), None)


def is_unfinished(state: State, last_day: date, today: date) -> bool:
    """Return whether the work of a contract is owed after its last day, which still belongs to it."""
    return state in OWING and today > last_day
