"""Which groups of projects can be marked as each other's variants."""

from __future__ import annotations

import pytest

from microprojects.domain.exclusive_groups import (
    GroupedTwice,
    GroupOffBallot,
    GroupTooSmall,
    require_groups,
)

BALLOT = ("a", "b", "c", "d")


@pytest.mark.parametrize("groups", [(), (("a", "b"),), (("a", "b"), ("c", "d")), (BALLOT,)])
def test_any_projects_of_the_ballot_can_stand_in_groups(groups):
    require_groups(groups, BALLOT)


@pytest.mark.parametrize(
    ("groups", "refusal", "which"),
    [
        ((("a",),), GroupTooSmall, "a"),
        (((),), GroupTooSmall, ""),
        ((("a", "x"),), GroupOffBallot, "x"),
        ((("a", "b"), ("b", "c")), GroupedTwice, "b"),
        ((("a", "a"),), GroupedTwice, "a"),
    ],
)
def test_a_group_of_one_a_stranger_and_a_project_in_two_groups_are_refused(groups, refusal, which):
    with pytest.raises(refusal) as no:
        require_groups(groups, BALLOT)

    assert no.value.facts["which"] == which
