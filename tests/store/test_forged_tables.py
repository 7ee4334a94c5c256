"""Whoever changes a table of the download, and mends the list of files, is found by the journal and the disclosures beside it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from microprojects import verify
from microprojects.store import bundles
from microprojects.store.db import db
from tests.contracted import whole_life
from tests.forging import uncounted


@pytest.fixture
def record(world):
    """A record of one project from its contract to its last payment."""
    whole_life(world)
    uncounted()
    return dict(bundles.files(db.session()))


def said_of(record):
    """What the program says of the tables alone, the list of files taken to be mended: whether it is well, and the sentence."""
    entries = verify.Entries(io.BytesIO(record["entries.jsonl"]))
    for line in record["entries.jsonl"].splitlines(keepends=True):
        entries.add(json.loads(line)["verb"], len(line))
    report = verify.Report(language=1)
    verify.look_at_tables(verify.Bundle(Path(), files=record, entries=entries), report)
    return report.lines


def wrongs(record):
    """What it says is not well."""
    return [sentence for well, sentence in said_of(record) if not well]


def retold(record, table, change):
    """The record with the rows of a table changed in both forms."""
    told = json.loads(record[f"tables/{table}.json"])
    change(told["rows"])
    columns = list(told["rows"][0])
    sheet = io.StringIO()
    lines = csv.writer(sheet)
    lines.writerow(columns)
    for row in told["rows"]:
        lines.writerow(["" if cell is None else cell for cell in row.values()])
    files = {"csv": sheet.getvalue(), "json": json.dumps(told, ensure_ascii=False)}
    return {**record, **{f"tables/{table}.{form}": text.encode() for form, text in files.items()}}


def set_to(column, value, at=0):
    return lambda rows: rows[at].__setitem__(column, value)


def test_tables_that_nobody_changed_agree_with_the_journal(record):
    assert wrongs(record) == []


def test_the_tables_are_those_that_the_site_sends(record, client):
    for name in ("payments", "contracts", "projects"):
        assert record[f"tables/{name}.csv"] == client.get(f"/data/{name}.csv").data
        sent = json.loads(client.get(f"/data/{name}.json").data)
        assert json.loads(record[f"tables/{name}.json"])["rows"] == sent["rows"]
    for form in ("csv", "json"):
        assert record[f"tables/dictionary.{form}"] == client.get(f"/data/dictionary.{form}").data


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("payments", "amount_fen", 9_000_000, "In table payments, amount_fen of 1 is “9000000”; entry"),
        ("payments", "payee", "改名有限公司", "In table payments, payee of 1 is “改名有限公司”; entry"),
        ("payments", "payee", "榕**", "In table payments, payee of 1 is “榕**”; entry"),
        ("payments", "purpose", "质保金", "In table payments, purpose of 1 is “质保金”; disclosures/"),
        ("payments", "paid_on", "2026-03-10", "In table payments, paid_on of 1 is “2026-03-10”; entry"),
        ("payments", "returned_on", None, "In table payments, returned_on of 1 is “None”; disclosures/"),
        ("contracts", "amount_fen", 1, "In table contracts, amount_fen of LZ-2026-001 is “1”; entry"),
        ("contracts", "supplier", "改名有限公司", "In table contracts, supplier of LZ-2026-001 is “改名有限公司”; entry"),
        ("contracts", "ends_on", "2027-01-01", "In table contracts, ends_on of LZ-2026-001 is “2027-01-01”; disclosures/"),
        ("contracts", "audit_owed_fen", 5, "In table contracts, audit_owed_fen of LZ-2026-001 is 5; the journal adds up to 0"),
        ("recoveries", "amount_fen", 1, "In table recoveries, amount_fen of 1 is “1”; entry"),
        ("recoveries", "fiscal_fen", 1, "In table recoveries, fiscal_fen of 1 is “1”; disclosures/"),
        ("recoveries", "cause", "overpaid", "In table recoveries, cause of 1 is “overpaid”; entry"),
        ("recoveries", "payment", None, "In table recoveries, payment of 1 is “None”; entry"),
        ("recoveries", "payer", "改名有限公司", "In table recoveries, payer of 1 is “改名有限公司”; entry"),
        ("recoveries", "voucher", "退-9", "In table recoveries, voucher of 1 is “退-9”; entry"),
        ("recoveries", "came_on", "2026-01-01", "In table recoveries, came_on of 1 is “2026-01-01”; entry"),
        ("recoveries", "reason", "没有原因", "In table recoveries, reason of 1 is “没有原因”; entry"),
        ("projects", "state", "closed", "In table projects, state of LZ-2026-001 is “closed”; entry"),
        ("projects", "approved_fiscal_fen", 1, "In table projects, approved_fiscal_fen of LZ-2026-001 is “1”; disclosures/"),
        ("disclosures", "version", 9, "In table disclosures, version of 1 is “9”; disclosures.jsonl"),
        ("disclosures", "published_at", "2026-03-01T08:00:00+08:00", "In table disclosures, published_at of 1 is"),
    ],
)  # fmt: skip
def test_a_cell_that_was_changed_is_named_with_what_it_should_be(record, table, column, value, said):
    assert [each for each in wrongs(retold(record, table, set_to(column, value))) if each.startswith(said)]


def test_a_row_that_was_taken_out_is_missed(record):
    forged = retold(record, "payments", lambda rows: rows.pop())

    [said] = wrongs(forged)

    assert "(payment.approve) tells of 2, which table payments has not: it was taken away." in said


def test_a_row_that_was_put_in_is_found(record):
    forged = retold(record, "payments", lambda rows: rows.append({**rows[0], "id": 3}))

    assert wrongs(forged) == [
        "Table payments has 3, and no entry of the journal tells of it: it was added past the journal."
    ]


@pytest.mark.parametrize(
    ("change", "found"),
    [(lambda rows: rows.pop(), 1), (lambda rows: rows.append({**rows[1], "id": 3}), 3)],
    ids=["taken out", "put in"],
)
def test_money_that_came_back_is_told_as_often_as_the_journal_tells_it(record, change, found):
    assert wrongs(retold(record, "recoveries", change)) == [
        f"Project LZ-2026-001: the journal tells of 2 recoveries, and table recoveries has {found}."
    ]


def test_money_that_came_back_twice_on_one_slip_is_found(record):
    forged = retold(record, "recoveries", lambda rows: rows[1].update(voucher=rows[0]["voucher"]))

    assert any(
        said.startswith("In table recoveries, voucher of 2 is “退-1”; entry") for said in wrongs(forged)
    )


def test_a_table_written_in_another_way_reads_the_same(record):
    def by_lines(name):
        with io.BytesIO(record[f"tables/{name}.json"]) as file:
            return list(verify._rows_of(file))

    for name in ("payments", "recoveries", "polls"):
        whole = json.loads(record[f"tables/{name}.json"])["rows"]
        assert by_lines(name) == whole
        assert wrongs({**record, f"tables/{name}.json": json.dumps({"rows": whole}).encode()}) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\n]}\n", b"\n"),
        (b"\n]}\n", b",\n]}\n"),
        (b"},\n{", b"}\n{"),
        (b"\n]}\n", b"\n]}\n]}\n"),
        (b'"rows": [\n', b'"rows": [{"rows": [\n'),
    ],
)
def test_a_table_of_which_lines_are_broken_never_passes(record, old, new):
    data = record["tables/payments.json"]
    assert old in data

    assert wrongs({**record, "tables/payments.json": data.replace(old, new)})


def test_the_two_forms_of_a_table_must_be_one(record):
    forged = {
        **record,
        "tables/payments.csv": record["tables/payments.csv"].replace(b"12000.50", b"12000.51"),
    }

    assert wrongs(forged) == [
        "tables/payments.csv and tables/payments.json differ from row 2 on: one of them was changed."
    ]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"rows": 1}', b'{"rows": [1]}', b'{"rows": [{}]}', b"[" * 9999]
)
def test_what_is_no_table_never_passes(record, data):
    for name in ("payments", "disclosures", "votes"):
        assert wrongs({**record, f"tables/{name}.json": data})


def test_a_table_that_was_left_out_is_missed(record):
    gone = {path: data for path, data in record.items() if path != "tables/payments.json"}

    assert "tables/payments.json is gone: the list has it, the folder has not." in wrongs(gone)
