"""`publish`: every public page and file as a static site that any web server serves."""

from __future__ import annotations

import dataclasses
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import Flask
from sqlalchemy import make_url, select

from microprojects import clock, variables, verify
from microprojects.cli import application
from microprojects.cli.publishing import binding, folder
from microprojects.cli.publishing.gathering import Gathering
from microprojects.cli.trouble import CannotGoOn
from microprojects.config import DEFAULT_URL, Settings, bracketed
from microprojects.domain.copies import Drawing
from microprojects.domain.journal import stamp
from microprojects.domain.workdays import SHANGHAI, local_day
from microprojects.store import bundles, checkpoints, journal, log_keys, snapshots
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.programmes import Round

RECORD = "record"
# Somebody who watches by the copy keeps one of so many checkpoints, and finds the proof from it to the newest.
PROOFS_KEPT = 500


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--base-url", default="", help="Address of the live site, to which forms and searches lead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def publish(target: Path, base_url: str, as_json: bool) -> None:
    """Write the public pages, data, sheets and the record into a folder, for any web server.

    The folder is new, empty, or holds an earlier copy: then only what changed is written, and what is gone is removed.
    """
    target = Path(os.path.abspath(target))
    settings = _settings(base_url)
    try:
        with folder.opened(target) as copy, _standing_still(settings) as app:
            told = _published(app, copy)
    except OSError as error:
        raise CannotGoOn(
            f"{target} cannot be written ({error.strerror}). Name another folder, or make room."
        ) from error
    if as_json:
        click.echo(json.dumps({"folder": str(target), **told}))
    else:
        click.echo(
            f"{told['files']} files, {told['bytes']:,} bytes in {target}; {told['written']} written, "
            f"{told['removed']} removed. Check it: python3 {target}/verify.py copy {target}"
        )


def _settings(base_url: str) -> Settings:
    """Return the settings of the environment, with the address of the live site; the name of the log stays.

    Raises:
        CannotGoOn: it is no address.
    """
    settings = application.settings_from_environment()
    try:
        address = variables.address(base_url) if base_url else settings.base_url
    except ValueError as error:
        raise CannotGoOn(f"--base-url is {base_url!r}, but it must {error}.") from error
    host = bracketed(urlsplit(address).hostname or "")
    hosts = tuple(dict.fromkeys((*settings.trusted_hosts, host)))
    return dataclasses.replace(settings, base_url=address.rstrip("/"), trusted_hosts=hosts, kept_pages=0)


@contextmanager
def _standing_still(settings: Settings) -> Iterator[Flask]:
    """Give the app on the database as it stands at one moment, in its own context."""
    given, url = settings, make_url(settings.database_url)
    with tempfile.TemporaryDirectory(prefix="microprojects-") as aside:
        application.insist_on_current_schema(application.build(settings))
        if url.get_backend_name() == "sqlite":
            file = Path(aside) / "moment.sqlite3"
            snapshots.copy_file(Path(str(url.database)), file)
            given = dataclasses.replace(given, database_url=f"sqlite:///{file}")
        app = application.build(given)
        with app.app_context():
            with snapshots.standing_still(db.engine):
                yield app
                db.session.remove()
            db.engine.dispose()


def _published(app: Flask, copy: folder.Folder) -> dict[str, int]:
    settings: Settings = app.extensions["settings"]
    live = "" if settings.base_url == DEFAULT_URL else settings.base_url
    head = journal.head(db.session())
    at = _moment(head.seq)
    with tempfile.TemporaryDirectory(prefix="microprojects-") as spool:
        gathered = Gathering(app, Path(spool), Drawing(live), settings.base_url)
        with clock.standing(at):
            gathered.gather([*_proofs(), *_sheets(at)])
        for path, data in binding.files(gathered):
            copy.stage(path, data)
        with bundles.moment() as session:
            for path, data in bundles.files(session):
                copy.stage(f"{RECORD}/{path}", data)
    about = {"at": stamp(at), "entries": head.seq, "head": head.hash, "live": live}
    written, removed = copy.put(about)
    copy.sign(_vouch if log_keys.keeper().has_key else None)
    for address in gathered.lost:
        click.echo(f"not there, so not in the copy: {address}", err=True)
    files, size = copy.sizes()
    return {"files": files, "bytes": size, "written": written, "removed": removed, "entries": head.seq}


def _vouch(sha256: str) -> str:
    """Return the list of a copy as signed by the log."""
    return log_keys.keeper().vouched(verify.COPY_FORM, sha256)


def _moment(seq: int) -> datetime:
    """Return the moment that pages show: of the last act or the beginning of today, so that they change with these alone."""
    today = datetime.combine(local_day(clock.now()), time(), SHANGHAI)
    return max(journal.get(db.session(), seq).at, today) if seq else today


def _proofs() -> list[str]:
    """Return the addresses of the proofs from earlier checkpoints to the newest."""
    sizes = sorted(checkpoints.signed(db.session()))
    return [f"/journal/consistency/{size}/{sizes[-1]}" for size in sizes[-PROOFS_KEPT - 1 : -1]]


def _sheets(at: datetime) -> list[str]:
    """Return the addresses of the sheets that belong to no other page: calls of rounds, payments of the months of this year."""
    session = db.session()
    today = local_day(at)
    months = [f"{today.year}-{month:02}" for month in range(1, today.month + 1)]
    slugs = session.scalars(select(Area.slug).where(Area.level == "community").order_by(Area.id)).all()
    calls = [f"/calls/{number}/print" for number in session.scalars(select(Round.id).order_by(Round.id))]
    return [*calls, *(f"/c/{slug}/monthly/{month}" for slug in slugs for month in months)]
