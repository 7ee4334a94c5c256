"""The record of money in the Open Contracting Data Standard: packages of releases and of records, page by page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from microprojects.domain import ocds
from microprojects.domain.errors import NotFound
from microprojects.domain.ocds import Page, Publisher
from microprojects.domain.ocds_processes import Process
from microprojects.store import contracting
from microprojects.store.db import db
from microprojects.store.publishers import publisher
from microprojects.web.guard import anyone

bp = Blueprint("data_ocds", __name__, url_prefix="/data/ocds")

# How many projects stand in one package: some hundreds of releases.
SIZE = 50
_LONGEST_NUMBER = 20


@bp.get("/releases.json")
@anyone
def releases() -> ResponseReturnValue:
    """Send the releases of some projects; `links.next` leads to those of the following ones."""
    return _packages(".releases", ocds.release_package)


@bp.get("/records.json")
@anyone
def records() -> ResponseReturnValue:
    """Send the records of some projects, each with its releases and what they add up to."""
    return _packages(".records", ocds.record_package)


@bp.get("/<number>.json")
@anyone
def record(number: str) -> ResponseReturnValue:
    """Send the record of one project."""
    found = contracting.of_project(db.session(), number)
    if not found:
        raise NotFound
    return _sent(ocds.record_package(found, publisher(), Page(url_for(".record", number=number))))


def _packages(
    endpoint: str, made: Callable[[Iterable[Process], Publisher, Page], dict[str, Any]]
) -> ResponseReturnValue:
    after = request.args.get("after", "").replace("\x00", "")[:_LONGEST_NUMBER]
    found, last = contracting.page(db.session(), after, limit=SIZE)
    here = url_for(endpoint, after=after) if after else url_for(endpoint)
    return _sent(made(found, publisher(), Page(here, url_for(endpoint, after=last) if last else "")))


def _sent(package: dict[str, Any]) -> Response:
    return Response(json.dumps(package, ensure_ascii=False) + "\n", mimetype="application/json")
