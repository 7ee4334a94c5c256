"""The register of a council through its pages: elections, successors, what may be counted, leave, and what the public sees."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from microprojects.services import leaves, meetings
from microprojects.store.councils import Seat
from microprojects.store.db import db
from microprojects.store.elections import Election
from microprojects.store.seatings import SeatFacts, SeatOrigin
from tests.council import Sitting, ready

TERM = {"number": "3", "since": "2025-01-01"}
ELECTION = {
    "held_on": "2024-12-20",
    "way": "assembly",
    "due": "60",
    "voted": "52",
    "document": "荔居〔2024〕9 号",
}


def seat_of(world, name) -> int:
    db.session.rollback()
    return db.session.scalars(select(Seat.id).where(Seat.person_id == world.people[name])).one()


def text_of(answer) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.text))


@pytest.fixture
def zhao(world, visitor):
    return visitor("zhao")


@pytest.fixture
def elected(world, zhao) -> int:
    """A council with a term and one election, in which 安 got 48 votes."""
    council = f"/council/councils/{world.council_id}"
    assert zhao.send(f"{council}/terms/new", **TERM).status_code == 303
    rows = {"elected-0-seat": seat_of(world, "an"), "elected-0-won": "y", "elected-0-votes": "48"}
    rows |= {"elected-1-seat": seat_of(world, "bai"), "elected-2-votes": "7"}
    answer = zhao.send(f"{council}/elections/new", term="1", **ELECTION, **rows)
    assert answer.status_code == 303
    return db.session.scalars(select(Election.id)).one()


def test_an_election_is_written_down_and_everybody_reads_how_members_came_in(world, client, elected):
    page = text_of(client.get(f"/councils/{world.council_id}"))

    assert "第3届，2025年1月1日至2029年12月31日" in page
    assert "2024年12月20日居民代表会议选举，应到60人，实到52人。文号：荔居〔2024〕9号" in page
    assert "居民代表会议选举，得48票" in page
    origins = db.session.scalars(select(SeatOrigin)).all()
    assert [(origin.seat_id, origin.votes_for) for origin in origins] == [(seat_of(world, "an"), 48)]


def test_an_election_that_is_wrong_stays_to_be_read_as_such(world, client, zhao, elected):
    answer = zhao.send(f"/council/elections/{elected}/annul", reason="实到数写错")

    page = text_of(client.get(f"/councils/{world.council_id}"))
    assert answer.status_code == 303
    assert "登记作废：2024年12月20日居民代表会议选举，应到60人，实到52人。错在：实到数写错" in page
    assert "得48票" not in page


def test_the_form_of_an_election_offers_who_has_none_and_says_what_is_wrong(world, zhao, elected):
    form = f"/council/councils/{world.council_id}/elections/new"

    page = zhao.get(form).text
    assert ("议员an" in page, "议员bai" in page) == (False, True)
    row = {"elected-0-seat": seat_of(world, "bai"), "elected-0-won": "y"}
    for wrong, status in ((ELECTION | {"voted": "61"}, 422), (ELECTION | {"way": "x"}, 422), (ELECTION, 303)):
        assert zhao.send(form, term="1", **wrong, **row).status_code == status


def test_a_successor_takes_the_seat_and_the_public_reads_that_but_not_why(world, client, zhao):
    form = f"/council/seats/{seat_of(world, 'an')}/replace"
    words = {"reason": "died", "last_day": "2026-03-03", "since": "2026-03-04", "kind": "resident"}

    other_kind = zhao.send(form, **words | {"kind": "unit"}, name="陈建国")
    stranger = zhao.send(form, **words, name="唐敏")
    done = zhao.send(form, **words, name="陈建国", name_public="y")

    assert (other_kind.status_code, stranger.status_code, done.status_code) == (409, 422, 303)
    page = text_of(client.get(f"/councils/{world.council_id}"))
    assert "陈建国居民代表2026-03-04递补" in page
    assert ("去世" in page, "在任17人" in page) == (False, True)
    assert "结束的原因：去世" in text_of(zhao.get(f"/council/seats/{seat_of(world, 'an')}/"))


def test_only_who_keeps_the_register_and_the_member_see_what_is_counted(world, zhao, visitor, client):
    seat = seat_of(world, "an")
    form = f"/council/seats/{seat}/facts"

    refused = zhao.send(form, woman="yes")
    done = zhao.send(form, woman="yes", over_60="no", agreed="y")

    assert (refused.status_code, done.status_code) == (422, 303)
    pages = {name: text_of(visitor(name).get(f"/council/seats/{seat}/")) for name in ("an", "bai", "liu")}
    assert {name: "女性是" in page for name, page in pages.items()} == {
        "an": True,
        "bai": False,
        "liu": False,
    }
    public = text_of(client.get(f"/councils/{world.council_id}"))
    assert "女议事员不少于6人没有登记全，说不准" in public


def test_the_member_deletes_what_is_counted_of_them_on_the_public_page(world, zhao, visitor):
    seat = seat_of(world, "an")
    zhao.send(f"/council/seats/{seat}/facts", woman="yes", agreed="y")
    an = visitor("an")

    assert "只用来算构成，不公开" in an.get(f"/councils/{world.council_id}").text
    assert visitor("bai").send(f"/council/seats/{seat}/facts/forget").status_code == 403
    assert an.send(f"/council/seats/{seat}/facts/forget").status_code == 303

    db.session.rollback()
    assert db.session.scalars(select(SeatFacts)).all() == []


def test_the_register_warns_of_what_is_missing_and_lets_everything_go_on(world, zhao):
    for name in ("an", "bai"):
        zhao.send(f"/council/seats/{seat_of(world, name)}/end", until="2026-03-03", reason="moved")
    zhao.send(f"/council/seats/{seat_of(world, 'cai')}/end", until="2026-03-03", reason="term_over")

    page = text_of(zhao.get(f"/council/councils/{world.council_id}"))

    assert "现在14人，是双数。请补选1人，票数才不容易相等。" in page
    assert page.count("有席位空着") == 2
    Sitting(world).call(ready(world)).open([])


def test_a_member_asks_leave_on_their_own_page_and_the_desk_reads_it(world, visitor):
    meeting = Sitting(world).call(ready(world)).meeting_id
    an, guo = visitor("an"), visitor("guo")
    seat, room = f"/council/meetings/{meeting}/seat", f"/council/meetings/{meeting}"

    assert "来不了，请在开会前请假" in an.get(seat).text
    answer = an.send(f"{room}/leave/", person=world.people["an"], back=seat)
    other = an.send(f"{room}/leave/", person=world.people["bai"])
    noted = guo.send(f"{room}/leave/", person=world.people["cai"])

    assert (answer.status_code, answer.location, other.status_code) == (303, seat, 403)
    assert noted.status_code == 303
    assert "您请了假" in an.get(seat).text
    page = text_of(guo.get(room))
    assert ("应到17人，请假2人" in page, page.count("请假收回请假")) == (True, 2)
    assert "会前请假2人" in text_of(guo.get(f"{room}/console"))
    assert an.send(f"{room}/leave/back", person=world.people["an"]).status_code == 303
    assert "来不了，请在开会前请假" in an.get(seat).text


def test_the_public_reads_how_many_came_and_had_leave(world, client):
    sitting = Sitting(world).call(ready(world))
    for name in ("pan", "qi"):
        leaves.ask(sitting.meeting_id, person_id=world.people[name], actor=world["guo"], at=world.now)
    sitting.open(("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang", "lei", "pan"))
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=sitting.at)

    assert "应到17人到会12人请假1人" in text_of(client.get(f"/meetings/{sitting.meeting_id}"))
    assert "议事会第3次会议2026-03-1017121" in text_of(client.get(f"/councils/{world.council_id}"))


def test_pages_of_the_register_are_the_communitys_to_write(world, visitor):
    liu = visitor("liu")
    seat, council = seat_of(world, "an"), f"/council/councils/{world.council_id}"

    statuses = {
        path: liu.get(path).status_code
        for path in (
            council,
            f"/council/seats/{seat}/",
            f"{council}/terms/new",
            f"{council}/elections/new",
            f"/council/seats/{seat}/replace",
            f"/council/seats/{seat}/facts",
        )
    }

    assert list(statuses.values()) == [200, 200, 403, 403, 403, 403]
