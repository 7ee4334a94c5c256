"""`import round`: a vote that was held elsewhere, as a Pabulib file, is looked at and with --apply becomes a poll here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from microprojects.cli import application
from microprojects.cli.imports import actor_of, content
from microprojects.clock import now
from microprojects.domain.errors import Refusal
from microprojects.domain.poll_imports import Asked, Look, currency_of, title_of
from microprojects.domain.tally import spec_files
from microprojects.domain.tally.pabulib_rows import LARGEST
from microprojects.domain.tally.specs import Rule
from microprojects.services import poll_imports

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("round")
@click.argument("file", metavar="FILE.pb", type=FILE)
@click.option("--community", required=True, metavar="SLUG", help="The community, such as lizhi.")
@click.option("--apply", "applies", is_flag=True, help="Write it; without this nothing is written.")
@click.option("--rule", type=click.Choice([rule.value for rule in Rule]), help="By which rule to count it.")
@click.option("--spec", "spec_path", metavar="FILE.json", type=FILE, help="The rule spec to count it by.")
@click.option("--seed", default="", metavar="HEX", help="The public lot, where nothing else parts equals.")
@click.option("--year", type=click.IntRange(2000, 2200), help="The year, where the file says no dates.")
@click.option(
    "--despite", is_flag=True, help="Bring it although its votes or winners are not what it counts to."
)
@click.option(
    "--by", metavar="USERNAME", help="The administrator who answers for it; else the system itself."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def round_(
    file: Path,
    community: str,
    applies: bool,
    rule: str | None,
    spec_path: Path | None,
    as_json: bool,
    **more: object,
) -> None:
    """Make the vote in a Pabulib file a poll of a community, counted and on show.

    The rule, the lot and the days are those that the file says; options are for what it does not say.
    Numbers, age, sex and neighbourhood of its voters are not kept.

    Exits 0 when it can be brought, 1 when something keeps it out, 2 when it cannot be read.
    """
    data = content(file, most=LARGEST)
    asked = Asked(
        rule=Rule(rule) if rule else None,
        spec=content(spec_path, most=spec_files.MOST_BYTES) if spec_path else None,
        seed=str(more["seed"]),
        year=int(str(more["year"])) if more["year"] else None,
        despite=bool(more["despite"]),
    )
    with application.opened():
        by = more["by"]
        actor, at = actor_of(str(by) if by else None), now()
        report = poll_imports.preview(data, asked, community=community, actor=actor, at=at)
        problems, poll = list(report.problems), None
        if applies and not problems:
            poll = poll_imports.bring(data, asked, community=community, actor=actor, at=at)
    told = _document(report.look, str(file), community, problems, poll)
    for remark in report.look.reading.remarks:
        click.echo(f"{file.name}: {remark}", err=True)
    for no in problems:
        click.echo(f"{file.name}: {no}", err=True)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_lines(told)))
    click.get_current_context().exit(1 if problems else 0)


def _document(
    found: Look, file: str, community: str, problems: list[Refusal], poll: int | None
) -> dict[str, object]:
    """Return what a file holds and what our count of it gives; of its voters only how many they are."""
    cast, outcome = found.poll.cast, found.outcome
    return {
        "file": file,
        "community": community,
        "sha256": found.sha256,
        "applied": poll is not None,
        "poll": poll,
        "title": title_of(found.poll),
        "days": [day.isoformat() for day in found.days] if found.days else None,
        "budget": found.poll.money(cast.budget),
        "currency": currency_of(found.poll),
        "vote_type": found.poll.vote_type.value,
        "projects": len(cast.candidates),
        "ballots": cast.voters,
        "distinct_ballots": len(cast.ballots),
        "rule_in_file": found.poll.said("rule").strip(),
        "rule": found.stated.spec.rule.value if found.stated else None,
        "rule_spec": found.stated.document if found.stated else None,
        "claimed": list(found.claimed) if found.claimed is not None else None,
        "selected": list(outcome.selected) if outcome else None,
        "spent": found.poll.money(outcome.spent) if outcome else None,
        "agrees": found.agrees,
        "problems": [{"code": no.code, "sentence": str(no), "line": no.facts.get("line")} for no in problems],
    }


def _lines(told: Mapping[str, object]) -> list[str]:
    """Return the same in a few lines."""
    days = told["days"]
    when = " to ".join(days) if isinstance(days, list) else "no dates"
    return [
        str(told["title"]),
        f"{when}: {told['budget']} {told['currency']}, {told['projects']} projects, {told['ballots']} ballots "
        f"({told['distinct_ballots']} distinct), {told['vote_type']}".replace(" ,", ","),
        f"rule in the file: {told['rule_in_file'] or 'none'}; counted by: {told['rule'] or 'no rule'}",
        _winners(told),
        _end(told),
    ]


def _winners(told: Mapping[str, object]) -> str:
    claimed, selected = told["claimed"], told["selected"]
    named = f"{len(claimed)} named by the file" if isinstance(claimed, list) else "none named by the file"
    if not isinstance(selected, list):
        return f"winners: {named}; not counted again"
    verdict = _verdict(told["agrees"])
    return f"winners: {named}, {len(selected)} in this count, which spends {told['spent']}; {verdict}"


def _verdict(agrees: object) -> str:
    if agrees is None:
        return "nothing to compare"
    return "they are the same" if agrees else "they differ"


def _end(told: Mapping[str, object]) -> str:
    if told["problems"]:
        return "Something keeps it out: nothing is written."
    return f"Written: poll {told['poll']}." if told["applied"] else "Nothing is written yet."
