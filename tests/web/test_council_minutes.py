"""Minutes through the pages of the council room, and what the public gets of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.services import meetings, minutes
from microprojects.store.db import db
from microprojects.store.minutes import Minutes
from microprojects.web import typesetting
from tests.council import SITTING, Sitting, fourteen
from tests.noticing import on_notice

FIRST = "LZ-2026-001"
PAGE = "/council/meetings/1/minutes"
END = SITTING + timedelta(hours=1)


@pytest.fixture
def over(world, wall, bench) -> Sitting:
    """A meeting that has passed one item and is closed."""
    sitting = fourteen(world, bench)
    sitting.decide(FIRST, 13, 1)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=END)
    wall.at = END
    return sitting


def kept() -> Minutes:
    db.session.rollback()
    return db.session.scalars(select(Minutes)).one()


def test_minutes_go_through_the_pages(over, visitor, client):
    guo, liu, he = visitor("guo"), visitor("liu"), visitor("he")
    assert "还没有起草" in liu.get(PAGE).text

    assert guo.send(PAGE).status_code == 303
    text = kept().text + "\n讨论热烈。"
    assert guo.send("/council/minutes/1/edit", text=text).status_code == 303
    assert client.get("/meetings/1/minutes").status_code == 404
    assert liu.send("/council/minutes/1/approve").status_code == 303
    for signer in (liu, guo, he):
        assert signer.send("/council/minutes/1/sign").status_code == 303

    public = client.get("/meetings/1/minutes").text
    assert ("讨论热烈。" in public, "议员an" in public, "议**" in public) == (True, False, True)
    assert "议事会主持人、记录员、评议监督员" in public
    assert "议员an" in guo.get(PAGE).text


def test_an_empty_text_comes_back(over, visitor):
    guo = visitor("guo")
    guo.send(PAGE)
    before = kept().text

    answers = [guo.send("/council/minutes/1/edit", text=text) for text in ("", " ", "长" * 50_001)]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert kept().text == before


def test_the_pdf_is_a_pdf_with_type_of_its_own(over, visitor, client):
    minutes_id = minutes.draft(1, actor=over.world["guo"], at=END)
    assert client.get("/meetings/1/minutes.pdf").status_code == 404
    minutes.approve(minutes_id, actor=over.world["liu"], at=END)

    answer = client.get("/meetings/1/minutes.pdf")

    if answer.status_code == 303:  # a machine without Chinese type shows the sheet instead
        assert answer.location == "/meetings/1/minutes"
        return
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert len(answer.data) > 5000


def test_the_same_minutes_give_the_same_bytes_after_other_acts_too(over, visitor, client):
    minutes_id = minutes.draft(1, actor=over.world["guo"], at=END)
    minutes.approve(minutes_id, actor=over.world["liu"], at=END)
    first = again(client)

    on_notice(over.world, number="LZ-2026-556")
    minutes.draft(1, actor=over.world["guo"], at=END)
    later = again(client)
    minutes.sign(minutes_id, actor=over.world["liu"], at=END)
    signed = again(client)

    assert later == first
    assert first is None or signed != first  # it says who signed, and where that stands in the journal


def again(client) -> bytes | None:
    """The sheet set anew, not as it was kept; None where the machine has no Chinese type."""
    typesetting.set_sheet.cache_clear()
    answer = client.get("/meetings/1/minutes.pdf")
    return answer.data if answer.status_code == 200 else None


def test_a_member_reads_but_does_not_write(over, visitor):
    an = visitor("an")

    assert an.get(PAGE).status_code == 200
    assert an.send(PAGE).status_code == 403
    assert "按记录起草" not in an.get(PAGE).text
