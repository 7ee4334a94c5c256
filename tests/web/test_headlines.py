"""Every disclosure is told first in one short sentence: in the list, on its page, in the feed and on its card; its bytes stay."""

from __future__ import annotations

import re

import pytest

from microprojects.domain import headlines
from microprojects.domain.canonical import canonical
from microprojects.domain.headlines import LONGEST
from microprojects.store.db import db
from microprojects.store.disclosures import Disclosure
from tests.living import lived_once
from tests.spending import Site


@pytest.fixture
def site(world, wall, bench):
    """A closed work, its three disclosures in many versions."""
    found = lived_once(bench, world, "closed_site", lambda here: Site(here).until_closed())
    wall.at = found.later()
    return found


def newest(kind):
    return db.session.query(Disclosure).filter_by(kind=kind).order_by(Disclosure.id.desc()).first()


def test_the_list_the_page_and_the_feed_begin_with_it(client, site):
    row = newest("result")
    said = "三巷路灯：花了 50,000 元，100% 满意"

    listed, page, feed = (
        client.get(path).text for path in ("/disclosures", f"/disclosures/{row.id}", "/disclosures.atom")
    )

    assert f'<a href="/disclosures/{row.id}">{said}</a>' in listed
    assert f'<p class="lead">{said}</p>' in page
    assert row.body["headline"] in page  # the sentence that was published stays
    assert f"{site.number} {said}" in feed


def test_the_card_of_a_page_tells_it_without_what_was_typed(client, site):
    page = client.get(f"/disclosures/{newest('result').id}").text
    card = re.search(r'property="og:description" content="([^"]*)"', page)[1]

    assert card.startswith("花了 50,000 元，100% 满意。")
    assert "三巷路灯" not in card


def test_every_version_has_one_and_keeps_its_bytes(client, site):
    rows = db.session.query(Disclosure).order_by(Disclosure.id).all()

    for row in rows:
        assert len(headlines.of(row.kind, row.body).text) <= LONGEST
        assert client.get(f"/disclosures/{row.id}.json").data == canonical(row.body)
    assert len(rows) > 8


def test_of_what_was_taken_down_only_the_project_is_told(client, site):
    row = newest("spending")
    site.take_down()

    listed = client.get("/disclosures").text

    assert f'<a href="/disclosures/{row.id}">三巷路灯</a>' in listed
