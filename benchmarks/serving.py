"""What every measurement needs: a database, the served site, and what its processes use."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def database(engine: str) -> Iterator[tuple[Path, str]]:
    """Make a database of its own and take it away afterwards: its folder and address."""
    folder = Path(tempfile.mkdtemp(prefix="microprojects-bench-"))
    try:
        if engine == "sqlite":
            yield folder, f"sqlite:///{folder / 'bench.sqlite3'}"
        else:
            postgres.QUICK = "-c shared_buffers=128MB -c max_connections=60"  # durable, as in production
            server = postgres.start()
            try:
                yield folder, server.create("microprojects_bench")
            finally:
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def served(
    command: Sequence[str], workers: int, environment: dict[str, str] | None = None
) -> Iterator[tuple[int, int]]:
    """Serve on a free port until the block ends; give the port and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [str(ROOT / ".venv/bin" / command[0]) if command[0] == "granian" else command[0], *command[1:]]
    options = ["--port", str(port), "--workers", str(workers)]
    if command[0] == "granian":
        options += ["--blocking-threads", "4", "--no-log"]
    server = subprocess.Popen(
        [*program, *options], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield port, server.pid
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def wait_for(port: int) -> None:
    """Return when something listens on the port."""
    for _n in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(0.5)
                return
        time.sleep(0.1)
    raise SystemExit("the server did not come up")


def family(pid: int) -> list[int]:
    """Return a process and all its children."""
    found = [pid]
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found += family(int(entry.parent.name))
    return found


def processor(pid: int) -> float:
    """Return the seconds of processor time that a process and its children have used."""
    seconds = 0.0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        seconds += (int(fields[11]) + int(fields[12])) / TICK
    return seconds


def memory(pid: int) -> int:
    """Return the bytes that a process holds; of pages that it shares with others only its part (PSS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
