"""Filing an objection: who may, until when, what it does to the clock, and that nobody learns who it was."""

from __future__ import annotations

import json
from datetime import date

import pytest

from microprojects.domain.actions import Action
from microprojects.domain.errors import BadValue, NotFound, NotPermitted
from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.domain.objections import (
    NoWindow,
    ObjectionsOpen,
    OpenAlready,
    RepliedAlready,
    WhoObjects,
    WindowOver,
    WithdrawnAlready,
)
from microprojects.domain.people import ANYONE, SYSTEM
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.states import State
from microprojects.services import objections
from microprojects.services._publish import Imprint, open_window, publish
from microprojects.store import objections as kept
from microprojects.store import projects
from microprojects.store.cases import StoreCase
from microprojects.store.db import transaction
from tests.consulting import a_project, statements, the_project
from tests.noticing import (
    FACTS,
    NUMBER,
    answer,
    entries,
    object_to,
    on_notice,
    shanghai,
    the_objection,
    window,
)

LAST_EVENING = shanghai(3, 9, 23, 59)  # posted on 4 March: five days are 5 to 9 March


def test_an_objection_pauses_the_notice_and_keeps_the_days_that_were_served(session, world):
    on_notice(world)

    object_to(world, at=shanghai(3, 7))

    paused = window()
    assert the_project().state is State.OBJECTED
    assert (paused.paused_at, paused.days_left) == (shanghai(3, 7), 3)


def test_an_objection_on_the_last_evening_counts(session, world):
    on_notice(world)

    objection_id = object_to(world, at=LAST_EVENING)

    assert the_objection(objection_id).filed_at == LAST_EVENING
    assert window().days_left == 1


def test_an_objection_at_midnight_of_the_last_day_is_late_and_changes_nothing(session, world):
    on_notice(world)

    with pytest.raises(WindowOver) as late:
        object_to(world, at=shanghai(3, 10, 0))

    assert late.value.facts == {"last": "2026-03-09"}
    assert the_project().state is State.NOTICING
    assert entries() == []


def test_a_window_that_would_end_in_the_spring_festival_stays_open_until_the_first_working_day(
    session, world
):
    on_notice(world, at=shanghai(2, 13))  # five days end on the 18th; the holiday lasts to the 23rd

    objection_id = object_to(world, at=shanghai(2, 24, 23, 59))

    assert window().last_day == date(2026, 2, 24)
    assert the_objection(objection_id).outcome is None


def test_a_reply_is_due_in_working_days_counted_from_the_next_day(session, world):
    on_notice(world, at=shanghai(2, 11))

    objection_id = object_to(world, at=shanghai(2, 13))  # 14 February is a make-up day, then nine days off

    assert the_objection(objection_id).reply_due_at == shanghai(2, 28, 0)


def test_nobody_objects_to_what_is_not_on_notice(session, world):
    a_project(world, state=State.CONSULTING)

    with pytest.raises(NoWindow):
        object_to(world)


def test_there_is_no_objection_to_a_project_that_is_not_there(session, world):
    with pytest.raises(NotFound):
        object_to(world, "LZ-2026-999")


def test_the_public_signs_in_before_it_objects(session, world):
    on_notice(world)

    with pytest.raises(NotPermitted):
        objections.file(NUMBER, ground="amount", facts=FACTS, actor=ANYONE, at=world.now)


def test_somebody_from_the_next_community_may_object(session, world):
    on_notice(world)

    object_to(world, who="tang")

    assert the_project().state is State.OBJECTED


def test_one_person_has_one_open_objection_to_a_project(session, world):
    on_notice(world)
    object_to(world, who="chen")

    with pytest.raises(OpenAlready):
        object_to(world, who="chen", ground="amount")

    assert len(kept.of_project(session, the_project().id)) == 1


def test_who_took_an_objection_back_may_file_another(session, world):
    on_notice(world)
    first = object_to(world, who="chen")
    objections.withdraw(first, actor=world["chen"], at=world.now)

    object_to(world, who="chen", ground="amount")

    assert the_project().state is State.OBJECTED


def test_a_second_objection_is_filed_beside_the_first_and_the_clock_stands_as_it_stood(session, world):
    on_notice(world)
    object_to(world, who="chen", at=shanghai(3, 6))

    object_to(world, who="xu", at=shanghai(3, 20))

    assert window().paused_at == shanghai(3, 6)
    assert [entry.verb for entry in entries()] == ["project.object", "objection.file"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"ground": "because"}, "理由"),
        ({"facts": "  \n "}, "事实"),
        ({"facts": "灯" * 2001}, "事实"),
        ({"wish": "灯" * 501}, "您的要求"),
        ({"contact": "灯" * 61}, "联系方式"),
        ({"channel": "shout"}, "怎么提的"),
    ],
)
def test_what_cannot_stand_is_refused_by_its_field(session, world, words, field):
    on_notice(world)

    with pytest.raises(BadValue) as refused:
        object_to(world, **words)

    assert refused.value.facts["field"] == field
    assert the_project().state is State.NOTICING


def test_a_clerk_writes_down_what_somebody_said_at_the_desk(session, world):
    on_notice(world)

    objection_id = object_to(world, who="zhao", channel="oral", name="黎大爷")

    objection = the_objection(objection_id)
    assert (objection.person.name, objection.entered_by_id) == ("黎大爷", world.people["zhao"])


def test_a_clerk_writes_down_a_letter_of_a_resident_who_is_known(session, world):
    on_notice(world)

    objection_id = object_to(world, who="wei", channel="paper", person_id=world.people["xu"])

    assert the_objection(objection_id).person_id == world.people["xu"]


def test_a_paper_without_a_name_is_sent_back(session, world):
    on_notice(world)

    with pytest.raises(WhoObjects):
        object_to(world, who="zhao", channel="paper")


def test_what_is_written_for_another_cannot_have_come_online(session, world):
    on_notice(world)

    with pytest.raises(BadValue):
        object_to(world, who="zhao", name="黎大爷")


def test_a_resident_does_not_object_in_another_s_name(session, world):
    on_notice(world)

    with pytest.raises(NotPermitted):
        object_to(world, who="chen", channel="paper", person_id=world.people["xu"])


def test_a_clerk_of_another_community_does_not_write_down_here(session, world):
    on_notice(world, slug="mumian")

    with pytest.raises(NotPermitted):
        object_to(world, who="zhao", channel="oral", name="黎大爷")


def test_the_contact_is_sealed_and_opens_for_the_handler(session, world):
    on_notice(world)

    objection_id = object_to(world, contact="13812345678")

    objection = the_objection(objection_id)
    assert "13812345678" not in str(objection.contact_sealed)
    assert kept.contact(objection) == "13812345678"


def test_the_journal_names_neither_the_person_nor_their_words(session, world):
    on_notice(world)

    object_to(world, contact="13812345678", wish="把灯移开")

    entry = json.loads(entries()[0].body)
    assert entry["facts"] == {
        "channel": "online", "days_left": 5, "from": "noticing", "ground": "neighbours", "stage": 3, "to": "objected",
    }  # fmt: skip
    assert entry["actor"] == "resident"


def test_only_the_person_takes_an_objection_back(session, world):
    on_notice(world)
    objection_id = object_to(world, who="chen")

    with pytest.raises(NotPermitted):
        objections.withdraw(objection_id, actor=world["xu"], at=world.now)


def test_a_clerk_takes_back_for_somebody_with_a_reason_that_stands_in_the_record(session, world):
    on_notice(world)
    objection_id = object_to(world, who="zhao", channel="oral", name="黎大爷")

    objections.withdraw(objection_id, reason="本人到窗口签字撤回。", actor=world["zhao"], at=world.now)

    objection = the_objection(objection_id)
    assert (objection.withdraw_reason, objection.withdrawn_by_id) == (
        "本人到窗口签字撤回。",
        world.people["zhao"],
    )
    assert json.loads(entries()[-1].body)["facts"]["reason"] == "本人到窗口签字撤回。"


def test_a_clerk_takes_nothing_back_in_silence(session, world):
    on_notice(world)
    objection_id = object_to(world, who="zhao", channel="oral", name="黎大爷")

    with pytest.raises(BadValue):
        objections.withdraw(objection_id, actor=world["zhao"], at=world.now)

    assert the_objection(objection_id).withdrawn_at is None


def test_an_objection_is_taken_back_once(session, world):
    on_notice(world)
    objection_id = object_to(world, who="chen")
    objections.withdraw(objection_id, actor=world["chen"], at=world.now)

    with pytest.raises(WithdrawnAlready):
        objections.withdraw(objection_id, actor=world["chen"], at=world.now)


def test_an_answered_objection_is_not_taken_back(session, world):
    on_notice(world)
    objection_id = object_to(world, who="chen")
    answer(world, objection_id, at=world.now)

    with pytest.raises(RepliedAlready):
        objections.withdraw(objection_id, actor=world["chen"], at=world.now)


def test_filing_the_first_objection_takes_twelve_statements_and_a_further_one_seven(bench, session, world):
    on_notice(world)

    with statements(bench.engine) as first:
        object_to(world, who="chen")
    with statements(bench.engine) as further:
        object_to(world, who="xu")

    assert (len(first), len(further)) == (12, 7), "\n".join(first)


def test_an_objection_to_a_result_is_filed_and_holds_up_the_evaluation(session, world):
    a_project(world, state=State.RESULT_NOTICE, stage=3)
    with transaction() as writing:
        project = projects.by_number(writing, NUMBER)
        body = {"title": project.title, "headline": "验收合格。"}
        told = publish(
            writing,
            project,
            DisclosureKind.RESULT,
            body,
            imprint=Imprint("居委会"),
            actor=SYSTEM,
            at=world.now,
        )
        open_window(writing, project, told, at=world.now)

    objection_id = object_to(world, ground="amount")

    case = StoreCase(session, the_project(), shanghai(3, 10))
    assert (the_project().state, window().paused_at) == (State.RESULT_NOTICE, None)
    assert the_objection(objection_id).disclosure_id == window().disclosure_id
    with pytest.raises(ObjectionsOpen):
        LIFECYCLE.step(State.RESULT_NOTICE, 3, Action.PROJECT_OPEN_EVALUATION, case.rules.scheme, case)
