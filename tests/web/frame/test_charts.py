"""Figures for the chart script."""

import json

import pytest
from plotly.graph_objects import Figure

from microprojects.web import charts

ROWS = [
    ("荔枝", {"allocated": 60_000_000, "reserved": 4_500_000, "committed": 6_560_050, "paid": 2_790_000}),
    ("木棉", {"allocated": 60_000_000, "reserved": 0, "committed": 0, "paid": 0}),
]


@pytest.fixture(autouse=True)
def _request(guide):
    with guide.test_request_context("/"):
        yield


@pytest.fixture(params=["allocation", "payments"])
def figure(request):
    if request.param == "allocation":
        return charts.allocation(ROWS)
    return charts.payments_by_month([("2026-10", 100), ("2026-11", 2_790_000)])


def test_a_figure_is_one_that_plotly_knows(figure):
    assert Figure({"data": figure["data"], "layout": figure["layout"]})


def test_nothing_is_offered_for_upload(figure):
    assert figure["config"] == {
        "displayModeBar": False,
        "displaylogo": False,
        "showSendToCloud": False,
        "responsive": True,
    }


def test_the_scale_begins_at_zero(figure):
    modes = {figure["layout"][axis].get("rangemode") for axis in ("xaxis", "yaxis")}

    assert "tozero" in modes


def test_a_figure_is_small():
    figure = charts.payments_by_month([(f"2026-{month:02d}", 100) for month in range(1, 13)])

    assert len(json.dumps(figure)) < 2500


def test_amounts_of_a_figure_are_in_ten_thousands_of_yuan():
    figure = charts.allocation(ROWS)

    assert [trace["x"] for trace in figure["data"]] == [
        [60, 60],
        [4.5, 0],
        [6.56005, 0],
        [2.79, 0],
    ]


def test_a_figure_answers_as_json():
    assert charts.as_response(charts.allocation(ROWS)).mimetype == "application/json"


def test_every_bar_of_a_figure_has_its_number_beside_it():
    figure = charts.allocation(ROWS)

    assert [trace["text"] for trace in figure["data"]] == [
        ["60", "60"],
        ["4.5", "0"],
        ["6.56", "0"],
        ["2.79", "0"],
    ]
    assert {trace["textposition"] for trace in figure["data"]} == {"outside"}
