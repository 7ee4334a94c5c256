"""Mobile numbers in every way that people type them."""

from __future__ import annotations

import pytest

from microprojects.domain.phones import BadPhone, fold_phone


@pytest.mark.parametrize(
    "typed",
    [
        "13812345678",
        " 138 1234 5678 ",
        "138-1234-5678",
        "+86 13812345678",
        "+86-138-1234-5678",
        "008613812345678",
        "8613812345678",
        "１３８１２３４５６７８",
        "(+86)13812345678",
    ],
)
def test_one_number_has_one_form(typed):
    assert fold_phone(typed) == "13812345678"


@pytest.mark.parametrize(
    "typed",
    ["", "1381234567", "138123456789", "12812345678", "0755-12345678", "٣" * 11, "1381234567x", "1" * 5000],
)
def test_anything_else_is_refused(typed):
    with pytest.raises(BadPhone):
        fold_phone(typed)
