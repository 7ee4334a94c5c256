"""How the demo's councils came in, what their members let be counted, and one seat that passes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from microprojects.demo.cast import Place
from microprojects.demo.crew import Crew, Hand
from microprojects.domain.people import Actor, Role
from microprojects.domain.workdays import local_day
from microprojects.services import compositions, elections, grants, successions
from microprojects.services.compositions import Told
from microprojects.services.elections import Poll
from microprojects.services.grants import Office
from microprojects.services.successions import Successor
from microprojects.store import councils
from microprojects.store.db import db
from microprojects.store.people import RoleGrant

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# Given names, one after the other.
_WOMEN = (
    "秀英 丽华 桂芳 玉兰 小燕 淑珍 春梅 雅琴 红霞 金凤 美玲 素芬 慧敏 月娥 佳怡 翠萍 婉清 彩云 惠珍 凤英 文静"
)
_VOTES = (50, 49, 47, 46, 45, 45, 44, 43, 42, 41, 40, 39, 38, 37, 46, None, 41)
_UNIT = 15  # who is sent and not voted on
_LEAVES = 13  # who gives the seat back, and never came to a meeting
_FOLLOWS = 40  # the resident who takes it


def found(place: Place, council: int, members: Sequence[Actor], *, clerk: Actor, at: datetime) -> None:
    """Record the term of a council, how its members came in, and what most of them let be counted."""
    term = elections.open_term(council, 3, since=local_day(at), actor=clerk, at=at)
    seats = [seat.id for seat in councils.seats(db.session(), council)]
    held_on = local_day(at - 12 * DAY)
    document = f"{place.name[:2]}居〔{held_on.year}〕9号"
    voted = {seat: votes for n, (seat, votes) in enumerate(zip(seats, _VOTES, strict=True)) if n != _UNIT}
    poll = Poll(held_on=held_on, way="assembly", due=60, voted=52, document=document)
    elections.record_election(term, poll, voted, actor=clerk, at=at)
    sent = Poll(held_on=held_on + 4 * DAY, way="delegated", document=f"明湖供电〔{held_on.year}〕2号")
    elections.record_election(term, sent, {seats[_UNIT]: None}, actor=clerk, at=at)
    for n, (seat, member) in enumerate(zip(seats, members, strict=True)):
        if place.slug == "fenghuang" and n > 9:
            continue  # not asked yet
        told = Told(
            woman=member.name[1:] in _WOMEN,
            under_35=n == 4 and place.slug != "rongyin",
            over_60=n in (2, 8, 12),
            non_local=n == 6,
        )
        compositions.record_facts(seat, told, agreed=True, actor=clerk, at=at)


def pass_on(crew: Crew, admin: Actor, today: datetime) -> Iterator[datetime]:
    """Let a member resign and a resident take their seat, with the role that goes with it."""
    hand = Hand((today - 20 * DAY).replace(hour=10))
    yield hand.on(hand.at)
    leaves, follows = crew.members[_LEAVES], crew.residents[_FOLLOWS]
    seats = councils.in_office(db.session(), crew.council_id, local_day(hand.at))
    seat = next(each for each in seats if each.person_id == leaves)
    successor = Successor(
        person_id=follows.person_id or 0, kind=seat.kind, since=local_day(hand.at), name_public=True
    )
    successions.replace(
        seat.id,
        successor,
        last_day=local_day(hand.at - DAY),
        reason="resigned",
        actor=crew.clerk,
        at=hand.at,
    )
    yield hand.on(hand.at + MINUTE)
    given = db.session().scalars(
        select(RoleGrant).where(RoleGrant.person_id == leaves, RoleGrant.role == Role.COUNCIL_MEMBER.value)
    )
    grants.revoke_role(given.one().id, actor=admin, at=hand.at)
    area = next(grant.area for grant in crew.chair.grants)
    office = Office(role=Role.COUNCIL_MEMBER, area=area, since=local_day(hand.at))
    yield hand.on(hand.at + MINUTE)
    grants.grant_role(follows.person_id or 0, office, actor=admin, at=hand.at)
