"""The program that checks a download draws every sampled audit again, with code of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from microprojects import verify
from microprojects.domain import audits as law
from microprojects.store import bundles
from tests.records_made import DICE, Made, listed, put

NUMBERS = [f"LZ-2026-{n:03d}" for n in range(1, 24)]
SUBJECT = "audit/minghu/2026/1"
DIGEST = law.list_hash(NUMBERS)
SEED = law.seed_of(DIGEST, DICE)
FIX = {"year": "2026", "quarter": 1, "percent": 10, "sample": 3, "list": DIGEST, "numbers": NUMBERS}
DRAW = {"dice": DICE, "seed": SEED, "witnesses": "监督员", "drawn": law.drawn(SEED, NUMBERS, 3)}
FIXED, DRAWN = ("audit.fix", FIX), ("audit.draw", DRAW)
OTHERS = [number for number in NUMBERS if number not in DRAW["drawn"]][:3]


def said(folder: Path, *told: tuple[str, dict[str, object]]) -> tuple[int, list[str]]:
    """Return the code of the program and what it says of audits."""
    out = Made()
    for verb, facts in told:
        out.tell(verb, SUBJECT, **facts)
    out.files["entries.jsonl"] = b"".join(line + b"\n" for line in out.lines)
    out.files["verify.py"] = bundles.checker()
    found = verify.checked(put(listed(out.files), folder), language=1)
    return found.code, [
        sentence for _well, sentence in found.lines if "audit" in sentence or "of entry" in sentence
    ]


def test_a_draw_that_is_right_is_drawn_again(tmp_path):
    code, words = said(tmp_path / "record", FIXED, DRAWN)

    assert code == 0
    assert words == [
        "All 1 sampled audits were drawn again: each list was fixed before its dice, and the same projects come out."
    ]


def test_a_list_that_waits_for_its_draw_is_no_fault(tmp_path):
    assert said(tmp_path / "record", FIXED)[0] == 0


@pytest.mark.parametrize(
    ("told", "seq"),
    [
        ((DRAWN, FIXED), 1),
        ((FIXED, DRAWN, DRAWN), 3),
        ((FIXED, ("audit.draw", {**DRAW, "drawn": OTHERS})), 2),
        ((FIXED, ("audit.draw", {**DRAW, "drawn": DRAW["drawn"][:2]})), 2),
        ((FIXED, ("audit.draw", {**DRAW, "seed": "ab" * 32})), 2),
        ((FIXED, ("audit.draw", {**DRAW, "dice": "1" * 20})), 2),
        ((FIXED, ("audit.draw", {**DRAW, "dice": "7" * 20})), 2),
        ((DRAWN,), 1),
    ],
)
def test_a_draw_that_does_not_follow_is_named(tmp_path, told, seq):
    code, words = said(tmp_path / "record", *told)

    assert code == 1
    assert any(f"The draw of entry {seq} does not follow" in sentence for sentence in words)


@pytest.mark.parametrize(
    "told",
    [
        (FIXED, FIXED),
        (("audit.fix", {**FIX, "sample": 2}),),
        (("audit.fix", {**FIX, "list": "ab" * 32}),),
        (("audit.fix", {**FIX, "numbers": NUMBERS[::-1]}),),
        (("audit.fix", {**FIX, "numbers": NUMBERS[:-1]}),),
        (("audit.fix", {**FIX, "numbers": [*NUMBERS, NUMBERS[-1]]}),),
        (("audit.fix", {**FIX, "numbers": []}),),
        (("audit.fix", {**FIX, "numbers": "LZ"}),),
        (("audit.fix", {**FIX, "percent": "10"}),),
    ],
)
def test_a_list_that_cannot_be_right_is_named(tmp_path, told):
    code, words = said(tmp_path / "record", *told)

    assert code == 1
    assert any(f"The list of entry {len(told)} cannot be right" in sentence for sentence in words)
