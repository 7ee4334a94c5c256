"""The register of residents comes as a sheet: looked at first, then applied as a whole or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import roll_matching, rolls
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue, NotPermitted
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.roll_columns import PreviewOutdated
from microprojects.domain.roll_matching import Plan
from microprojects.domain.rolls import Reading, RowError, RowsWrong
from microprojects.domain.sheets import Row
from microprojects.domain.workdays import local_day
from microprojects.services._deed import permit, record
from microprojects.store import areas, kept_sheets, people, registrations, secrets, sheets
from microprojects.store.areas import Area
from microprojects.store.db import db, transaction
from microprojects.store.people import PHONE
from microprojects.store.registrations import Source

_PLAN = "roll.plan"


@dataclass(frozen=True)
class Report:
    """What a sheet does, or would do, to the register of a community.

    `seen` is the mark of this preview: applying with it is refused once something changed.
    """

    community: str
    sha256: str
    reading: Reading
    plan: Plan

    @property
    def errors(self) -> list[RowError]:
        """Return what is wrong, in the order of the lines."""
        return sorted([*self.reading.errors, *self.plan.errors], key=lambda each: each.line)

    @property
    def rows(self) -> int:
        """Return how many lines the sheet has below its head."""
        return len(self.reading.entries) + len({each.line for each in self.reading.errors})

    @property
    def seen(self) -> str:
        """Return the keyed mark of everything that would be written."""
        told = [each.says for each in self.plan.new]
        changes = [(each.known, each.entry.says) for each in self.plan.changed]
        return secrets.fingerprint(_PLAN, f"{self.sha256} {told} {changes}")


@dataclass(frozen=True)
class _Sheet:
    """What a file says, line by line, and the file's fingerprint."""

    rows: list[Row]
    sha256: str


def preview(data: bytes, *, community: str, actor: Actor, at: datetime) -> Report:
    """Return what a sheet would do to the register of a community; nothing is written.

    Raises:
        BadValue: there is no community of that slug.
        NotPermitted: the actor does not keep the register there.
        BadSheet, NoNameColumn, HeadTwice, HeadFormula, NoRows: the file cannot be read as a register.
    """
    area = _community(db.session(), community)
    permit(actor, Action.ROLL_IMPORT, Target(area.path), at=at)
    return _planned(db.session(), _read(data), area, at=at)


def keep(data: bytes, *, community: str, actor: Actor, at: datetime) -> int:
    """Keep a good sheet sealed until its preview was looked at, and return its number.

    Raises:
        RowsWrong: some line cannot be used.
        BadValue, NotPermitted, BadSheet: as for a preview.
    """
    area = _community(db.session(), community)
    permit(actor, Action.ROLL_IMPORT, Target(area.path), at=at)
    sheet = _read(data)
    _require_good(_planned(db.session(), sheet, area, at=at))
    if actor.person_id is None:
        raise NotPermitted
    place = {"person_id": actor.person_id, "community_id": area.id}
    with transaction() as session:
        return kept_sheets.keep(session, sheet.rows, sheet.sha256, **place, at=at).id


def kept(sheet_id: int, *, actor: Actor, at: datetime) -> Report:
    """Return what the actor's own kept sheet would do now.

    Raises:
        NotFound: it is another's, or over its time.
        NotPermitted: the actor keeps the register there no more.
    """
    row = kept_sheets.get(db.session(), sheet_id, person_id=actor.person_id, at=at)
    area = areas.get(db.session(), row.community_id)
    permit(actor, Action.ROLL_IMPORT, Target(area.path), at=at)
    return _planned(db.session(), _Sheet(kept_sheets.content(row), row.sha256), area, at=at)


def apply(data: bytes, *, community: str, actor: Actor, at: datetime) -> Report:
    """Write a sheet into the register: people are added and updated, nobody is ever removed.

    Raises:
        RowsWrong: some line cannot be used, so nothing is written.
        BadValue, NotPermitted, BadSheet: as for a preview.
    """
    sheet = _read(data)
    with transaction() as session:
        return _write(session, sheet, _community(session, community), actor=actor, at=at)


def apply_kept(sheet_id: int, *, seen: str, actor: Actor, at: datetime) -> Report:
    """Write the actor's own kept sheet into the register, as its preview showed it, and keep it no more.

    Raises:
        NotFound: it is another's, or over its time.
        PreviewOutdated: the register changed since the preview.
        RowsWrong, NotPermitted: as for a sheet that was not kept.
    """
    with transaction() as session:
        row = kept_sheets.get(session, sheet_id, person_id=actor.person_id, at=at, for_update=True)
        sheet = _Sheet(kept_sheets.content(row), row.sha256)
        area = areas.get(session, row.community_id)
        report = _write(session, sheet, area, actor=actor, at=at, seen=seen)
        kept_sheets.forget(session, row.person_id)
        return report


def forget_past(*, at: datetime) -> int:
    """Delete the sheets that nobody applied in time, and return how many."""
    over = len(kept_sheets.past(db.session(), at))
    if over:
        with transaction() as session:
            kept_sheets.forget_past(session, at)
    return over


def _read(data: bytes) -> _Sheet:
    return _Sheet(sheets.read(data), hashlib.sha256(data).hexdigest())


def _planned(session: Session, sheet: _Sheet, area: Area, *, at: datetime) -> Report:
    reading = rolls.read(sheet.rows, day=local_day(at))
    plan = roll_matching.plan(
        reading.entries,
        registrations.known(session, area.id),
        key_of=lambda phone: secrets.fingerprint(PHONE, phone),
    )
    return Report(area.slug, sheet.sha256, reading, plan)


def _require_good(report: Report) -> None:
    if report.errors:
        raise RowsWrong(report.errors)


def _write(
    session: Session, sheet: _Sheet, area: Area, *, actor: Actor, at: datetime, seen: str | None = None
) -> Report:
    """Write what a sheet says, in the deed's own transaction, with one line in the journal."""
    permit(actor, Action.ROLL_IMPORT, Target(area.path), at=at)
    registrations.hold(session, area.id)
    report = _planned(session, sheet, area, at=at)
    _require_good(report)
    if seen is not None and seen != report.seen:
        raise PreviewOutdated
    clerk = actor.person_id or people.of_the_house(session, at).id
    source = Source(area.id, report.sha256, clerk, at)
    registrations.add(session, report.plan.new, source)
    registrations.change(session, report.plan.changed, source)
    record(
        session,
        Action.ROLL_IMPORT,
        f"residents/{area.slug}",
        actor=actor,
        at=at,
        area=area.path,
        facts={
            "people_new": len(report.plan.new),
            "people_changed": len(report.plan.changed),
            "people_same": len(report.plan.same),
            "sheet": report.sha256,
        },
    )
    return report


def _community(session: Session, slug: str) -> Area:
    """Return the community of a slug.

    Raises:
        BadValue: there is none of that name.
    """
    found = next((area for area in areas.at_level(session, "community") if area.slug == slug), None)
    if found is None:
        raise BadValue(field=N_("社区"), why=N_("请从名单里选一个社区"))
    return found
