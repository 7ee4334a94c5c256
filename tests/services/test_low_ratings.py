"""How many must answer a survey, and who looks at a project that most people are unhappy with."""

from __future__ import annotations

import pytest

from microprojects.domain.settlements import LowRatingUnseen, TooFewAnswers
from microprojects.domain.states import State
from microprojects.services import delivery, evaluations
from microprojects.store.db import transaction
from microprojects.store.projects import Project
from tests.spending import Site

TEN = ("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang")


def test_one_of_twenty_who_were_to_benefit_must_answer(world):
    site = Site(world).until_evaluating().answer(*TEN)
    with transaction() as session:
        session.query(Project).update({"beneficiaries": 201})
    site.later(days=11)
    site.tick()

    with pytest.raises(TooFewAnswers) as refusal:
        site.close()

    assert refusal.value.facts == {"have": 10, "need": 11}


def test_what_most_are_unhappy_with_is_closed_after_a_supervisor_looked(world):
    site = Site(world).until_evaluating().answer(*TEN[:5], overall=2).answer(*TEN[5:])
    delivery.write_note(site.number, text="还有两盏不亮。", actor=world["he"], at=site.later())
    site.later(days=11)
    site.tick()
    evaluations.file_improvement(site.number, text="重装两盏。", actor=world["zhao"], at=site.later())
    with pytest.raises(LowRatingUnseen) as refusal:
        site.close()

    delivery.write_note(site.number, text="看过，都亮了。", actor=world["he"], at=site.later())
    site.close()

    assert str(refusal.value) == (
        "满意率只有 50%，低于 60%。除了改进计划，还要请监督员看过、写一条监督意见，才能办结。"
    )
    assert site.state is State.CLOSED
