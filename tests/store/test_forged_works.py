"""Whoever changes what the tables tell of changed contracts and of inspections is found by the journal and the disclosures."""

from __future__ import annotations

import json

import pytest

from microprojects.store import bundles
from microprojects.store.db import db
from tests.changing import THOUSAND, Altered
from tests.contracted import whole_life
from tests.forging import uncounted
from tests.living import lived_once
from tests.spending import YUAN
from tests.store.test_forged_tables import retold, set_to, wrongs

CONCERNS = ("changes", "inspections", "contracts")


def _worked(world):
    """A contract that was changed by each who may, refused twice, and whose work failed once."""
    site = Altered(world).signed()
    site.ask(2 * THOUSAND).by_officer().ask(2 * THOUSAND, days=3).by_leader()
    site.ask(THOUSAND, scope="花坛改到东门。").by_council().enact()
    site.ask(THOUSAND).refuse().ask(9 * THOUSAND).call().open().count(3, 11)
    site.progress().complete().mend().accept()
    return site


@pytest.fixture
def record(world, bench):
    """Their record."""
    lived_once(bench, world, "worked_site", _worked)
    return dict(bundles.files(db.session()))


def concerned(record):
    """What the program says is not well of these tables; of how the small world began no entry tells."""
    return [said for said in wrongs(record) if any(f"able {name}" in said for name in CONCERNS)]


def test_a_contract_changed_by_each_who_may_agrees_with_the_journal(record):
    assert concerned(record) == []


@pytest.mark.parametrize(
    ("table", "column", "value", "at", "begins"),
    [
        ("changes", "amount_fen", 1, 0, "In table changes, amount_fen of LZ-2026-001 (1) is “1”; entry"),
        ("changes", "fiscal_fen", 1, 1, "In table changes, fiscal_fen of LZ-2026-001 (2) is “1”; entry"),
        ("changes", "before_fen", 1, 1, "In table changes, before_fen of LZ-2026-001 (2) is “1”; entry"),
        ("changes", "after_fen", 1, 1, "In table changes, after_fen of LZ-2026-001 (2) is “1”; entry"),
        ("changes", "days", 30, 1, "In table changes, days of LZ-2026-001 (2) is “30”; entry"),
        ("changes", "ends_on", "2027-01-01", 1, "In table changes, ends_on of LZ-2026-001 (2) is"),
        ("changes", "ends_before", "2025-01-01", 1, "In table changes, ends_before of LZ-2026-001 (2) is"),
        ("changes", "decides", "officer", 2, "In table changes, decides of LZ-2026-001 (3) is “officer”; entry"),
        ("changes", "scope", "花坛改到西门。", 2, "In table changes, scope of LZ-2026-001 (3) is"),
        ("changes", "scope", None, 2, "In table changes, scope of LZ-2026-001 (3) is"),
        ("changes", "scope", "加一座亭子。", 0, "In table changes, scope of LZ-2026-001 (1) is"),
        ("changes", "reason", "领导要求。", 0, "In table changes, reason of LZ-2026-001 (1) is"),
        ("changes", "vote", None, 2, "In table changes, vote of LZ-2026-001 (3) is “None”; entry"),
        ("changes", "vote", 7, 0, "In table changes, vote of LZ-2026-001 (1) is “7”; entry"),
        ("changes", "state", "agreed", 3, "In table changes, state of LZ-2026-001 (4) is “agreed”; entry"),
        ("changes", "state", "agreed", 4, "In table changes, state of LZ-2026-001 (5) is “agreed”; entry"),
        ("changes", "state", "refused", 2, "In table changes, state of LZ-2026-001 (3) is “refused”; entry"),
        ("changes", "refused_reason", "太贵。", 3, "In table changes, refused_reason of LZ-2026-001 (4) is"),
        ("changes", "asked_at", "2026-01-01T09:00:00+08:00", 0, "In table changes, asked_at of LZ-2026-001 (1)"),
        ("changes", "decided_at", "2026-01-01T09:00:00+08:00", 0, "In table changes, decided_at of LZ-2026-001 (1)"),
        ("changes", "position", 9, 0, "Table changes has LZ-2026-001 (9), and no entry of the journal tells of it"),
        ("inspections", "state", "passed", 0, "In table inspections, state of 1 is “passed”; entry"),
        ("inspections", "failed", 0, 0, "In table inspections, failed of 1 is “0”; entry"),
        ("inspections", "items", 9, 1, "In table inspections, items of 2 is “9”; entry"),
        ("inspections", "panel", 9, 1, "In table inspections, panel of 2 is “9”; entry"),
        ("inspections", "held_on", "2026-01-01", 1, "In table inspections, held_on of 2 is “2026-01-01”; entry"),
        ("inspections", "rectify_by", "2030-01-01", 0, "In table inspections, rectify_by of 1 is “2030-01-01”"),
        ("inspections", "rectify_by", "2030-01-01", 1, "In table inspections, rectify_by of 2 is “2030-01-01”"),
        ("inspections", "failed_items", "小事", 0, "In table inspections, failed_items of 1 is “小事”; disclosures/"),
        ("inspections", "recorded_at", "2026-01-01T09:00:00+08:00", 0, "In table inspections, recorded_at of 1"),
        ("contracts", "changes", 1, 0, "In table contracts, changes of LZ-2026-001 is “1”; entry"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_changed_cell_is_found(record, table, column, value, at, begins):
    found = concerned(retold(record, table, set_to(column, value, at)))

    assert any(said.startswith(begins) for said in found), found


@pytest.mark.parametrize("table", ["changes", "inspections"])
def test_a_row_that_was_taken_out_is_missed(record, table):
    assert len(concerned(retold(record, table, lambda rows: rows.pop()))) >= 1


@pytest.mark.parametrize("table", ["changes", "inspections"])
def test_a_row_that_was_put_in_is_found(record, table):
    assert len(concerned(retold(record, table, lambda rows: rows.append({**rows[-1], "id": 99})))) >= 1


def test_words_that_were_corrected_in_the_result_read_so_in_the_table_and_are_no_forgery(world):
    lived = whole_life(world).pay(45_260 * YUAN - 50, 3, 8_000 * YUAN).settle()
    uncounted()
    lived.correct("result", {"payments.0.purpose": "第一期"})

    record = dict(bundles.files(db.session()))

    assert json.loads(record["tables/payments.json"])["rows"][0]["purpose"] == "第一期"
    assert wrongs(record) == []
