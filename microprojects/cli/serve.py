"""`serve`: the site on a production WSGI server."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from werkzeug.utils import import_string

from microprojects import stopping
from microprojects.cli import application
from microprojects.cli.trouble import CannotGoOn, address_to_listen_on
from microprojects.config import Settings, bracketed

THREADS = 4
PATIENCE_SECONDS = 10  # given to the answers under way when the server stops
_MMAP_THRESHOLD = -3
_ARENA_MAX = -8
_LARGE_BLOCK = 1 << 20  # bytes
WORKER = "microprojects.cli.serve:worker"


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
    address = address_to_listen_on(host, port)
    application.insist_on_current_schema(application.build(settings))
    run(settings, host=address, port=port, workers=workers)


def run(settings: Settings, *, host: str, port: int, workers: int | None) -> None:
    """Serve until a signal comes, then return.

    Raises:
        CannotGoOn: the server's own processes failed.
    """
    os.environ.update(settings.environment())
    on_sqlite = settings.database_url.startswith("sqlite")
    server = Granian(
        WORKER,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or (1 if on_sqlite else os.cpu_count() or 1),
        blocking_threads=THREADS,
        workers_kill_timeout=PATIENCE_SECONDS,
        factory=True,
        log_enabled=settings.log_server,
    )
    stopping.hand_over(server.signal_handler_interrupt)
    click.echo(f"Serving on http://{bracketed(host)}:{port} (Ctrl-C stops)", err=True)
    try:
        server.serve()
    except SystemExit as end:
        # A signal to the whole group may end a process before the server has asked it to.
        if end.code and not server.interrupt_signal:
            raise CannotGoOn(
                "A process of the server failed; start again with MICROPROJECTS_LOG_SERVER=1."
            ) from end


def worker() -> Flask:
    """Build the app, in a process that the server made and that it alone ends."""
    if multiprocessing.parent_process() is not None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        stopping.hand_over(_close, at=frozenset({signal.SIGTERM}))
    _give_back_memory()
    app: Flask = import_string(application.FACTORY)()
    # What the app is made of stays until the end; looking through it for garbage takes an eighth of each answer.
    gc.collect()
    gc.freeze()
    return app


def _give_back_memory() -> None:
    """Let the C library keep one heap for all threads and give large blocks back at once.

    Each check of a password takes 19 MB, which every thread would else keep for itself.
    Only GNU's library has these switches (malloc.h: M_MMAP_THRESHOLD, M_ARENA_MAX).
    """
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, _LARGE_BLOCK)
        library.mallopt(_ARENA_MAX, 1)


def _close() -> None:
    """Let this process of the server close, or end it if it has not yet learned how."""
    handler = signal.getsignal(signal.SIGTERM)
    if callable(handler):
        handler(signal.SIGTERM, None)
    else:
        os._exit(0)
