"""Counts with pabutools, another people's program, for comparison; run as a process of its own.

Standard input is one JSON job a line, standard output one JSON answer a line:
{"budget", "candidates": [[id, cost]], "ballots": [[weight, {id: points}]], "ranks": {id: rank among
equals}, "rule", "utility", "purse", "step", "stop"} gives {"selected", "seconds", "kilobytes",
"loaded"}; instead of candidates and ballots it may name a Pabulib "file" with sums in units of 10**-"scale".
Seconds are of the processor, for the rule alone; kilobytes are the peak so far, and before any job;
whoever has no rank cannot win.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from pabutools.election import (
    AbstractProfile,
    ApprovalMultiProfile,
    CardinalMultiProfile,
    FrozenApprovalBallot,
    FrozenCardinalBallot,
    Instance,
    Project,
    parse_pabulib,
)
from pabutools.election.satisfaction import Additive_Cardinal_Sat, Cardinality_Sat, Cost_Sat
from pabutools.fractions import frac
from pabutools.rules import greedy_utilitarian_welfare, sequential_phragmen
from pabutools.rules.mes.mes_rule import method_of_equal_shares_scheme
from pabutools.tiebreaking import TieBreakingRule

from tests.oracles.processes import peak_memory

Job = dict[str, Any]


def built(job: Job) -> tuple[Instance, AbstractProfile]:
    """Return the election of a job; ballots of a profile are equal when their choices are."""
    if "file" in job:
        return read(job)
    projects = {key: Project(key, cost) for key, cost in job["candidates"]}
    instance = Instance(projects.values(), budget_limit=job["budget"])
    scored = any(points != 1 for _, choices in job["ballots"] for points in choices.values())
    profile = (CardinalMultiProfile if scored else ApprovalMultiProfile)(instance=instance)
    for weight, choices in job["ballots"]:
        if scored:
            ballot = FrozenCardinalBallot({projects[key]: points for key, points in choices.items()})
        else:
            ballot = FrozenApprovalBallot(projects[key] for key in choices)
        profile[ballot] = profile.get(ballot, 0) + weight
    return instance, profile


def read(job: Job) -> tuple[Instance, AbstractProfile]:
    """Return the election of a file."""
    instance, profile = parse_pabulib(job["file"])
    for project in [project for project in instance if project.name not in job["ranks"]]:
        instance.remove(project)
    return instance, profile.as_multiprofile()


def counted(job: Job, instance: Instance, profile: AbstractProfile) -> list[Project]:
    """Return the projects that win."""
    ties = TieBreakingRule(lambda _instance, _profile, project: job["ranks"][project.name])
    if job["rule"] == "phragmen":
        return sequential_phragmen(instance, profile, tie_breaking=ties)
    utility: Any = {"cost": Cost_Sat, "cardinality": Cardinality_Sat, "points": Additive_Cardinal_Sat}
    utility = utility[job["utility"]]
    if job["rule"] == "greedy":
        return greedy_utilitarian_welfare(instance, profile, sat_class=utility, tie_breaking=ties)
    return shared(job, instance, profile, utility, ties)


def shared(
    job: Job, instance: Instance, profile: AbstractProfile, utility: Any, ties: TieBreakingRule
) -> list[Project]:
    """Return who wins by equal shares; the library stops raising as soon as nothing fits, else we raise."""
    unit = 10 ** job.get("scale", 0)
    purse = frac(*job["purse"]) / unit
    step = frac(*job["step"]) / unit if job["step"] else None

    def run(purse: Any, step: Any) -> list[Project]:
        return method_of_equal_shares_scheme(
            instance,
            profile,
            profile.as_sat_profile(utility),
            purse,
            [],
            ties,
            voter_budget_increment=step,
            binary_sat=isinstance(profile, ApprovalMultiProfile),
        )

    if step is None or job["stop"] == "exhaustive":
        return run(purse, step)
    everyone = sum(1 for project in instance if profile.approval_score(project))
    won = run(purse, None)
    while len(won) < everyone:
        purse += step
        more = run(purse, None)
        if not instance.is_feasible(more):
            break
        won = more
    return won


def main() -> None:
    """Answer jobs until there are no more."""
    loaded = peak_memory()
    for line in sys.stdin:
        job = json.loads(line)
        election = built(job)
        began = time.process_time()
        won = counted(job, *election)
        seconds = time.process_time() - began
        told = {"seconds": seconds, "kilobytes": peak_memory(), "loaded": loaded}
        print(json.dumps({"selected": sorted(p.name for p in won), **told}), flush=True)


if __name__ == "__main__":
    main()
