"""Two people fix one list, or throw dice for it, at the same moment over real connections: one list, one draw."""

from __future__ import annotations

import pytest

from microprojects.domain.audits import ListFixed, LotDrawn
from microprojects.store.audits import AuditList, AuditLot, AuditPick, AuditPlace
from microprojects.store.db import db
from tests.auditing import draw, fix, settled
from tests.stories.test_races_payments import ends, race
from tests.year_ending import treasurer


@pytest.fixture
def account(app, session, world):
    """One account that was settled, and two people at the district who may fix and draw."""
    return settled(treasurer(world), 1)


def counted(*tables):
    db.session.rollback()
    return [db.session.query(table).count() for table in tables]


@pytest.mark.parametrize("attempt", range(3))
def test_one_list_of_a_quarter_is_fixed(app, account, attempt):
    world = account.world

    found = race(app, lambda: fix(world), lambda: fix(world, who="yan"))

    assert ends(found) == [ListFixed.__name__, "won"]
    assert counted(AuditList, AuditPlace) == [1, 1]


@pytest.mark.parametrize("attempt", range(3))
def test_dice_are_thrown_once(app, account, attempt):
    world = account.world
    fix(world)

    found = race(app, lambda: draw(world), lambda: draw(world, who="yan", dice="1" * 20))

    assert ends(found) == [LotDrawn.__name__, "won"]
    assert counted(AuditLot, AuditPick) == [1, 1]
