"""What happens to a disclosure after it was published: corrected, taken down, hung on a paper board."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from microprojects.domain import disclosure_fields
from microprojects.domain import disclosures as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.people import Actor
from microprojects.domain.schemes import DisclosureKind
from microprojects.services._deed import permit, record, subject_of
from microprojects.services._publish import Imprint, open_window, planned_window, publish
from microprojects.services._words import public_line, public_text
from microprojects.store import disclosures, projects
from microprojects.store.db import transaction
from microprojects.store.disclosures import BoardPost, Disclosure
from microprojects.store.files import Attachment
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Project

BOARD_PHOTO = "board_photo"


def correct(
    disclosure_id: int, *, changes: Mapping[str, str], reason: str, actor: Actor, at: datetime
) -> int:
    """Publish a new version with some wordings replaced, and return its number; the old one stays beside it.

    The keys of `changes` are dotted paths of the body, such as "contact.phone". A
    window that runs starts anew, so that nobody has less time for the true words.

    Raises:
        NotFound: there is no such disclosure.
        NotPermitted: not one who publishes here.
        NotLatest: a newer version stands.
        NotCorrectable, NothingChanges: what was asked is no correction.
        BadValue, PrivacyFinding: a text cannot stand.
    """
    words = public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        project, old = _held(session, disclosure_id)
        permit(actor, Action.DISCLOSURE_CORRECT, project.target, at=at)
        latest = disclosures.versions(session, project.id, old.kind)[0]
        if latest.id != old.id:
            raise law.NotLatest
        kind = DisclosureKind(old.kind)
        body = law.corrected(old.body, _worded(changes))
        restarted = _window_runs(session, project, kind, at)
        if restarted:
            body["notice"] = _notice(project, kind, at)
        imprint = Imprint(old.unit, reason=words)
        new = publish(session, project, kind, body, imprint=imprint, actor=actor, at=at)
        if restarted:
            open_window(session, project, new, at=at)
        facts = {
            "disclosure": str(new.id),
            "version": str(new.version),
            "reason": words,
            "sha256": new.sha256,
            "window": "restarted" if restarted else "as-it-was",
        }
        new.journal_seq = _note(session, Action.DISCLOSURE_CORRECT, project, facts, actor=actor, at=at).seq
        return new.id


def take_down(disclosure_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Hide one version at once, for instance because it shows personal data; that it stood here stays to be seen.

    Raises:
        NotFound: there is no such disclosure.
        NotPermitted: not one who publishes here.
        TakenDown: it is hidden already.
        BadValue, PrivacyFinding: the reason cannot stand.
    """
    words = public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        project, row = _held(session, disclosure_id)
        permit(actor, Action.DISCLOSURE_TAKE_DOWN, project.target, at=at)
        if row.taken_down_at is not None:
            raise law.TakenDown
        row.taken_down_at, row.take_down_reason = at, words
        facts = {"disclosure": str(row.id), "reason": words, "sha256": row.sha256}
        _note(session, Action.DISCLOSURE_TAKE_DOWN, project, facts, actor=actor, at=at)


def record_board_post(
    disclosure_id: int, *, place: str, actor: Actor, at: datetime, photo: int | None = None
) -> None:
    """Note that a version hung on a paper board; `photo` is the number of a board photo of the project's.

    Raises:
        NotFound: there is no such disclosure.
        NotPermitted: neither staff nor grid worker here.
        TakenDown: a hidden version is not to hang anywhere.
        BadValue, PrivacyFinding: the place cannot stand, or the photo is none of the board.
    """
    where = public_line(N_("张贴地点"), place)
    with transaction() as session:
        project, row = _held(session, disclosure_id)
        permit(actor, Action.DISCLOSURE_POSTED, project.target, at=at)
        if row.taken_down_at is not None:
            raise law.TakenDown
        shown = _photo(session, project, photo) if photo is not None else None
        session.add(
            BoardPost(
                disclosure_id=row.id,
                place=where,
                posted_at=at,
                posted_by_id=actor.person_id,
                photo_sha256=shown,
            )
        )
        facts = {"disclosure": str(row.id), "place": where, "photo": shown or ""}
        _note(session, Action.DISCLOSURE_POSTED, project, facts, actor=actor, at=at)


def _held(session: Session, disclosure_id: int) -> tuple[Project, Disclosure]:
    """Return a version with its project, which is held first, as every deed on a project does."""
    number = disclosures.get(session, disclosure_id).project.number or ""
    project = projects.by_number(session, number, for_update=True)
    return project, disclosures.get(session, disclosure_id, for_update=True)


def _worded(changes: Mapping[str, str]) -> dict[str, str]:
    return {
        path: public_text(disclosure_fields.label(path), text, limit=law.LONGEST_CORRECTION, needed=False)
        for path, text in changes.items()
    }


def _window_runs(session: Session, project: Project, kind: DisclosureKind, at: datetime) -> bool:
    """Return whether a correction starts the window anew: it runs; one that is paused keeps its clock."""
    window = disclosures.running_window(session, project.id)
    if window is None or window.kind != kind.value or window.paused_at is not None:
        return False
    return at < window.ends_at


def _notice(project: Project, kind: DisclosureKind, at: datetime) -> dict[str, Any]:
    """Return the days of the window that starts now, as the body tells them."""
    window = planned_window(project, kind, at=at)
    if window is None:
        return {}
    return {
        "days": window.days,
        "first_day_on": window.first_day.isoformat(),
        "last_day_on": window.last_day.isoformat(),
    }


def _photo(session: Session, project: Project, attachment_id: int) -> str:
    photo = session.get(Attachment, attachment_id)
    fits = photo is not None and photo.project_id == project.id and photo.purpose == BOARD_PHOTO
    if photo is None or not fits or photo.removed_at is not None:
        raise BadValue(field=N_("照片"), why=N_("要选这个项目的公示栏照片"))
    return photo.sha256


def _note(
    session: Session, action: Action, project: Project, facts: dict[str, str], *, actor: Actor, at: datetime
) -> JournalEntry:
    session.flush()
    return record(
        session, action, subject_of(project), actor=actor, at=at, area=project.area.path, facts=facts
    )
