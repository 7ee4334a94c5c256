"""Suppliers: added by a street, barred with a reason, admitted again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.suppliers import (
    NAME_LIMIT,
    REASON_LIMIT,
    AlreadyBarred,
    NotBarred,
    SupplierKnown,
    read_credit_code,
)
from microprojects.services._deed import permit, record
from microprojects.services._words import public_line, public_text
from microprojects.store import areas, suppliers
from microprojects.store.contracts import Supplier
from microprojects.store.db import transaction


def add(name: str, credit_code: str, street_slug: str, *, actor: Actor, at: datetime) -> int:
    """Put an organisation on the list of those that may quote and be paid, and return its number.

    Raises:
        NotFound: there is no such street.
        NotPermitted: the actor does not buy for it.
        BadCreditCode: the code is not one.
        SupplierKnown: the name or the code stands on the list.
        BadValue, PrivacyFinding: the name cannot be published.
    """
    known_as = public_line(N_("单位名称"), name, limit=NAME_LIMIT)
    code = read_credit_code(credit_code)
    with transaction() as session:
        street = areas.by_slug(session, street_slug)
        permit(actor, Action.SUPPLIER_EDIT, Target(street.path), at=at)
        same = suppliers.same(session, known_as, code)
        if same is not None:
            raise SupplierKnown(name=same.name)
        supplier = Supplier(
            name=known_as, credit_code=code, area_id=street.id, added_at=at, added_by_id=actor.person_id or 0
        )
        session.add(supplier)
        session.flush()
        facts = {"what": "added", "name": known_as, "credit_code": code}
        _note(session, supplier, street.path, facts, actor=actor, at=at)
        return supplier.id


def bar(supplier_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Bar a supplier from quoting and from being chosen; contracts that it has go on.

    Raises:
        NotFound: there is no such supplier.
        NotPermitted: another street added it.
        AlreadyBarred: it is barred.
        BadValue, PrivacyFinding: the reason is missing or cannot be published.
    """
    why = public_text(N_("停用原因"), reason, limit=REASON_LIMIT)
    with transaction() as session:
        supplier = suppliers.get(session, supplier_id, for_update=True)
        permit(actor, Action.SUPPLIER_EDIT, Target(supplier.area.path), at=at)
        if supplier.barred_at is not None:
            raise AlreadyBarred(name=supplier.name, reason=supplier.barred_reason)
        supplier.barred_at, supplier.barred_reason = at, why
        facts = {"what": "barred", "reason": why}
        _note(session, supplier, supplier.area.path, facts, actor=actor, at=at)


def readmit(supplier_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Lift the bar of a supplier.

    Raises:
        NotFound: there is no such supplier.
        NotPermitted: another street added it.
        NotBarred: it is not barred.
        BadValue, PrivacyFinding: the reason is missing or cannot be published.
    """
    why = public_text(N_("恢复原因"), reason, limit=REASON_LIMIT)
    with transaction() as session:
        supplier = suppliers.get(session, supplier_id, for_update=True)
        permit(actor, Action.SUPPLIER_EDIT, Target(supplier.area.path), at=at)
        if supplier.barred_at is None:
            raise NotBarred(name=supplier.name)
        supplier.barred_at, supplier.barred_reason = None, ""
        facts = {"what": "readmitted", "reason": why}
        _note(session, supplier, supplier.area.path, facts, actor=actor, at=at)


def _note(
    session: Session,
    supplier: Supplier,
    area: str,
    facts: Mapping[str, object],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    subject = f"supplier/{supplier.id}"
    record(session, Action.SUPPLIER_EDIT, subject, actor=actor, at=at, area=area, facts=facts)
