"""`serve`, as a person starts and stops it."""

from __future__ import annotations

import signal
import socket

import pytest

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


@pytest.mark.parametrize("host", ["nosuchhost.invalid", "192.0.2.1", "a b", "." * 300])
def test_a_host_that_is_not_this_machine_s_is_told_to_be_changed_and_not_the_port(run, host):
    run("upgrade")

    result = run("serve", "--host", host)

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith(f"microprojects: {host!r} is no address of this machine (")
    assert result.stderr.endswith("). Name another one, for example --host 127.0.0.1.\n")


def test_the_last_port_is_not_followed_by_one_that_is_none(run):
    run("upgrade")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 65535))
        taken.listen()

        result = run("serve", "--port", "65535")

    assert "for example --port 65534," in result.stderr


def test_a_host_may_be_given_by_its_name(run, start, port):
    run("upgrade")
    server = start("serve", "--host", "localhost", "--port", str(port))

    assert answer(port, "/healthz") == (200, "ok\n")
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=20) == 0


def test_an_empty_database_is_not_served(start, port):
    server = start("serve", "--port", str(port))

    assert server.wait(timeout=20) == 2
    assert server.stderr.read() == (
        "microprojects: The database has not the current schema. Run: microprojects upgrade\n"
    )
