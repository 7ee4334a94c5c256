"""`serve`: the site on a production WSGI server."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces

from microprojects.cli import application
from microprojects.cli.trouble import CannotGoOn, insist_on_free_port
from microprojects.config import Settings

THREADS = 4


def listening(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a command that serves."""
    for option in (
        click.option(
            "--workers", type=click.IntRange(1, 256), help="Processes; 1 on SQLite, else one a core."
        ),
        click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535)),
        click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
    ):
        function = option(function)
    return function


@click.command()
@listening
def serve(host: str, port: int, workers: int | None) -> None:
    """Serve what the configuration names."""
    settings = application.settings_from_environment()
    insist_on_free_port(host, port)
    application.insist_on_current_schema(application.build(settings))
    run(settings, host=host, port=port, workers=workers)


def run(settings: Settings, *, host: str, port: int, workers: int | None) -> None:
    """Serve until a signal comes, then return.

    Raises:
        CannotGoOn: the server's own processes failed.
    """
    os.environ.update(settings.environment())
    on_sqlite = settings.database_url.startswith("sqlite")
    server = Granian(
        application.FACTORY,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or (1 if on_sqlite else os.cpu_count() or 1),
        blocking_threads=THREADS,
        factory=True,
        log_enabled=settings.log_server,
    )
    click.echo(f"Serving on http://{host}:{port} (Ctrl-C stops)", err=True)
    sys.stdout.flush()
    try:
        server.serve()
    except SystemExit as end:
        if end.code:
            raise CannotGoOn(
                "A process of the server failed; start again with MICROPROJECTS_LOG_SERVER=1."
            ) from end
