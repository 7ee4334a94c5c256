"""The commitment of a ballot, and the number on its receipt."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.commitments import (
    PADDED_BYTES,
    BadWord,
    Opening,
    commit_prefix,
    nonce,
    require_word,
    tracking_code,
)

HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)


def opening(**more: object) -> Opening:
    told = {"choices": {"p01": 1, "p03": 1}, "nonce": bytes(32), "poll": "lizhi/2026-1", "spec": "0" * 64}
    return Opening(**{**told, "word": "K7Q2", **more})


def test_anybody_can_compute_the_commitment_with_nothing_but_json_and_sha256():
    text = json.dumps(opening().as_data(), sort_keys=True, separators=(",", ":"))

    expected = hashlib.sha256(b"pb-ballot-v1\0" + text.encode()).hexdigest()

    assert opening().commitment == expected


@pytest.mark.parametrize(
    "changed",
    [
        {"choices": {"p01": 1}},
        {"nonce": b"\1" * 32},
        {"poll": "lizhi/2026-2"},
        {"spec": "1" * 64},
        {"word": "K7Q3"},
    ],
)
def test_any_other_ballot_has_another_commitment(changed):
    assert opening(**changed).commitment != opening().commitment


@given(
    st.dictionaries(st.sampled_from([f"p{n:02d}" for n in range(1, 41)]), st.integers(1, 1000), max_size=40)
)
def test_every_ballot_is_sealed_at_one_length_and_comes_back_as_it_was(choices):
    padded = opening(choices=choices).padded()

    assert (len(padded), Opening.from_bytes(padded)) == (PADDED_BYTES, opening(choices=choices))


def test_neither_side_alone_makes_the_nonce():
    assert len({nonce(b"a", b"b"), nonce(b"a", b"c"), nonce(b"d", b"b")}) == 3


@given(HASHES)
def test_the_receipts_number_leads_back_to_its_commitment_however_it_is_typed(commitment):
    code = tracking_code(commitment)

    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert (commit_prefix(code), commit_prefix(typed)) == (commitment[:20], commitment[:20])


@given(HASHES, st.integers(0, 15), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_misread_sign_is_noticed(commitment, place, sign):
    plain = tracking_code(commitment).replace("-", "")
    typed = plain[:place] + sign + plain[place + 1 :]

    assert (commit_prefix(typed) is None) == (typed != plain)


@pytest.mark.parametrize("typed", ["", "K7Q2", "K7QF-29MD-0000-0000", "K7QF-29MD-0000-0000-0000", "中" * 17])
def test_what_is_no_receipt_number_is_none(typed):
    assert commit_prefix(typed) is None


@pytest.mark.parametrize("text", ["", "K7Q", "K7Q22", "K7 Q", "Ｋ7Q2", "路灯好1"])
def test_a_word_is_four_plain_letters_or_digits(text):
    with pytest.raises(BadWord):
        require_word(text)


def test_a_word_is_kept_in_capitals():
    assert require_word(" k7q2 ") == "K7Q2"
