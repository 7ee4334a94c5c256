"""Two neighbours are answered together; one goes on to the street and to the district, and only then it is approved."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from microprojects.domain import journal as chain
from microprojects.domain.objections import ObjectionsOpen
from microprojects.domain.states import State
from microprojects.services import approvals, escalations, objection_groups, objections
from microprojects.store import year_reports
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from microprojects.store.year_figures import Year, figures
from tests.consulting import the_project
from tests.noticing import NUMBER, answer, entries, file_it, object_to, on_notice, shanghai, window


def test_an_objection_goes_all_the_way_up_while_its_notice_stands(session, world):
    on_notice(world)
    file_it(world)
    pair = [object_to(world, who=who, at=shanghai(3, 6)) for who in ("chen", "xu")]
    objection_groups.group(NUMBER, pair, reason="同一盏灯。", actor=world["zhao"], at=shanghai(3, 6))
    objections.reply(pair[0], outcome="dismissed", text="加遮光罩。", actor=world["zhao"], at=shanghai(3, 9))
    objections.review(pair[0], actor=world["he"], at=shanghai(3, 9))
    objections.resume_notice(NUMBER, actor=world["zhao"], at=shanghai(3, 9))

    escalations.escalate(pair[0], why="不服。", actor=world["chen"], at=shanghai(3, 11))
    stood = the_project().state
    escalations.escalate(pair[0], why="街道没有答复。", actor=world["chen"], at=shanghai(3, 19))
    with pytest.raises(ObjectionsOpen):
        objections.resume_notice(NUMBER, actor=world["zhao"], at=shanghai(3, 20))
    escalations.answer(
        pair[0], "district", outcome="partly", text="移半米。", actor=world["huang"], at=shanghai(3, 24)
    )
    objections.resume_notice(NUMBER, actor=world["zhao"], at=shanghai(3, 24))
    last = window().last_day
    approvals.approve(NUMBER, actor=world["zhou"], at=shanghai(3, 30))

    assert (stood, the_project().state) == (State.OBJECTED, State.APPROVED)
    assert (last.isoformat(), window().stopped_at) == ("2026-03-27", shanghai(3, 11))
    assert [entry.verb for entry in entries()][1:] == [
        "project.object", "objection.file", "objection.group", "objection.reply", "objection.review",
        "project.resume-notice", "objection.escalate", "project.object", "objection.escalate",
        "objection.answer-district", "project.resume-notice", "project.approve",
    ]  # fmt: skip
    bodies = db.session().scalars(select(JournalEntry.body).order_by(JournalEntry.seq))
    assert chain.check_chain(body.encode() for body in bodies).whole


def test_statistics_count_objections_one_by_one_and_groups_beside_them(session, world):
    on_notice(world)
    three = [object_to(world, who=who) for who in ("chen", "xu", "lin")]
    objection_groups.group(NUMBER, three, reason="同一盏灯。", actor=world["zhao"], at=world.now)
    objections.withdraw(three[2], actor=world["lin"], at=world.now)
    answer(world, three[0], at=world.now)

    known = year_reports.of_district(db.session(), "minghu", 2026)
    told = figures(Year(db.session(), known.area, known.inside, 2026, world.now))

    found = told["objections"]
    assert (found["dismissed"], sum(found.values()), told["objection_groups"]) == (2, 2, 1)
