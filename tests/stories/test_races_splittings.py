"""People and the system who deal with one question about split works at the same moment, over real connections."""

from __future__ import annotations

import pytest

from microprojects.domain.splitting import NothingToAnswer, NothingToJudge
from microprojects.services import splittings
from microprojects.store.db import db
from microprojects.store.splittings import SplitAnswer, SplitFlag, SplitMember
from tests.spending import WAN, Site
from tests.stories.test_races_payments import ends, race

WHY = "两处灯由两栋楼分别提议，隔着一条河，管线不同，工期也错开三个月。"


@pytest.fixture
def pair(app, session, world):
    """Two works on one site whose sum passes the next way of buying."""
    return Site(world), Site(world, number="LZ-2026-002", fiscal=6 * WAN)


def answering(site):
    return lambda: splittings.answer(site.number, words=WHY, actor=site.world["zhou"], at=site.at)


def counted():
    db.session.rollback()
    return [db.session.query(table).count() for table in (SplitFlag, SplitMember, SplitAnswer)]


@pytest.mark.parametrize("attempt", range(3))
def test_two_works_of_one_question_are_answered_at_once_and_one_answer_stands(app, pair, attempt):
    found = race(app, *(answering(site) for site in pair))

    assert ends(found) == [NothingToAnswer.__name__, "won"]
    assert counted() == [1, 2, 1]


@pytest.mark.parametrize("attempt", range(3))
def test_an_answer_and_the_system_write_one_question(app, pair, attempt):
    at = pair[0].at

    found = race(
        app, answering(pair[0]), lambda: splittings.raise_due(at=at), lambda: splittings.raise_due(at=at)
    )

    assert ends(found) == ["won"] * 3
    assert counted() == [1, 2, 1]


def test_two_verdicts_at_once_are_one(app, pair):
    one = pair[0]
    answering(one)()

    def judging(verdict):
        return lambda: splittings.judge(
            one.number, verdict=verdict, words="看过两处现场，再三核对过。", actor=one.world["he"], at=one.at
        )

    found = race(app, judging("accepted"), judging("found"))

    assert ends(found) == [NothingToJudge.__name__, "won"]
