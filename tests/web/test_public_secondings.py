"""Seconding by the button on the page of a project."""

from __future__ import annotations

import pytest
from sqlalchemy import event, func, select

from microprojects.store.projects import Seconding
from tests.first_deliberation import accepted, submitted

PATH = "/projects/LZ-2026-001"


def seconders(session):
    session.rollback()
    return session.scalar(select(func.count(Seconding.id)))


def test_a_neighbour_seconds_once_and_takes_it_back(session, visitor, world):
    accepted(world)
    chen = visitor("chen")
    assert f"{PATH}/second" in chen.get(PATH).text

    for _ in range(2):
        answer = chen.send(f"{PATH}/second")
        assert (answer.status_code, answer.location) == (303, PATH)
    page = chen.get(PATH).text
    assert ["1 人附议，还差 4 人" in page, "您已经附议过了" in page, seconders(session)] == [True, True, 1]
    assert chen.send(f"{PATH}/unsecond").location == PATH

    assert seconders(session) == 0
    assert chen.send(f"{PATH}/unsecond").status_code == 303


def test_a_stranger_is_sent_to_the_sign_in(client, session, world):
    accepted(world)

    assert client.send(f"{PATH}/second").location.startswith("/auth/sign-in")

    assert seconders(session) == 0


@pytest.mark.parametrize(
    ("who", "said"), [("tang", "核实过的居民"), ("lin", "回避规则"), ("zhou", "核实过的居民")]
)
def test_others_are_told_why_not(who, said, session, visitor, world):
    accepted(world)

    answer = visitor(who).send(f"{PATH}/second")

    assert (answer.status_code, said in answer.text, seconders(session)) == (403, True, 0)


def test_a_button_is_not_a_link(visitor, world):
    accepted(world)

    assert visitor("chen").get(f"{PATH}/second").status_code == 405


@pytest.mark.parametrize("number", ["LZ-2026-099", "x", "%00", "' OR 1=1 --", "长" * 500])
def test_a_number_that_is_not_there_is_not_found(number, visitor, world):
    submitted(world)

    assert visitor("chen").send(f"/projects/{number}/second").status_code in (400, 404)


def test_what_waits_for_screening_is_not_seconded(session, visitor, world):
    submitted(world)

    assert visitor("chen").send(f"{PATH}/second").status_code == 409

    assert seconders(session) == 0


def test_seconding_by_the_button_takes_eight_statements(bench, visitor, world):
    accepted(world)
    chen, said = visitor("chen"), []

    def listen(_c, _cursor, statement, *_rest):
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            said.append(statement)

    event.listen(bench.engine, "before_cursor_execute", listen)
    chen.send(f"{PATH}/second")
    event.remove(bench.engine, "before_cursor_execute", listen)

    assert len(said) <= 8, "\n".join(each[:70] for each in said)


def test_what_can_be_done_and_what_not_stands_on_a_page_for_everybody(client):
    page = client.get("/scope").text

    assert [f'id="N{n}"' in page for n in range(1, 14)] == [True] * 12 + [False]
