"""A graph of the public record: one finding in words, the numbers as a table, and the drawing made of the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask import Flask
from flask_babel import gettext as _

from microprojects.domain.money import Fen, wan, yuan
from microprojects.web import charts
from microprojects.web.charts import Figure
from microprojects.web.drawings import Part, bar_groups
from microprojects.web.money_shown import Table

# So many kinds beside each other are told apart without colour too.
_SHADES = {
    0: (),
    1: ("strong",),
    2: ("middle", "dark"),
    3: ("light", "middle", "dark"),
    4: ("light", "middle", "strong", "dark"),
}
Numbers = Mapping[str, int | None]


@dataclass(frozen=True)
class Graph:
    """Numbers by row and kind. `series` are drawn, `more` stand in the table alone; None is not known or not told.

    `units` says of a kind that it is "fen" or "percent"; other kinds are plain numbers. Kinds in `late` are hatched.
    """

    name: str
    title: str
    says: str
    head: str
    series: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, Numbers]]
    more: Sequence[tuple[str, str]] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    sums: bool = False
    late: Sequence[str] = ()

    @property
    def shades(self) -> dict[str, str]:
        """Return how each drawn kind is filled: from light to dark, and hatched where it is too late."""
        plain = [kind for kind, _words in self.series if kind not in self.late]
        return dict(zip(plain, _SHADES[len(plain)], strict=True)) | dict.fromkeys(self.late, "late")

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Return every kind of number with its words, those that are drawn first."""
        return [*self.series, *self.more]

    @property
    def unit(self) -> str:
        """Return the unit of what is drawn."""
        return self.units.get(self.series[0][0], "")


@dataclass(frozen=True)
class Bar:
    """One bar of the drawing of the server: its words, its rectangle, its number as it is written."""

    words: str
    part: Part
    written: str


def init_app(app: Flask) -> None:
    """Give templates the graphs."""
    for function in (graph_table, graph_bars):
        app.add_template_global(function)


def graph_table(graph: Graph) -> Table:
    """Write the numbers of a graph, with their sums where they may be added."""
    kinds = [kind for kind, _words in graph.columns]
    total = [_("合计"), *(_written(graph, kind, _sum(graph, kind)) for kind in kinds)] if graph.sums else []
    return Table(
        columns=[(graph.head, ""), *((words, "n") for _kind, words in graph.columns)],
        rows=[[name, *(_written(graph, kind, row[kind]) for kind in kinds)] for name, row in graph.rows],
        total=total,
    )


def graph_cells(graph: Graph) -> Iterator[list[object]]:
    """Yield the rows of a graph as a spreadsheet holds them: numbers without marks, yuan with two decimals."""
    for name, row in graph.rows:
        yield [name, *(_cell(graph, kind, row[kind]) for kind, _words in graph.columns)]


def graph_bars(graph: Graph) -> list[tuple[str, list[Bar]]]:
    """Lay out the drawing of the server: of each row its bars, all on one scale."""
    shades = graph.shades
    drawn = [(name, {shades[kind]: row[kind] or 0 for kind, _w in graph.series}) for name, row in graph.rows]
    groups = bar_groups(drawn, [shades[kind] for kind, _words in graph.series])
    return [
        (
            name,
            [
                Bar(words, part, _short(graph, kind, row[kind]))
                for (kind, words), (part, _value) in zip(graph.series, group.bars, strict=True)
            ],
        )
        for (name, row), group in zip(graph.rows, groups, strict=True)
    ]


def figure(graph: Graph) -> Figure:
    """Return what the chart script draws, made of the numbers of the table."""
    return charts.bars(
        [name for name, _row in graph.rows],
        [
            (graph.shades[kind], words, [_drawn(graph, kind, row[kind]) for _name, row in graph.rows],
             [_short(graph, kind, row[kind]) for _name, row in graph.rows])
            for kind, words in graph.series
        ],
        unit={"fen": _("万元"), "percent": "%"}.get(graph.unit, ""),
    )  # fmt: skip


def _sum(graph: Graph, kind: str) -> int | None:
    """Add up a column; shares cannot be added."""
    if graph.units.get(kind) == "percent":
        return None
    return sum(row[kind] or 0 for _name, row in graph.rows)


def _written(graph: Graph, kind: str, value: int | None) -> str:
    unit = graph.units.get(kind)
    if value is None:
        return "–"
    return yuan(Fen(value)) if unit == "fen" else f"{value}%" if unit == "percent" else f"{value:,}"


def _short(graph: Graph, kind: str, value: int | None) -> str:
    unit = graph.units.get(kind)
    if value is None:
        return "–"
    return wan(Fen(value)) if unit == "fen" else f"{value}%" if unit == "percent" else f"{value:,}"


def _cell(graph: Graph, kind: str, value: int | None) -> object:
    if value is None:
        return ""
    return yuan(Fen(value)).replace(",", "") if graph.units.get(kind) == "fen" else value


def _drawn(graph: Graph, kind: str, value: int | None) -> float | None:
    if value is None or graph.units.get(kind) != "fen":
        return value
    return charts.in_wan(value)
