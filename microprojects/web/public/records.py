"""The whole public record to take home, and the program that checks it."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from microprojects.store import bundles
from microprojects.web.guard import anyone

bp = Blueprint("public_records", __name__)

FOLDER = "record"
_IN_MEMORY = 8 * 1024 * 1024
_PIECE = 64 * 1024
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same record gives the same bytes, whenever it is packed


@bp.get("/record.zip")
@anyone
def packed() -> ResponseReturnValue:
    """Send every file of the record, as `microprojects bundle` writes them, in one file."""
    file = _packed()
    size = file.seek(0, os.SEEK_END)
    response = Response(_pieces(file), mimetype="application/zip")
    response.call_on_close(file.close)
    response.content_length = size
    response.headers["Content-Disposition"] = f'attachment; filename="{FOLDER}.zip"'
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _packed() -> IO[bytes]:
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it when it is sent
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack, bundles.moment() as session:
        for path, data in bundles.files(session):
            told = zipfile.ZipInfo(f"{FOLDER}/{path}", _FIRST_DAY)
            told.compress_type = zipfile.ZIP_DEFLATED
            pack.writestr(told, data)
    return file


@bp.get("/verify.py")
@anyone
def checker() -> ResponseReturnValue:
    """Send the program that checks the record."""
    response = Response(bundles.checker(), mimetype="text/x-python")
    response.headers["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response
