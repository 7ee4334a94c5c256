"""What went wrong is read from what an act is and what it says: of which kind, and of which acts nothing is said."""

from __future__ import annotations

from datetime import date

import pytest

from microprojects.domain.actions import Action
from microprojects.domain.problems import KINDS, OPEN, RULES, Kind, Open, is_unfinished, kind_of
from microprojects.domain.states import State

DAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("act", "facts", "kind"),
    [
        ("meeting.close", {"inquorate": True, "present": 3}, Kind.NO_QUORUM),
        ("meeting.close", {"present": 15, "tabled": 0}, None),
        ("meeting.close", {"inquorate": 1}, None),
        ("project.reconsider", {"from": "objected"}, Kind.VOIDED),
        ("vote.correct", {"disclosure": "ab", "carried": False}, Kind.VOIDED),
        ("vote.correct", {"signed": 1}, None),
        ("vote.correct", {"dropped": True}, None),
        ("project.fail-inspection", {"failed": 1}, Kind.NOT_ACCEPTED),
        ("project.pass-inspection", {}, None),
        ("project.cancel", {}, Kind.STOPPED),
        ("project.stop-unratified", {}, Kind.STOPPED),
        ("project.stop-upheld", {}, Kind.STOPPED),
        ("refund.record", {"cause": "audit"}, Kind.MONEY_BACK),
        ("disclosure.correct", {}, Kind.CORRECTED),
        ("disclosure.take-down", {}, Kind.TAKEN_DOWN),
        ("audit.record", {"outcome": "refund"}, Kind.AUDIT),
        ("audit.record", {"outcome": "rectify"}, Kind.AUDIT),
        ("audit.record", {"outcome": "in_order"}, None),
        ("splitting.judge", {"verdict": "found"}, Kind.SPLIT),
        ("splitting.judge", {"verdict": "accepted"}, None),
        ("objection.reply", {"outcome": "upheld"}, None),
        ("no.such-act", {}, None),
    ],
)
def test_an_act_with_its_facts_is_of_a_kind(act, facts, kind):
    assert kind_of(act, facts) is kind


def test_every_kind_is_named_and_no_name_stands_twice():
    names = [each.name for each in (*OPEN.values(), *KINDS.values())]
    values = [each.value for each in (*Open, *Kind)]

    assert (set(OPEN), set(KINDS)) == (set(Open), set(Kind))
    assert (len(set(names)), len(set(values))) == (len(names), len(values))


def test_every_rule_names_an_act_and_no_act_is_of_two_kinds():
    kinds = {}
    for each in RULES:
        kinds.setdefault(each.act, set()).add(each.kind)

    assert all(isinstance(each, Action) for each in kinds)
    assert {len(found) for found in kinds.values()} == {1}


@pytest.mark.parametrize(
    ("state", "today", "owed"),
    [
        (State.IMPLEMENTING, date(2026, 5, 20), False),
        (State.IMPLEMENTING, date(2026, 5, 21), True),
        (State.RECTIFYING, date(2026, 5, 21), True),
        (State.INSPECTING, date(2026, 5, 21), False),
        (State.CANCELLED, date(2026, 5, 21), False),
    ],
)
def test_a_work_is_owed_from_the_day_after_the_last_of_its_contract(state, today, owed):
    assert is_unfinished(state, DAY, today) is owed
