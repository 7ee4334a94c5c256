"""What the register of residents says beside a person: the tie, the date of birth, and who votes by that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.electorate import Belonging, Facts, Franchise, Reason, SeenAge, eligible
from microprojects.domain.roll_matching import Change, Known
from microprojects.domain.rolls import Entry
from microprojects.domain.workdays import local_day
from microprojects.store.areas import Area
from microprojects.store.columns import Hash, Word, one_of
from microprojects.store.db import Base
from microprojects.store.people import PHONE, Person
from microprojects.store.secrets import fingerprint, open_text, seal_text

BORN = "registration.born"  # the place of a sealed value, bound to the number of its person


class Registration(Base):
    """One line of the register. `by_sheet`: the sheet verified the person, so no clerk saw how old they are.

    `source` is the SHA-256 of the sheet that brought the line first; the journal tells of that sheet.
    """

    __tablename__ = "registrations"
    __table_args__ = (one_of("tie", [tie.value for tie in Belonging]),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    tie: Mapped[Word]
    born_sealed: Mapped[str | None] = mapped_column(String(400))
    by_sheet: Mapped[bool]
    imported_at: Mapped[datetime]
    source: Mapped[Hash]


@dataclass(frozen=True)
class Source:
    """Where lines come from: the community, the sheet's fingerprint, who answers for them, and when."""

    community_id: int
    sha256: str
    clerk_id: int
    at: datetime


@dataclass(frozen=True)
class Elector:
    """One person as the rule of a vote sees them; `reason` is None where they can vote."""

    person_id: int
    name: str
    building: str
    facts: Facts
    reason: Reason | None


def hold(session: Session, community_id: int) -> None:
    """Let sheets of one community be applied one after the other; what only points at its people goes on."""
    people = select(Person.id).where(Person.community_id == community_id).order_by(Person.id)
    for query in (select(Area.id).where(Area.id == community_id), people):
        session.execute(query.with_for_update(key_share=True)).all()


def known(session: Session, community_id: int) -> list[Known]:
    """Return everybody of a community as a sheet is compared with them, in one statement."""
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.phone_index,
            Person.building,
            Person.verified_at,
            Registration.tie,
            Registration.born_sealed,
        )
        .outerjoin(Registration, Registration.person_id == Person.id)
        .where(Person.community_id == community_id)
        .order_by(Person.id)
    )
    return [
        Known(
            person_id,
            name,
            phone_key=phone_index or "",
            building=building,
            verified=verified_at is not None,
            tie=Belonging(tie) if tie else None,
            born=_opened(person_id, sealed),
        )
        for person_id, name, phone_index, building, verified_at, tie, sealed in rows
    ]


def add(session: Session, entries: Sequence[Entry], source: Source) -> None:
    """Put new people on the register, in a few statements however many they are."""
    if not entries:
        return
    # No consent is noted: the community keeps its register by its duty under the law (个人信息保护法
    # 第十三条第一款第三项), and nobody was asked. Who comes to the desk or registers themselves consents there.
    indexes = [fingerprint(PHONE, entry.phone) if entry.phone else None for entry in entries]
    rows = [
        {
            "name": entry.name,
            "nickname": "",
            "phone_index": index,
            "community_id": source.community_id,
            "building": entry.building,
            "verified_at": source.at,
            "verified_by_id": source.clerk_id,
            "created_at": source.at,
        }
        for entry, index in zip(entries, indexes, strict=True)
    ]
    # In no order: SQLite gives the rows of one statement back as it likes. No two lines share all three.
    made = session.execute(
        insert(Person).returning(Person.id, Person.name, Person.building, Person.phone_index), rows
    )
    keys = {(name, building, phone): key for key, name, building, phone in made}
    numbered = [
        (keys[entry.name, entry.building, index], entry)
        for entry, index in zip(entries, indexes, strict=True)
    ]
    _update_people(
        session,
        [
            {"id": key, "phone_sealed": seal_text(PHONE, key, each.phone)}
            for key, each in numbered
            if each.phone
        ],
    )
    _register(session, numbered, source, by_sheet=True)


def change(session: Session, changes: Iterable[Change], source: Source) -> None:
    """Write what a sheet changes of people who are on the roll; whether they are verified stays as it was."""
    told = [
        (change.known, change.entry, {each.column.value for each in change.differences}) for change in changes
    ]
    _update_people(
        session,
        [{"id": k.person_id, "building": entry.building} for k, entry, what in told if "building" in what],
    )
    _update_people(
        session,
        [
            {
                "id": k.person_id,
                "phone_index": fingerprint(PHONE, entry.phone),
                "phone_sealed": seal_text(PHONE, k.person_id, entry.phone),
            }
            for k, entry, what in told
            if "phone" in what
        ],
    )
    fresh = [(k.person_id, entry) for k, entry, _what in told if k.tie is None]
    _register(session, fresh, source, by_sheet=False)
    kept = [
        {
            "person_id": k.person_id,
            "tie": (entry.tie or k.tie or Belonging.LIVE).value,
            "born_sealed": _sealed(k.person_id, entry.born or k.born),
        }
        for k, entry, what in told
        if k.tie is not None and what & {"tie", "born"}
    ]
    if kept:
        session.execute(update(Registration), kept)


def electorate(
    session: Session,
    community_id: int,
    day: date,
    franchise: Franchise,
    *,
    people: Collection[int] | None = None,
) -> list[Elector]:
    """Return everybody of a community with what the rule of a vote says of them on a day, in one statement.

    With `people` those are asked about and nobody else, wherever they belong.
    """
    asked = Person.community_id == community_id if people is None else Person.id.in_(people)
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.building,
            Person.community_id,
            Person.verified_at,
            Registration.tie,
            Registration.born_sealed,
            Registration.by_sheet,
        )
        .outerjoin(Registration, Registration.person_id == Person.id)
        .where(asked)
        .order_by(Person.id)
    )
    found = []
    for person_id, name, building, home, verified_at, tie, sealed, by_sheet in rows:
        seen = SeenAge(franchise.age_seen, local_day(verified_at)) if verified_at and not by_sheet else None
        facts = Facts(
            here=home == community_id,
            verified=verified_at is not None,
            tie=Belonging(tie) if tie else None,
            born=_opened(person_id, sealed),
            seen=seen,
        )
        reason = eligible(facts, age_min=franchise.age_min, scope=franchise.scope, day=day)
        found.append(Elector(person_id, name, building, facts, reason))
    return found


def _register(
    session: Session, numbered: Sequence[tuple[int, Entry]], source: Source, *, by_sheet: bool
) -> None:
    if not numbered:
        return
    session.execute(
        insert(Registration),
        [
            {
                "person_id": person_id,
                "tie": (entry.tie or Belonging.LIVE).value,
                "born_sealed": _sealed(person_id, entry.born),
                "by_sheet": by_sheet,
                "imported_at": source.at,
                "source": source.sha256,
            }
            for person_id, entry in numbered
        ],
    )


def _update_people(session: Session, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        session.execute(update(Person), rows)


def _sealed(person_id: int, born: date | None) -> str | None:
    return seal_text(BORN, person_id, born.isoformat()) if born else None


def _opened(person_id: int, sealed: str | None) -> date | None:
    return date.fromisoformat(open_text(BORN, person_id, sealed)) if sealed else None
