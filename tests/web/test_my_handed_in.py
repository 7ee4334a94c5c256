"""What a resident sees and does after handing a proposal in, and the list of all of it."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from microprojects.domain.states import State
from microprojects.services import proposals, screening
from microprojects.store import projects
from microprojects.store import proposals as rows
from tests.first_deliberation import accepted, declined, draft, seconded, submitted


@pytest.fixture
def lin(visitor):
    """Lin's browser."""
    return visitor("lin")


def counted(bench, browser, path):
    """Return how many statements a page costs."""
    said = []

    def listen(_c, _cursor, statement, *_rest):
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            said.append(statement)

    event.listen(bench.engine, "before_cursor_execute", listen)
    assert browser.get(path).status_code == 200
    event.remove(bench.engine, "before_cursor_execute", listen)
    return len(said)


def test_the_list_of_ones_proposals_costs_the_same_for_one_and_for_thirty(bench, lin, world):
    submitted(world)
    one = counted(bench, lin, "/my/")
    for number in range(29):
        submitted(world, title=f"第 {number} 件")

    assert counted(bench, lin, "/my/") == one
    assert one <= 12


def test_the_list_shows_ones_own_and_what_one_seconds(lin, visitor, world):
    number = accepted(world)
    seconded(world, number, 1)
    draft(world, by="chen", title="坡道")

    mine, chens = lin.get("/my/").text, visitor("chen").get("/my/").text

    assert ["我提的事" in mine, "坡道" in mine, "LZ-2026-001" in mine] == [True, False, True]
    assert ["坡道" in chens, "LZ-2026-001" in chens] == [True, True]


def test_a_proposal_that_waits_for_seconders_says_how_many_are_missing(lin, world):
    seconded(world, accepted(world), 3)

    assert "还差 2 人" in lin.get("/my/proposals/1").text


def test_a_proposal_is_withdrawn_after_one_more_question(session, lin, world):
    submitted(world)
    assert "撤回这件事？" in lin.get("/my/proposals/1/withdraw").text

    answer = lin.send("/my/proposals/1/withdraw")

    assert (answer.status_code, answer.location) == (303, "/my/")
    assert projects.get(session, 1).state is State.WITHDRAWN
    session.rollback()
    assert lin.send("/my/proposals/1/withdraw").status_code == 409


def test_a_withdrawn_draft_has_a_page_that_says_so(session, lin, world):
    draft(world)
    lin.send("/my/proposals/1/withdraw")

    assert "草稿已撤掉" in lin.get("/my/proposals/1").text


def test_a_declined_proposal_shows_its_ground_and_is_appealed_once(session, lin, world):
    declined(world)
    page = lin.get("/my/proposals/1").text
    assert ["N5" in page, "只有一户受益" in page, "3月11日（星期三）" in page] == [True, True, True]

    answer = lin.send("/my/proposals/1/appeal", ground="墙是公共的，有产权证明。")

    assert (answer.status_code, answer.location) == (303, "/my/proposals/1")
    assert rows.appeal(session, 1).ground == "墙是公共的，有产权证明。"
    session.rollback()
    assert "街道 3月11日（星期三）前答复" in lin.get("/my/proposals/1").text
    assert lin.send("/my/proposals/1/appeal", ground="再来。").status_code == 409


@pytest.mark.parametrize("ground", ["", "   ", "请打 13812345678", "长" * 10**5])
def test_an_appeal_that_cannot_be_taken_comes_back(ground, session, lin, world):
    declined(world)

    assert lin.send("/my/proposals/1/appeal", ground=ground).status_code == 422

    assert rows.appeal(session, 1) is None


def test_a_declined_proposal_is_copied(session, lin, world):
    declined(world)

    answer = lin.send("/my/proposals/1/copy")

    assert (answer.status_code, answer.location) == (303, "/my/proposals/2/edit")
    assert projects.get(session, 2).copied_from_id == 1


def test_what_is_on_its_way_is_not_copied(lin, world):
    submitted(world)

    assert lin.send("/my/proposals/1/copy").status_code == 409
    assert "照抄一份" not in lin.get("/my/proposals/1").text


def test_a_name_is_shown_and_masked_again(session, lin, world):
    accepted(world)

    lin.send("/my/proposals/1/name", shown="1")
    assert "林秀英" in lin.get("/projects/LZ-2026-001").text
    lin.send("/my/proposals/1/name", shown="0")

    page = lin.get("/projects/LZ-2026-001").text
    assert ["林秀英" in page, "居民（林**）" in page] == [False, True]


def test_a_seconder_takes_a_withdrawn_proposal_over(session, visitor, world):
    number = accepted(world)
    seconded(world, number, 5)
    proposals.withdraw(number, actor=world["lin"], at=world.now)
    chen = visitor("chen")
    assert "/my/proposals/take-over/LZ-2026-001" in chen.get("/my/").text
    assert "接手这件事？" in chen.get("/my/proposals/take-over/LZ-2026-001").text

    answer = chen.send("/my/proposals/take-over/LZ-2026-001")

    assert (answer.status_code, answer.location) == (303, "/projects/LZ-2026-001")
    assert projects.get(session, 1).proposer_id == world.people["chen"]


def test_nobody_takes_over_what_was_not_withdrawn(session, visitor, world):
    accepted(world)
    chen = visitor("chen")

    assert chen.get("/my/proposals/take-over/LZ-2026-001").status_code == 404
    assert chen.send("/my/proposals/take-over/LZ-2026-001").status_code in (403, 404, 409)


def test_a_merged_proposal_leads_to_the_other(client, lin, world):
    old, target = submitted(world), accepted(world, by="chen")
    screening.merge(old, into=target, proposer_agrees=True, actor=world["qian"], at=world.now)

    assert f"/projects/{target}" in lin.get("/my/proposals/1").text
    moved = client.get(f"/projects/{old}")
    assert (moved.status_code, moved.location) == (301, f"/projects/{target}")
