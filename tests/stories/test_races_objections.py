"""Officers and residents who deal with one objection at the same moment, over real connections."""

from __future__ import annotations

import pytest

from microprojects.domain.comments import NotHidden
from microprojects.domain.escalations import NotThere, WaitsAlready
from microprojects.domain.objection_groups import GroupGone, NotGroupable
from microprojects.domain.objections import RepliedAlready
from microprojects.services import comments, escalations, objection_groups, objections
from microprojects.store.db import db
from microprojects.store.escalations import Escalation
from microprojects.store.objection_groups import ObjectionGroup
from microprojects.store.objections import Objection
from tests.consulting import a_project
from tests.discussing import write
from tests.noticing import NUMBER, answer, object_to, on_notice, shanghai, the_objection
from tests.stories.test_races_payments import ends, race

MONDAY = shanghai(3, 9)


def count(table):
    db.session.rollback()
    return db.session.query(table).count()


@pytest.fixture
def replied(app, session, world):
    """An objection of Chen's with a reply that does not content her."""
    on_notice(world)
    objection_id = object_to(world)
    objections.reply(objection_id, outcome="dismissed", text="不改。", actor=world["zhao"], at=MONDAY)
    return objection_id


@pytest.fixture
def three(app, session, world):
    """Three objections on one ground."""
    on_notice(world)
    return [object_to(world, who=who) for who in ("chen", "xu", "lin")]


def taking(world, objection_id):
    return lambda: escalations.escalate(objection_id, why="不服。", actor=world["chen"], at=MONDAY)


def above(world, objection_id, who):
    return lambda: escalations.answer(
        objection_id, "street", outcome="dismissed", text=f"{who} 答复。", actor=world[who], at=MONDAY
    )


@pytest.mark.parametrize("attempt", range(3))
def test_an_objection_is_taken_to_the_street_twice_at_once_and_stands_there_once(
    app, world, replied, attempt
):
    found = race(app, taking(world, replied), taking(world, replied))

    assert ends(found) == [WaitsAlready.__name__, "won"]
    assert count(Escalation) == 1


@pytest.mark.parametrize("attempt", range(3))
def test_two_officers_of_the_street_answer_at_once_and_one_answer_stands(app, world, replied, attempt):
    taking(world, replied)()

    found = race(app, above(world, replied, "zhou"), above(world, replied, "wu"))

    assert ends(found) == [NotThere.__name__, "won"]
    assert the_objection(replied).waits_for is None


@pytest.mark.parametrize("attempt", range(3))
def test_two_handlers_put_overlapping_objections_together_and_one_group_stands(app, world, three, attempt):
    def grouping(who, ids):
        return lambda: objection_groups.group(NUMBER, ids, reason="同一件事。", actor=world[who], at=MONDAY)

    found = race(app, grouping("zhao", three[:2]), grouping("zhou", three[1:]))

    assert ends(found) == [NotGroupable.__name__, "won"]
    assert count(ObjectionGroup) == 1
    assert db.session.query(Objection).filter(Objection.group_id.is_not(None)).count() == 2


@pytest.mark.parametrize("attempt", range(3))
def test_a_reply_and_the_taking_apart_do_not_both_win(app, world, three, attempt):
    made = objection_groups.group(NUMBER, three, reason="同一件事。", actor=world["zhao"], at=MONDAY)

    found = race(
        app,
        lambda: answer(world, three[0], at=MONDAY),
        lambda: objection_groups.ungroup(made, reason="拆开。", actor=world["zhao"], at=MONDAY),
    )

    replied = sum(the_objection(each).outcome is not None for each in three)
    assert (ends(found), replied) in (([GroupGone.__name__, "won"], 3), (["won", "won"], 1))


@pytest.mark.parametrize("attempt", range(3))
def test_two_replies_to_one_group_are_one(app, world, three, attempt):
    objection_groups.group(NUMBER, three, reason="同一件事。", actor=world["zhao"], at=MONDAY)

    def replying(objection_id, who):
        return lambda: objections.reply(
            objection_id, outcome="dismissed", text=f"{who} 答复。", actor=world[who], at=MONDAY
        )

    found = race(app, replying(three[0], "zhao"), replying(three[2], "zhou"))

    assert ends(found) == [RepliedAlready.__name__, "won"]
    assert len({the_objection(each).reply for each in three}) == 1


@pytest.mark.parametrize("attempt", range(3))
def test_two_show_a_hidden_comment_again_at_once(app, session, world, attempt):
    a_project(world)
    written = write(world)
    comments.hide(written, reason="骂人", actor=world["zhao"], at=world.now)

    def restoring(who):
        return lambda: comments.restore(written, reason="没有骂人。", actor=world[who], at=world.now)

    found = race(app, restoring("sun"), restoring("qian"))

    assert ends(found) == [NotHidden.__name__, "won"]
