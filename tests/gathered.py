"""A gathering at work, for tests: called in Lizhi, filled with topics, held and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from microprojects.services import gatherings as deeds
from microprojects.services import matters, statements
from microprojects.store import gatherings
from microprojects.store.db import db
from microprojects.store.gatherings import Gathering, Matter
from tests.world import World

DAY = timedelta(days=1)
NEIGHBOURS = ("lin", "chen", "xu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin")

# Routes that are about another gathering or matter than others.
ABOUT: dict[str, dict[str, str]] = {
    "office_gatherings.begin": {"gathering_id": "talk_day_today"},
    "office_gatherings.cancel": {"gathering_id": "talk_day_coming"},
    "office_gatherings.draw": {"gathering_id": "hearing_today"},
    "office_gatherings.list_project": {"gathering_id": "review_coming"},
    "office_gatherings.report": {"gathering_id": "review_coming"},
    "office_matters.done": {"matter_id": "promise"},
    "office_matters.mark": {"matter_id": "item_assess_before_began"},
    "office_matters.statement": {"matter_id": "item_discuss_began"},
    "public_gatherings.sign_up": {"gathering_id": "hearing_coming"},
    "public_gatherings.step_back": {"gathering_id": "hearing_coming"},
}


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


@dataclass
class Held:
    """Gatherings of Lizhi in each state, and something on the list of each, by name."""

    ids: dict[str, int] = field(default_factory=dict)


def hold_some(world: World, number: str, *, called: datetime, today: datetime) -> Held:
    """Call, begin and end gatherings of several kinds, with the project on the list of those that take one."""
    held, clerk = Held(), world["qian"]
    usual: dict[str, Any] = {"title": "", "place": "阳光议事厅", "actor": clerk, "at": called}
    when = {"began": today, "today": today, "coming": today + 9 * DAY}
    for kind, state in (
        ("talk_day", "coming"), ("talk_day", "today"), ("talk_day", "began"), ("hearing", "coming"),
        ("hearing", "today"), ("review", "coming"), ("discuss", "began"), ("assess_before", "began"),
    ):  # fmt: skip
        seed = "开会前一天福彩3D开奖号"
        held.ids[f"{kind}_{state}"] = deeds.call(
            "lizhi", kind=kind, starts_at=when[state], seed_source=seed, **usual
        )
    for name in ("talk_day_coming", "talk_day_today", "talk_day_began"):
        topic = {"title": "楼道灯坏了", "actor": world["chen"], "at": called}
        held.ids[f"topic_{name}"] = matters.raise_topic(held.ids[name], **topic)
    for name in ("discuss_began", "assess_before_began"):
        held.ids[f"item_{name}"] = matters.list_project(held.ids[name], number, actor=clerk, at=called)
    for name in NEIGHBOURS[1:9]:
        for hearing in ("hearing_coming", "hearing_today"):
            deeds.sign_up(held.ids[hearing], side="resident", actor=world[name], at=called)
    for name in ("talk_day_began", "discuss_began", "assess_before_began"):
        deeds.begin(held.ids[name], actor=clerk, at=today)
        deeds.count_people(held.ids[name], attended=20, actor=clerk, at=today)
    held.ids["statement"] = statements.note(
        held.ids["item_discuss_began"],
        side="resident",
        stance="for",
        text="早该做了。",
        actor=clerk,
        at=today,
    )
    held.ids["promise"] = _promised(world, usual, today)
    return held


def _promised(world: World, usual: dict[str, Any], today: datetime) -> int:
    """Hold a talk day that is over, and return what was promised there."""
    closed = deeds.call("lizhi", kind="talk_day", starts_at=today, **usual)
    promise = matters.raise_topic(closed, title="装扶手", actor=world["chen"], at=usual["at"])
    clerk = world["qian"]
    deeds.begin(closed, actor=clerk, at=today)
    deeds.count_people(closed, attended=12, actor=clerk, at=today)
    due = (today + 30 * DAY).date()
    matters.end(promise, ending="dated", receiver="居委会", due_on=due, actor=clerk, at=today)
    deeds.close(closed, actor=clerk, at=today)
    return promise
