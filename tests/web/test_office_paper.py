"""Paper ballots through the pages of the office: printed, given out at the desk, read by two, decided, summed up, counted."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from sqlalchemy import select

from microprojects.domain.ballots import BallotType
from microprojects.domain.paper_sheets import Verdict
from microprojects.services import poll_counts
from microprojects.store import paper_sheets
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from microprojects.web.typesetting import chinese_type
from tests.electing import CLOSES, OPENED, cast, kept_poll, opened_poll
from tests.lives_sitting import picture
from tests.paper_polling import FIRST, SECOND, entry_of, issue, printed, read, read_twice, rest
from tests.polling import DICE

SHEETS, DESK = "/office/polls/1/sheets", "/office/polls/1/desk"
needs_type = pytest.mark.skipif(chinese_type() is None, reason="this machine has no Chinese type")


@pytest.fixture
def poll(world, bench):
    return kept_poll(world, bench)


@pytest.fixture
def at_desk(wall, visitor):
    """Somebody signed in at a moment."""

    def come(who: str, at=OPENED):
        wall.at = at
        return visitor(who)

    return come


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_batch_is_numbered_and_listed(poll, at_desk):
    clerk = at_desk(FIRST)

    assert clerk.send(SHEETS, sheets="20").location == SHEETS

    page = clerk.get(SHEETS).text
    assert ("A 批，20 张" in page, "A-0001 到 A-0020" in page, f'href="{SHEETS}/1.pdf"' in page) == (
        True,
    ) * 3
    assert clerk.send(SHEETS, sheets="301").status_code == 422


@needs_type
@pytest.mark.parametrize("kind", list(BallotType))
def test_every_sheet_of_a_batch_is_one_page_in_the_pdf(world, at_desk, kind):
    more = {"points": 10} if kind is BallotType.POINTS else {}
    printed(opened_poll(world, *[200_000 + n for n in range(5)], ballot=kind, **more), sheets=7)

    sent = at_desk(FIRST).get(f"{SHEETS}/1.pdf")

    assert (sent.status_code, sent.mimetype, pages(sent.data)) == (200, "application/pdf", 7)


def test_without_such_a_batch_there_is_no_pdf(poll, at_desk):
    assert at_desk(FIRST).get(f"{SHEETS}/1.pdf").status_code == 404


def test_the_desk_finds_a_voter_gives_a_sheet_and_shows_it_from_then_on(poll, at_desk):
    printed(poll)
    clerk = at_desk(FIRST)
    search = f"{DESK}?building=&surname=林"
    page = clerk.get(search).text
    assert ("林*英" in page, "林秀英" in page, "没投过" in page) == (True, False, True)

    sent = clerk.send(f"{DESK}/issue", entry=entry_of(poll, "lin"), building="", surname="林")

    assert sent.status_code == 303
    page = clerk.get(search).text
    assert ("已领纸质选票，3月4日" in page, "发一张纸质选票" in page) == (True, False)


def test_who_voted_online_gets_a_sheet_only_through_two_officers(poll, at_desk):
    printed(poll)
    cast(poll, "lin", "p01")
    clerk, entry = at_desk(FIRST), entry_of(poll, "lin")
    no = clerk.send(f"{DESK}/issue", entry=entry, building="", surname="林")
    assert (no.status_code, "已经在网上投过票，不能再领纸质选票" in no.text) == (409, True)

    assert clerk.send(f"{DESK}/void", entry=entry, surname="林").status_code == 303
    own = clerk.send(f"{DESK}/void/confirm", entry=entry, surname="林")
    assert (own.status_code, "要另一位同事来确认" in own.text) == (409, True)
    other = at_desk(SECOND)
    assert "确认作废，改发纸质" in other.get(DESK).text
    assert other.send(f"{DESK}/void/confirm", entry=entry, surname="林").status_code == 303

    assert "已领纸质选票" in other.get(f"{DESK}?surname=林").text


def test_a_spoiled_sheet_and_an_unused_one_come_back_at_the_desk(poll, at_desk):
    printed(poll)
    issue(poll, "lin", "chen")
    clerk = at_desk(FIRST)

    assert clerk.send(f"{DESK}/replace", serial="a3").status_code == 303
    back = clerk.send(f"{DESK}/hand-back", entry=entry_of(poll, "lin"), serial="A-0004", surname="林")

    assert back.status_code == 303
    assert "没投过" in clerk.get(f"{DESK}?surname=林").text
    assert clerk.send(f"{DESK}/replace", serial="").status_code == 422


def test_sheets_are_read_by_two_and_what_differs_is_decided_by_a_third(poll, at_desk):
    printed(poll, 2)
    issue(poll, "lin")
    first, second = at_desk(FIRST, CLOSES), at_desk(SECOND, CLOSES)
    ticked = {"serial": "a1", "verdict": "valid", "reason": ""}

    assert first.send(f"{SHEETS}/read", **ticked, ticked=["p01"]).location == f"{SHEETS}/read"
    again = first.send(f"{SHEETS}/read", **ticked, ticked=["p01"])
    assert (again.status_code, "您已经录过一次" in again.text) == (409, True)
    assert "p02" in second.get(f"{SHEETS}/read").text
    second.send(f"{SHEETS}/read", **ticked, ticked=["p02"])
    for clerk in (first, second):
        clerk.send(f"{SHEETS}/rest", serials="A-0001~A-0002", verdict="unused")

    assert "A-0001，看我录的" in first.get(f"{SHEETS}/balance").text
    assert first.get(f"{SHEETS}/A-0001/decide").status_code == 409
    third = at_desk("sun", CLOSES)
    shown = third.get(f"{SHEETS}/A-0001/decide").text
    assert ("有效：1 号" in shown, "有效：2 号" in shown) == (True, True)
    told = {"verdict": "valid", "reason": "", "ticked": ["p02"]}
    assert third.send(f"{SHEETS}/A-0001/decide", **told).location == f"{SHEETS}/balance"

    assert "对上了" in third.get(f"{SHEETS}/balance").text


def test_who_misread_sees_what_they_read_and_mends_it(poll, at_desk):
    printed(poll, 2)
    issue(poll, "lin")
    read(poll, FIRST, "A-0001", "p01")
    clerk = at_desk(FIRST, CLOSES)
    assert clerk.get(f"{SHEETS}/read?serial=a1").location == f"{SHEETS}/A-0001/again"
    assert 'value="p01" checked' in clerk.get(f"{SHEETS}/A-0001/again").text

    clerk.send(f"{SHEETS}/A-0001/again", verdict="null", reason="marked")

    assert "废票：有记号或签名，能认出人" in clerk.get(f"{SHEETS}/read").text
    assert at_desk(SECOND, CLOSES).get(f"{SHEETS}/A-0001/again").status_code == 404


def test_nobody_sees_a_form_for_reading_while_people_vote(poll, at_desk):
    printed(poll)

    page = at_desk(FIRST).get(f"{SHEETS}/read").text

    assert ("截止以前不能录纸质选票" in page, 'name="verdict"' in page) == (True, False)


def test_the_office_is_told_what_the_closing_waits_for(poll, at_desk):
    printed(poll, 2)
    issue(poll, "lin")
    clerk = at_desk(FIRST, CLOSES)
    assert "录完、对好纸质选票" in clerk.get("/office/?all").text

    page = clerk.get("/office/polls/1").text
    assert ("2 张没有录满两遍" in page, 'href="/office/polls/1/close"' in page) == (True, False)
    no = clerk.send("/office/polls/1/close")
    assert (no.status_code, "纸质选票还没录完" in no.text) == (409, True)
    read_twice(poll, "A-0001", "p01")
    rest(poll, "A-0001~A-0002")

    assert clerk.send("/office/polls/1/close").location == "/office/polls/1"


def test_points_and_places_are_typed_as_they_stand_on_the_sheet(world, at_desk):
    poll = printed(opened_poll(world, ballot=BallotType.RANKING), 1)
    issue(poll, "lin")

    sent = at_desk(FIRST, CLOSES).send(
        f"{SHEETS}/read", serial="A-0001", verdict="valid", reason="", of_p01="2", of_p03="1"
    )

    assert sent.status_code == 303
    reading = paper_sheets.sheet(db.session(), poll.id, "A-0001").readings[0]
    assert reading.choices == {"p01": 1, "p03": 2}


def test_a_photo_of_a_sheet_is_shown_to_the_office_and_to_nobody_else(poll, at_desk, client):
    printed(poll, 2)
    photos = f"{SHEETS}/A-0001/photos"
    assert at_desk(FIRST).send(photos, photo=(BytesIO(picture()), "a.png")).status_code == 409
    clerk = at_desk(FIRST, CLOSES)

    assert clerk.send(photos, photo=(BytesIO(picture()), "a.png")).location == photos
    refused = clerk.send(photos, photo=(BytesIO(b"%PDF-1.4"), "a.pdf"))

    sent = clerk.get(f"{photos}/1", buffered=True)
    assert (sent.status_code, sent.mimetype, sent.headers["Cache-Control"]) == (
        200,
        "image/png",
        "private, no-store",
    )
    assert (refused.status_code, clerk.get(f"{photos}/2").status_code) == (422, 404)
    assert [at_desk(who, CLOSES).get(f"{photos}/1").status_code for who in ("zhou", "he")] == [403, 403]
    assert client.get(f"{photos}/1").status_code == 303


def test_the_lot_draws_sheets_that_are_held_against_the_paper_and_the_journal_tells_the_number(poll, at_desk):
    printed(poll, 2)
    issue(poll, "lin")
    read_twice(poll, "A-0001", "p01")
    rest(poll, "A-0001~A-0002")
    poll_counts.close(poll.id, actor=poll.world[FIRST], at=CLOSES)
    clerk = at_desk(FIRST, CLOSES)
    assert "还没有抽签" in clerk.get(f"{SHEETS}/sample").text
    assert clerk.send(f"{SHEETS}/sample", differing="0").status_code == 409
    poll_counts.draw_lot(poll.id, dice=DICE, witnesses="监督员", actor=poll.world[FIRST], at=CLOSES)

    shown = clerk.get(f"{SHEETS}/sample").text
    wrong = clerk.send(f"{SHEETS}/sample", differing="2")
    sent = clerk.send(f"{SHEETS}/sample", differing="0")

    assert ("A-0001" in shown, "A-0002" in shown, "有效：1 号" in shown) == (True, False, True)
    assert (wrong.status_code, sent.location) == (422, "/office/polls/1")
    query = select(JournalEntry.body).where(JournalEntry.verb == "paper.audit")
    facts = json.loads(db.session.scalars(query).one())["facts"]
    assert facts == {"sampled": 1, "sampled_differing": 0}


def test_the_result_tells_how_many_sheets_there_were_of_each_kind(poll, at_desk, client):
    printed(poll)
    cast(poll, "lin", "p01")
    issue(poll, "chen", "xu")
    read_twice(poll, "A-0001", "p01")
    read_twice(poll, "A-0002", verdict=Verdict.NULL, reason="marked")
    rest(poll)
    poll_counts.close(poll.id, actor=poll.world[FIRST], at=CLOSES)
    poll_counts.count(poll.id, actor=poll.world[FIRST], at=CLOSES)
    at_desk("lin", CLOSES)

    page, file = client.get("/polls/1").text, client.get("/polls/1/result.json").json

    assert "纸质选票发出 2 张：有效 1 张" in page
    assert file["paper"] == {
        "issued": 2, "printed": 10, "marked": 2, "spoiled": 0, "handed_back": 0, "unused": 8, "valid": 1,
        "blank": 0, "null": 1, "unreturned": 0,
    }  # fmt: skip
