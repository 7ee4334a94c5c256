"""Who votes in a residents' vote: age in full years, the tie to the community, and the reason where it is no."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from microprojects.domain.errors import N_


class Belonging(StrEnum):
    """What ties a person to a community."""

    LIVE = "live"
    WORK = "work"
    STUDY = "study"

    @property
    def label(self) -> str:
        """Return the name in the source language."""
        return BELONGINGS[self]


BELONGINGS: dict[Belonging, str] = {
    Belonging.LIVE: N_("居住"),
    Belonging.WORK: N_("工作"),
    Belonging.STUDY: N_("学习"),
}
# The values of the parameter `eligibility.scope`: whose ties count.
SCOPES: dict[str, frozenset[Belonging]] = {
    "live": frozenset({Belonging.LIVE}),
    "live_work_study": frozenset(Belonging),
}


class Reason(StrEnum):
    """Why somebody cannot vote."""

    ELSEWHERE = "elsewhere"
    UNVERIFIED = "unverified"
    OTHER_TIE = "other-tie"
    NO_BIRTH = "no-birth"
    TOO_YOUNG = "too-young"

    @property
    def label(self) -> str:
        """Return the words in the source language."""
        return REASONS[self]


REASONS: dict[Reason, str] = {
    Reason.ELSEWHERE: N_("不在本社区"),
    Reason.UNVERIFIED: N_("没有核实"),
    Reason.OTHER_TIE: N_("不住在本社区，这里只算居住的人"),
    Reason.NO_BIRTH: N_("名册上没有出生日期"),
    Reason.TOO_YOUNG: N_("年龄不够"),
}


@dataclass(frozen=True)
class SeenAge:
    """On that day a clerk saw at the desk that the person was at least so old; the date itself was not written down."""

    age: int
    on: date


@dataclass(frozen=True)
class Facts:
    """What the rule asks about one person.

    `tie` is None for somebody whom no sheet of the register names: the desk verified
    by their address that they live there.
    """

    here: bool
    verified: bool
    tie: Belonging | None = None
    born: date | None = None
    seen: SeenAge | None = None


@dataclass(frozen=True)
class Franchise:
    """What the rules of a community say: the age and the scope of its votes, and the age that its desk looks for."""

    age_min: int
    scope: str
    age_seen: int


def age_on(born: date, day: date) -> int:
    """Return the full years (周岁) that somebody has on a day; below zero before they were born.

    One is of an age from the beginning of the birthday on. Who was born on 29 February
    is so on 28 February where the year has no such day.

    Source: 民法典 第十七条、第十八条 (the age of eighteen full years gives full capacity),
    第二百零二条 (where the month has no corresponding day, its last day counts),
    第一千二百五十九条 ("以上" includes the number itself).
    """
    try:
        birthday = born.replace(year=day.year)
    except ValueError:
        birthday = date(day.year, 3, 1) - timedelta(days=1)
    return day.year - born.year - (day < birthday)


def eligible(facts: Facts, *, age_min: int, scope: str, day: date) -> Reason | None:
    """Return why somebody cannot vote on a day, None where they can.

    `age_min` is the parameter `eligibility.min_age_poll`, `scope` is `eligibility.scope`.
    Where the register holds no date of birth, but a clerk verified the person at the desk,
    the clerk has seen that they were of the age to propose: from that age and the years
    since then follows the least that they can be now. If that does not reach a higher
    `age_min`, the date of birth is wanted.
    """
    if not facts.here:
        return Reason.ELSEWHERE
    if not facts.verified:
        return Reason.UNVERIFIED
    if (facts.tie or Belonging.LIVE) not in SCOPES[scope]:
        return Reason.OTHER_TIE
    if facts.born is not None:
        return None if age_on(facts.born, day) >= age_min else Reason.TOO_YOUNG
    if facts.seen is not None and facts.seen.age + max(0, age_on(facts.seen.on, day)) >= age_min:
        return None
    return Reason.NO_BIRTH


def counted(reasons: Iterable[Reason | None]) -> dict[Reason | None, int]:
    """Return how many can vote, under None, and how many cannot, by reason in the order of the reasons."""
    told = list(reasons)
    return {reason: told.count(reason) for reason in (None, *Reason)}
