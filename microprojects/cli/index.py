"""`index`: what is kept beside the record to answer quickly, made anew."""

from __future__ import annotations

import json

import click

from microprojects.cli import application
from microprojects.services import searching, staying


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def index(as_json: bool) -> None:
    """Make the index of the search, and the days that projects stood in each step, anew from the record.

    Both are kept by the acts themselves; this mends them after rows were written by hand, and fills in the days
    of the time before they were kept.
    """
    with application.opened():
        done = searching.rebuild()
        stays = staying.rebuild()
    told = {"indexed": done, "stays": stays}
    click.echo(
        json.dumps(told) if as_json else f"{done} projects and meetings indexed, {stays} stays counted"
    )
