"""How fast votes are counted, and with how much memory, beside pabutools.

    python -m benchmarks.tally [--folder ../shared/data/pb] [--quick] [--rule NAME ...] [FILE.pb ...]

Each rule counts each approval vote twice, by us and by pabutools, each time in a
process of its own. Printed are processor seconds of the rule without reading; the peak memory that
reading the file and counting it add to the loaded program, the interpreter and libraries left out;
both as ratios; and the peak of the whole process. It ends with 1 if any two outcomes
differ. Without files it takes the largest votes of the folder. Raising purses takes
pabutools minutes and gigabytes on those; `--quick` leaves it out. It needs what
tests/oracles/requirements.txt pins.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from microprojects.domain.tally import pabulib
from microprojects.domain.tally.counting import count
from microprojects.domain.tally.poll_files import PollFile
from microprojects.domain.tally.specs import Rule, Spec, Stop, Utility
from tests.oracles import pabutools_jobs
from tests.oracles.processes import peak_memory

RULES = {
    "greedy": Spec(rule=Rule.GREEDY, seed="00"),
    "phragmen": Spec(rule=Rule.PHRAGMEN, seed="00"),
    "shares-cardinality": Spec(rule=Rule.EQUAL_SHARES, utility=Utility.CARDINALITY, seed="00"),
    "shares-cost": Spec(rule=Rule.EQUAL_SHARES, utility=Utility.COST, seed="00"),
    # pabutools stops raising as soon as nothing fits
    "shares-add1": Spec(rule=Rule.EQUAL_SHARES_ADD1, stop=Stop.EXHAUSTIVE, seed="00"),
}
SLOW = "shares-add1"
LARGEST = 6


def main() -> None:
    """Measure, or be the process that is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--folder", type=Path, default=Path("../shared/data/pb"))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rule", action="append", choices=tuple(RULES))
    parser.add_argument("--ours", choices=tuple(RULES), help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.ours:
        print(json.dumps(_ours(wanted.files[0], wanted.ours)))
        return
    if not pabutools_jobs.there():
        sys.exit(pabutools_jobs.NOT_THERE)
    files = wanted.files or sorted(wanted.folder.glob("*.pb"), key=_size)[-LARGEST:]
    if not files:
        sys.exit(f"there is no vote in {wanted.folder}")
    rules = wanted.rule or [rule for rule in RULES if not (wanted.quick and rule == SLOW)]
    sys.exit(_compare(files, rules))


def _compare(files: list[Path], rules: list[str]) -> int:
    """Print a line for each file and rule; return 1 if any outcomes differ."""
    print(
        f"{'rule':19}{'winners':>8}{'ours s':>10}{'theirs s':>10}{'ratio':>8}"
        f"{'adds MB':>9}{'adds MB':>9}{'ratio':>7}{'whole MB':>10}{'whole MB':>10}{'ratio':>7}"
    )
    status = 0
    for file in files:
        poll = _read(file)
        election = poll.election
        print(f"{file.stem}: {election.voters} voters, {len(election.candidates)} projects")
        if any(points != 1 for ballot in election.ballots for _, points in ballot.scores):
            print("  left out: its ballots give points")
            continue
        for rule in rules:
            ours = _in_a_process(file, rule)
            job = pabutools_jobs.job(election, RULES[rule])
            del job["candidates"], job["ballots"]
            [theirs] = pabutools_jobs.answers([job | {"file": str(file.resolve()), "scale": poll.scale}])
            same = ours["selected"] == theirs["selected"]
            status |= not same
            added = [(each["kilobytes"] - each["loaded"]) / 1024 for each in (ours, theirs)]
            whole = [each["kilobytes"] / 1024 for each in (ours, theirs)]
            print(
                f"{rule:19}{len(ours['selected']):>8}{ours['seconds']:>10.3f}{theirs['seconds']:>10.3f}"
                f"{theirs['seconds'] / ours['seconds']:>7.0f}x"
                f"{added[0]:>9.1f}{added[1]:>9.1f}{added[1] / added[0]:>6.1f}x"
                f"{whole[0]:>10.0f}{whole[1]:>10.0f}{whole[1] / whole[0]:>6.1f}x"
                f"{'' if same else '  THE WINNERS DIFFER'}",
                flush=True,
            )
    return status


def _in_a_process(file: Path, rule: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.tally", "--ours", rule, str(file)]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told


def _ours(file: Path, rule: str) -> dict[str, Any]:
    loaded = peak_memory()
    election = _read(file).election
    began = time.process_time()
    outcome = count(election, RULES[rule])
    seconds = time.process_time() - began
    told = {"seconds": seconds, "kilobytes": peak_memory(), "loaded": loaded}
    return {"selected": sorted(outcome.selected), **told}


def _read(file: Path) -> PollFile:
    with file.open("rb") as stream:
        return pabulib.read(stream).poll


def _size(file: Path) -> int:
    return file.stat().st_size


if __name__ == "__main__":
    main()
