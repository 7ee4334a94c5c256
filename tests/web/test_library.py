"""The library on pages: offered and decided at the desk, read by anybody, copied by a resident and at the window."""

from __future__ import annotations

import pytest

from microprojects.domain.states import State
from microprojects.services import library as deeds
from microprojects.store import library
from microprojects.store.db import db, transaction
from microprojects.store.library_lists import copies_of
from microprojects.store.projects import Project
from tests.council import statements
from tests.living import lived_once
from tests.spending import Site

WHY = "一万元以内，谁家都装得起。"
LEARNT = "先查管线，再定灯位。"


def _in_library(world):
    site = Site(world).until_closed()
    deeds.offer(site.number, reason=WHY, lessons=LEARNT, actor=world["zhao"], at=site.later())
    deeds.decide(site.number, enters=True, reason="好抄。", actor=world["huang"], at=site.later())
    return site


@pytest.fixture
def closed(world, wall, bench):
    """A closed work that nobody offered."""
    site = lived_once(bench, world, "closed_site", lambda here: Site(here).until_closed())
    wall.at = site.later()
    return site


@pytest.fixture
def entry(world, wall, bench):
    """A closed work in the library."""
    site = lived_once(bench, world, "library_site", _in_library)
    wall.at = site.later()
    return site


def test_it_is_offered_at_the_desk_and_let_in_by_the_district(visitor, client, closed):
    desk = f"/office/projects/{closed.number}"
    zhao, huang = visitor("zhao"), visitor("huang")
    asked = zhao.get(f"{desk}/library/offer").text

    sent = zhao.send(f"{desk}/library/offer", reason=WHY, lessons=LEARNT)
    waits, shown = huang.get("/office/").text, huang.get(f"{desk}/library").text
    unknown = client.get(f"/library/{closed.number}").status_code
    let_in = huang.send(f"{desk}/library", verdict="entered", reason="好抄。")

    assert "先查管线。" in asked  # as the account says
    assert (sent.status_code, let_in.status_code, unknown) == (303, 303, 404)
    assert "定能不能入项目库：三巷路灯" in waits
    assert WHY in shown
    assert client.get(f"/library/{closed.number}").status_code == 200


def test_a_refusal_stands_on_the_page_with_what_was_typed(visitor, world, wall):
    site = Site(world).until_evaluating()
    wall.at = site.later()

    sent = visitor("zhao").send(f"/office/projects/{site.number}/library/offer", reason=WHY, lessons=LEARNT)

    assert sent.status_code == 409
    assert "办结归档的项目才能入项目库" in sent.text
    assert WHY in sent.text


def test_anybody_reads_what_it_cost_what_it_taught_and_who_said_so(client, entry):
    listed, page = client.get("/library").text, client.get(f"/library/{entry.number}").text
    project = client.get(f"/projects/{entry.number}").text

    assert "评议 11 份，100% 满意" in listed
    for words in (
        WHY,
        LEARNT,
        "结算 50,000.00 元，属“3–5 万元”一档",
        "区里让入库：好抄。",
        "第 1 次荐",
        "还没有人抄",
    ):
        assert words in page
    assert "这是项目库里的好项目。" in project
    assert f"/library/{entry.number}" in project


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("type=works", 1),
        ("type=goods", 0),
        ("community=lizhi", 1),
        ("community=mumian", 0),
        ("band=to_5", 1),
        ("band=more", 0),
    ],
)
def test_the_filters_stand_in_the_address(client, entry, asked, count):
    assert f"共 {count} 个项目" in client.get(f"/library?{asked}").text


def test_what_was_taken_out_says_why_and_is_copied_no_more(visitor, client, entry):
    huang = visitor("huang")
    huang.send(f"/office/projects/{entry.number}/library/remove", reason="厂家停产。")

    page, listed = client.get(f"/library/{entry.number}").text, client.get("/library").text
    project, copying = (
        client.get(f"/projects/{entry.number}").text,
        visitor("liu").get(f"/my/library/{entry.number}/copy"),
    )

    assert "已出库，不能再抄" in page
    assert "出库：厂家停产。" in page
    assert "共 0 个项目" in listed
    assert "这个项目出了项目库。" in project
    assert copying.status_code == 409


def test_a_resident_writes_a_proposal_after_it_and_both_say_so(visitor, client, entry):
    sent = visitor("liu").send(f"/my/library/{entry.number}/copy")
    draft_id = int(sent.location.split("/")[3])
    with transaction() as session:
        draft = session.get(Project, draft_id)
        draft.number, draft.state = "LZ-2026-077", State.ACCEPTED
        draft.accepted_at = draft.submitted_at = entry.at

    own, page = client.get("/projects/LZ-2026-077").text, client.get(f"/library/{entry.number}").text

    assert "照项目库里的“三巷路灯”写的。" in own
    assert "LZ-2026-077" in page
    assert "被抄 1 次" in page


def test_the_window_writes_after_it_for_a_resident(visitor, entry, world):
    zhao = visitor("zhao")
    address = f"/office/intake/residents/{world.people['liu']}?after={entry.number}"
    asked = zhao.get(address).text

    sent = zhao.send(address, title="四巷也要路灯", asked="y")

    draft = db.session.get(Project, int(sent.location.split("/")[3]))
    assert "三巷路灯" in asked
    assert (draft.title, draft.content, draft.proposer_id) == (
        "四巷也要路灯",
        "装路灯。",
        world.people["liu"],
    )
    assert library.source_of(db.session(), draft.id).entry.project.number == entry.number
    assert copies_of(db.session(), entry.project.id) == []


@pytest.mark.parametrize(
    ("who", "page"), [("lin", "offer"), ("zhao", ""), ("zhao", "remove"), ("huang", "offer")]
)
def test_nobody_else_comes_to_the_desk(visitor, closed, who, page):
    path = f"/office/projects/{closed.number}/library/{page}".rstrip("/")

    assert visitor(who).get(path).status_code == 403


def test_the_open_table_tells_the_entry(client, entry):
    (row,) = client.get("/data/library.json").json["rows"]

    assert (row["project_number"], row["state"], row["cost_yuan"], row["band"], row["percent"]) == (
        entry.number, "in", "50000.00", "to_5", 100,
    )  # fmt: skip
    assert (row["lessons"], row["entered_reason"], row["copies"]) == (LEARNT, "好抄。", 0)


def test_pages_of_the_library_take_few_statements(client, entry):
    with statements(db.engine) as listing:
        client.get("/library")
    with statements(db.engine) as showing:
        client.get(f"/library/{entry.number}")

    assert len(listing) <= 8
    assert len(showing) <= 8
