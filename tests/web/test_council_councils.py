"""The roster through its pages: founded, seats given to people who are known here, terms ended."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from microprojects.store.councils import Council, Seat
from microprojects.store.db import db, transaction
from microprojects.store.people import Person


def seats_of(person_id: int) -> list[Seat]:
    db.session.rollback()
    return list(db.session.scalars(select(Seat).where(Seat.person_id == person_id)))


def test_the_community_founds_a_body(world, visitor):
    zhao = visitor("zhao")

    answer = zhao.send("/council/councils/new", community="lizhi", body="party_members", name="党员大会")

    assert answer.status_code == 303
    assert [c.body for c in db.session.scalars(select(Council).order_by(Council.id))] == [
        "residents_council",
        "party_members",
    ]
    again = zhao.send("/council/councils/new", community="lizhi", body="party_members", name="又一个")
    assert again.status_code == 409
    elsewhere = zhao.send("/council/councils/new", community="mumian", body="party_members", name="会")
    assert elsewhere.status_code == 422


def test_a_seat_is_given_by_name_to_somebody_who_is_known_here(world, visitor):
    zhao = visitor("zhao")
    form = "/council/councils/1/seats/new"
    words = {"kind": "resident", "since": "2026-03-04", "name_public": "y"}

    assert zhao.send(form, name="陈建国", **words).status_code == 303
    strangers = [zhao.send(form, name=name, **words) for name in ("唐敏", "无名氏", "")]

    (seat,) = seats_of(world.people["chen"])
    assert (seat.since, seat.name_public) == (date(2026, 3, 4), True)
    assert [answer.status_code for answer in strangers] == [422, 422, 422]
    assert "本社区没有核实过叫这个名字的人" in strangers[0].text


def test_between_namesakes_the_clerk_picks_one(world, visitor):
    with transaction() as session:
        session.add(
            Person(
                name="陈建国",
                building="七栋",
                community_id=world.areas["lizhi"],
                verified_at=world.now,
                verified_by_id=world.people["zhao"],
                created_at=world.now,
            )
        )
    zhao = visitor("zhao")
    form = "/council/councils/1/seats/new"
    words = {"name": "陈建国", "kind": "resident", "since": "2026-03-04"}

    first = zhao.send(form, **words)
    picked = zhao.send(form, **words, person=world.people["chen"])

    assert (first.status_code, "有 2 个人叫这个名字" in first.text, "七栋" in first.text) == (422, True, True)
    assert (picked.status_code, len(seats_of(world.people["chen"]))) == (303, 1)


def test_a_term_is_ended_on_a_day(world, visitor):
    (seat,) = seats_of(world.people["an"])
    zhao = visitor("zhao")

    wrong = zhao.send(f"/council/seats/{seat.id}/end", until="2024-01-01", reason="moved")
    right = zhao.send(f"/council/seats/{seat.id}/end", until="2026-03-31", reason="moved")

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert seats_of(world.people["an"])[0].until == date(2026, 3, 31)


def test_the_council_reads_its_roster_and_the_community_writes_it(world, visitor):
    an = visitor("an")

    assert "在任 17 人" in an.get("/council/councils/1").text
    assert an.get("/council/councils/1/seats/new").status_code == 403
    assert an.get("/council/councils/new").status_code == 403
