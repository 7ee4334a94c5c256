"""The final account, the residents' evaluation and the closing of the file."""

from __future__ import annotations

from datetime import date

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.money import Fen, yuan
from microprojects.domain.parameters import Rulebook
from microprojects.domain.settlement_facts import SettlementFacts
from microprojects.domain.tranches import LARGEST_RETENTION

SAMPLE_PERCENT = 5  # of the people who were to benefit; domain research, section 7.7
# Source: domain research, section 6.7.
ARCHIVE_ITEMS: dict[str, str] = {
    "proposal": N_("提议和附议人数"),
    "screening": N_("审查表"),
    "opinions": N_("商议意见"),
    "estimate": N_("费用清单"),
    "notice": N_("会议通知"),
    "attendance": N_("签到表"),
    "minutes": N_("会议纪要"),
    "tally": N_("计票"),
    "decision_disclosure": N_("一公开和张贴照片"),
    "objections": N_("异议和答复"),
    "filing": N_("备案"),
    "quotes": N_("报价和定标"),
    "contract": N_("合同"),
    "start_report": N_("开工报告"),
    "changes": N_("变更审批"),
    "progress_photos": N_("施工照片"),
    "completion_report": N_("完工报告"),
    "acceptance": N_("验收单和居民意见"),
    "settlement": N_("结算和审核"),
    "vouchers": N_("发票和付款凭证"),
    "result_disclosure": N_("结果公开"),
    "survey": N_("满意度评议"),
    "aftercare": N_("管护移交"),
}


class SettlementMissing(Refusal):
    """No settlement was recorded."""

    code = "settlement-missing"
    message = N_("还没有结算数。请财务先登记结算。")


class SettlementTooHigh(Refusal):
    """The settlement is above the contract."""

    code = "settlement-too-high"
    message = N_("结算 %(settled)s 元，合同 %(contract)s 元，多了 %(excess)s 元。请核减。")


class ReviewMissing(Refusal):
    """The settlement must be reviewed before it counts."""

    code = "settlement-review-missing"
    message = N_("这个项目的结算要先审核。请登记审核结论。")


class PaymentsDoNotMatch(Refusal):
    """Payments plus retention are not the settlement."""

    code = "payments-do-not-match"
    message = N_(
        "已付 %(paid)s 元加质保金 %(retention)s 元，不等于结算 %(settled)s 元，差 %(gap)s 元。请付清或改正。"
    )


class SurveyRunning(Refusal):
    """The survey is still open."""

    code = "survey-running"
    message = N_("满意度评议还没有截止。请到期再办结。")


class TooFewAnswers(Refusal):
    """Too few residents answered, and no supervisor signed why that must do."""

    code = "too-few-answers"
    message = N_(
        "评议收到 %(have)s 份，要 %(need)s 份，改进计划不能代替。请监督员核实后写明公开的理由并签字，再办结。"
    )


class SampleLargeEnough(Refusal):
    """A reason for few answers was written where there are enough."""

    code = "sample-large-enough"
    status = 422
    message = N_("评议收到的份数够 %(need)s 份了，不用写份数不够的理由。请删去理由再签。")


class NotSigned(Refusal):
    """No supervisor has signed the evaluation and the archive."""

    code = "evaluation-not-signed"
    message = N_("监督员还没有在评议和档案上签字。请监督员核对后签字，再办结。")


class SignedAlready(Refusal):
    """A supervisor has signed."""

    code = "evaluation-signed"
    message = N_("评议和档案已经签过字，不用再签。改进计划改了，要重新签。")


class SameSignature(Refusal):
    """One person would sign what they wrote, or close what they signed."""

    code = "same-signature"
    status = 403
    message = N_("签字的和写改进计划、办结的要是不同的人，不能都由您来。请另一位同事来办。")


class LowRatingUnseen(Refusal):
    """Satisfaction is below the line of warning, and no supervisor has written about it."""

    code = "low-rating-unseen"
    message = N_(
        "满意率只有 %(percent)s%%，低于 %(line)s%%。除了改进计划，还要请监督员看过、写一条监督意见，才能办结。"
    )


class TooLittleSatisfied(Refusal):
    """Too few are satisfied, and no improvement plan was filed."""

    code = "too-little-satisfied"
    message = N_("满意的占 %(percent)s%%，要 %(need)s%%。请写改进计划再办结。")


class ArchiveIncomplete(Refusal):
    """The file misses papers."""

    code = "archive-incomplete"
    message = N_("档案还差 %(count)s 样：%(items)s。请补齐，或逐样写明免交理由。")


class RetentionTooHigh(Refusal):
    """More than three per cent of the settled amount is kept back (建质〔2017〕138号 art. 7)."""

    code = "settlement-retention-too-high"
    status = 422
    message = N_("质保金 %(retention)s 元，最多留结算的百分之 %(limit)s，就是 %(most)s 元。请改小。")


class RetentionNeedsDay(Refusal):
    """A retention without a later last day, or a day without a retention."""

    code = "retention-needs-day"
    status = 422
    message = N_("留了质保金就要写质保到哪天，日期要在今天以后；不留质保金就不写日期。请改好再存。")


class RetentionNotOwed(Refusal):
    """The contract owes less than the retention that is to be held."""

    code = "retention-not-owed"
    message = N_("合同里只剩 %(left)s 元没有付，留不了 %(retention)s 元质保金。请改小质保金，或核对付款。")


class ReasonToWaive(Refusal):
    """A waived line of the archive needs a reason."""

    code = "waive-needs-reason"
    status = 422
    message = N_("免交“%(item)s”要写理由。请写一句为什么没有。")


class AlreadyInArchive(Refusal):
    """The line was ticked before, or the record itself proves it."""

    code = "already-in-archive"
    message = N_("“%(item)s”已经齐了，不用再勾。")


class FileClosed(Refusal):
    """The project is closed; its file does not change any more (I5)."""

    code = "file-closed"
    message = N_("这个项目已经办结归档，内容不再改动。有错请发更正；质保金和退款照常办理。")


def review_needed(type_: str, approved_fen: int, threshold_fen: int) -> bool:
    """Return whether the final account of a project of a type must be reviewed before it counts."""
    return type_ == "works" and approved_fen > threshold_fen


def require_account(
    amount: int, retention: int, retention_until: date | None, *, contract: int, today: date
) -> None:
    """Let the figures of a final account pass; amounts in fen.

    Raises:
        BadValue: the amount is not above zero.
        SettlementTooHigh: it is above the contract.
        RetentionTooHigh, RetentionNeedsDay: the retention is too large, or its day is missing or past.
    """
    if amount <= 0 or retention < 0:
        raise BadValue(field=N_("结算金额"), why=N_("要大于零"))
    if amount > contract:
        raise SettlementTooHigh(
            settled=yuan(Fen(amount)), contract=yuan(Fen(contract)), excess=yuan(Fen(amount - contract))
        )
    most = amount * LARGEST_RETENTION // 100
    if retention > most:
        raise RetentionTooHigh(retention=yuan(Fen(retention)), limit=LARGEST_RETENTION, most=yuan(Fen(most)))
    if (retention > 0) != (retention_until is not None) or (retention_until and retention_until <= today):
        raise RetentionNeedsDay


def _settlement(case: Case) -> SettlementFacts:
    if case.settlement is None:
        raise SettlementMissing
    return case.settlement


def settlement_within_contract(case: Case) -> None:
    """Refuse a settlement above the contract."""
    settled = _settlement(case).amount_fen
    contract = case.contract.amount_fen if case.contract else 0
    if settled > contract:
        raise SettlementTooHigh(
            settled=yuan(Fen(settled)), contract=yuan(Fen(contract)), excess=yuan(Fen(settled - contract))
        )


def settlement_reviewed(case: Case) -> None:
    """Refuse works above the threshold without a review of the settlement."""
    threshold = case.rules.number("audit.works_threshold_fen")
    if review_needed(case.type, case.approved_fen, threshold) and not _settlement(case).review_done:
        raise ReviewMissing


def payments_match(case: Case) -> None:
    """Refuse unless payments plus retention are the settlement, to the fen."""
    facts = _settlement(case)
    gap = facts.amount_fen - facts.paid_fen - facts.retention_fen
    if gap:
        raise PaymentsDoNotMatch(
            paid=yuan(Fen(facts.paid_fen)),
            retention=yuan(Fen(facts.retention_fen)),
            settled=yuan(Fen(facts.amount_fen)),
            gap=yuan(Fen(abs(gap))),
        )


def survey_closed(case: Case) -> None:
    """Refuse while the survey runs."""
    if case.survey is None or case.at < case.survey.closes_at:
        raise SurveyRunning


def answers_needed(rules: Rulebook, beneficiaries: int) -> int:
    """Return how many answers a survey needs: the programme's number, or one of twenty who were to benefit."""
    return max(rules.number("evaluation.min_n"), -(-beneficiaries * SAMPLE_PERCENT // 100))


def sample_large_enough(case: Case) -> None:
    """Refuse a small sample unless a supervisor signed, with a public reason, that it must do."""
    need = answers_needed(case.rules, case.beneficiaries)
    have = case.survey.answers if case.survey else 0
    if have < need and not case.small_sample_signed:
        raise TooFewAnswers(have=have, need=need)


def satisfied_enough(case: Case) -> None:
    """Refuse low satisfaction without an improvement plan; the share is of all answers."""
    need = case.rules.number("evaluation.pass_percent")
    answers = case.survey.answers if case.survey else 0
    satisfied = case.survey.satisfied if case.survey else 0
    if satisfied * 100 < need * answers and not case.improvement_filed:
        raise TooLittleSatisfied(percent=satisfied * 100 // answers, need=need)


def low_rating_seen(case: Case) -> None:
    """Refuse to close what most people are unhappy with before a supervisor has looked at it.

    The share is of all answers; the note must be younger than the end of the survey.
    """
    line = case.rules.number("evaluation.warn_percent")
    answers = case.survey.answers if case.survey else 0
    satisfied = case.survey.satisfied if case.survey else 0
    if satisfied * 100 < line * answers and not case.noted_since_survey:
        raise LowRatingUnseen(percent=satisfied * 100 // answers, line=line)


def supervisor_signed(case: Case) -> None:
    """Refuse to close what no supervisor has signed."""
    if not case.evaluation_signed:
        raise NotSigned


def archive_complete(case: Case) -> None:
    """Refuse to close while the archive checklist has open lines."""
    if case.archive_missing:
        raise ArchiveIncomplete(count=len(case.archive_missing), items="、".join(case.archive_missing))
