"""`import payments`: what the finance system paid is looked at, and with --apply entered for a second person to approve."""

from __future__ import annotations

import json
from pathlib import Path

import click

from microprojects.cli import application
from microprojects.cli.imports import actor_of, content
from microprojects.cli.trouble import CannotGoOn
from microprojects.clock import now
from microprojects.domain.payment_imports import Fate, Line, counted
from microprojects.domain.people import SYSTEM
from microprojects.services import payment_imports
from microprojects.services.payment_imports import Report

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_TOLD = {Fate.BOOK: "will be booked", Fate.BOOKED: "already booked"}


@click.command("payments")
@click.argument("file", type=FILE)
@click.option("--community", default="", metavar="SLUG", help="Refuse lines of any other community.")
@click.option("--apply", "applies", is_flag=True, help="Write it; without this nothing is written.")
@click.option("--by", metavar="USERNAME", help="Who enters the payments; --apply needs it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def payments(file: Path, community: str, applies: bool, by: str | None, as_json: bool) -> None:
    """Read payments from FILE, a CSV or XLSX sheet of the finance system.

    Columns, in any order: 项目编号, 合同号, 发票号, 付款日期, 金额, 收款单位, and if there are any 凭证号, 财政资金,
    自筹资金, 期次, 用途. Every line will be booked, is booked already, or is refused. Either no line is
    refused, or nothing is written. What is written waits for another person's approval.

    Exits 0 when no line is refused, 1 when some are, naming them by line, 2 when the file cannot be read.
    """
    data = content(file)
    if applies and by is None:
        raise CannotGoOn("Whoever enters payments answers for them. Name the account with --by USERNAME.")
    with application.opened():
        actor, at = actor_of(by), now()
        report = payment_imports.preview(data, community=community, actor=actor, at=at)
        written = applies and not report.wrong
        if written and actor is not SYSTEM:
            report = payment_imports.apply(data, community=community, actor=actor, at=at)
        told = _document(report, str(file), applied=written)
        if not as_json:
            _tell(report)
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else _sentence(told))
    click.get_current_context().exit(1 if report.wrong else 0)


def _document(report: Report, file: str, *, applied: bool) -> dict[str, object]:
    counts = counted(report.lines)
    return {
        "file": file,
        "sha256": report.sha256,
        "applied": applied,
        "rows": len({each.number for each in report.lines}),
        "new": counts[Fate.BOOK],
        "booked": counts[Fate.BOOKED],
        "ignored": list(report.ignored),
        "lines": [_line(each) for each in report.lines],
        "errors": [
            {"line": each.number, "code": each.no.code, "sentence": str(each.no)}
            for each in report.wrong
            if each.no is not None
        ],
    }


def _line(line: Line) -> dict[str, object]:
    told: dict[str, object] = {"line": line.number, "fate": line.fate.value}
    if line.entry is not None:
        told |= {"project": line.entry.project, "amount_fen": str(line.entry.amount)}
    if line.wish is not None:
        told["stage"] = line.wish.position
    return told


def _tell(report: Report) -> None:
    """Say of every line on the talk channel what becomes of it."""
    if report.ignored:
        click.echo(f"Columns that are not read: {', '.join(report.ignored)}", err=True)
    for each in report.lines:
        click.echo(f"{each.number}: {each.no or _TOLD[each.fate]}", err=True)


def _sentence(told: dict[str, object]) -> str:
    if told["errors"]:
        return f"{told['rows']} rows, some of them not good: nothing is written."
    ends = "Written." if told["applied"] else "Nothing is written yet."
    return f"{told['rows']} rows: {told['new']} new, {told['booked']} booked already. {ends}"
