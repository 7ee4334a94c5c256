"""`generate`: a large fictional district, for tests and benchmarks."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import click
from sqlalchemy.engine import make_url
from werkzeug.utils import import_string

from microprojects.cli import application
from microprojects.config import Settings
from microprojects.domain.workdays import SHANGHAI
from microprojects.store import schema
from microprojects.store.db import db

LAST_DAY = date(2026, 11, 27)
Make = Callable[..., Any]


def command(tell: Make, write: Make, insist_on_empty: Make, usual: float) -> click.Command:
    """Return the command that casts a district into the database that the environment names."""

    @click.command("generate")
    @click.option("--communities", type=click.IntRange(1, 400), default=95, show_default=True)
    @click.option("--years", type=click.IntRange(1, 5), default=3, show_default=True)
    @click.option("--seed", type=int, default=7, show_default=True)
    @click.option("--projects", type=click.IntRange(1, 1_000_000), help="Default: as many as Futian had.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    def generate(communities: int, years: int, seed: int, projects: int | None, as_json: bool) -> None:
        """Fill an empty database with a fictional district.

        The same numbers give the same public record. Nobody has an account there; its
        last day is 27 November 2026.
        """
        count = projects or round(communities * years * usual)
        with application.opened() as app:
            insist_on_empty(db.session())
            db.session.rollback()
            say = _say
            say("telling the lives from which the district is cast, each once ...")
            settings: Settings = app.extensions["settings"]
            moulds = _told(settings, tell, years)
            made = write(moulds, communities=communities, projects=count, seed=seed, say=say)
        document = {
            "communities": made.communities,
            "projects": made.projects,
            "entries": made.entries,
            "fiscal_fen": str(made.fiscal_fen),
            "social_fen": str(made.social_fen),
            "states": dict(sorted(made.states.items())),
        }
        click.echo(json.dumps(document) if as_json else _sentence(document))

    return generate


def _told(settings: Settings, tell: Make, years: int) -> Any:
    """Tell the lives in a small database beside; its pictures go where those of the district are kept."""
    with tempfile.TemporaryDirectory(prefix="microprojects-") as folder:
        url = make_url(f"sqlite:///{Path(folder) / 'moulds.sqlite3'}").render_as_string()
        make: Callable[[Settings], Any] = import_string(application.FACTORY)
        small = make(replace(settings, database_url=url))
        with small.app_context():
            try:
                schema.upgrade()
                return tell(datetime.combine(LAST_DAY, time(8), SHANGHAI), years)
            finally:
                db.session.remove()
                db.engine.dispose()


def _sentence(made: dict[str, Any]) -> str:
    return (
        f"{made['projects']} projects in {made['communities']} communities, {made['entries']} lines of the record, "
        f"CNY {int(made['fiscal_fen']) / 100:,.0f} fiscal and {int(made['social_fen']) / 100:,.0f} social"
    )


def _say(line: str) -> None:
    click.echo(line, err=True)
