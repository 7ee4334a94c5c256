"""Voting on the phone without any script: pick, check, cast, take the receipt home, change one's mind."""

from __future__ import annotations

import re

import pytest

from microprojects.services import poll_counts
from tests.balloting import CODE, at, drafts, fields, pick, shown_form, took_part, vote
from tests.council import statements
from tests.electing import kept_poll
from tests.web.conftest import PASSWORD


@pytest.fixture
def poll(world, bench):
    return kept_poll(world, bench)


def test_a_resident_votes_from_the_rule_to_the_receipt_without_script(poll, visitor):
    lin = visitor("lin")
    assert "您能投" in lin.get(at(poll)).text

    answer = vote(lin, poll, "p01", "p03")

    assert (answer.status_code, answer.headers["Cache-Control"], took_part(poll)) == (
        200,
        "no-store, no-transform",
        1,
    )
    assert [words in answer.text for words in ("投票成功", "2026-1", "撤回", "退出登录")] == [True] * 4
    assert CODE.search(answer.text)
    assert "您已经投过票了" in lin.get(at(poll)).text


def test_a_project_is_added_and_taken_away_by_the_same_button(poll, client):
    for words in ("已选 1 个", "已选 0 个"):
        answer = client.send(at(poll, "/ballot/pick"), code="p02")
        assert (answer.status_code, answer.location) == (303, at(poll, "/ballot#p02"))
        assert words in client.get(at(poll, "/ballot")).text


def test_a_draft_survives_the_sign_in_and_follows_the_person_to_another_browser(
    poll, app, account_of, visitor
):
    account_of("lin")
    client = app.test_client()
    pick(client, poll, "p01")
    assert "登录，再投出" in client.get(at(poll, "/ballot/check")).text

    signed = client.send(f"/auth/sign-in?next={at(poll, '/ballot/check')}", username="lin", password=PASSWORD)

    assert signed.location == at(poll, "/ballot/check")
    other = visitor("lin")
    for browser in (client, other):
        assert shown_form(browser, poll)["choices"] == "p01:1"


def test_who_signs_in_keeps_the_draft_that_they_have_just_made(poll, app, account_of, visitor):
    pick(visitor("lin"), poll, "p03")
    client = app.test_client()
    pick(client, poll, "p01", "p02")

    client.send("/auth/sign-in", username="lin", password=PASSWORD)

    assert shown_form(client, poll)["choices"] == "p01:1,p02:1"
    assert len(drafts()) == 1


def test_a_draft_is_sealed_and_gone_once_cast(poll, visitor):
    lin = visitor("lin")
    pick(lin, poll, "p01")
    assert ["p01" in row.sealed for row in drafts()] == [False]

    lin.send(at(poll, "/ballot/check"), **shown_form(lin, poll))

    assert drafts() == []


def test_after_signing_out_the_browser_knows_nothing_of_the_draft(poll, visitor):
    lin = visitor("lin")
    pick(lin, poll, "p01")

    lin.send("/auth/sign-out")

    assert "已选 0 个" in lin.get(at(poll, "/ballot")).text


def test_a_draft_shouts_that_it_is_no_vote_until_it_is_one(poll, visitor):
    lin, said = visitor("lin"), "您的票还没有投出去"
    pick(lin, poll, "p01")
    assert [said in lin.get(page).text for page in ("/", "/polls", at(poll))] == [True] * 3

    lin.send(at(poll, "/ballot/check"), **shown_form(lin, poll))

    assert [said in lin.get(page).text for page in ("/", "/polls", at(poll))] == [False] * 3


def test_a_blank_vote_is_a_choice_of_its_own(poll, visitor):
    lin = visitor("lin")

    assert lin.send(at(poll, "/ballot/blank")).location == at(poll, "/ballot/check")
    page = lin.get(at(poll, "/ballot/check")).text
    answer = lin.send(at(poll, "/ballot/check"), **fields(page))

    assert ["您一个都不选" in page, "投票成功" in answer.text, took_part(poll)] == [True, True, 1]


def test_nothing_picked_leads_back_to_the_ballot(poll, visitor):
    assert visitor("lin").get(at(poll, "/ballot/check")).location == at(poll, "/ballot")


def test_a_second_ballot_takes_the_place_of_the_first(poll, visitor):
    lin = visitor("lin")
    first = CODE.search(vote(lin, poll, "p01").text)[1]

    second = vote(lin, poll, "p02")

    assert ["这张代替了您原来那张" in second.text, took_part(poll)] == [True, 1]
    assert CODE.search(second.text)[1] != first


def test_a_ballot_is_taken_back_within_the_minutes_and_not_after(poll, visitor, wall):
    lin = visitor("lin")
    for minutes, status, left in ((9, 303, 0), (10, 409, 1)):
        ticket = re.search(r'name="ticket" value="([^"]+)"', vote(lin, poll, "p01").text)[1]
        wall.advance(minutes=minutes)

        assert lin.send(at(poll, "/ballot/undo"), ticket=ticket).status_code == status

        assert took_part(poll) == left


def test_loading_the_receipt_again_does_not_lengthen_the_minutes(poll, visitor, wall):
    lin = visitor("lin")
    pick(lin, poll, "p01")
    form = shown_form(lin, poll)
    lin.send(at(poll, "/ballot/check"), **form)
    wall.advance(minutes=11)

    again = lin.send(at(poll, "/ballot/check"), **form)

    assert ["投票成功" in again.text, 'name="ticket"' in again.text] == [True, False]


def test_a_ticket_of_another_or_of_nobody_takes_nothing_back(poll, visitor):
    ticket = re.search(r'name="ticket" value="([^"]+)"', vote(visitor("lin"), poll, "p01").text)[1]
    chen = visitor("chen")
    vote(chen, poll, "p01")

    answers = [chen.send(at(poll, "/ballot/undo"), ticket=each).status_code for each in (ticket, "x", "")]

    assert (answers, took_part(poll)) == ([409, 409, 409], 2)


def test_two_clicks_bring_one_ballot_and_the_same_receipt(poll, visitor):
    lin = visitor("lin")
    pick(lin, poll, "p01")
    form = shown_form(lin, poll)

    numbers = {CODE.search(lin.send(at(poll, "/ballot/check"), **form).text)[1] for _ in range(2)}

    assert (len(numbers), took_part(poll)) == (1, 1)


def test_the_form_of_another_person_makes_a_ballot_of_one_s_own(poll, visitor):
    lin, chen = visitor("lin"), visitor("chen")
    pick(lin, poll, "p01")
    form = shown_form(lin, poll)
    one, two = (CODE.search(who.send(at(poll, "/ballot/check"), **form).text)[1] for who in (lin, chen))

    assert (one != two, took_part(poll)) == (True, 2)


def test_a_form_from_before_another_window_s_ballot_is_not_taken_and_can_be_sent_anew(poll, visitor):
    lin = visitor("lin")
    pick(lin, poll, "p01")
    old = shown_form(lin, poll)
    vote(lin, poll)

    answer = lin.send(at(poll, "/ballot/check"), **(old | {"once": shown_once(lin, poll)}))

    assert (answer.status_code, "另一个窗口" in answer.text) == (409, True)
    anew = lin.send(at(poll, "/ballot/check"), **fields(answer.text))
    assert "这张代替了您原来那张" in anew.text


def shown_once(client, poll) -> str:
    pick(client, poll, "p03")
    return shown_form(client, poll)["once"]


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"word": "灯"}, 422, "4 个英文字母或数字"),
        ({"spec": "0" * 64}, 409, "不是这次投票现在的选票"),
        ({"choices": "p01:1,p02:1,p03:1"}, 422, "最多选 2 个"),
        ({"choices": "p77:1"}, 422, "没有“p77”"),
        ({"choices": "x"}, 422, "放得太久"),
        ({"once": "forged"}, 422, "放得太久"),
        ({"client": "00"}, 422, "放得太久"),
        ({"seen": "99999999999999999999"}, 422, "放得太久"),
    ],
)
def test_a_form_that_is_not_in_order_is_shown_again_and_casts_nothing(changed, status, said, poll, visitor):
    lin = visitor("lin")
    pick(lin, poll, "p01")

    answer = lin.send(at(poll, "/ballot/check"), **(shown_form(lin, poll) | changed))

    assert (answer.status_code, said in answer.text, took_part(poll)) == (status, True, 0)


def test_a_stranger_is_sent_to_the_ways_in_and_comes_back_to_the_check(poll, client):
    answer = client.send(at(poll, "/ballot/check"), choices="p01:1")

    assert answer.location == at(poll, "/enter")
    ways = client.get(answer.location).text
    assert f"/auth/sign-in?next={at(poll, '/ballot/check')}" in ways
    assert [at(poll, f"/enter/{way}") in ways for way in ("slip", "text")] == [True, True]


@pytest.mark.parametrize(("who", "why"), [("tang", "别的社区"), ("sun", "还没有到社区窗口核实")])
def test_who_is_not_on_the_roll_is_told_why_and_casts_nothing(who, why, poll, visitor):
    somebody = visitor(who)
    pick(somebody, poll, "p01")

    page = somebody.get(at(poll, "/ballot/check")).text

    assert [why in page, why in somebody.get(at(poll)).text, "投出这张票" in page] == [True, True, False]


def test_who_is_not_on_the_roll_is_refused_even_with_a_form_of_somebody_else(poll, visitor):
    lin = visitor("lin")
    pick(lin, poll, "p01")
    form = shown_form(lin, poll)

    answer = visitor("tang").send(at(poll, "/ballot/check"), **form)

    assert (answer.status_code, took_part(poll)) == (403, 0)


def test_a_closed_poll_takes_no_pick_and_no_ballot(poll, visitor, wall):
    lin = visitor("lin")
    pick(lin, poll, "p01")
    form = shown_form(lin, poll)
    wall.advance(days=7)
    lin = visitor("lin")

    answers = [
        lin.send(at(poll, "/ballot/check"), **form).status_code,
        lin.send(at(poll, "/ballot/pick"), code="p02").status_code,
        lin.get(at(poll, "/ballot")).status_code,
    ]

    assert (answers, took_part(poll)) == ([409, 409, 409], 0)


def test_drafts_go_when_the_poll_closes(poll, visitor, wall, world):
    pick(visitor("lin"), poll, "p01")
    wall.advance(days=7)

    poll_counts.close(poll.id, actor=world["zhao"], at=wall.at)

    assert drafts() == []


def test_casting_over_the_web_takes_seven_statements_and_four_on_postgresql(
    poll, bench, engine_name, visitor
):
    lin = visitor("lin")
    pick(lin, poll, "p01")
    form = shown_form(lin, poll)

    with statements(bench.engine) as said:
        lin.send(at(poll, "/ballot/check"), **form)

    asked = [line for line in said if not line.startswith(("BEGIN", "PRAGMA"))]
    assert len(asked) == (7 if engine_name == "sqlite" else 4), "\n".join(each[:90] for each in asked)
