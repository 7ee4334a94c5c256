"""The two keys of a poll's box, kept outside the database: one makes the tags of voters, one opens ballots.

Both are destroyed when the result is certified; from then on nobody can tell who cast which ballot.

Source: voting research, sections 5.1 and 5.3; RFC 9180 (HPKE, base mode) for the sealing.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from flask import Flask, current_app

from microprojects import keys
from microprojects.domain.errors import N_, Refusal

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_EXTENSION = "microprojects_keys"
_publics: dict[bytes, X25519PublicKey] = {}
_NAME = re.compile(r"poll-(\d+)-(?:link|seal)\.key", re.ASCII)


class KeyGone(Refusal):
    """A key of an open poll is not where it was left; no new one may take its place."""

    code = "box-key-gone"
    status = 503
    message = N_(
        "这次投票的钥匙文件不在了，现在不能投，也不能计票；已经投的票都在。请管理员把钥匙文件放回原处。"
    )


class BoxBroken(RuntimeError):
    """A sealed ballot does not open with the poll's key, or is not what its commitment says."""


class BoxKeys:
    """The keys of one poll's box."""

    def __init__(self, link: bytes, seal: bytes, label: str) -> None:
        self._link = link
        self._seal = seal
        self._label = label.encode()

    @cached_property
    def _private(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self._seal)

    @property
    def public(self) -> str:
        """Return the public half of the sealing key, in hexadecimal."""
        return _public(self._seal).public_bytes_raw().hex()

    def tag(self, entry: str) -> str:
        """Return by what the box knows the voter of an entry on the roll."""
        return hmac.new(self._link, entry.encode(), hashlib.sha256).hexdigest()

    def seal(self, padded: bytes) -> bytes:
        """Return a ballot that only the private half opens."""
        return _SUITE.encrypt(padded, _public(self._seal), info=self._label)

    def open(self, sealed: bytes) -> bytes:
        """Return a ballot as it was sealed.

        Raises:
            BoxBroken: it was changed, or sealed for another poll.
        """
        try:
            return _SUITE.decrypt(sealed, self._private, info=self._label)
        except (InvalidTag, ValueError) as broken:
            raise BoxBroken(f"a ballot of {self._label.decode()} does not open") from broken


def _public(seal: bytes) -> X25519PublicKey:
    """Return the public half of a key that seals; it is found out once, and the private half is not kept for it."""
    print_of = hashlib.sha256(seal).digest()
    if print_of not in _publics:
        _publics[print_of] = X25519PrivateKey.from_private_bytes(seal).public_key()
    return _publics[print_of]


def init_app(app: Flask, folder: Path) -> None:
    """Tell the app in which folder the keys of polls are."""
    app.extensions[_EXTENSION] = folder


def make(poll_id: int, name: str) -> BoxKeys:
    """Return the keys of a poll that opens now, made anew and kept before it does.

    What is left of an opening that failed, or of another database, does not come into use.

    Raises:
        OSError: the folder of keys cannot be written.
    """
    destroy(poll_id)
    folder = _folder()
    return BoxKeys(keys.keep(folder, _link(poll_id)), keys.keep(folder, _seal(poll_id)), name)


def of(poll_id: int, name: str) -> BoxKeys:
    """Return the keys of a poll that has opened; never new ones.

    Raises:
        KeyGone: one of them is not there.
    """
    folder = _folder()
    link, seal = keys.read(folder, _link(poll_id)), keys.read(folder, _seal(poll_id))
    if link is None or seal is None:
        raise KeyGone
    return BoxKeys(link, seal, name)


def fingerprint(poll_id: int, kind: str, text: str) -> str:
    """Return the keyed hash of a secret of a poll: of a pass, of the code on a slip. No tag of a voter is like it.

    Raises:
        KeyGone: the key is not there.
    """
    link = keys.read(_folder(), _link(poll_id))
    if link is None:
        raise KeyGone
    return hmac.new(link, f"{kind}\0{text}".encode(), hashlib.sha256).hexdigest()


def destroy(poll_id: int) -> None:
    """Overwrite and remove the keys of a poll; nothing when they are gone."""
    for name in (_link(poll_id), _seal(poll_id)):
        keys.destroy(_folder(), name)


def kept() -> list[int]:
    """Return the numbers of the polls of which a key is still there."""
    names = (_NAME.fullmatch(path.name) for path in _folder().glob("poll-*.key"))
    return sorted({int(name[1]) for name in names if name})


def _folder() -> Path:
    folder: Path = current_app.extensions[_EXTENSION]
    return folder


def _link(poll_id: int) -> str:
    return f"poll-{poll_id}-link"


def _seal(poll_id: int) -> str:
    return f"poll-{poll_id}-seal"
