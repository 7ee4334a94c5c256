"""Changing a signed contract, and stopping its work for a while: what is refused.

Source: domain research, T24 to T26 of section 5.2.
"""

from __future__ import annotations

from datetime import date, timedelta

from microprojects.domain.cases import Case
from microprojects.domain.change_sizes import BODIES, Body, ChangeFacts, Standing, Wish, why_words
from microprojects.domain.consultations import BalanceTooSmall
from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.money import CEILING, Fen, yuan

LONGEST_REASON = 500
LONGEST_SCOPE = 1000
MOST_DAYS = 1000


STATES: dict[str, str] = {"open": N_("审批中"), "agreed": N_("已同意"), "refused": N_("未同意")}
LONGER = N_("工期增加 %(days)s 天。")
SHORTER = N_("工期减少 %(days)s 天。")
VOTED_DOWN = N_("议事会表决未通过")


class NothingChanges(Refusal):
    """A change without other money, other days and another scope."""

    code = "nothing-changes"
    status = 422
    message = N_("金额、工期、内容都没有变，不用办变更。请写清改了什么。")


class ContractGone(Refusal):
    """Nothing would be left of the contract, or of one of its parts."""

    code = "change-leaves-nothing"
    status = 422
    message = N_(
        "变更后财政 %(fiscal)s 元、自筹 %(social)s 元，合同总额要大于零，哪一部分都不能小于零。请核对增减。"
    )


class BelowPaid(Refusal):
    """Less would be left of the contract than was paid under it."""

    code = "change-below-paid"
    message = N_(
        "变更后财政 %(fiscal)s 元、自筹 %(social)s 元；已付和待付的是财政 %(paid_fiscal)s 元、"
        "自筹 %(paid_social)s 元，不能更少。请少减一些，或先登记追回。"
    )


class EndsBeforeStart(Refusal):
    """The work would end before it begins."""

    code = "change-ends-before-start"
    status = 422
    message = N_("工期减 %(days)s 天，完工就在开工（%(starts)s）以前了。请少减几天。")


class NoChangeAsked(Refusal):
    """No change waits."""

    code = "no-change-asked"
    message = N_("这个项目没有等审批的变更。请刷新页面看结果。")


class TooLargeToAgree(Refusal):
    """The change needs a higher body."""

    code = "change-too-large"
    message = N_("这次变更要由%(body)s决定：%(why)s。请转给他们办。")


class SameWish(Refusal):
    """Who asked for a change does not decide on it."""

    code = "change-same-hands"
    status = 403
    message = N_("这次变更是您提出的，不能由您审批。请另一位同事来办。")


class NotVotedYet(Refusal):
    """The council has not agreed to the change."""

    code = "change-not-voted"
    message = N_("议事会还没有表决同意这次变更。请列入议程，表决以后再办。")


class VotedAlready(Refusal):
    """The council has agreed, so only an objection that is upheld stops the change."""

    code = "change-voted"
    message = N_("议事会已经表决同意这次变更，没有成立的异议，不能不同意。请等公示期满办理生效。")


class NothingToVote(Refusal):
    """No change of this project waits for the council."""

    code = "no-change-to-vote"
    message = N_("这个项目没有等议事会表决的变更。请到项目页核对。")


class ReturnsTooEarly(Refusal):
    """A suspended work is expected to go on before tomorrow."""

    code = "resume-day-past"
    status = 422
    message = N_("预计恢复的日期要在今天（%(today)s）以后。请写一个估计的日期。")


def require_change(stand: Standing, wish: Wish) -> None:
    """Let a wish pass that leaves a contract which can be kept.

    Raises:
        NothingChanges: it changes nothing.
        BadValue: a number is beyond all measure.
        ContractGone: nothing is left, or a part falls below zero.
        BelowPaid: more was paid than would be left.
        EndsBeforeStart: the work would end before it begins.
    """
    if not (wish.fiscal or wish.social or wish.days or wish.scope):
        raise NothingChanges
    if max(abs(wish.fiscal), abs(wish.social)) >= CEILING:
        raise BadValue(field=N_("金额"), why=N_("太大了，请核对是不是多打了零"))
    if abs(wish.days) > MOST_DAYS:
        raise BadValue(field=N_("工期增减"), why=N_("太多了，请核对天数"))
    fiscal, social = stand.fiscal + wish.fiscal, stand.social + wish.social
    shown = {"fiscal": yuan(Fen(fiscal)), "social": yuan(Fen(social))}
    if fiscal < 0 or social < 0 or fiscal + social <= 0:
        raise ContractGone(**shown)
    if fiscal < stand.paid_fiscal or social < stand.paid_social:
        raise BelowPaid(
            **shown,
            paid_fiscal=yuan(Fen(stand.paid_fiscal)),
            paid_social=yuan(Fen(stand.paid_social)),
        )
    if stand.ends_on + timedelta(days=wish.days) < stand.starts_on:
        raise EndsBeforeStart(days=-wish.days, starts=stand.starts_on.isoformat())


def _change(case: Case) -> ChangeFacts:
    if case.change is None:
        raise NoChangeAsked
    return case.change


def _require_size(case: Case, *bodies: Body) -> None:
    change = _change(case)
    if change.body not in bodies:
        sentence, numbers = why_words(change.why, case.rules)
        raise TooLargeToAgree(body=BODIES[change.body], why=sentence % numbers)


def officer_may_agree(case: Case) -> None:
    """Refuse a change that is too large for the street officer."""
    _require_size(case, Body.OFFICER)


def leader_may_agree(case: Case) -> None:
    """Refuse a change that is too large for the street leader, who may agree to the smaller ones too."""
    _require_size(case, Body.OFFICER, Body.LEADER)


def council_agreed(case: Case) -> None:
    """Refuse to let a change take effect that the council has not agreed to."""
    change = _change(case)
    if change.body != Body.COUNCIL or not change.carried:
        raise NotVotedYet


def council_refused(case: Case) -> None:
    """Refuse to drop a change as voted down that was not."""
    if _change(case).carried is not False:
        raise NotVotedYet


def change_can_be_refused(case: Case) -> None:
    """Refuse to say no to what the council agreed to, unless an objection to it was upheld."""
    upheld = case.upheld_in_substance or case.upheld_as_unlawful
    if _change(case).carried and not upheld:
        raise VotedAlready


def money_for_change(case: Case) -> None:
    """Refuse a change for which the community has not enough money left this year."""
    wanted = _change(case).more_fiscal_fen
    if wanted > 0 and wanted > case.available_fen:
        raise BalanceTooSmall(
            available=yuan(Fen(case.available_fen)),
            wanted=yuan(Fen(wanted)),
            short=yuan(Fen(wanted - case.available_fen)),
        )


def days_words(days: int) -> str:
    """Return what a headline of the public record adds about the days; nothing where they stay."""
    if not days:
        return ""
    return (LONGER if days > 0 else SHORTER) % {"days": abs(days)}


def require_later(expected_on: date, *, today: date) -> None:
    """Let the day pass on which suspended work is expected to go on.

    Raises:
        ReturnsTooEarly: it is not after today.
    """
    if expected_on <= today:
        raise ReturnsTooEarly(today=today.isoformat())
