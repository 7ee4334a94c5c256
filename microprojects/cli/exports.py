"""`export`: one round out, as the table of its projects or as a poll that other programs can count."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from sqlalchemy.orm import Session

from microprojects.cli import application
from microprojects.cli.trouble import CannotGoOn
from microprojects.config import Settings
from microprojects.domain.ocds import Page, Publisher, record_package
from microprojects.domain.round_columns import RoundColumn
from microprojects.domain.spreadsheets import BOM, line
from microprojects.store import areas, contracting, poll_exports, round_exports
from microprojects.store.db import db
from microprojects.store.polls import Poll
from microprojects.store.programmes import Round

STDOUT = "-"


@click.command("export")
@click.option(
    "--round", "name", required=True, metavar="N", help="Its number, or community/year: lizhi/2026."
)
@click.option(
    "--format",
    "form",
    required=True,
    type=click.Choice(["pb", "csv", "json", "ocds"]),
    help="pb is one poll.",
)
@click.option("-o", "out", required=True, metavar="FILE", help="Where to write it; - is standard output.")
@click.option("--poll", "poll_id", type=click.IntRange(min=1), metavar="ID", help="One of its counted polls.")
def export(name: str, form: str, out: str, poll_id: int | None) -> None:
    """Write one round to FILE, with nothing about persons.

    csv and json are its public projects with costs, states, votes, places, winners, decisions and money paid;
    pb is a counted poll of it with all ballots, in the format of Pabulib; ocds is what happened to the money of
    its projects, as a record package of the Open Contracting Data Standard.

    Exits 0 when it is written, 2 when there is no such round or poll, or FILE cannot be written.
    """
    with application.opened() as app:
        session = db.session()
        held = _round(session, name)
        polls = _polls(session, held, poll_id)
        if form == "pb":
            pieces = poll_exports.pabulib(session, _one(held, polls))
        elif form == "ocds":
            pieces = iter([_ocds(session, held, app.extensions["settings"])])
        elif form == "csv":
            pieces = _csv(session, held, polls)
        else:
            pieces = iter([_json(session, held, polls)])
        _write(out, pieces)


def _round(session: Session, name: str) -> Round:
    """Return the round that is meant.

    Raises:
        CannotGoOn: there is none, or there are several.
    """
    found = round_exports.named(session, name)
    if len(found) == 1:
        return found[0]
    if found:
        raise CannotGoOn(f"{name} means several rounds. Name one by its number: {_numbers(found)}.")
    raise CannotGoOn(
        f"There is no round {name!r}. Name it by its number, or by community and year: lizhi/2026."
    )


def _numbers(found: Iterable[Round | Poll]) -> str:
    return ", ".join(str(each.id) for each in found)


def _polls(session: Session, held: Round, poll_id: int | None) -> list[Poll]:
    """Return the counted polls of the round, or the one that is asked for.

    Raises:
        CannotGoOn: that one is not among them.
    """
    found = round_exports.counted(session, held.id)
    if poll_id is None:
        return found
    asked = [poll for poll in found if poll.id == poll_id]
    if not asked:
        raise CannotGoOn(
            f"Poll {poll_id} is not a counted poll of round {held.id}. Counted: {_numbers(found) or 'none'}."
        )
    return asked


def _one(held: Round, polls: Sequence[Poll]) -> Poll:
    if len(polls) == 1:
        return polls[0]
    if polls:
        raise CannotGoOn(f"Round {held.id} has several counted polls. Name one by --poll: {_numbers(polls)}.")
    raise CannotGoOn(f"Round {held.id} has no counted poll, so there are no ballots. Use csv or json.")


def _csv(session: Session, held: Round, polls: Sequence[Poll]) -> Iterator[str]:
    yield BOM + line([column.label for column in RoundColumn])
    for each in round_exports.lines(session, held.id, polls):
        yield line([each.cells[column] for column in RoundColumn])


def _json(session: Session, held: Round, polls: Sequence[Poll]) -> str:
    told = {
        "round": {
            "id": held.id,
            "community": held.area.slug,
            "year": held.year,
            "opens_on": held.opens_on.isoformat(),
            "closes_on": held.closes_on.isoformat(),
            "rules_hash": held.rulebook.hash,
            "imported": held.imported,
        },
        "polls": [_poll(poll) for poll in polls],
        "columns": {
            column.value: {"label": column.label, "meaning": column.meaning} for column in RoundColumn
        },
        "projects": [
            {
                **{column.value: each.cells[column] for column in RoundColumn},
                "decisions": [dataclasses.asdict(decision) for decision in each.decisions],
            }
            for each in round_exports.lines(session, held.id, polls)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _ocds(session: Session, held: Round, settings: Settings) -> str:
    district = areas.by_path(session, held.area.path.split("/")[0])
    publisher = Publisher(settings.base_url, settings.ocds_prefix, district.name, settings.data_license)
    # A file has no address of its own; its package is named after the round.
    page = Page(f"/data/ocds/records.json#round-{held.id}")
    package = record_package(contracting.of_round(session, held.id), publisher, page)
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _poll(poll: Poll) -> dict[str, object]:
    return {
        "id": poll.id,
        "name": poll.name,
        "title": poll.title,
        "state": poll.state,
        "spec_hash": poll.spec_hash,
        "file_sha256": poll.source.sha256 if poll.source else None,
    }


def _write(out: str, pieces: Iterator[str]) -> None:
    """Write what comes, whole or not at all where it is a file.

    Raises:
        CannotGoOn: the file cannot be written.
    """
    if out == STDOUT:
        for piece in pieces:
            click.echo(piece.encode(), nl=False)
        return
    path = Path(out)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece.encode())
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CannotGoOn(f"{out} cannot be written ({error.strerror}). Name another file.") from error
