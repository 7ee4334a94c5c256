"""Residents' polls in the lives of many projects: one prepared, one open, one closed and one counted, each by the real deeds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from microprojects.domain.money import Fen
from microprojects.domain.paper_sheets import Verdict
from microprojects.domain.people import Role
from microprojects.services import challenges, checkpoints, paper_desk, paper_readings, poll_slips
from microprojects.services.paper_readings import Read
from microprojects.store import journal, people
from microprojects.store.areas import Area
from microprojects.store.db import db, transaction
from microprojects.store.departures import Departure
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.meetings import AgendaItem
from microprojects.store.people import Person, RoleGrant
from microprojects.store.poll_rolls import RollEntry
from microprojects.store.poll_slips import PollSlip
from microprojects.store.programmes import Round
from tests import lives_audits, lives_data, lives_feeds, lives_library, lives_posters, lives_years, polling
from tests.council import ready
from tests.lives_sitting import picture
from tests.polling import WAN
from tests.world import World

DAY = timedelta(days=1)
# Projects of Lizhi that stand on a counted poll, and on the one that is open today.
POLLED, POLLING = ("polled", "polled_too"), ("polling", "polling_too")
ON_A_BALLOT = (*POLLED, *POLLING)
# Communities that have a poll of their own, so that each state can be looked at on one day.
PREPARING, CLOSING, READ = "yulan", "yinxing", "shiliu"
NAMES = {PREPARING: ("YL", "玉兰社区"), CLOSING: ("YX", "银杏社区"), READ: ("SL", "石榴社区")}
SERIAL = "A-0001"  # a sheet that two people read differently
WORDS = {
    "serial": SERIAL,
    **lives_data.WORDS,
    **lives_feeds.WORDS,
    **lives_posters.WORDS,
    **lives_years.WORDS,
    **lives_audits.WORDS,
}

READING = ("again", "balance", "decide", "read", "rest")
FILES = ("closing", "money_figure", "opened", "pabulib", "result")
# Routes that are about another poll than the open one.
ABOUT: dict[str, dict[str, str]] = {
    **lives_posters.ABOUT,
    "council_departures.explain": {"item_id": "departed_item"},
    "office_challenges.recount": {"poll_id": "counted_poll"},
    "office_challenges.write_down": {"poll_id": "counted_poll"},
    "public_challenges.challenge": {"poll_id": "counted_poll"},
    "office_poll_counts.certify": {"poll_id": "counted_poll"},
    "office_poll_counts.count": {"poll_id": "closed_poll"},
    "office_poll_counts.draw": {"poll_id": "closed_poll"},
    **{f"office_paper_readings.{name}": {"poll_id": "over_poll"} for name in READING},
    **{f"office_paper_photos.{name}": {"poll_id": "over_poll"} for name in ("photo", "photos")},
    "office_paper_audits.audit": {"poll_id": "closed_poll"},
    "office_poll_rehearsals.rehearse": {"poll_id": "prepared_poll"},
    "office_polls.cancel": {"poll_id": "prepared_poll"},
    "office_polls.open_poll": {"poll_id": "prepared_poll"},
    **lives_feeds.ABOUT,
    **lives_years.ABOUT,
    **{f"public_poll_files.{name}": {"poll_id": "counted_poll"} for name in FILES},
}
# What two clerks read differently is decided by a third.
DOERS = {"office_paper_readings.decide": "sun", **lives_years.DOERS}


def hold_some(world: World, numbers: dict[str, str], *, held: datetime, today: datetime) -> dict[str, int]:
    """Hold the polls and return their numbers by name; `held` is when the counted one began, `poll_id` is open today."""
    counted = polling.counted(
        world, [numbers[state] for state in POLLED], at=held, some={"lin": ("p01",), "chen": ("p01", "p02")}
    )
    ids = {"counted_poll": counted, "place": 1, "batch": 1, **lives_posters.hold_some(world, at=today)}
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
    ids |= {"batch": 1, "slip_id": _slips(world, ids["poll_id"], at=today)}
    for slug in NAMES:
        _found(world, slug)
    ids["prepared_poll"] = polling.prepared(world, _ready(world, PREPARING), area=PREPARING, at=today)
    voted = {f"of_{CLOSING}": ("p01",)}
    ids["closed_poll"] = polling.closed(
        world, _ready(world, CLOSING), area=CLOSING, at=today - 8 * DAY, some=voted
    )
    paper_desk.print_batch(ids["poll_id"], sheets=3, actor=world["zhao"], at=today)
    ids["over_poll"] = _read(world, at=today - 8 * DAY)
    lives_library.share(world, numbers["closed"], at=today)
    return ids | lives_years.close_some(world, at=today) | lives_audits.audit_some(world, at=today)


def _read(world: World, *, at: datetime) -> int:
    """Hold a poll whose time is over, with one sheet that went out and that two clerks read differently."""
    poll_id = polling.opened(world, _ready(world, READ), area=READ, at=at)
    paper_desk.print_batch(poll_id, sheets=3, actor=world["zhao"], at=at)
    entry = db.session.scalars(select(RollEntry.entry).where(RollEntry.poll_id == poll_id)).first()
    paper_desk.issue(poll_id, entry or "", actor=world["zhao"], at=at)
    for who, code in (("zhao", "p01"), ("qian", "p02")):
        told = Read(serial=SERIAL, verdict=Verdict.VALID, choices={code: 1})
        paper_readings.read(poll_id, told, actor=world[who], at=polling.the_poll(poll_id).closes_at)
    paper_readings.add_photo(
        poll_id, SERIAL, upload=picture(), name="一.png", actor=world["zhao"], at=at + 8 * DAY
    )
    return poll_id


def _slips(world: World, poll_id: int, *, at: datetime) -> int:
    """Print two slips, and return the number of the first."""
    entries = list(db.session.scalars(select(RollEntry.entry).where(RollEntry.poll_id == poll_id).limit(2)))
    poll_slips.make(poll_id, entries=entries, actor=world["zhao"], at=at)
    return db.session.scalars(select(PollSlip.id).order_by(PollSlip.id).limit(1)).one()


def entry(poll_id: int) -> str:
    """Return the random name of somebody on the roll of a poll."""
    query = select(RollEntry.entry).where(RollEntry.poll_id == poll_id).order_by(RollEntry.entry)
    return db.session.scalars(query.limit(1)).one()


def go_on(ids: dict[str, int], words: dict[str, str], *, at: datetime) -> None:
    """Name a voter, sign the journal, and let a rejected project owe a reason."""
    words["entry"] = entry(ids["poll_id"])
    checkpoints.sign_due(at=at)
    ids |= {"first": 1, "second": journal.head(db.session()).seq}
    words |= lives_posters.names(ids)
    depart(ids["departed_item"], ids["counted_poll"], at=at)


def depart(item_id: int, poll_id: int, *, at: datetime) -> None:
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
        others = [
            RoleGrant(person_id=world.people[who], area_id=area.id, role=role.value, since=date(2025, 1, 1))
            for who, role in (("qian", Role.COMMUNITY_STAFF), ("sun", Role.PARTY_SECRETARY))
            if slug == READ
        ]
        session.add_all([year, fund, person, grant, *others])
        session.flush()
        session.add(LedgerEntry(fund_id=fund.id, kind="allocate", amount_fen=Fen(20 * WAN), entered_at=at))
        world.areas[slug], world.rounds[slug] = area.id, year.id
        world.people[f"of_{slug}"] = person.id
    db.session.rollback()
    for who in ("zhao", "qian", "sun", f"of_{slug}"):
        world.actors[who] = people.actor(db.session(), world.people[who])
