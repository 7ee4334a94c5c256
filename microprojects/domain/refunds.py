"""What is refused about money that came back."""

from __future__ import annotations

from microprojects.domain.errors import N_, Refusal


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
