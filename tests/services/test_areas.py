"""Adding an area, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from microprojects.domain.errors import NotPermitted
from microprojects.domain.people import ANYONE, SYSTEM
from microprojects.domain.places import AreaExists, BadCount, NoParent
from microprojects.services import areas
from microprojects.store.areas import Area
from microprojects.store.journal import JournalEntry

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)


def add(path, name, code, *, actor=SYSTEM):
    return areas.add(path, name=name, code=code, actor=actor, at=NOW)


def test_an_area_stands_below_its_parent_and_in_the_journal(session):
    above = add("minghu", "明湖区", "MH")

    below = add("minghu/rongshu", "榕树街道", "RS")

    area = session.get(Area, below)
    assert (area.parent_id, area.level, area.slug, area.name) == (above, "street", "rongshu", "榕树街道")
    subjects = session.scalars(select(JournalEntry.subject).order_by(JournalEntry.seq)).all()
    assert subjects == ["area/minghu", "area/minghu/rongshu"]


@pytest.mark.parametrize(
    ("path", "code", "refusal"),
    [
        ("minghu", "XX", AreaExists),
        ("futian", "MH", AreaExists),
        ("futian/minghu", "FT", NoParent),
    ],
)
def test_an_area_that_does_not_fit_is_refused_and_nothing_changes(session, path, code, refusal):
    add("minghu", "明湖区", "MH")

    with pytest.raises(refusal):
        add(path, "区", code)

    assert session.scalars(select(Area.path)).all() == ["minghu"]


def test_the_public_adds_no_area(session):
    with pytest.raises(NotPermitted):
        add("minghu", "明湖区", "MH", actor=ANYONE)

    assert session.scalars(select(JournalEntry)).all() == []


def test_the_adults_of_an_area_are_counted_in_public(session):
    area_id = add("minghu", "明湖区", "MH")

    areas.count("minghu", adults=4120, actor=SYSTEM, at=NOW)

    session.expire_all()
    assert session.get(Area, area_id).adults == 4120
    last = session.scalars(select(JournalEntry.body).order_by(JournalEntry.seq.desc())).first()
    assert '"adults":4120' in last


@pytest.mark.parametrize("adults", [0, -1, 10**7 + 1])
def test_a_number_of_adults_that_cannot_be_is_refused(session, adults):
    add("minghu", "明湖区", "MH")

    with pytest.raises(BadCount):
        areas.count("minghu", adults=adults, actor=SYSTEM, at=NOW)
