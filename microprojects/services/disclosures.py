"""What happens to a disclosure after it was published: corrected, taken down, hung on a paper board."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import corrections, disclosure_fields, postings
from microprojects.domain import disclosures as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.people import Actor
from microprojects.domain.schemes import DisclosureKind
from microprojects.services import _take_down
from microprojects.services._decision import shown_proposer
from microprojects.services._deed import note, permit
from microprojects.services._postings import begin
from microprojects.services._renewals import halt, renew
from microprojects.services._words import public_line, public_text
from microprojects.store import disclosures, projects
from microprojects.store.db import transaction
from microprojects.store.disclosures import BoardPost, Disclosure
from microprojects.store.files import Attachment
from microprojects.store.projects import Project

BOARD_PHOTO = "board_photo"


def correct(
    disclosure_id: int, *, changes: Mapping[str, str], reason: str, actor: Actor, at: datetime
) -> int:
    """Publish a new version with some wordings replaced, and return its number; the old one stays beside it.

    The keys of `changes` are dotted paths of the body, such as "contact.phone". While
    the project is on notice, the whole window starts anew, so that nobody has less
    time for the true words. Where personal data was blacked out, the versions that
    show it are hidden.

    Raises:
        NotFound: there is no such disclosure.
        NotPermitted: not one who publishes here.
        NotLatest: a newer version stands.
        NotCorrectable, OnlyBlacking, NothingChanges: what was asked is no correction.
        BadValue, PrivacyFinding: a text cannot stand.
    """
    words = public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        project, old = _held(session, disclosure_id)
        permit(actor, Action.DISCLOSURE_CORRECT, project.target, at=at)
        latest = disclosures.latest(session, project.id, old.kind)
        if latest is None or latest.id != old.id:
            raise law.NotLatest
        body = corrections.corrected(old.body, _worded(changes))
        if old.kind == DisclosureKind.DECISION.value:
            body["proposer"] = shown_proposer(project)
        new, restarted = renew(session, project, old, body, reason=words, actor=actor, at=at)
        gone = corrections.blackened(old.body, new.body)
        hidden = _take_down.everywhere(session, project, (), gone, reason=words, at=at)
        _take_down.blacken_sources(session, project, old.body, new.body)
        facts = {
            "disclosure": str(new.id),
            "version": str(new.version),
            "reason": words,
            "sha256": new.sha256,
            "window": "restarted" if restarted else "as-it-was",
            "taken_down": hidden,
        }
        new.journal_seq = note(session, Action.DISCLOSURE_CORRECT, project, facts, actor=actor, at=at).seq
        return new.id


def take_down(
    disclosure_id: int,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    hidden: Collection[str] | None = None,
) -> None:
    """Hide one version at once, for instance because it shows personal data; that it stood here stays to be seen.

    `hidden` are the dotted paths of its texts that are not to be read again: in no
    earlier or later version, on no page and in no version to come. Without it, these
    are the reports, notes and pictures that the version told first. Where something
    is hidden, the version without it is published at once; else the notice, if one
    runs, stops until a correction is published.

    Raises:
        NotFound: there is no such disclosure.
        NotPermitted: not one who publishes here.
        TakenDown: it is hidden already.
        NotCorrectable: a path leads to no text that may be hidden, or it is a decision's, which is corrected instead.
        BadValue, PrivacyFinding: the reason cannot stand.
    """
    words = public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        project, row = _held(session, disclosure_id)
        permit(actor, Action.DISCLOSURE_TAKE_DOWN, project.target, at=at)
        if row.taken_down_at is not None:
            raise law.TakenDown
        rows, texts = _take_down.chosen(session, project, row, hidden)
        row.taken_down_at, row.take_down_reason = at, words
        session.flush()
        gone = [row.sha256, *_take_down.everywhere(session, project, rows, texts, reason=words, at=at)]
        _take_down.hide(session, project, rows, at=at)
        news = _take_down.told_without(session, project, rows, texts, reason=words, actor=actor, at=at)
        halt(session, project, row, at=at)
        facts = {
            "disclosure": str(row.id),
            "reason": words,
            "sha256": row.sha256,
            **news.facts,
            "taken_down": gone,
        }
        if rows or texts:
            facts["hidden"] = str(len(rows) + len(texts))
        news.tie(note(session, Action.DISCLOSURE_TAKE_DOWN, project, facts, actor=actor, at=at))


def record_board_post(
    disclosure_id: int,
    *,
    place: str,
    actor: Actor,
    at: datetime,
    photo: int | None = None,
    hung_at: datetime | None = None,
) -> None:
    """Note that a version hangs on a paper board; `photo` is the number of a board photo of the project's.

    `hung_at` is when it was put up, now if nothing is said. Where the days of the notice
    begin with the posting, the first proof lets them begin.

    Raises:
        NotFound: there is no such disclosure.
        NotPermitted: neither staff nor grid worker here.
        TakenDown: a hidden version is not to hang anywhere.
        HungLater, HungTooEarly: it cannot have hung there at that time.
        PhotoMissing: the days wait for this proof, and there is no photo.
        BadValue, PrivacyFinding: the place cannot stand, or the photo is none of the board.
    """
    where = public_line(N_("张贴地点"), place)
    with transaction() as session:
        project, row = _held(session, disclosure_id)
        permit(actor, Action.DISCLOSURE_POSTED, project.target, at=at)
        if row.taken_down_at is not None:
            raise law.TakenDown
        since = hung_at or at
        postings.require_seen(since, published_at=row.published_at, at=at)
        shown = _photo(session, project, photo) if photo is not None else None
        session.add(
            BoardPost(
                disclosure_id=row.id,
                place=where,
                posted_at=since,
                posted_by_id=actor.person_id,
                photo_sha256=shown,
                entered_at=at,
            )
        )
        facts = {"disclosure": str(row.id), "place": where, "photo": shown or ""}
        facts |= begin(session, project, row, hung_at=since, photo=shown, at=at)
        note(session, Action.DISCLOSURE_POSTED, project, facts, actor=actor, at=at)


def _held(session: Session, disclosure_id: int) -> tuple[Project, Disclosure]:
    """Return a version with its project, which is held first, as every deed on a project does."""
    number = disclosures.get(session, disclosure_id).project.number or ""
    project = projects.by_number(session, number, for_update=True)
    return project, disclosures.get(session, disclosure_id, for_update=True)


def _worded(changes: Mapping[str, str]) -> dict[str, str]:
    return {
        path: public_text(
            disclosure_fields.label(path), text, limit=corrections.LONGEST_CORRECTION, needed=False
        )
        for path, text in changes.items()
    }


def _photo(session: Session, project: Project, attachment_id: int) -> str:
    photo = session.get(Attachment, attachment_id)
    fits = photo is not None and photo.project_id == project.id and photo.purpose == BOARD_PHOTO
    if photo is None or not fits or photo.removed_at is not None:
        raise BadValue(field=N_("照片"), why=N_("要选这个项目的公示栏照片"))
    return photo.sha256
