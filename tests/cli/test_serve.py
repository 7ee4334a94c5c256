"""`serve`, as a person starts and stops it."""

from __future__ import annotations

import signal
import socket

from tests.cli.asking import answer


def test_a_served_site_is_alive_and_ready_and_stops_cleanly(run, start, port):
    run("upgrade")
    server = start("serve", "--port", str(port))

    alive, ready = answer(port, "/healthz"), answer(port, "/readyz")
    server.send_signal(signal.SIGINT)

    assert (alive, ready) == ((200, "ok\n"), (200, "ready\n"))
    assert server.wait(timeout=20) == 0
    assert server.stderr.read() == f"Serving on http://127.0.0.1:{port} (Ctrl-C stops)\n"


def test_a_taken_port_is_one_sentence(run, start, port):
    run("upgrade")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()

        server = start("serve", "--port", str(port))
        code = server.wait(timeout=20)

    told = server.stderr.read()
    assert (code, told.count("\n")) == (2, 1)
    assert told.startswith(f"microprojects: 127.0.0.1:{port} cannot be used (Address already in use).")


def test_two_servers_never_share_a_port(run, start, port):
    run("upgrade")
    start("serve", "--port", str(port))
    answer(port, "/healthz")

    second = start("serve", "--port", str(port))

    assert second.wait(timeout=20) == 2


def test_an_empty_database_is_not_served(start, port):
    server = start("serve", "--port", str(port))

    assert server.wait(timeout=20) == 2
    assert server.stderr.read() == (
        "microprojects: The database has not the current schema. Run: microprojects upgrade\n"
    )
