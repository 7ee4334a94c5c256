"""Public pages are kept while nothing is written, for strangers only, and never a moment too long."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from microprojects.services import areas
from microprojects.services.areas import Office
from microprojects.store.db import db
from microprojects.web.kept_pages import Shelf
from tests.web.conftest import Wall
from tests.world import World

Count = Callable[[str], int]


@pytest.fixture
def keeping(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app with an empty shelf for kept pages."""
    from microprojects.web import kept_pages

    monkeypatch.setitem(app.extensions, kept_pages._NAME, Shelf(50))
    monkeypatch.setitem(app.before_request_funcs, None, [*app.before_request_funcs[None], kept_pages._answer])
    monkeypatch.setitem(app.after_request_funcs, None, [kept_pages._keep, *app.after_request_funcs[None]])
    return app


@pytest.fixture
def statements(keeping: Flask, client: FlaskClient) -> Count:
    """Count the statements that a page asks of the database."""

    def count(path: str) -> int:
        seen: list[str] = []

        def note(_connection, _cursor, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "ROLLBACK")):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(path).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    return count


def test_a_page_asked_for_again_costs_one_statement(statements: Count, world: World):
    first = statements("/c/lizhi/")

    assert first > 1
    assert statements("/c/lizhi/") == 1


def test_a_deed_makes_every_kept_page_old(statements: Count, world: World, client: FlaskClient):
    statements("/c/lizhi/")

    areas.describe(
        "minghu/rongshu/lizhi",
        Office(name="荔枝新办公室", phone="0000-1234 5678", address="", hours="工作日"),
        actor=world["pei"],
        at=world.now,
    )

    assert "荔枝新办公室" in client.get("/c/lizhi/").text


def test_a_kept_page_is_made_anew_after_a_minute(statements: Count, world: World, wall: Wall):
    statements("/c/lizhi/")
    wall.advance(minutes=1)
    assert statements("/c/lizhi/") > 1


def test_another_language_and_the_elder_version_are_other_pages(
    statements: Count, world: World, client: FlaskClient
):
    statements("/")
    client.set_cookie("elder", "1")
    assert "data-elder" in client.get("/").text
    client.delete_cookie("elder")
    assert "data-elder" not in client.get("/").text


def test_a_kept_page_answers_not_modified(keeping: Flask, client: FlaskClient, world: World):
    tag = client.get("/").headers["ETag"]
    client.get("/")
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304


def test_who_is_signed_in_gets_no_kept_page_and_leaves_none(
    keeping: Flask, visitor: Callable[[str], FlaskClient], client: FlaskClient, world: World
):
    lin = visitor("lin")

    assert "退出登录" in lin.get("/").text
    assert "退出登录" not in client.get("/").text
    assert "退出登录" in lin.get("/").text


def test_the_shelf_throws_out_the_page_least_asked_for():
    from microprojects.web.kept_pages import Kept

    shelf, truth = Shelf(2), ("head", "minute")
    for name in ("a", "b"):
        shelf.keep((name,), Kept(truth, b"", ()))
    shelf.find(("a",), truth)
    shelf.keep(("c",), Kept(truth, b"", ()))

    assert [shelf.find((name,), truth) is not None for name in ("a", "b", "c")] == [True, False, True]
