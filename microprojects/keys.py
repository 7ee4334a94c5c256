"""Keys kept as files that only their owner can read."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

LENGTH = 32
FIELDS = "fields"


def keep(folder: Path, name: str) -> bytes:
    """Return the key of that name, making it at the first call.

    Raises:
        OSError: the folder cannot be made, written or read.
    """
    path = folder / f"{name}.key"
    if not path.exists():
        for place in (folder.parent, folder):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(path, secrets.token_bytes(LENGTH))
    return path.read_bytes()


def read(folder: Path, name: str) -> bytes | None:
    """Return the key of that name, None where there is none; never a new one."""
    try:
        return (folder / f"{name}.key").read_bytes()
    except FileNotFoundError:
        return None


def destroy(folder: Path, name: str) -> None:
    """Overwrite the key of that name and remove it; nothing where there is none.

    Raises:
        OSError: it cannot be written or removed.
    """
    path = folder / f"{name}.key"
    if path.exists():
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def readable_by_others(folder: Path) -> Path | None:
    """Return the folder or the first key in it that someone but the owner may open.

    Raises:
        OSError: the folder cannot be entered.
    """
    return next(iter(open_to_others(folder, *sorted(folder.glob("*.key")))), None)


def open_to_others(*paths: Path) -> list[Path]:
    """Return those of the files and folders that someone but the owner may open.

    Raises:
        OSError: the folder of one cannot be entered.
    """
    return [path for path in paths if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]


def _write_once(path: Path, key: bytes) -> None:
    """Write the key whole or not at all; of two writers the first wins."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
