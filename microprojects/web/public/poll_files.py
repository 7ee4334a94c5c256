"""What anybody can count again: the frozen rule, the opened ballots, the result, and all of it as a Pabulib file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.errors import NotFound
from microprojects.store import poll_exports, polls
from microprojects.store.db import db
from microprojects.store.polls import Poll, PollOption
from microprojects.web import charts
from microprojects.web.guard import anyone
from microprojects.web.public.poll_money import purse_of
from microprojects.web.public.poll_results import result_of, run_of
from microprojects.web.streams import streamed

bp = Blueprint("public_poll_files", __name__, url_prefix="/polls/<int:poll_id>")


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
    return jsonify(
        round=found.name,
        title=found.title,
        state=found.state,
        spec_hash=run.spec_hash,
        ballots_hash=run.ballots_hash,
        closed_hash=found.closed_hash,
        seed=run.seed,
        counted_at=run.counted_at.isoformat(timespec="seconds"),
        result=json.loads(run.output),
        result_hash=run.output_hash,
    )


@bp.get("/ballots.jsonl")
@anyone
def opened(poll_id: int) -> ResponseReturnValue:
    """Send every counted ballot with what opens its commitment, in the order of commitments."""
    return _download(
        poll_id, poll_exports.ballot_lines, "application/x-ndjson", f"poll-{poll_id}-ballots.jsonl"
    )


@bp.get("/vote.pb")
@anyone
def pabulib(poll_id: int) -> ResponseReturnValue:
    """Send the poll as a Pabulib file, which other people's tools can count."""
    return _download(poll_id, poll_exports.pabulib, "text/plain", f"poll-{poll_id}.pb")


@bp.get("/charts/money.json")
@anyone
def money_figure(poll_id: int) -> ResponseReturnValue:
    """Send what each chosen project costs, for the chart script."""
    found = _public(poll_id)
    if not purse_of(found).yuan:
        raise NotFound
    rows = chart_rows(result_of(found).selected, polls.options(db.session(), poll_id))
    return charts.as_response(charts.money_by_place(rows, [("contract", _("要用的钱"))]))


def chart_rows(selected: Sequence[str], options: Sequence[PollOption]) -> list[tuple[str, dict[str, int]]]:
    """Return what each chosen project costs, in fen, as the chart of the money shows it."""
    by_code = {option.code: option for option in options}
    return [
        (f"{by_code[code].number} {by_code[code].title}", {"contract": by_code[code].cost_fen})
        for code in selected
    ]


def _download(
    poll_id: int, write: Callable[[Session, Poll], Iterator[str]], media: str, name: str
) -> ResponseReturnValue:
    """Send a counted poll's file while it is read, however many ballots there are."""
    run_of(_public(poll_id))
    lines = streamed(lambda session: write(session, polls.get(session, poll_id)))
    response = Response(lines, mimetype=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
