"""Moving money from a community that hardly spends to another, in the middle of the year.

Source: domain research, section 6.9 (a proposal: from 1 September on where less than half is paid).
"""

from __future__ import annotations

import re
from datetime import date

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen

_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}", re.ASCII)


class ReallocationTooEarly(Refusal):
    """Until a day of the year every community keeps its money."""

    code = "reallocation-too-early"
    message = N_("%(day)s以前不能把一个社区的钱调给另一个。请过了那天再办；有急用请用“追加”。")


class NotThisYear(Refusal):
    """Money is moved within the year that runs."""

    code = "reallocation-not-this-year"
    message = N_("只能调今年（%(year)s 年）的钱。往年没占用的钱由年末结账处理。")


class SpendsEnough(Refusal):
    """The community has paid enough of its money to keep it."""

    code = "spends-enough"
    message = N_(
        "%(place)s已经付了 %(percent)s%%，没有低于 %(limit)s%%，它的钱不能调走。请选支付率低的社区。"
    )


class SameCommunity(Refusal):
    """Giver and taker are one."""

    code = "same-community"
    status = 422
    message = N_("调出和调入是同一个社区。请选两个不同的社区。")


class OtherDistrict(Refusal):
    """Money stays in its district."""

    code = "other-district"
    message = N_("%(giver)s和%(taker)s不在同一个区，钱不能调过去。请选同一个区的社区。")


def is_month_day(text: object) -> bool:
    """Return whether a text is a day that every year has, such as 08-31."""
    if not isinstance(text, str) or not _MONTH_DAY.fullmatch(text):
        return False
    try:
        date(2001, int(text[:2]), int(text[3:]))
    except ValueError:
        return False
    return True


def is_last_day(text: object) -> bool:
    """Return whether a text is a day that every year has, or empty where there is no last day."""
    return text == "" or is_month_day(text)


def on(text: str, year: int) -> date:
    """Return the day of a year that stands as month and day."""
    return date(year, int(text[:2]), int(text[3:]))


def is_slow(*, paid: int, allocated: int, percent: int) -> bool:
    """Return whether less than that part of the money was paid; exactly the part is enough."""
    return paid * 100 < percent * allocated


def rate(*, paid: int, allocated: int) -> int:
    """Return what was paid, in whole per cent of the money, rounded down; of nothing, nothing."""
    return paid * 100 // allocated if allocated > 0 else 0


def require_day(year: int, *, today: date, after: str) -> None:
    """Let money be moved in the year that runs, after the day that the rules name.

    Raises:
        NotThisYear, ReallocationTooEarly: which of the two it is not.
    """
    if year != today.year:
        raise NotThisYear(year=today.year)
    last = on(after, year)
    if today <= last:
        raise ReallocationTooEarly(day=f"{last.month}月{last.day}日")


def require_slow(place: str, *, paid: Fen, allocated: Fen, percent: int) -> None:
    """Let money be taken from a community that has paid less than its part.

    Raises:
        SpendsEnough: with both numbers.
    """
    if not is_slow(paid=paid, allocated=allocated, percent=percent):
        raise SpendsEnough(place=place, percent=rate(paid=paid, allocated=allocated), limit=percent)
