"""What is asked of a new value of a parameter, and of a new round."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from microprojects.domain.errors import N_, BadValue, Refusal

LONGEST_REASON = 500


class SameValue(Refusal):
    """The parameter has that value already."""

    code = "same-value"
    message = N_("“%(label)s”现在就是这个数，不用改。请核对要改的是哪一项。")


class RoundThere(Refusal):
    """The community has a round for that year."""

    code = "round-there"
    message = N_("%(community)s %(year)s 年的一轮已经开了，不能再开。请看规则页。")


class NotOfProgramme(Refusal):
    """The community lies outside the programme's area."""

    code = "not-of-programme"
    status = 422
    message = N_("%(community)s不归这个方案管。请从名单里选一个社区。")


def check_days(opens_on: date, closes_on: date, year: int) -> None:
    """Refuse a round whose days are out of order or out of its year.

    Raises:
        BadValue: they are.
    """
    if closes_on < opens_on:
        raise BadValue(field=N_("截止日期"), why=N_("不能早于开始日期"))
    if opens_on.year != year:
        raise BadValue(field=N_("开始日期"), why=N_("要在这一年里"))


def as_text(value: Any) -> str:
    """Write a parameter's value for the record: JSON with sorted keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
