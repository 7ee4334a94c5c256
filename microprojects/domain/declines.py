"""On what grounds a proposal is declined, and what the two who sign it and the one who answers an appeal may not do."""

from __future__ import annotations

from dataclasses import dataclass

from microprojects.domain import negative_list
from microprojects.domain.errors import N_, NotPermitted, Refusal

OUT_OF_AREA = "AREA"
LONGEST_REASON = 1000
LONGEST_APPEAL = 2000


@dataclass(frozen=True)
class Ground:
    """One ground: its code, the rule, where to go instead, and where the rule comes from."""

    code: str
    rule: str
    instead: str
    source: str


class UnknownGround(Refusal):
    """There is no such ground."""

    code = "unknown-ground"
    status = 422
    message = N_("没有“%(wanted)s”这个理由。请从负面清单 N1 到 N12，或“不在本社区范围内”里选一个。")


class OnlyAdvice(Refusal):
    """An advisory line warns; by itself it declines nothing."""

    code = "only-advice"
    status = 422
    message = N_("%(code)s 只作提醒，不能单凭它不予受理。请选另一条，或受理后放进储备。")


class DeclineWaiting(Refusal):
    """A decline that somebody signed waits for the second person."""

    code = "decline-waiting"
    message = N_("有一份不予受理已经签了一人，等另一人确认。请先确认，或先撤下它。")


class NoDeclineWaiting(Refusal):
    """Nobody has proposed a decline that still stands."""

    code = "no-decline-waiting"
    message = N_("现在没有等人确认的不予受理。请刷新页面，看看是不是已经办过。")


class SamePerson(NotPermitted):
    """The second signature must be another person's."""

    code = "same-person"
    message = N_("这份不予受理是您提出的，要由另一位同事确认。")


class AppealTooLate(Refusal):
    """The days for an appeal are over."""

    code = "appeal-too-late"
    message = N_("申请复核的 %(days)s 个工作日已经过了。情况有变化的话，可以照抄一份改好再交。")


class AppealedAlready(Refusal):
    """There is one appeal for each proposal."""

    code = "appealed-already"
    message = N_("这份提议已经申请过一次复核，不能再申请。请看复核答复。")


class NoAppealWaiting(Refusal):
    """There is no appeal that waits for an answer."""

    code = "no-appeal-waiting"
    message = N_("现在没有等答复的复核申请。请刷新页面，看看是不是已经答复。")


class OwnDecline(NotPermitted):
    """Whoever signed the decline does not answer the appeal against it."""

    code = "own-decline"
    message = N_("不予受理是您签的，复核要由另一位街道同事答复。")


_ELSEWHERE = Ground(
    OUT_OF_AREA,
    N_("不在本社区范围内"),
    N_("请到那个社区提，或告诉我们，由街道转过去。"),
    N_("民生微实事以社区为单位"),
)
GROUNDS: dict[str, Ground] = {
    item.code.value: Ground(item.code.value, item.rule, item.instead, item.source)
    for item in negative_list.NEGATIVE_LIST
    if not item.advisory
} | {OUT_OF_AREA: _ELSEWHERE}


def ground(code: str) -> Ground:
    """Return the ground of a code.

    Raises:
        OnlyAdvice: the line of the negative list only warns.
        UnknownGround: there is none.
    """
    found = GROUNDS.get(code)
    if found is not None:
        return found
    if code in negative_list.Code.__members__:
        raise OnlyAdvice(code=code)
    raise UnknownGround(wanted=code[:20])
