"""Figures of charts are kept for some minutes, of each place and year its own; with 0 minutes each is of now."""

from __future__ import annotations

import pytest
from flask import Flask

from microprojects.web import kept_figures


@pytest.fixture
def shelf(monkeypatch):
    """Keep figures for ten minutes, by a clock that the test moves."""
    app, clock = Flask("figures"), [1000.0]
    app.config["FIGURES_MINUTES"] = 10
    kept_figures.init_app(app)
    monkeypatch.setattr(kept_figures.time, "monotonic", lambda: clock[0])
    with app.app_context():
        yield clock


def reckoned(values):
    rest = iter(values)
    return lambda: next(rest)


def test_a_figure_is_reckoned_again_when_its_minutes_are_over(shelf):
    reckon = reckoned([1, 2])
    seen = []
    for seconds in (0, 599, 600):
        shelf[0] = 1000.0 + seconds
        seen.append(kept_figures.figure(reckon, "furthest", "minghu"))
    assert seen == [1, 1, 2]


def test_another_place_has_a_figure_of_its_own(shelf):
    reckon = reckoned([1, 2])
    places = ("minghu", "minghu/rongshu", "minghu")
    assert [kept_figures.figure(reckon, "furthest", place) for place in places] == [1, 2, 1]


def test_a_figure_of_nothing_is_kept_too(shelf):
    reckon = reckoned([None, 2])
    assert [kept_figures.figure(reckon, "ratings") for _n in range(2)] == [None, None]


def test_the_oldest_goes_when_the_shelf_is_full(shelf, monkeypatch):
    monkeypatch.setattr(kept_figures, "_MOST", 2)
    reckon = reckoned(range(9))
    assert [kept_figures.figure(reckon, name) for name in "abcba"] == [0, 1, 2, 1, 3]


def test_without_minutes_every_figure_is_of_now(app):
    with app.app_context():
        reckon = reckoned([1, 2])
        assert [kept_figures.figure(reckon, "furthest") for _n in range(2)] == [1, 2]
        assert kept_figures.minutes() == 0


def test_the_page_says_how_old_a_figure_may_be(app, client, world, monkeypatch):
    assert "分钟重新加一遍" not in client.get("/charts").text
    monkeypatch.setitem(app.extensions, "microprojects_kept_figures", kept_figures.Shelf(10))
    assert "这些数每 10 分钟重新加一遍。" in client.get("/charts").text
