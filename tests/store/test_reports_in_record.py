"""The reports of years lie in the public record, and who changes or takes away one is found."""

from __future__ import annotations

import pytest

from microprojects import verify
from microprojects.store import bundles
from microprojects.store.db import db
from tests.forging import uncounted
from tests.noticing import told
from tests.records_made import listed, put
from tests.reporting import publish


@pytest.fixture
def record(world):
    """A record of one decision and one report of the year."""
    told(world)
    uncounted()
    publish(world)
    db.session.rollback()
    return dict(bundles.files(db.session()))


def the_report(record) -> str:
    return next(name for name in record if name.startswith("reports/"))


def wrongs(record, folder):
    found = verify.checked(put(listed(record), folder), language=1)
    return [line[1] for line in found.lines if not line[0]]


def test_a_published_report_lies_in_the_record_and_holds(record, tmp_path):
    found = verify.checked(put(record, tmp_path), language=1)

    assert [line for line in found.lines if not line[0]] == []
    assert "All 1 reports of years are as the journal says" in found.spoken()


def test_a_report_that_was_changed_is_found(record, tmp_path):
    name = the_report(record)

    found = wrongs({**record, name: record[name].replace(b'"year":2026', b'"year":2025')}, tmp_path)

    assert any(name in line for line in found)


def test_a_report_that_was_taken_away_is_missed(record, tmp_path):
    kept = {name: data for name, data in record.items() if not name.startswith("reports/")}

    assert any("published the report of a year that is not here" in line for line in wrongs(kept, tmp_path))


def test_a_report_that_was_never_published_is_found(record, tmp_path):
    found = wrongs({**record, "reports/1.json": b"{}"}, tmp_path)

    assert any("reports/1.json" in line for line in found)
