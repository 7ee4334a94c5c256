"""Troubles that end a command with one sentence: what is so and what to do."""

from __future__ import annotations

import errno
import socket
import tempfile
from pathlib import Path
from typing import IO, Any

import click
from sqlalchemy.exc import DBAPIError

LAST_PORT = 65535
CUTS = ("\n", " (Background on this error")


class CannotGoOn(click.ClickException):
    """The command stops here with exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"microprojects: {self.message}", file=file, err=file is None)


class DamagedDatabase(CannotGoOn):
    """The file of an embedded database cannot be used; `fact` says so without the cure."""

    def __init__(self, path: object, said: str) -> None:
        self.fact = f"The database file {path} is damaged or is no database ({said})."
        super().__init__(f"{self.fact} Put a backup in its place.")


def usage_sentence(trouble: click.UsageError) -> str:
    """Say in one sentence what click says in several lines, and where to look."""
    said = " ".join(trouble.format_message().split())
    return f"{said} See: {trouble.ctx.command_path} --help" if trouble.ctx else said


def database_sentence(trouble: DBAPIError) -> str:
    """Say in one sentence what the database said, and where to look."""
    said = str(trouble.orig).strip() or type(trouble.orig).__name__
    for cut in CUTS:
        said = said.split(cut)[0]
    return (
        f"The database does not answer as it should ({said}). Check the address in "
        "MICROPROJECTS_DATABASE_URL; if the file is damaged, put a backup in its place."
    )


def insist_on_writable(folder: Path) -> None:
    """Make the folder, which only its owner may enter, and try to write in it.

    Raises:
        CannotGoOn: it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CannotGoOn(
            f"The folder {folder} cannot be written ({error.strerror}). "
            "Name another one with --data or MICROPROJECTS_DATA_DIR, or correct its owner."
        ) from error


def address_to_listen_on(host: str, port: int) -> str:
    """Return the numeric address of the host, after trying it and leaving it free again.

    Raises:
        CannotGoOn: something else listens there, or the host is not this machine's.
    """
    family, address = _resolved(host, port)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except PermissionError as error:
            raise CannotGoOn(
                f"Port {port} is kept for the machine's administrator. Name one above 1023, for example --port 8000."
            ) from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotGoOn(_no_host(host, error)) from error
            other = port + 1 if port < LAST_PORT else port - 1
            raise CannotGoOn(
                f"{host}:{port} cannot be used ({error.strerror}). Name another port, for example "
                f"--port {other}, or stop what is running there."
            ) from error
    return address


def _resolved(host: str, port: int) -> tuple[socket.AddressFamily, str]:
    """Look the host up; where it has addresses of both kinds, the shorter kind is what browsers try as well."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CannotGoOn(_no_host(host, error)) from error
    family, _, _, _, place = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    return family, str(place[0])


def _no_host(host: str, error: Exception) -> str:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return (
        f"{host!r} is no address of this machine ({reason}). Name another one, for example --host 127.0.0.1."
    )
