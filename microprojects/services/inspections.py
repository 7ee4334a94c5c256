"""Acceptance: what the panel found, whether it passes, and looking again after mending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue, NotFound
from microprojects.domain.inspections import (
    ABSENCE_LIMIT,
    CONCLUSION_LIMIT,
    MOST_SEATS,
    OPINION_LIMIT,
    InspectionMissing,
    Item,
    PanelMember,
    require_day,
    require_different,
    require_items,
    seat,
)
from microprojects.domain.people import Actor
from microprojects.domain.spending import Event, News
from microprojects.domain.states import State
from microprojects.domain.workdays import last_day_of, local_day
from microprojects.services._deed import move, permit, record, subject_of
from microprojects.services._moment import during
from microprojects.services._spending import tell
from microprojects.services._words import public_line, public_text, text_seal
from microprojects.store import delivery, packaged, people, projects, rulebooks
from microprojects.store.db import transaction
from microprojects.store.delivery import Inspection
from microprojects.store.projects import Project


def record_inspection(
    number: str,
    *,
    held_on: date,
    panel: Sequence[PanelMember],
    items: Sequence[Item],
    residents_opinion: str,
    conclusion: str,
    actor: Actor,
    at: datetime,
    proposer_absence: str = "",
) -> None:
    """Write down an inspection: who looked, what they found, what residents who use it said.

    `proposer_absence` says why the proposer is not on the panel; it is published. Until
    it has led somewhere, writing it down again replaces it.

    Raises:
        NotFound, NotPermitted: no such project or person, or not for this actor.
        WrongMoment, FileClosed: nothing waits for acceptance.
        InspectedOnWrongDay: the day cannot be.
        NotOnPanel, ContractorOnPanel: somebody cannot sit there.
        BadValue, PrivacyFinding: items are missing, or words are not fit for the public.
    """
    require_items(items)
    found = [_item(item) for item in items]
    opinion = public_text(N_("居民意见"), residents_opinion, limit=OPINION_LIMIT, needed=False)
    absence = public_line(N_("提议人没来的理由"), proposer_absence, limit=ABSENCE_LIMIT, needed=False)
    said = public_text(N_("验收结论"), conclusion, limit=CONCLUSION_LIMIT, needed=False)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.INSPECTION_RECORD, project.target, at=at)
        during(project, (State.INSPECTING,))
        require_day(held_on, completed_on=local_day(project.state_since), today=local_day(at))
        seats = _seats(session, project, panel, held_on)
        row = delivery.undecided(session, project.id) or Inspection(project_id=project.id)
        row.held_on, row.panel, row.items = held_on, seats, found
        row.residents_opinion, row.conclusion, row.proposer_absence = opinion, said, absence
        row.recorded_at, row.recorded_by_id = at, actor.person_id or 0
        session.add(row)
        session.flush()
        failed = sum(1 for item in items if not item.passed)
        facts = {"held_on": held_on.isoformat(), "items": len(items), "failed": failed, "panel": len(seats)}
        facts |= text_seal(opinion, said, absence)
        subject, area = subject_of(project), project.area.path
        record(session, Action.INSPECTION_RECORD, subject, actor=actor, at=at, area=area, facts=facts)


def pass_inspection(number: str, *, actor: Actor, at: datetime) -> None:
    """Accept the work as the recorded inspection found it.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment: nothing waits for acceptance.
        InspectionMissing, PanelIncomplete, UsersNotHeard, ItemsFailed: what stands in the way.
    """
    with transaction() as session:
        project, inspection = _undecided(session, number, Action.PROJECT_PASS_INSPECTION, actor=actor, at=at)
        facts = {"held_on": inspection.held_on.isoformat(), "items": len(inspection.items)}
        move(session, project, Action.PROJECT_PASS_INSPECTION, actor=actor, at=at, facts=facts)
        inspection.outcome = "passed"


def fail_inspection(number: str, *, actor: Actor, at: datetime) -> None:
    """Send the work back to be mended within the days that the programme gives.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment: nothing waits for acceptance.
        InspectionMissing, PanelIncomplete, NothingFailed, RectifiedTooOften: what stands in the way.
    """
    with transaction() as session:
        project, inspection = _undecided(session, number, Action.PROJECT_FAIL_INSPECTION, actor=actor, at=at)
        days = rulebooks.of(project).number("limits.rectify_days")
        inspection.rectify_by = last_day_of(local_day(at), days, packaged.work_calendar())
        failed = sum(1 for item in inspection.items if not item["passed"])
        by = inspection.rectify_by.isoformat()
        news = News(Event.RECTIFICATION, inspection.held_on, None, {"count": failed, "day": by})
        told = tell(session, project, news, actor=actor, at=at)
        facts = {"failed": failed, "rectify_by": by, **told.facts}
        told.tie(move(session, project, Action.PROJECT_FAIL_INSPECTION, actor=actor, at=at, facts=facts))
        inspection.outcome = "failed"


def reinspect(number: str, *, actor: Actor, at: datetime) -> None:
    """Ask for another inspection, with evidence of what was mended.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment: nothing is being mended.
        RectificationMissing: there is no evidence since the last inspection.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_REINSPECT, project.target, at=at)
        during(project, (State.RECTIFYING,))
        told = tell(session, project, News(Event.REINSPECTION, local_day(at)), actor=actor, at=at)
        told.tie(move(session, project, Action.PROJECT_REINSPECT, actor=actor, at=at, facts=told.facts))


def _item(item: Item) -> dict[str, Any]:
    return {
        "label": public_line(N_("验收项目"), item.label),
        "quantity": public_line(N_("数量"), item.quantity, needed=False),
        "passed": item.passed,
        "note": public_line(N_("备注"), item.note, needed=False),
    }


def _seats(
    session: Session, project: Project, panel: Sequence[PanelMember], on: date
) -> list[dict[str, object]]:
    """Return the panel as it is kept, every person's role checked."""
    if len(panel) > MOST_SEATS:
        raise BadValue(field=N_("验收组"), why=N_("人太多"))
    ids = [member.person_id for member in panel if member.person_id is not None]
    known = people.actors(session, set(ids))
    if len(known) < len(set(ids)):
        raise NotFound
    require_different([known[m.person_id].name if m.person_id else m.name.strip() for m in panel])
    proposers = projects.proposers(session, project)
    seats = []
    for member in panel:
        person = known.get(member.person_id or 0)
        proposed = member.person_id in proposers or (
            person is None and member.name.strip() == project.proposer.name
        )
        seats.append(seat(member, person, area=project.area.path, on=on, proposer=proposed))
    return seats


def _undecided(
    session: Session, number: str, action: Action, *, actor: Actor, at: datetime
) -> tuple[Project, Inspection]:
    """Return the project that waits for acceptance, held, with its inspection."""
    project = projects.by_number(session, number, for_update=True)
    permit(actor, action, project.target, at=at)
    during(project, (State.INSPECTING,))
    inspection = delivery.undecided(session, project.id)
    if inspection is None:
        raise InspectionMissing
    return project, inspection
