"""What procurement, the contract and the start of work ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen, yuan
from microprojects.domain.payments import require_parts
from microprojects.domain.workdays import local_day


class ContractMissing(Refusal):
    """No contract was recorded."""

    code = "contract-missing"
    message = N_("还没有登记合同。请先登记合同。")


class ContractTooHigh(Refusal):
    """The contract is above the approved amount."""

    code = "contract-too-high"
    message = N_(
        "合同 %(contract)s 元，批准 %(approved)s 元，多了 %(excess)s 元。请谈到批准数以内，或回议事会重议。"
    )


class SignedTooLate(Refusal):
    """The contract was signed after its last day."""

    code = "signed-too-late"
    message = N_("合同最晚 %(last)s 签，登记的日期是 %(signed)s。请核对日期，或重新采购。")


class SocialMoneyMissing(Refusal):
    """The social money that was pledged has not come in."""

    code = "social-money-missing"
    message = N_(
        "自筹承诺 %(pledged)s 元，到账 %(received)s 元，要到账 %(need)s 元才能签。请等到账，或另作决定。"
    )


class EvidenceMissing(Refusal):
    """A document or a photo is missing."""

    code = "evidence-missing"
    message = N_("还差这些材料：%(what)s。请上传再办。")


class RecoveryPlanMissing(Refusal):
    """Money was paid already; the end needs a plan to recover it."""

    code = "recovery-plan-missing"
    message = N_("已经付了 %(paid)s 元。终止前要写明怎么追回、怎么结清。")


class FiscalPartAboveApproval(Refusal):
    """The fiscal part is above what was approved."""

    code = "fiscal-part-above-approval"
    message = N_("财政部分写了 %(fiscal)s 元，批准的是 %(approved)s 元。请减少财政部分，或多用自筹。")


class SocialPartAboveApproval(Refusal):
    """The social part is above what was promised."""

    code = "social-part-above-approval"
    message = N_("自筹部分写了 %(social)s 元，方案里是 %(approved)s 元。请按方案里的自筹数来签。")


class ContractAboveQuote(Refusal):
    """The contract is above the price that won."""

    code = "contract-above-quote"
    message = N_("选中的报价是 %(quote)s 元，合同写了 %(contract)s 元。合同不能高过报价，请改小或重新采购。")


class ContractNumberTaken(Refusal):
    """Another contract has the number."""

    code = "contract-number-taken"
    message = N_("合同编号 %(number)s 已经用过。请核对编号。")


class DaysOutOfOrder(Refusal):
    """Signing, beginning and end do not follow each other."""

    code = "days-out-of-order"
    status = 422
    message = N_(
        "日期的先后不对：采购 %(procured)s 开始，签合同 %(signed)s，开工 %(starts)s，完工 %(ends)s，"
        "今天是 %(today)s。请按先后改好，签约日期不能在今天以后。"
    )


class ContractTextMissing(Refusal):
    """The text of the contract is not public."""

    code = "contract-text-missing"
    message = N_("合同文本最晚 %(day)s 公开，现在还没有。请先公开删去隐私的文本，再办这一步。")


class ContractPublished(Refusal):
    """The text of the contract is public already."""

    code = "contract-published"
    message = N_("合同文本已经公开，不能覆盖。要改请发更正，写明原因。")


@dataclass(frozen=True)
class Terms:
    """What a contract says; amounts in fen."""

    number: str
    amount: int
    fiscal: int
    social: int
    signed_on: date
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Approval:
    """What a contract may say: the approved parts, the price that won, when buying began; amounts in fen."""

    fiscal: int
    social: int
    quote: int
    procured_on: date


def require_terms(terms: Terms, allowed: Approval, *, today: date) -> None:
    """Let the terms of a contract pass.

    Raises:
        NothingToPay, PartsDoNotAddUp: the parts are not its parts.
        FiscalPartAboveApproval, SocialPartAboveApproval: a part is above what was approved.
        ContractAboveQuote: it is above the price that won.
        DaysOutOfOrder: the days do not follow each other.

    Source: 政府采购法 art. 46 (the contract follows the award).
    """
    require_parts(terms.amount, terms.fiscal, terms.social)
    if terms.amount > allowed.fiscal + allowed.social:
        raise ContractTooHigh(
            contract=yuan(Fen(terms.amount)),
            approved=yuan(Fen(allowed.fiscal + allowed.social)),
            excess=yuan(Fen(terms.amount - allowed.fiscal - allowed.social)),
        )
    if terms.fiscal > allowed.fiscal:
        raise FiscalPartAboveApproval(fiscal=yuan(Fen(terms.fiscal)), approved=yuan(Fen(allowed.fiscal)))
    if terms.social > allowed.social:
        raise SocialPartAboveApproval(social=yuan(Fen(terms.social)), approved=yuan(Fen(allowed.social)))
    if terms.amount > allowed.quote:
        raise ContractAboveQuote(quote=yuan(Fen(allowed.quote)), contract=yuan(Fen(terms.amount)))
    in_order = allowed.procured_on <= terms.signed_on <= terms.starts_on <= terms.ends_on
    if not in_order or terms.signed_on > today:
        raise DaysOutOfOrder(
            procured=allowed.procured_on.isoformat(),
            signed=terms.signed_on.isoformat(),
            starts=terms.starts_on.isoformat(),
            ends=terms.ends_on.isoformat(),
            today=today.isoformat(),
        )


EVIDENCE: dict[str, str] = {
    "start_report": N_("开工报告"),
    "notice_board_photo": N_("现场公示牌照片"),
    "safety_plan": N_("安全和责任书"),
    "completion_report": N_("完工报告"),
    "photo_before": N_("施工前照片"),
    "photo_after": N_("完工后照片"),
    "as_built_list": N_("竣工清单"),
    "rectification": N_("整改证明"),
}


def contract_within_approval(case: Case) -> None:
    """Refuse a contract above the approved amount."""
    if case.contract is None:
        raise ContractMissing
    if case.contract.amount_fen > case.approved_fen:
        raise ContractTooHigh(
            contract=yuan(Fen(case.contract.amount_fen)),
            approved=yuan(Fen(case.approved_fen)),
            excess=yuan(Fen(case.contract.amount_fen - case.approved_fen)),
        )


def contract_signed_in_time(case: Case) -> None:
    """Refuse a contract signed later than the days allow (政府采购法 46)."""
    if case.contract is None:
        raise ContractMissing
    if case.contract.signed_on > case.contract.sign_by:
        raise SignedTooLate(
            last=case.contract.sign_by.isoformat(), signed=case.contract.signed_on.isoformat()
        )


def contract_text_in_time(case: Case) -> None:
    """Refuse to go on while the text of the contract is not public and its days are over (政府采购法实施条例 50)."""
    if case.contract is None:
        raise ContractMissing
    if not case.contract.text_public and case.at >= case.contract.publish_by:
        raise ContractTextMissing(day=text_due_on(case.contract.publish_by))


def text_due_on(publish_by: datetime) -> str:
    """Return the last day on which the text of a contract is public in time."""
    return local_day(publish_by - timedelta(microseconds=1)).isoformat()


def social_money_ready(case: Case) -> None:
    """Refuse while less of the pledged social money has come in than the programme asks for."""
    percent = case.rules.number("payment.social_ready_percent")
    need = -(-case.social_pledged_fen * percent // 100)
    if case.social_received_fen < need:
        raise SocialMoneyMissing(
            pledged=yuan(Fen(case.social_pledged_fen)),
            received=yuan(Fen(case.social_received_fen)),
            need=yuan(Fen(need)),
        )


def _need(case: Case, *kinds: str) -> None:
    missing = [EVIDENCE[kind] for kind in kinds if kind not in case.evidence]
    if missing:
        raise EvidenceMissing(what="、".join(missing))


def start_documented(case: Case) -> None:
    """Refuse to start without a report and a photo of the notice board; works also need a safety plan."""
    works = ("safety_plan",) if case.type == "works" else ()
    _need(case, "start_report", "notice_board_photo", *works)


def completion_documented(case: Case) -> None:
    """Refuse to report completion without report and photos; works also need the as-built list."""
    works = ("as_built_list",) if case.type == "works" else ()
    before = () if case.type == "services" else ("photo_before",)
    _need(case, "completion_report", *before, "photo_after", *works)


def recovery_planned(case: Case) -> None:
    """Refuse to end a project on which money was paid without a plan to recover it."""
    if case.paid_fen and not case.recovery_plan:
        raise RecoveryPlanMissing(paid=yuan(Fen(case.paid_fen)))
