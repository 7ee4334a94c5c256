"""Residents' polls in the lives of many projects: one prepared, one open, one closed and one counted, each by the real deeds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from microprojects.domain.money import Fen
from microprojects.domain.people import Role
from microprojects.services import challenges
from microprojects.store import people
from microprojects.store.areas import Area
from microprojects.store.db import db, transaction
from microprojects.store.departures import Departure
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.meetings import AgendaItem
from microprojects.store.people import Person, RoleGrant
from microprojects.store.programmes import Round
from tests import polling
from tests.council import ready
from tests.polling import WAN
from tests.world import World

DAY = timedelta(days=1)
# Projects of Lizhi that stand on a counted poll, and on the one that is open today.
POLLED, POLLING = ("polled", "polled_too"), ("polling", "polling_too")
ON_A_BALLOT = (*POLLED, *POLLING)
# Communities that have a poll of their own, so that each state can be looked at on one day.
PREPARING, CLOSING = "yulan", "yinxing"
NAMES = {PREPARING: ("YL", "玉兰社区"), CLOSING: ("YX", "银杏社区")}

FILES = ("money_figure", "opened", "pabulib", "result")
# Routes that are about another poll than the open one.
ABOUT: dict[str, dict[str, str]] = {
    "council_departures.explain": {"item_id": "departed_item"},
    "office_challenges.recount": {"poll_id": "counted_poll"},
    "office_challenges.write_down": {"poll_id": "counted_poll"},
    "public_challenges.challenge": {"poll_id": "counted_poll"},
    "office_poll_counts.certify": {"poll_id": "counted_poll"},
    "office_poll_counts.count": {"poll_id": "closed_poll"},
    "office_poll_counts.draw": {"poll_id": "closed_poll"},
    "office_polls.cancel": {"poll_id": "prepared_poll"},
    "office_polls.open_poll": {"poll_id": "prepared_poll"},
    **{f"public_poll_files.{name}": {"poll_id": "counted_poll"} for name in FILES},
}


def hold_some(world: World, numbers: dict[str, str], *, held: datetime, today: datetime) -> dict[str, int]:
    """Hold the polls and return their numbers by name; `held` is when the counted one began, `poll_id` is open today."""
    counted = polling.counted(
        world, [numbers[state] for state in POLLED], at=held, some={"lin": ("p01",), "chen": ("p01", "p02")}
    )
    ids = {"counted_poll": counted, "place": 1}
    ids["challenge_id"] = challenges.file(
        counted,
        ground="count",
        text="一号的票数看着不对。",
        actor=world["xu"],
        at=polling.the_poll(counted).counted_at or today,
    )
    began = today - 2 * DAY
    ids["poll_id"] = polling.opened(world, [numbers[state] for state in POLLING], at=began)
    polling.cast_some(world, ids["poll_id"], {"lin": ("p01",), "xu": ("p02",)})
    for slug in NAMES:
        _found(world, slug)
    ids["prepared_poll"] = polling.prepared(world, _ready(world, PREPARING), area=PREPARING, at=today)
    voted = {f"of_{CLOSING}": ("p01",)}
    ids["closed_poll"] = polling.closed(
        world, _ready(world, CLOSING), area=CLOSING, at=today - 8 * DAY, some=voted
    )
    return ids


def depart(item_id: int, poll_id: int, *, at: datetime) -> dict[str, int]:
    """Write down that an item was rejected although residents had chosen its project; the reason is owed."""
    with transaction() as session:
        item = session.get_one(AgendaItem, item_id)
        session.add(
            Departure(
                item_id=item_id,
                project_id=item.project_id,
                poll_id=poll_id,
                selected=True,
                rank=1,
                received=2,
                decided="rejected",
                decided_at=at,
            )
        )
    return {"departed_item": item_id}


def _ready(world: World, slug: str) -> list[str]:
    code, _name = NAMES[slug]
    return [
        ready(world, f"{code}-2026-{n:03d}", title=f"凉亭 {code} {n}", area=slug, fiscal=n * WAN, social=0)
        for n in (1, 2)
    ]


def _found(world: World, slug: str) -> None:
    """Found a community with a round, a fund and one resident; its clerk is Lizhi's."""
    at, (code, name) = world.now, NAMES[slug]
    with transaction() as session:
        area = Area(
            parent_id=world.areas["rongshu"], level="community", slug=slug, code=code,
            path=f"minghu/rongshu/{slug}", name=name, adults=1200,
        )  # fmt: skip
        session.add(area)
        session.flush()
        lizhi = session.get_one(Round, world.rounds["lizhi"])
        year = Round(
            programme_id=lizhi.programme_id, area_id=area.id, year=lizhi.year, opens_on=lizhi.opens_on,
            closes_on=lizhi.closes_on, rulebook_id=lizhi.rulebook_id,
        )  # fmt: skip
        fund = Fund(area_id=area.id, year=lizhi.year, allocated_fen=Fen(20 * WAN))
        person = Person(
            name=f"{name}居民", community_id=area.id, verified_at=at, verified_by_id=world.people["zhao"],
            consent_at=at, created_at=at,
        )  # fmt: skip
        grant = RoleGrant(
            person_id=world.people["zhao"],
            area_id=area.id,
            role=Role.COMMUNITY_STAFF.value,
            since=date(2025, 1, 1),
        )
        session.add_all([year, fund, person, grant])
        session.flush()
        session.add(LedgerEntry(fund_id=fund.id, kind="allocate", amount_fen=Fen(20 * WAN), entered_at=at))
        world.areas[slug], world.rounds[slug] = area.id, year.id
        world.people[f"of_{slug}"] = person.id
    db.session.rollback()
    for who in ("zhao", f"of_{slug}"):
        world.actors[who] = people.actor(db.session(), world.people[who])
