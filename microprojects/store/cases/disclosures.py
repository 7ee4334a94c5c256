"""The facts of the notice of a decision."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from sqlalchemy import select

from microprojects.domain.cases import NoticeFacts
from microprojects.domain.dossiers import same_plan, tells_the_dossier
from microprojects.domain.objections import VOIDED
from microprojects.domain.schemes import DisclosureKind
from microprojects.store import disclosures, dossiers
from microprojects.store.cases.meetings import MeetingCase
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.meetings import AgendaItem
from microprojects.store.objections import Objection
from microprojects.store.votes import Vote


class DisclosureCase(MeetingCase):
    """What stands on record about the notice, objections and the filing."""

    @cached_property
    def notice(self) -> NoticeFacts | None:
        """Return the window that runs, or ran last."""
        query = select(NoticeWindow).where(
            NoticeWindow.project_id == self._project.id, NoticeWindow.ended_at.is_(None)
        )
        window = self._session.scalar(query.order_by(NoticeWindow.id.desc()).limit(1))
        if window is None:
            return None
        return NoticeFacts(window.ends_at, window.paused_at is not None, window.awaits_posting)

    @cached_property
    def _objections(self) -> list[Objection]:
        query = select(Objection).where(
            Objection.project_id == self._project.id,
            Objection.withdrawn_at.is_(None),
            Objection.settled_at.is_(None),
        )
        return list(self._session.scalars(query))

    @property
    def objections_open(self) -> int:
        """Return how many objections have no answer: no reply, or none from where they were taken."""
        return sum(1 for o in self._objections if o.is_open)

    @property
    def objections_unreviewed(self) -> int:
        """Return how many replies the supervisor has not seen."""
        return sum(1 for o in self._objections if o.outcome is not None and o.reviewed_at is None)

    @property
    def upheld_in_substance(self) -> int:
        """Return how many upheld objections change the plan in substance."""
        return sum(1 for o in self._objections if o.leads_to == "substance")

    @property
    def upheld_as_unlawful(self) -> int:
        """Return how many upheld objections say that it may not or cannot be done."""
        return sum(1 for o in self._objections if o.leads_to == "unlawful")

    @property
    def filed(self) -> bool:
        """Return whether the street filed the resolution."""
        return self._project.filed_at is not None

    @property
    def resolution_holds(self) -> bool:
        """Return whether the latest vote of the last deliberation carried."""
        last = len(self.rules.scheme.deliberations)
        return self.stage == last and self._vote is not None and self._vote.carried is True

    @cached_property
    def plan_as_objected(self) -> bool:
        """Return whether the plan is still the one that was voted on before an objection sent it back."""
        query = (
            select(AgendaItem.dossier)
            .join(Vote, Vote.item_id == AgendaItem.id)
            .where(Vote.project_id == self._project.id, Vote.void_reason == VOIDED)
        )
        voted = self._session.scalar(query.order_by(Vote.id.desc()).limit(1))
        return voted is not None and same_plan(voted, dossiers.build(self._session, self._project))

    @cached_property
    def _disclosures(self) -> dict[str, tuple[dict[str, Any], bool]]:
        return disclosures.latest_of_each(self._session, self._project.id)

    @property
    def disclosures_hidden(self) -> frozenset[str]:
        """Return the kinds of disclosure whose latest version was taken down."""
        return frozenset(kind for kind, (_body, hidden) in self._disclosures.items() if hidden)

    @cached_property
    def published_dossier_matches(self) -> bool:
        """Return whether the decision that stands, and was not taken down, tells the dossier that was voted on."""
        body, hidden = self._disclosures.get(DisclosureKind.DECISION.value, ({}, True))
        vote = self._vote
        if hidden or vote is None or body.get("dossier_hash") != vote.dossier_hash:
            return False
        return tells_the_dossier(body, vote.item.dossier or {})
