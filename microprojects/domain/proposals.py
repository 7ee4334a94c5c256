"""What the first deliberation asks of a proposal."""

from __future__ import annotations

from typing import Protocol

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, Refusal, WrongMoment
from microprojects.domain.money import Fen, yuan
from microprojects.domain.parameters import Rulebook
from microprojects.domain.workdays import local_day

TYPES: dict[str, str] = {"works": N_("工程类"), "goods": N_("货物类"), "services": N_("服务类")}
THEMES: dict[str, str] = {
    "safety": N_("安全"),
    "environment": N_("环境"),
    "culture": N_("文体"),
    "care": N_("关爱"),
    "convenience": N_("便民"),
    "selfgov": N_("自治与公益"),
    "technology": N_("科技"),
    "emergency": N_("应急"),
}


# Who stands behind a proposal.
RESIDENT, GROUP, UNIT = "resident", "group", "unit"
KINDS = (RESIDENT, GROUP, UNIT)


class Incomplete(Refusal):
    """Required fields are empty."""

    code = "incomplete"
    status = 422
    message = N_("还差这几项没填：%(fields)s。请补上再交。")


class PrivateDataFound(Refusal):
    """The free text names a phone, an identity number, a card or a door number."""

    code = "private-data"
    status = 422
    message = N_("文字里有不该公开的内容：%(found)s。请删掉或改成路段、小区这样的说法。")


class ConsentMissing(Refusal):
    """The privacy notice was not agreed to."""

    code = "consent-missing"
    status = 422
    message = N_("还没有同意隐私告知。请读一遍并打勾，再交。")


class NotVerified(Refusal):
    """The proposer has not been verified in the community, and is no unit there."""

    code = "not-verified"
    status = 403
    message = N_("提议人还没有核实是本社区居民，也不是登记过的驻区单位。请带上证明到社区窗口核一下，再交。")


class UnitIsNamed(Refusal):
    """A unit proposes under its name."""

    code = "unit-is-named"
    message = N_("驻区单位提的事公开写单位名称，不能改。要撤回请到“撤回”。")


class RoundClosed(Refusal):
    """The round does not take proposals now."""

    code = "round-closed"
    message = N_("这一轮征集现在没有开放。草稿会留着，请等下一轮开放再交。")


class YearNotOpen(Refusal):
    """Nothing is collected for this year yet; last year's money and numbers are not for it."""

    code = "year-not-open"
    message = N_("%(year)s 年的征集还没有开始。草稿会留着，请等社区通知；社区可以请区里先开这一年的一轮。")


class OverCapNotFlagged(Refusal):
    """The estimate is above the cap of its type, and nobody said so."""

    code = "over-cap-not-flagged"
    status = 422
    message = N_(
        "估算是 %(estimate)s 元，%(type)s最多 %(cap)s 元。请减 %(excess)s 元，或勾选“超上限，说明理由”。"
    )


class ReturnedAlready(Refusal):
    """A proposal may be returned once only, with everything that is missing."""

    code = "returned-already"
    message = N_("这份提议已经退回过一次。补正要求应一次说全，不能再退。请受理，或按清单不予受理。")


class NothingToFix(Refusal):
    """A return must list what to fix."""

    code = "nothing-to-fix"
    status = 422
    message = N_("没有写要补什么。请把要补的一次列全，再退回。")


class FixTooLate(Refusal):
    """The days for completing a returned proposal have ended."""

    code = "fix-too-late"
    message = N_("补正的 %(days)s 天已经过了。请抄成一份新提议再交。")


class DeclineNeedsTwo(Refusal):
    """Two people must sign a decline."""

    code = "decline-needs-two"
    message = N_("不予受理要两个人签：一人提出，另一人确认。现在还差一人。")


class AppealNotUpheld(Refusal):
    """No appeal was decided in the proposer's favour."""

    code = "appeal-not-upheld"
    message = N_("没有复核成立的决定。请先写复核答复。")


class ScreeningOpen(Refusal):
    """Screening questions stand without an answer."""

    code = "screening-open"
    message = N_("审查表还有 %(count)s 项没有答：%(items)s。请逐项答完再受理。")


class ScreeningFailed(Refusal):
    """A screening answer forbids to accept."""

    code = "screening-failed"
    message = N_("审查表里这几项不通过：%(items)s。请按清单不予受理，或退回补正。")


class NotEnoughSeconders(Refusal):
    """Too few neighbours second the proposal."""

    code = "not-enough-seconders"
    message = N_(
        "附议 %(have)s 人，要 %(need)s 人，还差 %(short)s 人。请再等等；安全、应急类的可由监督员、网格员提为急事。"
    )


def needed_seconders(case: Case) -> int:
    """Return how many seconders the project needs; 0 for safety where the rules exempt it."""
    return seconders_needed(case.type, case.theme, case.rules)


def seconders_needed(type_: str, theme: str, rules: Rulebook) -> int:
    """Return how many seconders a project of a type and theme needs under a rulebook."""
    if theme == "safety" and rules.flag("seconding.safety_exempt"):
        return 0
    return rules.number(f"seconding.min_{type_}")


def fields_complete(case: Case) -> None:
    """Refuse while a required field is empty."""
    if case.missing_fields:
        raise Incomplete(fields="、".join(case.missing_fields))


def no_private_data(case: Case) -> None:
    """Refuse free text that names somebody's private data."""
    if case.privacy_findings:
        raise PrivateDataFound(found="；".join(case.privacy_findings))


def consent_given(case: Case) -> None:
    """Refuse without consent to the privacy notice."""
    if not case.consented:
        raise ConsentMissing


def proposer_verified(case: Case) -> None:
    """Refuse a proposer who has not been verified in the community, and is no unit there on that day."""
    if not case.proposer_verified:
        raise NotVerified


def round_open(case: Case) -> None:
    """Refuse outside the collection window, unless the programme collects all year.

    All year is all of the round's own year: the next one has its own money and its own numbers.
    """
    year = local_day(case.at).year
    if case.round_year != year:
        raise YearNotOpen(year=year)
    if not (case.round_open or case.rules.flag("collect_all_year")):
        raise RoundClosed


def within_cap_or_flagged(case: Case) -> None:
    """Refuse an estimate above the cap that is not flagged as such."""
    if case.estimate_fen > case.cap_fen and not case.over_cap_flagged:
        raise OverCapNotFlagged(
            estimate=yuan(Fen(case.estimate_fen)),
            type=TYPES[case.type],
            cap=yuan(Fen(case.cap_fen)),
            excess=yuan(Fen(case.estimate_fen - case.cap_fen)),
        )


def returned_at_most_once(case: Case) -> None:
    """Refuse a second return."""
    if case.times_returned > 1:
        raise ReturnedAlready


def return_lists_everything(case: Case) -> None:
    """Refuse a return that does not say what to fix."""
    if case.return_items == 0:
        raise NothingToFix


def within_fix_days(case: Case) -> None:
    """Refuse a resubmission after the days for fixing."""
    if case.fix_due_at is None or case.at > case.fix_due_at:
        raise FixTooLate(days=case.rules.number("limits.fix_days"))


def fix_days_over(case: Case) -> None:
    """Refuse to lapse a proposal whose days for fixing still run."""
    if case.fix_due_at is None or case.at <= case.fix_due_at:
        raise WrongMoment(state=case.state.label)


def two_signed_decline(case: Case) -> None:
    """Refuse a decline that two different people have not signed."""
    if case.decline_signatures < 2:
        raise DeclineNeedsTwo


def appeal_upheld(case: Case) -> None:
    """Refuse to take a declined proposal up again without an upheld appeal."""
    if not case.appeal_upheld:
        raise AppealNotUpheld


def screening_answered(case: Case) -> None:
    """Refuse while screening questions are open."""
    if case.screening_open:
        raise ScreeningOpen(count=len(case.screening_open), items="、".join(case.screening_open))


def screening_passed(case: Case) -> None:
    """Refuse when a screening answer forbids acceptance."""
    if case.screening_failed:
        raise ScreeningFailed(items="、".join(case.screening_failed))


def enough_seconders(case: Case) -> None:
    """Refuse with too few seconders, unless raised as urgent or promoted by hand after the waiting days."""
    need = needed_seconders(case)
    if case.seconders < need and not case.raised_urgent and not case.second_wait_over:
        raise NotEnoughSeconders(have=case.seconders, need=need, short=need - case.seconders)


class Written(Protocol):
    """What a proposer wrote."""

    title: str
    place: str
    problem: str
    content: str
    beneficiary_group: str
    beneficiaries: int


REQUIRED: dict[str, str] = {
    "title": N_("想办什么事"),
    "place": N_("在哪里"),
    "problem": N_("为什么要办"),
    "content": N_("想怎么做"),
    "beneficiary_group": N_("谁受益"),
    "beneficiaries": N_("大约多少人受益"),
}


def missing_fields(written: Written, *, lines: int) -> tuple[str, ...]:
    """Return the labels of required fields that are empty; `lines` is the number of estimate lines."""
    empty = tuple(label for field, label in REQUIRED.items() if not getattr(written, field))
    return empty if lines else (*empty, N_("大概要多少钱"))
