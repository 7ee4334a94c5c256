"""Whoever owns the database and the key, and signs a table that tells otherwise, is found by the journal beside it."""

from __future__ import annotations

import json

import pytest

from microprojects import verify
from microprojects.store import bundles
from microprojects.store.db import db
from tests import polling
from tests.contracted import whole_life
from tests.first_deliberation import accepted as accepted_proposal
from tests.forging import uncounted
from tests.records_made import listed, put
from tests.services.test_kept_minutes import approved
from tests.store.test_forged_tables import retold, set_to, wrongs

HIDDEN = "〔金额已隐去〕"


@pytest.fixture
def record(world):
    """A record of one project from its contract to its last payment."""
    whole_life(world)
    uncounted()
    return dict(bundles.files(db.session()))


@pytest.fixture
def polled(world):
    """A record of one poll that was counted: two of three options won."""
    polling.counted(world)
    uncounted()
    return dict(bundles.files(db.session()))


def twice(rows):
    """The first row once more, before the true one, with another amount."""
    rows.insert(
        0, {**rows[0], **{name: 1 for name in rows[0] if name in ("allocated_fen", "contracted_fen")}}
    )


def exchanged(*columns):
    """Two options exchange what stands in some columns."""

    def change(rows):
        for column in columns:
            rows[0][column], rows[-1][column] = rows[-1][column], rows[0][column]

    return change


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("payments", "amount_yuan", "99999999.00", "In table payments, amount_yuan of 1 is 99999999.00"),
        ("payments", "amount_fen", HIDDEN, "In table payments, amount_fen of 1 is"),
        ("payments", "paid_on", HIDDEN, "In table payments, paid_on of 1 is"),
        ("projects", "state", HIDDEN, "In table projects, state of LZ-2026-001 is"),
        ("projects", "paid_fen", 5_000_000_00, "In table projects, paid_fen of LZ-2026-001 is"),
        ("projects", "contract_fen", 1, "In table projects, contract_fen of LZ-2026-001 is"),
        ("contracts", "paid_fen", 5_000_000_00, "In table contracts, paid_fen of LZ-2026-001 is"),
        ("disclosures", "sha256", HIDDEN, "In table disclosures, sha256 of 1 is"),
    ],
)
def test_a_cell_that_no_entry_writes_out_is_held_against_what_the_journal_adds_up_to(
    record, table, column, value, said
):
    assert [each for each in wrongs(retold(record, table, set_to(column, value))) if each.startswith(said)]


def test_money_that_nobody_approved_is_found(world):
    accepted_proposal(world)
    uncounted()
    record = dict(bundles.files(db.session()))

    assert wrongs(record) == []
    assert "approved_fiscal_fen" in wrongs(retold(record, "projects", set_to("approved_fiscal_fen", 1)))[0]


@pytest.mark.parametrize("table", ["allocations", "suppliers"])
def test_a_second_row_of_the_same_name_is_found(record, table):
    forged = retold(record, table, twice)

    assert [each for each in wrongs(forged) if each.startswith(f"Table {table} has two rows for")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"amount_fen":', b'"amount_fen": 1, "amount_fen":'),
        (b'"returned_on": null', b'"returned_on": NaN'),
        (b'"rows": [', b'"rows": [], "rows": ['),
    ],
)
def test_what_two_readers_would_read_in_two_ways_never_passes(record, old, new):
    plain = json.dumps(json.loads(record["tables/payments.json"]), ensure_ascii=False).encode()
    assert old in plain

    assert wrongs({**record, "tables/payments.json": plain.replace(old, new, 1)})


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("poll_options", exchanged("project_number", "title"), "In table poll_options, rank of "),
        ("poll_options", exchanged("rank"), "In table poll_options, rank of "),
        ("poll_options", lambda rows: rows.__setitem__(1, dict(rows[0])), "Table poll_options has two rows for "),
        ("polls", set_to("budget_fen", 1), "In table polls, budget_fen of 1 is “1”"),
        ("polls", set_to("closes_at", "2026-12-31T18:00:00+08:00"), "In table polls, closes_at of 1 is"),
    ],
)  # fmt: skip
def test_who_won_a_poll_and_by_which_terms_is_held_against_its_rule_and_the_journal(
    polled, table, change, said
):
    assert wrongs(polled) == []
    assert [each for each in wrongs(retold(polled, table, change)) if each.startswith(said)]


def test_minutes_that_are_gone_with_all_tables_are_missed(world, tmp_path):
    """Nothing of the tables is left, so that no table misses anything."""
    meeting_id, _ = approved(world)
    record = dict(bundles.files(db.session()))
    bare = {path: data for path, data in record.items() if not path.startswith(("tables/", "minutes/"))}

    found = verify.checked(put(listed(bare), tmp_path), language=1)

    assert [said for well, said in found.lines if not well and f"minutes/{meeting_id}-1.txt" in said]
