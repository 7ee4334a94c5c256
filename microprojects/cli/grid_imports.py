"""`import grids`: which buildings lie in which grid, from a sheet."""

from __future__ import annotations

import json
from pathlib import Path

import click

from microprojects.cli import application
from microprojects.cli.imports import actor_of, complain, content, sentence, wrong
from microprojects.clock import now
from microprojects.services import grids as deeds
from microprojects.services.grids import Report


@click.command("grids")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--community", required=True, metavar="SLUG", help="The community, such as lizhi.")
@click.option("--apply", "applies", is_flag=True, help="Write it; without this nothing is written.")
@click.option("--by", metavar="USERNAME", help="Who answers for the sheet; else the system itself.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def grids(file: Path, community: str, applies: bool, by: str | None, as_json: bool) -> None:
    """Read the grids of a community from FILE, a CSV or XLSX sheet.

    Columns, in any order: 网格 and 楼栋, and if there is one 网格员. A cell may name several buildings with 、 between
    them. A building lies in one grid; those that the sheet does not name stay where they are. Grids that are not there
    yet are made. Either every line is good, or nothing is written.

    Exits 0 when every line is good, 1 when some are not, naming them by line, 2 when the file cannot be read.
    """
    data = content(file)
    with application.opened():
        actor, at = actor_of(by), now()
        report = deeds.preview(data, community=community, actor=actor, at=at)
        applied = applies and not report.errors
        if applied:
            report = deeds.apply(data, community=community, actor=actor, at=at)
        complain(report.reading.ignored, report.errors)
        told = _document(report, str(file), applied=applied)
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else sentence(told, "buildings"))
    click.get_current_context().exit(1 if report.errors else 0)


def _document(report: Report, file: str, *, applied: bool) -> dict[str, object]:
    plan = report.plan
    return {
        "file": file,
        "community": report.community,
        "sha256": report.sha256,
        "applied": applied,
        "rows": report.reading.lines,
        "buildings": len(report.reading.entries),
        "grids_new": len(plan.grids),
        "new": len(plan.new),
        "changed": len(plan.changed),
        "same": len(plan.same),
        "ignored": report.reading.ignored,
        **wrong(report.errors),
    }
