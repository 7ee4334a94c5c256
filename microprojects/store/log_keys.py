"""The key of the log and the note of what it signed last: both kept outside the database, held by one process at a time.

The note is the newest checkpoint itself, in `log.checkpoint` beside the key. It is
written before the checkpoint comes into the database, so a database that lacks
what was once signed is an older one.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, current_app

from microprojects import keys
from microprojects.domain import checkpoints
from microprojects.domain.checkpoints import BrokenNote, Checkpoint, LogKeyGone, Note, NoteGone

NAME = "log"
NOTE = "log.checkpoint"
_LOCK = "log.lock"
_EXTENSION = "microprojects_log"


@dataclass(frozen=True)
class LogKeeper:
    """The folder of the key and the note, and how the log is called."""

    folder: Path
    origin: str

    @property
    def has_key(self) -> bool:
        """Whether there is a key already."""
        return keys.read(self.folder, NAME) is not None

    def vkey(self) -> str:
        """Return the public key as one word.

        Raises:
            LogKeyGone: there is no key.
        """
        return checkpoints.vkey(self.origin, self._public(self._key()))

    def signed(self, point: Checkpoint, *, is_first: bool) -> str:
        """Sign a checkpoint; the very first one makes the key.

        Raises:
            LogKeyGone: there is no key though something was signed before.
        """
        key = Ed25519PrivateKey.from_private_bytes(keys.keep(self.folder, NAME)) if is_first else self._key()
        return checkpoints.signed(point, self._public(key), key.sign(point.text.encode()))

    def vouched(self, form: str, sha256: str) -> str:
        """Sign a list of files by its fingerprint: of a record, or of a published copy.

        Raises:
            LogKeyGone: there is no key.
        """
        key, text = self._key(), checkpoints.list_text(form, self.origin, sha256)
        return checkpoints.noted(text, self.origin, self._public(key), key.sign(text.encode()))

    def last(self) -> str:
        """Return the note of what was signed last, empty where nothing was.

        Raises:
            NoteGone: it cannot be read.
            LogKeyGone: it was signed by another key, or under another name.
        """
        try:
            text = (self.folder / NOTE).read_bytes().decode()
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise NoteGone from error
        try:
            self._insist_on_ours(checkpoints.read(text))
        except BrokenNote as error:
            raise NoteGone from error
        return text

    def keep(self, note: str) -> None:
        """Keep the note of what is signed now, whole or not at all, and for good.

        Raises:
            OSError: the folder cannot be written.
        """
        draft = self.folder / f".{NOTE}.{os.getpid()}.{secrets.token_hex(4)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(note.encode())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / NOTE)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _insist_on_ours(self, note: Note) -> None:
        key = self._key(note.checkpoint.origin)
        name, public = self.origin, key.public_key()
        signature = note.of(name, checkpoints.key_id(name, self._public(key)))
        try:
            if note.checkpoint.origin != name or signature is None:
                raise LogKeyGone(origin=note.checkpoint.origin)
            public.verify(signature, note.checkpoint.text.encode())
        except InvalidSignature as error:
            raise NoteGone from error

    def _key(self, origin: str = "") -> Ed25519PrivateKey:
        found = keys.read(self.folder, NAME)
        if found is None or len(found) != keys.LENGTH:
            raise LogKeyGone(origin=origin or self.origin)
        return Ed25519PrivateKey.from_private_bytes(found)

    def _public(self, key: Ed25519PrivateKey) -> bytes:
        return key.public_key().public_bytes_raw()


def init_app(app: Flask, folder: Path, origin: str) -> None:
    """Tell the app where the key of the log is, and how the log is called."""
    app.extensions[_EXTENSION] = LogKeeper(folder, origin)


def keeper() -> LogKeeper:
    """Return what signs for the running app."""
    found = current_app.extensions[_EXTENSION]
    assert isinstance(found, LogKeeper)
    return found


@contextlib.contextmanager
def held() -> Iterator[LogKeeper]:
    """Give what signs to one process alone; others wait.

    Raises:
        OSError: the folder of keys cannot be written.
    """
    found = keeper()
    found.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(found.folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield found
    finally:
        os.close(handle)
