"""What the people at work wrote about one project, for its public page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, case, cast, literal, select, union_all
from sqlalchemy.orm import Session

from microprojects.domain.corrections import BLACKED
from microprojects.store.consultations import Opinion
from microprojects.store.delivery import Progress, SupervisorNote
from microprojects.store.extensions import DateExtension


@dataclass(frozen=True)
class Happening:
    """One written word of the people at work: an opinion, a report, a supervisor's note, a later last day."""

    kind: str
    at: datetime
    text: str
    more: str
    number: int


def of_project(session: Session, project_id: int) -> list[Happening]:
    """Return what was written about a project, oldest first; one statement."""
    said = (
        select(
            literal("opinion", String).label("kind"),
            Opinion.given_at.label("at"),
            Opinion.text,
            (Opinion.body + literal("/") + Opinion.conclusion).label("more"),
            Opinion.stage.label("number"),
        ).where(Opinion.project_id == project_id),
        select(
            literal("progress", String),
            Progress.reported_at,
            case((Progress.hidden_at.is_(None), Progress.text), else_=BLACKED),
            literal("", String),
            Progress.percent,
        ).where(Progress.project_id == project_id),
        select(
            literal("note", String),
            SupervisorNote.written_at,
            case((SupervisorNote.hidden_at.is_(None), SupervisorNote.text), else_=BLACKED),
            case((SupervisorNote.hidden_at.is_(None), SupervisorNote.answer), else_=literal("", String)),
            SupervisorNote.id,
        ).where(SupervisorNote.project_id == project_id),
        select(
            literal("extension", String),
            DateExtension.given_at,
            DateExtension.reason,
            (DateExtension.which + literal("/") + cast(DateExtension.until_on, String)),
            DateExtension.id,
        ).where(DateExtension.project_id == project_id),
    )
    both = union_all(*said).subquery()
    rows = session.execute(select(both).order_by(both.c.at))
    return [Happening(*row) for row in rows]
