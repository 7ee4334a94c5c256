"""How long papers are kept."""

from __future__ import annotations

from datetime import date

import pytest

from microprojects.domain.archives import keep_until


@pytest.mark.parametrize(
    ("closed_on", "years", "until"),
    [
        (date(2026, 11, 28), 15, date(2041, 11, 28)),
        (date(2028, 2, 29), 15, date(2043, 2, 28)),
        (date(2028, 2, 29), 16, date(2044, 2, 29)),
        (date(2026, 1, 1), 100, date(2126, 1, 1)),
    ],
)
def test_papers_are_kept_for_whole_years(closed_on, years, until):
    assert keep_until(closed_on, years) == until
