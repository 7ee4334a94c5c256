"""The signed paper and the word of the next meeting through the pages, and what the public gets of both."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest

from microprojects.services import meetings, minutes
from microprojects.store import kept_minutes as rows
from microprojects.store.db import db
from microprojects.web.filters import paper_code
from tests.council import SITTING, Sitting, fourteen, ready
from tests.lives import picture
from tests.papers import paper
from tests.world import MEMBERS

END, NEXT = SITTING + timedelta(hours=1), SITTING + timedelta(days=7)
SCAN, ASK = "/council/minutes/1/scan", "/council/meetings/2/earlier-minutes"
CONSOLE = "/council/meetings/2/console"


@pytest.fixture
def over(world, wall, bench) -> Sitting:
    """A meeting whose minutes the chair has approved."""
    sitting = fourteen(world, bench)
    sitting.decide("LZ-2026-001", 13, 1)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=END)
    minutes.approve(minutes.draft(1, actor=world["guo"], at=END), actor=world["liu"], at=END)
    wall.at = END
    return sitting


@pytest.fixture
def following(over, world, wall) -> Sitting:
    """The next meeting, opened by 13 members."""
    world.now = END
    wall.at = NEXT
    return Sitting(world, NEXT).call(ready(world, "LZ-2026-002")).open(MEMBERS[:13])


def a_file(data: bytes, name: str = "签字.png") -> dict[str, object]:
    return {"upload": (BytesIO(data), name)}


def hands(*counted: int, **more: str) -> dict[str, object]:
    names = ("in_favour", "against", "abstain")
    return {"minutes": "1", "wish": "confirm", "text": "", **dict(zip(names, counted, strict=True)), **more}


def test_the_secretary_keeps_a_scan_that_the_council_and_the_office_see_and_the_public_does_not(
    over, visitor, client
):
    guo = visitor("guo")
    assert "存签字原件" in guo.get("/council/meetings/1/minutes").text

    assert guo.send(SCAN, **a_file(picture())).status_code == 303
    assert guo.send(SCAN, **a_file(paper(), "补签.pdf")).status_code == 303

    kept = rows.scans(db.session(), 1)
    sheet = client.get("/meetings/1/minutes").text
    assert [f"签字原件已存，记账码 <span class=\"hash\"><code>{paper_code(each.sha256)}" in sheet for each in kept] == [
        True, True,
    ]  # fmt: skip
    for name in ("an", "zhao", "zhou"):
        with visitor(name).get("/council/scans/1") as answer:
            assert (answer.status_code, answer.mimetype) == (200, "image/png")
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert [
        client.get("/council/scans/1").status_code,
        visitor("lin").get("/council/scans/1").status_code,
    ] == [303, 403]
    assert guo.get("/council/scans/3").status_code == 404


def test_what_is_no_scan_comes_back_with_a_sentence(over, visitor):
    guo = visitor("guo")

    answers = [guo.send(SCAN), guo.send(SCAN, **a_file(b"")), guo.send(SCAN, **a_file(b"hello", "x.pdf"))]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert "“x.pdf”不能上传：这里只收JPG、PNG、PDF" in answers[2].text
    assert rows.scans_kept(db.session(), 1) == 0


def test_a_member_sees_the_scan_but_keeps_none(over, visitor):
    an = visitor("an")

    assert "存签字原件" not in an.get("/council/meetings/1/minutes").text
    assert an.send(SCAN, **a_file(picture())).status_code == 403


def test_the_paper_to_sign_has_the_full_names_and_is_not_for_the_public(over, visitor, client):
    answer = visitor("guo").get("/council/minutes/1/paper.pdf")

    assert client.get("/council/minutes/1/paper.pdf").status_code == 303
    if answer.status_code == 303:  # a machine without Chinese type
        assert answer.location == "/council/meetings/1/minutes"
        return
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


def test_the_console_of_the_next_meeting_offers_it_quietly_until_it_is_done(following, visitor, client):
    liu = visitor("liu")
    assert "上次纪要还没通过。" in liu.get(CONSOLE).text
    assert "上次纪要还没通过" not in visitor("guo").get(CONSOLE).text

    assert liu.send(ASK, **hands(6, 6, 0)).status_code == 422
    assert liu.send(ASK, **hands(6, 7, 0)).location == CONSOLE
    assert liu.send(ASK, **hands(12, 1, 0)).location == CONSOLE

    assert "上次纪要还没通过" not in liu.get(CONSOLE).text
    assert "没有要通过的纪要" in liu.get(ASK).text
    said = "议事会第 3 次会议</a>通过，2026年3月17日"
    assert [said in client.get(page).text for page in ("/meetings/1", "/meetings/1/minutes")] == [True, True]
    assert "会议审议上次纪要" in client.get("/journal").text


def test_it_never_stands_in_the_way_of_the_agenda(following, visitor):
    liu = visitor("liu")
    item = following.items["LZ-2026-002"]

    assert liu.send(f"/council/items/{item}/take-up").status_code == 303
    page = liu.get(CONSOLE).text

    assert page.count("上次纪要还没通过") == 1
    assert "介绍完，开始讨论" in page


def test_a_wish_for_changes_opens_a_version_that_tells_what_to_change(following, visitor, client):
    liu, guo = visitor("liu"), visitor("guo")
    assert liu.send(ASK, **hands(13, 0, 0, wish="change")).status_code == 422

    assert liu.send(ASK, **hands(11, 1, 1, wish="change", text="到会写成 13 人")).status_code == 303

    page = guo.get("/council/meetings/1/minutes").text
    assert ("第 2 版" in page, "草稿" in page, "改什么：到会写成 13 人" in page) == (True, True, True)
    assert "第 1 版" in client.get("/meetings/1/minutes").text
    assert guo.get(ASK).status_code == 403
