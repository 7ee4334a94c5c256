"""The site at the desk: progress, completion, notes, acceptance and the final account."""

from __future__ import annotations

import pytest

from microprojects.domain.states import State
from microprojects.store import delivery
from microprojects.store.db import db
from tests.sites_kept import begun
from tests.spending import WAN, YUAN, Site


def at(site: Site, verb: str) -> str:
    """Return the address of a deed."""
    return f"/office/projects/{site.number}/{verb}"


@pytest.fixture
def site(world, wall, bench) -> Site:
    """Work that has begun."""
    made = begun(world, bench)
    wall.at = made.at
    return made


SHEET = {
    "held_on": "2026-03-05",
    "residents": "林秀英\n欧阳娜娜\n\n",
    "proposer_absence": "",
    "items-0-label": "路灯",
    "items-0-quantity": "20 盏",
    "items-0-passed": "yes",
    "items-0-note": "",
    "items-1-label": "灯杆",
    "items-1-quantity": "20 根",
    "items-1-passed": "no",
    "items-1-note": "一根歪了",
    "items-2-label": " ",
    "residents_opinion": "晚上亮多了。",
    "conclusion": "扶正一根。",
}


def test_progress_is_reported_and_stands_beside_the_form(site, client, sign_in):
    clerk = sign_in(client, "zhao")

    answer = clerk.send(at(site, "report-progress"), percent="30", text="挖好沟。")

    assert answer.status_code == 303
    assert "挖好沟。" in clerk.get(at(site, "report-progress")).text


@pytest.mark.parametrize("percent", ["", "101", "-1", "一半", "3.5"])
def test_a_percentage_that_is_none_is_said_at_its_field(site, client, sign_in, percent):
    answer = sign_in(client, "zhao").send(at(site, "report-progress"), percent=percent, text="挖好沟。")

    assert answer.status_code == 422
    assert 'id="percent-error"' in answer.text


def test_a_supervisor_writes_and_an_officer_answers(site, client, app, sign_in):
    supervisor, officer = sign_in(client, "he"), sign_in(app.test_client(), "zhou")

    written = supervisor.send(at(site, "write-note"), text="公示牌贴反了。")
    listed = officer.get(at(site, "notes"))
    note_id = delivery.notes(db.session(), site.project.id)[0].id
    answered = officer.send(f"/office/notes/{note_id}/answer", text="已扶正。")

    assert written.status_code == 303
    assert "公示牌贴反了。" in listed.text
    assert (answered.status_code, answered.location) == (303, at(site, "notes"))
    assert "已扶正。" in officer.get(at(site, "notes")).text
    assert officer.send(f"/office/notes/{note_id}/answer", text="再答").status_code == 409


def test_a_note_that_is_not_there_is_not_found(site, client, sign_in):
    assert sign_in(client, "zhou").get("/office/notes/404/answer").status_code == 404


def test_completion_lists_the_papers_that_are_missing(site, client, sign_in):
    officer = sign_in(client, "zhou")

    page = officer.get(at(site, "complete"))
    answer = officer.send(at(site, "complete"))

    assert "还差这些材料：完工报告、施工前照片、完工后照片、竣工清单" in page.text
    assert answer.status_code == 409


def people(world) -> dict[str, int]:
    """Return the seats that are chosen from lists."""
    return {
        "officer": world.people["zhou"],
        "committee": world.people["zhao"],
        "supervisor": world.people["he"],
        "experts": world.people["yan"],
    }


def test_an_inspection_is_written_down_failed_mended_and_passed(site, client, world, wall, sign_in):
    site.complete()
    wall.at = site.at
    officer = sign_in(client, "zhou")

    recorded = officer.send(at(site, "record-inspection"), **SHEET, **people(world))
    panel = delivery.undecided(db.session(), site.project.id).panel
    refused = officer.send(at(site, "pass-inspection"))
    failed = officer.send(at(site, "fail-inspection"))
    deeds_done = officer.send(at(site, "add-evidence"), purpose="rectification", text="扶正了。", public="y")
    again = officer.send(at(site, "reinspect"))
    officer.send(at(site, "record-inspection"), **(SHEET | {"items-1-passed": "yes"}), **people(world))
    passed = officer.send(at(site, "pass-inspection"))

    assert [recorded.status_code, refused.status_code, failed.status_code] == [303, 409, 303]
    assert [deeds_done.status_code, again.status_code, passed.status_code] == [303, 303, 303]
    assert [(seat["label"], seat["person_id"] is not None) for seat in panel] == [
        ("街道经办", True),
        ("社区经办", True),
        ("评议监督员", True),
        ("专家", True),
        ("居民（林**）", True),
        ("居民（欧阳**）", False),
    ]
    assert site.state is State.SETTLING


def test_the_sheet_begins_with_what_was_written_down_before(site, client, world, wall, sign_in):
    site.complete().inspect(passed=False)
    wall.at = site.at

    page = sign_in(client, "zhou").get(at(site, "record-inspection"))

    assert 'value="路灯"' in page.text
    assert "再记一次会替换它" in page.text


def test_more_rows_come_without_losing_what_was_typed(site, client, world, wall, sign_in):
    site.complete()
    wall.at = site.at

    answer = sign_in(client, "zhou").send(at(site, "record-inspection"), more="1", **SHEET, **people(world))

    assert answer.status_code == 200
    assert 'value="一根歪了"' in answer.text
    assert 'name="items-5-label"' in answer.text
    assert delivery.undecided(db.session(), site.project.id) is None


@pytest.mark.parametrize(
    ("wrong", "status", "says"),
    [
        ({"held_on": "2030-01-01"}, 422, "验收日期写的是"),
        ({"items-0-label": "", "items-1-label": ""}, 422, "至少一项"),
        ({"officer": "999999999999"}, 422, "error-summary"),
        ({"residents_opinion": "打 13812345678"}, 422, "手机号"),
        ({"residents": "石磊"}, 303, ""),
    ],
)
def test_a_wrong_sheet_comes_back(site, client, world, wall, sign_in, wrong, status, says):
    site.complete()
    wall.at = site.at

    answer = sign_in(client, "zhou").send(at(site, "record-inspection"), **(people(world) | SHEET | wrong))

    assert answer.status_code == status
    assert says in answer.text


def test_the_account_is_recorded_and_settled(site, client, world, wall, sign_in):
    site.progress().complete().accept()
    wall.at = site.at
    finance = sign_in(client, "zheng")
    figures = {"amount": "40000", "retention": "1200", "retention_until": "2027-03-05", "delivered": "20 盏"}

    wrong = finance.send(at(site, "record-settlement"), **(figures | {"retention": "1200.01"}))
    recorded = finance.send(at(site, "record-settlement"), **figures)
    early = finance.send(at(site, "settle"))
    site.pay(38_800 * YUAN, 3)
    shown = finance.get(at(site, "settle"))
    settled = finance.send(at(site, "settle"))

    assert (wrong.status_code, recorded.status_code) == (422, 303)
    assert "最多留结算的百分之 3，就是 1,200.00 元" in wrong.text
    assert early.status_code == 409
    assert "10,000.00 元" in shown.text
    assert settled.status_code == 303
    assert site.fund == (196 * WAN, 0, 1_200 * YUAN, 38_800 * YUAN)


@pytest.mark.parametrize("verb", ["record-inspection", "pass-inspection", "fail-inspection"])
def test_only_the_street_accepts(site, client, sign_in, verb):
    assert sign_in(client, "zhao").get(at(site, verb)).status_code == 403


@pytest.mark.parametrize("verb", ["record-settlement", "settle"])
def test_only_finance_settles(site, client, sign_in, verb):
    assert sign_in(client, "zhou").get(at(site, verb)).status_code == 403


def test_a_deed_at_the_wrong_moment_says_where_the_project_stands(site, client, sign_in):
    answer = sign_in(client, "zhou").send(at(site, "pass-inspection"))

    assert answer.status_code == 409
    assert "现在的状态是“实施中”" in answer.text
