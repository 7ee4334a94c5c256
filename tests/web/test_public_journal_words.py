"""The words of the public record: every fact that a deed writes down has a name and a value that a person can read."""

from __future__ import annotations

import json
import re

from sqlalchemy import select

from microprojects.domain.journal_fields import label
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from microprojects.web.public import journal_words
from tests.test_architecture import none
from tests.web import walking
from tests.web.walking import Site

site = walking.site
CODE = re.compile(r"[a-z]+([_-][a-z]+)*")


def entries(site: Site):
    with site.app.app_context():
        return [json.loads(body) for body in db.session().scalars(select(JournalEntry.body))]


def test_every_fact_has_a_name(site):
    facts = {(name, entry["verb"]) for entry in entries(site) for name in entry["facts"]}

    assert len(facts) > 150
    none(f"{verb}: {name}" for name, verb in sorted(facts) if label(name) == name)


def test_no_fact_shows_a_code(site):
    with site.app.test_request_context():
        shown = {
            f"{entry['verb']}: {field.name} {text}"
            for entry in entries(site)
            for field in journal_words.facts(entry["facts"])
            for text in (*field.lines, *field.items)
            if CODE.fullmatch(text)
        }

    none(sorted(shown))


def test_a_scheme_is_called_by_its_title(app):
    with app.test_request_context():
        field = journal_words.facts({"scheme": "village_4_2"})[0]

    assert (field.name, field.lines) == ("方案", ("四议两公开",))
