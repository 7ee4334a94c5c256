"""A counted poll as a Pabulib file and as its ballots, read some thousand at a time: for the site and for the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from microprojects.domain.ballots import BallotType
from microprojects.domain.canonical import canonical
from microprojects.domain.poll_imports import COUNTING, RULE_SEED, RULE_SPEC
from microprojects.domain.tally import pabulib_writing, spec_files
from microprojects.domain.tally.elections import Candidate, Election, election
from microprojects.domain.tally.poll_files import PollFile, VoteType, written
from microprojects.domain.workdays import local_day
from microprojects.store import ballots, polls
from microprojects.store.ballots import FinalBallot
from microprojects.store.polls import Poll, PollOption

_VOTE_TYPES = {
    BallotType.APPROVAL: VoteType.APPROVAL,
    BallotType.KNAPSACK: VoteType.APPROVAL,
    BallotType.POINTS: VoteType.CUMULATIVE,
    BallotType.RANKING: VoteType.ORDINAL,
}
_YUAN = 2  # digits of fen behind the point


def pabulib(session: Session, poll: Poll) -> Iterator[str]:
    """Return the lines of a counted poll as a Pabulib file, which other people's tools can count."""
    options = polls.options(session, poll.id)
    groups = poll.categories
    candidates = [Candidate(option.code, option.cost_fen, groups[option.code]) for option in options]
    cast = election(poll.budget_fen, candidates, (each.choices for each in ballots.each(session, poll.id)))
    return pabulib_writing.write(_file(session, poll, options, cast))


def ballot_lines(session: Session, poll: Poll) -> Iterator[str]:
    """Return every counted ballot with what opens its commitment, in the order of commitments, one JSON a line."""
    return (_line(poll, each) for each in ballots.each(session, poll.id))


def _line(poll: Poll, each: FinalBallot) -> str:
    told = {
        "commitment": each.commitment,
        "opening": {
            "choices": each.choices,
            "nonce": each.nonce,
            "round": poll.name,
            "spec": poll.spec_hash,
            "word": each.word,
        },
        "source": each.source,
    }
    return canonical(told).decode() + "\n"


def _file(session: Session, poll: Poll, options: Sequence[PollOption], cast: Election) -> PollFile:
    kind = VoteType(poll.source.vote_type) if poll.source else _VOTE_TYPES[BallotType(poll.ballot)]
    scale = poll.source.scale if poll.source else _YUAN
    meta = _meta_of_file(poll, kind) if poll.source else _meta(poll, kind)
    run = ballots.last_run(session, poll.id)
    counts = (
        ("num_projects", str(len(options))),
        ("num_votes", str(cast.voters)),
        ("budget", written(poll.budget_fen, scale)),
        ("vote_type", kind.value),
    )
    rows = zip(options, cast.votes, cast.scores, strict=True)
    groups = [",".join(sorted(one.categories)) for one in cast.candidates]
    grouped = ("category",) if any(one.categories for one in cast.candidates) else ()
    weighed = ("score",) if kind.is_weighed else ()
    return PollFile(
        meta=(
            *meta,
            *counts,
            (RULE_SPEC, _rule(poll)),
            *([(RULE_SEED, run.seed)] if run and run.seed else []),
        ),
        columns=("project_id", "cost", "votes", *weighed, *grouped, "name", "selected"),
        rows=tuple(
            _row(option, votes, score, scale, kind, groups[place : place + 1] if grouped else ())
            for place, (option, votes, score) in enumerate(rows)
        ),
        vote_type=kind,
        scale=scale,
        cast=cast,
    )


def _row(
    option: PollOption, votes: int, score: int, scale: int, kind: VoteType, grouped: Iterable[str]
) -> tuple[str, ...]:
    weighed = (str(score),) if kind.is_weighed else ()
    chosen = "1" if option.selected else "0"
    return (
        option.code,
        written(option.cost_fen, scale),
        str(votes),
        *weighed,
        *grouped,
        option.title,
        chosen,
    )


def _rule(poll: Poll) -> str:
    """Return the part of the frozen rule that is about counting, so that the file alone can be counted again."""
    document = json.loads(poll.spec)
    return spec_files.write({key: document[key] for key in COUNTING if key in document}).decode()


def _meta(poll: Poll, kind: VoteType) -> Iterable[tuple[str, str]]:
    yield "description", poll.title
    yield "country", "China"
    yield "unit", poll.area.name
    yield "instance", poll.name
    yield "rule", str(json.loads(poll.spec)["rule"]["name"])
    yield "date_begin", local_day(poll.opens_at).strftime("%d.%m.%Y")
    yield "date_end", local_day(poll.closes_at).strftime("%d.%m.%Y")
    yield "language", "zh"
    yield "currency", "CNY"
    yield "max_length", str(poll.most)
    if kind is VoteType.CUMULATIVE:
        yield "max_sum_points", str(poll.points)


def _meta_of_file(poll: Poll, kind: VoteType) -> Iterable[tuple[str, str]]:
    """Return what the file said from which a poll came, without what is counted anew."""
    if poll.source is None:
        return
    yield from poll.source.meta.items()
    if poll.source.currency:
        yield "currency", poll.source.currency
    if kind is VoteType.ORDINAL and not poll.source.said("max_length"):
        yield "max_length", str(poll.most)
