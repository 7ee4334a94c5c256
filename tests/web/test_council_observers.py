"""The page of those who come without a vote, and what screens and public read of them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from microprojects.services import meetings
from microprojects.store.db import db
from microprojects.store.observers import Observer
from tests.council import SITTING, Sitting, ready
from tests.living import lived_once
from tests.web.conftest import NOW

LIST = "/council/meetings/1/observers"


@pytest.fixture
def sitting(world, bench) -> Sitting:
    """A meeting to come with one item, which Lin proposed."""
    return lived_once(
        bench, world, "called_meeting", lambda untouched: Sitting(untouched).call(ready(untouched))
    )


def rows() -> dict[str, int]:
    db.session.rollback()
    return {each.called: each.id for each in db.session.scalars(select(Observer))}


def test_the_secretary_invites_notes_who_comes_and_takes_off(sitting, visitor, wall):
    guo = visitor("guo")

    assert guo.send(LIST, kind="deputy", name="罗代表").status_code == 303
    assert guo.send(LIST, kind="resident", name="徐丽").status_code == 303
    assert guo.send(f"/council/observers/{rows()['徐丽']}/take-off").status_code == 303
    before = guo.get(LIST).text
    wall.at = SITTING
    guo = visitor("guo")
    assert guo.send(f"/council/observers/{rows()['罗代表']}/come").status_code == 303
    there = guo.get(LIST).text
    assert guo.send(f"/council/observers/{rows()['罗代表']}/gone").status_code == 303

    assert list(rows()) == ["林秀英", "罗代表"]
    assert ("请了 2 人，在场 0 人" in before, "到了" in before) == (True, False)
    assert ("请了 2 人，在场 1 人" in there, "15:00 到" in there) == (True, True)
    assert "15:00 走了" in guo.get(LIST).text


def test_a_proposer_is_on_the_list_and_cannot_be_taken_off_there(sitting, visitor):
    page = visitor("guo").get(LIST).text

    assert ("林秀英" in page, "提议人" in page, "take-off" in page) == (True, True, False)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "deputy", "name": ""}, "请写姓名。"),
        ({"name": "罗代表"}, "请选是什么人。"),
        ({"kind": "proposer", "name": "罗代表"}, "有 1 处要改"),
        ({"kind": "deputy", "name": "罗"}, "至少 2 个字"),
    ],
)
def test_a_wrong_invitation_comes_back(sitting, visitor, fields, words):
    answer = visitor("liu").send(LIST, **fields)

    assert (answer.status_code, words in answer.text) == (422, True)
    assert list(rows()) == ["林秀英"]


@pytest.mark.parametrize("name", ["an", "zhao", "zhou", "lin"])
def test_only_the_desk_reads_the_names(sitting, visitor, name):
    assert visitor(name).get(LIST).status_code == 403


def test_the_console_shows_a_quiet_count(sitting, visitor, wall):
    wall.at = SITTING
    sitting.open()
    guo = visitor("guo")
    guo.send(f"/council/observers/{rows()['林秀英']}/come")

    page = guo.get("/council/meetings/1/console").text

    assert f'<a href="{LIST}">列席 1 人</a>' in page


def test_the_public_reads_what_they_are_and_never_who(sitting, visitor, client, wall):
    visitor("guo").send(LIST, kind="deputy", name="罗代表")
    coming = client.get("/meetings/1").text
    wall.at = SITTING
    sitting.open()
    visitor("guo").send(f"/council/observers/{rows()['罗代表']}/come")
    meetings.close_meeting(1, actor=sitting.world["liu"], at=SITTING)
    over = client.get("/meetings/1").text

    assert "请了列席：提议人 1 人、两代表一委员 1 人。" in coming
    assert "列席</dt><dd>两代表一委员 1 人</dd>" in over
    assert [name for name in ("罗代表", "林秀英") if name in coming + over] == []


def test_after_the_meeting_the_list_is_only_read(sitting, visitor, wall):
    meetings.cancel_meeting(1, reason="下雨", actor=sitting.world["liu"], at=NOW)

    page = visitor("guo").get(LIST).text

    assert ("林秀英" in page, "再请一位" in page, "到了" in page) == (True, False, False)
