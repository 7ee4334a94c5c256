"""`doctor`: one line for each thing a site needs, and what to do where it lacks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from zoneinfo import ZoneInfo

import click
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from microprojects import keys
from microprojects.cli import application, deep_looks
from microprojects.cli.findings import Finding
from microprojects.cli.trouble import CannotGoOn, DamagedDatabase, database_sentence
from microprojects.clock import now
from microprojects.config import ConfigurationError, Settings
from microprojects.domain.errors import Refusal
from microprojects.store import log_keys, log_standings, schema
from microprojects.store.db import db

BORN = datetime(2026, 11, 1, tzinfo=UTC)
ENOUGH_DISK = 500 * 1024 * 1024
MOST_DRIFT_SECONDS = 5


@click.command()
@click.option("--record", "record", is_flag=True, help="Hold every row against the journal.")
@click.option(
    "--files", "files", is_flag=True, help="Read every kept file and compare it with its fingerprint."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def doctor(*, record: bool, files: bool, as_json: bool) -> None:
    """Look at configuration, keys, data folder, disk, clock, database, schema and journal."""
    findings = list(examine(record=record, files=files))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{'ok  ' if finding.well else 'FAIL'}  {finding.subject:<14} {finding.sentence}")
    click.get_current_context().exit(0 if all(finding.well for finding in findings) else 1)


def examine(*, record: bool = False, files: bool = False) -> Iterator[Finding]:
    """Look at one thing after another; what depends on a failed one is not looked at."""
    try:
        settings = application.settings_from_environment()
    except ConfigurationError as error:
        yield Finding("configuration", False, str(error))
        return
    yield Finding("configuration", True, f"mode {settings.mode}, address {settings.base_url}")
    key_finding = _keys(settings)
    yield key_finding
    yield _addresses(settings)
    if not key_finding.well:
        return
    try:
        app = application.build(settings)
    except DamagedDatabase as error:
        yield Finding("database", False, str(error))
        return
    except (CannotGoOn, ConfigurationError) as error:
        yield Finding("data", False, str(error))
        return
    except DBAPIError as error:
        yield Finding("database", False, database_sentence(error))
        return
    yield _data(settings)
    yield _disk(settings)
    with app.app_context():
        looks: tuple[Callable[[], Finding], ...] = (_clock, _database, _schema)
        for look in looks:
            yield (finding := look())
        if finding.well:
            yield _journal()
            yield from deep_looks.record() if record else deep_looks.last_record()
            yield from deep_looks.files() if files else ()


def _keys(settings: Settings) -> Finding:
    try:
        settings.field_key()
    except ConfigurationError as error:
        return Finding("keys", False, str(error))
    count = len(list(settings.key_dir.glob("*.key")))
    return Finding("keys", True, f"{count} in {settings.key_dir}, private")


def _addresses(settings: Settings) -> Finding:
    if settings.base_url.startswith("https:") and settings.proxy_hops == 0:
        told = (
            "the site is behind a proxy and MICROPROJECTS_PROXY_HOPS is 0, so that all visitors have one "
            "network address and lock each other out: set it to the number of proxies in front"
        )
        return Finding("addresses", False, told)
    return Finding("addresses", True, f"{settings.proxy_hops} proxies are believed about visitors' addresses")


def _data(settings: Settings) -> Finding:
    """Look whether the data folder and the embedded database are for their owner alone."""
    url = make_url(settings.database_url)
    file = url.database if url.get_backend_name() == "sqlite" else None
    opened = [quote(str(path)) for path in keys.open_to_others(settings.data_dir)]
    if file and keys.open_to_others(*(Path(f"{file}{suffix}") for suffix in ("", "-wal", "-shm"))):
        opened.append(f"{quote(file)}*")
    if opened:
        told = f"other users of this machine can open what holds residents' data: chmod go-rwx {' '.join(opened)}"
        return Finding("data", False, told)
    return Finding("data", True, f"{settings.data_dir}, private")


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data_dir).free
    told = f"{free // 1024**2} MB free in {settings.data_dir}"
    return Finding("disk", free >= ENOUGH_DISK, told if free >= ENOUGH_DISK else f"only {told}: make room")


def _clock() -> Finding:
    moment = now()
    told = f"{moment.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M} Asia/Shanghai"
    if moment < BORN:
        return Finding("clock", False, f"{told} is in the past: set the clock")
    if db.engine.dialect.name == "postgresql":
        there = db.session.scalar(text("SELECT clock_timestamp()"))
        drift = abs((there - moment).total_seconds()) if there else 0.0
        if drift > MOST_DRIFT_SECONDS:
            return Finding("clock", False, f"{drift:.0f} s away from the database's clock: set one")
    return Finding("clock", True, told)


def _database() -> Finding:
    version = db.engine.dialect.server_version_info or ()
    return Finding("database", True, f"{db.engine.dialect.name} {'.'.join(map(str, version))}")


def _schema() -> Finding:
    there = ", ".join(sorted(schema.present())) or "empty"
    current = schema.present() == schema.wanted()
    return Finding("schema", current, there if current else f"{there}; run microprojects upgrade")


def _journal() -> Finding:
    """Look whether the journal is the one that was signed, from its first entry."""
    try:
        found = log_standings.look(db.session(), log_keys.keeper())
    except Refusal as refusal:
        return Finding("journal", False, str(refusal))
    told = f"{found.size} entries, {found.signed} of them under a signed checkpoint"
    return Finding("journal", True, told if found.size == found.signed else f"{told}; tend signs the next")
