"""The disclosures as feeds, held against the rules of RFC 4287."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

import pytest

from tests.living import lived_once
from tests.noticing import latest, on_notice, shanghai
from tests.spending import Site
from tests.web.test_public_hidden import NEVER_PUBLIC

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ALL, LIZHI, ONE = "/disclosures.atom", "/c/lizhi/disclosures.atom", "/projects/LZ-2026-001/disclosures.atom"


@pytest.fixture
def site(world, bench):
    """A project with many disclosures of its money."""
    return lived_once(
        bench,
        world,
        "disclosed_site",
        lambda untouched: Site(untouched).buy().sign().publish().start().progress(),
    )


def read(client, path=ALL):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    return Xml.fromstring(answer.data)


def entries(feed):
    return [{each.tag.removeprefix(ATOM): each for each in entry} for entry in feed.findall(f"{ATOM}entry")]


@pytest.mark.parametrize("path", [ALL, LIZHI, ONE])
def test_a_feed_has_everything_that_a_reader_needs(client, site, path):
    feed = read(client, path)

    told = {child.tag.removeprefix(ATOM): child.text for child in feed}
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert (told["id"], bool(told["title"]), bool(MOMENT.fullmatch(told["updated"]))) == (
        f"http://localhost{path}", True, True,
    )  # fmt: skip
    assert links["self"] == f"http://localhost{path}"
    assert {"id", "title", "updated", "author", "summary", "link", "published"} == set.union(
        *({*entry} for entry in entries(feed))
    )


def test_every_version_is_an_entry_with_a_name_of_its_own_the_newest_first(client, site):
    found = entries(read(client))

    names, moments = [each["id"].text for each in found], [each["updated"].text for each in found]
    assert [name.rpartition("/")[2] for name in names] == [str(row.id) for row in reversed(site.published())]
    assert len(set(names)) == len(names)
    assert moments == sorted(moments, reverse=True)
    assert all(MOMENT.fullmatch(moment) for moment in moments)


def test_an_entry_keeps_its_name_and_a_correction_is_a_new_one(client, site):
    before = [each["id"].text for each in entries(read(client))]

    site.correct("spending", {"title": "三巷〔已隐去〕"})

    after = [each["id"].text for each in entries(read(client))]
    assert after[1:] == before


def test_what_was_taken_down_leaves_an_entry_without_its_words(client, site):
    row = site.published()[-1]
    assert row.body["headline"] in client.get(ALL).text
    down, when = row.id, site.at

    site.take_down()

    taken = next(each for each in entries(read(client)) if each["id"].text.endswith(f"disclosures/{down}"))
    assert "已撤下" in taken["title"].text
    assert taken["summary"].text == "这一版已经撤下。"
    assert taken["updated"].text > when.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_feed_tells_of_its_own_community_and_project_only(client, world):
    on_notice(world)
    on_notice(world, number="LZ-2026-002", title="二号楼扶手", at=shanghai(3, 5))

    assert len(entries(read(client, LIZHI))) == 2
    assert len(entries(read(client, ONE))) == 1
    assert entries(read(client, "/c/mumian/disclosures.atom")) == []


@pytest.mark.parametrize("path", ["/c/nowhere/disclosures.atom", "/projects/LZ-2026-999/disclosures.atom"])
def test_there_is_no_feed_of_what_is_not_there(client, world, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("hide", NEVER_PUBLIC)
def test_what_was_never_public_has_no_feed(hide, client, world):
    hide(world)

    assert client.get(ONE).status_code == 404


@pytest.mark.parametrize(
    ("page", "feed"),
    [("/", ALL), ("/disclosures", ALL), ("/c/lizhi/", LIZHI), ("/projects/LZ-2026-001", ONE)],
)
def test_the_pages_lead_to_their_feed(client, world, page, feed):
    on_notice(world)
    assert latest().id

    assert f'<link rel="alternate" type="application/atom+xml" href="{feed}"' in client.get(page).text
