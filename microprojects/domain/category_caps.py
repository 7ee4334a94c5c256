"""Limits of a category in a residents' poll: for so much money at most, or so many projects, its projects can win."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.money import Fen, yuan
from microprojects.domain.proposals import THEMES, TYPES

LABELS: dict[str, str] = {**TYPES, **THEMES}
"""What each category is called; a project is of two of them, its type and its theme."""


@dataclass(frozen=True)
class Cap:
    """What the projects of a category that win may cost together, and how many may win; None is no limit."""

    most_fen: Fen | None = None
    most_count: int | None = None


@dataclass(frozen=True)
class Listed:
    """One project on a ballot: what it costs, and of which categories it is."""

    cost: Fen
    categories: Collection[str]


class CapOffBallot(Refusal):
    """A category with a limit has no project on the ballot."""

    code = "poll-cap-off-ballot"
    status = 422
    message = N_("“%(which)s”设了上限，选票上却没有这一类的项目。请勾上这类项目，或去掉这个上限。")


class CapShutsOut(Refusal):
    """A category has so little money that none of its projects could win."""

    code = "poll-cap-shuts-out"
    status = 422
    message = N_(
        "“%(which)s”最多 %(most)s 元，这一类最便宜的项目也要 %(least)s 元，一个也选不上。请写大些，或不限。"
    )


class CapBindsNothing(Refusal):
    """A limit is so wide that all projects of its category could win."""

    code = "poll-cap-wide"
    status = 422
    message = N_("“%(which)s”在选票上一共 %(n)s 个、%(all)s 元，上限不比这小，限不住什么。请写小些，或不限。")


def require_caps(caps: Mapping[str, Cap], ballot: Collection[Listed]) -> None:
    """Refuse limits that say nothing of the projects on a ballot, or that no project of the category could meet.

    Raises:
        CapOffBallot, CapShutsOut, CapBindsNothing, BadValue: with the category.
    """
    for category, cap in caps.items():
        costs = [one.cost for one in ballot if category in one.categories]
        which = LABELS.get(category, category)
        if not costs:
            raise CapOffBallot(which=which)
        if cap == Cap() or (cap.most_count is not None and cap.most_count < 1):
            raise BadValue(field=which, why=N_("请写最多多少钱，或最多几个（1 个以上）"))
        if cap.most_fen is not None and cap.most_fen < min(costs):
            raise CapShutsOut(which=which, most=yuan(cap.most_fen), least=yuan(Fen(min(costs))))
        wide = cap.most_fen is not None and cap.most_fen >= sum(costs)
        if wide or (cap.most_count is not None and cap.most_count >= len(costs)):
            raise CapBindsNothing(which=which, n=len(costs), all=yuan(Fen(sum(costs))))
