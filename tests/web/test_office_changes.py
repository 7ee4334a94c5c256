"""A change of a contract goes from the desk to the public page, and work that stands still is told there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from microprojects.domain.states import State
from microprojects.services import meetings
from microprojects.store import agendas
from microprojects.store.db import db
from tests.changing import THOUSAND, Altered
from tests.sites_kept import altered


def at(site: Altered, verb: str) -> str:
    """Return the address of a deed."""
    return f"/office/projects/{site.number}/{verb}"


@pytest.fixture
def site(world, wall, bench) -> Altered:
    """Work that has begun under a contract of fifty thousand."""
    made = altered(world, bench)
    wall.at = made.at
    return made


WISH = {"reason": "管沟绕开旧基础。", "money": "more", "fiscal": "2000", "time": "more", "days": "7"}


def test_a_clerk_asks_with_the_form(site, client, sign_in):
    assert sign_in(client, "zhao").send(at(site, "change"), **WISH).status_code == 303
    assert (site.change.amount_fen, site.change.days, site.change.body) == (2 * THOUSAND, 7, "officer")


def test_an_officer_agrees_and_the_public_page_tells_was_and_now(site, client, sign_in):
    site.ask(2 * THOUSAND, reason="管沟绕开旧基础。", days=7)
    officer = sign_in(client, "zhou")
    asked = officer.get(at(site, "agree-change")).text

    assert officer.send(at(site, "agree-change")).status_code == 303

    page = client.get(f"/projects/{site.number}").text
    for text in (asked, page):
        assert "50,000.00 元 → 52,000.00 元（+2,000.00 元）" in text
        assert "管沟绕开旧基础。" in text
    assert "由街道经办决定" in page
    assert site.state is State.IMPLEMENTING


def test_less_money_and_fewer_days_are_asked_for_with_the_same_form(site, client, sign_in):
    sign_in(client, "zhao").send(at(site, "change"), **(WISH | {"money": "less", "time": "less"}))

    assert (site.change.amount_fen, site.change.days) == (-2 * THOUSAND, -7)


def test_a_change_of_nothing_comes_back_with_a_sentence(site, client, sign_in):
    answer = sign_in(client, "zhao").send(at(site, "change"), reason="不改。", money="more", time="more")

    assert answer.status_code == 422
    assert "金额、工期、内容都没有变" in answer.text


def test_the_officer_reads_who_decides_on_what_is_too_large(site, client, sign_in):
    site.ask(12 * THOUSAND)

    answer = sign_in(client, "zhou").send(at(site, "agree-change"))

    assert answer.status_code == 409
    assert "要由议事会决定" in answer.text


def test_the_leader_refuses_with_a_public_reason(site, client, sign_in):
    site.ask(4 * THOUSAND)

    sign_in(client, "wu").send(at(site, "refuse-change"), reason="按原图做。")

    assert "按原图做。" in client.get(f"/projects/{site.number}").text


def test_the_supervisor_says_that_they_know_of_the_leaders_change(site, client, sign_in):
    site.ask(4 * THOUSAND).by_leader()

    answer = sign_in(client, "he").send(at(site, "changes-seen"))

    assert answer.status_code == 303
    assert "已知悉" in client.get(f"/projects/{site.number}").text


def test_the_council_reads_on_its_agenda_what_is_to_change(site, client, sign_in):
    site.ask(THOUSAND, scope="花坛改到东门。").call()

    chair = sign_in(client, "liu")

    assert "合同变更：" in chair.get(f"/council/meetings/{site.meeting_id}").text
    item = chair.get(f"/council/items/{site.item_id}").text
    assert "50,000.00 元 → 51,000.00 元" in item
    assert "花坛改到东门。" in item


def test_the_chair_puts_a_change_on_an_agenda_from_the_page_of_the_project(site, client, sign_in):
    site.ask(THOUSAND, scope="花坛改到东门。")
    starts_at = site.at + timedelta(days=6)
    meeting_id = meetings.call(
        site.world.council_id,
        title="议事会临时会议",
        place="阳光议事厅",
        starts_at=starts_at,
        actor=site.world["liu"],
        at=site.later(),
    )

    answer = sign_in(client, "liu").send(f"/council/projects/{site.number}/schedule", meeting=str(meeting_id))

    assert answer.status_code == 303
    (item,) = agendas.items(db.session(), meeting_id)
    assert (item.purpose, item.number) == ("change", site.number)


def test_the_new_decision_is_read_by_everybody_with_its_change(site, client):
    site.ask(THOUSAND, scope="花坛改到东门。").call().open().count(12, 2)

    page = client.get(f"/projects/{site.number}").text
    decision = client.get(f"/disclosures/{site.published('decision')[-1].id}").text

    assert "公示中" in page
    assert "花坛改到东门。" in decision
    assert not re.search(r"None|%\(", decision)


def test_work_stands_still_and_goes_on_from_the_desk(site, client, sign_in):
    officer = sign_in(client, "zhou")
    officer.send(at(site, "suspend-work"), reason="连续暴雨。", expected_on="2026-04-30")
    assert site.state is State.SUSPENDED
    assert "连续暴雨。" in client.get(f"/projects/{site.number}").text

    assert officer.send(at(site, "resume-work")).status_code == 303
    assert site.state is State.IMPLEMENTING
