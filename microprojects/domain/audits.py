"""The sampled audit of settled accounts: a list that is fixed first, then a public draw from it that nobody can choose.

The list is every project of a district whose account was settled in a quarter and not reviewed anyway, in
the order of their numbers. Its SHA-256 is in the journal before twenty dice are thrown in public. The seed is
made of both, as that of the lot of a residents' poll is, and the projects with the smallest lots are audited.

Source: domain research, section 6.6 (a sample of 10 % of the rest, a proposal); Lindeman and Stark (2012),
"A Gentle Introduction to Risk-Limiting Audits".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, BadValue, NotPermitted, Refusal
from microprojects.domain.funds import check_year
from microprojects.domain.money import Fen, yuan
from microprojects.domain.tally.ties import lot, lot_seed
from microprojects.domain.workdays import SHANGHAI

QUARTERS = (1, 2, 3, 4)
# Accounts that were being settled at the last minute are in before the list is fixed.
MARGIN = timedelta(days=1)
WORDS_LIMIT = 1000
# What came of an audit, and whether money is to come back.
OUTCOMES: dict[str, str] = {
    "in_order": N_("账实相符"),
    "refund": N_("有钱要退回"),
    "rectify": N_("要整改"),
}
REFUND = "refund"


class QuarterRunning(Refusal):
    """The quarter is not over, so that more may be settled in it."""

    code = "quarter-running"
    message = N_("%(year)s 年第 %(quarter)s 季度的结算还没有收齐，要到 %(day)s才能定名单。请到那天再来。")


class NothingToAudit(Refusal):
    """Nothing was settled in that quarter that was not reviewed anyway."""

    code = "nothing-to-audit"
    message = N_(
        "%(place)s %(year)s 年第 %(quarter)s 季度没有结算，或结算都审过了，没有要抽的项目。请核对季度。"
    )


class ListFixed(Refusal):
    """The list of a quarter is fixed once: nothing is added to it and nothing taken away."""

    code = "audit-list-fixed"
    message = N_(
        "%(place)s %(year)s 年第 %(quarter)s 季度的名单已经定了、公开了，不能加、不能减，也不能再定。请去抽签。"
    )


class LotDrawn(Refusal):
    """A list is drawn from once."""

    code = "audit-drawn"
    message = N_("这份名单已经抽过签，只能抽一次，结果已经公开。请看抽查页。")


class DrawnBySameHands(NotPermitted):
    """Who fixed the list does not write down the dice."""

    code = "audit-same-hands"
    message = N_("这份名单是您定的，不能由您来抽签。请区里另一位管理员、财务或审计来办。")


class NotDrawn(Refusal):
    """The project was not drawn, so that there is no audit of it."""

    code = "audit-not-drawn"
    message = N_("这个项目没有被抽中，不用写审计结论。请从抽查名单里选抽中的项目。")


class OwnAccount(NotPermitted):
    """Who wrote the account does not audit it."""

    code = "audit-own-account"
    message = N_("这份结算是您登记的，不能由您来审。请另一位财务或审计来写结论。")


class ReasonForAnother(Refusal):
    """An audit result was written; another one replaces it only with the reason."""

    code = "audit-reason-needed"
    status = 422
    message = N_("这个项目已经有审计结论。要改就写明为什么改，旧的结论也会留着。")


class RefundUnclear(Refusal):
    """An amount to refund without that result, or that result without an amount."""

    code = "audit-refund-unclear"
    status = 422
    message = N_("选“有钱要退回”就要写退多少，不超过结算的 %(settled)s 元；选别的就不写。请改好再存。")


class AuditMissing(Refusal):
    """The project was drawn, and its audit has no result."""

    code = "audit-missing"
    message = N_("这个项目被抽中审计，还没有审计结论。请财务或审计写好结论，再办结。")


def check_quarter(year: int, quarter: int) -> None:
    """Refuse what is no quarter.

    Raises:
        BadValue: with the field.
    """
    check_year(year)
    if quarter not in QUARTERS:
        raise BadValue(field=N_("季度"), why=N_("要填 1 到 4"))


def begins_at(year: int, quarter: int) -> datetime:
    """Return when a quarter begins in Shanghai; the fifth is the first of the next year."""
    return datetime(year + (quarter - 1) // 4, 3 * ((quarter - 1) % 4) + 1, 1, tzinfo=SHANGHAI)


def before(at: datetime) -> tuple[int, int]:
    """Return the year and the number of the latest quarter whose list can be fixed."""
    day = (at - MARGIN).astimezone(SHANGHAI)
    running = (day.month - 1) // 3
    return (day.year, running) if running else (day.year - 1, 4)


def require_over(year: int, quarter: int, at: datetime) -> None:
    """Let the list of a quarter be fixed a day after it is over.

    Raises:
        BadValue: it is no quarter.
        QuarterRunning: with the day from which on it can be fixed.
    """
    check_quarter(year, quarter)
    opens = begins_at(year, quarter + 1) + MARGIN
    if at < opens:
        raise QuarterRunning(year=year, quarter=quarter, day=opens.date().isoformat())


def in_order(numbers: Iterable[str]) -> list[str]:
    """Return project numbers in the order of the list: by code point."""
    return sorted(numbers)


def text_of(numbers: Iterable[str]) -> bytes:
    """Return the list as it is hashed and downloaded: a number a line, each line ended by LF, in UTF-8."""
    return "".join(f"{number}\n" for number in in_order(numbers)).encode()


def list_hash(numbers: Iterable[str]) -> str:
    """Return the SHA-256 of the list, in hexadecimal; `sha256sum` gives the same for the downloaded file."""
    return hashlib.sha256(text_of(numbers)).hexdigest()


def sample_size(listed: int, percent: int) -> int:
    """Return how many of a list are drawn: the percentage rounded up, and one at least where there is any."""
    return min(listed, max(1, -(-listed * percent // 100)))


def seed_of(digest: str, dice: str) -> str:
    """Return the seed that follows from the hash of the list and the dice, as for the lot of a residents' poll."""
    return lot_seed(bytes.fromhex(digest), dice.encode())


def lots(seed: str, numbers: Iterable[str]) -> list[tuple[str, str]]:
    """Return lot and number of each project, the smallest lot first."""
    return sorted((lot(seed, number).hex(), number) for number in numbers)


def drawn(seed: str, numbers: Sequence[str], size: int) -> list[str]:
    """Return the numbers that are audited, in the order of their lots."""
    return [number for _lot, number in lots(seed, numbers)[:size]]


def require_result(outcome: str, refund_fen: int, settled_fen: int) -> None:
    """Let a result of an audit pass; amounts in fen.

    Raises:
        BadValue: there is no such result.
        RefundUnclear: the amount to refund does not belong to it, or is above the account.
    """
    if outcome not in OUTCOMES:
        raise BadValue(field=N_("审计结论"), why=N_("不在可选的几种里"))
    if (outcome == REFUND) != (refund_fen > 0) or not 0 <= refund_fen <= settled_fen:
        raise RefundUnclear(settled=yuan(Fen(settled_fen)))


def audit_recorded(case: Case) -> None:
    """Refuse to close a project that was drawn before its audit has a result."""
    if case.audit_waits:
        raise AuditMissing
