"""Adding an area, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from microprojects.domain.errors import NotPermitted
from microprojects.domain.people import ANYONE, SYSTEM
from microprojects.domain.places import AreaExists, NoParent
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
