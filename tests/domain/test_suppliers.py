"""Reading a unified social credit code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.suppliers import BadCreditCode, check_character, read_credit_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
bodies = st.text(ALPHABET, min_size=17, max_size=17)


def test_the_published_example_of_the_standard_reads():
    assert read_credit_code("91350100M000100Y43") == "91350100M000100Y43"


@given(bodies)
def test_every_body_has_one_last_character_that_reads(body):
    reads = [last for last in ALPHABET if _reads(body + last)]

    assert reads == [check_character(body)]


@given(bodies, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(body, place, other):
    code = body + check_character(body)
    wrong = code[:place] + other + code[place + 1 :]

    assert _reads(wrong) == (wrong == code)


@pytest.mark.parametrize("text", ["", "9135", "91350100M000100Y4I", "91350100M000100Y431", "九" * 18])
def test_other_texts_are_refused_with_a_reason(text):
    with pytest.raises(BadCreditCode) as refusal:
        read_credit_code(text)

    assert refusal.value.facts["why"]


def test_full_width_and_small_letters_are_forgiven():
    assert read_credit_code("９１３５０１００m000100y43") == "91350100M000100Y43"


def _reads(code: str) -> bool:
    try:
        read_credit_code(code)
    except BadCreditCode:
        return False
    return True
