"""How long each step takes, on the charts and in the report of a year: what was broken off is not counted as done."""

from __future__ import annotations

import csv
import io

import pytest

from microprojects.domain import year_reports as law
from microprojects.services import staying
from microprojects.store import year_reports
from microprojects.store.db import db
from microprojects.store.year_figures import Year, figures
from tests.changing import Altered
from tests.forging import forge
from tests.noticing import object_to, on_notice, shanghai
from tests.reporting import publish
from tests.spending import YUAN
from tests.year_ending import NEXT_YEAR

BUILT = "做完、报完工，限 90 天"
HEAD = (
    "一半不超过限期的", "超期的占", "限几天", "一半在几天内", "最长几天", "办完几次", "办完时超期", "没办完、正在超期",
    "没办完就停下",
)  # fmt: skip


@pytest.fixture
def changed(world, wall):
    """Works that stood still for a change after two days, and were done twenty days after that."""
    works = Altered(world).signed()
    works.later(days=2)
    works.ask(4_000 * YUAN).refuse().later(days=20)
    works.progress().complete()
    wall.at = works.later()
    return works


def sheet(client):
    rows = list(csv.reader(io.StringIO(client.get("/charts/days.csv").text.lstrip("\ufeff"))))
    return {row[0]: dict(zip(rows[0][1:], row[1:], strict=True)) for row in rows[1:]}


def told(world, at=NEXT_YEAR):
    db.session.rollback()
    known = year_reports.of_district(db.session(), "minghu", 2026)
    return figures(Year(db.session(), known.area, known.inside, 2026, at))


def test_works_that_stood_still_for_a_change_are_done_once_in_the_days_after_it(client, changed):
    row = sheet(client)[BUILT]

    assert (tuple(row), row["办完几次"], row["一半在几天内"], row["最长几天"]) == (HEAD, "1", "20", "20")
    assert row["没办完就停下"] == "1"
    assert "步都在期限内。另有 1 步没办完就停下或退回。" in client.get("/charts").text


def test_the_days_made_anew_from_the_journal_are_the_same(client, changed):
    before = sheet(client)
    staying.rebuild()

    assert sheet(client) == before


def test_a_project_that_stands_for_an_objection_is_not_counted_as_a_reply(client, world, wall):
    number = on_notice(world)
    object_to(world, number, at=shanghai(3, 3))
    wall.at = shanghai(3, 20)

    rows = sheet(client)
    page = client.get("/charts").text

    assert "答复异议，限 5 个工作日" not in rows
    assert rows["公示因异议停着，限 5 个工作日"]["没办完、正在超期"] == "1"
    assert "数的是项目停了几次、几天，不是异议的件数" in page
    assert "还有 1 步没办完、正在超期。最多的是“公示因异议停着，限 5 个工作日”。" in page


def test_the_report_tells_what_ended_late_and_what_is_late_still_apart(client, world, wall):
    number = on_notice(world)
    object_to(world, number, at=shanghai(3, 3))
    wall.at = NEXT_YEAR

    page = client.get("/reports/minghu/2026").text
    late = [sum(each[name] for each in told(world)["steps"]) for name in ("late", "late_now")]

    assert late == [0, 1]
    assert "0 步超过了期限。还有 1 步没办完、正在超期。" in page
    assert [f">{words}</th>" in page for words in ("办完时超期", "没办完、正在超期", "没办完就停下")] == [
        True
    ] * 3


def test_a_report_of_the_second_form_stands_and_says_what_it_counted(client, changed, wall):
    wall.at = NEXT_YEAR
    publish(changed.world)
    now = told(changed.world)
    second = now | {"v": 2, "steps": [_as_it_was(each) for each in now["steps"]]}
    forge("UPDATE year_reports SET body = :body", body=law.written(second).decode())

    page = client.get("/reports/minghu/2026").text

    assert "没办完就停下或退回的也算进了“办完”" in page
    assert "没办完就停下</th>" not in page
    assert list(law.differences(second, now)) == [("steps", "", 0, 0)]


def _as_it_was(each):
    kept = {key: value for key, value in each.items() if key not in ("finished", "broken", "broken_late")}
    return kept | {"ended": each["finished"] + each["broken"]}
