"""Bodies that vote, and who sits in them for which term."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microprojects.store.areas import Area
from microprojects.store.columns import AreaKey, Key, Line, PersonKey, Word, one_of
from microprojects.store.db import Base
from microprojects.store.people import Person

SEAT_KINDS = ("resident", "deputy", "unit", "committee", "owner", "party")


class Council(Base):
    """One body of one area; `body` is the scheme's word for it, such as residents_council."""

    __tablename__ = "councils"
    __table_args__ = (UniqueConstraint("area_id", "body"),)

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    body: Mapped[Word]
    name: Mapped[Line]
    hall: Mapped[Line] = mapped_column(default="")

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)


class Seat(Base):
    """One member's term in a council; `until` is the last day."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("council_id", "person_id", "since"),
        one_of("kind", SEAT_KINDS),
        CheckConstraint("until IS NULL OR until >= since", name="term_in_order"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"), index=True)
    person_id: Mapped[PersonKey]
    kind: Mapped[Word]
    since: Mapped[date]
    until: Mapped[date | None]
    name_public: Mapped[bool] = mapped_column(default=False)  # consent to stand in the public roster

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
