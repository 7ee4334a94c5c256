"""How a browser without script uses a ballot, for tests of its pages."""

from __future__ import annotations

import re
from html import unescape

from sqlalchemy import select

from microprojects.store import poll_rolls
from microprojects.store.ballots import BallotDraft
from microprojects.store.db import db

CODE = re.compile(r'class="code">([0-9A-Z*~$=-]{21})<')


def at(poll, page: str = "") -> str:
    return f"/polls/{poll.id}{page}"


def pick(client, poll, *codes):
    for code in codes:
        client.send(at(poll, "/ballot/pick"), code=code)


def fields(page: str) -> dict[str, str]:
    """Return the fields of the form that casts, as a browser would send them."""
    form = page[page.index('name="choices"') - 400 :]
    inputs = re.findall(r"<input[^>]*>", form)
    found = {}
    for each in inputs:
        name, value = re.search(r'name="(\w+)"', each), re.search(r'value="([^"]*)"', each)
        if name and name[1] != "csrf_token":
            found.setdefault(name[1], unescape(value[1]) if value else "")
    return {name: found[name] for name in ("choices", "blank", "once", "seen", "spec", "client", "word")}


def shown_form(client, poll) -> dict[str, str]:
    return fields(client.get(at(poll, "/ballot/check")).text)


def vote(client, poll, *codes):
    pick(client, poll, *codes)
    return client.send(at(poll, "/ballot/check"), **shown_form(client, poll))


def took_part(poll) -> int:
    db.session.rollback()
    return sum(poll_rolls.turnout(db.session(), poll.id).values())


def drafts() -> list[BallotDraft]:
    db.session.rollback()
    return list(db.session.scalars(select(BallotDraft)))
