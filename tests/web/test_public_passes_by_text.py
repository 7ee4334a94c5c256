"""Voting on the phone with a code by text message: the pages tell nobody who is on the roll, and lose nothing."""

from __future__ import annotations

import json
import logging
import re

import pytest

from microprojects.store import texting
from tests.balloting import at, pick, shown_form, took_part
from tests.electing import kept_poll
from tests.passing import PHONE_OF_LIN, give_phone

UNKNOWN = "13900000000"


@pytest.fixture
def poll(world, bench):
    made = kept_poll(world, bench)
    give_phone(made, "lin")
    return made


@pytest.fixture
def codes(app, tmp_path):
    """The codes that were sent so far."""
    texting.init_app(app, f"file:{tmp_path}/sent.txt")

    def read():
        with app.app_context():
            texting.wait()
        lines = (tmp_path / "sent.txt").read_text().splitlines()
        return [re.search(r"[0-9]{6}", json.loads(line)["text"])[0] for line in lines]

    yield read
    texting.init_app(app, "console:")


def ask(client, poll, phone=PHONE_OF_LIN):
    return client.send(at(poll, "/enter/text"), phone=phone)


def enter(client, poll, code, phone=PHONE_OF_LIN, **more):
    return client.send(at(poll, "/enter/text/code"), phone=phone, code=code, **more)


def bare(page: str) -> str:
    """A page without what is drawn by lot, and without the number that was typed."""
    page = re.sub(r'name="csrf_token"[^>]*', "", page)
    return (
        page.replace(PHONE_OF_LIN, "#")
        .replace(UNKNOWN, "#")
        .replace("138****5678", "*")
        .replace("139****0000", "*")
    )


def test_somebody_votes_with_the_code_that_came(poll, client, codes):
    pick(client, poll, "p02")
    assert "138****5678" in ask(client, poll).text

    answer = enter(client, poll, codes()[0])
    assert (answer.status_code, answer.location) == (303, at(poll, "/ballot/check"))
    page = client.get(answer.location).text
    assert ["用短信验证码进来的" in page, "林**" in page] == [True, True]
    client.send(answer.location, **shown_form(client, poll))

    assert took_part(poll) == 1


def test_known_and_unknown_numbers_get_the_same_pages(poll, app, codes):
    asked, tried = [], []
    for phone in (PHONE_OF_LIN, UNKNOWN):
        client = app.test_client()
        answer = ask(client, poll, phone)
        asked.append((answer.status_code, bare(answer.text)))
        wrong = enter(client, poll, "000000" if codes()[0] != "000000" else "000001", phone)
        tried.append((wrong.status_code, bare(wrong.text)))

    assert (asked[0] == asked[1], tried[0] == tried[1], asked[0][0], tried[0][0]) == (True, True, 200, 422)


def test_a_household_writes_its_name_below_the_same_code(poll, client, codes):
    give_phone(poll, "chen")
    ask(client, poll)
    code = codes()[0]

    asked = enter(client, poll, code)
    assert (asked.status_code, code in asked.text, "陈**" in asked.text) == (422, True, False)
    there = enter(client, poll, code, name="陈")

    assert "陈**" in client.get(there.location).text


def test_where_no_messages_are_sent_the_other_ways_are_told_and_the_draft_stays(poll, app, client):
    texting.init_app(app, "")
    pick(client, poll, "p01")

    answers = [client.get(at(poll, "/enter/text")), ask(client, poll)]
    texting_is_offered = at(poll, "/enter/text") in client.get(at(poll, "/enter")).text
    texting.init_app(app, "console:")

    assert [(each.status_code, "没有开通短信" in each.text) for each in answers] == [(200, True), (503, True)]
    assert (texting_is_offered, shown_form_of_stranger(client, poll)) == (False, True)


def shown_form_of_stranger(client, poll) -> bool:
    return "您选了 1 个" in client.get(at(poll, "/ballot/check")).text


@pytest.mark.parametrize("phone", ["", "12345", "13812345678\r\nX: 1", "x" * 10_000])
def test_what_is_no_number_is_shown_again(poll, client, phone):
    assert ask(client, poll, phone).status_code == 422


def test_neither_number_nor_code_is_in_a_log_or_an_address(poll, client, codes, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = ask(client, poll)
        code = codes()[0]
        there = enter(client, poll, code).location

    everywhere = (caplog.text, there, answer.location or "", str(client.get_cookie("session")))
    assert [(PHONE_OF_LIN in each, code in each) for each in everywhere[:3]] == [(False, False)] * 3
    assert PHONE_OF_LIN not in everywhere[3]
