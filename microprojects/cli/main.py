"""The command line: one group that turns every anticipated trouble into one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from microprojects.cli import demo, generate
from microprojects.cli.bundle import bundle
from microprojects.cli.doctor import doctor
from microprojects.cli.documents import documents
from microprojects.cli.exports import export
from microprojects.cli.grid_imports import grids
from microprojects.cli.imports import imports
from microprojects.cli.index import index
from microprojects.cli.map_imports import outlines, points
from microprojects.cli.payment_imports import payments
from microprojects.cli.people import accounts, areas
from microprojects.cli.project_imports import projects
from microprojects.cli.publish import publish
from microprojects.cli.round_imports import round_
from microprojects.cli.serve import serve
from microprojects.cli.tally import tally
from microprojects.cli.tend import tend
from microprojects.cli.trouble import CannotGoOn, database_sentence, usage_sentence
from microprojects.cli.upgrade import upgrade
from microprojects.cli.verify import verify, witness
from microprojects.config import ConfigurationError
from microprojects.demo import district, district_plan, load, moulds
from microprojects.domain.errors import Refusal


class House(click.Group):
    """A group whose commands end in a sentence and exit code 2 where they cannot go on."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with _sentences():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with _sentences():
            return super().invoke(ctx)


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn anticipated trouble into one sentence; a command that is called without anything still shows its help."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as trouble:
        raise CannotGoOn(usage_sentence(trouble)) from trouble
    except (ConfigurationError, Refusal) as trouble:
        raise CannotGoOn(str(trouble)) from trouble
    except DBAPIError as trouble:
        raise CannotGoOn(database_sentence(trouble)) from trouble


@click.group("microprojects", cls=House, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="microprojects")
def main() -> None:
    """Community micro-projects: three deliberations, three disclosures, one public record.

    Exit codes: 0 done, 1 what was checked does not hold, 2 wrong use or unreadable input.
    """


def _say(line: str) -> None:
    """Tell on the talk channel how far the loading of the demo has come."""
    click.echo(line, err=True)


imports.add_command(round_)
imports.add_command(projects)
imports.add_command(payments)
imports.add_command(outlines)
imports.add_command(points)
imports.add_command(grids)
main.add_command(demo.command(partial(load, say=_say)))
main.add_command(
    generate.command(moulds.tell, district.write, district.insist_on_empty, district_plan.PER_COMMUNITY_YEAR)
)
for command in (
    serve, upgrade, areas, accounts, bundle, doctor, documents, export, imports, index, publish, tally, tend,
    verify, witness,
):  # fmt: skip
    main.add_command(command)
