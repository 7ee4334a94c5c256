"""Writing a Pabulib file, so that other people's tools can count again what was counted here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from microprojects.domain.tally.elections import Election, Scores
from microprojects.domain.tally.pabulib import usable
from microprojects.domain.tally.poll_files import PollFile, VoteType, written

SPECIAL = '";\r\n'


def poll_of(
    election: Election,
    meta: Mapping[str, str],
    *,
    vote_type: VoteType = VoteType.APPROVAL,
    scale: int = 2,
    cells: Mapping[str, Sequence[str]] | None = None,
) -> PollFile:
    """Return a vote of our own as a file says it; sums in units of 10**-scale, fen if nothing is said.

    `meta` is what else META says, such as description, unit, rule, currency, max_length;
    `cells` are further columns of the projects, such as name and selected.

    Raises:
        ValueError: no budget, an id that no vote could name, or scores that the kind of vote does not know.
    """
    if election.budget < 1:
        raise ValueError("a vote that shares out no money")
    if not all(map(usable, (candidate.id for candidate in election.candidates))):
        raise ValueError("an id that no vote could name")
    most = int(meta.get("max_length", 0)) or len(election.candidates)
    if not all(_fits(ballot.scores, vote_type, most) for ballot in election.ballots):
        raise ValueError(f"scores that {vote_type} does not know")
    counts = {
        "num_projects": str(len(election.candidates)),
        "num_votes": str(election.voters),
        "budget": written(election.budget, scale),
        "vote_type": vote_type.value,
    }
    columns = {
        "project_id": [candidate.id for candidate in election.candidates],
        "cost": [written(candidate.cost, scale) for candidate in election.candidates],
        "votes": list(map(str, election.votes)),
        **({"score": list(map(str, election.scores))} if vote_type.is_weighed else {}),
        "category": [",".join(sorted(candidate.categories)) for candidate in election.candidates],
        **(cells or {}),
    }
    return PollFile(
        meta=(*((key, value) for key, value in meta.items() if key not in counts), *counts.items()),
        columns=tuple(columns),
        rows=tuple(zip(*columns.values(), strict=True)),
        vote_type=vote_type,
        scale=scale,
        cast=election,
    )


def _fits(scores: Scores, vote_type: VoteType, most: int) -> bool:
    given = sorted((score for _, score in scores), reverse=True)
    if vote_type == VoteType.ORDINAL:
        return given == list(range(most, most - len(given), -1))
    return vote_type.has_points or given == [1] * len(given)


def write(poll: PollFile) -> Iterator[str]:
    """Return the lines of the file. Voters are numbered in the order of their ballots, not as they came."""
    yield from _section("META", ("key", "value"), poll.meta)
    yield from _section("PROJECTS", poll.columns, poll.rows)
    points = ("points",) if poll.vote_type.has_points else ()
    yield from _section("VOTES", ("voter_id", "vote", *points), _votes(poll))


def _section(name: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield f"{name}\n"
    for row in chain((columns,), rows):
        yield ";".join(map(_cell, row)) + "\n"


def _votes(poll: PollFile) -> Iterator[tuple[str, ...]]:
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


def _ranked(poll: PollFile, scores: Scores) -> list[int]:
    """Return the places in order; a place left free by a project named twice repeats the one before."""
    most = int(poll.said("max_length") or 0) or len(poll.cast.candidates)
    order: list[int] = []
    for place, score in sorted(scores, key=lambda pair: -pair[1]):
        order.extend(order[-1:] * (most - score - len(order)))
        order.append(place)
    return order


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in SPECIAL) else text
