"""The facts of procurement, contract and work."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property

from sqlalchemy import func, select

from microprojects.domain.cases import (
    ContractFacts,
    ProcurementFacts,
)
from microprojects.domain.change_sizes import ChangeFacts
from microprojects.domain.split_facts import SplitFacts
from microprojects.domain.states import State
from microprojects.domain.workdays import last_day_of, local_day
from microprojects.store import changes, contracts, packaged, splittings
from microprojects.store.cases.disclosures import DisclosureCase
from microprojects.store.contracts import Contract, Procurement, Quote
from microprojects.store.files import Attachment
from microprojects.store.funds import LedgerEntry


class ContractCase(DisclosureCase):
    """What stands on record about buying, social money, evidence and payments."""

    @cached_property
    def procurement(self) -> ProcurementFacts | None:
        """Return the latest procurement."""
        query = select(Procurement).where(Procurement.project_id == self._project.id)
        found = self._session.scalar(query.order_by(Procurement.id.desc()).limit(1))
        if found is None:
            return None
        quotes = list(self._session.scalars(select(Quote).where(Quote.procurement_id == found.id)))
        chosen = next((quote for quote in quotes if quote.chosen), None)
        return ProcurementFacts(
            mode=found.mode,
            expected_mode=found.expected_mode,
            deviation_approved=found.deviation_approved_by_id is not None and bool(found.reason),
            quotes=sum(1 for quote in quotes if not quote.conflicted),
            min_quotes=found.min_quotes,
            chosen_blacklisted=chosen is not None and chosen.supplier.barred_at is not None,
            chosen_conflicted=chosen is not None and chosen.conflicted,
        )

    @cached_property
    def splitting(self) -> SplitFacts | None:
        """Return what the project looks to be split from, and how far the question has come."""
        return splittings.facts(self._session, self._project, self.rules)

    @cached_property
    def _contract(self) -> Contract | None:
        return contracts.of_project(self._session, self._project.id)

    @cached_property
    def contract(self) -> ContractFacts | None:
        """Return the contract's facts; the last day to sign counts from the start of procurement."""
        contract = self._contract
        if contract is None:
            return None
        started = self._session.scalar(
            select(Procurement.started_at).where(Procurement.id == contract.procurement_id)
        )
        days = self.rules.number("limits.sign_days")
        began = local_day(started or self._at)
        sign_by = last_day_of(began, days, packaged.work_calendar())
        return ContractFacts(
            amount_fen=contract.amount_fen,
            signed_on=contract.signed_on,
            sign_by=sign_by,
            ends_on=contract.ends_on,
            publish_by=contract.publish_by,
            text_public=contract.published_at is not None,
        )

    @cached_property
    def change(self) -> ChangeFacts | None:
        """Return the change of the contract that waits or is being decided on; its money as far as it is not reserved."""
        found = changes.of_project(self._session, self._project.id)
        contract = self._contract
        if contract is None or not found or self.state is not State.CHANGING:
            return None
        last = found[-1]
        more = last.fiscal_before_fen + last.fiscal_fen - contract.fiscal_fen
        later = last.ends_before + timedelta(days=last.days) if last.days > 0 else None
        return ChangeFacts(last.body, last.why, more, last.carried, later)

    @property
    def approved_fen(self) -> int:
        """Return the approved total, fiscal and social, in fen."""
        return self._project.approved_fiscal_fen + self._project.approved_social_fen

    @cached_property
    def social_pledged_fen(self) -> int:
        """Return the approved social part, in fen."""
        return self._project.approved_social_fen

    @cached_property
    def social_received_fen(self) -> int:
        """Return the social money that has come in, in fen."""
        query = select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0)).where(
            LedgerEntry.project_id == self._project.id, LedgerEntry.kind == "social_received"
        )
        return int(self._session.scalar(query) or 0)

    @cached_property
    def evidence(self) -> frozenset[str]:
        """Return the purposes of everything attached."""
        query = select(Attachment.purpose).where(
            Attachment.project_id == self._project.id, Attachment.removed_at.is_(None)
        )
        return frozenset(self._session.scalars(query))

    @property
    def recovery_plan(self) -> bool:
        """Return whether a plan to recover paid money was written."""
        return bool(self._project.recovery_plan)

    @cached_property
    def paid_fen(self) -> int:
        """Return what was paid under the contract less what came back, in fen."""
        return self._contract.paid_fen if self._contract else 0
