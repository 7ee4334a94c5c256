"""The canonical form agrees with an independent implementation of RFC 8785."""

from __future__ import annotations

import json
import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.canonical import NotCanonical, canonical

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
numbers = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_it_writes_what_the_reference_implementation_writes(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(values)
def test_what_is_written_reads_back_as_the_same_value(value: object) -> None:
    assert json.loads(canonical(value)) == value


def test_keys_are_ordered_by_utf_16_unit_and_not_by_code_point() -> None:
    assert canonical({"\uff21": 1, "\U0001f600": 2, "a": 3}) == '{"a":3,"\U0001f600":2,"\uff21":1}'.encode()


def test_control_characters_are_escaped_as_the_standard_says() -> None:
    assert canonical('\x00\x08\t\n\x0b\x0c\r"\\/\x7f\u2028') == (
        b'"\\u0000\\b\\t\\n\\u000b\\f\\r\\"\\\\/\x7f' + "\u2028".encode() + b'"'
    )


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        "e\u0301",
        {"e\u0301": 1},
        "\ud800",
        {1: "a"},
        {"a": 1, None: 2},
        b"bytes",
        {"a": {1, 2}},
        nested(32),
    ],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_31_levels_are_not_too_deep() -> None:
    assert canonical(nested(31)) == b"[" * 31 + b"1" + b"]" * 31
