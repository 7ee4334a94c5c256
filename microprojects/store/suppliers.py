"""Suppliers: who is on the list, and who of them may be chosen."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from microprojects.domain.errors import NotFound
from microprojects.store.contracts import Supplier
from microprojects.store.db import lock


def get(session: Session, supplier_id: int, *, for_update: bool = False) -> Supplier:
    """Return one supplier; with `for_update` its row is held until the transaction ends."""
    query = select(Supplier).where(Supplier.id == supplier_id)
    supplier = session.scalar(lock(query) if for_update else query)
    if supplier is None:
        raise NotFound
    return supplier


def same(session: Session, name: str, credit_code: str) -> Supplier | None:
    """Return the supplier that has the name or the credit code, if there is one."""
    query = select(Supplier).where(or_(Supplier.name == name, Supplier.credit_code == credit_code))
    return session.scalar(query.order_by(Supplier.id).limit(1))


def usable(session: Session) -> list[Supplier]:
    """Return the suppliers that are not barred, by name."""
    return list(session.scalars(select(Supplier).where(Supplier.barred_at.is_(None)).order_by(Supplier.name)))


def page(session: Session, words: str, *, limit: int, offset: int = 0) -> list[Supplier]:
    """Return suppliers whose name or credit code holds the words, the barred ones last."""
    query = select(Supplier).options(joinedload(Supplier.area))
    if words:
        query = query.where(
            or_(
                Supplier.name.contains(words, autoescape=True),
                Supplier.credit_code.contains(words.upper(), autoescape=True),
            )
        )
    query = query.order_by(Supplier.barred_at.is_not(None), Supplier.name).limit(limit).offset(offset)
    return list(session.scalars(query))
