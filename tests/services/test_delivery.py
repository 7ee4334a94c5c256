"""On the site: progress, completion, supervisors' notes and their answers."""

from __future__ import annotations

import pytest

from microprojects.domain.contracts import EvidenceMissing
from microprojects.domain.delivery import NoteAnswered
from microprojects.domain.errors import BadValue, NotFound, NotPermitted, WrongMoment
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.settlements import FileClosed
from microprojects.domain.states import State
from microprojects.services import approvals, delivery
from tests.spending import Site


def test_progress_is_told_in_public_and_may_go_back(world):
    site = Site(world).buy().sign().start()

    site.progress(60).progress(40)

    assert [(each["percent"], each["date_on"]) for each in site.told()["progress"]] == [
        (60, "2026-03-04"),
        (40, "2026-03-04"),
    ]


@pytest.mark.parametrize("percent", [-1, 101])
def test_progress_lies_between_nothing_and_all(world, percent):
    site = Site(world).buy().sign().start()

    with pytest.raises(BadValue):
        site.progress(percent)


def test_progress_is_told_while_work_is_under_way(world):
    site = Site(world).buy().sign()

    with pytest.raises(WrongMoment):
        site.progress()


def test_a_report_with_a_telephone_number_is_refused(world):
    site = Site(world).buy().sign().start()

    with pytest.raises(PrivacyFinding):
        delivery.report_progress(
            site.number, percent=10, text="找工头 13812345678", actor=world["zhou"], at=site.later()
        )


def test_the_contractor_reports_and_a_resident_does_not(world):
    site = Site(world).buy().sign().start()

    delivery.report_progress(site.number, percent=10, text="挖好沟。", actor=world["shi"], at=site.later())

    with pytest.raises(NotPermitted):
        delivery.report_progress(
            site.number, percent=20, text="我看到的", actor=world["lin"], at=site.later()
        )


def test_completion_waits_for_its_papers(world):
    site = Site(world).buy().sign().start().file("completion_report", "photo_after")

    with pytest.raises(EvidenceMissing) as refusal:
        delivery.complete(site.number, actor=world["shi"], at=site.later())

    assert refusal.value.facts == {"what": "施工前照片、竣工清单"}


def test_completion_with_its_papers_leads_to_acceptance(world):
    site = Site(world).buy().sign().start().complete()

    assert site.state is State.INSPECTING
    assert site.told()["event"] == "completion"


def test_a_supervisors_note_and_its_answer_stand_in_the_disclosure(world):
    site = Site(world).buy().sign().start()
    note = delivery.write_note(site.number, text="公示牌贴在背面。", actor=world["he"], at=site.later())

    delivery.answer_note(note, text="已移到正面。", actor=world["zhou"], at=site.later())

    assert site.told()["notes"] == [
        {
            "ref": "1",
            "date_on": "2026-03-04",
            "text": "公示牌贴在背面。",
            "answer": "已移到正面。",
            "answered_on": "2026-03-04",
        }
    ]


def test_a_note_is_answered_once(world):
    site = Site(world).buy()
    note = delivery.write_note(site.number, text="报价太少。", actor=world["he"], at=site.later())
    delivery.answer_note(note, text="再找一家。", actor=world["zhou"], at=site.later())

    with pytest.raises(NoteAnswered):
        delivery.answer_note(note, text="又答一次", actor=world["zhou"], at=site.later())


def test_a_note_on_an_ended_project_still_gets_its_answer(world):
    site = Site(world).buy()
    note = delivery.write_note(site.number, text="为何停工？", actor=world["he"], at=site.later())
    approvals.cancel(site.number, reason="业主不同意", actor=world["wu"], at=site.later())

    delivery.answer_note(note, text="已终止，钱已退回。", actor=world["zhou"], at=site.later())

    with pytest.raises(WrongMoment):
        delivery.write_note(site.number, text="再说一句", actor=world["he"], at=site.later())


def test_only_a_supervisor_writes_notes_and_none_on_what_is_not_there(world):
    site = Site(world).buy()

    with pytest.raises(NotPermitted):
        delivery.write_note(site.number, text="我也说一句", actor=world["zhou"], at=site.later())
    with pytest.raises(NotFound):
        delivery.answer_note(404, text="答复", actor=world["zhou"], at=site.later())
    with pytest.raises(BadValue):
        delivery.write_note(site.number, text=" ", actor=world["he"], at=site.later())


def test_a_closed_file_takes_no_note(world):
    site = Site(world).until_closed()

    with pytest.raises(FileClosed):
        delivery.write_note(site.number, text="灯坏了", actor=world["he"], at=site.later())
