"""Before any story: the areas, the people with their roles and accounts, the programme, its money and its firms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from microprojects.demo import cast, registers
from microprojects.demo.cast import PASSWORD, Part, Place
from microprojects.demo.crew import Crew
from microprojects.domain.elections import end_of_term
from microprojects.domain.money import Fen
from microprojects.domain.people import SYSTEM, Actor
from microprojects.domain.sessions import Origin
from microprojects.services import (
    areas,
    councils,
    funds,
    grants,
    programmes,
    residents,
    second_factor,
    suppliers,
)
from microprojects.services.areas import Office
from microprojects.services.grants import Office as RoleOffice
from microprojects.services.residents import Registration, Seen, WalkIn
from microprojects.store import people
from microprojects.store.db import db

FIRMS = (
    ("明湖安桩电气工程有限公司", "91440300MADEM0001U"),
    ("榕树市政园林有限公司", "91440300MADEM0002Y"),
    ("明湖众心社会工作服务中心", "52440300MADEM00033"),
)
YEARS = 5  # a term of a council, as the rules of the programme have it
ALLOCATION = Fen(60_000_000)  # 600,000 yuan a community, so that the bars of the demo say something


@dataclass
class District:
    """Everything that was founded: actors by user name, crews by community."""

    actors: dict[str, Actor] = field(default_factory=dict)
    crews: dict[str, Crew] = field(default_factory=dict)
    members: dict[str, tuple[Actor, ...]] = field(default_factory=dict)
    suppliers: tuple[int, int, int] = (0, 0, 0)


def found(*, began: datetime, years: tuple[int, ...], say: Callable[[str], None]) -> District:
    """Found the district as it was when it began; `years` are those of its rounds, and the first has its money."""
    made = District()
    say("  areas, officers and councils")
    _areas(began)
    for part in (*cast.ABOVE, *(p for place in cast.COMMUNITIES for p in _parts(place))):
        appoint(made, part, began)
    admin = made.actors["qu-huang"]
    programme = programmes.found("minghu", name="民生微实事", scheme="futian_3_3", actor=admin, at=began)
    programmes.set_parameter(
        programme, "allocation.per_community_yearly_fen", ALLOCATION, actor=admin, at=began,
        reason="明湖区按每个社区每年 60 万元安排。",
    )  # fmt: skip
    for place in cast.COMMUNITIES:
        for year in years:
            programmes.open_round(
                programme,
                place.slug,
                year,
                opens_on=date(year, 1, 1),
                closes_on=date(year, 12, 31),
                actor=admin,
                at=began,
            )
        council(made, place, began)
    give(made, years[0], began)
    officer = made.actors["jie-zhou"]
    first, second, third = (
        suppliers.add(name, code, "rongshu", actor=officer, at=began) for name, code in FIRMS
    )
    made.suppliers = (first, second, third)
    for number, place in enumerate(cast.COMMUNITIES):
        say(f"  residents of {place.slug}")
        _residents(made, place, number, began)
    return made


def give(district: District, year: int, at: datetime) -> None:
    """Give every community its money of a year."""
    for place in cast.COMMUNITIES:
        funds.allocate(
            place.slug,
            year,
            amount_fen=ALLOCATION,
            document=f"明财社〔{year}〕1号",
            actor=district.actors["qu-huang"],
            at=at,
        )


def _parts(place: Place) -> tuple[Part, ...]:
    return (*cast.desk(place), *cast.council(place))


def _areas(began: datetime) -> None:
    slug, code, name = cast.DISTRICT
    areas.add(slug, name=name, code=code, actor=SYSTEM, at=began)
    street, street_code, street_name = cast.STREET
    areas.add(f"{slug}/{street}", name=street_name, code=street_code, actor=SYSTEM, at=began)
    for number, place in enumerate(cast.COMMUNITIES):
        path = f"{slug}/{street}/{place.slug}"
        areas.add(path, name=place.name, code=place.code, actor=SYSTEM, at=began)
        office = Office(
            name=f"{place.name}居民委员会",
            phone=f"0000-1234 567{number}",
            address=f"{place.name}党群服务中心一楼",
            hours="工作日 9:00–18:00",
            adults=place.adults,
            households=place.households,
        )
        areas.describe(path, office, actor=SYSTEM, at=began)


def _path(slug: str) -> str:
    district, street = cast.DISTRICT[0], cast.STREET[0]
    return {district: district, street: f"{district}/{street}"}.get(slug, f"{district}/{street}/{slug}")


def appoint(made: District, part: Part, began: datetime) -> None:
    """Give somebody an account, a second factor and a role."""
    office = RoleOffice(role=part.role, area=_path(part.area), since=began.date())
    person = grants.appoint(part.name, part.username, PASSWORD, office, actor=SYSTEM, at=began)
    second_factor.hand_out_totp(person, part.secret, actor=SYSTEM, at=began)
    made.actors[part.username] = people.actor(db.session(), person)


def council(made: District, place: Place, began: datetime) -> None:
    """Found the council of a community and seat its members."""
    clerk = made.actors[f"{place.slug}-jing"]
    council = councils.found(
        place.slug,
        body="residents_council",
        name=f"{place.name}居民议事会",
        hall=place.hall,
        actor=clerk,
        at=began,
    )
    kinds = ["resident"] * 14 + ["deputy", "unit", "owner"]
    members = []
    for n, (part, kind) in enumerate(zip(cast.council(place), kinds, strict=True)):
        member = made.actors[part.username]
        councils.seat(
            council,
            person_id=member.person_id or 0,
            kind=kind,
            since=began.date(),
            until=end_of_term(began.date(), YEARS),
            name_public=n % 3 != 2,
            actor=clerk,
            at=began,
        )
        members.append(member)
    registers.found(place, council, members, clerk=clerk, at=began)
    made.members[place.slug] = tuple(members)
    made.crews[place.slug] = _crew(made, place, council)


def _crew(made: District, place: Place, council: int) -> Crew:
    """Return who works for a community; the residents come later."""
    a = made.actors
    return Crew(
        slug=place.slug,
        council_id=council,
        clerk=a[f"{place.slug}-jing"],
        second_clerk=a[f"{place.slug}-fu"],
        party=a[f"{place.slug}-dang"],
        chair=a[f"{place.slug}-chair"],
        secretary=a[f"{place.slug}-jilu"],
        grid=a[f"{place.slug}-wang"],
        officer=a["jie-zhou"],
        leader=a["jie-wu"],
        finance=a["cai-zheng"],
        second_finance=a["cai-feng"],
        supervisor=a["jiandu-he"],
        contractor=a["shigong-shi"],
        expert=a["zhuanjia-yan"],
        members=tuple(m.person_id or 0 for m in made.members[place.slug]),
        residents=(),
    )


def _residents(made: District, place: Place, number: int, began: datetime) -> None:
    """Register the residents of one community, and let its clerk verify them; who never takes part came to the window."""
    own = [(username, name) for username, name, slug in cast.RESIDENTS if slug == place.slug]
    busy = cast.NEIGHBOURS[place.slug]
    others = [(f"{place.slug}-jumin{n:03}", cast.name_of(n * 3 + number)) for n in range(busy)]
    clerk = made.actors[f"{place.slug}-jing"]
    # One community after the other, as the journal's time does not run back.
    before = sum(len(crew.residents) + len(cast.QUIET) for crew in made.crews.values() if crew.residents)
    verified: list[Actor] = []
    for n, (username, name) in enumerate([*own, *others]):
        at = began + timedelta(seconds=20) * (before + n)
        wanted = Registration(
            name=name,
            community=place.slug,
            building=f"{n % 6 + 1}号楼",
            phone=f"1380{number}{n:06}",
            username=username,
            password=PASSWORD,
            consents=True,
        )
        person = residents.register(wanted, origin=Origin(address=f"demo-{number}-{n}"), at=at)
        residents.verify(person, seen=Seen.KNOWN, of_age=True, actor=clerk, at=at)
        verified.append(people.actor(db.session(), person))
        made.actors[username] = verified[-1]
    _enroll(place, number, busy, clerk, began + timedelta(seconds=20) * (before + len(verified)))
    crew = made.crews[place.slug]
    made.crews[place.slug] = Crew(**{**crew.__dict__, "residents": tuple(verified)})


def _enroll(place: Place, number: int, busy: int, clerk: Actor, at: datetime) -> None:
    """Put those on the roll who have no account."""
    for n, building in enumerate(cast.QUIET):
        told = WalkIn(
            name=cast.name_of((busy + n) * 3 + number),
            community=place.slug,
            building=building,
            phone=f"1390{number}{n:06}",
            seen=Seen.KNOWN,
            of_age=True,
            consents=True,
        )
        residents.enroll(told, actor=clerk, at=at + timedelta(seconds=20) * n)
