"""The public record: its entries page by page, each with its fingerprint, what was signed of it, and the whole of it to take home."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.act_words import said
from microprojects.domain.people import Role
from microprojects.store import areas, checkpoints, journal, listings, self_checks
from microprojects.store.db import db
from microprojects.web.copies import copy_drawn
from microprojects.web.guard import anyone
from microprojects.web.paging import SIZE, pages
from microprojects.web.public import histories, journal_words
from microprojects.web.streams import streamed

bp = Blueprint("public_journal", __name__)

_MOST_DIGITS = 7


@bp.get("/journal")
@anyone
def index() -> ResponseReturnValue:
    """Show the entries, the newest first; of one subject where one is named."""
    session, number = db.session(), _asked()
    subject = request.args.get("subject", "")[:80]
    head = journal.head(session)
    found = journal.count(session, subject) if subject else head.seq
    rows = journal.page(session, subject, limit=SIZE, offset=(number - 1) * SIZE)
    return render_template(
        "public/journal/index.html",
        head=head,
        sealed=checkpoints.newest(session),
        looked=None if copy_drawn() else self_checks.last(),
        found=found,
        subject=journal_words.subject_words(subject, journal_words.places_of(session, [subject])),
        lines=histories.lines(session, rows),
        page=number,
        pages=pages(number, found),
        earlier=_at_page(number - 1) if number > 1 else None,
        later=_at_page(number + 1) if number * SIZE < found else None,
    )


@bp.get("/journal/entries/<int:seq>")
@anyone
def entry(seq: int) -> ResponseReturnValue:
    """Show one entry with everything that its fingerprint covers."""
    session = db.session()
    row = journal.get(session, seq)
    body = json.loads(row.body)
    return render_template(
        "public/journal/entry.html",
        row=row,
        sealed=checkpoints.over(session, seq),
        body=body,
        words=_(said(row.verb)),
        actor=_actor(body["actor"]),
        facts=journal_words.facts(body["facts"]),
        subject=journal_words.subject_words(row.subject, journal_words.places_of(session, [row.subject])),
        subject_url=_subject_url(session, row.subject),
        place=" · ".join(areas.names(session, row.area)) or row.area or _("全区"),
        earlier=url_for(".entry", seq=seq - 1) if seq > 1 else None,
        later=url_for(".entry", seq=seq + 1) if seq < journal.head(session).seq else None,
    )


@bp.get("/journal.jsonl")
@anyone
def download() -> ResponseReturnValue:
    """Send the whole record, one entry a line, as `microprojects verify` reads it."""
    response = Response(streamed(_lines), mimetype="application/jsonl")
    response.headers["Content-Disposition"] = 'attachment; filename="entries.jsonl"'
    return response


def _subject_url(session: Session, subject: str) -> str | None:
    """Return the page of a subject; a project that the public may not know of has none."""
    kind, _slash, number = subject.partition("/")
    if kind == "project" and not listings.is_public(session, number):
        return None
    return journal_words.subject_url(subject)


def _asked() -> int:
    """Return the page that is asked for; the record may be longer than other lists."""
    typed = request.args.get("page", "1")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS and int(typed) >= 1):
        abort(404)
    return int(typed)


def _lines(session: Session) -> Iterator[bytes]:
    for body in journal.walk(session):
        yield body.encode() + b"\n"


def _actor(code: str) -> str:
    """Return the role under which something was done; a signed-in person without one is a person."""
    return _(Role(code).label) if code in set(Role) else _("已登录的人")


def _at_page(number: int) -> str:
    arguments: dict[str, Any] = {**request.args.to_dict(), "page": number}
    return url_for(".index", **arguments)
