"""The grids of a community come as a sheet: looked at first, then written as a whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import grids as rules
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotPermitted
from microprojects.domain.grids import Plan, Reading
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.rolls import RowError
from microprojects.domain.sheets import Row
from microprojects.domain.workdays import local_day
from microprojects.services._deed import permit, record
from microprojects.store import areas, kept_sheets, sheets
from microprojects.store import grids as shelf
from microprojects.store.areas import Area
from microprojects.store.db import db, transaction
from microprojects.store.grids import Grid, GridBuilding


@dataclass(frozen=True)
class Report:
    """What a sheet does, or would do, to the grids of a community; `workers` are people by the grid they go to."""

    community: str
    sha256: str
    reading: Reading
    plan: Plan
    workers: dict[str, int]
    errors: list[RowError]

    @property
    def seen(self) -> str:
        """Return the mark of this preview: applying with it is refused once something changed."""
        moves = [(each.entry.key, each.old) for each in self.plan.changed]
        told = f"{self.sha256} {self.plan.grids} {[each.key for each in self.plan.new]} {moves}"
        return hashlib.sha256(told.encode()).hexdigest()


def preview(data: bytes, *, community: str, actor: Actor, at: datetime) -> Report:
    """Return what a sheet would do to the grids of a community; nothing is written.

    Raises:
        NotFound: there is no community of that slug.
        NotPermitted: the actor keeps no grids there.
        BadSheet, NoGridColumn, HeadTwice, HeadFormula, NoRows: the file cannot be read as a list of grids.
    """
    session = db.session()
    area = _community(session, community, actor, at)
    return _planned(session, sheets.read(data), _mark(data), area, at)


def keep(data: bytes, *, community: str, actor: Actor, at: datetime) -> int:
    """Keep a good sheet until its preview was looked at, and return its number.

    Raises:
        GridsWrong: some line cannot be used.
        NotFound, NotPermitted, BadSheet: as for a preview.
    """
    session = db.session()
    area = _community(session, community, actor, at)
    lines = sheets.read(data)
    _good(_planned(session, lines, _mark(data), area, at))
    if actor.person_id is None:
        raise NotPermitted
    place = {"person_id": actor.person_id, "community_id": area.id}
    with transaction() as writing:
        return kept_sheets.keep(writing, lines, _mark(data), **place, at=at).id


def kept(sheet_id: int, *, actor: Actor, at: datetime) -> Report:
    """Return what the actor's own kept sheet would do now.

    Raises:
        NotFound: it is another's, or over its time.
        NotPermitted: the actor keeps no grids there.
    """
    session = db.session()
    row = kept_sheets.get(session, sheet_id, person_id=actor.person_id, at=at)
    area = areas.get(session, row.community_id)
    permit(actor, Action.GRIDS_IMPORT, Target(area.path), at=at)
    return _planned(session, kept_sheets.content(row), row.sha256, area, at)


def apply(data: bytes, *, community: str, actor: Actor, at: datetime) -> Report:
    """Write a sheet: buildings go to the grids that it names, those that it does not name stay where they are.

    Raises:
        GridsWrong: some line cannot be used, so nothing is written.
        NotFound, NotPermitted, BadSheet: as for a preview.
    """
    lines = sheets.read(data)
    with transaction() as session:
        area = _community(session, community, actor, at)
        return _write(session, lines, _mark(data), area, actor=actor, at=at)


def apply_kept(sheet_id: int, *, seen: str, actor: Actor, at: datetime) -> Report:
    """Write the actor's own kept sheet as its preview showed it, and keep it no more.

    Raises:
        NotFound: it is another's, or over its time.
        GridsOutdated: the grids changed since the preview.
        GridsWrong, NotPermitted: as for a sheet that was not kept.
    """
    with transaction() as session:
        row = kept_sheets.get(session, sheet_id, person_id=actor.person_id, at=at, for_update=True)
        lines, area = kept_sheets.content(row), areas.get(session, row.community_id)
        permit(actor, Action.GRIDS_IMPORT, Target(area.path), at=at)
        report = _write(session, lines, row.sha256, area, actor=actor, at=at, seen=seen)
        kept_sheets.forget(session, row.person_id)
        return report


def _mark(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _community(session: Session, slug: str, actor: Actor, at: datetime) -> Area:
    area = areas.community(session, slug)
    permit(actor, Action.GRIDS_IMPORT, Target(area.path), at=at)
    return area


def _planned(session: Session, lines: list[Row], sha256: str, area: Area, at: datetime) -> Report:
    reading = rules.read(lines)
    lies_in, known = shelf.grid_of(session, area.id), shelf.named(session, area.id)
    named = reading.workers
    people = shelf.workers(session, area, local_day(at)) if named else {}
    unknown = [
        RowError(each.line, rules.WorkerUnknown(name=each.worker))
        for each in named.values()
        if people.get(each.worker) is None
    ]
    errors = sorted([*reading.errors, *unknown], key=lambda each: each.line)
    workers = {grid: found for grid, each in named.items() if (found := people.get(each.worker)) is not None}
    return Report(area.slug, sha256, reading, rules.planned(reading, lies_in, list(known)), workers, errors)


def _good(report: Report) -> None:
    if report.errors:
        raise rules.GridsWrong(report.errors)


def _write(
    session: Session,
    lines: list[Row],
    sha256: str,
    area: Area,
    *,
    actor: Actor,
    at: datetime,
    seen: str | None = None,
) -> Report:
    """Write what a sheet says, in the deed's own transaction, with one line in the journal."""
    shelf.hold(session, area.id)
    report = _planned(session, lines, sha256, area, at)
    _good(report)
    if seen is not None and seen != report.seen:
        raise rules.GridsOutdated
    plan = report.plan
    placed = [*plan.new, *(each.entry for each in plan.changed)]
    touched = _grids(session, report, area, at)
    there = shelf.building_rows(session, area.id)
    for each in placed:
        row = there.get(each.key)
        if row is None:
            session.add(
                GridBuilding(
                    community_id=area.id, place=each.key, grid_id=touched[each.grid], building=each.building
                )
            )
        else:
            row.grid_id, row.building = touched[each.grid], each.building
    record(
        session, Action.GRIDS_IMPORT, f"grids/{area.slug}", actor=actor, at=at, area=area.path,
        facts={"grids_new": len(plan.grids), "grid_buildings": len(placed), "sheet": sha256},
    )  # fmt: skip
    return report


def _grids(session: Session, report: Report, area: Area, at: datetime) -> dict[str, int]:
    """Make the areas of new grids, and note of each grid of the sheet who works there; return them by their names."""
    shelf.add(session, _areas(session, report.plan.grids, area))
    found = shelf.named(session, area.id)
    named = dict.fromkeys(each.grid for each in report.reading.entries)
    there = shelf.rows(session, [found[name].id for name in named])
    for name in named:
        row = there.get(found[name].id)
        if row is None:
            row = Grid(area_id=found[name].id)
            session.add(row)
        row.worker_id = report.workers.get(name, row.worker_id)
        row.sha256, row.imported_at = report.sha256, at
    session.flush()
    return {name: found[name].id for name in named}


def _areas(session: Session, names: Sequence[str], area: Area) -> list[dict[str, object]]:
    """Return the areas of new grids as rows; the last part of their path and their letters are counted on."""
    slug, code = area.slug[:34], area.code[:5]
    taken, n, made = shelf.taken(session, f"{slug}-g", code) if names else set(), 0, []
    for name in names:
        n += 1
        while {f"{slug}-g{n}", f"{code}{n:03}"} & taken:
            n += 1
        own = f"{slug}-g{n}"
        place = {"parent_id": area.id, "level": "grid", "slug": own, "path": f"{area.path}/{own}"}
        made.append({**place, "code": f"{code}{n:03}", "name": name})
    return made
