"""A chair whose own project is on the agenda sees who may lead it, and no button to do it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from microprojects.domain.people import Role
from microprojects.domain.states import State
from microprojects.services import grants
from microprojects.services.grants import Office
from tests.council import SITTING, Sitting, project, ready
from tests.world import LIZHI, MEMBERS

FIRST = "LZ-2026-001"
SENTENCE = "这一项是您提的或您代录的，按回避规则不能由您主持"


@pytest.fixture
def sitting(world, wall) -> Sitting:
    """A meeting with one project of the chair's own, and a second chair."""
    made = Sitting(world).call(ready(world, proposer="liu")).open(MEMBERS[:14])
    made.recuse(FIRST, "liu")
    office = Office(role=Role.COUNCIL_CHAIR, area=LIZHI, since=date(2026, 3, 1))
    grants.grant_role(world.people["an"], office, actor=world["huang"], at=world.now)
    wall.at = SITTING + timedelta(minutes=10)
    return made


def test_the_chair_reads_why_and_finds_no_button(sitting, visitor):
    page = visitor("liu").get(f"/council/items/{sitting.items[FIRST]}").text

    assert [SENTENCE in page, "介绍完、问完了" in page, "搁置再议" in page] == [True, False, False]


def test_a_form_sent_all_the_same_is_refused_with_the_sentence(sitting, visitor):
    answer = visitor("liu").send(f"/council/items/{sitting.items[FIRST]}/present")

    assert (answer.status_code, SENTENCE in answer.text) == (403, True)


def test_the_second_chair_leads_it_through_the_pages(sitting, visitor):
    an, item = visitor("an"), f"/council/items/{sitting.items[FIRST]}"
    an.send(f"{item}/present")
    page = an.send(f"{item}/vote", mode="show_of_hands").location
    liu = visitor("liu").get(page).text
    assert [SENTENCE in liu, "结束表决，看结果" in liu] == [True, False]

    an.send(f"{page}/close", in_favour="13", against="0", abstain="0", first="郭敏", second="陈建国")

    assert project(FIRST).state is State.NOTICING
