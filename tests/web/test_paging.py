"""Where a page of a counted list stands, and what a list does that is longer than anybody counts."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import HTTPException

from microprojects.store import counted
from microprojects.web.paging import place


@pytest.fixture
def at_projects(app, monkeypatch):
    monkeypatch.setattr(counted, "MOST_COUNTED", 100)
    with app.test_request_context("/projects?type=works&page=2"):
        yield


def test_a_page_in_the_middle_has_one_before_and_one_after(at_projects):
    found = place(2, 99, 20, 20)
    assert (found.pages, found.many) == (5, False)
    assert (found.earlier, found.later) == ("/projects?type=works&page=1", "/projects?type=works&page=3")


def test_the_last_page_has_none_after(at_projects):
    assert place(5, 99, 19, 20).later is None


def test_who_asks_beyond_the_last_is_sent_to_it(at_projects):
    with pytest.raises(HTTPException) as sent:
        place(6, 99, 0, 20)
    assert sent.value.response.location == "/projects?type=works&page=5"


def test_a_list_longer_than_was_counted_goes_on_while_its_pages_are_full(at_projects):
    full, rest = place(9, 100, 20, 20), place(10, 100, 3, 20)
    assert (full.pages, full.many, full.later) == (0, True, "/projects?type=works&page=10")
    assert rest.later is None


def test_such_a_list_ends_where_nothing_is_shown(at_projects):
    with pytest.raises(HTTPException) as missing:
        place(11, 100, 0, 20)
    assert missing.value.code == 404
