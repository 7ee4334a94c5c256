"""What the lines of a community's ledger are called, and what is refused about its money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.money import CEILING, Fen, yuan
from microprojects.domain.states import State

KINDS: dict[str, str] = {
    "allocate": N_("年初下达"),
    "adjust": N_("追加或调减"),
    "carry_over": N_("上年转入"),
    "lapse": N_("年末收回统筹"),
    "carry_out": N_("年末转入下年"),
    "reserve": N_("立项占用"),
    "release": N_("释放占用"),
    "commit": N_("签约"),
    "uncommit": N_("撤销签约"),
    "pay": N_("付款"),
    "pay_returned": N_("付款退回"),
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
# kind -> what one fen of it does to (allocated, reserved, committed, paid, left the year)
POCKETS: dict[str, tuple[int, int, int, int, int]] = {
    "allocate": (1, 0, 0, 0, 0),
    "adjust": (1, 0, 0, 0, 0),
    "carry_over": (1, 0, 0, 0, 0),
    "lapse": (0, 0, 0, 0, 1),
    "carry_out": (0, 0, 0, 0, 1),
    "reserve": (0, 1, 0, 0, 0),
    "release": (0, -1, 0, 0, 0),
    "commit": (0, -1, 1, 0, 0),
    "uncommit": (0, 1, -1, 0, 0),
    "return_unspent": (0, 0, -1, 0, 0),
    "pay": (0, 0, -1, 1, 0),
    "pay_returned": (0, 0, 1, -1, 0),
    "refund": (0, 0, 0, -1, 0),
    "social_pledge": (0, 0, 0, 0, 0),
    "social_received": (0, 0, 0, 0, 0),
    "social_paid": (0, 0, 0, 0, 0),
    "social_refund": (0, 0, 0, 0, 0),
    "social_returned": (0, 0, 0, 0, 0),
    "retention_hold": (0, 0, 0, 0, 0),
    "retention_release": (0, 0, 0, 0, 0),
}
# What a line is called that a change of the contract wrote; it is told by its note, or by what only a change writes.
CHANGED = N_("合同变更")
OF_A_CHANGE: dict[str, str] = {
    "reserve": N_("合同变更，再占用"),
    "commit": N_("合同变更，多签"),
    "uncommit": N_("合同变更，少签"),
    "release": N_("合同变更，释放占用"),
}
# Social money is in none of the pockets.
_SOCIAL = {"social_received": 1, "social_paid": -1, "social_refund": 1, "social_returned": -1}
# What one of these frees nobody is promised any more.
FREEING = frozenset({"release", "return_unspent", "refund"})
DONOR = N_("爱心居民")
# Who gave: people are not named (慈善法 82) unless they agreed, and a name is published with consent only.
DONOR_KINDS: dict[str, str] = {
    "resident": N_("居民，不写姓名，公开为“爱心居民”"),
    "organisation": N_("单位，写全称"),
    "person": N_("个人，本人要求公开姓名"),
}
SHORTEST_UNIT = 4
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
    State.CHANGING,
    State.SUSPENDED,
    State.INSPECTING,
    State.RECTIFYING,
    State.SETTLING,
)

# From the start of buying every receipt is told with the spending.
TELLS_SOCIAL = tuple(
    state for state in TAKES_SOCIAL if state not in (State.NOTICING, State.OBJECTED, State.APPROVED)
)


def called(kind: str, *, document: str = "", note: str = "") -> str:
    """Return what a line is called in the source language.

    An approval reserves without a paper, so that what is reserved under the number of a contract is for its change.
    """
    of_change = note == CHANGED or (kind == "reserve" and document != "")
    return OF_A_CHANGE.get(kind, KINDS[kind]) if of_change else KINDS[kind]


def moves(kind: str) -> int:
    """Return 1 where the money of a line comes in or back, -1 where it is paid or goes away, 0 where it stays where it is.

    So the fiscal lines of a fund, each with its sign, add up to what it still has: reserved, contracted and free.
    """
    allocated, _reserved, _committed, paid, left = POCKETS[kind]
    return _SOCIAL.get(kind, allocated - paid - left)


class DocumentTwice(Refusal):
    """The paper of that number is in the ledger already."""

    code = "document-twice"
    message = N_("“%(document)s”已经记过账，不能再记一次。请核对文号；确是另一笔，请写清批次。")


class DonorWithoutConsent(Refusal):
    """A donor would be named who has not agreed to it (慈善法 82)."""

    code = "donor-without-consent"
    status = 422
    message = N_("公开“%(name)s”要有对方的书面同意，现在没有勾。请看到同意书再勾；没有就选“居民，不写姓名”。")


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


@dataclass(frozen=True)
class Donor:
    """Who gave: a resident without a name, or a unit or person who agreed in writing to be named."""

    kind: str = "resident"
    name: str = ""
    consented: bool = False


def donor_label(donor: Donor) -> str:
    """Return how a donor stands in the public ledger.

    Raises:
        BadValue: the kind is none of ours, or the name is missing, too short for a unit, or must not be there.
        DonorWithoutConsent: the name would be published without consent.
    """
    if donor.kind not in DONOR_KINDS:
        raise BadValue(field=N_("谁出的"), why=N_("请选一种"))
    if donor.kind == "resident":
        if donor.name:
            raise BadValue(field=N_("名称"), why=N_("居民不写姓名，请空着；要公开的请选单位或个人"))
        return DONOR
    if not donor.name:
        raise BadValue(field=N_("名称"), why=N_("还没有填"))
    if donor.kind == "organisation" and len(donor.name) < SHORTEST_UNIT:
        raise BadValue(field=N_("名称"), why=N_("单位要写全称，至少四个字"))
    if not donor.consented:
        raise DonorWithoutConsent(name=donor.name)
    return donor.name


def social_left(sums: Mapping[str, int]) -> int:
    """Return the social money of a project that came in and was neither spent nor given back, in fen."""
    came = sums.get("social_received", 0) + sums.get("social_refund", 0)
    return came - sums.get("social_paid", 0) - sums.get("social_returned", 0)


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
