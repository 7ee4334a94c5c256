"""`tend` does what is due, and nothing twice."""

from __future__ import annotations

import json


def test_an_empty_site_has_nothing_due(run):
    run("upgrade")

    result = run("tend", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "lapsed": 0,
        "poll days told": 0,
        "commitments published": 0,
        "polls closed": 0,
        "keys of past polls destroyed": 0,
        "stopped": 0,
        "approved": 0,
        "evaluations opened": 0,
        "facts of past members deleted": 0,
        "kept sheets deleted": 0,
        "pairs of the search counted": 0,
    }


def test_a_database_that_is_not_there_yet_is_told(run):
    result = run("tend")

    assert result.exit_code == 2
    assert result.stderr.startswith("microprojects: ")
