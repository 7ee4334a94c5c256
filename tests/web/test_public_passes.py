"""Voting on the phone without a sign-in: with the code on a slip, without script, and out again."""

from __future__ import annotations

import logging
import re

import pytest

from microprojects.services import poll_slips
from tests.balloting import CODE, at, drafts, pick, shown_form, took_part, vote
from tests.council import statements
from tests.electing import kept_poll
from tests.passing import code_of, whole_database


@pytest.fixture
def poll(world, bench):
    return kept_poll(world, bench)


def enter(client, poll, code):
    return client.send(at(poll, "/enter/slip"), code=code)


@pytest.fixture
def holder(poll, client):
    """A browser in which somebody came in with a slip."""
    enter(client, poll, code_of(poll, "lin"))
    return client


def test_somebody_votes_with_a_slip_from_the_code_to_the_receipt_without_script(poll, client):
    code = code_of(poll, "lin")
    pick(client, poll, "p01")
    assert "用通知单上的代码" in client.get(at(poll, "/ballot/check")).text

    there = enter(client, poll, code.lower().replace("-", " "))
    assert (there.status_code, there.location) == (303, at(poll, "/ballot/check"))
    assert "林**" in client.get(there.location).text
    answer = client.send(there.location, **shown_form(client, poll))

    assert (answer.status_code, answer.headers["Cache-Control"], took_part(poll)) == (
        200,
        "no-store, no-transform",
        1,
    )
    assert [words in answer.text for words in ("投票成功", "撤回", "用通知单进来的", "退出登录")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert (CODE.search(answer.text) is not None, drafts()) == (True, [])


def test_who_picked_nothing_goes_on_to_the_ballot(poll, client):
    assert enter(client, poll, code_of(poll, "lin")).location == at(poll, "/ballot")


def test_who_voted_with_a_slip_sees_it_after_signing_in_and_replaces_it(poll, client, visitor):
    enter(client, poll, code_of(poll, "lin"))
    vote(client, poll, "p01")

    lin = visitor("lin")
    assert "您已经投过票了" in lin.get(at(poll)).text
    assert "这张代替了您原来那张" in vote(lin, poll, "p02").text
    assert took_part(poll) == 1


def test_who_voted_signed_in_sees_it_with_a_slip_and_replaces_it(poll, client, visitor):
    vote(visitor("lin"), poll, "p01")
    enter(client, poll, code_of(poll, "lin"))

    assert "您已经投过票了" in client.get(at(poll)).text
    assert ["这张代替了您原来那张" in vote(client, poll, "p02").text, took_part(poll)] == [True, 1]


def test_a_ballot_cast_with_a_slip_is_taken_back_within_the_minutes(poll, holder):
    ticket = re.search(r'name="ticket" value="([^"]+)"', vote(holder, poll, "p01").text)[1]

    assert holder.send(at(poll, "/ballot/undo"), ticket=ticket).status_code == 303

    assert took_part(poll) == 0


def test_a_pass_goes_before_who_is_signed_in_and_says_so(poll, visitor):
    chen = visitor("chen")
    enter(chen, poll, code_of(poll, "lin"))
    assert "林**" in chen.get(at(poll, "/ballot")).text
    vote(chen, poll, "p01")
    chen.send(at(poll, "/enter/leave"))

    assert "您能投" in chen.get(at(poll)).text
    assert "这张代替了" not in vote(chen, poll, "p02").text
    assert took_part(poll) == 2


def test_signing_in_takes_the_pass_out_of_the_browser(poll, app, account_of, wall):
    account_of("chen")
    client = app.test_client()
    enter(client, poll, code_of(poll, "lin"))

    client.send("/auth/sign-in", username="chen", password="三号楼门前那盏灯 2026")

    assert "林**" not in client.get(at(poll, "/ballot")).text


def test_after_its_time_a_pass_opens_nothing_and_the_way_back_is_told(poll, holder, wall):
    pick(holder, poll, "p01")
    form = shown_form(holder, poll)
    wall.advance(minutes=30)

    answer = holder.send(at(poll, "/ballot/check"), **form)

    assert (answer.status_code, "重新扫通知单" in answer.text, took_part(poll)) == (403, True, 0)
    assert "用通知单上的代码" in holder.get(at(poll, "/ballot/check")).text


def test_who_leaves_leaves_nothing_behind(poll, holder):
    pick(holder, poll, "p01")

    answer = holder.send(at(poll, "/enter/leave"))

    assert (answer.location, drafts()) == (at(poll), [])
    assert ["林**" in holder.get(at(poll)).text, "已选 0 个" in holder.get(at(poll, "/ballot")).text] == [
        False,
        True,
    ]


def test_wrong_voided_and_made_up_codes_get_one_answer(poll, client):
    voided = code_of(poll, "lin")
    poll_slips.void(poll.id, batch=1, actor=poll.world["zhao"], at=poll.world.now)

    answers = [enter(client, poll, code) for code in (voided, "0000-0000-00ZZ", "1111-1111-1111")]

    told = [re.sub(r'value="[^"]*"', "", answer.text) for answer in answers[:2]]
    assert ([answer.status_code for answer in answers], told[0] == told[1]) == ([422] * 3, True)
    assert "抄错" in answers[2].text


def test_a_poll_that_takes_nothing_lets_nobody_in(poll, client, wall):
    code = code_of(poll, "lin")
    wall.advance(days=7)

    assert [enter(client, poll, code).status_code, client.get(at(poll, "/enter")).status_code] == [409, 409]


def test_no_code_is_in_a_log_an_address_or_the_database(poll, client, caplog):
    code = code_of(poll, "lin")
    with caplog.at_level(logging.DEBUG):
        answer = enter(client, poll, code)
        page = client.get(answer.location)
        vote(client, poll, "p01")

    everywhere = [
        caplog.text,
        answer.location,
        page.text,
        str(client.get_cookie("session")),
        whole_database(),
    ]
    assert [code in each or code.replace("-", "") in each for each in everywhere] == [False] * 5


def test_casting_with_a_pass_takes_eight_statements(poll, bench, holder):
    pick(holder, poll, "p01")
    form = shown_form(holder, poll)

    with statements(bench.engine) as said:
        holder.send(at(poll, "/ballot/check"), **form)

    asked = [line for line in said if not line.startswith(("BEGIN", "PRAGMA"))]
    assert len(asked) <= 8, "\n".join(each[:90] for each in asked)
