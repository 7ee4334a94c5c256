"""The archive checklist: which lines the record itself proves, and which somebody ticked or waived."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, or_, select, true
from sqlalchemy.orm import Session

from microprojects.domain.schemes import DisclosureKind
from microprojects.store import rulebooks
from microprojects.store.changes import ContractChange
from microprojects.store.consultations import CostLine, Opinion, Plan
from microprojects.store.contracts import Contract, Payment, Procurement
from microprojects.store.delivery import Inspection
from microprojects.store.disclosures import BoardPost, Disclosure
from microprojects.store.files import Attachment
from microprojects.store.meetings import AgendaItem, Attendance, Meeting
from microprojects.store.minutes import Minutes
from microprojects.store.objections import Objection
from microprojects.store.projects import Project, Screening
from microprojects.store.settlements import ArchiveTick, Settlement, Survey
from microprojects.store.votes import Vote

# A change that was not small, and of which the supervisor does not know yet.
_UNSEEN = and_(
    ContractChange.state == "agreed", ContractChange.body != "officer", ContractChange.seen_at.is_(None)
)


def ticks(session: Session, project: Project) -> dict[str, ArchiveTick]:
    """Return what somebody ticked or waived, by line."""
    query = select(ArchiveTick).where(ArchiveTick.project_id == project.id)
    return {tick.item: tick for tick in session.scalars(query)}


def proven(session: Session, project: Project) -> frozenset[str]:
    """Return the lines that rows of the record prove, in one statement.

    A disclosure that the project's scheme does not have is not asked for.
    """
    signs = _signs(project)
    row = session.execute(select(*(sign.label(item) for item, sign in signs.items()))).one()
    return frozenset(item for item, holds in zip(signs, row, strict=True) if holds)


def settled(session: Session, project: Project) -> frozenset[str]:
    """Return every line that is proven, ticked or waived."""
    return proven(session, project) | ticks(session, project).keys()


def last_meeting(session: Session, project_id: int) -> int | None:
    """Return the number of the meeting on whose agenda a project stood last."""
    query = select(AgendaItem.meeting_id).where(AgendaItem.project_id == project_id)
    return session.scalar(query.order_by(AgendaItem.id.desc()).limit(1))


def _signs(project: Project) -> dict[str, ColumnElement[bool]]:
    mine = project.id
    return {**_before(project), **_during(mine), **_after(project)}


def _before(project: Project) -> dict[str, ColumnElement[bool]]:
    mine = project.id
    meeting = (
        select(Meeting.id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(AgendaItem.project_id == mine)
    )
    return {
        "proposal": _known(project.submitted_at is not None),
        "screening": exists().where(Screening.project_id == mine),
        "opinions": exists().where(Opinion.project_id == mine),
        "estimate": exists().where(and_(CostLine.plan_id == Plan.id, Plan.project_id == mine)),
        "notice": _some(meeting.where(Meeting.dossier_sent_at.is_not(None))),
        "attendance": _some(meeting.join(Attendance, Attendance.meeting_id == Meeting.id)),
        "minutes": _some(
            meeting.join(Minutes, Minutes.meeting_id == Meeting.id).where(Minutes.approved_at.is_not(None))
        ),
        "tally": exists().where(Vote.project_id == mine, Vote.carried.is_(True), Vote.voided_at.is_(None)),
        "decision_disclosure": _some(
            select(Disclosure.id)
            .join(BoardPost, BoardPost.disclosure_id == Disclosure.id)
            .where(Disclosure.project_id == mine, Disclosure.kind == DisclosureKind.DECISION.value)
            .where(BoardPost.photo_sha256.is_not(None))
        ),
        "objections": not_(
            exists().where(
                Objection.project_id == mine,
                Objection.withdrawn_at.is_(None),
                Objection.outcome.is_(None),
                Objection.standing_effect.is_(None),
            )
        ),
        "filing": _known(
            project.filed_at is not None or not rulebooks.of(project).flag("approval_after_vote")
        ),
    }


def _during(mine: int) -> dict[str, ColumnElement[bool]]:
    return {
        "quotes": exists().where(Procurement.project_id == mine, Procurement.outcome == "awarded"),
        "contract": exists().where(Contract.project_id == mine, Contract.published_at.is_not(None)),
        "start_report": _attached(mine, "start_report"),
        "changes": not_(
            exists().where(ContractChange.project_id == mine, or_(ContractChange.state == "open", _UNSEEN))
        ),
        "progress_photos": _attached(mine, "progress"),
        "completion_report": _attached(mine, "completion_report"),
        "acceptance": exists().where(Inspection.project_id == mine, Inspection.outcome == "passed"),
        "vouchers": exists().where(Payment.project_id == mine, Payment.state == "approved"),
    }


def _after(project: Project) -> dict[str, ColumnElement[bool]]:
    mine = project.id
    result = DisclosureKind.RESULT
    return {
        "settlement": exists().where(Settlement.project_id == mine),
        "result_disclosure": exists().where(Disclosure.project_id == mine, Disclosure.kind == result.value)
        if rulebooks.of(project).scheme.disclosure(result)
        else true(),
        "survey": exists().where(Survey.project_id == mine),
    }


def _attached(mine: int, purpose: str) -> ColumnElement[bool]:
    return exists().where(
        Attachment.project_id == mine, Attachment.purpose == purpose, Attachment.removed_at.is_(None)
    )


def _some(query: Select[int]) -> ColumnElement[bool]:
    return query.exists()


def _known(holds: bool) -> ColumnElement[bool]:  # noqa: FBT001 - the value of one cell
    return true() if holds else false()
