"""How the words of a project read today, from the corrections of its disclosures."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from microprojects.domain.actions import Action
from microprojects.domain.wordings import Wording, wording
from microprojects.store.disclosures import Disclosure
from microprojects.store.journal import JournalEntry

# The acts whose version says something otherwise than the record does.
CORRECTING = frozenset({Action.DISCLOSURE_CORRECT.value, Action.DISCLOSURE_TAKE_DOWN.value})


def of(session: Session, project_id: int) -> Wording:
    """Return how the texts of a project read after every correction of its disclosures, in one statement."""
    earlier = aliased(Disclosure)
    query = (
        select(earlier.body, Disclosure.body)
        .join(
            earlier,
            (earlier.project_id == Disclosure.project_id)
            & (earlier.kind == Disclosure.kind)
            & (earlier.version == Disclosure.version - 1),
        )
        .join(JournalEntry, JournalEntry.seq == Disclosure.journal_seq)
        .where(Disclosure.project_id == project_id, JournalEntry.verb.in_(CORRECTING))
        .order_by(Disclosure.id)
    )
    return wording((before, after) for before, after in session.execute(query))
