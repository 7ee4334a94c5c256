"""The notice of a meeting as a sheet for the board: anyone may print it while the meeting is to come."""

from __future__ import annotations

import re

import pytest

from microprojects.services import meetings
from microprojects.web.typesetting import chinese_type
from tests.council import SITTING, Sitting, ready

LINK = "/meetings/1/notice.pdf"
needs_type = pytest.mark.skipif(chinese_type() is None, reason="this machine has no Chinese type")


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@needs_type
def test_the_notice_of_a_meeting_to_come_is_one_page_for_anyone(world, client):
    Sitting(world).call(ready(world))

    sent = client.get(LINK)

    assert (sent.status_code, sent.mimetype, sent.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert pages(sent.data) == 1


@needs_type
@pytest.mark.parametrize("letter", ["会", "W", "#"])
def test_a_long_agenda_flows_to_further_pages(world, client, letter):
    numbers = [ready(world, f"LZ-2026-{n:03}", title=letter * 100) for n in range(1, 26)]
    meeting = meetings.call(
        world.council_id,
        title=letter * 200,
        place=letter * 200,
        starts_at=SITTING,
        actor=world["liu"],
        at=world.now,
    )
    for number in numbers:
        meetings.put_on_agenda(meeting, number, actor=world["liu"], at=world.now)

    assert pages(client.get(LINK).data) > 1


@needs_type
def test_an_empty_agenda_is_no_trouble(world, client):
    Sitting(world).call(send=False)

    assert pages(client.get(LINK).data) == 1


def test_without_chinese_type_the_page_itself_is_shown(world, client):
    Sitting(world).call(ready(world))

    sent = client.get(LINK)

    expected = (303, "/meetings/1/notice") if chinese_type() is None else (200, None)
    assert (sent.status_code, sent.location) == expected


def test_a_meeting_that_has_begun_or_was_called_off_has_no_notice(world, client):
    first, second = Sitting(world).call(ready(world)).open(), Sitting(world).call()
    meetings.cancel_meeting(second.meeting_id, reason="下雨", actor=world["liu"], at=world.now)

    answers = [client.get(f"/meetings/{each.meeting_id}/notice.pdf") for each in (first, second)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert all("没有要张贴的通知" in answer.text for answer in answers)
    assert LINK not in client.get("/meetings/1").text


def test_both_pages_of_a_meeting_to_come_lead_to_its_notice(world, client, visitor):
    Sitting(world).call(ready(world))

    shown = client.get("/meetings/1").text, visitor("guo").get("/council/meetings/1").text

    assert [f'href="{LINK}"' in page for page in shown] == [True, True]


def test_a_meeting_that_is_not_there_has_no_notice(world, client):
    assert client.get("/meetings/99/notice.pdf").status_code == 404
