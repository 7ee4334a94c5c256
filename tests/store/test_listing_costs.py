"""What a list of projects costs: the same few statements and no more bytes, however many projects there are."""

from __future__ import annotations

import pytest

from microprojects.store import counted, listings
from microprojects.store.listings import Wanted
from tests.council import ready, statements

PATHS = (
    "/projects",
    "/projects?community=lizhi",
    "/projects?state=talk&type=works",
    "/projects?q=路灯",
    "/",
    "/search?q=路灯",
)


def add(world, first, last):
    for n in range(first, last):
        ready(world, f"LZ-2026-{500 + n}", title=f"巷道路灯 {n} 盏")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_asks_as_much_of_the_database_among_many(path, client, world, bench):
    add(world, 0, 3)
    with statements(bench.engine) as few:
        client.get(path)
    add(world, 3, 30)
    with statements(bench.engine) as many:
        page = client.get(path)

    assert (len(few), len(many) <= 12, len(page.data) <= 60 * 1024) == (len(many), True, True)


def test_a_list_counts_no_further_than_it_must(session, world, monkeypatch):
    monkeypatch.setattr(counted, "MOST_COUNTED", 4)
    add(world, 0, 6)

    rows, found = listings.projects(session, Wanted(), page=2, size=4)
    assert (len(rows), found) == (2, 4)


def test_more_than_are_counted_is_said_and_can_be_paged_to_the_end(client, world, monkeypatch):
    monkeypatch.setattr(counted, "MOST_COUNTED", 20)
    add(world, 0, 25)

    first, second = client.get("/projects").text, client.get("/projects?page=2").text
    assert ("超过 20 个项目" in first, "page=2" in first, "巷道路灯 0 盏" in second) == (True, True, True)
    assert client.get("/projects?page=3").status_code == 404
