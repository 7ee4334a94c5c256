"""Paying a contract: how much is left, what each instalment waits for, and whose eyes see it.

Source: domain research, sections 4.2, 6.2 and 6.5; 建质〔2017〕138号 art. 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen, yuan
from microprojects.domain.states import SETTLED, State
from microprojects.domain.tranches import Milestone

# While a change of the contract is decided on, payments stand still: what may be paid is not certain.
# A closed project still pays its retention; a cancelled one only gets money back.
PAYABLE = SETTLED | {
    State.CONTRACTED,
    State.IMPLEMENTING,
    State.SUSPENDED,
    State.INSPECTING,
    State.RECTIFYING,
    State.SETTLING,
}
REFUNDABLE = PAYABLE | {State.CHANGING, State.CANCELLED}

STATES: dict[str, str] = {"entered": N_("等复核"), "approved": N_("已付"), "rejected": N_("已退回")}
INVOICE_LIMIT = 60
VOUCHER_LIMIT = 60


class PartsDoNotAddUp(Refusal):
    """Fiscal and social part are not the whole."""

    code = "parts-do-not-add-up"
    status = 422
    message = N_("财政 %(fiscal)s 元加自筹 %(social)s 元，不等于 %(amount)s 元。请改到正好相等。")


class NothingToPay(Refusal):
    """An amount of zero or less."""

    code = "nothing-to-pay"
    status = 422
    message = N_("金额要大于零。请填这一笔的金额。")


class NoSuchTranche(Refusal):
    """The contract has no instalment of that number."""

    code = "no-such-tranche"
    status = 422
    message = N_("合同里没有第 %(position)s 期。请从列出的各期里选一期。")


class EvidenceNotYet(Refusal):
    """What the instalment waits for has not happened."""

    code = "evidence-not-yet"
    message = N_("第 %(position)s 期要等“%(milestone)s”，现在还没有。请先办好那一步，再录这一笔。")


class PaymentTooHigh(Refusal):
    """More than may be paid up to this instalment."""

    code = "payment-too-high"
    message = N_(
        "到这一期为止还能付 %(left)s 元（待复核的也算在内），这一笔写了 %(amount)s 元，"
        "多了 %(excess)s 元。请改小，或等下一期。"
    )


class FiscalPartTooHigh(Refusal):
    """More fiscal money than the contract has left."""

    code = "fiscal-part-too-high"
    message = N_("合同里财政部分还剩 %(left)s 元，这一笔写了 %(amount)s 元。请少用财政、多用自筹，或改小。")


class SocialPartTooHigh(Refusal):
    """More social money than the contract has left, or than has come in."""

    code = "social-part-too-high"
    message = N_("自筹到账还能用 %(left)s 元，这一笔写了 %(amount)s 元。请等到账，或改小自筹部分。")


class InvoiceUsed(Refusal):
    """The invoice was entered before."""

    code = "invoice-used"
    message = N_("发票 %(invoice)s 已经录过，一张发票只能付一次。请核对发票号。")


class SameHands(Refusal):
    """Whoever entered a payment may not approve it (政府采购法 61, by analogy)."""

    code = "same-hands"
    status = 403
    message = N_("这一笔是您录的，不能由您复核。请另一位财务来办。")


class PaymentDecided(Refusal):
    """The payment was approved or rejected before."""

    code = "payment-decided"
    message = N_("这一笔已经复核过（%(state)s），不能再改。要改请另录一笔。")


class PaidOnWrongDay(Refusal):
    """The day of payment lies in the future or before the contract."""

    code = "paid-on-wrong-day"
    status = 422
    message = N_("付款日期写的是 %(day)s，要在签合同（%(first)s）以后、今天（%(last)s）以前。请核对回单。")


class NothingToPayFrom(Refusal):
    """There is no contract to pay."""

    code = "no-contract-to-pay"
    message = N_("这个项目还没有合同，不能付款。请先签合同。")


class OnlyRetentionLeft(Refusal):
    """After the settlement only the retention is paid."""

    code = "only-retention-left"
    message = N_("结算已经公开，只剩质保金可以付。请选质保金那一期。")


class VoucherUsed(Refusal):
    """The bank's voucher stands for another payment."""

    code = "voucher-used"
    message = N_(
        "凭证 %(voucher)s 已经记过一笔付款，一张凭证只能记一次。请核对回单；确是另一张，请写全年月和编号。"
    )


class PaymentsPending(Refusal):
    """Payments wait for the second pair of eyes."""

    code = "payments-pending"
    message = N_("还有 %(count)s 笔付款没有复核。请先复核，再结算。")


@dataclass(frozen=True)
class Instalment:
    """One instalment as the contract lays it out; `amount` in fen."""

    position: int
    amount: int
    milestone: Milestone
    is_retention: bool


@dataclass(frozen=True)
class Reached:
    """What has happened so far; `warranty_until` is the last day of the warranty, None without one."""

    started: bool
    reported: bool
    accepted: bool
    settled: bool
    warranty_until: date | None
    today: date

    def has(self, milestone: Milestone) -> bool:
        """Return whether the milestone has been reached; a contract that is paid has been signed."""
        match milestone:
            case Milestone.SIGNED:
                return True
            case Milestone.STARTED:
                return self.started
            case Milestone.MIDTERM | Milestone.PROGRESS:
                return self.reported
            case Milestone.ACCEPTED:
                return self.accepted
            case Milestone.SETTLED:
                return self.settled
            case Milestone.WARRANTY_OVER:
                return self.warranty_until is not None and self.today > self.warranty_until


@dataclass(frozen=True)
class Purse:
    """A contract, what was taken of it, and what may be taken; all in fen.

    `taken` counts payments that were approved and those that wait, less what came
    back and is still owed. `returned_fiscal` went back to the community at the
    settlement. `settled` and `retention` are set once the final account is recorded,
    `is_closed` once it counts.
    """

    amount: int
    fiscal: int
    social: int
    taken: int
    taken_fiscal: int
    taken_social: int
    received: int
    returned_fiscal: int = 0
    settled: int | None = None
    retention: int = 0
    is_closed: bool = False

    def ceiling(self, plan: Sequence[Instalment], chosen: Instalment) -> int:
        """Return up to which sum may be paid for the chosen instalment.

        Before the final account it is the sum of the instalments up to the chosen
        one; with it, the settled amount less the retention; once it counts, all of
        it for the retention.
        """
        if self.settled is None:
            return sum(each.amount for each in plan if each.position <= chosen.position)
        return self.settled if self.is_closed and chosen.is_retention else self.settled - self.retention

    def left(self, plan: Sequence[Instalment], chosen: Instalment) -> int:
        """Return what may still be paid for the chosen instalment; below zero where too much was."""
        return min(self.ceiling(plan, chosen), self.amount) - self.taken


@dataclass(frozen=True)
class Wish:
    """One payment that somebody wants to make; amounts in fen."""

    amount: int
    fiscal: int
    social: int
    position: int


def require_parts(amount: int, fiscal: int, social: int) -> None:
    """Refuse an amount of nothing, and parts that are not its parts.

    Raises:
        NothingToPay: the amount is not above zero.
        PartsDoNotAddUp: the parts do not make the amount, or one is below zero.
    """
    if amount <= 0:
        raise NothingToPay
    if fiscal < 0 or social < 0 or fiscal + social != amount:
        raise PartsDoNotAddUp(fiscal=yuan(Fen(fiscal)), social=yuan(Fen(social)), amount=yuan(Fen(amount)))


def instalment(plan: Sequence[Instalment], position: int) -> Instalment:
    """Return the instalment of a number.

    Raises:
        NoSuchTranche: the contract has none.
    """
    found = next((each for each in plan if each.position == position), None)
    if found is None:
        raise NoSuchTranche(position=position)
    return found


def require_payable(purse: Purse, plan: Sequence[Instalment], reached: Reached, wish: Wish) -> None:
    """Let a payment pass if its instalment is due and no purse is overdrawn (I4).

    Raises:
        PartsDoNotAddUp, NothingToPay, NoSuchTranche: the payment is not one.
        OnlyRetentionLeft: the final account counts, and this is not the retention.
        EvidenceNotYet: the instalment waits for something.
        PaymentTooHigh, FiscalPartTooHigh, SocialPartTooHigh: there is not so much left.
    """
    require_parts(wish.amount, wish.fiscal, wish.social)
    chosen = instalment(plan, wish.position)
    left = purse.left(plan, chosen)
    if purse.is_closed and not chosen.is_retention and left <= 0:
        raise OnlyRetentionLeft
    if not reached.has(chosen.milestone):
        raise EvidenceNotYet(position=chosen.position, milestone=chosen.milestone)
    if wish.amount > left:
        raise PaymentTooHigh(
            left=yuan(Fen(max(0, left))),
            amount=yuan(Fen(wish.amount)),
            excess=yuan(Fen(wish.amount - max(0, left))),
        )
    left = purse.fiscal - purse.taken_fiscal - purse.returned_fiscal
    if wish.fiscal > left:
        raise FiscalPartTooHigh(left=yuan(Fen(max(0, left))), amount=yuan(Fen(wish.fiscal)))
    left = min(purse.social, purse.received) - purse.taken_social
    if wish.social > left:
        raise SocialPartTooHigh(left=yuan(Fen(max(0, left))), amount=yuan(Fen(wish.social)))


def require_day(paid_on: date, signed_on: date, today: date) -> None:
    """Refuse a day of payment that lies in the future or before the contract.

    Raises:
        PaidOnWrongDay: it does.
    """
    if not signed_on <= paid_on <= today:
        raise PaidOnWrongDay(day=paid_on.isoformat(), first=signed_on.isoformat(), last=today.isoformat())
