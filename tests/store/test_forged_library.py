"""Whoever changes the table of the library in a download is found by the journal beside it."""

from __future__ import annotations

import pytest

from microprojects.services import library
from microprojects.store import bundles
from microprojects.store.db import db
from tests.spending import Site
from tests.store.test_forged_tables import retold, set_to, wrongs


@pytest.fixture
def record(world):
    """A record with one entry that came in and went out again."""
    site = Site(world).until_closed()
    words = {"reason": "谁家都装得起。", "lessons": "先查管线。"}
    library.offer(site.number, **words, actor=world["zhao"], at=site.later())
    library.decide(site.number, enters=True, reason="好抄。", actor=world["huang"], at=site.later())
    library.remove(site.number, reason="厂家停产。", actor=world["huang"], at=site.later())
    return dict(bundles.files(db.session()))


def of_library(record):
    return [each for each in wrongs(record) if "library" in each]


def test_what_nobody_changed_agrees(record):
    assert of_library(record) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("cost_fen", 1), ("answers", 99), ("percent", 12), ("state", "in"), ("entered_reason", "熟人。"),
        ("reason", "便宜。"), ("removed_reason", "没有。"),
        ("entered_at", "2026-01-02T08:00:00+08:00"), ("removed_at", "2026-12-02T08:00:00+08:00"),
        ("lessons", "没学到。"),
    ],
)  # fmt: skip
def test_a_changed_cell_is_named(record, column, value):
    said = of_library(retold(record, "library", set_to(column, value)))

    named = f"In table library, {column} of LZ-2026-001 (1) is “{value}”; entry"
    yuan = (
        ["In table library, cost_yuan"] if column == "cost_fen" else []
    )  # which is not the same amount any more
    assert [each[: len(told)] for each, told in zip(said, [*yuan, named], strict=True)] == [*yuan, named]


def test_a_row_that_is_gone_is_missed(record):
    (said,) = of_library(
        retold(record, "library", lambda rows: rows.append(rows.pop() | {"version": 2})) | {}
    )[:1]

    assert "LZ-2026-001 (2)" in said
