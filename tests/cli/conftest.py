"""What the tests of the command line share: the command in this process and in its own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from microprojects.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def variables(tmp_path) -> dict[str, str]:
    """Variables of a site in a folder of its own."""
    return {
        "MICROPROJECTS_MODE": "test",
        "MICROPROJECTS_DATA_DIR": str(tmp_path / "data"),
        "MICROPROJECTS_KEY_DIR": "",
        "MICROPROJECTS_DATABASE_URL": "",
    }


@pytest.fixture
def run(variables):
    """Run a command in this process."""

    def call(*words: str, command=main, **more: str) -> Result:
        return CliRunner().invoke(command, list(words), env=variables | more)

    return call


@pytest.fixture
def port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(variables):
    """Start the command as a terminal does, in a group of its own; nothing of it is left at the end."""
    started: list[subprocess.Popen[str]] = []

    def call(*words: str, **more: str) -> subprocess.Popen[str]:
        program = Path(sys.executable).with_name("microprojects")
        process = subprocess.Popen(
            [program, *words],
            env=os.environ | variables | more,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            # Under nohup the tests themselves do not hear it, and would hand that on.
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
        )
        started.append(process)
        return process

    yield call
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=20)
