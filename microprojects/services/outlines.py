"""Where areas and projects lie, from GeoJSON files: looked at first, then written as a whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from microprojects.domain import geojson
from microprojects.domain import outlines as rules
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.domain.geojson import SCALE, Feature, Point
from microprojects.domain.outlines import Kept
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.rolls import RowError
from microprojects.services._deed import permit, record, subject_of
from microprojects.store import outlines as shelf
from microprojects.store.areas import Area
from microprojects.store.db import db, transaction
from microprojects.store.outlines import AreaOutline, ProjectPoint
from microprojects.store.projects import Project

What = TypeVar("What")


@dataclass(frozen=True)
class Report:
    """What a file does, or would do: how many of what, and what is wrong with which feature."""

    sha256: str
    features: int
    new: int = 0
    changed: int = 0
    same: int = 0
    errors: list[RowError] = field(default_factory=list)


@dataclass(frozen=True)
class _Read:
    """The good features of a file, and what is wrong with the others."""

    sha256: str
    features: int
    outlines: list[tuple[Area, Kept]] = field(default_factory=list)
    points: list[tuple[Project, Point]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    def good(self) -> _Read:
        """Return this, if every feature is good.

        Raises:
            FeaturesWrong: with how many are not.
        """
        if self.errors:
            raise rules.FeaturesWrong(count=len(self.errors))
        return self


def preview(data: bytes, *, actor: Actor, at: datetime) -> Report:
    """Return what a file of outlines would do; nothing is written.

    Raises:
        NotPermitted: the actor draws no outlines there.
        GeoJsonTooBig, NoGeoJson, OtherSystem: the file cannot be used.
    """
    session = db.session()
    read = _outlines(session, data, actor, at)
    return _report(read, *_sorted_outlines(session, read))


def apply(data: bytes, *, actor: Actor, at: datetime) -> Report:
    """Write the outlines of a file; those that are there are exchanged, those that it does not name stay.

    Raises:
        FeaturesWrong: a feature is wrong, so nothing is written.
        NotPermitted, GeoJsonTooBig, NoGeoJson, OtherSystem: as for a preview.
    """
    with transaction() as session:
        read = _outlines(session, data, actor, at).good()
        new, changed = _sorted_outlines(session, read)
        for area, rings in new:
            session.add(AreaOutline(area_id=area.id, rings=rings, sha256=read.sha256, imported_at=at))
        for row, rings in changed:
            row.rings, row.sha256, row.imported_at = rings, read.sha256, at
        if new or changed:
            top = min((area.path for area, _rings in read.outlines), key=len).partition("/")[0]
            facts: dict[str, object] = {"outlines": len(new) + len(changed), "file": read.sha256}
            record(session, Action.AREA_OUTLINE, f"area/{top}", actor=actor, at=at, area=top, facts=facts)
        return _report(read, new, changed)


def preview_points(data: bytes, *, actor: Actor, at: datetime) -> Report:
    """Return what a file of places of projects would do; nothing is written.

    Raises:
        NotPermitted: the actor places no projects there.
        GeoJsonTooBig, NoGeoJson, OtherSystem: the file cannot be used.
    """
    session = db.session()
    read = _points(session, data, actor, at)
    return _report(read, *_sorted_points(session, read))


def apply_points(data: bytes, *, actor: Actor, at: datetime) -> Report:
    """Write the places of projects, in steps of about ten metres; a place that is there is exchanged.

    Raises:
        FeaturesWrong: a feature is wrong, so nothing is written.
        NotPermitted, GeoJsonTooBig, NoGeoJson, OtherSystem: as for a preview.
    """
    with transaction() as session:
        read = _points(session, data, actor, at).good()
        new, changed = _sorted_points(session, read)
        for project, (longitude, latitude) in new:
            session.add(
                ProjectPoint(project_id=project.id, longitude=longitude, latitude=latitude, imported_at=at)
            )
        for row, (longitude, latitude) in changed:
            row.longitude, row.latitude, row.imported_at = longitude, latitude, at
        touched = {project.id for project, _place in new} | {row.project_id for row, _place in changed}
        for project, (longitude, latitude) in read.points:
            if project.id in touched:
                facts: dict[str, object] = {"point": f"{longitude / SCALE:.4f}, {latitude / SCALE:.4f}"}
                subject, area = subject_of(project), project.area.path
                record(session, Action.PROJECT_LOCATE, subject, actor=actor, at=at, area=area, facts=facts)
        return _report(read, new, changed)


def _outlines(session: Session, data: bytes, actor: Actor, at: datetime) -> _Read:
    features = geojson.read(data, ("code", "name"))
    read = _Read(hashlib.sha256(data).hexdigest(), len(features))
    words = [each.words for each in features]
    known = shelf.areas_called(
        session, [each.get("code", "") for each in words], [each.get("name", "") for each in words]
    )
    taken: set[int] = set()

    def one(feature: Feature) -> tuple[Area, Kept]:
        area = _area(known, feature)
        permit(actor, Action.AREA_OUTLINE, Target(area.path), at=at)
        if area.id in taken:
            raise rules.AreaTwice(name=area.name)
        taken.add(area.id)
        return area, rules.kept(geojson.polygons(feature))

    read.outlines.extend(_each(features, one, read.errors))
    return read


def _points(session: Session, data: bytes, actor: Actor, at: datetime) -> _Read:
    features = geojson.read(data, ("number",))
    read = _Read(hashlib.sha256(data).hexdigest(), len(features))
    known = {
        each.number: each
        for each in shelf.projects_numbered(session, [f.words.get("number", "") for f in features])
    }
    taken: set[int] = set()

    def one(feature: Feature) -> tuple[Project, Point]:
        number = feature.words.get("number", "")
        project = known.get(number)
        if project is None:
            raise rules.PointOfNothing(number=number)
        permit(actor, Action.PROJECT_LOCATE, project.target, at=at)
        if project.type != "works" or project.on_private_premises:
            raise rules.PointNotWanted(number=number)
        if project.id in taken:
            raise rules.PointTwice(number=number)
        taken.add(project.id)
        return project, rules.coarse(geojson.point(feature))

    read.points.extend(_each(features, one, read.errors))
    return read


def _each(features: list[Feature], one: Callable[[Feature], What], errors: list[RowError]) -> list[What]:
    """Return what each feature is, and note what is wrong with those that are nothing."""
    found = []
    for each in features:
        try:
            found.append(one(each))
        except Refusal as no:
            if no.status == 403:
                raise
            errors.append(RowError(each.line, no))
    return found


def _area(known: list[Area], feature: Feature) -> Area:
    code, name = feature.words.get("code", ""), feature.words.get("name", "")
    if not (code or name):
        raise rules.AreaUnnamed
    found = [each for each in known if (each.code == code if code else each.name == name)]
    if len(found) != 1:
        raise rules.AreaUnknown(name=code or name)
    return found[0]


def _sorted_outlines(
    session: Session, read: _Read
) -> tuple[list[tuple[Area, Kept]], list[tuple[AreaOutline, Kept]]]:
    there = shelf.rows(session, [area.id for area, _rings in read.outlines])
    new = [(area, rings) for area, rings in read.outlines if area.id not in there]
    old = [(there[area.id], rings) for area, rings in read.outlines if area.id in there]
    return new, [(row, rings) for row, rings in old if row.rings != rings]


def _sorted_points(
    session: Session, read: _Read
) -> tuple[list[tuple[Project, Point]], list[tuple[ProjectPoint, Point]]]:
    there = shelf.point_rows(session, [project.id for project, _place in read.points])
    new = [(project, place) for project, place in read.points if project.id not in there]
    old = [(there[project.id], place) for project, place in read.points if project.id in there]
    return new, [(row, place) for row, place in old if (row.longitude, row.latitude) != place]


def _report(read: _Read, new: Sequence[object], changed: Sequence[object]) -> Report:
    good = len(read.outlines) + len(read.points)
    return Report(
        read.sha256, read.features, len(new), len(changed), good - len(new) - len(changed), read.errors
    )
