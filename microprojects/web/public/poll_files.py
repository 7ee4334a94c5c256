"""What anybody can count again: the frozen rule, the opened ballots, the result, and all of it as a Pabulib file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.errors import NotFound
from microprojects.store import poll_exports, poll_records, polls
from microprojects.store.db import db
from microprojects.store.polls import Poll, PollOption
from microprojects.web import charts
from microprojects.web.guard import anyone
from microprojects.web.public.poll_money import purse_of
from microprojects.web.public.poll_results import result_of, run_of
from microprojects.web.streams import streamed

bp = Blueprint("public_poll_files", __name__, url_prefix="/polls/<int:poll_id>")


@bp.get("/spec.json")
@anyone
def spec(poll_id: int) -> ResponseReturnValue:
    """Send the rule exactly as it was hashed."""
    found = _opened(poll_id)
    return Response(poll_records.spec(db.session(), found), mimetype="application/json")


@bp.get("/commitments.jsonl")
@anyone
def commitments(poll_id: int) -> ResponseReturnValue:
    """Send the commitments that are published, one batch a line, in order within each."""
    data = poll_records.commitments(db.session(), _opened(poll_id))
    return _attached(data, "application/x-ndjson", f"poll-{poll_id}-commitments.jsonl")


@bp.get("/closing.json")
@anyone
def closing(poll_id: int) -> ResponseReturnValue:
    """Send what the hash of the closed box was made of beside the ballots."""
    data = poll_records.closing(db.session(), _counted(poll_id))
    return Response(data, mimetype="application/json")


@bp.get("/result.json")
@anyone
def result(poll_id: int) -> ResponseReturnValue:
    """Send the count with every step, and the fingerprints of what went in and came out."""
    return Response(poll_records.result(db.session(), _counted(poll_id)), mimetype="application/json")


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
    found = _counted(poll_id)
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


def _opened(poll_id: int) -> Poll:
    """Return a poll that was opened.

    Raises:
        NotFound: there is none.
    """
    found = polls.public(db.session(), poll_id)
    if not found.spec:
        raise NotFound
    return found


def _counted(poll_id: int) -> Poll:
    """Return a poll that has a result.

    Raises:
        NotFound, NotCounted: there is none that anybody may see.
    """
    found = polls.public(db.session(), poll_id)
    run_of(found)
    return found


def _download(
    poll_id: int, write: Callable[[Session, Poll], Iterator[str]], media: str, name: str
) -> ResponseReturnValue:
    """Send a counted poll's file while it is read, however many ballots there are."""
    _counted(poll_id)
    lines = streamed(lambda session: write(session, polls.get(session, poll_id)))
    return _attached(lines, media, name)


def _attached(data: bytes | Iterator[str], media: str, name: str) -> Response:
    response = Response(data, mimetype=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
