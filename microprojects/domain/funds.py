"""What the lines of a community's ledger are called, and what is refused about its money."""

from __future__ import annotations

from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.money import CEILING, Fen, yuan
from microprojects.domain.states import State

KINDS: dict[str, str] = {
    "allocate": N_("年初下达"),
    "adjust": N_("追加或调减"),
    "carry_over": N_("上年转入"),
    "reserve": N_("立项占用"),
    "release": N_("释放占用"),
    "commit": N_("签约"),
    "uncommit": N_("撤销签约"),
    "pay": N_("付款"),
    "pay_returned": N_("退回，还要再付"),
    "refund": N_("追回"),
    "return_unspent": N_("结余退回"),
    "social_pledge": N_("自筹承诺"),
    "social_received": N_("自筹到账"),
    "social_paid": N_("自筹支付"),
    "social_refund": N_("自筹支付退回"),
    "social_returned": N_("自筹退还出资人"),
    "retention_hold": N_("留质保金"),
    "retention_release": N_("退质保金"),
}
DONOR = N_("爱心居民")
LONGEST_DOCUMENT = 100
LONGEST_REASON = 500
# Social money comes in after the council has agreed and before the account is closed.
TAKES_SOCIAL = (
    State.NOTICING,
    State.OBJECTED,
    State.APPROVED,
    State.PROCURING,
    State.CONTRACTED,
    State.IMPLEMENTING,
    State.INSPECTING,
    State.RECTIFYING,
    State.SETTLING,
)


class DocumentTwice(Refusal):
    """The paper of that number is in the ledger already."""

    code = "document-twice"
    message = N_("“%(document)s”已经记过账，不能再记一次。请核对文号；确是另一笔，请写清批次。")


class BelowPromised(Refusal):
    """An adjustment would take away money that is promised or paid."""

    code = "below-promised"
    message = N_(
        "已占用、已签约和已付共 %(promised)s 元，最多只能调减 %(free)s 元。请少减一些，或先终止项目释放占用。"
    )


class NoFund(Refusal):
    """Nothing was allocated for that year, so there is nothing to adjust."""

    code = "no-fund"
    message = N_("%(community)s %(year)s 年还没有下达资金。请先下达，再追加或调减。")


def check_amount(amount_fen: int, *, signed: bool = False) -> Fen:
    """Return the amount if it can be entered.

    Raises:
        BadValue: it is zero, below zero where it must not be, or beyond all measure.
    """
    if amount_fen == 0 or (amount_fen < 0 and not signed):
        raise BadValue(field=N_("金额"), why=N_("要大于零") if not signed else N_("不能是零"))
    if abs(amount_fen) >= CEILING:
        raise BadValue(field=N_("金额"), why=N_("太大了，请核对是不是多打了零"))
    return Fen(amount_fen)


def check_year(year: int) -> int:
    """Return the year if money can be allocated for it.

    Raises:
        BadValue: it is no year of this century or the next.
    """
    if not 2000 <= year <= 2200:
        raise BadValue(field=N_("年度"), why=N_("要写四位数的年份"))
    return year


def check_adjustment(amount_fen: Fen, *, allocated: int, available: int) -> None:
    """Refuse to take away what is promised or paid (I3).

    Raises:
        BelowPromised: with what may still be taken.
    """
    if amount_fen < -available:
        raise BelowPromised(promised=yuan(Fen(allocated - available)), free=yuan(Fen(available)))
