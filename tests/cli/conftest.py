"""What the tests of the command line share: the command in this process and in its own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from microprojects.app import create_app
from microprojects.cli import main
from microprojects.config import Settings
from microprojects.domain.people import Actor, Grant, Role
from microprojects.services import programmes
from microprojects.store.db import db

ROOT = Path(__file__).resolve().parents[2]
ADMIN = Actor(grants=(Grant(Role.DISTRICT_ADMIN, "minghu", date(2026, 1, 1)),))


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


@pytest.fixture
def round_site(run, variables, tmp_path):
    """A site with one community in a programme; call it with the content of a file and more words."""
    run("upgrade")
    for path, code in (("minghu", "MH"), ("minghu/rongshu", "RS"), ("minghu/rongshu/lizhi", "LZ")):
        run("areas", "add", path, "--name", path.rpartition("/")[2], "--code", code)
    run("accounts", "create", "zhao", "community_staff", "minghu/rongshu/lizhi", "--name", "赵敏")
    with create_app(Settings.load(variables)).app_context():
        at = datetime(2026, 3, 4, tzinfo=UTC)
        programmes.found("minghu/rongshu", name="微实事", scheme="futian_3_3", actor=ADMIN, at=at)
        db.engine.dispose()

    def call(content, *words, community="lizhi"):
        file = tmp_path / "vote.pb"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return run("import", "round", str(file), "--community", community, *words)

    return call
