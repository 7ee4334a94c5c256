"""Ballots by each way of choosing: up to so many, up to the money, points, places, and one project after another."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from microprojects.domain.ballots import BallotType
from microprojects.store.ballots import Envelope
from microprojects.store.db import db
from tests.balloting import at, fields, pick, shown_form, vote
from tests.electing import cast as cast_by_deed
from tests.electing import kept_poll, opened_poll


@pytest.fixture
def poll(world, bench):
    return kept_poll(world, bench)


def test_a_full_ballot_says_in_place_what_to_take_away(poll, client):
    pick(client, poll, "p01", "p02")

    answer = client.send(at(poll, "/ballot/pick"), code="p03")

    assert answer.location == at(poll, "/ballot?no=p03#p03")
    assert "最多选 2 个" in client.get(answer.location).text


def test_where_money_does_not_suffice_the_smallest_swap_is_one_button(world, client):
    poll = opened_poll(world, 6_000_000, 5_000_000, 2_000_000, ballot=BallotType.KNAPSACK)
    dear = next(code for code, number in poll.numbers.items() if number == "LZ-2026-800")
    middle = next(code for code, number in poll.numbers.items() if number == "LZ-2026-801")
    pick(client, poll, middle, dear)

    page = client.get(at(poll, f"/ballot?no={dear}")).text
    assert [words in page for words in ("还差 1 万元", f'name="without" value="{middle}"')] == [True, True]
    client.send(at(poll, "/ballot/pick"), code=dear, without=middle)

    assert "还剩 <strong>4</strong> 万元" in client.get(at(poll, "/ballot")).text


def test_points_are_given_in_one_form(world, visitor):
    poll = opened_poll(world, ballot=BallotType.POINTS, points=10)
    lin = visitor("lin")

    assert lin.send(at(poll, "/ballot/points"), p01="7", p02="4").status_code == 422
    assert lin.send(at(poll, "/ballot/points"), p01="很多").status_code == 422
    assert lin.send(at(poll, "/ballot/points"), p01="7", p02="3", check="1").status_code == 303
    assert shown_form(lin, poll)["choices"] == "p01:7,p02:3"

    assert "投票成功" in vote(lin, poll).text


def test_places_of_a_ranking_are_changed_by_buttons(world, visitor):
    poll = opened_poll(world, ballot=BallotType.RANKING)
    lin = visitor("lin")
    pick(lin, poll, "p01", "p02")

    lin.send(at(poll, "/ballot/move"), code="p02", way="up")

    assert shown_form(lin, poll)["choices"] == "p01:1,p02:2"
    assert "投票成功" in vote(lin, poll).text


def test_the_order_is_another_one_for_others_and_the_same_for_oneself(world, app):
    poll = opened_poll(world, *([1_000_000] * 5))
    orders = []
    for _ in range(6):
        client = app.test_client()
        seen = [re.findall(r'id="(p\d\d)"', client.get(at(poll, "/ballot")).text) for _ in range(2)]
        assert seen[0] == seen[1]
        orders.append(tuple(seen[0]))

    assert len(set(orders)) > 1
    assert {tuple(sorted(order)) for order in orders} == {("p01", "p02", "p03", "p04", "p05")}


def test_the_page_of_a_project_has_the_same_button(poll, client):
    number = poll.numbers["p02"]

    answer = client.send(at(poll, "/ballot/pick"), code="p02", **{"from": "project"})

    page = client.get(f"/projects/{number}").text
    assert answer.location == f"/projects/{number}#ballot"
    assert ["已选，取消" in page, "去核对" in page, "居民投票中" in page] == [True] * 3


def test_with_large_print_one_project_is_asked_about_at_a_time(poll, visitor):
    lin = visitor("lin")
    lin.set_cookie("elder", "1")
    assert lin.get(at(poll, "/ballot")).location == at(poll, "/ballot/one/1")
    page = lin.get(at(poll, "/ballot/one/1")).text
    assert [words in page for words in ("第 1 个，共 3 个", "再看看", "不要")] == [True] * 3

    answers = [
        lin.send(at(poll, f"/ballot/one/{n}"), answer=said).location
        for n, said in ((1, "yes"), (2, "no"), (3, "later"))
    ]

    assert answers == [
        at(poll, "/ballot/one/2"),
        at(poll, "/ballot/one/3"),
        at(poll, "/ballot/check"),
    ]
    summary = lin.get(at(poll, "/ballot/check")).text
    assert ["您要办 1 件事" in summary, "还没有定的" in summary] == [True, True]
    assert "投票成功" in lin.send(at(poll, "/ballot/check"), **fields(summary)).text


def test_one_more_than_allowed_is_refused_on_its_screen(world, client):
    poll = opened_poll(world, most=1)
    client.send(at(poll, "/ballot/one/1"), answer="yes")

    answer = client.send(at(poll, "/ballot/one/2"), answer="yes")

    assert (answer.status_code, "最多选 1 个" in answer.text) == (422, True)


@pytest.mark.parametrize("page", ["/ballot/one/0", "/ballot/one/4", "/ballot/one/99999999999999999999"])
def test_there_are_no_more_screens_than_projects(page, poll, client):
    assert client.get(at(poll, page)).status_code == 404


def test_nobody_is_stopped_by_the_votes_of_others(poll, visitor):
    cast_by_deed(poll, "chen", "p02")

    assert "投票成功" in vote(visitor("lin"), poll, "p01").text
    assert len(db.session.scalars(select(Envelope)).all()) == 2
