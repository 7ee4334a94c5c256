"""Names of residents in texts that are to be public: which are known, and which may stand there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, exists, func, literal, or_, select, text
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column, relationship, selectinload

from microprojects.domain.names import GROUNDS, LEAST, ways
from microprojects.store.areas import Area, inside
from microprojects.store.columns import Key, Line, PersonKey, Word, one_of
from microprojects.store.councils import Seat
from microprojects.store.db import Base, lock
from microprojects.store.people import Person, RoleGrant

STANDS = text("withdrawn_at IS NULL")


class ClearedName(Base):
    """A name that may stand in public texts of a community: who said so, and who confirmed it."""

    __tablename__ = "cleared_names"
    __table_args__ = (
        one_of("ground", GROUNDS),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"),
        CheckConstraint("confirmed_by_id <> asked_by_id", name="four_eyes"),
        Index(
            "uq_cleared_names_standing",
            "area_id",
            "name",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )

    id: Mapped[Key]
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    name: Mapped[Line]
    ground: Mapped[Word]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[PersonKey]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    area: Mapped[Area] = relationship(lazy="raise")


def named_in(session: Session, words: str, path: str) -> list[str]:
    """Return the names of residents of an area that stand in a text and may not stand there, in one statement.

    A name is found where spaces or odd characters set it apart, too.
    Nobody is meant who agreed to be named, or whose name belongs to somebody who acts
    in public: an officer or a member of a council.
    """
    namesake = aliased(Person)
    acts = exists(
        select(namesake.id)
        .where(namesake.name == Person.name)
        .where(
            or_(
                namesake.name_shown_since.is_not(None),
                exists(select(RoleGrant.id).where(RoleGrant.person_id == namesake.id)),
                exists(select(Seat.id).where(Seat.person_id == namesake.id)),
            )
        )
    )
    cleared = exists(
        select(ClearedName.id).where(
            ClearedName.area_id == Person.community_id,
            ClearedName.name == Person.name,
            ClearedName.confirmed_at.is_not(None),
            ClearedName.withdrawn_at.is_(None),
        )
    )
    place = func.strpos if session.get_bind().dialect.name == "postgresql" else func.instr
    query = (
        select(Person.name)
        .distinct()
        .where(Person.community_id.in_(inside([path])), func.length(Person.name) >= LEAST)
        .where(place(literal(ways(words)), Person.name) > 0, ~acts, ~cleared)
        .order_by(Person.name)
    )
    return list(session.scalars(query))


def get(session: Session, name_id: int) -> ClearedName | None:
    """Return one that was not withdrawn, held until the transaction ends."""
    query = select(ClearedName).where(ClearedName.id == name_id, ClearedName.withdrawn_at.is_(None))
    return session.scalar(lock(query.options(selectinload(ClearedName.area))))


def standing(session: Session, area_id: int, name: str) -> ClearedName | None:
    """Return the one of a name that was not withdrawn."""
    query = select(ClearedName).where(ClearedName.area_id == area_id, ClearedName.name == name)
    return session.scalar(query.where(ClearedName.withdrawn_at.is_(None)))


def of_areas(session: Session, paths: Sequence[str], *, limit: int) -> list[ClearedName]:
    """Return what was asked in the areas and not withdrawn: what waits first, then the newest."""
    query = select(ClearedName).where(
        ClearedName.area_id.in_(inside(paths)), ClearedName.withdrawn_at.is_(None)
    )
    query = query.options(selectinload(ClearedName.area)).limit(limit)
    return list(session.scalars(query.order_by(ClearedName.confirmed_at.is_not(None), ClearedName.id.desc())))
