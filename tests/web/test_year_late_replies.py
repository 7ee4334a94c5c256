"""The report of a year tells how many objections were answered late and by how much; a report of the first form tells nothing of it."""

from __future__ import annotations

import pytest

from microprojects.domain import year_reports as law
from microprojects.services import escalations, objections
from microprojects.store import year_reports
from microprojects.store.db import db
from microprojects.store.year_figures import Year, figures
from tests.forging import forge
from tests.noticing import answer, object_to, on_notice, shanghai
from tests.reporting import publish
from tests.year_ending import NEXT_YEAR


@pytest.fixture
def three(world):
    """Three objections of 3 March, due on the 10th: answered in time, three working days late, and not at all."""
    on_notice(world)
    made = [object_to(world, who=who, at=shanghai(3, 3)) for who in ("chen", "xu", "lin")]
    answer(world, made[0], at=shanghai(3, 9))
    answer(world, made[1], at=shanghai(3, 13))
    return world


def told(at=NEXT_YEAR):
    db.session.rollback()
    known = year_reports.of_district(db.session(), "minghu", 2026)
    return figures(Year(db.session(), known.area, known.inside, 2026, at))


def test_late_replies_are_counted_with_the_worst_of_them(session, three):
    assert told()["objection_replies"] == {"late": 1, "worst": 3, "late_now": 1}
    assert told(shanghai(3, 10, 23))["objection_replies"]["late_now"] == 0


def test_what_was_taken_back_is_not_late(session, three):
    objections.withdraw(3, actor=three["lin"], at=shanghai(3, 20))

    assert told()["objection_replies"]["late_now"] == 0


def test_the_page_says_it(session, three, client, wall):
    wall.at = NEXT_YEAR

    page = client.get("/reports/minghu/2026").text

    assert "1 件答复晚了，最多晚 3 个工作日。1 件过了期限还没答复。" in page


def test_a_report_of_the_first_form_stands_as_it_was_published(session, three, client, wall):
    wall.at = NEXT_YEAR
    publish(three)
    first = {key: part for key, part in told().items() if key != "objection_replies"} | {"v": 1}
    forge("UPDATE year_reports SET body = :body", body=law.written(first).decode())

    page = client.get("/reports/minghu/2026").text

    assert "3 件异议" in page
    assert "答复晚了" not in page
    assert law.same(first, told())


@pytest.fixture
def answered_above(three):
    """The first of them is taken to the street, which finds it right in part."""
    objections.reply(3, outcome="dismissed", text="不改。", actor=three["zhao"], at=shanghai(3, 13))
    escalations.escalate(2, why="不服。", actor=three["xu"], at=shanghai(3, 16))
    told_by = {"outcome": "partly", "text": "移半米。", "actor": three["wu"], "at": shanghai(3, 17)}
    escalations.answer(2, "street", **told_by)
    return three


def test_an_objection_counts_by_the_answer_that_holds_and_beside_it_by_the_reply(session, answered_above):
    found = told()

    assert {how: n for how, n in found["objections"].items() if n} == {"dismissed": 3}
    assert {how: n for how, n in found["objections_hold"].items() if n} == {"partly": 1, "dismissed": 2}


def test_the_page_tells_the_answer_that_holds(session, answered_above, client, wall):
    wall.at = NEXT_YEAR

    page = client.get("/reports/minghu/2026").text

    assert "一共 3 件异议，成立或部分成立 1 件。" in page
    assert "交到街道、区里的异议，按最后的答复算。" in page


@pytest.mark.parametrize("form", [1, 2])
def test_a_report_of_an_earlier_form_counts_the_replies_as_it_did_and_holds(
    session, answered_above, client, wall, form
):
    wall.at = NEXT_YEAR
    publish(answered_above)
    later = {1: {"objections_hold", "objection_replies"}, 2: {"objections_hold"}}[form]
    early = {key: part for key, part in told().items() if key not in later} | {"v": form}
    forge("UPDATE year_reports SET body = :body", body=law.written(early).decode())

    page = client.get("/reports/minghu/2026").text

    assert "一共 3 件异议，成立或部分成立 0 件。" in page
    assert "按最后的答复算" not in page
    assert law.same(early, told())


def test_a_correction_tells_that_late_replies_changed(session, three):
    before = told()
    answer(three, 3, at=shanghai(3, 31))

    changed = list(law.differences(before, told()))

    assert ("objection_replies", "late", 1, 2) in changed
    assert ("objection_replies", "worst", 3, 15) in changed
