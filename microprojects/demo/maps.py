"""Outlines and places of a fictional district, as GeoJSON like anybody's: an island that lies in the open ocean."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from math import ceil, sqrt
from random import Random
from typing import Any

from sqlalchemy import select

from microprojects.domain.people import SYSTEM
from microprojects.services import outlines
from microprojects.store import areas, listings
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.projects import Project

# East of the Philippines nobody lives: whoever lays real tiles under these outlines sees water.
_WEST, _SOUTH = 150.0, 20.0
_SIDE = 0.02  # degrees that a community is wide
_SEED = 17

Place = tuple[float, float]


def draw(at: datetime, *, places: bool = True) -> None:
    """Give every community an outline, and some public works a place inside their community."""
    session = db.session()
    communities = areas.at_level(session, "community")
    corners = _corners(len(communities))
    data = _collection(
        ({"code": area.code}, "Polygon", [[*_edge(corners, n, len(communities))]])
        for n, area in enumerate(communities)
    )
    works = _works(communities) if places else []
    session.rollback()
    outlines.apply(data, actor=SYSTEM, at=at)
    if works:
        outlines.apply_points(_collection(works), actor=SYSTEM, at=at)


def _works(communities: Sequence[Area]) -> list[tuple[dict[str, str], str, Any]]:
    """Return a place for every third work, so that the map shows both: places and what has none."""
    order, count, chance = {area.id: n for n, area in enumerate(communities)}, len(communities), Random(_SEED)
    query = (
        select(Project.number, Project.area_id)
        .where(listings.shown(), Project.type == "works", Project.on_private_premises.is_(False))
        .order_by(Project.id)
    )
    found = []
    for number, area_id in list(db.session().execute(query))[::3]:
        column, row = order[area_id] % _columns(count), order[area_id] // _columns(count)
        east, north = (chance.uniform(0.2, 0.8) for _ in range(2))
        where = (_WEST + (column + east) * _SIDE, _SOUTH + (row + north) * _SIDE)
        found.append(({"number": str(number)}, "Point", where))
    return found


def _columns(count: int) -> int:
    return ceil(sqrt(count))


def _corners(count: int) -> dict[tuple[int, int], Place]:
    """Return the corners of a crooked grid at half the width of a community, shared by neighbours."""
    chance, wide = Random(_SEED), 2 * _columns(count) + 1

    def near(start: float, step: int) -> float:
        return round(start + (step + chance.uniform(-0.22, 0.22)) * _SIDE / 2, 6)

    return {(x, y): (near(_WEST, x), near(_SOUTH, y)) for x in range(wide) for y in range(wide)}


def _edge(corners: dict[tuple[int, int], Place], n: int, count: int) -> Iterable[Place]:
    """Yield the edge of a community around its cell, and its first corner again."""
    x, y = 2 * (n % _columns(count)), 2 * (n // _columns(count))
    around = ((0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1), (0, 0))
    return (corners[x + dx, y + dy] for dx, dy in around)


def _collection(features: Iterable[tuple[dict[str, str], str, Any]]) -> bytes:
    told = [
        {"type": "Feature", "properties": words, "geometry": {"type": kind, "coordinates": where}}
        for words, kind, where in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": told}).encode()
