"""A later last day on pages: asked of a leader at the desk, read by anybody; late works are said to be late."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from microprojects.domain.workdays import local_day
from microprojects.store.db import db
from microprojects.store.programmes import ParameterVersion
from tests.changing import Altered
from tests.last_days import rule
from tests.noticing import NUMBER, file_it, on_notice, shanghai

OFFICE = f"/office/projects/{NUMBER}"
WHY = "雨季停工，设备晚到。"


def late(world, wall):
    rule("dates.approve_by", "03-09")
    on_notice(world)
    file_it(world)
    wall.at = shanghai(3, 10)


def test_the_desk_says_what_is_late_and_leads_a_leader_to_the_reason(visitor, world, wall):
    late(world, wall)

    shown = visitor("wu").get(OFFICE).text

    assert "2026 年的项目最晚 2026-03-09 立项" in shown
    assert f"{OFFICE}/extend" in shown


def test_a_leader_allows_a_later_day_and_everybody_reads_why(visitor, client, world, wall):
    late(world, wall)
    wu, zhou = visitor("wu"), visitor("zhou")
    asked = wu.get(f"{OFFICE}/extend").text
    refused = zhou.send(f"{OFFICE}/approve")
    wrong = wu.send(f"{OFFICE}/extend", which="approval", until="2026-03-09", reason=WHY)
    done = wu.send(f"{OFFICE}/extend", which="approval", until="2026-03-31", reason=WHY)
    granted = zhou.send(f"{OFFICE}/approve")

    page = client.get(f"/projects/{NUMBER}").text

    assert "2026-03-09" in asked
    assert (refused.status_code, wrong.status_code, done.status_code, granted.status_code) == (
        409, 422, 303, 303,
    )  # fmt: skip
    assert f"街道领导准这个项目延到 2026-03-31 批准立项。理由：{WHY}" in page
    assert "街道领导准延最后日期" in page


def test_a_work_that_is_not_done_on_the_last_day_is_late_for_everybody(visitor, client, world, wall):
    works = Altered(world).signed()
    last = local_day(works.at) + timedelta(days=1)
    rule("dates.finish_by", f"{last:%m-%d}")
    wall.at = works.at + timedelta(days=3)

    page, desk = client.get(f"/projects/{NUMBER}").text, visitor("zhou").get("/office/").text

    assert f"最晚 {last.isoformat()} 完工，过了 2 天还没有做完。" in page
    assert "在最后日期以前做完" in desk
    assert "超期 2 天" in desk


def test_of_a_project_in_time_nothing_is_said(client, world):
    rule("dates.finish_by", "12-31")
    Altered(world).signed()

    assert "最后日期" not in client.get(f"/projects/{NUMBER}").text


def test_a_district_sets_a_last_day_and_takes_it_back(visitor, client, world):
    huang = visitor("huang")
    page = f"/office/programmes/{world.programme_id}/parameters/dates.approve_by"
    wrong = huang.send(page, value="09-31", community="", reason="年底做不完")
    done = huang.send(page, value="09-30", community="", reason="年底做不完")
    rules = huang.get(f"/office/programmes/{world.programme_id}").text
    undone = huang.send(page, value="", community="", reason="今年来不及")

    kept = db.session.scalars(select(ParameterVersion).order_by(ParameterVersion.id)).all()

    assert (wrong.status_code, done.status_code, undone.status_code) == (422, 303, 303)
    assert "09-30" in rules
    assert [each.value["value"] for each in kept] == ["09-30", ""]
