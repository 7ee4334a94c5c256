"""A project in its second deliberation, for tests: consulted(world) and the plan that everybody can sign."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from microprojects.domain.money import Fen
from microprojects.domain.plans import CostWords, PlanWords
from microprojects.domain.states import State
from microprojects.services import consultations
from microprojects.store.consultations import Plan, plan_of
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Project
from tests.world import World

NUMBER = "LZ-2026-001"
WAN = 1_000_000

PLAN = PlanWords(
    place="荔枝苑三巷",
    content="装 20 盏 LED 路灯，含灯杆和接线。",
    expected_result="三巷夜里照度达到 10 勒克斯。",
    feasibility="现场看过，电源够，不占消防通道。",
    fiscal_fen=Fen(4 * WAN),
    social_fen=Fen(1 * WAN),
    starts_on=date(2026, 5, 6),
    ends_on=date(2026, 6, 30),
    aftercare_owner="荔枝苑物业服务中心",
    aftercare_phone="0000-1234 5679",
    responsible_unit="榕树街道公共服务办",
    lines=(
        CostWords("灯具", Fen(3 * WAN), "20 盏", "三家询价的中间价"),
        CostWords("安装", Fen(2 * WAN), "20 处", "街道小额工程定额"),
    ),
)


def a_project(world: World, *, state: State = State.CONSULTING, number: str = NUMBER, **given: Any) -> str:
    """Put a project of Lin's into a state, and return its number."""
    words: dict[str, Any] = {
        "proposer_id": world.people["lin"], "round_id": world.rounds["lizhi"], "area_id": world.areas["lizhi"],
        "title": "三巷路灯", "type": "works", "theme": "safety", "summary": "三巷夜里太黑。", "place": "荔枝苑三巷",
        "problem": "夜里看不清路。", "content": "装路灯。", "beneficiaries": 300, "beneficiary_group": "三巷居民",
        "stage": 1 if state in (State.DRAFT, State.SUBMITTED, State.ACCEPTED) else 2,
    }  # fmt: skip
    when = {"state_since": world.now, "created_at": world.now, "consent_at": world.now}
    with transaction() as session:
        session.add(Project(number=number, state=state, **(words | when | given)))
    return number


def the_project(number: str = NUMBER) -> Project:
    """Return the project as it stands in the database now."""
    session: Session = db.session()
    session.rollback()
    return session.query(Project).filter_by(number=number).one()


def speak(world: World, number: str = NUMBER) -> None:
    """Let the three bodies of the scheme say that it is feasible."""
    for body, name in (("community", "zhao"), ("party", "sun"), ("street", "zhou")):
        consultations.give_opinion(
            number, body=body, conclusion="feasible", text="可行，建议上会。", actor=world[name], at=world.now
        )


def plan_and_sign(world: World, number: str = NUMBER, **changes: Any) -> None:
    """Write the plan and put the ordinary signatures under it."""
    words = replace(PLAN, **changes)
    consultations.edit_plan(number, words=words, actor=world["zhou"], at=world.now)
    consultations.sign_negative_list(number, actor=world["zhao"], at=world.now)
    consultations.agree(number, actor=world["sun"], at=world.now)


def edit(world: World, name: str = "zhou", **changes: Any) -> consultations.Edited:
    """Let somebody write the plan with changes; return what the edit did."""
    return consultations.edit_plan(NUMBER, words=replace(PLAN, **changes), actor=world[name], at=world.now)


def the_plan() -> Plan | None:
    """Return the plan as it stands in the database now."""
    return plan_of(db.session(), the_project())


def verbs() -> list[str]:
    """Return what the journal tells, oldest first."""
    db.session().rollback()
    return list(db.session().scalars(select(JournalEntry.verb).order_by(JournalEntry.seq)))


@contextmanager
def statements(engine: Any):
    """Collect the SQL statements that run inside."""
    seen: list[str] = []

    def listen(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", listen)
