"""The program that checks a download reads the one form of writing by a quick way, which takes and refuses the same."""

from __future__ import annotations

import json

import pytest

from microprojects import verify

PLAIN = [
    b'{"a":[1,-5,true,null],"b":{"c":"\xe4\xb8\xad\\n\\"\\u0001"},"\xef\xbc\x8c":"\xef\xbc\x8c"}',
    b'{"n":9007199254740991}',
    '{"\ufb33":1}'.encode(),
    '{"𐀀":1,"\uff0c":2}'.encode(),  # by UTF-16 the first is the lower key
    b"[" * 31 + b"]" * 31,
    b"[" * 32 + b"]" * 32,
]
REFUSED = [
    b'{"b":1,"a":2}',
    b'{"a":1,"a":1}',
    b'{"a": 1}',
    b'{"a":1.0}',
    b'{"a":NaN}',
    b'{"a":-0}',
    b'{"a":9007199254740992}',
    b'{"a":"e\xcc\x81"}',  # not composed
    b'{"a":"\\u4e2d"}',
    b'{"a":"\\ud800"}',
    '{"\uff0c":2,"𐀀":1}'.encode(),
    b"[" * 33 + b"]" * 33,
    b"[" * 9999,
    b"\xff",
    b"",
]


@pytest.mark.parametrize("data", PLAIN)
def test_what_is_written_in_the_one_form_is_read(data):
    try:
        slow = verify.canonical(json.loads(data))
    except ValueError:
        slow = b""

    assert (slow == data) is is_read(data)


@pytest.mark.parametrize("data", REFUSED)
def test_what_is_written_otherwise_is_refused(data):
    assert not is_read(data)


def is_read(data: bytes) -> bool:
    try:
        verify.parsed(data)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    "text", ["2026-1-1T0:0:0Z", "2026-01-01T00:00:00+00:00", "2026-13-01T00:00:00Z", "2026-01-01"]
)
def test_a_moment_is_written_in_one_way(text):
    with pytest.raises(ValueError, match=r"."):
        verify.moment(text)
