"""PDFs as they are kept: pressed anew and read by programs of their own, so that a hostile one costs little and tells nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from microprojects.domain.uploads import BrokenPaper, LockedPaper

LONGEST_WAIT = 30  # seconds; the programs themselves give up earlier
LOCKED = 3  # how the press ends on an encrypted file
_PRESS = Path(__file__).with_name("paper_press.py")
_READER = Path(__file__).with_name("paper_words.py")
_TURNS = threading.BoundedSemaphore(2)  # each may take much memory


@dataclass(frozen=True)
class Words:
    """The words of a paper; `is_whole` if nothing is on it but these, no picture and no letter that nobody can tell."""

    text: str
    is_whole: bool


def pressed(data: bytes) -> bytes:
    """Return a PDF that shows the same pages, without author, scripts, and files inside.

    Digital signatures do not survive it; the original stays with whoever sent it.

    Raises:
        LockedPaper: it is encrypted.
        BrokenPaper: it cannot be read, or takes too long or too much memory.
    """
    try:
        done = _run(_PRESS, data)
    except subprocess.TimeoutExpired as slow:
        raise BrokenPaper from slow
    if done.returncode == LOCKED:
        raise LockedPaper
    if done.returncode != 0 or not done.stdout:
        raise BrokenPaper
    return done.stdout


def words(data: bytes) -> Words:
    """Return what stands on the pages of a pressed PDF; of one that cannot be read in time, that it was not read."""
    try:
        done = _run(_READER, data)
        told = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        told = {}
    return Words(told.get("text", ""), told.get("is_whole", False))


def _run(program: Path, data: bytes) -> subprocess.CompletedProcess[bytes]:
    with _TURNS:
        return subprocess.run(
            [sys.executable, "-I", str(program)],
            input=data,
            capture_output=True,
            timeout=LONGEST_WAIT,
            check=False,
        )
