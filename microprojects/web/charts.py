"""Figures for the chart script: plain data that Plotly draws, built without its Python half to spare memory."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, jsonify
from flask_babel import gettext as _

from microprojects.domain.money import FEN_PER_YUAN, Fen, wan

Figure = dict[str, Any]
_LONG_NAME = 8

# The colours and letters of static/css/theme.css; a figure cannot read its variables.
_INK, _INK_2, _RULE = "#1e2c29", "#47554f", "#d9cdb7"
_COLOURS = {
    "allocated": "#ede5d5",
    "reserved": "#67998a",
    "committed": "#2c7a6a",
    "paid": "#0a3b34",
    "approved": "#67998a",
    "contract": "#2c7a6a",
    "light": "#ede5d5",
    "middle": "#67998a",
    "strong": "#2c7a6a",
    "dark": "#0a3b34",
}
# What is too late is hatched, as the drawing of the server hatches it, so that it stands out without colour too.
_HATCHED = {
    "color": "#f6e7c3",
    "pattern": {"shape": "/", "fgcolor": "#a86f17"},
    "line": {"color": "#a86f17", "width": 1},
}
_LETTERS = (
    '"PingFang SC", "HarmonyOS Sans SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif'
)
# Version 4 of the script offers to upload the chart; this site keeps its data at home.
_CONFIG = {"displayModeBar": False, "displaylogo": False, "showSendToCloud": False, "responsive": True}


def money_by_place(
    rows: Sequence[tuple[str, Mapping[str, int]]], series: Sequence[tuple[str, str]]
) -> Figure:
    """Return bars of several amounts in fen beside each other, one group a place, as `money_chart` draws them."""
    names = [name for name, _amounts in rows]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": words,
            "y": names,
            "x": [in_wan(amounts[kind]) for _name, amounts in rows],
            "marker": {"color": _COLOURS[kind]},
            **_numbers([amounts[kind] for _name, amounts in rows]),
            "hovertemplate": "%{y} · " + words + " %{x:,} " + _("万元") + "<extra></extra>",
        }
        for kind, words in series
    ]
    # Drawn from the bottom up; read from the top down.
    return _figure(traces, yaxis={"autorange": "reversed"}, xaxis=_amount_axis(), barmode="group")


def allocation(rows: Sequence[tuple[str, Mapping[str, int]]]) -> Figure:
    """Return each community's allocation against what is reserved, committed and paid, in fen."""
    return money_by_place(
        rows,
        [
            ("allocated", _("安排")),
            ("reserved", _("已立项，待签约")),
            ("committed", _("已签约，待付")),
            ("paid", _("已付")),
        ],
    )


def payments_by_month(rows: Sequence[tuple[str, int]]) -> Figure:
    """Return what was paid each month; a row is the month as 2026-11 and fen."""
    trace = {
        "type": "bar",
        "name": _("已付"),
        "x": [month for month, _fen in rows],
        "y": [in_wan(fen) for _month, fen in rows],
        "marker": {"color": _COLOURS["paid"]},
        **_numbers([fen for _month, fen in rows]),
        "hovertemplate": "%{x} · %{y:,} " + _("万元") + "<extra></extra>",
    }
    return _figure([trace], xaxis={"type": "category"}, yaxis=_amount_axis())


def bars(
    names: Sequence[str],
    series: Sequence[tuple[str, str, Sequence[float | None], Sequence[str]]],
    *,
    unit: str = "",
) -> Figure:
    """Return bars of some series beside each other; of each its kind, words, numbers, and the numbers in writing."""
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": words,
            "y": list(names),
            "x": list(numbers),
            "marker": {"color": _COLOURS[kind], "line": {"color": _INK_2, "width": 1}}
            if kind in _COLOURS
            else _HATCHED,
            **_beside(written),
            "hovertemplate": "%{y} · " + words + " %{text} " + unit + "<extra></extra>",
        }
        for kind, words, numbers, written in series
    ]
    # Room for the number beside the longest bar.
    largest = max(
        (number or 0 for _kind, _words, numbers, _written in series for number in numbers), default=0
    )
    axis = {
        "rangemode": "tozero",
        "range": [0, (largest or 1) * 1.2],
        "tickformat": ",~r",
        "nticks": 5,
        "title": {"text": unit},
    }
    height = max(180, 70 + len(names) * (24 + 24 * len(series)))
    rows = {"autorange": "reversed", "tickvals": list(names), "ticktext": [_broken(name) for name in names]}
    return _figure(traces, yaxis=rows, xaxis=axis, barmode="group", height=height)


def _broken(name: str) -> str:
    """Break the name of a row into lines that leave room for its bars on a phone."""
    parts = name.replace("，", "，\n").split("\n") if len(name) > _LONG_NAME else [name]
    return "<br>".join(line for part in parts for line in textwrap.wrap(part, _LONG_NAME * 2))


def as_response(figure: Figure) -> Response:
    """Answer with a figure."""
    return jsonify(figure)


def in_wan(fen: int) -> float:
    """Return ten thousand yuan as the floating number that a drawing needs; no amount is computed with it."""
    return fen / (FEN_PER_YUAN * 10_000)


def _numbers(amounts: Sequence[int]) -> dict[str, Any]:
    """Write each amount beside its bar, as the drawing of the server does."""
    return _beside([wan(Fen(fen)) for fen in amounts])


def _beside(written: Sequence[str]) -> dict[str, Any]:
    return {
        "text": list(written),
        "textposition": "outside",
        "textfont": {"size": 13},
        "textangle": 0,
        "cliponaxis": False,
    }


def _amount_axis() -> dict[str, Any]:
    return {"rangemode": "tozero", "tickformat": ",~r", "nticks": 5, "title": {"text": _("万元")}}


def _figure(traces: list[dict[str, Any]], **layout: Any) -> Figure:
    """Put traces on paper: our letters and colours, nothing that moves."""
    axis = {
        "gridcolor": _RULE,
        "linecolor": _INK_2,
        "zerolinecolor": _INK_2,
        "fixedrange": True,
        "automargin": True,
    }
    for name in ("xaxis", "yaxis"):
        layout[name] = axis | layout.get(name, {})
    usual = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _LETTERS, "size": 15, "color": _INK},
        # The page has a key of its own, which stays when the script does not come.
        "showlegend": False,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "hoverlabel": {"font": {"family": _LETTERS, "size": 15}},
        "bargap": 0.3,
        "dragmode": False,
    }
    return {"data": traces, "layout": usual | layout, "config": _CONFIG}
