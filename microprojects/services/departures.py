"""The council says why it decided otherwise than the residents voted; a decision that waited for it is published then."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import departures as rules
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.states import State
from microprojects.services._deed import record, subject_of
from microprojects.services._resolution import publish_decision
from microprojects.services._room import permit_in
from microprojects.services._words import public_line
from microprojects.store import departures, disclosures, meetings, votes
from microprojects.store.db import transaction
from microprojects.store.departures import Departure
from microprojects.store.disclosures import Disclosure
from microprojects.store.meetings import AgendaItem


def explain(item_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Write down why an item was decided otherwise than the residents voted; once, and published at once.

    A decision that carried is published with it now, and its notice begins.

    Raises:
        NotFound, NotPermitted: there is no such item, or the actor neither chairs nor keeps the record.
        NoDeparture, ReasonGiven: there is nothing to explain, or it was explained.
        BadValue, PrivacyFinding: the reason cannot be published.
    """
    with transaction() as session:
        item = meetings.item(session, item_id, for_update=True)
        permit_in(item.meeting, Action.DEPARTURE_EXPLAIN, actor=actor, at=at)
        found = departures.of_item(session, item_id)
        if found is None:
            raise rules.NoDeparture
        if found.written_at is not None:
            raise rules.ReasonGiven
        found.reason = public_line(N_("理由"), reason, limit=rules.LONGEST_REASON)
        found.written_at, found.written_by_id = at, actor.person_id
        session.flush()
        disclosure = _publish(session, item, found, actor=actor, at=at)
        facts: dict[str, object] = {
            "meeting": item.meeting_id,
            "item": item.position,
            "poll": found.poll_id,
            "reason": found.reason,
            **({"disclosure": disclosure.sha256} if disclosure else {}),
        }
        entry = record(
            session,
            Action.DEPARTURE_EXPLAIN,
            subject_of(item.project),
            actor=actor,
            at=at,
            area=item.project.area.path,
            facts=facts,
        )
        if disclosure is not None:
            disclosure.journal_seq = entry.seq


def _publish(
    session: Session, item: AgendaItem, found: Departure, *, actor: Actor, at: datetime
) -> Disclosure | None:
    """Publish a carried decision that waited for the reason; None where nothing waited."""
    project, vote = item.project, votes.standing_on(session, item.id)
    waits = found.decided == rules.Decided.PASSED and project.state is State.NOTICING
    if not waits or vote is None or disclosures.running_window(session, project.id) is not None:
        return None
    return publish_decision(session, vote, reason=found.reason, actor=actor, at=at)
