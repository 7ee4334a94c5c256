"""What public pages say of themselves to machines: one address, a card, data; never a name, never a script."""

from __future__ import annotations

import html
import json
import re

import pytest

from tests.council import Sitting, ready
from tests.noticing import latest, on_notice
from tests.world import CAST

CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
CARD = re.compile(r'<meta property="og:(\w+)" content="([^"]*)">')
EVIL = "</script><script>alert(1)</script>"


def canonical(client, path):
    return [html.unescape(found) for found in CANONICAL.findall(client.get(path).text)]


def told(client, path):
    (data,) = DATA.findall(client.get(path).text)
    document = json.loads(data)
    assert document["@context"] == "https://schema.org"
    return {each["@type"]: each for each in document["@graph"]}


def card(client, path):
    return {name: html.unescape(words) for name, words in CARD.findall(client.get(path).text)}


@pytest.mark.parametrize(
    "path",
    [
        "/", "/c/lizhi/", "/projects", "/projects/LZ-2026-001", "/disclosures", "/disclosures/1", "/meetings", "/money",
        "/journal", "/rules", "/scope", "/gatherings", "/polls", "/projects/LZ-2026-001/comments",
    ],
)  # fmt: skip
def test_every_public_page_names_its_one_address(client, world, path):
    on_notice(world)

    assert canonical(client, path) == [f"http://localhost{path}"]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("/projects?type=works&community=lizhi", "/projects?community=lizhi&type=works"),
        (
            "/projects?community=lizhi&type=works&utm_source=x&type=goods",
            "/projects?community=lizhi&type=works",
        ),
        ("/projects?community=&q=&page=1", "/projects"),
        ("/meetings?when=past&community=lizhi", "/meetings?community=lizhi&when=past"),
    ],
)
def test_the_order_of_filters_and_what_is_empty_make_no_other_address(client, world, asked, named):
    assert canonical(client, asked) == [f"http://localhost{named}"]


@pytest.mark.parametrize("path", ["/projects/LZ-2026-999", "/auth/sign-in", "/polls/1/pass"])
def test_what_is_nobody_s_to_find_names_none(client, world, path):
    assert canonical(client, path) == []


def test_a_project_is_told_with_the_way_to_it(client, world):
    on_notice(world)

    found = told(client, "/projects/LZ-2026-001")

    assert (found["Project"]["name"], found["Project"]["identifier"]) == ("三巷路灯", "LZ-2026-001")
    trail = [(each["position"], each["item"]) for each in found["BreadcrumbList"]["itemListElement"]]
    assert trail == [
        (1, "http://localhost/"),
        (2, "http://localhost/c/lizhi/"),
        (3, "http://localhost/projects?community=lizhi"),
        (4, "http://localhost/projects/LZ-2026-001"),
    ]


def test_a_disclosure_is_told_as_a_report_with_its_fingerprint(client, world):
    on_notice(world)

    report = told(client, "/disclosures/1")["Report"]

    assert (report["identifier"], report["version"]) == (latest().sha256, 1)


def test_a_meeting_is_told_as_an_event(client, world):
    Sitting(world).call(ready(world))

    event = told(client, "/meetings/1")["Event"]

    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"]["name"] == "阳光议事厅"


def test_a_council_is_told_as_an_organisation_without_its_members(client, world):
    found = told(client, f"/councils/{world.council_id}")

    assert found["Organization"]["name"] == "荔枝社区居民议事会"
    assert [full for full, *_ in CAST.values() if full in str(found)] == []


@pytest.mark.parametrize(("path", "name"), [("/", "民生微实事"), ("/c/lizhi/", "荔枝社区")])
def test_a_home_is_told_as_an_organisation(client, world, path, name):
    assert told(client, path)["GovernmentOrganization"]["name"] == name


def test_no_title_can_leave_the_block_of_data(client, world):
    on_notice(world, title=EVIL)

    page = client.get("/projects/LZ-2026-001").text

    assert "<script>alert" not in page
    assert told(client, "/projects/LZ-2026-001")["Project"]["name"] == EVIL


@pytest.mark.parametrize("path", ["/", "/c/lizhi/", "/projects/LZ-2026-001", "/disclosures/1", "/meetings/1"])
def test_a_card_holds_no_name_and_no_typed_text(client, world, path):
    on_notice(world, summary="黄伯家门口太黑。")

    shown = card(client, path)

    assert {"title", "description", "url", "image", "type", "site_name"} == set(shown)
    assert [full for full, *_ in CAST.values() if full in str(shown)] == []
    assert "黄伯" not in str(shown) + str(told(client, path))


def test_the_picture_of_a_card_is_there(client, world):
    image = card(client, "/")["image"].removeprefix("http://localhost")

    answer = client.get(image)

    assert (answer.status_code, answer.mimetype) == (200, "image/png")
