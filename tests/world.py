"""A small district with named people in every role, for tests of deeds and pages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from microprojects.domain.money import Fen
from microprojects.domain.parameters import rulebook
from microprojects.domain.people import Actor, Role
from microprojects.store import packaged, people, rulebooks
from microprojects.store.areas import Area
from microprojects.store.councils import Council, Seat
from microprojects.store.db import db, transaction
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.people import Person, RoleGrant
from microprojects.store.programmes import NumberSeries, Programme, Round
from tests.benches import Bench

WORLD = "world"
# Wednesday, 4 March 2026, 10:00 in Shanghai: an ordinary working week lies ahead.
NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
DISTRICT, STREET, LIZHI, MUMIAN = (
    "minghu",
    "minghu/rongshu",
    "minghu/rongshu/lizhi",
    "minghu/rongshu/mumian",
)
MEMBERS = (
    "liu",
    *(
        "an",
        "bai",
        "cai",
        "deng",
        "fan",
        "gu",
        "hai",
        "jin",
        "kang",
        "lei",
        "mo",
        "ning",
        "ou",
        "pan",
        "qi",
        "ren",
    ),
)

# name here -> (full name, home slug, role or None, area of the role)
CAST: dict[str, tuple[str, str | None, Role | None, str]] = {
    "lin": ("林秀英", "lizhi", None, ""),
    "chen": ("陈建国", "lizhi", None, ""),
    "xu": ("徐丽", "lizhi", None, ""),
    "tang": ("唐敏", "mumian", None, ""),
    "zhao": ("赵敏", "lizhi", Role.COMMUNITY_STAFF, "lizhi"),
    "qian": ("钱勇", None, Role.COMMUNITY_STAFF, "lizhi"),
    "sun": ("孙洁", None, Role.PARTY_SECRETARY, "lizhi"),
    "zhou": ("周强", None, Role.STREET_OFFICER, "rongshu"),
    "wu": ("吴刚", None, Role.STREET_LEADER, "rongshu"),
    "zheng": ("郑华", None, Role.FINANCE, "rongshu"),
    "feng": ("冯丽", None, Role.FINANCE, "rongshu"),
    "he": ("何平", None, Role.SUPERVISOR, "rongshu"),
    "guo": ("郭敏", "lizhi", Role.COUNCIL_SECRETARY, "lizhi"),
    "shi": ("石磊", None, Role.CONTRACTOR, "rongshu"),
    "yan": ("严正", None, Role.EXPERT, "rongshu"),
    "huang": ("黄河", None, Role.DISTRICT_ADMIN, "minghu"),
    "shen": ("沈明", None, Role.AUDITOR, "minghu"),
    "pei": ("裴静", None, Role.SYSADMIN, "minghu"),
    "wei": ("魏巍", "lizhi", Role.GRID_WORKER, "lizhi"),
}


@dataclass
class World:
    """The ids and actors of the small district."""

    now: datetime = NOW
    people: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    areas: dict[str, int] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)
    council_id: int = 0
    programme_id: int = 0

    def copied(self) -> World:
        """Return a world that a test may add to; actors never change."""
        return replace(
            self,
            people=dict(self.people),
            actors=dict(self.actors),
            areas=dict(self.areas),
            rounds=dict(self.rounds),
        )

    def __getitem__(self, name: str) -> Actor:
        """Return somebody as an actor: world["lin"]."""
        return self.actors[name]


def make_world(
    session: Session, *, at: datetime = NOW, scheme: str = "futian_3_3", members: int = 17
) -> World:
    """Write the district: areas, people, a programme with a round and a fund for each community, a council."""
    world = World(now=at)
    _areas(session, world)
    _people(session, world, at, members)
    programme = Programme(area_id=world.areas["minghu"], name="民生微实事", scheme=scheme, created_at=at)
    session.add(programme)
    session.flush()
    world.programme_id = programme.id
    frozen = rulebooks.freeze(session, rulebook(packaged.scheme(scheme), {}), at=at)
    for slug in ("lizhi", "mumian"):
        area_id = world.areas[slug]
        round_ = Round(
            programme_id=programme.id,
            area_id=area_id,
            year=at.year,
            opens_on=date(at.year, 1, 1),
            closes_on=date(at.year, 12, 31),
            rulebook_id=frozen.id,
        )
        fund = Fund(area_id=area_id, year=at.year, allocated_fen=Fen(200_000_000))
        session.add_all([round_, fund, NumberSeries(area_id=area_id, year=at.year)])
        session.flush()
        session.add(LedgerEntry(fund_id=fund.id, kind="allocate", amount_fen=Fen(200_000_000), entered_at=at))
        world.rounds[slug] = round_.id
    return world


def _areas(session: Session, world: World) -> None:
    rows = (
        ("minghu", None, "district", "MH", "明湖区"),
        ("rongshu", "minghu", "street", "RS", "榕树街道"),
        ("lizhi", "rongshu", "community", "LZ", "荔枝社区"),
        ("mumian", "rongshu", "community", "MM", "木棉社区"),
    )
    paths: dict[str, str] = {}
    for slug, parent, level, code, name in rows:
        paths[slug] = f"{paths[parent]}/{slug}" if parent else slug
        area = Area(
            parent_id=world.areas[parent] if parent else None,
            level=level,
            slug=slug,
            code=code,
            path=paths[slug],
            name=name,
            office_name=f"{name}办公室",
            office_phone="0000-1234 5678",
            office_address="榕荫路 1 号",
            office_hours="工作日 9:00–18:00",
            adults=3000,
        )
        session.add(area)
        session.flush()
        world.areas[slug] = area.id


def _people(session: Session, world: World, at: datetime, members: int) -> None:
    clerk = Person(name="登记员", created_at=at)
    session.add(clerk)
    session.flush()
    cast = dict(CAST)
    cast["liu"] = ("刘主持", "lizhi", Role.COUNCIL_CHAIR, "lizhi")
    for name in MEMBERS[1:members]:
        cast[name] = (f"议员{name}", "lizhi", Role.COUNCIL_MEMBER, "lizhi")
    for name, (full, home, role, where) in cast.items():
        person = Person(
            name=full,
            community_id=world.areas[home] if home else None,
            verified_at=at if home else None,
            verified_by_id=clerk.id if home else None,
            consent_at=at,
            created_at=at,
        )
        session.add(person)
        session.flush()
        world.people[name] = person.id
        if role:
            session.add(
                RoleGrant(
                    person_id=person.id, area_id=world.areas[where], role=role.value, since=date(2025, 1, 1)
                )
            )
    council = Council(
        area_id=world.areas["lizhi"], body="residents_council", name="荔枝社区居民议事会", hall="阳光议事厅"
    )
    session.add(council)
    session.flush()
    world.council_id = council.id
    for name in MEMBERS[:members]:
        session.add(
            Seat(council_id=council.id, person_id=world.people[name], kind="resident", since=date(2025, 1, 1))
        )
    session.flush()
    for name, person_id in world.people.items():
        world.actors[name] = people.actor(session, person_id)


@pytest.fixture
def world(session: Session, bench: Bench) -> World:
    """The small district, in the database of the engine under test; it is written once and then kept."""
    if WORLD not in bench.kept:
        with transaction() as writing:
            made = make_world(writing)
        db.session.rollback()
        bench.keep(WORLD, made)
    made_once: World = bench.kept[WORLD]
    return made_once.copied()
