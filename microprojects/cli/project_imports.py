"""`import projects`: proposals that were collected elsewhere become drafts of their proposers."""

from __future__ import annotations

import json
from pathlib import Path

import click

from microprojects.cli import application
from microprojects.cli.imports import actor_of, complain, content, sentence, wrong
from microprojects.clock import now
from microprojects.services import proposal_sheets
from microprojects.services.proposal_sheets import Report


@click.command("projects")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--community", required=True, metavar="SLUG", help="The community, such as lizhi.")
@click.option("--apply", "applies", is_flag=True, help="Write it; without this nothing is written.")
@click.option("--by", metavar="USERNAME", help="The clerk who enters them; else the system itself.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def projects(file: Path, community: str, applies: bool, by: str | None, as_json: bool) -> None:
    """Read proposals from FILE, a CSV or XLSX sheet.

    Columns, in any order: 编号, 提议人, 想办什么事, and if there are any 手机号, 哪一类, 主题, 一句话说明, 在哪里,
    为什么要办, 想怎么做, 建设性质, 大约多少人受益, 谁受益, 大概要多少钱, 居民自己出多少钱.

    Each line becomes a draft of a verified resident, who hands it in with their consent. 编号 is by what a line is
    known again: the same sheet twice changes nothing. Either every line is good, or nothing is written.

    Exits 0 when every line is good, 1 when some are not, naming them by line, 2 when the file cannot be read.
    """
    data = content(file)
    with application.opened():
        actor, at = actor_of(by), now()
        report = proposal_sheets.preview(data, community=community, actor=actor, at=at)
        applied = applies and not report.errors
        if applied:
            report = proposal_sheets.apply(data, community=community, actor=actor, at=at)
        complain(report.reading.ignored, report.errors)
        told = _document(report, str(file), applied=applied)
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else sentence(told, "rows"))
    click.get_current_context().exit(1 if report.errors else 0)


def _document(report: Report, file: str, *, applied: bool) -> dict[str, object]:
    """Return what a sheet does, in counts and lines; nobody is named."""
    return {
        "file": file,
        "community": report.community,
        "sha256": report.sha256,
        "applied": applied,
        "rows": report.rows,
        "new": len(report.new),
        "changed": len(report.changed),
        "same": report.same,
        "ignored": report.reading.ignored,
        **wrong(report.errors),
    }
