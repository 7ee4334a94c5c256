"""Sealing of the few personal values that are kept, and keyed fingerprints to find them by."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app

_EXTENSION = "microprojects_vault"
_VERSION = "1"
_KEY_BYTES = 32
_NONCE_BYTES = 12


class SealBroken(RuntimeError):
    """A sealed value was changed, moved to another row or field, or sealed with another key."""


class Vault:
    """The keys derived from one master key: one for sealing, one for fingerprints."""

    def __init__(self, master: bytes) -> None:
        self._seal = AESGCM(_derive(master, b"seal"))
        self._index = _derive(master, b"index")

    def seal(self, field: str, owner: int, text: str) -> str:
        """Return `text` sealed for one field of one row."""
        nonce = os.urandom(_NONCE_BYTES)
        box = self._seal.encrypt(nonce, text.encode(), _bound_to(field, owner))
        return f"{_VERSION}.{base64.urlsafe_b64encode(nonce + box).decode()}"

    def open(self, field: str, owner: int, sealed: str) -> str:
        """Return the text of a value that was sealed for exactly this field of this row.

        Raises:
            SealBroken: it was not.
        """
        version, _, body = sealed.partition(".")
        if version != _VERSION:
            raise SealBroken(f"{field} of row {owner} is sealed with a key of unknown version {version!r}")
        try:
            raw = base64.urlsafe_b64decode(body)
            return self._seal.decrypt(
                raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound_to(field, owner)
            ).decode()
        except (InvalidTag, binascii.Error, ValueError) as broken:
            raise SealBroken(f"{field} of row {owner} does not open with this key") from broken

    def fingerprint(self, field: str, text: str) -> str:
        """Return the keyed fingerprint by which a value can be found but not read."""
        return hmac.new(self._index, f"{field}\0{text}".encode(), hashlib.sha256).hexdigest()


def init_app(app: Flask, master: bytes) -> None:
    """Give the app the key that its sealed values are sealed with."""
    app.extensions[_EXTENSION] = Vault(master)


def seal_text(field: str, owner: int, text: str) -> str:
    """Return `text` sealed for one field of one row with the app's key."""
    return _vault().seal(field, owner, text)


def open_text(field: str, owner: int, sealed: str) -> str:
    """Return the text of a value that was sealed for exactly this field of this row."""
    return _vault().open(field, owner, sealed)


def fingerprint(field: str, text: str) -> str:
    """Return the app's keyed fingerprint of a value (a phone number, a network address)."""
    return _vault().fingerprint(field, text)


def _vault() -> Vault:
    """Return the vault of the running app."""
    vault = current_app.extensions[_EXTENSION]
    assert isinstance(vault, Vault)
    return vault


def _bound_to(field: str, owner: int) -> bytes:
    """Return the associated data that ties a sealed value to its place."""
    return f"{field}:{owner}".encode()


def _derive(master: bytes, purpose: bytes) -> bytes:
    """Return the key for one purpose."""
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=b"microprojects " + purpose).derive(
        master
    )
