"""The numbers of the second page of charts are what anybody gets who counts the rows by hand, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.indicators import Band, band
from microprojects.services import escalations, objections
from microprojects.store import deal_indicators, supplier_records
from microprojects.store.db import db
from microprojects.store.indicators import Scope
from microprojects.store.objections import Objection
from microprojects.store.projects import Project
from tests.changing import THOUSAND, Altered
from tests.noticing import answer, object_to, on_notice
from tests.spending import WAN, Site


@pytest.mark.parametrize(
    ("more", "size"),
    [(0, "same"), (-1, "less"), (500, "small"), (501, "middle"), (1_000, "middle"), (1_001, "large")],
)
def test_a_change_belongs_to_a_size_with_its_limit(more, size):
    assert band(more, 10_000) == size


def test_objections_are_counted_by_ground_and_end_and_those_that_are_late(world):
    first = on_notice(world, number="LZ-2026-007")
    answer(world, object_to(world, first), at=world.now + timedelta(hours=2), outcome="partly")
    second = on_notice(world, number="LZ-2026-008")
    object_to(world, second, ground="amount")

    at = world.now + timedelta(days=90)
    found = sorted(deal_indicators.objections(db.session(), Scope(), at))
    early = sorted(deal_indicators.objections(db.session(), Scope(), world.now + timedelta(hours=3)))

    assert found == [("amount", "open", 1, 1), ("neighbours", "partly", 1, 0)]
    assert early == [("amount", "open", 1, 0), ("neighbours", "partly", 1, 0)]
    assert len(found) == len(db.session().scalars(select(Objection)).all())


def test_an_objection_ends_as_the_highest_answer_says(world):
    number = on_notice(world, number="LZ-2026-007")
    made = [object_to(world, number, who=who) for who in ("chen", "xu", "lin")]
    for each in made:
        objections.reply(each, outcome="dismissed", text="不改。", actor=world["zhao"], at=world.now)
    for each, who in zip(made[:2], ("chen", "xu"), strict=True):
        escalations.escalate(each, why="不服。", actor=world[who], at=world.now)
        escalations.answer(
            each, "street", outcome="partly", text="移半米。", actor=world["zhou"], at=world.now
        )
    escalations.escalate(made[0], why="不服。", actor=world["chen"], at=world.now)
    escalations.answer(
        made[0], "district", outcome="upheld", text="移两米。", actor=world["huang"], at=world.now
    )
    escalations.escalate(made[2], why="不服。", actor=world["lin"], at=world.now)

    found = sorted(deal_indicators.objections(db.session(), Scope(), world.now))

    assert found == [
        ("neighbours", "dismissed", 1, 0), ("neighbours", "partly", 1, 0), ("neighbours", "upheld", 1, 0),
    ]  # fmt: skip


def test_changes_are_counted_by_size_and_by_who_agreed(world):
    work = Altered(world).signed()
    work.ask(2 * THOUSAND).by_officer()
    work.ask(-THOUSAND).by_officer()
    work.ask(days=3).by_officer()

    found = sorted(deal_indicators.changes(db.session(), Scope()))

    assert found == [
        (Band.LESS, "officer", 1, -THOUSAND),
        (Band.SAME, "officer", 1, 0),
        (Band.SMALL, "officer", 1, 2 * THOUSAND),
    ]


def test_the_largest_suppliers_stand_beside_all_of_them_as_in_their_list(world):
    Site(world, number="LZ-2026-001", fiscal=3 * WAN).buy().sign()
    Site(world, number="LZ-2026-002", fiscal=WAN).buy().sign()
    session = db.session()
    listed = supplier_records.shares(session, 2026)

    for most in (1, 5):
        found = deal_indicators.largest(session, Scope(2026), most)
        assert found.rows == tuple((each.name, each.contracts, each.contracted_fen) for each in listed[:most])
        assert (found.suppliers, found.contracts) == (len(listed), sum(each.contracts for each in listed))
        assert found.whole_fen == sum(each.contracted_fen for each in listed)
    assert deal_indicators.largest(session, Scope(2019), 5).rows == ()


def test_themes_are_counted_with_their_money(world):
    Site(world, number="LZ-2026-001", fiscal=3 * WAN).buy()
    session = db.session()
    theme = session.scalars(select(Project.theme).where(Project.number == "LZ-2026-001")).one()

    assert deal_indicators.themes(session, Scope(2026)) == {theme: (1, 3 * WAN)}
    assert deal_indicators.themes(session, Scope(2025)) == {}
