"""Ballots of other kinds than ticks: until the money is used, with points, in order."""

from __future__ import annotations

from microprojects.domain.ballots import BallotType
from tests.electing import opened_poll
from tests.web.test_public_ballots import at, pick, shown_form, vote


def test_where_money_does_not_suffice_the_smallest_swap_is_one_button(world, client):
    poll = opened_poll(world, 6_000_000, 5_000_000, 2_000_000, ballot=BallotType.KNAPSACK)
    dear = next(code for code, number in poll.numbers.items() if number == "LZ-2026-001")
    middle = next(code for code, number in poll.numbers.items() if number == "LZ-2026-002")
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
