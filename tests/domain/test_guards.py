"""Every guard of the lifecycle lets a good case pass, and refuses a bad one with a code of its own.

The trials stand in tests/guard_trials: each names a guard, the changes to the perfect
case (tests/fake_case.py) that it lets pass, and those that it refuses, with the code.
"""

from __future__ import annotations

from dataclasses import fields

import pytest

from microprojects.domain import cases
from microprojects.domain.errors import Refusal
from microprojects.domain.lifecycle import ROWS
from tests.fake_case import FakeCase
from tests.guard_trials.deliberating import (
    CONSULTATIONS,
    GATHERINGS,
    MEETINGS,
    OBJECTIONS,
    POLLS,
    PROPOSALS,
)
from tests.guard_trials.working import CHANGES, CONTRACTS, INSPECTIONS, SETTLEMENTS

TRIALS = (
    *PROPOSALS, *CONSULTATIONS, *MEETINGS, *GATHERINGS, *POLLS, *OBJECTIONS, *CONTRACTS, *INSPECTIONS,
    *SETTLEMENTS, *CHANGES,
)  # fmt: skip
GUARDS = {guard.check for row in ROWS for guard in row.guards}


@pytest.mark.parametrize(
    ("guard", "changes"),
    [
        pytest.param(each.guard, changes, id=f"{each.guard.__name__}-{n}")
        for each in TRIALS
        for n, changes in enumerate(each.good, start=1)
    ],
)
def test_a_guard_lets_a_good_case_pass(guard, changes):
    guard(FakeCase(**changes))


@pytest.mark.parametrize(
    ("guard", "code", "changes"),
    [
        pytest.param(each.guard, code, changes, id=f"{each.guard.__name__}-{n}-{code}")
        for each in TRIALS
        for n, (code, changes) in enumerate(each.bad, start=1)
    ],
)
def test_a_guard_refuses_a_bad_case_with_its_code_and_a_whole_sentence(guard, code, changes):
    with pytest.raises(Refusal) as refusal:
        guard(FakeCase(**changes))

    assert refusal.value.code == code
    assert "%(" not in str(refusal.value)
    assert str(refusal.value).endswith("。")


def test_every_guard_of_the_table_has_one_trial():
    tried = [each.guard for each in TRIALS]

    assert set(tried) == GUARDS
    assert len(tried) == len(set(tried))


def test_every_trial_has_a_good_and_a_bad_case():
    assert [each.guard.__name__ for each in TRIALS if not (each.good and each.bad)] == []


def test_the_fake_case_has_every_fact_of_a_case():
    asked = {name for name, value in vars(cases.Case).items() if isinstance(value, property)}

    assert {each.name for each in fields(FakeCase)} == asked
