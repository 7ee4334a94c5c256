"""A real Ctrl-C reaches every process of the terminal at once; whatever the program is doing, it ends cleanly."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from microprojects.cli.demo_folder import STOPPED
from tests.cli.asking import answer

TIMES = 3


def is_there(process):
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    return True


def await_our_handlers(process):
    """Wait until the program has begun to answer to signals; before that, Python itself is starting."""
    while True:
        told = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        caught = next(line for line in told.splitlines() if line.startswith("SigCgt"))
        if int(caught.split()[1], 16) & 1 << signal.SIGTERM - 1:
            return
        time.sleep(0.01)


def stop(process, *numbers):
    """Send signals to the whole group; return the exit code and what was told on standard error."""
    for number in numbers:
        os.killpg(process.pid, number)
    _, told = process.communicate(timeout=60)
    return process.returncode, told


@pytest.mark.slow
@pytest.mark.parametrize(
    "numbers",
    [
        *[(signal.SIGINT,)] * TIMES,
        (signal.SIGTERM,),
        (signal.SIGHUP,),
        (signal.SIGINT, signal.SIGTERM, signal.SIGINT, signal.SIGTERM),
    ],
)
def test_a_server_with_its_processes_stops_at_a_signal_to_all(run, start, port, numbers):
    run("upgrade")
    server = start("serve", "--port", str(port), "--workers", "2")
    answer(port, "/readyz")

    ended = stop(server, *numbers)

    assert ended == (0, f"Serving on http://127.0.0.1:{port} (Ctrl-C stops)\n")
    assert not is_there(server)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_a_server_stops_while_it_starts(run, start, port, seconds, number):
    run("upgrade")
    server = start("serve", "--port", str(port), "--workers", "2")
    server.stderr.readline()  # from here on its processes are made
    time.sleep(seconds)

    assert stop(server, number) == (0, "")
    assert not is_there(server)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_demo_stopped_while_it_loads_says_so_and_is_loaded_anew(start, number):
    demo = start("demo", "--no-serve")
    demo.stderr.readline()

    assert stop(demo, number)[0] == 0
    again = start("demo", "--no-serve")
    assert again.stderr.readline() == "Loading the demo district ...\n"
    assert stop(again, number)[1].splitlines()[-1] == f"microprojects: {STOPPED}"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="/proc does not tell of signals here")
@pytest.mark.parametrize(("words", "code"), [(["demo", "--no-serve"], 0), (["verify", "/nowhere"], 2)])
@pytest.mark.parametrize("seconds", [0.0, 0.1])
def test_a_command_stopped_in_its_first_second_says_one_sentence(start, words, code, seconds):
    started = start(*words)
    await_our_handlers(started)
    time.sleep(seconds)

    assert stop(started, signal.SIGINT) == (code, "microprojects: Stopped before it was done.\n")
