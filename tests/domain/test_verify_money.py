"""The program that checks a download adds up what was paid and what came back, with code of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from microprojects import verify
from microprojects.store import bundles
from tests.records_made import Made, listed, put

Told = tuple[str, dict[str, object]]
ONE, OTHER = "project/LZ-2026-001", "project/LZ-2026-002"


def paid(fen: object) -> Told:
    return "payment.approve", {"payment": 1, "amount_fen": fen}


def back(fen: object, **facts: object) -> Told:
    return "refund.record", {"amount_fen": fen, "document": "退-1", **facts}


def found(fen: object) -> Told:
    return "audit.record", {"outcome": "refund", "refund_fen": fen, "version": 1}


def said(folder: Path, *told: Told, subjects: tuple[str, ...] = ()) -> tuple[int, list[str]]:
    """Return the code of the program and what it says of money."""
    out = Made()
    for n, (verb, facts) in enumerate(told):
        out.tell(verb, subjects[n] if subjects else ONE, **facts)
    out.files["entries.jsonl"] = b"".join(line + b"\n" for line in out.lines)
    out.files["verify.py"] = bundles.checker()
    report = verify.checked(put(listed(out.files), folder), language=1)
    words = ("recoveries", "came back")
    return report.code, [line for _well, line in report.lines if any(word in line for word in words)]


def test_what_came_back_is_added_up_by_project(tmp_path):
    code, words = said(tmp_path / "record", paid("500"), back("200"), back("300"))

    assert code == 0
    assert words == [
        "1 payments, 2 recoveries: no project took back more than was paid, nor for an audit more than it found."
    ]


def test_nothing_is_said_where_nothing_was_paid(tmp_path):
    assert said(tmp_path / "record", found("900")) == (0, [])


@pytest.mark.parametrize(
    ("told", "seq"),
    [
        ((back("1"),), 1),
        ((paid("500"), back("200"), back("301")), 3),
        ((back("500"), paid("500")), 1),
        ((paid("500"), back("-1")), 2),
        ((paid("五百"),), 1),
    ],
)
def test_more_than_was_paid_is_named(tmp_path, told, seq):
    code, words = said(tmp_path / "record", *told)

    assert code == 1
    assert any(f"More came back by entry {seq} than" in line for line in words)


def test_what_another_project_paid_does_not_count(tmp_path):
    code, _words = said(tmp_path / "record", paid("500"), back("1"), subjects=(ONE, OTHER))

    assert code == 1


def test_more_than_an_audit_found_is_named(tmp_path):
    told = (paid("500"), found("200"), back("150", cause="audit"), back("51", cause="audit"))

    code, words = said(tmp_path / "record", *told)

    assert code == 1
    assert words == ["More came back for an audit by entry 4 than the audit had found."]
