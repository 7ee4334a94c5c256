"""Hanging sheets up, as the pages of the office and of everybody tell it."""

from __future__ import annotations

import io
import re
from datetime import timedelta

from sqlalchemy import func, select

from microprojects.services import files, programmes
from microprojects.store.db import db
from microprojects.store.files import Attachment
from tests.council import SITTING, Sitting, ready
from tests.noticing import NUMBER, latest, on_notice
from tests.services.test_boards import a_photo


def waiting_for_its_sheet(world):
    """Put a project on notice whose days begin when its sheet hangs."""
    programmes.set_parameter(
        world.programme_id,
        "notice_days.starts",
        "posted",
        reason="先贴再算",
        actor=world["huang"],
        at=world.now,
    )
    on_notice(world)
    return latest().id


def test_a_notice_that_hangs_nowhere_says_so_on_its_pages(client, world):
    disclosure_id = waiting_for_its_sheet(world)

    pages = [client.get(path).text for path in (f"/projects/{NUMBER}", f"/disclosures/{disclosure_id}")]

    assert ["公示期从张贴之日起算，还没有张贴" in page for page in pages] == [True, True]


def test_the_office_is_told_what_does_not_hang_yet(visitor, world):
    waiting_for_its_sheet(world)

    page = visitor("zhao").get("/office/").text

    assert "还没有张贴，公示期不走" in page


def test_the_board_of_a_community_lists_what_should_hang_with_both_sizes(visitor, world):
    disclosure_id = waiting_for_its_sheet(world)
    meeting = Sitting(world).call(ready(world, "LZ-2026-009")).meeting_id

    page = visitor("zhao").get("/office/board", follow_redirects=True).text

    assert "没贴，公示期不走" in page
    for sheet in (f"/disclosures/{disclosure_id}/poster.pdf", f"/meetings/{meeting}/notice.pdf"):
        assert (f'href="{sheet}"' in page, f'href="{sheet}?size=a3"' in page) == (True, True)


def test_what_hung_and_is_over_is_to_come_down(visitor, world, wall):
    meeting = Sitting(world).call(ready(world)).meeting_id
    clerk = visitor("zhao")
    clerk.send(
        f"/office/board/lizhi/posted/notice/{meeting}", place="东门", photo=(io.BytesIO(a_photo()), "a.jpg")
    )
    wall.at = SITTING + timedelta(hours=1)

    page = visitor("zhao").get("/office/board/lizhi").text

    assert "可以取下的" in page


def test_a_proof_is_seen_by_everybody_with_its_photo_once_a_second_person_looked(visitor, client, world):
    meeting = Sitting(world).call(ready(world)).meeting_id
    clerk = visitor("zhao")
    clerk.send("/office/board/lizhi", name="荔枝苑东门公告栏")

    sent = clerk.send(
        f"/office/board/lizhi/posted/notice/{meeting}",
        board="荔枝苑东门公告栏",
        photo=(io.BytesIO(a_photo()), "a.jpg"),
    )

    page = client.get("/c/lizhi/board").text
    assert (sent.status_code, "会议通知" in page, "/boards/photos/" in page) == (303, True, False)
    second = visitor("qian")
    queue = second.get("/office/private").text
    small, looked = (
        re.findall(f'"({start}[^"]+)"', queue)[0] for start in ("/boards/photos", "/office/private/sheets")
    )
    assert [who.get(small).status_code for who in (client, visitor("lin"), second)] == [404, 404, 200]
    assert second.get(looked).status_code == 200
    unticked, done = second.send(looked, shows="yes"), second.send(looked, shows="yes", is_clear="y")
    assert (unticked.status_code, done.status_code) == (422, 303)
    picture = re.findall(r'href="(/boards/photos/[^"]+)"', client.get("/c/lizhi/board").text)[0]
    with client.get(picture) as answer:
        assert answer.mimetype == "image/jpeg"


def test_the_first_photo_lets_the_days_begin_and_is_public_once_a_second_person_looked(
    visitor, client, world
):
    disclosure_id = waiting_for_its_sheet(world)
    clerk = visitor("zhao")

    sent = clerk.send(
        f"/office/disclosures/{disclosure_id}/posted", place="东门", photo=(io.BytesIO(a_photo()), "a.jpg")
    )

    first = client.get(f"/disclosures/{disclosure_id}").text
    photo = db.session.scalars(select(func.max(Attachment.id))).one()
    files.look(photo, shows=True, is_clear=True, actor=world["qian"], at=world.now)
    then = client.get(f"/disclosures/{disclosure_id}").text
    assert (sent.status_code, "还没有张贴" in first) == (303, False)
    assert ("看照片" in first, "看照片" in then) == (False, True)


def test_a_time_to_come_is_said_to_be_wrong(visitor, world):
    disclosure_id = waiting_for_its_sheet(world)

    sent = visitor("zhao").send(
        f"/office/disclosures/{disclosure_id}/posted", place="东门", day="2026-03-05", hour="10:00"
    )

    assert (sent.status_code, "还没有到" in sent.text) == (422, True)


def test_the_boards_of_another_community_are_not_ones_own(visitor, world):
    assert visitor("zhao").get("/office/board/yinhu").status_code in (403, 404)
