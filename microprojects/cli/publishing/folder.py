"""The folder of a published copy: only what is ours is touched, each file is whole at every moment, and what did not change stays."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from microprojects.cli.trouble import CannotGoOn
from microprojects.domain import copies
from microprojects.domain.canonical import canonical

LIST = "copy.json"
NOTE = "copy.note"
_STAGING = ".copy-"
_READABLE = 0o644  # the web server is another user


class Folder:
    """A folder that holds a copy or will hold one, held by one run at a time; `staged` takes files, `put` shows them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ours = _listed(path)
        self._staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=path))
        self._sums: dict[str, str] = {}
        self._sizes: dict[str, int] = {}

    def stage(self, path: str, data: bytes) -> None:
        """Take a file of the new copy; it is written only if it is not there already."""
        if not copies.is_sound(path) or path in (LIST, NOTE):
            raise ValueError(f"{path!r} is no path of a copy")
        if path in self._sums:
            raise ValueError(f"two pages would lie at {path!r}")
        self._sums[path] = hashlib.sha256(data).hexdigest()
        self._sizes[path] = len(data)
        if self.ours.get(path) != self._sums[path] or _sum(self.path / path) != self._sums[path]:
            _write(self._staging / path, data)

    def put(self, about: Mapping[str, object]) -> tuple[int, int]:
        """Show what was staged and take away what is gone; return how many files were written and how many taken away.

        New files come first and old ones go last, so that no link leads nowhere meanwhile; a run that is broken off
        leaves every file whole, and the next one goes on from there.

        Raises:
            CannotGoOn: a file that is not ours lies where one of ours must.
        """
        fresh, changed, gone = copies.differences(self.ours, self._sums)
        self._insist_on_room(fresh)
        mended = [path for path in self._sums if path in self.ours and path not in changed]
        waiting = [path for path in (*fresh, *mended, *changed) if (self._staging / path).exists()]
        if waiting or gone:
            os.sync()
            self._tell({**self.ours, **self._sums}, {**about, "whole": False})
        for path in waiting:
            self._show(path)
        for path in gone:
            self._take_away(path)
        self._tell(self._sums, {**about, "whole": True})
        return len(waiting), len(gone)

    def sign(self, vouch: Callable[[str], str] | None) -> None:
        """Put the signature of the list beside it; without a key there is none, and an old one is no more."""
        if vouch is None:
            (self.path / NOTE).unlink(missing_ok=True)
            return
        self._renew(NOTE, vouch(_sum(self.path / LIST)).encode())

    def sizes(self) -> tuple[int, int]:
        """Return how many files the copy has, and how many bytes."""
        return len(self._sizes), sum(self._sizes.values())

    def clear(self) -> None:
        """Throw away what was staged and not shown."""
        shutil.rmtree(self._staging, ignore_errors=True)

    def _insist_on_room(self, fresh: list[str]) -> None:
        for path in fresh:
            target = self.path / path
            if (target.exists() or target.is_symlink()) and _sum(target) != self._sums[path]:
                raise CannotGoOn(
                    f"{target} is not of this copy and lies where a page must. Take it away, or name another folder."
                )

    def _show(self, path: str) -> None:
        target = self._inside(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        (self._staging / path).replace(target)

    def _take_away(self, path: str) -> None:
        target = self._inside(path)
        target.unlink(missing_ok=True)
        for parent in target.parents:
            if parent == self.path:
                return
            with suppress(OSError):
                parent.rmdir()

    def _inside(self, path: str) -> Path:
        """Return where a file lies, refusing a folder that leads elsewhere."""
        target = self.path / path
        for parent in target.parents:
            if parent == self.path:
                return target
            if parent.is_symlink():
                raise CannotGoOn(f"{parent} leads out of the folder. Take it away, or name another folder.")
        raise ValueError(f"{path!r} is no path of a copy")

    def _tell(self, sums: Mapping[str, str], about: Mapping[str, object]) -> None:
        """Write the list of what is ours, unless it says the same already."""
        rows = [{"path": path, "sha256": sums[path]} for path in sorted(sums)]
        self._renew(LIST, canonical({"v": 1, **about, "files": rows}))

    def _renew(self, name: str, data: bytes) -> None:
        if _sum(self.path / name) != hashlib.sha256(data).hexdigest():
            _write(self._staging / name, data, sync=True)
            (self._staging / name).replace(self.path / name)


@contextmanager
def opened(path: Path) -> Iterator[Folder]:
    """Hold a folder for one run; a new or empty one is taken, and one that holds an earlier copy.

    Raises:
        CannotGoOn: it holds something else, or another run holds it.
    """
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise CannotGoOn(f"{path} is no folder. Name a new one.")
    path.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _take(handle, path)
        _insist_on_ours(path)
        for left in path.glob(f"{_STAGING}*"):
            shutil.rmtree(left)
        folder = Folder(path)
        try:
            yield folder
        finally:
            folder.clear()
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CannotGoOn(f"Another run is publishing into {path}. Wait for its end.") from error


def _insist_on_ours(path: Path) -> None:
    """Refuse a folder with something in it that no earlier run has published into."""
    present = sorted(each.name for each in path.iterdir() if not each.name.startswith(_STAGING))
    if present and not (path / LIST).is_file():
        raise CannotGoOn(
            f"{path} holds {present[0]} and no {LIST}, so it is not a published copy. Name a new folder, or empty this one."
        )
    if present:
        _listed(path)


def _listed(path: Path) -> dict[str, str]:
    """Return what an earlier run published, with its fingerprints."""
    if not (path / LIST).exists():
        return {}
    try:
        told = json.loads((path / LIST).read_bytes())
        listed = {str(row["path"]): str(row["sha256"]) for row in told["files"]}
        sound = told["v"] == 1 and all(map(copies.is_sound, listed))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise CannotGoOn(f"{path / LIST} cannot be read. Empty the folder, or name a new one.") from error
    if not sound:
        raise CannotGoOn(f"{path / LIST} was changed. Empty the folder, or name a new one.")
    return listed


def _sum(path: Path) -> str:
    """Return the SHA-256 of a file, nothing if there is none."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, data: bytes, *, sync: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        if sync:
            file.flush()
            os.fsync(file.fileno())
    path.chmod(_READABLE)
