"""The votes of a Pabulib file: each text becomes scores once, and equal ones are counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microprojects.domain.tally import pabulib_noes as noes
from microprojects.domain.tally.elections import Ballot, Scores
from microprojects.domain.tally.poll_files import VoteType

WHOLE = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What META allows a vote; None where it says nothing."""

    min_length: int | None = None
    max_length: int | None = None
    min_sum_points: int | None = None
    max_sum_points: int | None = None
    min_points: int | None = None
    max_points: int | None = None

    def hold(self, points: Sequence[int]) -> bool:
        """Return whether a vote with these points, one for each choice, is within."""
        total = sum(points)
        return (
            _within(self.min_length, len(points), self.max_length)
            and _within(self.min_sum_points, total, self.max_sum_points)
            and all(_within(self.min_points, given, self.max_points) for given in points)
        )


def _within(least: int | None, given: int, most: int | None) -> bool:
    return (least is None or given >= least) and (most is None or given <= most)


@dataclass(slots=True)
class _Seen:
    """How often something was seen, and where first."""

    count: int = 0
    line: int = 0

    def at(self, line: int) -> None:
        self.count += 1
        self.line = self.line or line


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What one text of a vote means: its scores, the projects as it names them, and what is odd about it."""

    scores: Scores
    named: tuple[int, ...]
    twice: bool
    within: bool


@dataclass
class Count:
    """The ballots read so far.

    A project that one vote names twice counts once: an approval is one approval; in an
    ordinal vote the better place holds, and the ones after keep theirs; points of a
    cumulative vote are added, as the voter spent them; of two marks the first holds.
    `mentioned` counts how often each project was named, `repeated` the times too many.
    """

    vote_type: VoteType
    places: Mapping[str, int]
    limits: Limits
    voters: int = 0
    mentioned: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    _ballots: Counter[Scores] = field(default_factory=Counter)
    _known: dict[tuple[str, str], _Meaning] = field(default_factory=dict)
    _pairs: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)
    _twice: _Seen = field(default_factory=_Seen)
    _beyond: _Seen = field(default_factory=_Seen)
    _again: _Seen = field(default_factory=_Seen)

    def __post_init__(self) -> None:
        self.mentioned = [0] * len(self.places)
        self.repeated = [0] * len(self.places)

    def add(self, line: int, voter: str, vote: str, points: str) -> None:
        """Count one vote.

        Raises:
            ProjectUnknown, PointsDiffer, NotWhole: it cannot be counted.
        """
        meaning = self._known.get((vote, points))
        if meaning is None:
            meaning = self._known[vote, points] = self._read(line, vote, points)
        self.voters += 1
        self._ballots[meaning.scores] += 1
        for place in meaning.named:
            self.mentioned[place] += 1
        if meaning.twice:
            self._twice.at(line)
            for place in set(meaning.named):
                self.repeated[place] += meaning.named.count(place) - 1
        if not meaning.within:
            self._beyond.at(line)
        if voter in self._ids:
            self._again.at(line)
        self._ids.add(voter)

    def ballots(self) -> tuple[Ballot, ...]:
        """Return the distinct ballots in the order of their scores."""
        return tuple(Ballot(scores, self._ballots[scores]) for scores in sorted(self._ballots))

    def remarks(self) -> list[noes.Remark]:
        """Return what was tolerated."""
        told = (
            (noes.twice_in_a_vote, self._twice),
            (noes.beyond_limits, self._beyond),
            (noes.voter_twice, self._again),
        )
        return [say(seen.count, seen.line) for say, seen in told if seen.count]

    def _read(self, line: int, vote: str, points: str) -> _Meaning:
        chosen = self._chosen(line, vote)
        given = self._given(line, points, len(chosen))
        scores: dict[int, int] = {}
        for place, score in zip(chosen, given, strict=True):
            if place not in scores:
                scores[place] = score
            elif self.vote_type == VoteType.CUMULATIVE:
                scores[place] += score
        pairs = sorted(pair for pair in scores.items() if pair[1] > 0)
        return _Meaning(
            scores=tuple(self._pairs.setdefault(pair, pair) for pair in pairs),
            named=tuple(chosen),
            twice=len(scores) < len(chosen),
            within=self.limits.hold(given if self.vote_type.has_points else [1] * len(chosen)),
        )

    def _chosen(self, line: int, vote: str) -> list[int]:
        if not vote.strip():
            return []
        chosen = []
        for given in vote.split(","):
            place = self.places.get(given.strip())
            if place is None:
                raise noes.ProjectUnknown(line=line, given=noes.shown(given))
            chosen.append(place)
        return chosen

    def _given(self, line: int, points: str, choices: int) -> list[int]:
        """Return one score for each choice; in ordinal votes max_length - position (Borda, voting.md 3.3)."""
        if self.vote_type == VoteType.ORDINAL:
            most = self.limits.max_length or len(self.places)
            return [most - position for position in range(choices)]
        if not self.vote_type.has_points:
            return [1] * choices
        given = points.split(",") if points.strip() else []
        if len(given) != choices:
            raise noes.PointsDiffer(line=line, choices=choices, points=len(given))
        return [whole(line, "points", text) for text in given]


def whole(line: int, name: str, text: str) -> int:
    """Read a whole number from nought on.

    Raises:
        NotWhole: it is none.
    """
    if not WHOLE.fullmatch(text.strip()):
        raise noes.NotWhole(line=line, field=name, given=noes.shown(text))
    return int(text)
