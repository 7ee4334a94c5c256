"""The sample of sheets: drawn by the public number alone, the same for everybody, and no sheet that was not in the box."""

from __future__ import annotations

import pytest

from microprojects.domain.paper_audits import BadAudit, NoSeed, require_counts, sample
from microprojects.domain.paper_serials import serial
from microprojects.domain.paper_sheets import Reading, Sheet, Verdict


def lying(number: int, verdict: Verdict = Verdict.VALID) -> Sheet:
    read = [Reading(go=go, by=go, verdict=verdict, choices={}) for go in (1, 2)]
    return Sheet(serial(1, number), "", tuple(read))


def test_the_sample_is_the_same_for_everybody_and_another_for_another_number():
    sheets = [lying(number) for number in range(1, 201)]

    first, again, other = (
        sample(sheets, "a" * 64),
        sample(reversed(sheets), "a" * 64),
        sample(sheets, "b" * 64),
    )

    assert (len(first), first == again, first == other) == (59, True, False)


def test_only_what_lay_in_the_box_is_sampled():
    sheets = [lying(1), lying(2, Verdict.UNUSED), Sheet("A-0003", "spoiled"), lying(4, Verdict.BLANK)]

    assert [sheet.serial for sheet in sample(sheets, "a" * 64)] == ["A-0001", "A-0004"]


def test_without_a_lot_nothing_is_sampled():
    with pytest.raises(NoSeed):
        sample([lying(1)], "")


@pytest.mark.parametrize("differing", [-1, 3])
def test_no_more_differ_than_were_sampled(differing):
    with pytest.raises(BadAudit):
        require_counts(sampled=2, differing=differing)
