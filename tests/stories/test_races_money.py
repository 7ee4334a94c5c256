"""Two approvals that race for the last money of a community, over real connections: exactly one wins."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from microprojects.domain import journal as chain
from microprojects.domain.consultations import BalanceTooSmall
from microprojects.domain.errors import Refusal
from microprojects.domain.money import Fen
from microprojects.domain.objections import OpenAlready
from microprojects.domain.states import State
from microprojects.services import approvals, funds, objections
from microprojects.store.db import db
from microprojects.store.funds import LedgerEntry
from microprojects.store.journal import JournalEntry
from microprojects.store.objections import Objection
from tests.consulting import the_project
from tests.noticing import FACTS, NUMBER, file_it, on_notice, shanghai, the_fund, window

AFTER = shanghai(3, 10, 0)


def race(app, *runners):
    """Let every runner start at the same moment on a connection of its own; return what each came back with."""
    start = Barrier(len(runners))

    def run(runner):
        with app.app_context():
            start.wait(timeout=30)
            try:
                runner()
            except Refusal as refusal:
                return type(refusal)
            return None

    db.session.rollback()
    with ThreadPoolExecutor(len(runners)) as pool:
        return list(pool.map(run, runners))


def approving(world, number):
    return lambda: approvals.approve(number, actor=world["zhou"], at=AFTER)


def chained():
    """The verdict on the whole journal."""
    db.session.rollback()
    bodies = db.session().scalars(select(JournalEntry.body).order_by(JournalEntry.seq))
    return chain.check_chain(body.encode() for body in bodies)


@pytest.mark.parametrize("attempt", range(4))
def test_two_approvals_race_for_the_last_money_and_one_wins(app, session, world, attempt):
    pair = ("LZ-2026-001", "LZ-2026-002")
    for number in pair:
        on_notice(world, number=number, fiscal=120_000_000, social=0)
        file_it(world, number)

    ends = race(app, *(approving(world, number) for number in pair))

    states = sorted(the_project(number).state for number in pair)
    reserved = session.scalar(select(func.sum(LedgerEntry.amount_fen)).where(LedgerEntry.kind == "reserve"))
    assert sorted(ends, key=str) == sorted([None, BalanceTooSmall], key=str)
    assert states == [State.APPROVED, State.NOTICING]
    assert (the_fund(world).reserved_fen, reserved) == (120_000_000, 120_000_000)
    assert chained().whole


def test_of_eight_that_race_as_many_win_as_the_money_lasts_for(app, session, world):
    numbers = [f"LZ-2026-{n:03}" for n in range(1, 9)]
    for number in numbers:
        on_notice(world, number=number, fiscal=60_000_000, social=0)
        file_it(world, number)

    ends = race(app, *(approving(world, number) for number in numbers))

    assert (ends.count(None), ends.count(BalanceTooSmall)) == (3, 5)
    assert the_fund(world).available_fen == 20_000_000
    assert chained().whole


def test_the_same_project_is_approved_once_however_many_press_the_button(app, session, world):
    on_notice(world)
    file_it(world)

    ends = race(app, *[approving(world, NUMBER)] * 4)

    assert ends.count(None) == 1
    assert the_fund(world).reserved_fen == 4_000_000


def test_an_approval_and_a_cut_of_the_same_money_race_and_one_wins(app, session, world):
    on_notice(world, fiscal=120_000_000, social=0)
    file_it(world)

    def cut():
        funds.adjust(
            "lizhi", 2026, amount_fen=Fen(-120_000_000), document="调-1", reason="年中调剂",
            actor=world["huang"], at=AFTER,
        )  # fmt: skip

    ends = race(app, approving(world, NUMBER), cut)

    fund = the_fund(world)
    assert ends.count(None) == 1
    assert (fund.reserved_fen, fund.allocated_fen) in {(120_000_000, 200_000_000), (0, 80_000_000)}


def test_an_objection_pressed_twice_is_filed_once(app, session, world):
    on_notice(world)

    def press():
        objections.file(NUMBER, ground="amount", facts=FACTS, actor=world["chen"], at=world.now)

    ends = race(app, press, press)

    assert sorted(ends, key=str) == sorted([None, OpenAlready], key=str)
    db.session.rollback()
    assert session.scalar(select(func.count(Objection.id))) == 1


def test_two_first_objections_pause_the_clock_once(app, session, world):
    on_notice(world)

    def press(name):
        return lambda: objections.file(NUMBER, ground="amount", facts=FACTS, actor=world[name], at=world.now)

    ends = race(app, press("chen"), press("xu"))

    db.session.rollback()
    verbs = sorted(session.scalars(select(JournalEntry.verb)))
    assert ends == [None, None]
    assert verbs == ["objection.file", "project.object"]
    assert window().days_left == 5
