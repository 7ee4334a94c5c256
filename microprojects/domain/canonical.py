"""One byte sequence for one value, so that a fingerprint of it can be recomputed anywhere.

The form is RFC 8785 (JSON Canonicalization Scheme), restricted to strings,
booleans, null, whole numbers below 2**53, lists and objects; larger numbers and
money of any size are written as decimal strings.

Source: RFC 8785 sections 3.2.2 and 3.2.3; RFC 7493 (I-JSON) section 2.2.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping

from microprojects.domain.errors import N_, Refusal

LARGEST = 2**53 - 1
DEEPEST = 32


class NotCanonical(Refusal):
    """The value has no canonical form."""

    code = "not-canonical"
    status = 422
    message = N_("这条记录没法写成统一的格式，所以没有记。请检查里面有没有特殊字符、小数或过大的数。")


def canonical(value: object) -> bytes:
    """Write a value as RFC 8785 JSON in UTF-8.

    Raises:
        NotCanonical: it holds a float, a whole number of 2**53 or more, text that
            is not NFC or not encodable, a key that is not text, any other type,
            or is nested deeper than 32 levels.
    """
    try:
        return _written(value, DEEPEST).encode("utf-8")
    except UnicodeEncodeError as broken:
        raise NotCanonical(why="surrogate") from broken


def _written(value: object, depth: int) -> str:
    if depth == 0:
        raise NotCanonical(why="depth")
    match value:
        case None | True | False:
            return json.dumps(value)
        case str():
            return _text(value)
        case int() if abs(value) <= LARGEST:
            return str(int(value))
        case list() | tuple():
            return "[" + ",".join(_written(item, depth - 1) for item in value) + "]"
        case Mapping():
            return "{" + ",".join(_members(value, depth)) + "}"
        case _:
            raise NotCanonical(why=type(value).__name__)


def _members(value: Mapping[object, object], depth: int) -> list[str]:
    keys = [key for key in value if isinstance(key, str)]
    if len(keys) < len(value):
        raise NotCanonical(why="key")
    keys.sort(key=lambda key: key.encode("utf-16-be"))
    return [f"{_text(key)}:{_written(value[key], depth - 1)}" for key in keys]


def _text(text: str) -> str:
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical(why="nfc")
    return json.dumps(str(text), ensure_ascii=False)
