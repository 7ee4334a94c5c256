"""A council that meets on projects that a residents' poll was counted on, for tests of decisions against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from microprojects.services import meetings, minutes
from microprojects.store import departures
from microprojects.store.db import db
from microprojects.store.departures import Departure
from tests import polling
from tests.council import SITTING, Sitting
from tests.world import MEMBERS, World

WHY = "雨季快到了，排水沟要先做，凉亭明年再修。"
LATER = SITTING + timedelta(days=7)


@dataclass
class Polled:
    """An open meeting on the projects of a counted poll: one that residents chose, and one that they did not."""

    sitting: Sitting
    poll: int
    chosen: str
    passed_over: str

    @property
    def world(self) -> World:
        return self.sitting.world

    def departure(self, number: str) -> Departure | None:
        """Return what is noted about the item of a project now."""
        db.session.rollback()
        return departures.of_item(db.session(), self.sitting.items[number])

    def end(self) -> int:
        """End the meeting and draft its minutes."""
        world, sitting = self.world, self.sitting
        end = sitting.at + timedelta(hours=1)
        meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=end)
        return minutes.draft(sitting.meeting_id, actor=world["guo"], at=end)


def polled(world: World, **more: object) -> Polled:
    """Count a poll, then open a meeting with 14 of 17 members on what came first and on what was left over."""
    poll_id = polling.counted(world, **more)
    options = sorted(polling.the_poll(poll_id).options, key=lambda option: option.place or 0)
    chosen = next(each.project.number for each in options if each.selected)
    left = next(each.project.number for each in options if not each.selected)
    sitting = Sitting(world, starts_at=LATER).call(chosen, left).open(MEMBERS[:14])
    return Polled(sitting, poll_id, chosen, left)
