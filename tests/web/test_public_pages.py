"""The homes, the list of projects and a project's page, as a visitor opens them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.world import World


def test_the_district_shows_its_notice_board(client: FlaskClient, world: World):
    page = client.get("/")
    assert page.status_code == 200
    assert "正在公示" in page.text


def test_a_community_has_its_own_home(client: FlaskClient, world: World):
    assert "荔枝社区" in client.get("/c/lizhi/").text


def test_a_community_that_is_not_there_is_not_found(client: FlaskClient, world: World):
    assert client.get("/c/nowhere/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%25_",
        "page=-1",
        "page=1e9",
        "page=99999999999",
        "year=２０２６",
        "type=x",
        "state=%27--",
        "q=" + "灯" * 5000,
    ],
)
def test_a_strange_filter_never_breaks_the_list(client: FlaskClient, world: World, query: str):
    assert client.get(f"/projects?{query}").status_code in (200, 400, 404, 414)


def test_the_links_of_a_community_lead_to_what_is_its_own(client, world):
    page = client.get("/c/lizhi/").text

    for url in (
        "/money?community=lizhi", "/projects?community=lizhi&amp;state=work",
        "/projects?community=lizhi&amp;state=done", "/c/lizhi/map",
    ):  # fmt: skip
        assert f'href="{url}"' in page
    assert 'href="/money"' in client.get("/").text
