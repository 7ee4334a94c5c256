"""Where the demo's residents live and how old they are: a register with dates of birth, grids, and the count by age."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from microprojects.demo.founding import District
from microprojects.services import ages, grids, rolls
from microprojects.store import areas, people
from microprojects.store.db import db
from microprojects.store.people import Person

_GRIDS = (
    ("第一网格", "1号楼、2号楼、3号楼"),
    ("第二网格", "4号楼、5号楼、6号楼"),
    ("第三网格", "7号楼、10号楼、11号楼、12号楼"),
)
# Years of birth, one after the other: who comes is mostly older, who has not come yet mostly younger.
_ACTIVE = (1950, 1958, 1963, 1968, 1975, 1985, 1995, 1948, 1961, 1971)
_QUIET = (1990, 1996, 1999, 1983, 2001, 1955, 1988)
_UNKNOWN = 11  # every so many, the register has no date of birth


def settle(district: District, at: datetime) -> None:
    """Let every community write its grids and the dates of birth of its residents, then count by age."""
    for slug, crew in district.crews.items():
        active = {each.person_id for each in crew.residents}
        rolls.apply(_register(slug, active), community=slug, actor=crew.clerk, at=at)
        rows = [
            (name, buildings, crew.grid.name if n == 0 else "") for n, (name, buildings) in enumerate(_GRIDS)
        ]
        grids.apply(_sheet(("网格", "楼栋", "网格员"), rows), community=slug, actor=crew.clerk, at=at)
    ages.count_due(at=at)


def _register(slug: str, active: Iterable[int | None]) -> bytes:
    """Return the register of a community as its clerk has it: everybody who gave a telephone number, most with a date of birth."""
    session, known, rows = db.session(), set(active), []
    area = areas.by_slug(session, slug)
    query = select(Person).where(Person.community_id == area.id, Person.verified_at.is_not(None))
    for n, person in enumerate(session.scalars(query.order_by(Person.id))):
        years = _ACTIVE if person.id in known else _QUIET
        born = "" if n % _UNKNOWN == 0 else f"{years[n % len(years)]}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        if phone := people.phone(person):
            rows.append((person.name, phone, person.building, born))
    session.rollback()
    return _sheet(("姓名", "手机号", "楼栋", "出生日期"), rows)


def _sheet(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode("utf-8-sig")
