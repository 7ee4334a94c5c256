"""Pabulib files for tests: our own, small ones built in a test, and the real ones if they lie beside the project."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path

from microprojects.domain.tally.pabulib import Reading, read
from microprojects.domain.tally.pabulib_writing import write
from microprojects.domain.tally.poll_files import PollFile

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "tests" / "data" / "pb"
# Real votes are not ours to hand on; whoever has them puts them here.
REAL = ROOT.parent / "shared" / "data" / "pb"
NOT_THERE = f"the real Pabulib files are not in {REAL}"


def manifest() -> list[dict[str, str]]:
    """Return what is told about each real file; nothing where they are not there."""
    path = REAL / "manifest.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def opened(path: Path) -> Reading:
    """Read a file."""
    with path.open("rb") as stream:
        return read(stream)


def from_text(text: str) -> Reading:
    """Read a file that is only a text."""
    return read(BytesIO(text.encode()))


def again(poll: PollFile) -> PollFile:
    """Write a vote and read what was written."""
    return from_text("".join(write(poll))).poll


def pb(*votes: str, meta: str = "", projects: str = "p1;100\np2;50\np3;60", kind: str = "approval") -> str:
    """Return a small file; META is seven lines if nothing is added, a vote is all that follows its voter's number."""
    points = ";points" if kind in ("cumulative", "scoring") else ""
    listed = projects.count("\n") + 1
    told = f"budget;200\nvote_type;{kind}\nnum_projects;{listed}\nnum_votes;{len(votes)}\n{meta}"
    cast = "".join(f"{number};{vote}\n" for number, vote in enumerate(votes, start=1))
    return (
        f"META\nkey;value\n{told}PROJECTS\nproject_id;cost\n{projects}\nVOTES\nvoter_id;vote{points}\n{cast}"
    )
