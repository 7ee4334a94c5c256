"""What the public record adds up to: how far projects came, how fast, at what cost, and how content people were.

Source: domain research, section 17.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microprojects.domain.errors import N_
from microprojects.domain.masks import is_small_cell
from microprojects.domain.parameters import BY_KEY
from microprojects.domain.promises import days_late
from microprojects.domain.stays import middle

# Each step of the funnel holds the next; an emergency that was approved at once counts as passed too.
STEPS: dict[str, str] = {
    "proposed": N_("提出"),
    "accepted": N_("已受理"),
    "scheduled": N_("上会"),
    "passed": N_("通过"),
    "approved": N_("立项"),
    "contracted": N_("签约"),
    "delivered": N_("验收合格"),
    "closed": N_("办结"),
}
GOOD = int(str(BY_KEY["evaluation.pass_percent"].default))
POOR = int(str(BY_KEY["evaluation.warn_percent"].default))


class Rating(StrEnum):
    """What may be said of one evaluation: a share, that all but few or only few are content, or nothing."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    MOST = "most"
    FEW = "few"
    SMALL = "small"


RATINGS: dict[Rating, str] = {
    Rating.GOOD: N_("满意率达标"),
    Rating.FAIR: N_("中间"),
    Rating.POOR: N_("要整改"),
    Rating.MOST: N_("几乎都满意，不写人数"),
    Rating.FEW: N_("满意的很少，不写人数"),
    Rating.SMALL: N_("份数太少，不写结果"),
}


class Band(StrEnum):
    """By how much a change made a contract larger, in hundredths of what it was before."""

    SAME = "same"
    LESS = "less"
    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"


BANDS: dict[Band, str] = {
    Band.SAME: N_("金额不变"),
    Band.LESS: N_("减少"),
    Band.SMALL: N_("增加不超过 5%"),
    Band.MIDDLE: N_("增加超过 5%，不超过 10%"),
    Band.LARGE: N_("增加超过 10%"),
}


class Standing(StrEnum):
    """How what was approved compares with what was delivered."""

    OVERDUE = "overdue"
    RUNNING = "running"
    UNDATED = "undated"
    LATE = "late"
    KEPT = "kept"
    STOPPED = "stopped"


STANDINGS: dict[Standing, str] = {
    Standing.OVERDUE: N_("到期没完成"),
    Standing.RUNNING: N_("在期限内"),
    Standing.UNDATED: N_("没写完成日期"),
    Standing.LATE: N_("完成了，晚了"),
    Standing.KEPT: N_("按期完成"),
    Standing.STOPPED: N_("终止"),
}


@dataclass(frozen=True)
class Timeliness:
    """How one kind of disclosure kept its time; `middle` and `worst` are days by which late ones were late."""

    kind: str
    on_time: int
    late: int
    middle: int | None
    worst: int | None

    @property
    def published(self) -> int:
        """Return how many were published."""
        return self.on_time + self.late


def funnel(furthest: Mapping[str, int]) -> dict[str, int]:
    """Return how many projects reached each step, from how many got as far as it and no further."""
    reached, so_far = {}, 0
    for step in reversed(STEPS):
        so_far += furthest.get(step, 0)
        reached[step] = so_far
    return {step: reached[step] for step in STEPS}


def rating(answers: int, satisfied: int, *, limit: int) -> Rating:
    """Return what may be said of an evaluation where fewer than `limit` people may not be told apart.

    It agrees with what the page of the evaluation tells, so that no sum of several tells more.

    Source: 个人信息保护法 art. 73(4).
    """
    if answers < limit:
        return Rating.SMALL
    if is_small_cell(satisfied, limit):
        return Rating.FEW
    if is_small_cell(answers - satisfied, limit):
        return Rating.MOST
    if satisfied * 100 >= answers * GOOD:
        return Rating.GOOD
    return Rating.FAIR if satisfied * 100 >= answers * POOR else Rating.POOR


def band(more: int, before: int) -> Band:
    """Return the size of a change of a contract, amounts in fen; each limit belongs to the smaller size."""
    if more <= 0:
        return Band.LESS if more else Band.SAME
    if more * 100 <= before * 5:
        return Band.SMALL
    return Band.MIDDLE if more * 100 <= before * 10 else Band.LARGE


def standing(
    *, stopped: bool, planned: date | None, reported: date | None, done: date | None, today: date
) -> Standing:
    """Return how an approved project stands: `reported` done on one day, found good (`done`) on a later one."""
    if stopped:
        return Standing.STOPPED
    late = days_late(planned, reported or done, today)
    if done is not None:
        return Standing.LATE if late else Standing.KEPT
    if planned is None:
        return Standing.UNDATED
    return Standing.OVERDUE if late else Standing.RUNNING


def timeliness(found: Iterable[tuple[str, int, int]]) -> list[Timeliness]:
    """Return how each kind of disclosure kept its time; `found` is (kind, days late, how many)."""
    by_kind: dict[str, dict[int, int]] = {}
    for kind, days, count in found:
        counts = by_kind.setdefault(kind, {})
        counts[days] = counts.get(days, 0) + count
    return [_timeliness(kind, counts) for kind, counts in by_kind.items()]


def share(part: int, whole: int) -> int | None:
    """Return a part in whole hundredths, rounded half up; None of nothing."""
    return (part * 200 + whole) // (whole * 2) if whole else None


def _timeliness(kind: str, counts: Mapping[int, int]) -> Timeliness:
    late = {days: count for days, count in counts.items() if days > 0}
    return Timeliness(
        kind=kind,
        on_time=sum(count for days, count in counts.items() if days <= 0),
        late=sum(late.values()),
        middle=middle(late),
        worst=max(late, default=None),
    )
