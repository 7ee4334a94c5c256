"""The whole public record to take home, and the program that checks it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

from flask import Blueprint, Response, current_app, send_file
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain.errors import NotFound
from microprojects.store import bundles, kept_records
from microprojects.store.db import db
from microprojects.store.kept_records import KeptRecord
from microprojects.web.guard import anyone

bp = Blueprint("public_records", __name__)

_IN_MEMORY = 8 * 1024 * 1024
_PIECE = 64 * 1024
_MEDIA = "application/zip"


@bp.get("/record.zip")
@anyone
def packed() -> ResponseReturnValue:
    """Send every file of the record, as `microprojects bundle` writes them, in one file; packed once for each head."""
    try:
        found = kept_records.at_hand(db.session()) or _packed()
        return _sent(found, f"{kept_records.FOLDER}.zip")
    except OSError:
        # The site is up to date even where nothing can be kept.
        current_app.logger.warning(
            "the folder of records cannot be written; the record is packed for each visitor"
        )
        return _unkept()


@bp.get("/records/<name>")
@anyone
def kept(name: str) -> ResponseReturnValue:
    """Send the record of a day."""
    found = next((record for record in kept_records.of_days(db.session()) if record.name == name), None)
    if found is None:
        raise NotFound
    return _sent(found, found.name)


@bp.get("/verify.py")
@anyone
def checker() -> ResponseReturnValue:
    """Send the program that checks the record."""
    response = Response(bundles.checker(), mimetype="text/x-python")
    response.headers["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response


def _packed() -> KeptRecord:
    with bundles.moment() as session:
        return kept_records.pack(session, at=now())


def _sent(found: KeptRecord, name: str) -> Response:
    """Send a kept file, whole or the part that is asked for, so that a download that broke off goes on."""
    response = send_file(
        found.path,
        mimetype=_MEDIA,
        as_attachment=True,
        download_name=name,
        etag=found.sha256,
        conditional=True,
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def _unkept() -> Response:
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it when it is sent
    with bundles.moment() as session:
        kept_records.write(file, session)
    response = Response(_pieces(file), mimetype=_MEDIA)
    response.call_on_close(file.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{kept_records.FOLDER}.zip"'
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
