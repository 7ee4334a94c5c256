"""Writing a Pabulib file, so that other people's tools can count again what was counted here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from microprojects.domain.tally.elections import Scores
from microprojects.domain.tally.polls import Poll, VoteType

SPECIAL = '";\r\n'


def write(poll: Poll) -> Iterator[str]:
    """Return the lines of the file. Voters are numbered in the order of their ballots, not as they came."""
    yield from _section("META", ("key", "value"), poll.meta)
    yield from _section("PROJECTS", poll.columns, poll.rows)
    points = ("points",) if poll.vote_type.has_points else ()
    yield from _section("VOTES", ("voter_id", "vote", *points), _votes(poll))


def _section(name: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield f"{name}\n"
    for row in chain((columns,), rows):
        yield ";".join(map(_cell, row)) + "\n"


def _votes(poll: Poll) -> Iterator[tuple[str, ...]]:
    voter = 0
    for ballot in poll.cast.ballots:
        ranked = poll.vote_type == VoteType.ORDINAL
        order = _ranked(poll, ballot.scores) if ranked else [place for place, _ in ballot.scores]
        vote = ",".join(poll.cast.candidates[place].id for place in order)
        points = ",".join(str(score) for _, score in ballot.scores)
        told = (vote, points) if poll.vote_type.has_points else (vote,)
        for _ in range(ballot.weight):
            voter += 1
            yield (str(voter), *told)


def _ranked(poll: Poll, scores: Scores) -> list[int]:
    """Return the places in order; a place left free by a project named twice repeats the one before."""
    most = int(poll.said("max_length") or 0) or len(poll.cast.candidates)
    order: list[int] = []
    for place, score in sorted(scores, key=lambda pair: -pair[1]):
        order.extend(order[-1:] * (most - score - len(order)))
        order.append(place)
    return order


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in SPECIAL) else text
