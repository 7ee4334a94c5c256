"""Sealed values open only where they were sealed, and fingerprints tell nothing."""

from __future__ import annotations

import pytest

from microprojects.store.secrets import SealBroken, Vault

VAULT = Vault(b"k" * 32)
OTHER = Vault(b"x" * 32)


def test_what_is_sealed_opens_again_and_looks_different_each_time():
    first, second = (VAULT.seal("person.phone", 7, "13812345678") for _ in range(2))

    assert VAULT.open("person.phone", 7, first) == "13812345678"
    assert first != second
    assert "138" not in first


@pytest.mark.parametrize(
    ("vault", "field", "owner"),
    [(VAULT, "person.phone", 8), (VAULT, "account.totp", 7), (OTHER, "person.phone", 7)],
)
def test_a_seal_holds_in_its_own_place_only(vault, field, owner):
    sealed = VAULT.seal("person.phone", 7, "13812345678")

    with pytest.raises(SealBroken):
        vault.open(field, owner, sealed)


@pytest.mark.parametrize("broken", ["", "1.", "1.x", "2.AAAA", "1.AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "密文"])
def test_what_was_never_sealed_does_not_open(broken):
    with pytest.raises(SealBroken):
        VAULT.open("person.phone", 7, broken)


def test_a_changed_byte_breaks_the_seal():
    sealed = VAULT.seal("person.phone", 7, "13812345678")
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]

    with pytest.raises(SealBroken):
        VAULT.open("person.phone", 7, changed)


def test_a_fingerprint_is_the_same_for_the_same_value_field_and_key_only():
    marks = {
        VAULT.fingerprint("person.phone", "13812345678"),
        VAULT.fingerprint("person.phone", "13812345678"),
        VAULT.fingerprint("person.phone", "13812345679"),
        VAULT.fingerprint("session.address", "13812345678"),
        OTHER.fingerprint("person.phone", "13812345678"),
    }

    assert len(marks) == 4
