"""`import outlines` and `import points`: where areas and projects lie, from GeoJSON files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from microprojects.cli import application
from microprojects.cli.imports import actor_of, complain, content, sentence, wrong
from microprojects.clock import now
from microprojects.domain.geojson import MOST_BYTES
from microprojects.services import outlines as deeds
from microprojects.services.outlines import Report


def _words(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what both commands ask for."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
        click.option("--by", metavar="USERNAME", help="Who answers for the file; else the system itself."),
        click.option("--apply", "applies", is_flag=True, help="Write it; without this nothing is written."),
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    ):
        function = option(function)
    return function


@click.command("outlines")
@_words
def outlines(file: Path, applies: bool, by: str | None, as_json: bool) -> None:
    """Read the outlines of areas from FILE, a GeoJSON collection of Polygon and MultiPolygon features.

    Each feature names its area by the property `code` (LZ) or `name` (荔枝社区). Coordinates are longitude and
    latitude by WGS84 or CGCS2000. What the file does not name stays. Either every feature is good, or nothing is written.

    Exits 0 when every feature is good, 1 when some are not, naming them by their place, 2 when the file cannot be read.
    """
    _run(file, applies, by, as_json, deeds.preview, deeds.apply)


@click.command("points")
@_words
def points(file: Path, applies: bool, by: str | None, as_json: bool) -> None:
    """Read the places of projects from FILE, a GeoJSON collection of Point features.

    Each feature names its project by the property `number` (LZ-2026-014). Only works on public ground have a place;
    it is kept in steps of about ten metres. Either every feature is good, or nothing is written.

    Exits 0 when every feature is good, 1 when some are not, naming them by their place, 2 when the file cannot be read.
    """
    _run(file, applies, by, as_json, deeds.preview_points, deeds.apply_points)


def _run(
    file: Path,
    applies: bool,
    by: str | None,
    as_json: bool,
    preview: Callable[..., Report],
    apply: Callable[..., Report],
) -> None:
    data = content(file, MOST_BYTES)
    with application.opened():
        actor, at = actor_of(by), now()
        report = preview(data, actor=actor, at=at)
        applied = applies and not report.errors
        if applied:
            report = apply(data, actor=actor, at=at)
        complain((), report.errors)
        told = _document(report, str(file), applied=applied)
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else sentence(told, "features"))
    click.get_current_context().exit(1 if report.errors else 0)


def _document(report: Report, file: str, *, applied: bool) -> dict[str, object]:
    return {
        "file": file,
        "sha256": report.sha256,
        "applied": applied,
        "features": report.features,
        "new": report.new,
        "changed": report.changed,
        "same": report.same,
        **wrong(report.errors, "feature"),
    }
