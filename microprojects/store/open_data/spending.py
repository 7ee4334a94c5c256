"""Rows of the money: allocations, contracts, payments, and who was paid."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    select,
)

from microprojects.domain.open_data.cells import organisation
from microprojects.store import listings
from microprojects.store.areas import Area
from microprojects.store.contracts import Contract, Payment, Supplier
from microprojects.store.fund_shares import FundShare
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.open_data.deliberating import Found, day_of, of_project, place_of
from microprojects.store.open_data.sources import Known, Source, by, by_moment
from microprojects.store.programmes import Round
from microprojects.store.projects import Project

_CHANGED = select(func.max(LedgerEntry.entered_at)).where(LedgerEntry.fund_id == Fund.id).scalar_subquery()
_NUMBER = Area.slug + literal("-") + cast(Fund.year, String)


def _share(fen: Any) -> ColumnElement[int]:
    """Return a part of what a fund was given, by the lines that were parted."""
    given = (
        select(cast(func.coalesce(func.sum(fen), 0), BigInteger))
        .select_from(FundShare)
        .join(LedgerEntry, LedgerEntry.id == FundShare.entry_id)
        .where(LedgerEntry.fund_id == Fund.id, LedgerEntry.kind.in_(("allocate", "adjust")))
    )
    return given.correlate(Fund).scalar_subquery()


def _allocations(_at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            _NUMBER.label("number"),
            Area.slug.label("community"),
            Area.name.label("community_name"),
            Fund.year.label("year"),
            Fund.allocated_fen,
            _share(FundShare.city_fen).label("city"),
            _share(FundShare.district_fen).label("district"),
            Fund.reserved_fen,
            Fund.committed_fen,
            Fund.paid_fen,
            Fund.left_fen,
            _CHANGED.label("changed"),
        )
        .select_from(Fund)
        .join(Area, Area.id == Fund.area_id)
    )


def _allocation(row: Found, _known: Known) -> dict[str, object]:
    return {
        "number": row.number,
        "community": row.community,
        "community_name": row.community_name,
        "year": row.year,
        "allocated_fen": row.allocated_fen,
        "city_fen": row.city,
        "district_fen": row.district,
        "unparted_fen": row.allocated_fen - row.city - row.district,
        "reserved_fen": row.reserved_fen,
        "committed_fen": row.committed_fen,
        "paid_fen": row.paid_fen,
        "left_fen": row.left_fen,
        "available_fen": row.allocated_fen
        - row.reserved_fen
        - row.committed_fen
        - row.paid_fen
        - row.left_fen,
        "changed_at": row.changed,
    }


ALLOCATIONS = Source(
    _allocations, _allocation, Fund.id, _NUMBER, _CHANGED, {"community": by(Area.slug), "year": by(Fund.year)}
)


def _kept(_at: datetime) -> ColumnElement[str]:
    return case((Payment.returned_at.is_(None), "paid"), else_="returned")


def _payments(at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        of_project(
            Payment.id.label("id"),
            _kept(at).label("kept"),
            Contract.number.label("contract_number"),
            Payment.amount_fen,
            Payment.fiscal_fen,
            Payment.social_fen,
            Payment.paid_on,
            Payment.payee,
            Payment.purpose,
            Payment.voucher,
            Payment.returned_at,
        )
        .join(Payment, Payment.project_id == Project.id)
        .join(Contract, Contract.id == Payment.contract_id)
        .where(Payment.state == "approved")
    )


def _payment(row: Found, known: Known) -> dict[str, object]:
    way = f"payments.#{row.id}"
    return {
        **place_of(row, known),
        "id": row.id,
        "state": row.kept,
        "contract_number": known.read(row.project_id, row.contract_number),
        "amount_fen": row.amount_fen,
        "fiscal_fen": row.fiscal_fen,
        "social_fen": row.social_fen,
        "paid_on": row.paid_on,
        "payee": organisation(known.read(row.project_id, row.payee, f"{way}.payee")),
        "purpose": known.read(row.project_id, row.purpose, f"{way}.purpose"),
        "voucher": known.read(row.project_id, row.voucher, f"{way}.voucher"),
        "returned_on": day_of(row.returned_at),
    }


PAYMENTS = Source(
    _payments,
    _payment,
    Payment.id,
    Payment.id,
    func.coalesce(Payment.returned_at, Payment.decided_at),
    {"community": by(Area.slug), "year": by(Round.year), "state": by_moment(_kept)},
    reworded=True,
)


def _whole(fen: Any) -> ColumnElement[int]:
    return cast(func.sum(fen), BigInteger)  # PostgreSQL sums whole numbers to decimals


def _suppliers(_at: datetime) -> Select[*tuple[Any, ...]]:
    """Return those with a contract: who else is on the list of the offices is for the offices."""
    return (
        select(
            Supplier.credit_code.label("credit_code"),
            Supplier.name.label("name"),
            func.count(Contract.id).label("contracts"),
            _whole(Contract.amount_fen).label("contracted"),
            _whole(Contract.paid_fen).label("paid"),
            func.min(Contract.signed_on).label("first"),
            func.max(Contract.signed_on).label("last"),
        )
        .select_from(Supplier)
        .join(Contract, Contract.supplier_id == Supplier.id)
        .join(Project, Project.id == Contract.project_id)
        .where(listings.shown())
        .group_by(Supplier.id)
    )


def _supplier(row: Found, _known: Known) -> dict[str, object]:
    return {
        "credit_code": row.credit_code,
        "name": organisation(row.name),
        "contracts": row.contracts,
        "contracted_fen": row.contracted,
        "paid_fen": row.paid,
        "first_signed_on": row.first,
        "last_signed_on": row.last,
    }


SUPPLIERS = Source(
    _suppliers, _supplier, Supplier.id, Supplier.credit_code, func.max(Contract.entered_at), {}
)
