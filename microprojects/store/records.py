"""Everything that the public page of one project shows, in a dozen statements: lists that are short come joined in one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, joinedload

from microprojects.domain.parameters import Rulebook
from microprojects.domain.wordings import Wording, wording
from microprojects.store import gatherings, happenings, rulebooks
from microprojects.store.audits import AuditPick
from microprojects.store.changes import ContractChange, Suspension
from microprojects.store.comments import Comment
from microprojects.store.consultations import Plan
from microprojects.store.contracts import Contract, Payment, Procurement
from microprojects.store.db import table_of
from microprojects.store.delivery import Inspection
from microprojects.store.departures import Departure
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.escalations import Escalation
from microprojects.store.files import Attachment
from microprojects.store.funds import LedgerEntry
from microprojects.store.gatherings import Matter
from microprojects.store.happenings import Happening
from microprojects.store.journal import JournalEntry
from microprojects.store.library import LibraryCopy, LibraryEntry
from microprojects.store.meetings import AgendaItem, Meeting
from microprojects.store.objections import Objection
from microprojects.store.outlines import ProjectPoint
from microprojects.store.projects import Project, Seconding
from microprojects.store.recoveries import Recovery
from microprojects.store.settlements import Settlement, Survey, SurveyAnswer
from microprojects.store.splittings import SplitMember
from microprojects.store.votes import Vote
from microprojects.store.wordings import CORRECTING

_COUNTED = (
    Seconding, Comment, Matter, Objection, Departure, SplitMember, ContractChange, Suspension, ProjectPoint,
    LibraryEntry, LibraryCopy,
)  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """Counts and sums that stand beside a project; amounts in fen."""

    seconders: int
    comments: int
    gatherings: int
    objections: int
    departures: int
    split: int
    changes: int
    suspensions: int
    points: int
    library: int
    copied: int
    audits: int
    social_received_fen: int
    answers: int
    satisfied: int


@dataclass(frozen=True)
class Happened:
    """One line of the journal, with its public facts."""

    seq: int
    at: datetime
    verb: str
    hash: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class ProjectRecord:
    """One project with all that is public about it."""

    project: Project
    rules: Rulebook
    sums: Sums
    plan: Plan | None
    votes: list[tuple[Vote, AgendaItem, Meeting]]
    disclosures: list[Disclosure]
    window: NoticeWindow | None
    objections: list[Objection]
    steps: dict[int, list[Escalation]]  # how far each objection was taken above the reply
    procurement: Procurement | None
    contract: Contract | None
    payments: list[Payment]
    recoveries: list[Recovery]
    files: list[Attachment]
    happenings: list[Happening]
    inspections: list[Inspection]
    changes: list[ContractChange]
    suspensions: list[Suspension]
    settlement: Settlement | None
    survey: Survey | None
    journal: list[Happened]
    matters: list[Matter]  # what gatherings said of it, the latest first

    @property
    def reviewed(self) -> dict[str, Matter]:
        """Return by kind of gathering the first matter at which it let the project go on."""
        on = [each for each in self.matters if each.lets_on and each.gathering.state == "closed"]
        return {each.gathering.kind: each for each in on}

    @property
    def paid_fen(self) -> int:
        """Return what was paid less what came back, in fen."""
        return self.contract.paid_fen if self.contract else 0

    @cached_property
    def wording(self) -> Wording:
        """Return how the texts read after every correction of the disclosures."""
        correcting = {each.seq for each in self.journal if each.verb in CORRECTING}
        bodies = {(each.kind, each.version): each.body for each in self.disclosures}
        changed = [each for each in self.disclosures if each.journal_seq in correcting and each.version > 1]
        changed.sort(key=lambda each: each.id)
        return wording((bodies[each.kind, each.version - 1], each.body) for each in changed)

    def latest(self, kind: str) -> Disclosure | None:
        """Return the newest version of a disclosure."""
        return next((d for d in self.disclosures if d.kind == kind), None)


def of(session: Session, project: Project) -> ProjectRecord:
    """Return the record of a project."""
    sums, settlement, survey, plan = _sums(session, project)
    bought, contracts, paid, came_back, inspected = _delivery(session, project)
    published = _disclosures(session, project)
    objections, steps = _objections(session, project) if sums.objections else ([], {})
    changed, stood = _changed(session, project) if sums.changes or sums.suspensions else ([], [])
    return ProjectRecord(
        project=project,
        rules=rulebooks.of(project),
        sums=sums,
        plan=plan,
        votes=_votes(session, project),
        disclosures=[each for each, _window in published],
        window=max((each for _disclosure, each in published if each), key=lambda each: each.id, default=None),
        objections=objections,
        steps=steps,
        procurement=bought[0] if bought else None,
        contract=next((each for each in contracts if each.procurement_id == bought[0].id), None),
        payments=paid,
        recoveries=came_back,
        files=_files(session, project),
        happenings=happenings.of_project(session, project.id),
        inspections=inspected,
        changes=changed,
        suspensions=stood,
        settlement=settlement,
        survey=survey,
        journal=journal_of(session, f"project/{project.number}"),
        matters=gatherings.of_project(session, project.id) if sums.gatherings else [],
    )


def journal_of(session: Session, subject: str) -> list[Happened]:
    """Return the journal's lines about a subject, oldest first."""
    rows = session.execute(
        select(JournalEntry.seq, JournalEntry.at, JournalEntry.verb, JournalEntry.hash, JournalEntry.body)
        .where(JournalEntry.subject == subject)
        .order_by(JournalEntry.seq)
    )
    return [
        Happened(seq, at, verb, digest, json.loads(body).get("facts", {}))
        for seq, at, verb, digest, body in rows
    ]


def _disclosures(session: Session, project: Project) -> list[tuple[Disclosure, NoticeWindow | None]]:
    """Return every version, the newest of each disclosure first, with its window that runs or is paused."""
    query = (
        select(Disclosure, NoticeWindow)
        .outerjoin(
            NoticeWindow, and_(NoticeWindow.disclosure_id == Disclosure.id, NoticeWindow.ended_at.is_(None))
        )
        .where(Disclosure.project_id == project.id)
        .options(joinedload(Disclosure.project))
        .order_by(Disclosure.kind, Disclosure.version.desc())
    )
    return [(disclosure, window) for disclosure, window in session.execute(query)]


def _objections(session: Session, project: Project) -> tuple[list[Objection], dict[int, list[Escalation]]]:
    """Return the objections that stand, and by the objection the steps it took, in their order."""
    query = (
        select(Objection, Escalation)
        .outerjoin(Escalation, Escalation.objection_id == Objection.id)
        .where(Objection.project_id == project.id, Objection.withdrawn_at.is_(None))
        .options(joinedload(Objection.person))
        .order_by(Objection.id, Escalation.id)
    )
    found, taken = _columns(session.execute(query), 2)
    steps: dict[int, list[Escalation]] = {}
    for each in taken:
        steps.setdefault(each.objection_id, []).append(each)
    return found, steps


def _columns(rows: Iterable[Sequence[Any]], many: int) -> list[list[Any]]:
    """Return of each column of joined rows what stands in it, each once and in order."""
    found: list[dict[int, Any]] = [{} for _column in range(many)]
    for row in rows:
        for column, each in zip(found, row, strict=True):
            column.setdefault(id(each), each)
    return [[each for each in column.values() if each is not None] for column in found]


def _files(session: Session, project: Project) -> list[Attachment]:
    """Return the files that the public may see."""
    mine = (Attachment.project_id == project.id, Attachment.public.is_(True), Attachment.removed_at.is_(None))
    return list(session.scalars(select(Attachment).where(*mine).order_by(Attachment.id)))


def _sums(session: Session, project: Project) -> tuple[Sums, Settlement | None, Survey | None, Plan | None]:
    """Return what is counted of a project, and that of which it has one at most."""
    mine = project.id
    counts = (
        select(func.count()).select_from(each).where(table_of(each).c.project_id == mine).scalar_subquery()
        for each in (*_COUNTED, AuditPick)
    )
    rows = session.execute(
        select(
            *counts,
            select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0))
            .where(LedgerEntry.project_id == mine, LedgerEntry.kind == "social_received")
            .scalar_subquery(),
            select(func.count(SurveyAnswer.id))
            .join(Survey, Survey.id == SurveyAnswer.survey_id)
            .where(Survey.project_id == mine)
            .scalar_subquery(),
            select(func.count(SurveyAnswer.id))
            .join(Survey, Survey.id == SurveyAnswer.survey_id)
            .where(Survey.project_id == mine, SurveyAnswer.overall >= 4)
            .scalar_subquery(),
            Settlement,
            Survey,
            Plan,
        )
        .select_from(Project)
        .outerjoin(Settlement, Settlement.project_id == Project.id)
        .outerjoin(Survey, Survey.project_id == Project.id)
        .outerjoin(Plan, Plan.project_id == Project.id)
        .where(Project.id == mine)
        .options(joinedload(Plan.lines))
    )
    *counted, settlement, survey, plan = rows.unique().one()
    return Sums(*(int(each) for each in counted)), settlement, survey, plan


def _votes(session: Session, project: Project) -> list[tuple[Vote, AgendaItem, Meeting]]:
    rows = session.execute(
        select(Vote, AgendaItem, Meeting)
        .join(AgendaItem, AgendaItem.id == Vote.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Vote.project_id == project.id, Vote.closed_at.is_not(None))
        .order_by(Vote.id.desc())
    )
    return [(vote, item, meeting) for vote, item, meeting in rows]


def _delivery(session: Session, project: Project) -> list[list[Any]]:
    """Return the procurements, the newest first, the contract of it, the payments, what came back, and the inspections."""
    mine = project.id
    query = (
        select(Procurement, Contract, Payment, Recovery, Inspection)
        .outerjoin(Contract, Contract.procurement_id == Procurement.id)
        .outerjoin(Payment, and_(Payment.project_id == mine, Payment.state == "approved"))
        .outerjoin(Recovery, Recovery.project_id == mine)
        .outerjoin(Inspection, Inspection.project_id == mine)
        .where(Procurement.project_id == mine)
        .options(joinedload(Contract.tranches))
        .order_by(Procurement.id.desc(), Payment.paid_on, Payment.id, Recovery.id, Inspection.id)
    )
    return _columns(session.execute(query).unique(), 5)


def _changed(session: Session, project: Project) -> tuple[list[ContractChange], list[Suspension]]:
    """Return every change that was asked for, and the times in which work stood still, the oldest first."""
    query = (
        select(ContractChange, Suspension)
        .select_from(Project)
        .outerjoin(ContractChange, ContractChange.project_id == Project.id)
        .outerjoin(Suspension, Suspension.project_id == Project.id)
        .where(Project.id == project.id)
        .order_by(ContractChange.position, Suspension.id)
    )
    changed, stood = _columns(session.execute(query), 2)
    return changed, stood
