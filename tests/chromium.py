"""A Chromium for the tests, from whatever this machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PACKAGE = "@sparticuz/chromium@153.0.0"
UNPACK = "import('@sparticuz/chromium').then(async m => console.log(await m.default.executablePath()))"
CACHE = Path(__file__).resolve().parents[1] / ".venv" / "chromium"


class NoBrowser(Exception):
    """This machine has no Chromium; the message says what was looked for."""


def find() -> str:
    """Return the path of a Chromium: the installed one, the one named, playwright's own, the one from npm.

    Raises:
        NoBrowser: there is none of the four.
    """
    for path in chain(_installed(), _from_npm()):
        if Path(path).is_file():
            return str(path)
    raise NoBrowser(
        "no browser: chromium is not installed, CHROMIUM_PATH is not set, playwright has none, "
        "and npm is not there or could not fetch one"
    )


def _installed() -> Iterator[str]:
    for name in NAMES:
        yield shutil.which(name) or ""
    yield os.environ.get("CHROMIUM_PATH", "")
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    yield from map(str, sorted(cache.glob("chromium-*/chrome-linux*/chrome"), reverse=True))


def _from_npm() -> Iterator[str]:
    """Fetch a Chromium for machines without a display, once."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"TMPDIR": str(CACHE)}
    try:
        if not (CACHE / "node_modules").is_dir():
            _run(
                "npm", "install", "--prefix", str(CACHE), "--no-audit", "--no-fund", PACKAGE, env=environment
            )
        yield _run("node", "-e", UNPACK, env=environment).strip()
    except (subprocess.SubprocessError, OSError):
        return


def _run(*words: str, env: dict[str, str]) -> str:
    done = subprocess.run(words, cwd=CACHE, env=env, check=True, capture_output=True, text=True, timeout=300)
    return done.stdout
