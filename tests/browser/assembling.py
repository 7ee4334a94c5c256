"""The meeting of 荔枝 as it met in 2016: sixteen members, and three projects on one agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from microprojects.domain.people import Actor
from microprojects.services import councils, meetings
from microprojects.store import people
from microprojects.store.accounts import Account
from microprojects.store.areas import Area
from microprojects.store.councils import Council, Seat
from microprojects.store.db import db
from microprojects.store.programmes import Round
from tests.browser.served import Town
from tests.council import ready

TITLES = ("莲塘路口加装路灯", "二栋架空层改造", "老人小食堂添置桌椅")


@dataclass
class District:
    """The demo's people and places, in the shape in which the tests' helpers ask for them."""

    now: datetime
    people: dict[str, int]
    areas: dict[str, int]
    rounds: dict[str, int]


def assemble(town: Town) -> int:
    """Call a meeting of sixteen members with three projects and return its number."""
    with town.app.app_context():
        district, chair, clerk = _district(town)
        at = town.wall.at
        session = db.session()
        council = session.scalars(select(Council).join(Area).where(Area.slug == "lizhi")).one()
        last = session.scalars(
            select(Seat).where(Seat.council_id == council.id).order_by(Seat.id.desc())
        ).first()
        assert last is not None
        councils.unseat(last.id, until=(at - timedelta(days=1)).date(), actor=clerk, at=at)
        meeting = meetings.call(
            council.id,
            title="议事会第五次会议",
            place=council.hall,
            starts_at=at + timedelta(days=5),
            actor=chair,
            at=at,
        )
        for n, title in enumerate(TITLES):
            number = ready(district, f"LZ-2026-{n + 101}", title=title, proposer=("lin", "an", "lin")[n])
            meetings.put_on_agenda(meeting, number, actor=chair, at=at)
        meetings.send_dossier(meeting, actor=chair, at=at)
        db.session.remove()
        return meeting


def _district(town: Town) -> tuple[Any, Actor, Actor]:
    session = db.session()
    ids = dict(session.execute(select(Account.username, Account.person_id)).all())
    roles = {
        "lin": "lizhi-jumin040",
        "chen": "lizhi-jumin041",
        "xu": "lizhi-jumin042",
        "an": "lizhi-yi03",
        "zhao": "lizhi-jing",
        "sun": "lizhi-dang",
        "zhou": "jie-zhou",
    }
    areas = dict(session.execute(select(Area.slug, Area.id)).all())
    rounds = dict(
        session.execute(
            select(Area.slug, Round.id)
            .join(Area, Area.id == Round.area_id)
            .where(Round.year == town.wall.at.year)
        ).all()
    )
    district = District(town.wall.at, {name: ids[user] for name, user in roles.items()}, areas, rounds)
    return district, people.actor(session, ids["lizhi-chair"]), people.actor(session, ids["lizhi-jing"])
