"""A gathering at work, for tests: called in Lizhi, filled with topics, held and ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from microprojects.services import gatherings as deeds
from microprojects.services import matters
from microprojects.store import gatherings
from microprojects.store.db import db
from microprojects.store.gatherings import Gathering, Matter
from tests.world import World

DAY = timedelta(days=1)
NEIGHBOURS = ("lin", "chen", "xu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin")


class Hall:
    """One gathering of Lizhi, and its clerk."""

    def __init__(self, world: World, kind: str = "talk_day", *, days: int = 10) -> None:
        self.world, self.clerk, self.at = world, world["qian"], world.now
        self.starts_at = self.at + days * DAY
        self.id = deeds.call(
            "lizhi", kind=kind, title="十二月恳谈日", place="阳光议事厅", starts_at=self.starts_at,
            seed_source="开会当天福彩3D开奖号", actor=self.clerk, at=self.at,
        )  # fmt: skip

    def topic(self, who: str = "lin", title: str = "楼道灯坏了") -> int:
        return matters.raise_topic(self.id, title=title, text="晚上看不见", actor=self.world[who], at=self.at)

    def begin(self) -> None:
        deeds.begin(self.id, actor=self.clerk, at=self.starts_at)

    def count(self, attended: int = 20) -> None:
        deeds.count_people(self.id, attended=attended, actor=self.clerk, at=self.starts_at)

    def end(self, matter: int, ending: str, **more: Any) -> None:
        matters.end(matter, ending=ending, actor=self.clerk, at=self.starts_at, **more)

    def close(self) -> None:
        deeds.close(self.id, summary="谈了几件事。", actor=self.clerk, at=self.starts_at)

    @property
    def found(self) -> Gathering:
        db.session.rollback()
        return gatherings.get(db.session(), self.id)

    def matter(self, matter_id: int) -> Matter:
        db.session.rollback()
        return gatherings.matter(db.session(), matter_id)


def signed_up(hall: Hall, names: Sequence[str] = NEIGHBOURS, side: str = "resident") -> list[int]:
    return [deeds.sign_up(hall.id, side=side, actor=hall.world[name], at=hall.at) for name in names]
