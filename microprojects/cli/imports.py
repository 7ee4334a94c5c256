"""`import`: sheets of others are looked at, and written with --apply."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from microprojects.cli import application
from microprojects.cli.trouble import CannotGoOn
from microprojects.clock import now
from microprojects.domain.electorate import counted
from microprojects.domain.people import SYSTEM, Actor
from microprojects.domain.roll_columns import MOST_TOLD
from microprojects.domain.rolls import RowError
from microprojects.domain.sheets import MOST_BYTES
from microprojects.domain.workdays import local_day
from microprojects.services import rolls
from microprojects.services.rolls import Report
from microprojects.store import accounts, areas, people, registrations, rulebooks
from microprojects.store.db import db


@click.group("import")
def imports() -> None:
    """Sheets of others: a preview by default, written with --apply."""


@imports.command("roll")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--community", required=True, metavar="SLUG", help="The community, such as lizhi.")
@click.option("--apply", "applies", is_flag=True, help="Write it; without this nothing is written.")
@click.option("--by", metavar="USERNAME", help="The clerk who answers for the sheet; else the system itself.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def roll(file: Path, community: str, applies: bool, by: str | None, as_json: bool) -> None:
    """Read the register of residents from FILE, a CSV or XLSX sheet.

    Columns, in any order: 姓名, and if there are any 手机号, 楼栋, 出生日期, 关系. People are added and
    updated, nobody is ever removed. Either every line is good, or nothing is written.

    Exits 0 when every line is good, 1 when some are not, naming them by line, 2 when the file cannot be read.
    """
    data = content(file)
    with application.opened():
        actor, at = actor_of(by), now()
        report = rolls.preview(data, community=community, actor=actor, at=at)
        if applies and not report.errors:
            report = rolls.apply(data, community=community, actor=actor, at=at)
        told = _document(report, str(file), applied=applies and not report.errors)
        told |= {"electorate": _electorate(community)}
        complain(report.reading.ignored, report.errors)
        _doubt(report)
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else _sentence(told))
    click.get_current_context().exit(1 if report.errors else 0)


def content(file: Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file, no more than it takes to see that there are too many.

    Raises:
        CannotGoOn: it cannot be read.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        raise CannotGoOn(f"{file} cannot be read ({error.strerror}). Name another file.") from error


def actor_of(username: str | None) -> Actor:
    """Return who answers for the sheet.

    Raises:
        CannotGoOn: there is no such account.
    """
    if username is None:
        return SYSTEM
    account = accounts.named(db.session(), username)
    if account is None:
        raise CannotGoOn(f"There is no account {username!r}. See: microprojects accounts list")
    return people.actor(db.session(), account.person_id)


def _document(report: Report, file: str, *, applied: bool) -> dict[str, object]:
    """Return what a sheet does, in counts and lines; nobody is named."""
    plan, errors = report.plan, report.errors
    return {
        "file": file,
        "community": report.community,
        "sha256": report.sha256,
        "applied": applied,
        "rows": report.rows,
        "new": len(plan.new),
        "changed": len(plan.changed),
        "same": len(plan.same),
        "repeated": len(plan.repeated),
        "known": len(plan.changed) + len(plan.same),
        "doubts": plan.doubts,
        "unverified": plan.unverified,
        "ignored": report.reading.ignored,
        "changes": [
            {"line": each.entry.line, "columns": [one.column.value for one in each.differences]}
            for each in plan.changed
        ],
        **wrong(errors),
    }


def _electorate(slug: str) -> dict[str, int]:
    """Return how many of a community can vote today, and how many cannot, by reason."""
    session, today = db.session(), local_day(now())
    community = areas.by_slug(session, slug).id
    franchise = rulebooks.franchise(session, community, today)
    found = registrations.electorate(session, community, today, franchise)
    told = counted(each.reason for each in found)
    return {reason.value if reason else "eligible": count for reason, count in told.items()}


def wrong(errors: Sequence[RowError], place: str = "line") -> dict[str, object]:
    """Return what is wrong with a file as its document tells it: the first ones, and how many more there are."""
    told = [{place: each.line, "code": each.no.code, "sentence": str(each.no)} for each in errors[:MOST_TOLD]]
    return {"errors": told, "more_errors": max(0, len(errors) - MOST_TOLD)}


def sentence(told: Mapping[str, object], what: str) -> str:
    """Say what came of a file whose document counts `what`, either all of it or nothing being written."""
    if told["errors"]:
        return f"{told[what]} {what}, some of them not good: nothing is written."
    counts = ", ".join(f"{told[name]} {name}" for name in ("new", "changed", "same"))
    return f"{told[what]} {what}: {counts}. {'Written.' if told['applied'] else 'Nothing is written yet.'}"


def complain(ignored: Sequence[str], errors: Sequence[RowError]) -> None:
    """Say on the talk channel what is wrong with a sheet, by line, and which columns were passed over."""
    if ignored:
        click.echo(f"Columns that are not read: {', '.join(ignored)}", err=True)
    for each in errors[:MOST_TOLD]:
        click.echo(f"{each.line}: {each.no}", err=True)
    more = len(errors) - MOST_TOLD
    if more > 0:
        click.echo(f"... and {more} more.", err=True)


def _doubt(report: Report) -> None:
    """Say which lines somebody has to look at: namesakes, and people still to be verified."""
    if report.plan.doubts:
        lines = ", ".join(map(str, report.plan.doubts[:MOST_TOLD]))
        click.echo(f"New, with a namesake in the same building under another number: lines {lines}", err=True)
    if report.plan.unverified:
        lines = ", ".join(map(str, report.plan.unverified[:MOST_TOLD]))
        click.echo(f"Registered online, still to be verified at the desk: lines {lines}", err=True)


def _sentence(told: dict[str, object]) -> str:
    counts = ", ".join(f"{told[name]} {name}" for name in ("new", "changed", "same", "repeated"))
    if told["errors"]:
        return f"{told['rows']} rows, some of them not good: nothing is written."
    return f"{told['rows']} rows: {counts}. {'Written.' if told['applied'] else 'Nothing is written yet.'}"
