"""Which building lies in which grid, read from a sheet: what each line says, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from microprojects.domain.coverage import building_of, key_of
from microprojects.domain.errors import N_, ChangedMeanwhile, Refusal
from microprojects.domain.places import require_name
from microprojects.domain.roll_columns import BadCell, CellBeyond, NoRows
from microprojects.domain.rolls import RowError, bare
from microprojects.domain.sheet_heads import plain, read_head
from microprojects.domain.sheets import Row

LONGEST_CELL = 200
_BETWEEN = re.compile(r"[、,，;；]")


class Column(StrEnum):
    """A column that is read."""

    GRID = "grid"
    BUILDING = "building"
    WORKER = "worker"

    @property
    def label(self) -> str:
        """Return the head of the column in the source language."""
        return LABELS[self]


LABELS: dict[Column, str] = {
    Column.GRID: N_("网格"),
    Column.BUILDING: N_("楼栋"),
    Column.WORKER: N_("网格员"),
}
SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.GRID: ("网格名称", "网格编号", "所属网格", "grid"),
    Column.BUILDING: ("楼号", "楼栋号", "栋号", "楼宇", "building", "buildings"),
    Column.WORKER: ("网格员姓名", "worker"),
}
_KNOWN = {word: column for column in Column for word in (LABELS[column], *SYNONYMS[column])}


class GridsWrong(Refusal):
    """Some lines cannot be used, so none is; `errors` names them all."""

    code = "grid-rows-wrong"
    status = 422
    message = N_("网格表里有 %(count)s 处要改，所以一行也没有写进去。请照下面的行号改好，存好，再选一次。")

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(count=len(errors))
        self.errors = errors


class NoGridColumn(Refusal):
    """The head of the sheet lacks a column without which nothing can be said."""

    code = "grid-no-column"
    status = 422
    message = N_(
        "第 %(line)s 行应该是表头，里面要有“网格”和“楼栋”两列；现在是：%(found)s。请照模板写好表头。"
    )


class GridMissing(BadCell):
    """A line names no grid, or no building."""

    code = "grid-missing"
    message = N_("没有写%(column)s。请补上，或删掉这一行。")


class BuildingTwice(BadCell):
    """A building stands in two grids."""

    code = "grid-building-twice"
    message = N_(
        "%(building)s在第 %(other)s 行已经归了“%(grid)s”。一栋楼只归一个网格，不按单元拆开，请只留一处。"
    )


class WorkerTwice(BadCell):
    """Two lines name two workers of one grid."""

    code = "grid-worker-twice"
    message = N_("“%(grid)s”在第 %(other)s 行写了另一位网格员。一个网格写一位，请改成一样的。")


class WorkerUnknown(BadCell):
    """Nobody of that name is a grid worker of the community, or several are."""

    code = "grid-worker-unknown"
    message = N_(
        "本社区没有一位叫“%(name)s”的网格员，或者有几位同名。请先给这位同事授予网格员身份，或者空着。"
    )


class GridsOutdated(ChangedMeanwhile):
    """The grids are not as they were when the preview was looked at."""

    code = "grid-preview-outdated"
    message = N_("看过预览以后，网格又有变动，所以一行也没有写进去。请重新看一遍预览再导入。")


@dataclass(frozen=True)
class Entry:
    """One building of one line, and the grid in which it lies."""

    line: int
    grid: str
    building: str
    worker: str = ""

    @property
    def key(self) -> str:
        """Return the building as buildings are compared."""
        return key_of(self.building)


@dataclass
class Reading:
    """What a sheet says, its columns that nobody reads, and what is wrong by line; `lines` are those below the head."""

    lines: int = 0
    entries: list[Entry] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def workers(self) -> dict[str, Entry]:
        """Return of each grid the entry that names its worker."""
        return {each.grid: each for each in reversed(self.entries) if each.worker}


@dataclass(frozen=True)
class Change:
    """A building that moves; `old` is empty where it lay in no grid yet."""

    entry: Entry
    old: str


@dataclass(frozen=True)
class Plan:
    """What a sheet would do."""

    grids: Sequence[str]
    new: Sequence[Entry]
    changed: Sequence[Change]
    same: Sequence[Entry]


def read(rows: Sequence[Row]) -> Reading:
    """Read the lines of a sheet, the first of which is its head.

    Raises:
        NoGridColumn, HeadTwice, HeadFormula: its head cannot be used.
        NoRows: there is nothing below it.
    """
    head, *body = rows
    found = read_head(head, body, _KNOWN)
    if not {Column.GRID, Column.BUILDING} <= set(found.columns):
        raise NoGridColumn(line=head.line, found=found.found)
    if not body:
        raise NoRows(line=head.line)
    reading = Reading(lines=len(body), ignored=found.ignored)
    seen: dict[str, Entry] = {}
    workers: dict[str, Entry] = {}
    for row in body:
        try:
            for entry in _entries(row, found.columns, len(head.cells)):
                _add(entry, reading, seen, workers)
        except Refusal as no:
            reading.errors.append(RowError(row.line, no))
    return reading


def planned(reading: Reading, lies_in: Mapping[str, str], known: Sequence[str]) -> Plan:
    """Return what a sheet would do where buildings lie in the grids of `lies_in` and the grids of `known` are there."""
    fresh = dict.fromkeys(each.grid for each in reading.entries if each.grid not in known)
    new = [each for each in reading.entries if each.key not in lies_in]
    old = [each for each in reading.entries if each.key in lies_in]
    return Plan(
        list(fresh),
        new,
        [Change(each, lies_in[each.key]) for each in old if lies_in[each.key] != each.grid],
        [each for each in old if lies_in[each.key] == each.grid],
    )


def _entries(row: Row, columns: Mapping[Column, int], width: int) -> list[Entry]:
    if len(row.cells) > width:
        raise CellBeyond
    text = {
        column: plain(column.label, row.cells[at] if at < len(row.cells) else "", limit=LONGEST_CELL)
        for column, at in columns.items()
    }
    buildings = [name for each in _BETWEEN.split(text[Column.BUILDING]) if (name := building_of(each))]
    if not text[Column.GRID] or not buildings:
        raise GridMissing(column=(Column.BUILDING if text[Column.GRID] else Column.GRID).label)
    grid = require_name(text[Column.GRID])
    return [Entry(row.line, grid, name, bare(text.get(Column.WORKER, ""))) for name in buildings]


def _add(entry: Entry, reading: Reading, seen: dict[str, Entry], workers: dict[str, Entry]) -> None:
    other = seen.get(entry.key)
    if other is not None and other.grid != entry.grid:
        raise BuildingTwice(building=entry.building, other=other.line, grid=other.grid)
    if entry.worker:
        named = workers.setdefault(entry.grid, entry)
        if named.worker != entry.worker:
            raise WorkerTwice(grid=entry.grid, other=named.line)
    seen[entry.key] = entry
    if other is None:
        reading.entries.append(entry)
