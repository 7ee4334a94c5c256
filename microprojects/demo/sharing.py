"""After the files are closed: good ones are offered to the library, most come in, one goes out, one is copied by a neighbour community."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from microprojects.demo.crew import Hand
from microprojects.demo.founding import District
from microprojects.demo.life import accept
from microprojects.domain.errors import Refusal
from microprojects.domain.library import Standing
from microprojects.domain.states import State
from microprojects.services import library, proposals
from microprojects.store import library as entries
from microprojects.store import projects
from microprojects.store import proposals as found
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.projects import Project

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MOST = 5
WHY = (
    "几万元就办成，材料哪里都买得到，老小区都用得上。",
    "街坊自己出了力，办完半年没有人投诉，照着清单就能办。",
    "人不多也办得起来，一年四季都有人来，钱花在刀口上。",
)
LESSONS = (
    "先挨户问清楚谁家不同意，再画图；施工避开上下学时间。",
    "东西买回来第一天就贴上管护电话，坏了有人修。",
    "时间定在周末上午，来的人多一倍；材料按人头备，不浪费。",
)
ADMITTED = "做法说得清，钱说得清，满意率够，让别的社区照着提。"
DECLINED = "只适合本社区的地形，别处照搬不了，先不入库。"
GONE = "同样的材料厂家停产，照着办会买不到，先出库。"


def strands(district: District, began: datetime, today: datetime) -> list[Iterator[datetime]]:
    """Return the offers week by week, and near the end the entry that goes out and the one that is copied."""
    return [_offer(district, began), _end(district, today)]


def _offer(district: District, began: datetime) -> Iterator[datetime]:
    moment, offered = began + 31 * DAY, 0
    admin = district.actors["qu-huang"]
    while offered < MOST + 1:
        yield moment
        for number, slug in _closed():
            words = {"reason": WHY[offered % len(WHY)], "lessons": LESSONS[offered % len(LESSONS)]}
            try:
                library.offer(number, **words, actor=district.crews[slug].officer, at=moment)
            except Refusal:
                continue
            offered += 1
            declined = offered == MOST
            said = DECLINED if declined else ADMITTED
            moment += HOUR
            yield moment
            library.decide(number, enters=not declined, reason=said, actor=admin, at=moment)
            if offered > MOST:
                break
        moment += 7 * DAY


def _end(district: District, today: datetime) -> Iterator[datetime]:
    """Take the oldest entry out, and let somebody of another community write a proposal after the next."""
    hand = Hand(today - 4 * DAY)
    yield hand.at
    shelf = _shelf()
    if len(shelf) < 2:
        return
    library.remove(shelf[0][0], reason=GONE, actor=district.actors["qu-huang"], at=hand.at)
    number, slug = shelf[-1]
    crew = next(each for name, each in sorted(district.crews.items()) if name != slug)
    writer = crew.residents[-1]
    yield hand.on(hand.at + HOUR)
    draft = library.copy(number, crew.slug, actor=writer, at=hand.at)
    words = found.words_of(projects.get(db.session(), draft))
    place, people = "本社区中心花园一角", "附近三个小区的居民"
    own = replace(
        words, place=place, beneficiary_group=people, beneficiaries=260, nature=words.nature or "new"
    )
    yield hand.on(hand.at + HOUR)
    proposals.save_draft(draft, words=own, actor=writer, at=hand.at)
    made = proposals.submit(draft, consent=True, actor=writer, at=hand.at)
    yield from accept(crew, made, hand)


def _closed() -> list[tuple[str, str]]:
    """Return number and community of closed projects that nobody offered, the oldest first."""
    query = (
        select(Project.number, Area.slug)
        .join(Area, Area.id == Project.area_id)
        .where(Project.state == State.CLOSED, ~Project.id.in_(select(entries.LibraryEntry.project_id)))
        .order_by(Project.closed_at)
    )
    return [(number, slug) for number, slug in db.session.execute(query) if number]


def _shelf() -> list[tuple[str, str]]:
    """Return number and community of what is in the library, the oldest first."""
    query = select(entries.LibraryEntry).order_by(entries.LibraryEntry.id)
    rows = [each for each in db.session.scalars(query) if each.standing is Standing.IN]
    return [(each.project.number or "", each.project.area.slug) for each in rows]
