"""What lies on the desks of the office: projects that wait for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from microprojects.domain.last_dates import Which
from microprojects.domain.states import FINAL, State
from microprojects.store.areas import Area
from microprojects.store.contracts import Contract
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.extensions import DateExtension
from microprojects.store.objections import Objection
from microprojects.store.projects import Project

BUSY = [state for state in State if state not in FINAL and state is not State.DRAFT]

_REPLY = (
    select(func.min(Objection.reply_due_at))
    .where(
        Objection.project_id == Project.id,
        Objection.outcome.is_(None),
        Objection.standing_effect.is_(None),
        Objection.waits_for.is_(None),
        Objection.withdrawn_at.is_(None),
    )
    .correlate(Project)
    .scalar_subquery()
)
_ENDS = (
    select(func.max(NoticeWindow.ends_at))
    .where(NoticeWindow.project_id == Project.id, NoticeWindow.ended_at.is_(None))
    .correlate(Project)
    .scalar_subquery()
)
_UNPOSTED = (
    select(func.max(Disclosure.published_at))
    .where(
        NoticeWindow.project_id == Project.id,
        NoticeWindow.ended_at.is_(None),
        NoticeWindow.awaits_posting,
        Disclosure.id == NoticeWindow.disclosure_id,
        Disclosure.taken_down_at.is_(None),
    )
    .correlate(Project)
    .scalar_subquery()
)
_EXTENDED = (
    select(func.max(DateExtension.until_on))
    .where(DateExtension.project_id == Project.id, DateExtension.which == Which.FINISH.value)
    .correlate(Project)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Waiting:
    """One project that waits, with the nearest reply, end of notice or publication that it has."""

    project: Project
    reply_due_at: datetime | None
    notice_ends_at: datetime | None
    unposted_since: datetime | None  # when the disclosure was published whose days wait for it to hang
    text_due_at: datetime | None  # by when the text of its contract should be public, if it is not
    extended_to: date | None  # until when a leader allowed it to be done, beyond the last day of its year


def waiting(session: Session, area_paths: Sequence[str], *, limit: int = 300) -> list[Waiting]:
    """Return the busy projects of some areas and everything inside them, those waiting longest first."""
    if not area_paths:
        return []
    inside = or_(
        *(or_(Area.path == path, Area.path.startswith(path + "/", autoescape=True)) for path in area_paths)
    )
    rows = session.execute(
        select(Project, _REPLY, _ENDS, _UNPOSTED, Contract.publish_by, _EXTENDED)
        .join(Area, Area.id == Project.area_id)
        .outerjoin(Contract, and_(Contract.project_id == Project.id, Contract.published_at.is_(None)))
        .where(Project.state.in_(BUSY), inside)
        .order_by(Project.state_since)
        .limit(limit)
    ).unique()
    return [Waiting(*row) for row in rows]
