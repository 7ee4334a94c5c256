"""The two commands' set-up, where a machine lacks what they need."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path):
    """A copy of what the set-up reads, in a folder of its own."""
    folder = tmp_path / "checkout"
    (folder / ".ci").mkdir(parents=True)
    for name in ("run", "requirements.txt", "pyproject.toml", ".ci/environment"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def start(checkout, *, path):
    command = ["/bin/sh", checkout / "run", "--no-serve"]
    return subprocess.run(command, env={"PATH": str(path)}, capture_output=True, text=True, check=False)


@pytest.fixture
def programs(tmp_path):
    """A folder of programs in which Python is too old."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "cat", "cksum", "dirname", "echo", "rm"):
        (folder / name).symlink_to(shutil.which(name))
    python = folder / "python3"
    python.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n')
    python.chmod(0o755)
    return folder


def test_an_old_python_is_one_sentence(checkout, programs):
    result = start(checkout, path=programs)

    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(
        "microprojects: Python 3.11 or newer with venv is needed, but Python 3.9.2 was found."
    )


def test_no_python_is_one_sentence(checkout, programs):
    (programs / "python3").unlink()

    result = start(checkout, path=programs)

    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "Python 3.11 or newer with venv is needed" in result.stderr
