"""Rows of what is proposed and disclosed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlalchemy.orm import aliased

from microprojects.domain.public_catalogue import AUDIENCE, CATALOGUE, LEVEL, MANNER, MATTER
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.store import listings
from microprojects.store.areas import Area
from microprojects.store.contracts import Contract
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.listings import ProjectRow
from microprojects.store.open_data.sources import Known, Source, by, by_moment, rulebook_id
from microprojects.store.programmes import Round
from microprojects.store.projects import Project

_Into = aliased(Project)
_LISTED = 12  # columns of a project in a list
Found = Row[*tuple[Any, ...]]


def of_project(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Return a query of something that belongs to a public project, with where and when the project is."""
    return (
        select(
            Project.id.label("project_id"),
            Project.number.label("project_number"),
            Project.title.label("project_title"),
            Area.slug.label("community"),
            Area.name.label("community_name"),
            Round.year.label("year"),
            *columns,
        )
        .select_from(Project)
        .join(Area, Area.id == Project.area_id)
        .join(Round, Round.id == Project.round_id)
        .where(listings.shown())
    )


def place_of(row: Found, known: Known) -> dict[str, object]:
    """Return the cells that say of which project something is, and where and when that is."""
    return {
        "project_number": row.project_number,
        "project_title": known.read(row.project_id, row.project_title),
        "community": row.community,
        "community_name": row.community_name,
        "year": row.year,
    }


def _projects(_at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        listings.every()
        .outerjoin(Contract, Contract.project_id == Project.id)
        .outerjoin(_Into, _Into.id == Project.merged_into_id)
        .add_columns(
            Project.id.label("project_id"),
            Round.year.label("year"),
            rulebook_id().label("rulebook_id"),
            Project.beneficiaries.label("helped"),
            Project.approved_fiscal_fen,
            Project.approved_social_fen,
            Contract.amount_fen.label("contract_fen"),
            Contract.paid_fen.label("paid_fen"),
            Project.accepted_at,
            Project.approved_at,
            Project.closed_at,
            _Into.number.label("merged_into"),
        )
    )


def _project(row: Found, known: Known) -> dict[str, object]:
    line = ProjectRow(*row[:_LISTED])
    gone = line.state is State.WITHDRAWN  # one line is left of it
    few = known.small(row.helped, row.rulebook_id)
    return {
        "number": line.number,
        "title": known.read(row.project_id, line.title),
        "state": line.state.value,
        "state_since": line.since,
        "type": line.type,
        "theme": line.theme,
        "community": line.community_slug,
        "community_name": line.community,
        "year": row.year,
        "summary": None if gone else known.read(row.project_id, line.summary),
        "place": None if gone else known.read(row.project_id, line.place),
        "beneficiaries": None if gone or few else row.helped,
        "beneficiaries_withheld": "small-group" if few and not gone else None,
        "seconders": line.seconders,
        "cost_fen": None if gone else line.fen,
        "approved_fiscal_fen": row.approved_fiscal_fen,
        "approved_social_fen": row.approved_social_fen,
        "contract_fen": row.contract_fen,
        "paid_fen": row.paid_fen,
        "accepted_at": row.accepted_at,
        "approved_at": row.approved_at,
        "closed_at": row.closed_at,
        "merged_into": row.merged_into,
    }


PROJECTS = Source(
    _projects,
    _project,
    Project.id,
    Project.number,
    Project.state_since,
    {"community": by(Area.slug), "year": by(Round.year), "state": by(Project.state)},
    reworded=True,
    limited=True,
)


def _standing(_at: datetime) -> ColumnElement[str]:
    return case((Disclosure.taken_down_at.is_(None), "published"), else_="taken_down")


def _disclosures(at: datetime) -> Select[*tuple[Any, ...]]:
    told = Disclosure.body
    return (
        of_project(
            Disclosure.id.label("id"),
            Disclosure.kind,
            Disclosure.version,
            _standing(at).label("standing"),
            told["headline"].as_string().label("headline"),
            told["amount_fen"].as_string().label("amount"),
            Disclosure.published_at,
            Disclosure.due_at,
            Disclosure.reason,
            Disclosure.taken_down_at,
            Disclosure.sha256,
            Disclosure.unit,
            Disclosure.channels,
            NoticeWindow.first_day,
            NoticeWindow.last_day,
        )
        .join(Disclosure, Disclosure.project_id == Project.id)
        .outerjoin(NoticeWindow, NoticeWindow.disclosure_id == Disclosure.id)
    )


def _disclosure(row: Found, known: Known) -> dict[str, object]:
    gone = row.taken_down_at is not None
    return {
        **place_of(row, known),
        "id": row.id,
        "kind": row.kind,
        "version": row.version,
        "state": row.standing,
        "headline": None if gone else known.read(row.project_id, row.headline or ""),
        "amount_fen": None if gone else row.amount,
        "published_at": row.published_at,
        "due_at": row.due_at,
        "notice_first_day": row.first_day,
        "notice_last_day": row.last_day,
        "reason": None if gone else row.reason,
        "taken_down_at": row.taken_down_at,
        "sha256": row.sha256,
        **_listing(row),
    }


def _listing(row: Found) -> dict[str, object]:
    """Return the columns of the standard catalogue, in Chinese as everything in a cell."""
    entry = CATALOGUE[DisclosureKind(row.kind)]
    return {
        "item": f"{MATTER} / {entry.item}",
        "elements": entry.elements,
        "basis": entry.basis,
        "time_limit": entry.time_limit,
        "unit": row.unit,
        "channels": row.channels,
        "audience": AUDIENCE,
        "manner": MANNER,
        "level": LEVEL,
    }


DISCLOSURES = Source(
    _disclosures,
    _disclosure,
    Disclosure.id,
    Disclosure.id,
    func.coalesce(Disclosure.taken_down_at, Disclosure.published_at),
    {"community": by(Area.slug), "year": by(Round.year), "state": by_moment(_standing)},
    reworded=True,
)


def day_of(at: datetime | None) -> object:
    """Return the day of a moment in the district."""
    return local_day(at) if at else None
