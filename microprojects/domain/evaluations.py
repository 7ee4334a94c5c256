"""The residents' evaluation: what they are asked, who may answer once, and what of it may be shown.

Source: domain research, section 7.7; 个人信息保护法 art. 73(4) (anonymity of small groups).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.masks import is_small_cell

COMMENT_LIMIT = 300
IMPROVEMENT_LIMIT = 2000

QUESTIONS: dict[str, str] = {
    "overall": N_("总的来说，您满意吗？"),
    "useful": N_("对您有用吗？"),
    "quality": N_("做得好不好？"),
    "openness": N_("钱和过程公开得够不够？"),
}
POINTS: dict[int, str] = {
    5: N_("非常满意"),
    4: N_("满意"),
    3: N_("一般"),
    2: N_("不满意"),
    1: N_("很不满意"),
}
SATISFIED = 4


class SurveyNotOpen(Refusal):
    """There is no survey that takes answers now."""

    code = "survey-not-open"
    message = N_("这个项目的评议还没有开始，或者已经截止。请在项目页看评议的日期。")


class AnsweredAlready(Refusal):
    """The person has answered."""

    code = "answered-already"
    message = N_("这位居民已经评过，一人只评一次。谢谢您。")


class NotALocal(Refusal):
    """The person on paper is no verified resident of the community."""

    code = "not-a-local"
    message = N_("没有找到这位已核实的本社区居民。请核对姓名，或先在窗口核实。")


class SurveyRuns(Refusal):
    """Words of residents are chosen for publication after the survey has ended."""

    code = "survey-runs"
    message = N_("评议还没有截止，现在不能挑选要公开的留言。请等截止后再办。")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One person's answer: points from 1 to 5, and words that need not be there."""

    overall: int
    useful: int
    quality: int
    openness: int
    comment: str = ""


def require_points(answer: Answer) -> None:
    """Let an answer pass whose points lie on the scale.

    Raises:
        BadValue: a point does not.
    """
    for question, label in QUESTIONS.items():
        if getattr(answer, question) not in POINTS:
            raise BadValue(field=label, why=N_("请从五个里选一个"))


@dataclass(frozen=True)
class Count:
    """How often each point was given to each question; `points[q][0]` counts the ones."""

    points: Mapping[str, tuple[int, ...]]

    @property
    def answers(self) -> int:
        """Return how many answers there are."""
        return sum(self.points["overall"])

    def satisfied(self, question: str = "overall") -> int:
        """Return how many gave at least "satisfied"."""
        return sum(self.points[question][SATISFIED - 1 :])

    def percent(self, question: str = "overall") -> int:
        """Return the satisfied share in whole hundredths, rounded down as the bar counts it."""
        return self.satisfied(question) * 100 // self.answers if self.answers else 0


@dataclass(frozen=True)
class Band:
    """One line of what is shown: neighbouring points together; `number` is None where it is too small."""

    label: str
    number: int | None


@dataclass(frozen=True)
class Shown:
    """What the public may read of a survey; None where it would point at single people.

    `verdict` says where the overall share is not told by itself: all but a few are
    satisfied ("most"), or a few only ("few").
    """

    answers: int | None
    percents: Mapping[str, int | None] | None
    bands: tuple[Band, ...]
    verdict: str = ""


HIGH = (5, 4)
LOW = (3, 2, 1)
TOGETHER = {HIGH: N_("满意和非常满意"), LOW: N_("一般、不满意和很不满意")}


def shown(count: Count, *, limit: int) -> Shown:
    """Return what may be shown of a survey where fewer than `limit` people may not be told apart.

    Points above and below the bar are told one by one only if none of them is a
    small group; else they are told together. Where one side of the bar is small,
    neither the other side nor the share is told: the number of all answers stands
    in the journal, and the small one could be worked out by subtraction.
    """
    if is_small_cell(count.answers, limit):
        return Shown(None, None, ())
    said = verdict(count.answers, count.satisfied(), limit=limit)
    if said:
        bands = [Band(label, None) for label in TOGETHER.values()]
    else:
        bands = [band for points in (HIGH, LOW) for band in _bands(count, points, limit)]
    percents = {question: share(count, question, limit=limit) for question in QUESTIONS}
    return Shown(count.answers, percents if count.answers else None, tuple(bands), said)


def verdict(answers: int, satisfied: int, *, limit: int) -> str:
    """Return "few" or "most" where only few are satisfied, or all but few, so that no number is told; else nothing."""
    if is_small_cell(satisfied, limit):
        return "few"
    return "most" if is_small_cell(answers - satisfied, limit) else ""


def share(count: Count, question: str = "overall", *, limit: int) -> int | None:
    """Return the satisfied share in whole hundredths, None where it would tell how many a small group are."""
    hidden = verdict(count.answers, count.satisfied(question), limit=limit)
    return None if hidden else count.percent(question)


def _bands(count: Count, points: tuple[int, ...], limit: int) -> list[Band]:
    numbers = [count.points["overall"][point - 1] for point in points]
    if not any(is_small_cell(number, limit) for number in numbers):
        return [Band(POINTS[point], number) for point, number in zip(points, numbers, strict=True)]
    return [Band(TOGETHER[points], sum(numbers))]
