"""The search of everything public: what it finds, what it never finds, and where numbers and codes lead."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from microprojects.services import meetings, proposals, screening
from microprojects.store import pairs, searches
from microprojects.store.councils import Council
from microprojects.store.db import transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.pairs import PairWeight
from microprojects.store.projects import Project
from tests.council import ready, statements
from tests.first_deliberation import DAY, accepted, declined, draft, submitted

LAMPS = "巷道 LED 路灯 40 盏"
NOT_PUBLIC = ("draft", "submitted", "returned", "withdrawn", "waiting_withdrawn")


@pytest.fixture
def lamps(session, world):
    """Three accepted proposals of Lizhi, one of which is about lamps."""
    for name, title in (("chen", LAMPS), ("xu", "无障碍坡道 2 处"), ("guo", "小学门口遮雨等候区")):
        accepted(world, by=name, title=title, place="榕荫里三巷至七巷" if "灯" in title else "小区南门")
    session.rollback()
    return world


def page(client, query):
    answer = client.get(f"/search?{query}")
    assert answer.status_code == 200
    return answer.text


def found(text):
    main = text[text.index("<main") :]
    return re.findall(r'<h3 class="h4"><a href="([^"]+)"', main)


@pytest.mark.parametrize(
    ("typed", "urls"),
    [
        ("路灯", ["/projects/LZ-2026-001"]),
        ("led路灯", ["/projects/LZ-2026-001"]),
        ("三巷 路灯", ["/projects/LZ-2026-001"]),
        ("灯", ["/projects/LZ-2026-001"]),
        ("荔枝 坡道", ["/projects/LZ-2026-002"]),
        ("路灯巷道", ["/projects/LZ-2026-001"]),  # not so, but nearest
        ("喷泉", []),
        ("%25", []),
        ("'+OR+1=1+--", []),
    ],
)
def test_what_holds_every_word_is_found(typed, urls, client, lamps):
    with transaction() as session:
        pairs.count(session)

    assert found(page(client, f"q={typed}")) == urls


def test_the_words_are_marked_where_they_stand(client, lamps):
    assert "巷道 LED <mark>路灯</mark> 40 盏" in page(client, "q=路灯")


def test_a_word_whose_pairs_stand_apart_is_not_found(client, session, lamps):
    session.rollback()
    words = ("灯led路灯",)

    assert searches.projects(session, words, searches.spread(session, words)) == []


def test_a_community_narrows_and_so_does_a_kind(client, lamps):
    assert found(page(client, "q=路灯&community=mumian")) == []
    assert found(page(client, "q=路灯&community=lizhi&kind=project")) == ["/projects/LZ-2026-001"]
    assert "没有找到" in page(client, "q=喷泉&kind=poll")


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_what_is_not_public_is_neither_found_nor_near_nor_counted(state, client, session, world):
    if state == "draft":
        draft(world, title="黄伯喷泉")
    elif state == "submitted":
        submitted(world, title="黄伯喷泉")
    elif state == "returned":
        number = submitted(world, title="黄伯喷泉")
        screening.return_for_fixing(
            number, items=["写明"], reason="不清楚", actor=world["qian"], at=world.now
        )
    elif state == "withdrawn":
        proposals.withdraw(accepted(world, title="黄伯喷泉"), actor=world["lin"], at=world.now)
    else:
        proposals.withdraw(submitted(world, title="黄伯喷泉"), actor=world["lin"], at=world.now)
    with transaction() as writing:
        pairs.count(writing)

    for typed in ("喷泉", "黄伯喷泉", "喷", "黄伯的大喷泉"):
        text = page(client, f"q={typed}")
        assert (found(text), "没有找到" in text) == ([], True)


def test_a_declined_proposal_is_found(client, session, world):
    number = declined(world, title="私家院墙重砌")

    assert found(page(client, "q=院墙")) == [f"/projects/{number}"]


def test_a_disclosure_is_found_until_it_is_taken_down(client, session, world):
    number = accepted(world, title=LAMPS)
    with transaction() as writing:
        project = writing.scalars(select(Project).where(Project.number == number)).one()
        row = Disclosure(
            project_id=project.id, kind="decision", version=1, body={"kind": "decision", "title": LAMPS},
            sha256="3f2a91bc" + "0" * 56, unit="荔枝社区", published_at=world.now,
        )  # fmt: skip
        writing.add(row)
        writing.flush()
        disclosure = row.id
    assert found(page(client, "q=路灯&kind=disclosure")) == [f"/disclosures/{disclosure}"]
    assert client.get("/search?q=3f2a-91bc").location == f"/disclosures/{disclosure}"

    with transaction() as writing:
        row = writing.get_one(Disclosure, disclosure)
        row.taken_down_at, row.take_down_reason = world.now, "写了住户的名字"

    assert found(page(client, "q=路灯&kind=disclosure")) == []


def test_a_meeting_is_found_by_its_name_and_by_what_it_talks_of(client, session, world):
    council = session.scalars(select(Council.id)).first()
    session.rollback()
    called = meetings.call(
        council, title="路灯专题会", place="阳光厅", starts_at=world.now + 9 * DAY, actor=world["liu"],
        at=world.now,
    )  # fmt: skip

    assert found(page(client, "q=专题会")) == [f"/meetings/{called}"]
    assert found(page(client, "q=专题 阳光")) == [f"/meetings/{called}"]


@pytest.mark.parametrize("typed", ["LZ-2026-001", "lz-2026-001"])
def test_a_number_leads_straight_to_its_project(typed, client, lamps):
    answer = client.get(f"/search?q={typed}")

    assert (answer.status_code, answer.location) == (303, "/projects/LZ-2026-001")


def test_the_number_of_a_hidden_project_leads_nowhere(client, world):
    number = submitted(world)

    assert "没有找到" in page(client, f"q={number}")


def test_nothing_typed_says_what_may_be_typed(client, world):
    assert "写一两个词" in page(client, "q=")


def test_a_page_after_the_last_is_not_found(client, lamps):
    assert client.get("/search?q=路灯&kind=project&page=2").status_code == 404


def test_a_blackened_title_is_no_longer_found_by_what_it_said(session, world):
    number = ready(world, "LZ-2026-077", title="黄伯家门口路灯")
    with transaction() as writing:
        project = writing.scalars(select(Project).where(Project.number == number)).one()
        project.title = "■■家门口路灯"
        writing.flush()
    words = ("黄伯",)

    assert searches.projects(session, words, searches.spread(session, words)) == []


def test_a_search_takes_at_most_twelve_statements(client, bench, lamps):
    for typed in ("路灯", "荔枝 坡道", "喷泉"):
        with statements(bench.engine) as seen:
            page(client, f"q={typed}")
        assert len(seen) <= 12, seen


def test_the_weights_are_counted_when_projects_came(session, lamps):
    with transaction() as writing:
        assert pairs.is_stale(writing)
        pairs.count(writing)

    assert (pairs.is_stale(session), session.get_one(PairWeight, "路灯").projects) == (False, 1)
