"""No column of text and no kind of file is added without saying what keeps personal data out of it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from sqlalchemy import JSON, CheckConstraint, Column, Enum, String, Table

from microprojects import services, store
from microprojects.domain import attachments
from microprojects.domain.kept_data import KEPT
from microprojects.domain.uploads import Media
from microprojects.store import files
from microprojects.store.db import Base
from tests.free_texts import CODES, KEPT_INSIDE, LOOKED, MADE
from tests.telling_files import telling_files
from tests.web.test_planted_words import INSIDE

HASH = 64
# Who looks through texts without keeping them for the look at names, and why.
BESIDE = {"_publish": "what was looked through before", "_opening": "what was looked through before",
          "areas": "an office's own address"}  # fmt: skip


def _texts() -> set[str]:
    """Every column that may hold words, by table and name; one bound to a list of words holds none."""
    for each in pkgutil.walk_packages(store.__path__, f"{store.__name__}."):
        if each.name.rsplit(".", 1)[1] not in ("paper_press", "paper_words"):
            importlib.import_module(each.name)
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if _holds_words(table, column)
    }


def _holds_words(table: Table, column: Column[object]) -> bool:
    if isinstance(column.type, JSON):
        return True
    if not isinstance(column.type, String) or isinstance(column.type, Enum) or column.type.length == HASH:
        return False
    checks = " ".join(str(c.sqltext) for c in table.constraints if isinstance(c, CheckConstraint))
    return re.search(rf"\b{column.name} IN \(", checks) is None


def test_of_every_column_that_may_tell_of_somebody_the_notice_says_until_when_it_is_kept():
    told = {column for each in KEPT for column in each.columns}
    known = {
        f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns
    }
    of_buildings = {"grid_buildings.building", "grid_buildings.place"}  # of the map, of nobody

    assert sorted((KEPT_INSIDE | set(INSIDE)) - told - of_buildings) == []
    assert sorted(told - known) == []


def test_of_every_column_of_text_it_is_told_what_guards_it():
    told = [LOOKED, MADE, KEPT_INSIDE, CODES, frozenset(INSIDE)]

    texts, listed = _texts(), frozenset.union(*told)

    assert sorted(texts - listed) == []
    assert sorted(listed - texts - _bound()) == []
    assert sum(map(len, told)) == len(listed)  # in one list only


def _bound() -> set[str]:
    """Columns that are named as inside and hold a hash."""
    return {"ballot_drafts.holder"}


def test_every_purpose_of_a_file_is_one_that_the_database_knows_and_every_kind_has_a_file_that_tells():
    assert set(attachments.PURPOSES) == set(files.PURPOSES)
    assert all(telling_files(media) for media in Media)


@pytest.mark.parametrize("path", sorted(Path(services.__path__[0]).glob("*.py")), ids=lambda path: path.stem)
def test_services_look_through_words_where_names_are_looked_for_too(path):
    imported = {
        name.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "microprojects.domain.privacy"
        for name in node.names
    }

    assert "require_clean" not in imported or path.stem in {"_words", *BESIDE}
