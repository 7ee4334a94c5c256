"""The council room: who may open its pages, and a meeting from its call to its end through the forms."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from microprojects.domain.states import State
from microprojects.services import meetings
from microprojects.store.councils import Council
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.meetings import AgendaItem, Attendance, Meeting, Recusal
from microprojects.store.people import RoleGrant
from tests.council import SITTING, Sitting, item, project, ready, statements
from tests.web.conftest import NOW
from tests.world import MEMBERS

FIRST = "LZ-2026-001"


def row(table):
    db.session.rollback()
    return db.session.scalars(select(table)).one()


def count(table) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def call(visitor, **fields):
    words = {"title": "议事会第 3 次会议", "place": "阳光议事厅", "day": "2026-03-10", "hour": "15:00"}
    return visitor.send("/council/councils/1/meetings/new", **(words | fields))


def test_a_meeting_goes_through_the_forms_from_the_call_to_the_end(world, visitor, wall):
    ready(world)
    liu, guo = visitor("liu"), visitor("guo")

    assert call(liu).status_code == 303
    meeting_id = row(Meeting).id
    room = f"/council/meetings/{meeting_id}"
    assert liu.send(f"{room}/agenda", project=FIRST).status_code == 303
    assert guo.send(f"{room}/send-dossier").status_code == 303
    wall.at = SITTING
    liu, guo, an = visitor("liu"), visitor("guo"), visitor("an")
    assert liu.send(f"{room}/open").status_code == 303
    assert an.send(f"{room}/sign-in", person=world.people["an"]).status_code == 303
    for name in ("liu", *MEMBERS[2:14]):
        assert guo.send(f"{room}/sign-in", person=world.people[name]).status_code == 303
    item_page = f"/council/items/{row(AgendaItem).id}"
    assert an.send(f"{item_page}/recuse", person=world.people["an"], reason="是亲属").status_code == 303
    assert guo.send(f"{item_page}/discussion", text="都说好。").status_code == 303
    assert liu.send(f"{item_page}/present").status_code == 303
    answer = liu.send(f"{item_page}/vote", mode="show_of_hands")
    counts = {"in_favour": 12, "against": 1, "abstain": 0, "first": "郭敏", "second": "陈建国"}
    assert liu.send(f"{answer.location}/close", **counts).status_code == 303
    assert "表决通过" in liu.get(answer.location).text
    assert liu.send(f"{room}/close").status_code == 303

    assert (project(FIRST).state, row(Meeting).state) == (State.NOTICING, "closed")
    assert (row(Disclosure).kind, row(Recusal).reason) == ("decision", "是亲属")
    assert (count(Attendance), "应到 17 人，到会 14 人" in liu.get(room).text) == (14, True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "请写会议名称。"),
        ({"day": "2026-02-30"}, "有 1 处要改"),
        ({"hour": "25:99"}, "有 1 处要改"),
        ({"day": "2026-03-01"}, "要在现在以后"),
        ({"day": "9999-12-31"}, "两年以内"),
        ({"place": "找 13812345678"}, "手机号"),
        ({"title": "会" * 500}, "写了 500 个字，最多 200 个"),
    ],
)
def test_a_wrong_call_comes_back_with_what_was_typed(world, visitor, fields, words):
    answer = call(visitor("liu"), **fields)

    assert answer.status_code == 422
    assert words in answer.text
    assert (fields.get("place") or "阳光议事厅") in answer.text
    assert count(Meeting) == 0


@pytest.mark.parametrize("name", ["lin", "shi"])
def test_who_has_no_office_and_no_seat_stays_outside(world, visitor, name):
    Sitting(world).call(ready(world))
    client = visitor(name)

    paths = ["/council/", "/council/meetings/1", "/council/items/1", "/council/councils/1"]
    assert [client.get(path).status_code for path in paths] == [403] * 4


def test_the_public_is_sent_to_sign_in(client, world):
    Sitting(world).call(ready(world))

    assert client.get("/council/").status_code == 303
    assert client.send("/council/meetings/1/open").status_code == 303


def test_officers_of_another_community_stay_outside(world, visitor):
    Sitting(world).call(ready(world))
    with_role = visitor("zhao")
    council = row(Council)
    with transaction() as session:
        grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == world.people["zhao"])).one()
        grant.area_id = world.areas["mumian"]

    assert with_role.get("/council/").status_code == 200
    assert "第 3 次会议" not in with_role.get("/council/").text
    assert with_role.get("/council/meetings/1").status_code == 403
    assert with_role.get(f"/council/councils/{council.id}").status_code == 403
    assert call(with_role).status_code == 403


def test_the_strip_tells_how_many_are_missing_and_when_it_is_just_enough(world, visitor, wall):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:11])
    wall.at = SITTING
    guo = visitor("guo")

    short = guo.get("/council/meetings/1").text
    sitting.sign_in("ren")
    edge = guo.get("/council/meetings/1").text
    sitting.sign_in("qi")
    enough = guo.get("/council/meetings/1").text

    assert ("还差 1 人" in short, "人数正好够" in edge, "够法定人数" in enough) == (True, True, True)


def test_a_member_sees_a_button_for_themself_only(world, visitor, wall):
    Sitting(world).call(ready(world)).open(["bai"])
    wall.at = SITTING
    page = visitor("an").get("/council/meetings/1").text

    assert re.findall(r'name="person" value="(\d+)"', page) == [str(world.people["an"])]


def test_a_late_item_is_refused_on_the_form_with_the_possible_date(world, visitor, wall):
    ready(world)
    liu = visitor("liu")
    call(liu, day="2026-03-06")

    answer = liu.send("/council/meetings/1/agenda", project=FIRST)

    assert answer.status_code == 409
    assert "请排到 2026-03-07 以后的会议" in answer.text


def test_a_project_finds_its_meetings_from_its_own_page(world, visitor):
    ready(world)
    liu = visitor("liu")
    empty = liu.get(f"/council/projects/{FIRST}/schedule")
    call(liu)

    answer = liu.send(f"/council/projects/{FIRST}/schedule", meeting=1, special="y")

    assert "还没有排会议" in empty.text
    assert answer.status_code == 303
    assert (project(FIRST).state, item(1).special) == (State.SCHEDULED, True)


def test_cancelling_and_tabling_ask_for_a_reason(world, visitor):
    Sitting(world).call(ready(world))
    liu = visitor("liu")

    assert liu.send("/council/items/1/table").status_code == 422
    assert liu.send("/council/items/1/table", reason="材料要改").status_code == 303
    assert liu.send("/council/meetings/1/cancel", reason="").status_code == 422
    assert liu.send("/council/meetings/1/cancel", reason="台风").status_code == 303

    assert (row(Meeting).note, item(1).tabled_reason) == ("台风", "材料要改")
    assert "台风" in liu.get("/meetings/1").text


def test_a_meeting_called_off_says_nothing_of_who_was_due_or_came(world, visitor, client):
    Sitting(world).call(ready(world))
    liu = visitor("liu")
    liu.send("/council/meetings/1/cancel", reason="台风")

    pages = [liu.get("/council/meetings/1").text, client.get("/meetings/1").text]

    assert [[word in page for word in ("应到", "到会", "签退")] for page in pages] == [[False] * 3] * 2
    assert "台风。会没有开，没有签到。" in pages[0]


def test_a_refusal_without_a_form_is_a_page_that_helps(world, visitor, wall):
    Sitting(world).call(ready(world))
    liu = visitor("liu")

    answer = liu.send("/council/meetings/1/open")

    assert answer.status_code == 409
    assert "会议定在 2026-03-10，还没到日子" in answer.text


@pytest.mark.parametrize("person", ["", "abc", "0", "-1", "9" * 30, "١", None])
def test_a_person_that_is_none_cannot_be_signed_in(world, visitor, wall, person):
    Sitting(world).call(ready(world)).open([])
    wall.at = SITTING
    fields = {} if person is None else {"person": person}

    answer = visitor("guo").send("/council/meetings/1/sign-in", **fields)

    assert (answer.status_code, count(Attendance)) == (403, 0)


@pytest.mark.parametrize(
    "path",
    [
        "/council/meetings/999",
        "/council/items/999",
        "/council/votes/999",
        "/council/councils/999",
        "/council/meetings/999/minutes",
        "/council/minutes/999/edit",
        "/council/seats/999/end",
        "/council/projects/LZ-1/schedule",
        "/council/meetings/99999999999999999999",
        "/council/items/99999999999999999999",
        "/meetings/99999999999999999999",
        "/council/?page=0",
    ],
)
def test_what_is_not_there_is_not_found(world, visitor, path):
    name = "zhao" if "seats" in path else "liu"

    assert visitor(name).get(path).status_code == 404


def test_a_failed_meeting_is_recorded_from_its_page(world, visitor, wall):
    Sitting(world).call(ready(world)).open(MEMBERS[:11])
    wall.at = SITTING + timedelta(minutes=30)

    answer = visitor("liu").send("/council/meetings/1/inquorate")

    assert answer.status_code == 303
    assert "未达法定人数，未开会" in visitor("guo").get("/council/meetings/1").text


def test_the_home_takes_as_many_statements_for_one_meeting_as_for_thirty(world, visitor, bench):
    guo = visitor("guo")
    counts = []
    for wanted in (1, 30):
        while count(Meeting) < wanted:
            meetings.call(
                world.council_id,
                title="议事会",
                place="厅",
                starts_at=SITTING,
                actor=world["liu"],
                at=NOW,
            )
        with statements(bench.engine) as sent:
            assert guo.get("/council/").status_code == 200
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 12
