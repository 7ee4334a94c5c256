"""The facts of the gatherings that a scheme asks for beside its deliberations."""

from __future__ import annotations

from collections.abc import Mapping

from microprojects.domain.schemes import Kind, When
from microprojects.store import gatherings, packaged
from microprojects.store.cases.settlements import SettlementCase


class GatheringCase(SettlementCase):
    """What stands on record about talk days, hearings and reviews."""

    @property
    def gathering_missing(self) -> str:
        """Return the title of the gathering of this deliberation, while none let the project go on.

        A consultation that begins anew asks for a gathering anew, as it asks for opinions anew.
        """
        asked = self.rules.scheme.deliberation(self.stage)
        if not asked.gathering:
            return ""
        since = self.state_since if asked.kind is Kind.CONSULT else None
        held = gatherings.let_on(self._session, self._project.id, since=since)
        return "" if asked.gathering in held else packaged.gathering_kind(asked.gathering).title

    @property
    def reviews_missing(self) -> Mapping[str, str]:
        """Return by when it is due the title of the first review that was not held."""
        reviews = self.rules.scheme.reviews
        if not reviews:
            return {}
        held = gatherings.let_on(self._session, self._project.id)
        return {
            when.value: packaged.gathering_kind(review.gathering).title
            for when in When
            for review in reversed(self.rules.scheme.reviews_at(when))
            if review.gathering not in held
        }
