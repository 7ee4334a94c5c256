"""The rules of the discussion."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from microprojects.domain.comments import (
    PER_HOUR,
    CommentsClosed,
    TooManyComments,
    UndoOver,
    is_open,
    require_open,
    require_pace,
    require_undo,
    shown_name,
)
from microprojects.domain.people import Role
from microprojects.domain.states import FINAL, State

AT = datetime(2026, 3, 4, 2, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_project_is_discussed_from_its_acceptance_to_its_end():
    closed = {state for state in State if not is_open(state)}

    assert closed == FINAL | {State.DRAFT, State.RETURNED, State.SUBMITTED}


def test_a_closed_discussion_names_the_state():
    with pytest.raises(CommentsClosed) as refusal:
        require_open(State.CLOSED)
    assert "“办结”" in str(refusal.value)


def test_ten_in_an_hour_pass_and_the_eleventh_is_told_a_time_that_works():
    ten = [AT + n * MINUTE for n in range(PER_HOUR)]
    require_pace(ten)

    with pytest.raises(TooManyComments) as refusal:
        require_pace([*ten, AT + 20 * MINUTE])

    # The first was written at 10:00:30, so at 11:01 it lies more than an hour back.
    assert refusal.value.facts == {"limit": 10, "time": "11:01"}


def test_the_last_moment_for_taking_back_is_ten_minutes_after():
    require_undo(AT, 10, AT + 10 * MINUTE)
    with pytest.raises(UndoOver):
        require_undo(AT, 10, AT + 10 * MINUTE + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.RESIDENT, "张**"),
        (Role.COUNCIL_MEMBER, "张**"),
        (Role.COMMUNITY_STAFF, ""),
        (Role.STREET_LEADER, ""),
        (Role.UNIT, ""),
    ],
)
def test_an_office_speaks_without_a_name_and_a_neighbour_with_a_masked_one(role, shown):
    assert shown_name(role, "张建国") == shown
