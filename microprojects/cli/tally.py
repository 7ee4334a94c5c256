"""`tally`: a vote in a Pabulib file counted without a database."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from microprojects.cli import tally_words
from microprojects.cli.trouble import CannotGoOn
from microprojects.domain.canonical import canonical
from microprojects.domain.errors import Refusal
from microprojects.domain.tally import pabulib, spec_files
from microprojects.domain.tally.counting import count
from microprojects.domain.tally.outcomes import Outcome
from microprojects.domain.tally.poll_files import PollFile
from microprojects.domain.tally.spec_files import SETTINGS, SpecFile
from microprojects.domain.tally.specs import Fill, Rule, Spec, Stop, Utility

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
GREEDY = frozenset({Rule.GREEDY, Rule.GREEDY_NO_SKIP})


def _one_of(choices: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([choice.value for choice in choices])


@click.command()
@click.argument("file", metavar="FILE.pb", type=FILE)
@click.option("--rule", type=_one_of(Rule), help="By which rule to count.")
@click.option("--seed", default="", metavar="HEX", help="The public lot, where nothing else parts equals.")
@click.option("--spec", "spec_path", metavar="FILE.json", type=FILE, help="The published rule spec.")
@click.option("--utility", type=_one_of(Utility), help="What a won project is worth to its voters.")
@click.option("--stop", type=_one_of(Stop), help="When raising the purses ends.")
@click.option("--fill", type=_one_of(Fill), help="How money that is left is used.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def tally(
    file: Path, rule: str | None, seed: str, spec_path: Path | None, as_json: bool, **options: str | None
) -> None:
    """Count the vote in a Pabulib file and say how.

    Exits 0 when it has counted, 2 when the file, the rule or its settings cannot be used.
    """
    try:
        told = _counted(file, rule, seed, spec_path, {key: given for key, given in options.items() if given})
    except Refusal as trouble:
        raise CannotGoOn(str(trouble)) from trouble
    if as_json:
        click.echo(json.dumps(tally_words.document(file.name, *told), ensure_ascii=False))
    else:
        for line in tally_words.lines(file.name, *told):
            click.echo(line)


def _counted(
    file: Path, rule: str | None, seed: str, spec_path: Path | None, options: dict[str, str]
) -> tuple[PollFile, SpecFile, Outcome]:
    with file.open("rb") as stream:
        reading = pabulib.read(stream)
    poll = reading.poll
    for remark in reading.remarks:
        click.echo(f"{file.name}: {remark}", err=True)
    stated = _stated(poll, rule, spec_path, options)
    spec_files.require_same(stated.document, poll.election)
    click.echo(f"rule spec: {canonical(stated.document).decode()}", err=True)
    return poll, stated, count(poll.election_of(stated.min_score), replace(stated.spec, seed=seed))


def _stated(poll: PollFile, named: str | None, path: Path | None, options: dict[str, str]) -> SpecFile:
    """Return the rule by which is counted: what the spec says, and in its place what the options say."""
    document: dict[str, Any] = {}
    if path:
        with path.open("rb") as stream:
            given = stream.read(spec_files.MOST_BYTES + 1)
        document = dict(spec_files.read(given, Rule(named) if named else None).document)
    said = dict(document.get("rule", {}))
    rule = _agreed(said, named)
    if not path:
        document = spec_files.document_of(Spec(rule=rule))
        said = dict(document["rule"])
    for key in sorted(options.keys() - SETTINGS[rule]):
        click.echo(f"--{key} says nothing to the rule {rule.value} and is left out.", err=True)
    asked = {key: given for key, given in options.items() if key in SETTINGS[rule]}
    document["rule"] = said | asked
    if not path and rule in GREEDY and poll.threshold:
        least = "min_score" if poll.vote_type.is_weighed else "min_votes"
        document["eligibility"] |= {least: poll.threshold}
        click.echo(f"A project needs {poll.threshold} to win, as the file says.", err=True)
    return spec_files.read(spec_files.write(document))


def _agreed(said: dict[str, Any], named: str | None) -> Rule:
    """Return the rule that the spec and the option name; raised purses are a kind of equal shares."""
    if "name" not in said:
        if named is None:
            raise CannotGoOn(f"Name a rule: --rule {' | '.join(Rule)}.")
        said["name"] = named
    stated = spec_files.rule_of(said)
    if named in (None, stated.value, said["name"]):
        return stated
    if named == Rule.EQUAL_SHARES_ADD1 and stated == Rule.EQUAL_SHARES:
        said["name"] = named
        return Rule.EQUAL_SHARES_ADD1
    raise CannotGoOn(
        f"The spec names the rule {said['name']} and --rule {named}. Leave one out, or make them agree."
    )
