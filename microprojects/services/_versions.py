"""Versions of minutes as the deeds write them: the text, what the public reads of it, and its fingerprint."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.minutes import published
from microprojects.domain.people import Actor
from microprojects.store import cleared_names, minutes
from microprojects.store.meetings import Meeting
from microprojects.store.minutes import Minutes


def begin(
    session: Session, meeting: Meeting, *, version: int, text: str, actor: Actor, at: datetime
) -> Minutes:
    """Begin a version of a meeting's minutes with a text."""
    drafted = Minutes(
        meeting_id=meeting.id,
        version=version,
        text="",
        public_text="",
        sha256="",
        drafted_at=at,
        drafted_by_id=actor.person_id,
    )
    write(session, meeting, drafted, text)
    session.add(drafted)
    session.flush()
    return drafted


def write(session: Session, meeting: Meeting, version: Minutes, text: str) -> None:
    """Set the text, what the public will read of it, and its fingerprint."""
    version.text = text
    hidden = minutes.hidden_names(session, meeting)
    version.public_text = published(
        text, [*hidden, *cleared_names.named_in(session, text, meeting.council.area.path)]
    )
    version.sha256 = hashlib.sha256(text.encode()).hexdigest()
