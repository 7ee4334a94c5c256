"""Drawing lots so that anybody can draw them again: a public number decides, not the house.

Source: the practice of risk-limiting audits, whose seed is thrown with dice in public (Lindeman and
Stark, "A Gentle Introduction to Risk-Limiting Audits", 2012); FIPS 180-4 (SHA-256).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def lot(seed: str, number: int) -> str:
    """Return the lot of a sign-up: the SHA-256, in hexadecimal, of seed, a slash and its number, in UTF-8."""
    return hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()


def order(seed: str, numbers: Mapping[int, str]) -> list[int]:
    """Return the numbers in the order of their lots, the smallest first; `numbers` maps each to its side."""
    return sorted(numbers, key=lambda number: lot(seed, number))


def draw(seed: str, numbers: Mapping[int, str], seats: Mapping[str, int]) -> list[int]:
    """Return the numbers that are seated, in the order of their lots.

    Each side fills its own seats first. Seats that a side leaves empty go, in the
    order of the lots, to whoever is left.
    """
    drawn = order(seed, numbers)
    left = dict(seats)
    seated = []
    for number in drawn:
        side = numbers[number]
        if left.get(side, 0) > 0:
            left[side] -= 1
            seated.append(number)
    rest = [number for number in drawn if number not in seated]
    taken = {*seated, *rest[: sum(left.values())]}
    return [number for number in drawn if number in taken]
