"""The whole small district as a published copy: what is in it, that all of it leads on, and what no visitor sees is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from microprojects.cli.publishing.routes import LEFT_OUT
from microprojects.services import checkpoints, comments
from microprojects.web.guard import Door
from tests import copies_read
from tests.copies_read import publisher
from tests.lives import TODAY
from tests.web.walking import site  # noqa: F401 - a fixture

SITE = "http://localhost"  # of the tests; it is the live site of their copies
# The whole district takes a minute and is drawn by the same app on both; smaller copies are made on PostgreSQL, too.
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def publish(app):
    return publisher(app)


@pytest.fixture
def copy(app, site, publish, bench, session):  # noqa: F811
    """The folder with the copy of the whole district, made once on each engine."""
    folder = Path(f"{bench.folder}-published")
    if not (folder / "copy.json").exists():
        checkpoints.sign_due(at=TODAY)
        comments.write(
            site.lives.numbers["accepted"],
            text="早点办。",
            stance="for",
            actor=site.lives.world["chen"],
            at=TODAY,
        )
        checkpoints.sign_due(at=TODAY)
        publish(folder)
    return folder


def endpoints(app, paths):
    """The routes behind the files of a copy."""
    urls = app.url_map.bind("")
    for path in paths:
        folder, _, name = path.removesuffix("index.html").rstrip("/").partition("/by/")
        address = f"/{folder}{Path(name).suffix if name and not path.endswith('index.html') else ''}"
        try:
            yield urls.match(address, method="GET")[0]
        except RequestRedirect:
            yield urls.match(f"{address}/", method="GET")[0]
        except HTTPException:
            continue


def test_every_public_route_is_in_the_copy_or_left_out_for_a_reason(app, site, copy):  # noqa: F811
    public = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and site.audience(rule).door is Door.ANYONE
    }

    there = set(endpoints(app, copies_read.files(copy)))

    assert (sorted(public - there - LEFT_OUT.keys()), sorted(LEFT_OUT.keys() & there)) == ([], [])
    assert sorted(LEFT_OUT.keys() - public) == []


def test_every_link_of_every_file_leads_to_a_file_and_no_form_is_there(copy):
    found = copies_read.files(copy)

    pages = {
        path: copies_read.tags(data.decode()).names for path, data in found.items() if path.endswith(".html")
    }
    assert copies_read.dead(found, SITE, SITE) == []
    assert [
        path for path, names in pages.items() if {"form", "input", "select", "textarea"} & set(names)
    ] == []


def test_each_file_is_one_that_a_visitor_would_get_and_names_its_size_nowhere_else(copy):
    told = json.loads((copy / "copy.json").read_bytes())

    assert sorted(row["path"] for row in told["files"]) == sorted(
        copies_read.files(copy).keys() - {"copy.json", "copy.note"}
    )
    assert told["whole"] is True
