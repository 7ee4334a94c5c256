"""The list of public pages for search engines: every address answers, nothing hidden stands in it."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

import pytest

from microprojects.store import addresses
from tests.council import Sitting, ready
from tests.noticing import on_notice
from tests.web.test_public_hidden import NEVER_PUBLIC

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return {
        each.findtext(f"{SITEMAP}loc").removeprefix("http://localhost"): each.findtext(f"{SITEMAP}lastmod")
        for each in Xml.fromstring(answer.data)
    }


def everything(client):
    return {path: at for part in read(client, "/sitemap.xml") for path, at in read(client, part).items()}


def test_every_address_in_it_answers(client, world):
    on_notice(world)
    Sitting(world).call(ready(world, "LZ-2026-002"))

    found = everything(client)

    assert {"/", "/c/lizhi/", "/projects/LZ-2026-001", "/disclosures/1", "/meetings/1"} <= set(found)
    assert [path for path in found if client.get(path).status_code != 200] == []


def test_a_page_says_when_the_record_last_told_of_it(client, world):
    Sitting(world).call(ready(world))

    found = everything(client)

    assert found["/meetings/1"] == world.now.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("hide", NEVER_PUBLIC)
def test_what_was_never_public_is_not_in_it(hide, client, world):
    hide(world)

    assert [path for path in everything(client) if path.startswith("/projects/")] == []


def test_a_part_begins_where_the_one_before_ended(session, world):
    for n in range(1, 6):
        on_notice(world, number=f"LZ-2026-{n:03}")

    parts = [addresses.page(session, "projects", limit=2, offset=offset) for offset in (0, 2, 4)]

    assert [number for part in parts for number, _at in part] == [f"LZ-2026-{n:03}" for n in range(1, 6)]


@pytest.mark.parametrize("path", ["projects-0", "projects-2", "people-1", "pages-2"])
def test_there_is_no_part_of_what_is_not_there(client, world, path):
    assert client.get(f"/sitemaps/{path}.xml").status_code == 404


def test_robots_are_told_where_the_list_is_and_what_is_not_theirs(client):
    lines = client.get("/robots.txt").text.splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /office/", "Disallow: /my/", "Sitemap: http://localhost/sitemap.xml"} <= set(lines)
