"""Which routes of the public are in the copy; each that is left out has its reason here, and a test asks for no fewer."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from microprojects.domain.copies import Address

# The counters of the public, by the first part of the names of their routes.
COUNTERS = ("public_", "data_", "assets.")
_A_BALLOT = "is for somebody who votes"
_ANSWERS = "answers what somebody asks; what it answers from is in the copy as whole tables"
_ASSETS = "is for libraries; every page names its assets by their content"
_MACHINE = "tells of the machine that serves the site"
_NOW = "is of this very second, for the room of a meeting"
LEFT_OUT = {
    "auth.register": "is a form",
    "auth.sign_in": "is a form",
    "data_api.document": _ANSWERS,
    "data_api.index": _ANSWERS,
    "data_api.listing": _ANSWERS,
    "data_api.single": _ANSWERS,
    "health.process": _MACHINE,
    "health.ready": _MACHINE,
    "public_ballots.one": _A_BALLOT,
    "public_ballots.pick": _A_BALLOT,
    "public_boards.small": "is for the office; the copy has the photo itself",
    "public_castings.check": _A_BALLOT,
    "public_disclosures.check": "compares a code that somebody types; verify.py does that for the whole record",
    "public_files.found": "leads to the file, to which the links of the copy lead at once",
    "public_files.small": "is for ballots and the office; the copy has the picture itself",
    "public_passes.over": _A_BALLOT,
    "public_passes.slip": _A_BALLOT,
    "public_passes.text": _A_BALLOT,
    "public_passes.ways": _A_BALLOT,
    "public_polls.receipt": "looks for the receipt that somebody types; every published receipt is in the record",
    "public_records.kept": "is the record of an earlier day; the copy has the record of its own moment",
    "public_screens.beat": _NOW,
    "public_screens.screen": _NOW,
    "public_search.results": "finds what somebody types; the lists of everything are in the copy",
    "static": _ASSETS,
}
# Addresses that no page of the copy leads to, and that somebody else knows.
ENTRANCES = (
    "/", "/robots.txt", "/sitemap.xml", "/verify.py", "/record.zip", "/meetings.ics", "/money.csv", "/scope",
    "/journal.jsonl", "/journal/checkpoint", "/journal/checkpoints", "/journal/log.vkey",
    "/disclosures.atom", "/data/", "/data/catalog.jsonld",
)  # fmt: skip
# Addresses that lie beside a page and that no link needs to name: sheets for the board, files for programs.
BESIDE = {
    "public_home.community": ("/c/{}/board",),
    "public_meetings.meeting": tuple(
        f"/meetings/{{}}/{sheet}" for sheet in ("candidates", "notice", "result")
    ),
    "public_polls.poll": tuple(f"/polls/{{}}/{file}" for file in ("candidates", "chosen", "closing.json")),
    "public_posters.call_page": ("../poster.pdf",),
    "public_posters.monthly_page": ("../{}.pdf",),
    "public_projects.project": ("/projects/{}/objections", "/data/ocds/{}.json"),
}
# Of a list that is asked for by more, the live site knows; else every choice would double the copy.
MOST_FILTERS = 2
# In an address of these, the word says which of several is meant, and the copy has that one only.
_SAID_ONCE = {"public_checkpoints.inclusion": ("size",)}


def endpoint(app: Flask, address: Address) -> str | None:
    """Return the name of the route behind an address, None if it is left out or there is none."""
    try:
        found, _arguments = app.url_map.bind("").match(address.path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    name = str(found)
    if name in LEFT_OUT or not name.startswith(COUNTERS) or address.filters > MOST_FILTERS:
        return None
    return name


def beside(name: str, address: Address) -> list[Address]:
    """Return what may lie beside a page; some of it is not there yet."""
    key = address.path.strip("/").rpartition("/")[2]
    if address.asked:
        return []
    return [
        Address(urljoin(f"{address.path.rstrip('/')}/", pattern.format(key)))
        for pattern in BESIDE.get(name, ())
    ]


def named(name: str, address: Address) -> Address:
    """Return the address under which the answer lies in the copy."""
    return address.without(_SAID_ONCE.get(name, ()))
