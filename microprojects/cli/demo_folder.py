"""The folder that keeps a demo: loaded once, found again, thrown away only where it is ours."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from microprojects import stopping
from microprojects.cli import application
from microprojects.cli.trouble import CannotGoOn, DamagedDatabase, database_sentence, insist_on_writable
from microprojects.clock import now
from microprojects.config import Settings
from microprojects.store import log_keys, schema

Account = Mapping[str, str | None]
Loader = Callable[[Flask, datetime], Sequence[Account]]

KEPT = "demo.json"
LOADING = "demo.loading"
LOCK = "demo.lock"
STOPPED = "Stopped while the demo was loading; the next start loads it anew."


@contextmanager
def opened(settings: Settings, load: Loader, *, fresh: bool) -> Iterator[Sequence[Account]]:
    """Hold the folder and give the accounts of its demo, loaded now if there is none or it is to be fresh.

    Raises:
        CannotGoOn: the folder holds something that is not a demo, is damaged, or is in use.
    """
    insist_on_writable(settings.data_dir)
    kept, loading = settings.data_dir / KEPT, settings.data_dir / LOADING
    lock = os.open(settings.data_dir / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if fresh or loading.exists() or not kept.exists():
            _take(lock, fcntl.LOCK_EX, settings)
            if loading.exists() or kept.exists():
                _throw_away(settings)
            with stopping.telling(STOPPED):
                accounts = _load(settings, load)
        else:
            accounts = _found(settings)
        _take(lock, fcntl.LOCK_SH, settings)
        yield accounts
    finally:
        os.close(lock)


def _take(lock: int, how: int, settings: Settings) -> None:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CannotGoOn(
            f"Another demo is running or loading in {settings.data_dir}. Stop it, or name another folder with --data."
        ) from error


def _load(settings: Settings, load: Loader) -> Sequence[Account]:
    """Fill an empty database; a mark tells the next start if this one does not come to its end."""
    app = _app(settings)
    with app.app_context():
        if schema.present():
            raise CannotGoOn(
                f"The database of {settings.data_dir} is not a demo. Name another folder with --data."
            )
        (settings.data_dir / LOADING).touch()
        click.echo("Loading the demo district ...", err=True)
        schema.upgrade()
    accounts = load(app, now())
    kept = settings.data_dir / KEPT
    kept.touch(mode=0o600)
    kept.write_text(json.dumps([dict(account) for account in accounts], ensure_ascii=False), encoding="utf-8")
    (settings.data_dir / LOADING).unlink()
    return accounts


def _found(settings: Settings) -> Sequence[Account]:
    """Bring a kept demo to the current schema and read its accounts."""
    with _app(settings).app_context():
        if not schema.present():
            raise CannotGoOn(
                f"The demo of {settings.data_dir} has lost its database. Load it anew with --fresh."
            )
        application.insist_on_known_schema()
        schema.upgrade()
    try:
        accounts: Sequence[Account] = json.loads((settings.data_dir / KEPT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotGoOn(
            f"{settings.data_dir / KEPT} cannot be read. Load the demo anew with --fresh."
        ) from error
    return accounts


def _app(settings: Settings) -> Flask:
    try:
        return application.build(settings)
    except DamagedDatabase as error:
        raise CannotGoOn(f"{error.fact} Load the demo anew with --fresh.") from error
    except DBAPIError as error:
        raise CannotGoOn(f"{database_sentence(error)} A demo can be loaded anew with --fresh.") from error


def _throw_away(settings: Settings) -> None:
    """Remove what the demo made, and nothing else."""
    file = Path(str(make_url(settings.database_url).database))
    for suffix in ("", "-wal", "-shm", "-turn"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    shutil.rmtree(settings.files_dir, ignore_errors=True)
    (settings.key_dir / log_keys.NOTE).unlink(missing_ok=True)
    for name in (KEPT, LOADING):
        (settings.data_dir / name).unlink(missing_ok=True)
