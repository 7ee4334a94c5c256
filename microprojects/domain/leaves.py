"""Leave from a meeting, and how often members came: those on leave stay among those due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microprojects.domain.errors import N_, Refusal


class LeaveTooLate(Refusal):
    """Leave is asked for before the meeting begins."""

    code = "leave-too-late"
    message = N_("请假要在会前说。这次会议已经到点、开了或取消了，不能再登记。请直接告诉记录员。")


class IsInTheRoom(Refusal):
    """Who has signed in is there."""

    code = "is-in-the-room"
    message = N_("这个人已经签到，不用请假。真要走，请先签退。")


@dataclass(frozen=True)
class Due:
    """One meeting at which a member was due: whether they came, and whether they had leave."""

    came: bool
    leave: bool


@dataclass(frozen=True)
class Record:
    """How often a member came: of those due, with leave, and how often running without either, lately."""

    due: int
    came: int
    leave: int
    running: int


def record(seen: Sequence[Due]) -> Record:
    """Count the meetings at which a member was due, the latest first; leave breaks a run of absences."""
    running = 0
    for each in seen:
        if each.came or each.leave:
            break
        running += 1
    leave = sum(1 for each in seen if each.leave and not each.came)
    return Record(due=len(seen), came=sum(1 for each in seen if each.came), leave=leave, running=running)


def is_missed(record: Record, limit: int) -> bool:
    """Return whether somebody should ask what is the matter; it never takes a seat away."""
    return record.running >= limit
