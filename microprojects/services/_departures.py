"""What the deeds of a meeting do where a decision goes against a residents' poll: note it, and ask for its reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.departures import Decided, departs, require_written
from microprojects.store import departures
from microprojects.store.departures import Departure
from microprojects.store.meetings import AgendaItem


def note(session: Session, item: AgendaItem, decided: Decided, *, at: datetime) -> Departure | None:
    """Note what was decided on an item, if it goes against the poll that its dossier tells of; forget what no longer does.

    Return the departure, whose reason is still to be written.
    """
    said = departures.said_on(session, item)
    if said is None:
        return None
    found = departures.of_item(session, item.id)
    if not departs(said, decided):
        if found is not None:
            session.delete(found)
            session.flush()
        return None
    if found is None:
        found = Departure(item_id=item.id, project_id=item.project_id)
        session.add(found)
    found.poll_id, found.selected = said.poll, said.selected
    found.rank, found.received = said.rank, said.received
    found.decided, found.decided_at = decided.value, at
    found.reason, found.written_at, found.written_by_id = "", None, None
    session.flush()
    return found


def require_reason(session: Session, item: AgendaItem) -> None:
    """Refuse what rests on the publication of a decision that still waits for its reason.

    Raises:
        ReasonOwed: with the item.
    """
    found = departures.of_item(session, item.id)
    require_written([item.position] if found is not None and found.written_at is None else [])


def require_reasons(session: Session, meeting_id: int) -> None:
    """Refuse what would make a meeting's record final while a reason is owed.

    Raises:
        ReasonOwed: with the items.
    """
    require_written(item.position for item in departures.owed_in(session, meeting_id))
