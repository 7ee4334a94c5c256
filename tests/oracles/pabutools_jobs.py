"""Elections as jobs for the process that counts with pabutools, and its answers."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from microprojects.domain.tally.elections import Election
from microprojects.domain.tally.equal_shares import first_purse, raise_by
from microprojects.domain.tally.rooms import entry
from microprojects.domain.tally.specs import Order, Rule, Spec
from microprojects.domain.tally.ties import TieRule

ROOT = Path(__file__).resolve().parents[2]
NOT_THERE = "pabutools is not installed; tests/oracles/requirements.txt says how"
NAMES = {
    Rule.GREEDY: "greedy",
    Rule.PHRAGMEN: "phragmen",
    Rule.EQUAL_SHARES: "equal-shares",
    Rule.EQUAL_SHARES_ADD1: "equal-shares",
}


def there() -> bool:
    """Return whether pabutools can be called."""
    return importlib.util.find_spec("pabutools") is not None


def job(election: Election, spec: Spec) -> dict[str, Any]:
    """Return the job for a rule without caps, groups and fill; who cannot win by our rule is left out."""
    ties = TieRule(election, spec)
    able, _ = entry(election, spec, ties)
    ids = {place: election.candidates[place].id for place in able}
    scored = any(points != 1 for ballot in election.ballots for _, points in ballot.scores)
    utility = str(spec.utility)
    if spec.rule == Rule.GREEDY:
        utility = "cost" if spec.order == Order.VOTES else "cardinality"
    purse = first_purse(election, spec)
    step = [raise_by(election, spec), 1] if spec.rule == Rule.EQUAL_SHARES_ADD1 else None
    return {
        "budget": election.budget,
        "candidates": [[ids[place], election.candidates[place].cost] for place in able],
        "ballots": [
            [ballot.weight, {ids[place]: points for place, points in ballot.scores if place in ids}]
            for ballot in election.ballots
        ],
        "ranks": {ids[place]: rank for rank, place in enumerate(ties.ordered(able))},
        "rule": NAMES[spec.rule],
        "utility": "points" if scored and utility == "cardinality" else utility,
        "purse": [purse.numerator, purse.denominator],
        "step": step,
        "stop": str(spec.stop),
    }


def answers(jobs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let one process of its own do the jobs."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.oracles.pabutools_count"],
        cwd=ROOT,
        input="".join(f"{json.dumps(one)}\n" for one in jobs),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]
