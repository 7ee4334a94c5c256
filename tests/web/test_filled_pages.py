"""A receipt is drawn once for many voters, and each gets their own words in it and nobody else's."""

from __future__ import annotations

import re

import pytest

from microprojects.web import filled_pages
from tests.balloting import CODE, at, pick, shown_form, vote
from tests.electing import kept_poll

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
SECRETS = re.compile(r'name="ticket" value="([^"]+)"|<code>([^<]+)</code>')


@pytest.fixture
def poll(world, bench):
    return kept_poll(world, bench)


def secrets_of(page: str) -> set[str]:
    return {first or second for first, second in SECRETS.findall(page)} | {CODE.search(page)[0]}


def test_a_filled_page_is_to_the_letter_the_page_that_would_be_drawn(app, poll, visitor):
    vote(visitor("lin"), poll, "p01")
    chen = visitor("chen")
    pick(chen, poll, "p02")
    form = shown_form(chen, poll)
    chen.send(at(poll, "/ballot/check"), **form)

    filled = chen.send(at(poll, "/ballot/check"), **form).text
    filled_pages.init_app(app)
    drawn = chen.send(at(poll, "/ballot/check"), **form).text

    assert TOKEN.sub("", filled) == TOKEN.sub("", drawn)


def test_the_second_receipt_holds_nothing_of_the_first(poll, visitor):
    first, second = (vote(visitor(who), poll, "p01").text for who in ("lin", "chen"))

    assert (len(secrets_of(first)), len(secrets_of(second))) == (4, 4)
    assert secrets_of(first) & secrets_of(second) == set()
    assert set(TOKEN.findall(first)) & set(TOKEN.findall(second)) == set()


def test_the_forms_of_a_filled_page_are_the_visitor_s_own(poll, visitor):
    vote(visitor("lin"), poll, "p01")
    chen = visitor("chen")
    page = vote(chen, poll, "p01").text
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]

    taken_back = chen.post(
        at(poll, "/ballot/undo"), data={"csrf_token": TOKEN.search(page)[1], "ticket": ticket}
    )

    assert taken_back.status_code == 303


def test_each_visitor_gets_the_page_in_their_language_letters_and_account(poll, visitor):
    lin, chen, guo, xu = map(visitor, ("lin", "chen", "guo", "xu"))
    chen.set_cookie("lang", "en")
    guo.set_cookie("elder", "1")

    pages = [vote(each, poll, "p01").text for each in (lin, chen, guo, xu)]

    seen = [
        (
            '<html lang="en"' in page,
            "data-elder" in page,
            "投票成功" in page,
            re.search(r'class="login" href="([^"]+)"', page)[1],
        )
        for page in pages
    ]
    assert seen == [
        (False, False, True, "/my/"),
        (True, False, False, "/my/"),
        (False, True, True, "/council/"),
        (False, False, True, "/my/"),
    ]


def test_a_message_waiting_for_the_visitor_is_shown_once_and_to_nobody_else(poll, visitor):
    lin, chen = visitor("lin"), visitor("chen")
    pick(lin, poll, "p01")
    form = shown_form(lin, poll)
    with lin.session_transaction() as session:
        session["_flashes"] = [("message", "只给林看的话")]

    pages = [lin.send(at(poll, "/ballot/check"), **form).text, vote(chen, poll, "p01").text]

    assert ["只给林看的话" in page for page in pages] == [True, False]
