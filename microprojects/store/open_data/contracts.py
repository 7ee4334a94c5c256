"""Rows of the contracts: how far each is, what was changed of it, what was paid, and what it still commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)

from microprojects.domain.approvals import COMMITS
from microprojects.domain.contract_states import OF
from microprojects.domain.money import Fen
from microprojects.domain.open_data.cells import organisation
from microprojects.domain.refunds import outstanding
from microprojects.domain.states import SETTLED
from microprojects.domain.warranties import kept_back
from microprojects.store.areas import Area
from microprojects.store.arrears import freed
from microprojects.store.audits import AuditResult
from microprojects.store.changes import ContractChange
from microprojects.store.contracts import Contract, Procurement, Supplier
from microprojects.store.funds import LedgerEntry
from microprojects.store.open_data.deliberating import Found, of_project, place_of
from microprojects.store.open_data.sources import Known, Source, by, by_moment
from microprojects.store.programmes import Round
from microprojects.store.projects import Project
from microprojects.store.recoveries import back_for_audit
from microprojects.store.settlements import Settlement


def _whole(fen: Any) -> ColumnElement[int]:
    return cast(func.sum(fen), BigInteger)  # PostgreSQL sums whole numbers to decimals


def _state(_at: datetime) -> ColumnElement[str]:
    return case(*((Project.state.in_(states), word) for word, states in OF.items()), else_=literal(""))


_COMMITTED = (
    select(
        func.coalesce(
            _whole(case(*((LedgerEntry.kind == k, LedgerEntry.amount_fen * n) for k, n in COMMITS.items()))),
            0,
        )
    )
    .where(LedgerEntry.project_id == Project.id, LedgerEntry.kind.in_(COMMITS))
    .correlate(Project)
    .scalar_subquery()
)


# What the audit of a project that counts wants back.
_WANTED = func.coalesce(
    select(AuditResult.refund_fen)
    .where(AuditResult.project_id == Project.id)
    .order_by(AuditResult.version.desc())
    .limit(1)
    .correlate(Project)
    .scalar_subquery(),
    0,
)


def _agreed(what: ColumnElement[Any]) -> ScalarSelect[Any]:
    """Return something about the changes of a contract that were agreed to."""
    mine = (ContractChange.contract_id == Contract.id, ContractChange.state == "agreed")
    return select(what).where(*mine).correlate(Contract).scalar_subquery()


# Every change that was agreed to moved the project, too.
_CHANGED = case(
    (or_(Contract.published_at.is_(None), Contract.published_at < Project.state_since), Project.state_since),
    else_=Contract.published_at,
)


def _contracts(at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        of_project(
            _state(at).label("contract_state"),
            Contract.number.label("contract_number"),
            Supplier.credit_code,
            Supplier.name.label("supplier"),
            Procurement.mode,
            Contract.amount_fen,
            (Contract.amount_fen - func.coalesce(_agreed(_whole(ContractChange.amount_fen)), 0)).label(
                "signed"
            ),
            _agreed(func.count(ContractChange.id)).label("changes"),
            Contract.fiscal_fen,
            Contract.social_fen,
            Contract.paid_fen,
            _COMMITTED.label("committed"),
            func.coalesce(Settlement.amount_fen, 0).label("settled"),
            func.coalesce(Settlement.retention_fen, 0).label("retention"),
            Settlement.retention_until,
            func.coalesce(freed(), 0).label("freed"),
            _WANTED.label("wanted"),
            back_for_audit(Project.id).label("back"),
            Contract.signed_on,
            Contract.starts_on,
            Contract.ends_on,
            Contract.published_at,
        )
        .join(Contract, Contract.project_id == Project.id)
        .join(Supplier, Supplier.id == Contract.supplier_id)
        .join(Procurement, Procurement.id == Contract.procurement_id)
        .outerjoin(Settlement, and_(Settlement.project_id == Project.id, Project.state.in_(SETTLED)))
    )


def _contract(row: Found, known: Known) -> dict[str, object]:
    return {
        **place_of(row, known),
        "state": row.contract_state,
        "contract_number": known.read(row.project_id, row.contract_number),
        "supplier_credit_code": row.credit_code,
        "supplier": organisation(known.read(row.project_id, row.supplier)),
        "mode": row.mode,
        "amount_fen": row.amount_fen,
        "signed_fen": int(row.signed),
        "changes": row.changes,
        "fiscal_fen": row.fiscal_fen,
        "social_fen": row.social_fen,
        "paid_fen": row.paid_fen,
        "committed_fen": int(row.committed),
        "retention_fen": kept_back(row.retention, row.settled, row.paid_fen, int(row.freed)),
        "retention_until": row.retention_until,
        "audit_owed_fen": outstanding(Fen(int(row.wanted)), Fen(int(row.back))),
        "signed_on": row.signed_on,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "published_at": row.published_at,
    }


CONTRACTS = Source(
    _contracts,
    _contract,
    Contract.id,
    Project.number,
    _CHANGED,
    {"community": by(Area.slug), "year": by(Round.year), "state": by_moment(_state)},
    reworded=True,
)
