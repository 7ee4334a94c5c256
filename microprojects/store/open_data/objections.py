"""Rows of the objections: the reply to each, and what the street and the district answered above it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_

from microprojects.domain.open_data.deliberating import UPPER
from microprojects.domain.workdays import day_that_ends, days_over
from microprojects.store import escalations, packaged
from microprojects.store.areas import Area
from microprojects.store.objections import Objection
from microprojects.store.open_data.deliberating import Found, day_of, of_project, place_of
from microprojects.store.open_data.sources import Known, Source, by, by_moment
from microprojects.store.programmes import Round
from microprojects.store.projects import Project

_STEPS = {"street": escalations.STREET, "district": escalations.DISTRICT}
_TOLD = ("asked_at", "due_at", "outcome", "effect", "answer", "answered_at")


def _answered(_at: datetime) -> ColumnElement[str]:
    return case(
        (or_(Objection.outcome.is_not(None), Objection.standing_effect.is_not(None)), "answered"),
        (Objection.withdrawn_at.is_not(None), "withdrawn"),
        else_="waiting",
    )


def _objections(at: datetime) -> Select[*tuple[Any, ...]]:
    """Return those that the page of a project shows: what was withdrawn by whoever objected is nobody's business."""
    query = (
        of_project(
            Objection.id.label("id"),
            Objection.disclosure_id,
            _answered(at).label("answered"),
            Objection.ground,
            Objection.filed_at,
            Objection.reply_due_at,
            Objection.public_facts,
            Objection.outcome,
            Objection.effect,
            Objection.reply,
            Objection.replied_at,
            Objection.reviewed_at,
            Objection.withdrawn_at,
            Objection.withdraw_reason,
            Objection.group_id,
            Objection.waits_for,
            Objection.waits_until,
            Objection.standing_effect,
            escalations.holds().label("holds"),
            *(
                getattr(step, name).label(f"{where}_{name}")
                for where, step in _STEPS.items()
                for name in _TOLD
            ),
        )
        .join(Objection, Objection.project_id == Project.id)
        .where(or_(Objection.withdrawn_at.is_(None), Objection.withdraw_reason != ""))
    )
    return escalations.beside(query)


def _objection(row: Found, known: Known) -> dict[str, object]:
    told = row.answered == "answered"
    return {
        **place_of(row, known),
        "id": row.id,
        "disclosure_id": row.disclosure_id,
        "state": row.answered,
        "ground": row.ground,
        "filed_on": day_of(row.filed_at),
        "reply_due_on": day_that_ends(row.reply_due_at),
        "public_facts": row.public_facts if told else None,
        "outcome": row.outcome,
        "effect": row.effect if told else None,
        "reply": known.read(row.project_id, row.reply) if told else None,
        "replied_on": day_of(row.replied_at),
        "late_days": _late_days(row, known.at),
        "group_id": row.group_id,
        "above": row.waits_for or ("answered" if row.standing_effect is not None else None),
        "above_due_on": day_that_ends(row.waits_until) if row.waits_until else None,
        "holds": row.holds,
        **{name: cell for where in UPPER for name, cell in _upper(row, where, known).items()},
        "reviewed_on": day_of(row.reviewed_at),
        "withdrawn_on": day_of(row.withdrawn_at),
        "withdraw_reason": row.withdraw_reason,
    }


def _late_days(row: Found, at: datetime) -> int:
    """Return by how many working days the reply was late, or is; nothing where it is owed no more."""
    owed = row.withdrawn_at is None and row.standing_effect is None
    until = row.replied_at or (at if owed else None)
    return days_over(row.reply_due_at, until, packaged.work_calendar()) if until else 0


def _upper(row: Found, where: str, known: Known) -> dict[str, object]:
    """Return the cells of one step above the community; all are empty where the objection was not taken there."""
    asked, due, outcome, effect, answer, answered = (getattr(row, f"{where}_{name}") for name in _TOLD)
    until = answered or (known.at if asked and not row.withdrawn_at else None)
    return {
        f"{where}_asked_on": day_of(asked),
        f"{where}_due_on": day_that_ends(due) if due else None,
        f"{where}_outcome": outcome,
        f"{where}_effect": effect if outcome else None,
        f"{where}_answer": known.read(row.project_id, answer) if outcome else None,
        f"{where}_answered_on": day_of(answered),
        f"{where}_late_days": days_over(due, until, packaged.work_calendar()) if until else None,
    }


OBJECTIONS = Source(
    _objections,
    _objection,
    Objection.id,
    Objection.id,
    func.coalesce(
        Objection.withdrawn_at,
        *(
            at
            for step in (escalations.DISTRICT, escalations.STREET)
            for at in (step.answered_at, step.asked_at)
        ),
        Objection.reviewed_at,
        Objection.replied_at,
        Objection.filed_at,
    ),
    {"community": by(Area.slug), "year": by(Round.year), "state": by_moment(_answered)},
    reworded=True,
)
