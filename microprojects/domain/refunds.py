"""Money that came back: why it did, what is told of it, and what is refused.

Source: domain research, sections 6.2 and 9.2.
"""

from __future__ import annotations

from datetime import date

from microprojects.domain.errors import N_, BadValue, NotPermitted, Refusal
from microprojects.domain.money import Fen, yuan

BANK, OVERPAID, AUDIT, ENDED = "bank", "overpaid", "audit", "ended"
# Why money comes back.
CAUSES: dict[str, str] = {
    BANK: N_("银行退票"),
    OVERPAID: N_("多付、错付，追回"),
    AUDIT: N_("审计查出要退，追回"),
    ENDED: N_("项目终止，追回"),
}
REASON_LIMIT = 200


class RefundTooHigh(Refusal):
    """More is given back than was paid."""

    code = "refund-too-high"
    message = N_("财政一共付出 %(paid)s 元，不能退回 %(amount)s 元。请核对金额。")


class NotPaidOut(Refusal):
    """The payment was not made, or came back before, so the bank cannot have returned it."""

    code = "not-paid-out"
    message = N_("这一笔还没有付出去，或者已经记过退回。请从列出的已付款里选，不是退票就不选。")


class ReturnNotWhole(Refusal):
    """The bank returns a payment as it was, and another amount was written."""

    code = "return-not-whole"
    status = 422
    message = N_(
        "银行退票是整笔退回：这一笔付了 %(paid)s 元，您写了 %(amount)s 元。请填整笔的金额，不是退票就不选。"
    )


class NothingFound(Refusal):
    """No audit of the project says that money is to come back."""

    code = "no-finding-to-recover"
    message = N_("这个项目没有“有钱要退回”的审计结论。不是审计查出的，请选别的缘由。")


class MoreThanFound(Refusal):
    """More comes back for an audit than it found, less what came back for it before."""

    code = "more-than-found"
    message = N_(
        "审计查出要退 %(found)s 元，已经追回 %(back)s 元，还差 %(left)s 元，这一笔写了 %(amount)s 元。"
        "请改到不超过还差的数；多出来的另记一笔，选别的缘由。"
    )


class FoundBySameHands(NotPermitted):
    """Who wrote that money must come back does not write down that it did (政府采购法 61, by analogy)."""

    code = "recovery-same-hands"
    message = N_("“有钱要退回”是您写的结论，不能由您登记钱退回来了。请另一位财务来办。")


class BelowRecovered(Refusal):
    """Less would be found than came back for it already."""

    code = "finding-below-recovered"
    message = N_("按这份审计结论已经追回 %(back)s 元，要退的数不能写得比它少。请核对金额。")


class CameOnWrongDay(Refusal):
    """The day lies before the money was paid, or has not come."""

    code = "came-on-wrong-day"
    status = 422
    message = N_(
        "退回日期写的是 %(day)s，要在付款或签合同（%(first)s）以后、今天（%(last)s）以前。请核对回单。"
    )


def require_cause(cause: str, payment_id: int | None, reason: str) -> str:
    """Return why money came back; without a word a payment that is named came from the bank, else it was too much.

    Raises:
        BadValue: there is no such cause, the bank returned no payment, or the reason is missing.
    """
    cause = cause or (OVERPAID if payment_id is None else BANK)
    if cause not in CAUSES:
        raise BadValue(field=N_("缘由"), why=N_("不在可选的几种里"))
    if cause == BANK and payment_id is None:
        raise BadValue(field=N_("哪一笔付款"), why=N_("银行退票要选是哪一笔"))
    if cause != BANK and not reason:
        raise BadValue(field=N_("原因"), why=N_("还没有写"))
    return cause


def require_came_on(came_on: date, first: date, today: date) -> None:
    """Refuse a day on which the money cannot have come back.

    Raises:
        CameOnWrongDay: it lies before the first day, or in the future.
    """
    if not first <= came_on <= today:
        raise CameOnWrongDay(day=came_on.isoformat(), first=first.isoformat(), last=today.isoformat())


def require_found(amount: int, found: int, back: int) -> None:
    """Let money come back for an audit, up to what is outstanding; amounts in fen.

    Raises:
        NothingFound: no audit says that anything is to come back.
        MoreThanFound: with what is outstanding.
    """
    if found <= 0:
        raise NothingFound
    if amount > found - back:
        facts = {"found": found, "back": back, "left": max(0, found - back), "amount": amount}
        raise MoreThanFound(**{name: yuan(Fen(fen)) for name, fen in facts.items()})


def require_not_below(found: int, back: int) -> None:
    """Refuse a later result of an audit by which less is to come back than did.

    Raises:
        BelowRecovered: with what came back.
    """
    if found < back:
        raise BelowRecovered(back=yuan(Fen(back)))


def outstanding(found: int, back: int) -> Fen:
    """Return what of a finding is still to come back, in fen."""
    return Fen(max(0, found - back))
