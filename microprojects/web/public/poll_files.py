"""What anybody can count again: the frozen rule, the opened ballots, the result, and all of it as a Pabulib file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.domain.ballots import BallotType
from microprojects.domain.canonical import canonical
from microprojects.domain.errors import NotFound
from microprojects.domain.tally import pabulib_writing
from microprojects.domain.tally.elections import Candidate, election
from microprojects.domain.tally.polls import Poll as File
from microprojects.domain.tally.polls import VoteType, written
from microprojects.domain.workdays import local_day
from microprojects.store import ballots, paper_boxes, polls
from microprojects.store.ballots import FinalBallot
from microprojects.store.db import db
from microprojects.store.polls import Poll, PollOption
from microprojects.web import charts
from microprojects.web.guard import anyone
from microprojects.web.public.poll_results import result_of, run_of

bp = Blueprint("public_poll_files", __name__, url_prefix="/polls/<int:poll_id>")

_VOTE_TYPES = {
    BallotType.APPROVAL: VoteType.APPROVAL,
    BallotType.KNAPSACK: VoteType.APPROVAL,
    BallotType.POINTS: VoteType.CUMULATIVE,
    BallotType.RANKING: VoteType.ORDINAL,
}
_YUAN = 2  # digits of fen behind the point


def _public(poll_id: int) -> Poll:
    return polls.public(db.session(), poll_id)


@bp.get("/spec.json")
@anyone
def spec(poll_id: int) -> ResponseReturnValue:
    """Send the rule exactly as it was hashed."""
    found = _public(poll_id)
    if not found.spec:
        raise NotFound
    return Response(found.spec, mimetype="application/json")


@bp.get("/result.json")
@anyone
def result(poll_id: int) -> ResponseReturnValue:
    """Send the count with every step, and the fingerprints of what went in and came out."""
    found = _public(poll_id)
    run = run_of(found)
    paper = paper_boxes.total(db.session(), poll_id)
    return jsonify(
        round=found.name,
        title=found.title,
        state=found.state,
        spec_hash=run.spec_hash,
        ballots_hash=run.ballots_hash,
        closed_hash=found.closed_hash,
        **({"paper": paper.as_data()} if paper else {}),
        seed=run.seed,
        counted_at=run.counted_at.isoformat(timespec="seconds"),
        result=json.loads(run.output),
        result_hash=run.output_hash,
    )


@bp.get("/ballots.jsonl")
@anyone
def opened(poll_id: int) -> ResponseReturnValue:
    """Send every counted ballot with what opens its commitment, in the order of commitments."""
    found = _public(poll_id)
    run_of(found)
    lines = (_line(found, each) for each in ballots.finals(db.session(), poll_id))
    return _download("".join(lines), "application/x-ndjson", f"poll-{poll_id}-ballots.jsonl")


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


@bp.get("/vote.pb")
@anyone
def pabulib(poll_id: int) -> ResponseReturnValue:
    """Send the poll as a Pabulib file, which other people's tools can count."""
    found = _public(poll_id)
    run_of(found)
    listed = polls.options(db.session(), poll_id)
    cast = [each.choices for each in ballots.finals(db.session(), poll_id)]
    text = "".join(pabulib_writing.write(_file(found, listed, cast)))
    return _download(text, "text/plain", f"poll-{poll_id}.pb")


def _file(poll: Poll, options: Sequence[PollOption], cast: Sequence[dict[str, int]]) -> File:
    kind = _VOTE_TYPES[BallotType(poll.ballot)]
    candidates = [Candidate(option.code, option.cost_fen) for option in options]
    return File(
        meta=tuple(_meta(poll, kind, len(options), len(cast))),
        columns=("project_id", "cost", "votes", "name", "selected"),
        rows=tuple(_row(option) for option in options),
        vote_type=kind,
        scale=_YUAN,
        cast=election(poll.budget_fen, candidates, cast),
    )


def _row(option: PollOption) -> tuple[str, ...]:
    return (
        option.code,
        written(option.cost_fen, _YUAN),
        str(option.votes or 0),
        option.project.title,
        "1" if option.selected else "0",
    )


def _meta(poll: Poll, kind: VoteType, options: int, cast: int) -> Iterable[tuple[str, str]]:
    yield "description", poll.title
    yield "country", "China"
    yield "unit", poll.area.name
    yield "instance", poll.name
    yield "num_projects", str(options)
    yield "num_votes", str(cast)
    yield "budget", written(poll.budget_fen, _YUAN)
    yield "vote_type", kind.value
    yield "rule", str(json.loads(poll.spec)["rule"]["name"])
    yield "date_begin", local_day(poll.opens_at).strftime("%d.%m.%Y")
    yield "date_end", local_day(poll.closes_at).strftime("%d.%m.%Y")
    yield "language", "zh"
    yield "currency", "CNY"
    yield "max_length", str(poll.most)
    if kind is VoteType.CUMULATIVE:
        yield "max_sum_points", str(poll.points)


@bp.get("/charts/money.json")
@anyone
def money_figure(poll_id: int) -> ResponseReturnValue:
    """Send what each chosen project costs, for the chart script."""
    found = _public(poll_id)
    rows = chart_rows(result_of(found).selected, polls.options(db.session(), poll_id))
    return charts.as_response(charts.money_by_place(rows, [("contract", _("要用的钱"))]))


def chart_rows(selected: Sequence[str], options: Sequence[PollOption]) -> list[tuple[str, dict[str, int]]]:
    """Return what each chosen project costs, in fen, as the chart of the money shows it."""
    by_code = {option.code: option for option in options}
    return [
        (f"{by_code[code].number} {by_code[code].project.title}", {"contract": by_code[code].cost_fen})
        for code in selected
    ]


def _download(text: str, media: str, name: str) -> Response:
    response = Response(text, mimetype=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
