"""PDFs as they are kept: pressed anew by a program of its own, so that a hostile one costs little and tells nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from microprojects.domain.uploads import BrokenPaper, LockedPaper

LONGEST_WAIT = 30  # seconds; the press itself gives up earlier
LOCKED = 3  # how the press ends on an encrypted file
_PRESS = Path(__file__).with_name("paper_press.py")
_TURNS = threading.BoundedSemaphore(2)  # each may take much memory


def pressed(data: bytes) -> bytes:
    """Return a PDF that shows the same pages, without author, scripts, and files inside.

    Digital signatures do not survive it; the original stays with whoever sent it.

    Raises:
        LockedPaper: it is encrypted.
        BrokenPaper: it cannot be read, or takes too long or too much memory.
    """
    with _TURNS:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_PRESS)],
                input=data,
                capture_output=True,
                timeout=LONGEST_WAIT,
                check=False,
            )
        except subprocess.TimeoutExpired as slow:
            raise BrokenPaper from slow
    if done.returncode == LOCKED:
        raise LockedPaper
    if done.returncode != 0 or not done.stdout:
        raise BrokenPaper
    return done.stdout
