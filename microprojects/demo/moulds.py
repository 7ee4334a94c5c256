"""The lives from which the large district is cast: each told once, deed by deed, in one community of a small database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from microprojects.demo import assemblies, founding
from microprojects.demo.assemblies import Assembly
from microprojects.demo.cast import Part, Place, council, desk, name_of
from microprojects.demo.crew import Crew, Hand
from microprojects.demo.founding import District
from microprojects.demo.life import DAY
from microprojects.demo.mould_rows import Kept, Mould, Rows, keep, snapshot
from microprojects.demo.plots import Plot
from microprojects.demo.stories import Story, read
from microprojects.demo.telling import play
from microprojects.domain.money import Fen, split_by_percent
from microprojects.domain.people import SYSTEM, Actor, Role
from microprojects.services import areas, funds, objections, programmes, suppliers
from microprojects.services.areas import Office
from microprojects.store import areas as places
from microprojects.store import people
from microprojects.store.db import db, transaction
from microprojects.store.funds import Fund
from microprojects.store.people import Person

PLACE = Place("lizhi", "LZ", "荔枝社区", "荔枝社区阳光议事厅", 4120, 1860)
ALLOCATED = Fen(2_345_678_900)
"""What the one community has in the first year, one yuan more in each later one; a cast has a sum of its own instead."""
RESIDENTS = 40


def allocated(nth: int) -> Fen:
    """Return what stands as the allocation of the n-th year."""
    return Fen(ALLOCATED + 100 * nth)


_SECONDERS = 16
_ABOVE = (
    ("qu-an", Role.DISTRICT_ADMIN, "minghu"),
    ("qu-shen", Role.AUDITOR, "minghu"),
    ("qu-xi", Role.SYSADMIN, "minghu"),
    ("qu-gong", Role.STREET_OFFICER, "minghu"),  # who keeps the list of suppliers
)
_STREET = (
    ("zhou", Role.STREET_OFFICER),
    ("wu", Role.STREET_LEADER),
    ("zheng", Role.FINANCE),
    ("feng", Role.FINANCE),
    ("he", Role.SUPERVISOR),
    ("yan", Role.EXPERT),
    ("shi", Role.CONTRACTOR),
)
# How many days before the last day the council decided, by the state in which a life ends.
_DECIDED = {
    "closed": 205, "cancelled": 150, "rejected": 90, "evaluating": 150, "result_notice": 130, "settling": 120,
    "inspecting": 110, "implementing": 80, "contracted": 60, "procuring": 50, "approved": 20, "noticing": 2,
    "objected": 4, "scheduled": -5,
}  # fmt: skip
_BEGAN = {"consulting": 14, "accepted": 10, "declined": 40, "referred": 34, "ready": 30, "submitted": 3}
# Which story ends how, with what it costs in all and what residents and units add, in yuan.
LIVES: tuple[tuple[str, str, int, int], ...] = (
    ("P1", "closed", 84_000, 20_000), ("P2", "closed", 176_000, 50_000), ("P3", "closed", 240_000, 60_000),
    ("P5", "closed", 84_000, 10_000), ("P6", "closed", 140_000, 44_000), ("P7", "closed", 46_000, 10_000),
    ("P8", "closed", 28_500, 0), ("P9", "closed", 108_000, 30_000), ("P11", "closed", 9_600, 0),
    ("P13", "closed", 90_000, 18_000), ("P14", "closed", 74_000, 20_000), ("P15", "closed", 98_000, 30_000),
    ("P16", "closed", 180_000, 60_000), ("P17", "closed", 46_000, 4_000), ("P18", "closed", 41_000, 8_000),
    ("P5", "evaluating", 90_000, 0), ("P17", "result_notice", 50_000, 0), ("P14", "settling", 54_000, 10_000),
    ("P3", "inspecting", 260_000, 60_000), ("P2", "implementing", 186_000, 40_000),
    ("P16", "implementing", 150_000, 30_000), ("P15", "contracted", 88_000, 20_000),
    ("P13", "procuring", 72_000, 0), ("P12", "approved", 60_000, 15_000), ("P4", "noticing", 395_000, 0),
    ("P7", "objected", 46_000, 10_000), ("P25", "scheduled", 76_000, 10_000), ("P35", "ready", 60_000, 0),
    ("P20", "consulting", 36_000, 0), ("P21", "accepted", 22_000, 0), ("P30", "submitted", 12_000, 2_000),
    ("P10", "rejected", 320_000, 0), ("P22", "declined", 18_000, 0), ("P28", "declined", 48_000, 0),
    ("P23", "referred", 130_000, 0), ("P29", "cancelled", 26_000, 0),
)  # fmt: skip


@dataclass(frozen=True)
class Moulds:
    """What everything is cast from: the rows of the district, of a street, of a community, and of each life."""

    district: Rows
    street: Rows
    community: Rows
    lives: tuple[Mould, ...]
    years: tuple[int, ...]
    names: tuple[str, ...]


def tell(today: datetime, years: int, lives: tuple[tuple[str, str, int, int], ...] = LIVES) -> Moulds:
    """Found the small district and tell every life in it, in the empty database of the app."""
    began = today.replace(year=today.year - years + 1, month=1, day=2, hour=9)
    spans = tuple(range(began.year, today.year + 1))
    made, start = District(), snapshot()
    areas.add("minghu", name="明湖区", code="MH", actor=SYSTEM, at=began)
    for n, (username, role, area) in enumerate(_ABOVE):
        founding.appoint(made, Part(username, name_of(500 + n), role, area), began)
    programme = programmes.found(
        "minghu", name="民生微实事", scheme="futian_3_3", actor=made.actors["qu-an"], at=began
    )
    programmes.set_parameter(
        programme, "splitting.watch", False, actor=made.actors["qu-an"], at=began,
        reason="虚构的数据里，同样的小事在一个社区会出现几次，所以不查拆分。",
    )  # fmt: skip
    made.suppliers = _firms(made.actors["qu-gong"], began)
    district, before = keep(start)
    _street(made, began)
    street, before = keep(before)
    _community(made, programme, spans, began)
    community, before = keep(before)
    told = []
    for n, life in enumerate(lives):
        mould, before = _told(made, life, today, n, before)
        told.append(mould)
    names = tuple(db.session.scalars(db.select(Person.name).order_by(Person.id)))
    db.session.rollback()
    return Moulds(district, street, community, tuple(told), spans, names)


def _firms(officer: Actor, began: datetime) -> tuple[int, int, int]:
    first, second, third = (
        suppliers.add(name, code, "minghu", actor=officer, at=began) for name, code in founding.FIRMS
    )
    return first, second, third


def _street(made: District, began: datetime) -> None:
    areas.add("minghu/rongshu", name="榕树街道", code="RS", actor=SYSTEM, at=began)
    for n, (name, role) in enumerate(_STREET):
        founding.appoint(made, Part(f"rongshu-{name}", name_of(520 + n), role, "rongshu"), began)
    for name in ("jie-zhou", "jie-wu", "cai-zheng", "cai-feng", "jiandu-he", "shigong-shi", "zhuanjia-yan"):
        made.actors[name] = made.actors[f"rongshu-{name.partition('-')[2]}"]


def _community(made: District, programme: int, years: tuple[int, ...], began: datetime) -> None:
    path, admin = f"minghu/rongshu/{PLACE.slug}", made.actors["qu-an"]
    areas.add(path, name=PLACE.name, code=PLACE.code, actor=SYSTEM, at=began)
    office = Office(
        name=f"{PLACE.name}居民委员会", phone="0000-1234 5670", address=f"{PLACE.name}党群服务中心一楼",
        hours="工作日 9:00–18:00", adults=PLACE.adults, households=PLACE.households,
    )  # fmt: skip
    areas.describe(path, office, actor=SYSTEM, at=began)
    for part in (*desk(PLACE), *council(PLACE)):
        founding.appoint(made, part, began)
    for year in years:
        opens, closes = date(year, 1, 1), date(year, 12, 31)
        programmes.open_round(
            programme, PLACE.slug, year, opens_on=opens, closes_on=closes, actor=admin, at=began
        )
        document = f"区财社〔{year}〕1号"
        funds.allocate(
            PLACE.slug, year, amount_fen=allocated(year - years[0]), document=document, actor=admin, at=began
        )
    founding.council(made, PLACE, began)
    _residents(made, began)


def _residents(made: District, began: datetime) -> None:
    """Write the neighbours down as verified; none of them has an account."""
    clerk = made.actors[f"{PLACE.slug}-jing"].person_id
    with transaction() as session:
        rows = [
            Person(
                name=name_of(n * 3),
                community_id=places.by_slug(session, PLACE.slug).id,
                verified_at=began,
                verified_by_id=clerk,
                consent_at=began,
                created_at=began,
            )
            for n in range(RESIDENTS)
        ]
        session.add_all(rows)
        session.flush()
        ids = [row.id for row in rows]
    crew = made.crews[PLACE.slug]
    neighbours = tuple(people.actor(db.session(), each) for each in ids)
    made.crews[PLACE.slug] = Crew(**{**crew.__dict__, "residents": neighbours})
    db.session.rollback()


def _adapted(story: Story, end: str, total: int, social: int) -> Story:
    """Return a story with another end and another sum, in the one community."""
    shares = [share for _label, _quantity, share in story.lines]
    votes = story.votes or (15, 13, 1, 1)
    return replace(
        story, community=PLACE.slug, end=end, total=total, social=social, again="", supervised="",
        seconders=min(story.seconders, _SECONDERS), meeting="M" if end in _DECIDED else "",
        votes=votes, amounts=split_by_percent(Fen(total * 100), shares), into="", show_name=False,
        walk_in=False, change="",
    )  # fmt: skip


def _told(
    made: District, life: tuple[str, str, int, int], today: datetime, n: int, before: Kept
) -> tuple[Mould, Kept]:
    """Tell one life, and return it with all there is then."""
    key, end, total, social = life
    story, held = _adapted(read()[key], end, total, social), _pockets()
    number = _live(made, story, today, n)
    reserved, committed, paid = (now - then for now, then in zip(_pockets(), held, strict=True))
    rows, after = keep(before)
    return Mould(
        rows,
        number,
        story.title,
        story.place,
        end,
        key,
        (reserved, committed, paid),
        story.fiscal_fen,
        social * 100,
    ), after


def _pockets() -> tuple[int, int, int]:
    """Return what is reserved, committed and paid in the last year's fund."""
    fund = db.session.scalars(db.select(Fund).order_by(Fund.year.desc()).limit(1)).one()
    found = (int(fund.reserved_fen), int(fund.committed_fen), int(fund.paid_fen))
    db.session.rollback()
    return found


def _live(made: District, story: Story, today: datetime, n: int) -> str:
    """Tell one life to its end and return the project's number."""
    crew, numbers = made.crews[PLACE.slug], dict[str, str]()
    begins = today - timedelta(days=_BEGAN.get(story.end, 0)) + timedelta(hours=2)
    meets = None
    if story.end in _DECIDED:
        meets = (today - _DECIDED[story.end] * DAY).replace(hour=19, minute=30)
        begins = (meets - 27 * DAY).replace(hour=10)
    told = replace(story, end="noticing") if story.end == "objected" else story
    plot = Plot(
        told, crew, crew.residents[n % RESIDENTS], begins=begins, meets=meets, meets_again=None, today=today,
        suppliers=made.suppliers, numbers=numbers, skip=n * 5,
    )  # fmt: skip
    strands: list[Iterator[datetime]] = [plot.tell()]
    if meets:
        meeting = Assembly(
            key="M", title="议事会会议", starts_at=meets, present=story.votes[0], future=story.end == "scheduled",
            confirms=False, stories=[told],
        )  # fmt: skip
        strands.append(
            assemblies.hold(crew, meeting, numbers, made.members[PLACE.slug], Hand(meets - 12 * DAY))
        )
    if story.end == "objected" and meets:
        strands.append(_object(crew, numbers, story, meets + 20 * timedelta(hours=1), n))
    play(strands, until=today + timedelta(hours=12), say=lambda _line: None)
    return numbers[story.key]


def _object(
    crew: Crew, numbers: dict[str, str], story: Story, moment: datetime, n: int
) -> Iterator[datetime]:
    """Let a neighbour object while the decision is on notice."""
    yield moment
    neighbour: Actor = crew.residents[(n + 7) % RESIDENTS]
    objections.file(
        numbers[story.key],
        ground="amount",
        facts="想知道单价是怎么定的，和隔壁小区比高了一些。",
        wish="把三家的报价贴出来。",
        actor=neighbour,
        at=moment,
    )
