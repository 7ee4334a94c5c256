"""The code on a slip: how it is written, and what of a person's typing is taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import slips
from microprojects.domain.slips import LARGEST, MisreadSlip

NUMBERS = st.integers(0, LARGEST - 1).filter(lambda number: slips.written(number) is not None)


@given(NUMBERS)
def test_what_is_written_is_read_again(number):
    code = slips.written(number)

    assert slips.read(code) == code.replace("-", "")
    assert slips.read(f" {code.lower().replace('-', ' ')} ") == code.replace("-", "")


@given(NUMBERS, st.integers(0, 11), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_sign_is_noticed(number, place, sign):
    code = slips.written(number).replace("-", "")
    wrong = code[:place] + sign + code[place + 1 :]

    if wrong != code:
        with pytest.raises(MisreadSlip):
            slips.read(wrong)


@given(NUMBERS, st.integers(0, 9))
def test_two_neighbours_that_changed_places_are_noticed(number, place):
    code = slips.written(number).replace("-", "")
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    if wrong != code:
        with pytest.raises(MisreadSlip):
            slips.read(wrong)


def test_a_number_whose_check_is_no_plain_sign_is_not_used():
    assert [slips.written(number) for number in (31, 32, 36)] == ["0000-0000-00ZZ", None, None]


@pytest.mark.parametrize(
    "typed", ["0000 0000 00zz", "OOOO-OOOO-OOZZ", "００００－００００－００ＺＺ", "0000\u30000000\u300000ZZ"]
)
def test_what_is_easily_misread_or_typed_wide_is_taken_for_what_it_looks_like(typed):
    assert slips.read(typed) == "0000000000ZZ"


@pytest.mark.parametrize("typed", ["", "0000-0000-00Z", "0000-0000-00ZZZ", "灯", "*" * 12, "0" * 100_000])
def test_anything_else_is_no_code(typed):
    with pytest.raises(MisreadSlip):
        slips.read(typed)
