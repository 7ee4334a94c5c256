"""The rows behind the disclosures of money and of the result: buying, contract, payments, site."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from microprojects.store import changes, contracts, delivery, ledger, procurements, recoveries, settlements
from microprojects.store.changes import ContractChange, Suspension
from microprojects.store.contracts import Contract, Payment, Procurement
from microprojects.store.delivery import Inspection, Progress, SupervisorNote
from microprojects.store.files import Attachment
from microprojects.store.recoveries import Recovery
from microprojects.store.settlements import Settlement

_CAME_BACK = frozenset({"pay_returned", "refund", "social_refund"})
PICTURES = ("photo_before", "progress", "photo_after", "rectification")


@dataclass(frozen=True)
class Sheet:
    """What there is to tell about one project; every list from the oldest on."""

    procurements: list[Procurement]
    contract: Contract | None
    payments: list[Payment]
    sums: dict[str, int]
    progress: list[Progress]
    notes: list[SupervisorNote]
    pictures: list[Attachment]
    inspections: list[Inspection]
    settlement: Settlement | None
    changes: list[ContractChange]
    suspensions: list[Suspension]
    recoveries: list[Recovery]


def of(session: Session, project_id: int) -> Sheet:
    """Return the rows of one project, in eleven statements, and one more where money came back."""
    sums = dict(ledger.sums_of(session, project_id))
    return Sheet(
        procurements=[p for p in procurements.history(session, project_id) if p.started_at is not None],
        contract=contracts.of_project(session, project_id),
        payments=paid(session, project_id),
        sums=sums,
        progress=delivery.reports(session, project_id),
        notes=delivery.notes(session, project_id),
        pictures=pictures(session, project_id),
        inspections=delivery.inspections(session, project_id),
        settlement=settlements.account(session, project_id),
        changes=changes.agreed(session, project_id),
        suspensions=changes.suspensions(session, project_id),
        recoveries=recoveries.of_project(session, project_id) if _CAME_BACK & sums.keys() else [],
    )


def paid(session: Session, project_id: int) -> list[Payment]:
    """Return the payments that were made, in the order in which they were approved, so that a new one is the last."""
    query = (
        select(Payment)
        .where(Payment.project_id == project_id, Payment.state == "approved")
        .options(joinedload(Payment.tranche))
        .order_by(Payment.decided_at, Payment.id)
    )
    return list(session.scalars(query))


def pictures(session: Session, project_id: int) -> list[Attachment]:
    """Return the public pictures of the site."""
    query = select(Attachment).where(
        Attachment.project_id == project_id,
        Attachment.purpose.in_(PICTURES),
        Attachment.media_type.startswith("image/"),
        Attachment.public.is_(True),
        Attachment.removed_at.is_(None),
    )
    return list(session.scalars(query.order_by(Attachment.id)))
