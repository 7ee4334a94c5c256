"""An objection is upheld: the plan is made anew, the council votes again, and only the second resolution is approved."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from microprojects.domain import journal as chain
from microprojects.domain.money import Fen
from microprojects.domain.plans import CostWords
from microprojects.domain.states import State
from microprojects.services import approvals, consultations, objections
from microprojects.store.cases import StoreCase
from microprojects.store.db import db
from microprojects.store.disclosures import Disclosure
from microprojects.store.journal import JournalEntry
from microprojects.store.votes import Vote
from tests.consulting import PLAN, speak, the_project
from tests.council import MEMBERS, Sitting, ready
from tests.noticing import answer, file_it, latest, object_to, shanghai, the_fund, window

NUMBER = "LZ-2026-001"
MOVED = replace(
    PLAN, place="荔枝苑三栋东侧", fiscal_fen=Fen(5_000_000), social_fen=Fen(0),
    lines=(CostWords("路灯", Fen(5_000_000), "8 盏", "三家询价"),),
)  # fmt: skip


def decide(world, starts_at, in_favour):
    Sitting(world, starts_at=starts_at).call(NUMBER).open(MEMBERS[:13]).decide(
        NUMBER, in_favour, 13 - in_favour
    )


def plan_anew(world, at):
    speak(world)
    consultations.edit_plan(NUMBER, words=MOVED, actor=world["zhou"], at=at)
    consultations.sign_negative_list(NUMBER, actor=world["zhao"], at=at)
    consultations.agree(NUMBER, actor=world["sun"], at=at)
    consultations.conclude(NUMBER, actor=world["zhou"], at=at)


def test_an_upheld_objection_leads_to_another_plan_and_another_vote(session, world):
    ready(world)
    decide(world, shanghai(3, 10, 15), in_favour=12)
    first = latest()
    file_it(world, at=shanghai(3, 11))
    objection_id = object_to(world, at=shanghai(3, 12))
    answer(world, objection_id, at=shanghai(3, 13), outcome="upheld", effect="substance")
    objections.reconsider(NUMBER, actor=world["zhou"], at=shanghai(3, 13))

    nothing_yet = approvals.approve_due(at=shanghai(3, 30))
    world.now = shanghai(3, 16)
    plan_anew(world, world.now)
    decide(world, shanghai(3, 24, 15), in_favour=9)
    second, again = latest(), window()
    file_it(world, at=shanghai(3, 25))
    too_early = approvals.approve_due(at=shanghai(3, 30, 23, 59))  # the 29th is a Sunday
    approved = approvals.approve_due(at=shanghai(3, 31, 0))

    voids = [vote.voided_at is not None for vote in db.session().scalars(select(Vote).order_by(Vote.id))]
    assert (nothing_yet, too_early, approved) == (0, 0, 1)
    assert (first.version, second.version, second.body["place"]) == (1, 2, "荔枝苑三栋东侧")
    assert second.body["dossier_hash"] != first.body["dossier_hash"]
    assert (again.disclosure_id, again.window.all_days) == (second.id, 5)
    assert voids == [True, False]
    assert (the_project().state, the_fund(world).reserved_fen) == (State.APPROVED, 5_000_000)


def test_the_plan_to_which_an_objection_was_upheld_is_not_concluded_again(session, world):
    ready(world)
    decide(world, shanghai(3, 10, 15), in_favour=12)
    objection_id = object_to(world, at=shanghai(3, 12))
    answer(world, objection_id, at=shanghai(3, 13), outcome="upheld", effect="substance")
    objections.reconsider(NUMBER, actor=world["zhou"], at=shanghai(3, 13))
    case = StoreCase(db.session(), the_project(), shanghai(3, 13))

    unchanged = case.plan_as_objected
    consultations.edit_plan(NUMBER, words=MOVED, actor=world["zhou"], at=shanghai(3, 14))

    assert unchanged
    assert not StoreCase(db.session(), the_project(), shanghai(3, 14)).plan_as_objected


def test_the_record_of_that_life_holds_from_end_to_end(session, world):
    test_an_upheld_objection_leads_to_another_plan_and_another_vote(session, world)

    bodies = db.session().scalars(select(JournalEntry.body).order_by(JournalEntry.seq))
    told = db.session().scalars(select(Disclosure).where(Disclosure.journal_seq.is_(None))).all()

    assert chain.check_chain(body.encode() for body in bodies).whole
    assert told == []
