"""How much memory and time the checks of the record take on a small and on a large record, in one run.

    python -m benchmarks.record_memory [--few 10] [--many 30] [--program OTHER/verify.py]

It casts two districts of so many communities on SQLite and packs the record of each. Each check runs in a process of
its own: `verify.py` on the folder (and another one, if it is named), and what `doctor --record`, `doctor --files` and
`tend` do with the database. Printed are the peak memory of the whole process and its processor seconds on both, with
the ratio of many to few beside that of the entries. It exits 1 where memory grows by more than a quarter.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.public_pages import filled, lives
from microprojects import verify
from microprojects.app import create_app
from microprojects.config import Settings
from microprojects.demo.moulds import Moulds
from microprojects.store import bundles, journal, kept_files, self_checks
from microprojects.store.db import db
from tests.oracles.processes import peak_memory

PROJECTS, MOST_RATIO = 14, 1.25  # projects of a community in three years
# The program alone, without anything of ours.
ALONE = """
import json, runpy, sys, time
from pathlib import Path
from tests.oracles.processes import peak_memory
report = runpy.run_path(sys.argv[1], run_name="verify")["checked"](Path(sys.argv[2]))
assert report.whole, report.spoken()
print(json.dumps({"seconds": time.process_time(), "kilobytes": peak_memory()}))
"""


def main() -> None:
    """Measure, or be the process that is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--few", type=int, default=10)
    parser.add_argument("--many", type=int, default=30)
    parser.add_argument("--program", type=Path, help="another verify.py, measured beside ours")
    parser.add_argument("--job", nargs=2, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.job:
        print(json.dumps(_measured(wanted.job[0], Path(wanted.job[1]))))
        return
    with tempfile.TemporaryDirectory(prefix="microprojects-") as name:
        told = lives(Path(name))
        places = [(Path(name, str(many)), many) for many in (wanted.few, wanted.many)]
        entries = [_cast(place, told, many) for place, many in places]
        programs = [Path(verify.__file__), *([wanted.program] if wanted.program else ())]
        jobs = [*(f"verify {each.resolve()}" for each in programs), *DEEP]
        rows = {job: [_in_a_process(job, place) for place, _ in places] for job in jobs}
    sys.exit(_report(entries, rows))


def _cast(folder: Path, told: Moulds, communities: int) -> int:
    """Make a district and pack its record; return how many entries it has."""
    shutil.copytree(folder.parent / "moulds" / "files", folder / "files")  # the pictures of the lives
    app = filled(folder, told, PROJECTS * communities, communities)
    with app.app_context():
        for path, data in bundles.pieces(db.session()):
            place = folder / "record" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as file:
                file.writelines(data)
        entries = journal.head(db.session()).seq
        db.session.remove()
        db.engine.dispose()
    return entries


def _in_a_process(job: str, folder: Path) -> dict[str, Any]:
    what, _, program = job.partition(" ")
    command = [sys.executable, "-m", "benchmarks.record_memory", "--job", job, str(folder)]
    if what == "verify":
        command = [sys.executable, "-c", ALONE, program, str(folder / "record")]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told


def _measured(job: str, folder: Path) -> dict[str, Any]:
    began = time.process_time()
    if found := _looked(DEEP[job], folder):
        raise SystemExit(f"{job}: {found[0]}")
    return {"seconds": time.process_time() - began, "kilobytes": peak_memory()}


def _looked(look: Callable[[], list[str]], folder: Path) -> list[str]:
    environment = {"MICROPROJECTS_MODE": "demo", "MICROPROJECTS_DATA_DIR": str(folder)}
    with create_app(Settings.load(environment)).app_context():
        return look()


def _record() -> list[str]:
    with bundles.moment() as session:
        return self_checks.look(session, 1)


def _files() -> list[str]:
    return [each.sentence for _, each in kept_files.look(db.session()) if each and not each.harmless]


DEEP: dict[str, Callable[[], list[str]]] = {"doctor--record": _record, "doctor--files": _files}


def _report(entries: list[int], rows: dict[str, list[dict[str, Any]]]) -> int:
    """Print a line for each check; return 1 where memory grew too much."""
    print(f"{entries[0]} and {entries[1]} entries: {entries[1] / entries[0]:.1f} times as many")
    print(f"{'check':34}{'few MB':>8}{'many MB':>9}{'ratio':>7}{'few s':>8}{'many s':>8}{'ratio':>7}")
    status = 0
    for job, (few, many) in rows.items():
        grown, slower = many["kilobytes"] / few["kilobytes"], many["seconds"] / max(few["seconds"], 0.01)
        own = not job.startswith("verify ") or job == f"verify {Path(verify.__file__).resolve()}"
        status |= own and grown > MOST_RATIO
        print(
            f"{job[-33:]:34}{few['kilobytes'] / 1024:>8.0f}{many['kilobytes'] / 1024:>9.0f}{grown:>7.2f}"
            f"{few['seconds']:>8.2f}{many['seconds']:>8.2f}{slower:>7.2f}"
        )
    return status


if __name__ == "__main__":
    main()
