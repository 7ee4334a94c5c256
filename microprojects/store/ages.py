"""Who took part by age band: counted from sealed dates of birth at a few moments, kept only as it may be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Select, delete, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.ages import BANDS, by_band
from microprojects.domain.coverage import OTHERS, SMALLEST, Reached, Told
from microprojects.store.areas import Area
from microprojects.store.columns import Word, one_of
from microprojects.store.coverage import who
from microprojects.store.db import Base, lock
from microprojects.store.people import Person
from microprojects.store.polls import Poll
from microprojects.store.programmes import Round
from microprojects.store.projects import Project
from microprojects.store.registrations import BORN, Registration
from microprojects.store.secrets import open_text
from microprojects.store.settlements import Survey

_OTHERS = "others"
_NUMBERS = ("took_part", "absent", "proposed", "seconded", "voted", "answered")
YearOf = tuple[int, int]  # a community and a year


class AgeCounting(Base):
    """That the ages of a community and year were counted: after how many polls and surveys, by which limit, when."""

    __tablename__ = "age_countings"
    __table_args__ = (CheckConstraint(f"smallest >= {SMALLEST}", name="smallest_is_five_or_more"),)

    community_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    events: Mapped[int]
    smallest: Mapped[int]
    counted_at: Mapped[datetime]


class AgeCount(Base):
    """One band as it may be told; no number of 1 to 4 is ever kept."""

    __tablename__ = "age_counts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["community_id", "year"],
            ["age_countings.community_id", "age_countings.year"],
            name="fk_age_counts_counting_age_countings",
        ),
        one_of("band", [*BANDS, _OTHERS]),
        CheckConstraint(f"known >= {SMALLEST}", name="known_is_five_or_more"),
        *(
            CheckConstraint(
                f"{name} IS NULL OR {name} = 0 OR {name} >= {SMALLEST}", name=f"{name}_is_not_small"
            )
            for name in _NUMBERS
        ),
    )

    community_id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    band: Mapped[Word] = mapped_column(primary_key=True)
    known: Mapped[int]
    took_part: Mapped[int | None]
    absent: Mapped[int | None]
    proposed: Mapped[int | None]
    seconded: Mapped[int | None]
    voted: Mapped[int | None]
    answered: Mapped[int | None]


def due(session: Session, smallest: int, *, at: datetime) -> dict[YearOf, int]:
    """Return the communities and years that are to be counted, with how many polls and surveys are over there."""
    polls = (
        select(Poll.area_id, Round.year, func.count())
        .join(Round, Round.id == Poll.round_id)
        .where(Poll.counted_at.is_not(None))
        .group_by(Poll.area_id, Round.year)
    )
    surveys = (
        select(Project.area_id, Round.year, func.count())
        .select_from(Survey)
        .join(Project, Project.id == Survey.project_id)
        .join(Round, Round.id == Project.round_id)
        .where(Survey.closes_at <= at)
        .group_by(Project.area_id, Round.year)
    )
    over: dict[YearOf, int] = {}
    for query in (polls, surveys):
        for area_id, year, count in session.execute(query):
            over[area_id, year] = over.get((area_id, year), 0) + count
    done = {
        (each.community_id, each.year): (each.events, each.smallest)
        for each in session.scalars(select(AgeCounting))
    }
    return {place: events for place, events in sorted(over.items()) if done.get(place) != (events, smallest)}


def counted(session: Session, community_id: int, year: int, *, at: datetime) -> list[Reached]:
    """Open the dates of birth of the verified residents of a community and return how many of each band took part."""
    ways = [Person.id.in_(people) for people in who(community_id, year, at)]
    query = (
        select(Person.id, Registration.born_sealed, or_(*ways), *ways)
        .outerjoin(Registration, Registration.person_id == Person.id)
        .where(Person.community_id == community_id, Person.verified_at.is_not(None))
    )
    return by_band(
        (
            (_born(person_id, sealed), tuple(map(bool, flags)))
            for person_id, sealed, *flags in session.execute(query)
        ),
        year,
    )


def keep(session: Session, counting: AgeCounting, told: Sequence[Told]) -> None:
    """Keep what may be told of a community and year in the place of what was told before."""
    of = {"community_id": counting.community_id, "year": counting.year}
    session.execute(lock(select(Area.id).where(Area.id == counting.community_id))).all()
    session.execute(delete(AgeCount).filter_by(**of))
    session.merge(counting)
    session.flush()
    for each in told:
        numbers = asdict(each)
        numbers["band"], numbers["absent"] = numbers.pop("building") or _OTHERS, numbers.pop("left")
        session.add(AgeCount(**of, **numbers))


def bands(community_id: int, year: int | None, smallest: int) -> Select[*tuple[Any, ...]]:
    """Return the query for the bands of a year or of the newest one: the band, the year, and the numbers."""
    newest = select(func.max(AgeCounting.year)).where(AgeCounting.community_id == community_id)
    numbers = (getattr(AgeCount, name) for name in ("known", *_NUMBERS))
    return (
        select(AgeCount.band, AgeCount.year, *numbers)
        .join(
            AgeCounting,
            (AgeCounting.community_id == AgeCount.community_id) & (AgeCounting.year == AgeCount.year),
        )
        .where(
            AgeCount.community_id == community_id,
            AgeCount.year == (newest.scalar_subquery() if year is None else year),
            AgeCounting.smallest >= smallest,
        )
    )


def in_order(rows: Iterable[Sequence[Any]], year: int | None) -> tuple[int | None, list[Told]]:
    """Return the year of rows of that query, and the bands from the youngest on."""
    found = {band: (in_year, numbers) for band, in_year, *numbers in rows}
    kept = [(band, *found[band]) for band in (*BANDS, _OTHERS) if band in found]
    return (kept[0][1] if kept else year), [_told(band, numbers) for band, _year, numbers in kept]


def _told(band: str, numbers: Sequence[Any]) -> Told:
    known, took_part, absent, proposed, seconded, voted, answered = numbers
    return Told(
        building=OTHERS if band == _OTHERS else band,
        known=known,
        took_part=took_part,
        left=absent,
        proposed=proposed,
        seconded=seconded,
        voted=voted,
        answered=answered,
    )


def _born(person_id: int, sealed: str | None) -> date | None:
    return date.fromisoformat(open_text(BORN, person_id, sealed)) if sealed else None
