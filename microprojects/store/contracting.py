"""Projects as contracting processes: what happened to their money, in a fixed number of statements."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import BigInteger, ColumnElement, cast, func, literal, select
from sqlalchemy.orm import Session

from microprojects.domain.money import Fen
from microprojects.domain.ocds_acts import VERBS
from microprojects.domain.ocds_processes import Event, Instalment, Place, Process, Shown, Terms
from microprojects.domain.tranches import plan
from microprojects.store.areas import Area
from microprojects.store.changes import ContractChange
from microprojects.store.contracts import Contract, Payment, Procurement, Quote, Supplier, Tranche
from microprojects.store.disclosures import Disclosure
from microprojects.store.journal import JournalEntry
from microprojects.store.listings import shown
from microprojects.store.projects import Project

T = TypeVar("T")
# What was agreed to of a contract since it was signed, and the last day that it had before.
_AGREED_SUM = (
    select(cast(func.sum(ContractChange.amount_fen), BigInteger))  # PostgreSQL sums whole numbers to decimals
    .where(ContractChange.contract_id == Contract.id, ContractChange.state == "agreed")
    .correlate(Contract)
    .scalar_subquery()
)
_AGREED_FIRST = (
    select(ContractChange.ends_before)
    .where(ContractChange.contract_id == Contract.id, ContractChange.state == "agreed")
    .order_by(ContractChange.position)
    .limit(1)
    .correlate(Contract)
    .scalar_subquery()
)
_SUBJECT = literal("project/") + Project.number


def page(session: Session, after: str = "", *, limit: int) -> tuple[list[Process], str]:
    """Return some projects with money by number, and the number after which the next page begins, if there is one."""
    found = _numbers(session, Project.number > after, limit=limit + 1)
    numbers = found[:limit]
    return of(session, numbers), numbers[-1] if len(found) > limit else ""


def of_round(session: Session, round_id: int) -> list[Process]:
    """Return the projects with money of one round, by number."""
    return of(session, _numbers(session, Project.round_id == round_id))


def of_project(session: Session, number: str) -> list[Process]:
    """Return one project, if the public may know of it and something has happened to its money."""
    return of(session, _numbers(session, Project.number == number))


def _numbers(session: Session, condition: ColumnElement[bool], *, limit: int | None = None) -> list[str]:
    told = (
        select(JournalEntry.seq)
        .where(JournalEntry.subject == _SUBJECT, JournalEntry.verb.in_(VERBS))
        .exists()
    )
    query = select(Project.number).where(shown(), condition, told).order_by(Project.number).limit(limit)
    return [number for number in session.scalars(query) if number]


def of(session: Session, numbers: Sequence[str]) -> list[Process]:
    """Return projects by their numbers, in seven statements whatever their number."""
    if not numbers:
        return []
    rows = session.execute(
        select(Project.id, Project.number, Project.title, Project.type, Area.path)
        .join(Area, Area.id == Project.area_id)
        .where(Project.number.in_(numbers))
        .order_by(Project.number)
    ).all()
    ids = [row[0] for row in rows]
    places, terms = _places(session), _terms(session, ids)
    events, disclosed = _events(session, numbers), _shown(session, ids)
    codes, paid_on = _codes(session, ids), _paid_on(session, ids)
    made = []
    for project_id, number, title, kind, path in rows:
        district, street, community = _above(path, places)
        made.append(
            Process(
                number=number or "", title=title, type=kind, district=district, street=street, community=community,
                events=tuple(events[f"project/{number}"]), codes=codes.get(project_id, {}),
                terms=terms.get(project_id), paid_on=paid_on.get(project_id, {}),
                shown=disclosed.get(project_id, {}),
            )
        )  # fmt: skip
    return made


def _places(session: Session) -> dict[str, Place]:
    """Return the districts, streets and communities by their paths."""
    rows = session.execute(
        select(Area.path, Area.slug, Area.name, Area.office_name).where(Area.level != "grid")
    )
    return {path: Place(slug, office or name) for path, slug, name, office in rows}


def _above(path: str, places: Mapping[str, Place]) -> tuple[Place, Place, Place]:
    """Return the district, the street and the community of a path; where one is missing, the one above it."""
    steps = path.split("/")
    known = [places.get("/".join(steps[:n])) for n in range(1, 4)]
    district = known[0] or Place(steps[0], steps[0])
    street = known[1] or district
    return district, street, known[2] or street


def _events(session: Session, numbers: Iterable[str]) -> dict[str, list[Event]]:
    rows = session.execute(
        select(JournalEntry.subject, JournalEntry.seq, JournalEntry.at, JournalEntry.verb, JournalEntry.body)
        .where(
            JournalEntry.subject.in_([f"project/{number}" for number in numbers]),
            JournalEntry.verb.in_(VERBS),
        )
        .order_by(JournalEntry.seq)
    )
    found: dict[str, list[Event]] = defaultdict(list)
    for subject, seq, at, verb, body in rows:
        found[subject].append(Event(seq, at, verb, json.loads(body).get("facts", {})))
    return found


def _grouped(rows: Iterable[Any], make: Callable[[list[Any]], T]) -> dict[int, T]:
    """Group rows by the project that stands first in them."""
    found: dict[int, list[Any]] = defaultdict(list)
    for project_id, *rest in rows:
        found[project_id].append(rest)
    return {project_id: make(each) for project_id, each in found.items()}


def _terms(session: Session, ids: Sequence[int]) -> dict[int, Terms]:
    rows = session.execute(
        select(
            Contract.project_id,
            Contract.starts_on,
            func.coalesce(_AGREED_FIRST, Contract.ends_on),
            Contract.amount_fen - func.coalesce(_AGREED_SUM, 0),
            Tranche.position,
            Tranche.evidence,
            Tranche.amount_fen,
            Tranche.percent,
        )
        .outerjoin(Tranche, Tranche.contract_id == Contract.id)
        .where(Contract.project_id.in_(ids))
        .order_by(Contract.project_id, Tranche.position)
    )
    return _grouped(rows, _contract)


def _contract(rows: list[Any]) -> Terms:
    """Return the terms as they were signed; what was changed since is told by the acts that changed it."""
    starts_on, ends_on, signed_fen = rows[0][:3]
    laid_out = [row[3:] for row in rows if row[3] is not None and row[6]]
    shares = plan(Fen(signed_fen), [percent for *_rest, percent in laid_out]) if laid_out else ()
    made = [
        Instalment(position, evidence, fen, percent=percent)
        for (position, evidence, _now, percent), fen in zip(laid_out, shares, strict=True)
    ]
    # An instalment of no part of the contract came with the final account, for a retention that it had none for.
    made += [
        Instalment(position, evidence, fen, later=True)
        for position, evidence, fen, percent in (row[3:] for row in rows)
        if position is not None and not percent
    ]
    return Terms(starts_on, ends_on, tuple(made))


def _codes(session: Session, ids: Sequence[int]) -> dict[int, Mapping[str, str]]:
    """Return the credit codes of the suppliers that stand in the journal of some projects, by project and name."""
    rows = session.execute(
        select(Procurement.project_id, Supplier.name, Supplier.credit_code)
        .select_from(Procurement)
        .join(Quote, Quote.procurement_id == Procurement.id)
        .join(Supplier, Supplier.id == Quote.supplier_id)
        .where(Procurement.project_id.in_(ids))
    )
    return _grouped(rows, lambda each: dict(each))


def _paid_on(session: Session, ids: Sequence[int]) -> dict[int, Mapping[int, date]]:
    rows = session.execute(
        select(Payment.project_id, Payment.id, Payment.paid_on).where(
            Payment.project_id.in_(ids), Payment.state == "approved"
        )
    )
    return _grouped(rows, lambda each: {number: on for number, on in each if on})


def _shown(session: Session, ids: Sequence[int]) -> dict[int, Mapping[int, tuple[Shown, ...]]]:
    """Return the disclosures that stand, by project and by the entry with which they were published."""
    rows = session.execute(
        select(
            Disclosure.project_id,
            Disclosure.journal_seq,
            Disclosure.id,
            Disclosure.kind,
            Disclosure.version,
            Disclosure.published_at,
        )
        .where(
            Disclosure.project_id.in_(ids),
            Disclosure.journal_seq.is_not(None),
            Disclosure.taken_down_at.is_(None),
        )
        .order_by(Disclosure.id)
    )
    return _grouped(rows, _by_entry)


def _by_entry(rows: list[Any]) -> Mapping[int, tuple[Shown, ...]]:
    found: dict[int, tuple[Shown, ...]] = defaultdict(tuple)
    for seq, number, kind, version, at in rows:
        found[seq] += (Shown(number, kind, version, at),)
    return dict(found)
