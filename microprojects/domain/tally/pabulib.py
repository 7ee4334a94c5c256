"""Reading a Pabulib file (`.pb`): a vote with its projects, its budget and all its ballots.

Source: pabulib.org/format; Stolicki, Szufa, Talmon, arXiv 2012.06539.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from microprojects.domain.tally import pabulib_noes as noes
from microprojects.domain.tally.elections import Candidate, Election
from microprojects.domain.tally.pabulib_rows import Sections, fitted
from microprojects.domain.tally.pabulib_votes import Count, Limits, whole
from microprojects.domain.tally.poll_files import THRESHOLD, PollFile, VoteType

AMOUNT = re.compile(r"([0-9]{1,24})(?:\.([0-9]{0,18}))?")
MOST_PROJECTS = 10_000
LONGEST_ID = 200
LIMITS = ("min_length", "max_length", "min_sum_points", "max_sum_points", "min_points", "max_points")


@dataclass(frozen=True)
class Reading:
    """A file that was read, what was tolerated in it, and the line of each project."""

    poll: PollFile
    remarks: tuple[noes.Remark, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """One value of META and its line."""

    line: int
    value: str


@dataclass(frozen=True, slots=True)
class _Listed:
    """One project, its cost still as written: digits before and after the point."""

    id: str
    line: int
    cost: tuple[str, str]
    categories: frozenset[str]


def read(stream: BinaryIO) -> Reading:
    """Read a file line by line; what it holds in memory grows with distinct ballots and voters' numbers.

    Raises:
        PabulibRefusal: it cannot be read; the sentence names the line.
    """
    sections = Sections(stream)
    meta = _meta(sections)
    budget = _amount(meta["budget"].line, "budget", meta["budget"].value)
    vote_type = _vote_type(meta["vote_type"])
    columns, rows, listed = _projects(sections)
    scale = max(len(rest) for _, rest in (budget, *(project.cost for project in listed)))
    places = {project.id: place for place, project in enumerate(listed)}
    counted = Count(vote_type, places, _limits(meta, vote_type))
    _votes(sections, counted)
    poll = PollFile(
        meta=tuple((key, said.value) for key, said in meta.items()),
        columns=columns,
        rows=rows,
        vote_type=vote_type,
        scale=scale,
        cast=Election(
            budget=_units(budget, scale),
            candidates=tuple(
                Candidate(project.id, _units(project.cost, scale), project.categories) for project in listed
            ),
            ballots=counted.ballots(),
        ),
    )
    remarks = [
        *_counts(meta, "num_projects", len(listed)),
        *_counts(meta, "num_votes", counted.voters),
        *counted.remarks(),
        *_sums(poll, counted, [project.line for project in listed]),
    ]
    if poll.withdrawn:
        remarks.append(noes.withdrawn(len(poll.withdrawn)))
    return Reading(poll, tuple(remarks), tuple(project.line for project in listed))


def _told(meta: dict[str, _Said], key: str) -> bool:
    return key in meta and bool(meta[key].value.strip())


def _meta(sections: Sections) -> dict[str, _Said]:
    sections.begin("META", "key", "value")
    meta: dict[str, _Said] = {}
    for row in sections.body():
        key, *values = row.cells
        while len(values) > 1 and not values[-1]:
            values.pop()
        if not values:
            raise noes.CellsDiffer(line=row.line, count=1, columns=2)
        if key.strip() in meta:
            raise noes.KeyTwice(line=row.line, key=noes.shown(key))
        meta[key.strip()] = _Said(row.line, ";".join(values))
    _require_countable(meta, sections.line)
    return meta


def _require_countable(meta: dict[str, _Said], line: int) -> None:
    for key in ("budget", "vote_type"):
        if not _told(meta, key):
            raise noes.KeyMissing(line=line, key=key)
    budget = meta["budget"]
    if not any(int(part or 0) for part in _amount(budget.line, "budget", budget.value)):
        raise noes.NoBudget(line=budget.line)
    if _told(meta, THRESHOLD):
        whole(meta[THRESHOLD].line, THRESHOLD, meta[THRESHOLD].value)
    default = meta.get("default_score")
    if default and default.value.strip(" 0.\t"):
        raise noes.DefaultScore(line=default.line, given=noes.shown(default.value))


def _vote_type(said: _Said) -> VoteType:
    try:
        return VoteType(said.value.strip())
    except ValueError as error:
        raise noes.VoteTypeUnknown(line=said.line, given=noes.shown(said.value)) from error


def _limits(meta: dict[str, _Said], vote_type: VoteType) -> Limits:
    limits = {key: whole(meta[key].line, key, meta[key].value) for key in LIMITS if _told(meta, key)}
    if vote_type == VoteType.CHOOSE_1:
        limits["max_length"] = 1
    return Limits(**limits)


def _projects(sections: Sections) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], list[_Listed]]:
    columns = sections.begin("PROJECTS", "project_id", "cost")
    needed = max(columns.index("project_id"), columns.index("cost")) + 1
    rows: list[tuple[str, ...]] = []
    listed: dict[str, _Listed] = {}
    for row in sections.body():
        cells = fitted(row, len(columns), needed)
        told = dict(zip(columns, cells, strict=True))
        name = told["project_id"].strip()
        if not usable(name):
            raise noes.ProjectUnusable(line=row.line, given=noes.shown(name), most=LONGEST_ID)
        if name in listed:
            raise noes.ProjectTwice(line=row.line, given=noes.shown(name))
        if len(listed) == MOST_PROJECTS:
            raise noes.TooManyProjects(line=row.line, most=MOST_PROJECTS)
        groups = (group.strip() for group in told.get("category", "").split(","))
        cost = _amount(row.line, "cost", told["cost"])
        listed[name] = _Listed(name, row.line, cost, frozenset(filter(None, groups)))
        rows.append(cells)
    return columns, tuple(rows), list(listed.values())


def usable(name: str) -> bool:
    """Return whether votes can name a project by this id."""
    return 0 < len(name) <= LONGEST_ID and name == name.strip() and name.isprintable() and "," not in name


def _votes(sections: Sections, counted: Count) -> None:
    needed = ("voter_id", "vote", "points") if counted.vote_type.has_points else ("voter_id", "vote")
    columns = sections.begin("VOTES", *needed)
    voter, vote, *points = (columns.index(column) for column in needed)
    for row in sections.body():
        cells = fitted(row, len(columns), len(columns))
        counted.add(row.line, cells[voter].strip(), cells[vote], cells[points[0]] if points else "")
    sections.end()


def _amount(line: int, name: str, text: str) -> tuple[str, str]:
    """Read a sum exactly; the digits before and after the point.

    Raises:
        NotANumber: it is not written in plain digits.
    """
    found = AMOUNT.fullmatch(text.strip())
    if not found:
        raise noes.NotANumber(line=line, field=name, given=noes.shown(text))
    return found[1], found[2] or ""


def _units(amount: tuple[str, str], scale: int) -> int:
    whole_part, rest = amount
    return int(whole_part + rest.ljust(scale, "0"))


def _counts(meta: dict[str, _Said], key: str, found: int) -> Iterable[noes.Remark]:
    """Compare how many there are with how many META says."""
    if not _told(meta, key):
        return [noes.no_count(key)]
    told = whole(meta[key].line, key, meta[key].value)
    if told != found:
        raise noes.CountDiffers(line=meta[key].line, key=key, told=told, found=found)
    return []


def _sums(poll: PollFile, counted: Count, lines: Sequence[int]) -> Iterable[noes.Remark]:
    """Compare the published votes and scores of each project with its ballots.

    Where votes name a project twice, publishers count it once or twice; both agree.
    """
    once = [named - extra for named, extra in zip(counted.mentioned, counted.repeated, strict=True)]
    sums = (
        ("votes", list(zip(once, counted.mentioned, strict=True))),
        ("score", [(n,) for n in poll.cast.scores]),
    )
    for column, found in sums:
        cells = poll.cells(column)
        differing = [
            (candidate.id, line)
            for candidate, line, cell, known in zip(poll.cast.candidates, lines, cells, found, strict=True)
            if cell.strip() and not _says(cell.strip(), known)
        ]
        if differing:
            given, line = differing[0]
            yield noes.counted_otherwise(len(differing), column, noes.shown(given), line)


def _says(cell: str, known: tuple[int, ...]) -> bool:
    amount = AMOUNT.fullmatch(cell)
    return bool(amount and int(amount[1]) in known and not (amount[2] or "").strip("0"))
