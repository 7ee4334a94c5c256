"""The public report of a district's year: its figures as plain data, when it is due, and what a correction changed.

A version is written once. It holds what the record added up to at the moment of its publication, so that
anybody can compare it with what the record says today.

Source: domain research, section 6.9 (by 31 January, after 政府信息公开条例 art. 49).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from microprojects.domain.canonical import canonical
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.reallocations import on

LONGEST_REASON = 500
# Of the form of the figures. Those of 1 do not tell of late replies to objections; those of 1 and 2 count an objection
# by the community's reply alone, and not by the answer that holds, and count as ended what was broken off, too.
VERSION = 3
PROJECTS: dict[str, str] = {
    "proposed": N_("提出"),
    "accepted": N_("已受理"),
    "approved": N_("立项"),
    "contracted": N_("签约"),
    "delivered": N_("验收合格"),
    "closed": N_("办结"),
}
MONEY: dict[str, str] = {
    "allocated_fen": N_("安排"),
    "reserved_fen": N_("已立项，待签约"),
    "committed_fen": N_("已签约，待付"),
    "paid_fen": N_("已付"),
    "left_fen": N_("年末收回或转走"),
    "free_fen": N_("还可安排"),
}
Figures = Mapping[str, Any]


class NothingToReport(Refusal):
    """Nothing happened in that year."""

    code = "nothing-to-report"
    message = N_("%(place)s %(year)s 年没有项目，也没有下达过资金，没有年度报告可公布。请核对年度。")


class ReportMoved(Refusal):
    """Between looking and publishing something was recorded."""

    code = "report-moved"
    message = N_("您核对的时候记录又变了，没有公布。请重新核对下面的数，再公布。")


class SameFigures(Refusal):
    """The figures are those of the version that stands."""

    code = "same-figures"
    message = N_("现在的数和已公布的第 %(version)s 版一样，不用更正。")


class ReasonNeeded(Refusal):
    """A correction says why."""

    code = "report-reason-needed"
    status = 422
    message = N_("这是更正，要写明为什么和上一版不同。请写理由。")


def due_on(year: int, month_day: str) -> date:
    """Return the last day on which the report of a year is in time: a day of the year after."""
    return on(month_day, year + 1)


def days_late(year: int, month_day: str, today: date) -> int:
    """Return by how many days an unpublished report is late; nothing while it is in time."""
    return max(0, (today - due_on(year, month_day)).days)


def written(figures: Figures) -> bytes:
    """Return the figures as the bytes of which the digest is taken."""
    return canonical(figures)


def digest(figures: Figures) -> str:
    """Return the SHA-256 of the figures, in hex: what is published must be what was looked at."""
    return hashlib.sha256(written(figures)).hexdigest()


def is_empty(figures: Figures) -> bool:
    """Return whether there is nothing to tell of a year."""
    return not figures["projects"]["proposed"] and not figures["money"]["allocated_fen"]


def same(before: Figures, after: Figures) -> bool:
    """Return whether two versions tell the same, whatever the day on which they were made."""
    return not list(differences(before, after))


def differences(before: Figures, after: Figures) -> Iterator[tuple[str, str, int, int]]:
    """Yield what a correction changed in the whole district, as (part, name, before, after); the day left out.

    Of lists and of places a change is one line without numbers of its own: the table below it shows them.
    """
    for part in (
        "projects",
        "money",
        "social",
        "promises",
        "ratings",
        "objections",
        "objections_hold",
        "objection_replies",
        "changes",
    ):
        if part not in before:  # an earlier form did not tell it
            continue
        old, new = dict(_numbers(before[part])), dict(_numbers(after[part]))
        for name in dict.fromkeys([*old, *new]):
            was, now = old.get(name, 0), new.get(name, 0)
            if was != now:
                yield part, name, was, now
    for part in ("types", "steps", "disclosures", "places"):
        if before[part] != after[part]:
            yield part, "", 0, 0


def _numbers(part: Mapping[str, Any], under: str = "") -> Iterator[tuple[str, int]]:
    for name, value in part.items():
        if isinstance(value, Mapping):
            yield from _numbers(value, f"{under}{name}.")
        else:
            yield f"{under}{name}", int(value)
