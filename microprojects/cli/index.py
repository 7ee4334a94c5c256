"""`index`: the index of the search, made anew."""

from __future__ import annotations

import json

import click

from microprojects.cli import application
from microprojects.services import searching


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def index(as_json: bool) -> None:
    """Make the index of the search anew from the projects and meetings there are.

    It is kept by the acts themselves; this mends it after rows were written by hand.
    """
    with application.opened():
        done = searching.rebuild()
    click.echo(json.dumps({"indexed": done}) if as_json else f"{done} projects and meetings indexed")
