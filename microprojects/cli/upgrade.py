"""`upgrade`: the database brought to the current schema."""

from __future__ import annotations

import json

import click

from microprojects.cli import application
from microprojects.store import schema


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def upgrade(as_json: bool) -> None:
    """Bring the database to the current schema."""
    app = application.build(application.settings_from_environment())
    with app.app_context():
        application.insist_on_known_schema()
        before = sorted(schema.present())
        schema.upgrade()
        after = sorted(schema.present())
    if as_json:
        click.echo(json.dumps({"from": before, "to": after}))
    else:
        click.echo(f"{', '.join(before) or 'empty'} -> {', '.join(after) or 'empty'}")
