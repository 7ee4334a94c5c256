"""The facts of the residents' poll."""

from __future__ import annotations

from microprojects.domain.poll_facts import PollFacts
from microprojects.store import departures, polls
from microprojects.store.cases.gatherings import GatheringCase


class PollCase(GatheringCase):
    """What the latest poll says about a project."""

    @property
    def poll(self) -> PollFacts | None:
        """Return the latest poll with the project on its ballot."""
        found = polls.latest_with(self._session, self._project.id)
        if found is None:
            return None
        poll, option = found
        return PollFacts(poll.state, option.selected, poll.counted_at)

    @property
    def reason_owed(self) -> int:
        """Return the agenda item whose departure from a poll lacks its reason, 0 where none does."""
        return departures.owed_by(self._session, self._project.id)
