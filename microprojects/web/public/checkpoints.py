"""What was signed of the journal, for somebody who keeps it: checkpoints, the key, and proofs, all as plain text."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from microprojects.domain import checkpoints as law
from microprojects.domain.checkpoints import NoSuchSize, NotSigned
from microprojects.store import checkpoints, log_keys
from microprojects.store.checkpoints import JournalCheckpoint
from microprojects.store.db import db
from microprojects.web.guard import anyone

bp = Blueprint("public_checkpoints", __name__)

_A_DAY = 24 * 60 * 60
_MOST_DIGITS = 15


@bp.get("/journal/checkpoint")
@anyone
def newest() -> ResponseReturnValue:
    """Send the newest signed checkpoint."""
    return _text(_newest(db.session()).note)


@bp.get("/journal/checkpoints")
@anyone
def every() -> ResponseReturnValue:
    """Send every checkpoint, the oldest first."""
    session = db.session()
    _newest(session)
    return _text(law.joined(checkpoints.notes(session)))


@bp.get("/journal/log.vkey")
@anyone
def key() -> ResponseReturnValue:
    """Send the public key by which checkpoints are checked, as one word to be pinned."""
    _newest(db.session())
    return _text(f"{log_keys.keeper().vkey()}\n")


@bp.get("/journal/entries/<int:seq>/proof")
@anyone
def inclusion(seq: int) -> ResponseReturnValue:
    """Send the proof that an entry stands under a checkpoint: the newest, or the one of the size that is named."""
    session, size = db.session(), request.args.get("size", "")
    point = checkpoints.of_size(session, _size(size)) if size else _newest(session)
    proof = checkpoints.inclusion(session, seq, point.size)
    return _text(law.inclusion_text(seq, proof, point.note), stays=bool(size))


@bp.get("/journal/consistency/<int:first>/<int:second>")
@anyone
def consistency(first: int, second: int) -> ResponseReturnValue:
    """Send the proof that the checkpoint of the second size only adds to the journal of the first."""
    session = db.session()
    if not 1 <= first <= second:
        raise NoSuchSize(first=first, second=second)
    point = checkpoints.of_size(session, second)
    return _text(
        law.consistency_text(first, checkpoints.consistency(session, first, second), point.note), stays=True
    )


def _newest(session: Session) -> JournalCheckpoint:
    found = checkpoints.newest(session)
    if found is None:
        raise NotSigned
    return found


def _size(text: str) -> int:
    """Read the size that is named in an address."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise NoSuchSize(first=0, second=text[:_MOST_DIGITS])
    return int(text)


def _text(words: str, *, stays: bool = False) -> Response:
    """Send plain text; what never changes may be kept by whoever passes it on."""
    response = Response(words, mimetype="text/plain")
    if stays:
        response.headers["Cache-Control"] = f"public, max-age={_A_DAY}"
    return response
