"""The signatures that the program for downloads checks by itself are those of RFC 8032, and no others."""

from __future__ import annotations

import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from microprojects import verify

# RFC 8032 section 7.1, tests 1 to 3: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_signatures_of_the_standard_hold(public, message, signature):
    assert verify.is_signed(*map(bytes.fromhex, (public, message, signature)))


def test_what_another_library_signs_holds():
    for number in range(20):
        message = bytes([number]) * number
        assert verify.is_signed(PUBLIC, message, KEY.sign(message))


def test_no_signature_with_a_changed_bit_holds():
    chance, signature = random.Random(8032), KEY.sign(b"1204")
    for _ in range(40):
        at, bit = chance.randrange(64), 1 << chance.randrange(8)
        changed = signature[:at] + bytes([signature[at] ^ bit]) + signature[at + 1 :]
        assert not verify.is_signed(PUBLIC, b"1204", changed)
    assert not verify.is_signed(PUBLIC, b"1205", signature)


def test_a_signature_is_not_written_in_a_second_way():
    signature = KEY.sign(b"1204")
    s = int.from_bytes(signature[32:], "little") + verify.ORDER

    assert not verify.is_signed(PUBLIC, b"1204", signature[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("public", [b"", bytes(31), b"\xff" * 32, bytes(33)])
def test_what_is_no_key_signs_nothing(public):
    assert not verify.is_signed(public, b"1204", KEY.sign(b"1204"))
