"""What may stand where in a rule spec; anything else is refused by its key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from microprojects.domain.errors import N_
from microprojects.domain.tally.spec_noes import KeyLacking, KeyUnknown, ValueUnusable, short
from microprojects.domain.tally.specs import Fill, Order, Rule, Start, Stop, TieBreak, Utility

VERSION = 1
ARITHMETIC = "exact-rational"
LOT = "sha256-v1"
AMOUNT = re.compile(r"0|[1-9][0-9]{0,29}")
STEP = re.compile(r"[1-9][0-9]{0,29}")
PART = re.compile(r"(0|[1-9][0-9]{0,8})(/[1-9][0-9]{0,8}|\.[0-9]{1,9})?")


@dataclass(frozen=True)
class One:
    """A single value: what it may be, in words and as a test."""

    allowed: str
    fits: Callable[[Any], bool]


@dataclass(frozen=True)
class Many:
    """A list of the same, with a test of the whole."""

    each: Shape
    allowed: str = N_("列表")
    fits: Callable[[list[Any]], bool] = lambda _: True


@dataclass(frozen=True)
class Members:
    """An object with some of these keys; of `each` kind, an object with any keys."""

    members: Mapping[str, Shape] | None = None
    needed: tuple[str, ...] = ()
    each: Shape | None = None


Shape = One | Many | Members


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _written(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _one_of(choices: type[StrEnum]) -> One:
    return One(" / ".join(choices), lambda value: value in list(choices))


def _fixed(value: str | int) -> One:
    return One(str(value), lambda given: given == value and type(given) is type(value))


def _ends_with_lot(ties: list[Any]) -> bool:
    return bool(ties) and ties[-1] == TieBreak.LOT and len(set(ties)) == len(ties)


TEXT = One(N_("文字"), lambda value: isinstance(value, str))
COUNT = One(N_("0或正整数"), _is_count)
MONEY = One(N_("带引号的整数金额"), _written(AMOUNT))

SHAPE = Members(
    {
        "v": _fixed(VERSION),
        "round": TEXT,
        "rulebook": TEXT,
        "budget_minor": MONEY,
        "currency": TEXT,
        "ballot": Members({"type": TEXT, "min": COUNT, "max": COUNT, "points": COUNT}),
        "projects": Many(
            Members({"id": TEXT, "cost_minor": MONEY, "categories": Many(TEXT)}, needed=("id", "cost_minor"))
        ),
        "eligibility": Members(
            {
                "min_votes": COUNT,
                "min_score": COUNT,
                "min_share": One(N_("“1/3”或“0.25”这样的比例"), _written(PART)),
            }
        ),
        "rule": Members(
            {
                "name": _one_of(Rule),
                "order": _one_of(Order),
                "utility": _one_of(Utility),
                "start": _one_of(Start),
                "step_minor": One(N_("带引号的正整数金额"), _written(STEP)),
                "stop": _one_of(Stop),
                "fill": _one_of(Fill),
            }
        ),
        "caps": Members(each=MONEY),
        "quotas": Members(each=COUNT),
        "exclusive": Many(Many(TEXT)),
        "ties": Many(_one_of(TieBreak), N_("各不相同，最后一个是 lot"), _ends_with_lot),
        "lot": Members({"alg": _fixed(LOT), "beacon": TEXT, "beacon_time": TEXT, "fallback": TEXT}),
        "arith": _fixed(ARITHMETIC),
        "publication": One("open / guarded", lambda value: value in ("open", "guarded")),
        "opens": TEXT,
        "closes": TEXT,
        "challenge_days": COUNT,
    }
)


def check(value: Any, shape: Shape = SHAPE, key: str = "") -> None:
    """Look at a document, part by part.

    Raises:
        KeyUnknown: a key has no place there.
        KeyLacking: a key is needed there.
        ValueUnusable: a value is not what its key may have.
    """
    match shape:
        case One(allowed, fits):
            _insist(fits(value), key, value, allowed)
        case Many(each, allowed, fits):
            _insist(isinstance(value, list), key, value, N_("列表"))
            for item in value:
                check(item, each, key)
            _insist(fits(value), key, value, allowed)
        case Members(members, needed, each):
            _insist(isinstance(value, dict), key, value, N_("对象"))
            for name in needed:
                if name not in value:
                    raise KeyLacking(key=f"{key}.{name}")
            for name, part in value.items():
                _member(part, members, each, f"{key}.{name}" if key else name, name)


def _member(value: Any, members: Mapping[str, Shape] | None, each: Shape | None, key: str, name: str) -> None:
    shape = each or (members or {}).get(name)
    if shape is None:
        raise KeyUnknown(key=short(key))
    check(value, shape, key)


def _insist(well: bool, key: str, value: object, allowed: str) -> None:  # noqa: FBT001 - the one question
    if not well:
        raise ValueUnusable(key=short(key), given=short(value), allowed=allowed)
