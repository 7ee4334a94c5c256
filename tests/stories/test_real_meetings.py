"""Two meetings that really took place, held again under our rules: the outcome is the one their notices give.

Source: 罗湖区莲塘社区第四次居民议事会, 2016-08-04 (16 members, 14 present, five items by show of
hands, quorum 超过三分之二); 民新社区第一次居民议事会, 2021-03-31 (three items passed, one rejected).
The notice of 莲塘 names three of its five items, that of 民新 gives no counts: those here are examples.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from microprojects.domain.parameters import rulebook
from microprojects.domain.states import State
from microprojects.services import meetings
from microprojects.store import packaged, rulebooks
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.programmes import Round
from microprojects.store.votes import Vote
from tests.council import Sitting, project, ready
from tests.world import MEMBERS, make_world

LIANTANG = (
    "莲塘社区中秋邻里节",
    "莲塘社区社会组织扶持项目",
    "莲塘社区议事会规则培训",
    "莲塘社区第四项服务",
    "莲塘社区第五项服务",
)
MINXIN = (
    ("民新社区2021年第二季度社区公益服务项目", "services", (11, 0, 0)),
    ("民新社区龙屋小区监控系统安装工程", "works", (9, 1, 1)),
    ("民新社区新增宣传栏工程", "works", (8, 3, 0)),
    ("民新社区深宝住宅区天台地面防水层修复工程", "works", (4, 6, 1)),
)


def council_of(session, members: int, **parameters):
    """Write the small district with a council of so many members and these parameters."""
    with transaction() as writing:
        world = make_world(writing, members=members)
        if parameters:
            book = rulebook(packaged.scheme("futian_3_3"), parameters)
            frozen = rulebooks.freeze(writing, book, at=world.now)
            writing.get(Round, world.rounds["lizhi"]).rulebook_id = frozen.id
    db.session.rollback()
    return world


@pytest.mark.parametrize("strict", [False, True])
def test_liantang_2016_passes_its_five_items(session, strict):
    world = council_of(
        session, 16, **{"meeting.quorum": {"num": 2, "den": 3, "strict": strict, "base": "present"}}
    )
    numbers = [
        ready(world, f"LZ-2026-00{n}", title=title, type_="services") for n, title in enumerate(LIANTANG, 1)
    ]
    sitting = Sitting(world).call(*numbers).open(MEMBERS[:14])

    carried = [sitting.decide(number, 14) for number in numbers]
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=sitting.at.replace(hour=9))

    taken = list(db.session.scalars(select(Vote).order_by(Vote.id)))
    assert carried == [True] * 5
    assert [(v.members_due, v.present, v.base, v.need_for) for v in taken] == [(16, 14, 14, 8)] * 5
    assert {project(number).state for number in numbers} == {State.NOTICING}
    assert [window.days for window in db.session.scalars(select(NoticeWindow))] == [5] * 5


def test_minxin_2021_passes_three_items_and_rejects_one(session):
    world = council_of(session, 13)
    numbers = [
        ready(world, f"LZ-2026-00{n}", title=title, type_=type_)
        for n, (title, type_, _) in enumerate(MINXIN, 1)
    ]
    sitting = Sitting(world).call(*numbers).open(MEMBERS[:11])

    carried = [
        sitting.decide(number, *counts) for number, (_, _, counts) in zip(numbers, MINXIN, strict=True)
    ]

    assert carried == [True, True, True, False]
    assert [project(number).state for number in numbers] == [
        State.NOTICING,
        State.NOTICING,
        State.NOTICING,
        State.REJECTED,
    ]
    assert len(db.session.scalars(select(Disclosure)).all()) == 3
