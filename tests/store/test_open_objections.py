"""Objections as open data: late, put together, taken further, and of nobody in particular."""

from __future__ import annotations

from microprojects.services import escalations, objection_groups, objections
from tests.noticing import NUMBER, object_to, on_notice, shanghai
from tests.store.test_open_data import rows


def answer_of(found, *names):
    return [tuple(row[name] for name in names) for row in found]


def test_a_silence_counts_its_working_days_until_today_and_a_late_reply_until_it_came(session, world):
    on_notice(world)
    object_to(world, who="chen")  # due by the end of 11 March
    late = object_to(world, who="xu")
    objections.reply(late, outcome="dismissed", text="不改。", actor=world["zhao"], at=shanghai(3, 13))

    found = rows("objections", at=shanghai(3, 17))

    assert answer_of(found, "state", "late_days") == [("waiting", 4), ("answered", 2)]


def test_a_group_is_told_by_its_number_and_a_step_by_where_it_waits(session, world):
    on_notice(world)
    pair = [object_to(world, who=who) for who in ("chen", "xu")]
    made = objection_groups.group(NUMBER, pair, reason="同一盏灯。", actor=world["zhao"], at=world.now)
    objections.reply(pair[0], outcome="dismissed", text="不改。", actor=world["zhao"], at=world.now)
    escalations.escalate(pair[0], why="不服。", actor=world["chen"], at=world.now)

    found = rows("objections", at=world.now)
    assert answer_of(found, "group_id", "above", "reply") == [
        (made, "street", "不改。"), (made, None, "不改。"),
    ]  # fmt: skip
    assert "不服。" not in str(found)

    escalations.answer(
        pair[0], "street", outcome="dismissed", text="维持。", actor=world["zhou"], at=world.now
    )
    assert answer_of(rows("objections", at=world.now), "above") == [("answered",), (None,)]
