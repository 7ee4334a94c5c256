"""Publishing: an immutable version of a disclosure, and the window in which it is on notice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microprojects.domain.calendar import Window, notice_window
from microprojects.domain.canonical import canonical
from microprojects.domain.errors import N_
from microprojects.domain.parameters import POSTED, Rulebook
from microprojects.domain.people import Actor
from microprojects.domain.privacy import require_clean
from microprojects.domain.schemes import DisclosureKind
from microprojects.store import packaged, rulebooks
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.projects import Project

CHANNELS = N_("网站、公示栏、数据文件")


@dataclass(frozen=True)
class Imprint:
    """Who publishes a version, why (from version 2 on), and by when it had to be out."""

    unit: str
    reason: str = ""
    due_at: datetime | None = None


def publish(
    session: Session,
    project: Project,
    kind: DisclosureKind,
    body: Mapping[str, Any],
    *,
    imprint: Imprint,
    actor: Actor,
    at: datetime,
) -> Disclosure:
    """Write the next version of one disclosure. The deed tells the journal its `sha256`
    and then sets `journal_seq` to its entry.

    `body` is JSON data without floats; amounts are decimal strings of fen.

    Raises:
        PrivacyFinding: a text in the body holds personal data (I6).
    """
    for place, text in _texts(body):
        require_clean(place, text)
    latest = session.scalar(
        select(func.max(Disclosure.version)).where(
            Disclosure.project_id == project.id, Disclosure.kind == kind.value
        )
    )
    version = (latest or 0) + 1
    told = {**body, "project": project.number, "kind": kind.value, "version": version}
    row = Disclosure(
        project_id=project.id,
        kind=kind.value,
        version=version,
        body=told,
        sha256=hashlib.sha256(canonical(told)).hexdigest(),
        unit=imprint.unit,
        channels=CHANNELS,
        published_at=at,
        published_by_id=actor.person_id,
        due_at=imprint.due_at,
        reason=imprint.reason if version > 1 else "",
    )
    session.add(row)
    session.flush()
    return row


def planned_window(project: Project, kind: DisclosureKind, *, at: datetime) -> Window | None:
    """Return the window that a disclosure posted at this moment gets, None where the scheme gives it none."""
    rules = rulebooks.of(project)
    plan = rules.scheme.disclosure(kind)
    return None if plan is None or plan.window is None else laid_out(rules, rules.number(plan.window), at=at)


def laid_out(rules: Rulebook, days: int, *, at: datetime) -> Window:
    """Return so many days of notice from a moment on, counted as the rules say."""
    return notice_window(
        at,
        days,
        rules["notice_days.unit"],
        start_next_day=rules.flag("notice_days.start_next_day"),
        roll_over=rules.flag("notice_days.roll_over_holiday"),
        cal=packaged.work_calendar(),
    )


def notice_words(project: Project, window: Window | None) -> dict[str, Any]:
    """Return the days of a notice as a body tells them; nothing where there is none.

    Which days these are is only told where they begin with the publication: a body
    never changes, and the sheet hangs later.
    """
    if window is None:
        return {}
    if rulebooks.of(project)["notice_days.starts"] == POSTED:
        return {"days": window.days, "starts": POSTED}
    return {
        "days": window.days,
        "first_day_on": window.first_day.isoformat(),
        "last_day_on": window.last_day.isoformat(),
    }


def open_window(
    session: Session, project: Project, disclosure: Disclosure, *, at: datetime
) -> NoticeWindow | None:
    """Start the notice of a disclosure where the project's scheme gives it a window; an earlier one ends.

    The length is the parameter that holds for the project at this moment (I2). Where
    the days begin with the posting, the clock stands until proof of it is there.
    """
    days = planned_window(project, DisclosureKind(disclosure.kind), at=at)
    if days is None:
        return None
    running = select(NoticeWindow).where(
        NoticeWindow.project_id == project.id, NoticeWindow.ended_at.is_(None)
    )
    for window in session.scalars(running):
        window.ended_at = at
    row = NoticeWindow(
        project_id=project.id,
        disclosure_id=disclosure.id,
        kind=disclosure.kind,
        days=days.days,
        unit=days.unit,
        posted_at=at,
        first_day=days.first_day,
        last_day=days.last_day,
        ends_at=days.ends_at,
    )
    if rulebooks.of(project)["notice_days.starts"] == POSTED:
        row.awaits_posting, row.paused_at, row.days_left = True, at, days.days
    session.add(row)
    session.flush()
    return row


def _texts(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner, place)
