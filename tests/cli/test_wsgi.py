"""`wsgi.py`, as a server or `flask` imports it where the settings allow no start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("words", [("-m", "flask", "--app", "wsgi", "routes"), ("-c", "import wsgi")])
def test_production_without_a_secret_is_one_sentence(variables, words):
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=os.environ | variables | {"MICROPROJECTS_MODE": "production"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("microprojects: MICROPROJECTS_SECRET_KEY is missing or shorter than 32")
