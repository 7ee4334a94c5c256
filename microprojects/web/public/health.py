"""Whether the process lives and whether it is ready to serve."""

from __future__ import annotations

from flask import Blueprint, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from microprojects import keys
from microprojects.config import Settings
from microprojects.store import schema
from microprojects.web.guard import anyone

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@anyone
def process() -> Response:
    """Answer as long as the process lives."""
    return _line("ok", 200)


@bp.get("/readyz")
@anyone
def ready() -> Response:
    """Answer 200 when the database can be read, its schema is current and the keys are private."""
    trouble = _database_trouble() or _key_trouble()
    return _line(trouble or "ready", 503 if trouble else 200)


def _line(text: str, status: int) -> Response:
    return Response(text + "\n", status, mimetype="text/plain", headers={"Cache-Control": "no-store"})


def _database_trouble() -> str | None:
    try:
        current = schema.present() == schema.wanted()
    except SQLAlchemyError:
        return "the database cannot be read"
    return None if current else "the schema is not current: run microprojects upgrade"


def _key_trouble() -> str | None:
    settings: Settings = current_app.extensions["settings"]
    return "a key can be read by others" if keys.readable_by_others(settings.key_dir) else None
