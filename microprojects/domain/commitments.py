"""The commitment of a ballot, by which its voter finds it again and nobody else can tell what it holds.

commitment = SHA-256("pb-ballot-v1", a zero byte, the canonical JSON of choices, nonce, round, spec
and word). The word is the voter's own, so that two voters are never given the same receipt.

Source: voting research, section 5.3; Kuesters, Truderung, Vogt (2012), "Clash Attacks on the
Verifiability of E-Voting Systems"; Crockford, "Base 32" (check symbol modulo 37).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from microprojects.domain.canonical import canonical
from microprojects.domain.errors import N_, Refusal

DOMAIN = b"pb-ballot-v1\0"
NONCE_BYTES = 32
PADDED_BYTES = 1024
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = _ALPHABET + "*~$=U"
_WORD = re.compile(r"[0-9A-Z]{4}", re.ASCII)


class BadWord(Refusal):
    """The voter's own word is not four letters or digits."""

    code = "ballot-word"
    status = 422
    message = N_("自己的记号要写 4 个英文字母或数字，例如 K7Q2。请改好再投。")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What opens a commitment: the ballot as cast, with what makes it unlike any other."""

    choices: Mapping[str, int]
    nonce: bytes
    poll: str
    spec: str
    word: str

    def as_data(self) -> dict[str, object]:
        """Return the values that are hashed, and published once the poll is counted."""
        return {
            "choices": dict(self.choices),
            "nonce": base64.b64encode(self.nonce).decode(),
            "round": self.poll,
            "spec": self.spec,
            "word": self.word,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Opening:
        """Return the opening that the values describe."""
        return cls(
            choices=data["choices"],
            nonce=base64.b64decode(data["nonce"]),
            poll=data["round"],
            spec=data["spec"],
            word=data["word"],
        )

    @classmethod
    def from_bytes(cls, padded: bytes) -> Opening:
        """Return the opening that was written and filled up."""
        return cls.from_data(json.loads(padded))

    @cached_property
    def plain(self) -> bytes:
        """Return the canonical JSON of the values: what is hashed, sealed, and shown to the voter."""
        return canonical(self.as_data())

    @property
    def commitment(self) -> str:
        """Return the commitment in hexadecimal."""
        return hashlib.sha256(DOMAIN + self.plain).hexdigest()

    def padded(self) -> bytes:
        """Return the canonical JSON, filled with spaces to one length, so that no size tells a choice.

        Raises:
            ValueError: it is longer than that, which no ballot of 40 projects is.
        """
        if len(self.plain) > PADDED_BYTES:
            raise ValueError(f"a ballot of {len(self.plain)} bytes does not fit into {PADDED_BYTES}")
        return self.plain.ljust(PADDED_BYTES)


def nonce(client: bytes, server: bytes) -> bytes:
    """Return SHA-256 of what the voter's side and the server each drew: neither chooses it alone."""
    return hashlib.sha256(client + server).digest()


def require_word(text: str) -> str:
    """Return the voter's word, in capitals.

    Raises:
        BadWord: it is not four ASCII letters or digits.
    """
    word = text.strip().upper()
    if not _WORD.fullmatch(word):
        raise BadWord
    return word


def tracking_code(commitment: str) -> str:
    """Return the receipt's number: 80 bits of the commitment in Crockford's base 32, four by four, and a check sign."""
    number = int(commitment[:20], 16)
    digits = "".join(_ALPHABET[number >> shift & 31] for shift in range(75, -5, -5))
    parts = [digits[start : start + 4] for start in range(0, 16, 4)]
    return "-".join([*parts, _CHECKS[number % 37]])


def commit_prefix(code: str) -> str | None:
    """Return the first 20 hexadecimal digits of the commitment behind a receipt's number, None if it was misread.

    Small letters, spaces and dashes do not matter; O is read as 0, I and L as 1.
    """
    plain = re.sub(r"[\s-]", "", code.upper()).translate(str.maketrans("OIL", "011"))
    digits, check = plain[:16], plain[16:]
    if len(plain) != 17 or any(digit not in _ALPHABET for digit in digits):
        return None
    number = 0
    for digit in digits:
        number = number << 5 | _ALPHABET.index(digit)
    return f"{number:020x}" if _CHECKS[number % 37] == check else None
