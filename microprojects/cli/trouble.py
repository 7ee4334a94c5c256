"""Troubles that end a command with one sentence: what is so and what to do."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path
from typing import IO, Any

import click
from sqlalchemy.exc import DBAPIError

CUTS = ("\n", " (Background on this error")


class CannotGoOn(click.ClickException):
    """The command stops here with exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"microprojects: {self.message}", file=file, err=file is None)


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


def insist_on_free_port(host: str, port: int) -> None:
    """Try the address and leave it free again.

    Raises:
        CannotGoOn: something else listens there, or the host is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
            raise CannotGoOn(
                f"{host}:{port} cannot be used ({reason}). Name another port, for example --port {port + 1}, "
                "or stop what is running there."
            ) from error
