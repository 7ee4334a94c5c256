"""The public record: its entries page by page, each with its fingerprint, its end, and the whole of it to take home."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain import journal as law
from microprojects.domain.act_words import said
from microprojects.domain.errors import N_
from microprojects.domain.people import Role
from microprojects.store import journal
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from microprojects.web import told
from microprojects.web.guard import anyone
from microprojects.web.paging import SIZE
from microprojects.web.streams import streamed

bp = Blueprint("public_journal", __name__)

_MOST_DIGITS = 7
_KINDS: dict[str, str] = {
    "accounts": N_("账号"),
    "area": N_("辖区"),
    "council": N_("议事会"),
    "draft": N_("草稿"),
    "fund": N_("资金"),
    "meeting": N_("会议"),
    "programme": N_("规则"),
    "residents": N_("居民"),
    "roles": N_("身份"),
    "round": N_("轮次"),
    "supplier": N_("供应单位"),
}
_PAGES_OF_THEIR_OWN = {"project": "/projects/", "meeting": "/meetings/"}


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
        found=found,
        subject=_bare(subject),
        lines=[_line(row) for row in rows],
        page=number,
        pages=max(1, -(-found // SIZE)),
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
        body=body,
        words=_(said(row.verb)),
        actor=_actor(body["actor"]),
        facts=told.fields(body["facts"], skip=()),
        subject_url=_subject_url(row.subject),
        earlier=url_for(".entry", seq=seq - 1) if seq > 1 else None,
        later=url_for(".entry", seq=seq + 1) if seq < journal.head(session).seq else None,
    )


@bp.get("/journal/checkpoint")
@anyone
def checkpoint() -> ResponseReturnValue:
    """Send where the record ends now, for somebody who will compare it with a copy later."""
    session = db.session()
    head = journal.head(session)
    at = law.stamp(journal.get(session, head.seq).at) if head.seq else "-"
    origin = urlsplit(current_app.extensions["settings"].base_url).netloc
    text = f"origin {origin}/journal\nsize {head.seq}\nhash {head.hash}\ntime {at}\n"
    return Response(text, mimetype="text/plain")


@bp.get("/journal.jsonl")
@anyone
def download() -> ResponseReturnValue:
    """Send the whole record, one entry a line, as `microprojects verify` reads it."""
    response = Response(streamed(_lines), mimetype="application/jsonl")
    response.headers["Content-Disposition"] = 'attachment; filename="entries.jsonl"'
    return response


def _asked() -> int:
    """Return the page that is asked for; the record may be longer than other lists."""
    typed = request.args.get("page", "1")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS and int(typed) >= 1):
        abort(404)
    return int(typed)


def _lines(session: Session) -> Iterator[bytes]:
    for body in journal.walk(session):
        yield body.encode() + b"\n"


def _line(row: JournalEntry) -> dict[str, Any]:
    """Return one line as the macro `journal` shows it."""
    return {
        "number": row.seq,
        "words": _(
            "%(what)s：%(subject)s",
            what=_(said(row.verb)),
            subject=_bare(row.subject),
        ),
        "at": row.at,
        "digest": row.hash,
        "url": url_for(".entry", seq=row.seq),
    }


def _bare(subject: str) -> str:
    """Return a subject as a reader knows it: LZ-2026-014 of project/LZ-2026-014, 会议 7 of meeting/7."""
    kind, _slash, name = subject.partition("/")
    words = _KINDS.get(kind)
    return f"{_(words)} {name}" if words else name or subject


def _actor(code: str) -> str:
    """Return the role under which something was done; a signed-in person without one is a person."""
    return _(Role(code).label) if code in set(Role) else _("已登录的人")


def _subject_url(subject: str) -> str | None:
    kind, _slash, name = subject.partition("/")
    return _PAGES_OF_THEIR_OWN[kind] + name if kind in _PAGES_OF_THEIR_OWN and name else None


def _at_page(number: int) -> str:
    arguments: dict[str, Any] = {**request.args.to_dict(), "page": number}
    return url_for(".index", **arguments)
