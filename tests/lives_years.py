"""Closed years in the lives of many projects: one closed by two people, the next proposed by one."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.money import Fen
from microprojects.services import funds
from tests.reporting import publish
from tests.world import World
from tests.year_ending import close_year, prepare, treasurer

CLOSED, PROPOSED = 2024, 2025
WORDS = {"district": "minghu", "year": str(CLOSED), "version": "1"}
_OPEN = {"year": "proposed_year"}
ABOUT: dict[str, dict[str, str]] = {f"office_year_ends.{deed}": _OPEN for deed in ("prepare", "confirm")}
ABOUT |= {"office_year_reports.publish": _OPEN}
DOERS = dict.fromkeys(ABOUT, "huang")


def close_some(world: World, *, at: datetime) -> dict[str, int]:
    """Close a year that is long over, and propose to close the next; return that one by its name."""
    treasurer(world)
    for year in (CLOSED, PROPOSED):
        order = f"明财社〔{year}〕3号"
        funds.allocate("lizhi", year, amount_fen=Fen(50_000_000), document=order, actor=world["huang"], at=at)
    close_year(world, at=at, year=CLOSED)
    prepare(world, at=at, year=PROPOSED)
    publish(world, at=at, year=CLOSED)
    return {"proposed_year": PROPOSED}
