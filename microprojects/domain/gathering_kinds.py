"""A kind of gathering: which parts it is made of, how its matters may end, and how they are marked; read from data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from microprojects.domain.data_reading import Wrong, number, only, rows, some_of, written
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.votes import BadShare, Share, needed


class Part(StrEnum):
    """What a gathering is made of."""

    TOPICS = "topics"  # residents bring up topics beforehand and on the spot
    QUESTIONS = "questions"  # those who hold it put questions on its list
    PROJECTS = "projects"  # projects stand on its list
    REPORTS = "reports"  # somebody tells what they did
    SIGN_UP = "sign_up"  # who takes part signs up, and is drawn by lot where there are too many
    STATEMENTS = "statements"  # what was said is written down and answered
    MARKS = "marks"  # those present mark each matter


class Asks(StrEnum):
    """What an ending must say."""

    DUE = "due"  # until when it will be done
    RECEIVER = "receiver"  # who will do it
    PROJECT = "project"  # which proposal came of it


# As what somebody takes part in a hearing.
SIDES: dict[str, str] = {
    "resident": N_("居民"),
    "owner": N_("业主"),
    "merchant": N_("商户"),
    "unit": N_("驻区单位"),
    "deputy": N_("两代表一委员"),
}


class BadKind(Refusal):
    """A file does not describe a gathering that the house can hold."""

    code = "bad-gathering-kind"
    message = N_("“%(name)s”这种会不能用：%(field)s 这一项，%(why)s。请改好文件再启动。")


@dataclass(frozen=True)
class Ending:
    """One way in which a matter may end; `lets_on` means that its project goes on from here."""

    word: str
    label: str
    asks: tuple[Asks, ...] = ()
    lets_on: bool = False


@dataclass(frozen=True)
class Level:
    """One mark; `good` counts for the bar, `warns` is counted over two gatherings in a row."""

    word: str
    label: str
    good: bool = False
    warns: bool = False


@dataclass(frozen=True)
class SignUp:
    """Seats for each side, how many must come together, and how many days before it closes."""

    seats: Mapping[str, int]
    least: int
    closes_days: int

    @property
    def all_seats(self) -> int:
        """Return how many can be seated."""
        return sum(self.seats.values())


@dataclass(frozen=True)
class GatheringKind:
    """A kind of gathering."""

    name: str
    title: str
    meaning: str
    source: str
    order: int  # its place in lists
    notice_days: int
    parts: frozenset[Part]
    endings: tuple[Ending, ...]
    levels: tuple[Level, ...]
    sign_up: SignUp | None
    pass_: Share | None

    def has(self, part: str) -> bool:
        """Return whether the kind has that part."""
        return part in self.parts

    def ending(self, word: str) -> Ending | None:
        """Return the ending of that word, or None."""
        return next((each for each in self.endings if each.word == word), None)

    def carries(self, marks: Mapping[str, int]) -> bool:
        """Return whether the marks let a project go on: the good ones reach the bar, where there is one."""
        good = sum(marks.get(level.word, 0) for level in self.levels if level.good)
        return self.pass_ is None or good >= needed(self.pass_, sum(marks.values()))

    def warns(self, marks: Mapping[str, int]) -> bool:
        """Return whether more than half of the marks are of the level that warns."""
        bad = sum(marks.get(level.word, 0) for level in self.levels if level.warns)
        return bad > 0 and 2 * bad > sum(marks.values())


def parse(data: Mapping[str, Any]) -> GatheringKind:
    """Return the kind that the data of a TOML file describes.

    Raises:
        BadKind: the words are not ones that the house can run; it names the entry of the file.
    """
    try:
        kind = _kind(data)
        _check(kind)
    except Wrong as wrong:
        raise BadKind(name=str(data.get("name", "?")), field=wrong.field, why=wrong.why) from wrong
    return kind


_KNOWN = {
    "name", "title", "meaning", "source", "order", "notice_days", "parts", "sign_up", "endings", "levels", "pass",
}  # fmt: skip


def _kind(data: Mapping[str, Any]) -> GatheringKind:
    only(data, _KNOWN, "")
    return GatheringKind(
        name=written(data, "name"),
        title=written(data, "title"),
        meaning=written(data, "meaning"),
        source=str(data.get("source", "")),
        order=number(data, "order"),
        notice_days=number(data, "notice_days"),
        parts=frozenset(some_of(data, "parts", list(Part))),
        endings=tuple(_ending(row, where) for row, where in rows(data, "endings", needed=False)),
        levels=tuple(_level(row, where) for row, where in rows(data, "levels", needed=False)),
        sign_up=_sign_up(data.get("sign_up")),
        pass_=_share(data.get("pass")),
    )


def _ending(data: Mapping[str, Any], where: str) -> Ending:
    only(data, {"word", "label", "asks", "lets_on"}, where)
    asks = tuple(some_of(data, "asks", list(Asks), where))
    return Ending(
        written(data, "word", where), written(data, "label", where), asks, data.get("lets_on") is True
    )


def _level(data: Mapping[str, Any], where: str) -> Level:
    only(data, {"word", "label", "good", "warns"}, where)
    return Level(
        written(data, "word", where),
        written(data, "label", where),
        data.get("good") is True,
        data.get("warns") is True,
    )


def _sign_up(data: object) -> SignUp | None:
    if data is None:
        return None
    if not isinstance(data, Mapping):
        raise Wrong("sign_up", N_("没有写，或写得不对"))
    only(data, {"seats", "least", "closes_days"}, "sign_up.")
    seats = data.get("seats")
    if not isinstance(seats, Mapping) or not seats or not set(seats) <= set(SIDES):
        raise Wrong("sign_up.seats", N_("没有写，或写得不对"))
    numbers = {str(side): number(seats, side, "sign_up.seats.") for side in seats}
    return SignUp(numbers, number(data, "least", "sign_up."), number(data, "closes_days", "sign_up."))


def _share(data: object) -> Share | None:
    if data is None:
        return None
    if not isinstance(data, Mapping):
        raise Wrong("pass", N_("要写成分子、分母、是否“超过”"))
    try:
        return Share(int(data["num"]), int(data["den"]), data["strict"] is True)
    except (KeyError, TypeError, ValueError, BadShare) as wrong:
        raise Wrong("pass", N_("要写成分子、分母、是否“超过”")) from wrong


def _check(kind: GatheringKind) -> None:
    marked = kind.has(Part.MARKS)
    needs_sign_up = kind.has(Part.SIGN_UP)
    matters = kind.parts & {Part.TOPICS, Part.QUESTIONS, Part.PROJECTS, Part.REPORTS}
    words = [each.word for each in kind.endings] + [each.word for each in kind.levels]
    rules: Sequence[tuple[str, bool, str]] = (
        ("parts", bool(matters), N_("要有话题、问题、项目或述职里的一样")),
        ("endings", bool(kind.endings) is not marked, N_("打分的会写等次，别的会写结论，二者取一")),
        ("levels", bool(kind.levels) is marked, N_("打分的会写等次，别的会写结论，二者取一")),
        ("endings", len(words) == len(set(words)), N_("同一个词写了两次")),
        ("sign_up", (kind.sign_up is not None) is needs_sign_up, N_("要报名的会写名额，别的会不写")),
        (
            "sign_up.least",
            kind.sign_up is None or 0 < kind.sign_up.least <= kind.sign_up.all_seats,
            N_("最少人数要在 1 和名额总数之间"),
        ),
    )
    for field, holds, why in rules:
        if not holds:
            raise Wrong(field, why)
