"""Unit prices on pages: the table with few cases hidden, each case with its reckoning, the warning at the plan's desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from microprojects.domain.states import State
from microprojects.store.consultations import CostLine, Plan
from microprojects.store.db import db, transaction
from tests.auditing import settled
from tests.council import statements
from tests.living import lived_once
from tests.spending import WAN, Site

YUAN = 100


def _finished(world, number, prices):
    """Settle one work of 30,000 yuan for what was planned as 40,000, with a line for each price of a bench."""
    site = settled(world, number)
    with transaction() as session:
        plan = session.scalar(select(Plan).where(Plan.project_id == site.project.id))
        rows = [("座椅", "2 张", each) for each in prices]
        rows.append(("设备", "1 批", 4 * WAN - sum(prices)))
        session.execute(
            insert(CostLine),
            [
                {
                    "plan_id": plan.id,
                    "position": n,
                    "label": label,
                    "quantity": many,
                    "amount_fen": fen,
                    "basis": "询价",
                }
                for n, (label, many, fen) in enumerate(rows, start=1)
            ],
        )
    return site


@pytest.fixture
def sites(world, wall, bench):
    """Two settled works with five lines of benches, from 1,000 to 5,000 yuan for two as planned."""

    def make(here):
        prices = [each * 1_000 * YUAN for each in range(1, 6)]
        return [_finished(here, 1, prices[:3]), _finished(here, 2, prices[3:])]

    found = lived_once(bench, world, "priced_sites", make)
    wall.at = found[-1].later()
    return found


def test_the_table_tells_what_things_cost(client, sites):
    page = client.get("/library/prices").text

    # 1,000 yuan for two benches, of which three quarters were settled: 375 yuan each.
    for words in ("座椅", "元/张", "750.00", "1,125.00", "1,500.00", "1,725.00", "/library/prices/bench"):
        assert words in page


def test_each_case_stands_with_its_reckoning(client, sites):
    page = client.get("/library/prices/bench").text

    assert "5,000.00 × 30,000.00 ÷ 40,000.00 ÷ 2" in page
    assert "1,875.00" in page
    for site in sites:
        assert f"/projects/{site.number}" in page


def test_of_few_cases_no_price_is_told(client, world, wall):
    site = _finished(world, 1, [1_000 * YUAN] * 4)
    wall.at = site.later()

    page = client.get("/library/prices").text

    assert "少于 5 例，还不显示价钱：座椅。" in page
    assert "375.00" not in page
    assert client.get("/library/prices/bench").status_code == 404
    assert client.get("/library/prices/nothing").status_code == 404


def test_what_was_settled_long_ago_is_not_compared(client, sites, wall):
    wall.at += timedelta(days=5 * 366)

    assert "还没有可以比的" in client.get("/library/prices").text


@pytest.mark.parametrize(("fen", "warned"), [(3_450 * YUAN, False), (3_451 * YUAN, True)])
def test_the_desk_of_a_plan_warns_above_the_ninetieth_percentile_and_blocks_nothing(
    visitor, world, sites, fen, warned
):
    number = _planned(world, fen)

    page = visitor("zhou").get(f"/office/projects/{number}/consultation").text

    assert ("单价偏高，只提醒，不拦" in page) is warned
    assert (
        "座椅 3,451.00 元 ÷ 2 张 = 1,725.50 元/张。办完的 5 例，中位数 1,125.00 元，九成不超过 1,725.00 元。"
        in page
    ) is warned


def test_the_pages_take_few_statements(client, sites):
    with statements(db.engine) as table:
        client.get("/library/prices")
    with statements(db.engine) as cases:
        client.get("/library/prices/bench")

    assert len(table) <= 4
    assert len(cases) <= 4


def _planned(world, fen):
    """Begin a consultation whose plan buys two benches."""
    number = "LZ-2026-055"
    site = Site(world, number=number, state=State.CONSULTING)
    with transaction() as session:
        plan = session.scalar(select(Plan).where(Plan.project_id == site.project.id))
        line = {"label": "座椅", "quantity": "2 张", "amount_fen": fen, "basis": "询价"}
        session.execute(insert(CostLine), [{"plan_id": plan.id, "position": 1, **line}])
    return number
