"""`tend`: what the system itself does when a time is over; for a timer, such as every ten minutes."""

from __future__ import annotations

import json

import click

from microprojects.cli import application
from microprojects.clock import now
from microprojects.services import (
    ages,
    approvals,
    checkpoints,
    compositions,
    erasures,
    evaluations,
    kept_records,
    payment_imports,
    poll_boards,
    poll_counts,
    proposals,
    retentions,
    rolls,
    searching,
    self_checks,
    splittings,
)

ALARMS = "rows that the journal tells otherwise"

# What is done, in the order in which one may make room for the next.
DEEDS = {
    "lapsed": proposals.lapse_overdue,
    "poll days told": poll_boards.tell_days,
    "commitments published": poll_boards.publish_due,
    "polls closed": poll_counts.close_due,
    "keys of past polls destroyed": poll_counts.forget_keys,
    "ages counted": ages.count_due,
    "stopped": approvals.stop_due,
    "approved": approvals.approve_due,
    "evaluations opened": evaluations.open_due,
    "facts of past members deleted": compositions.forget_past,
    "kept sheets deleted": rolls.forget_past,
    "kept sheets of payments deleted": payment_imports.forget_past,
    "deletions finished": erasures.finish_due,
    "past their time forgotten": retentions.run_due,
    "splitting asked about": splittings.raise_due,
    "pairs of the search counted": searching.weigh,
    "checkpoints signed": checkpoints.sign_due,  # over all of the above; what it refuses holds no deed back
    "records packed": kept_records.pack_due,  # with the checkpoint that was just signed
    ALARMS: self_checks.check_due,
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def tend(as_json: bool) -> None:
    """Do what is due: lapse, tell of open polls, close polls, stop emergencies, approve after the notice, open evaluations, forget.

    What a rule still holds back is left for the people who can clear it. Safe to run again. It exits 1 where the site is
    not what its journal tells.
    """
    with application.opened():
        done = {name: deed(at=now()) for name, deed in DEEDS.items()}
    if as_json:
        click.echo(json.dumps(done))
    else:
        click.echo(", ".join(f"{count} {name}" for name, count in done.items()))
    if done[ALARMS]:
        click.echo(
            "microprojects: ALARM: the database is not what its journal tells. See microprojects doctor --record.",
            err=True,
        )
        click.get_current_context().exit(1)
