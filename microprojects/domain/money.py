"""Money in whole fen: reading it, writing it, sharing it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NewType

from microprojects.domain.errors import N_, Refusal

Fen = NewType("Fen", int)

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
CEILING = Fen(10**13)
"""Amounts stay below this many fen (100 billion yuan); more is a slip of the finger."""

_LONGEST = 40
_SHOWN = 20
_AMOUNT = re.compile(r"(?P<yuan>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<part>[0-9]+))?", re.ASCII)


class BadAmount(Refusal):
    """The text is not an amount of money."""

    code = "bad-amount"
    status = 422
    message = N_("“%(text)s”不是一个金额。请只写数字，例如 12000 或 12,000.50。")


class FullWidthAmount(BadAmount):
    """The digits are full-width, which look alike but are easily mistyped."""

    code = "bad-amount-full-width"
    message = N_("“%(text)s”里有全角数字或符号。请切换到英文输入法，写成 12000.50 这样的半角数字。")


class NegativeAmount(BadAmount):
    """The amount is below zero."""

    code = "bad-amount-negative"
    message = N_("“%(text)s”小于零。金额不能是负数，请去掉减号再填。")


class TooManyDecimals(BadAmount):
    """The amount is finer than one fen."""

    code = "bad-amount-decimals"
    message = N_("“%(text)s”的小数超过两位。金额最多写到分，请改成两位小数。")


class AmountTooLarge(BadAmount):
    """The amount reaches the ceiling."""

    code = "bad-amount-too-large"
    message = N_("“%(text)s”太大了。金额必须小于 1000 亿元，请核对是不是多打了零。")


class BadPercents(Refusal):
    """The parts of a whole do not make the whole."""

    code = "bad-percents"
    status = 422
    message = N_("各期比例合计是百分之 %(total)s，每期都不能是负数，合计必须正好是百分之一百。请改好后再存。")


def parse_yuan(text: str) -> Fen:
    """Read an amount that a person typed in yuan.

    Accepts plain digits, commas in groups of three, one currency sign in front
    and at most two decimals: "12000", "12,000.50", "¥12000.5".

    Raises:
        BadAmount: or one of its children, which name what is wrong.
    """
    typed = text.strip()
    shown = typed if len(typed) <= _SHOWN else typed[:_SHOWN] + "……"
    bare = typed[1:].lstrip() if typed[:1] in {"¥", "￥"} else typed
    if any("\uff01" <= char <= "\uff5e" for char in bare):
        raise FullWidthAmount(text=shown)
    unsigned = bare[1:].lstrip("¥￥ ") if bare[:1] in {"-", "−"} else bare
    found = _AMOUNT.fullmatch(unsigned)
    if found is None:
        raise BadAmount(text=shown)
    if unsigned != bare:
        raise NegativeAmount(text=shown)
    part = found["part"] or ""
    if len(part) > 2:
        raise TooManyDecimals(text=shown)
    whole = found["yuan"].replace(",", "").lstrip("0") or "0"
    if len(whole) > _LONGEST or (fen := int(whole + part.ljust(2, "0"))) >= CEILING:
        raise AmountTooLarge(text=shown)
    return Fen(fen)


def yuan(fen: Fen) -> str:
    """Write an amount in yuan with commas and two decimals: "12,000.50"."""
    whole, part = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{whole:,}.{part:02d}"


def wan(fen: Fen, places: int = 2) -> str:
    """Write an amount in 万元 (ten thousand yuan), rounded half up, without idle zeros: "1.2"."""
    scale: int = 10**places
    rounded = (abs(fen) * scale * 2 + FEN_PER_WAN) // (FEN_PER_WAN * 2)
    whole, part = divmod(rounded, scale)
    decimals = f"{part:0{places}d}".rstrip("0") if places else ""
    sign = "-" if fen < 0 and rounded else ""
    return f"{sign}{whole:,}" + (f".{decimals}" if decimals else "")


def total(amounts: Iterable[Fen]) -> Fen:
    """Add amounts up."""
    return Fen(sum(amounts))


def share(part: Fen, whole: Fen) -> Fraction:
    """Return `part` as an exact fraction of `whole`; of nothing, the share is zero."""
    return Fraction(part, whole) if whole else Fraction(0)


def percent(part: Fen, whole: Fen) -> Fraction:
    """Return `part` in exact hundredths of `whole`; of nothing, zero per cent."""
    return share(part, whole) * 100


def split_by_percent(amount: Fen, percents: Sequence[int | Fraction]) -> tuple[Fen, ...]:
    """Split an amount into parts that add up to it exactly, to the fen.

    Each part is its percentage rounded down; the fen that are left go to the
    largest remainders, and among equal remainders to the earlier part.

    Raises:
        BadPercents: a percentage is negative, or they do not add up to 100.
    """
    whole = sum((Fraction(p) for p in percents), Fraction(0))
    if whole != 100 or any(p < 0 for p in percents):
        raise BadPercents(total=whole)
    exact = [Fraction(p) * amount / 100 for p in percents]
    floors = [value.numerator // value.denominator for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in by_remainder[: amount - sum(floors)]:
        floors[i] += 1
    return tuple(Fen(value) for value in floors)
