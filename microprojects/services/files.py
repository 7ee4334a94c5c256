"""Files: attaching a picture, a paper or a written report to a project, and taking one away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import attachments, texts
from microprojects.domain.actions import Action
from microprojects.domain.attachments import PROPOSAL
from microprojects.domain.errors import N_, NotFound, NotPermitted
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target, acts_for
from microprojects.domain.states import FINAL, State
from microprojects.domain.uploads import MOST_FILES, Media, require_media, require_room
from microprojects.domain.workdays import local_day
from microprojects.services._deed import is_told, permit
from microprojects.services._proposals import EDITABLE, note, own, require_state
from microprojects.services._words import clean, public_line, public_text
from microprojects.store import files, looks, uploads
from microprojects.store.db import db, transaction
from microprojects.store.files import TEXT, Attachment
from microprojects.store.looks import FileLook
from microprojects.store.projects import Project
from microprojects.store.uploads import Kept


def attach(
    reference: int | str,
    *,
    purpose: str,
    upload: bytes,
    name: str,
    actor: Actor,
    at: datetime,
    caption: str = "",
    public: bool = True,
) -> int:
    """Attach a file to a project, by its number or draft id, and return the attachment's id.

    Pictures are drawn and papers pressed anew, without metadata. What the file is, is
    read from its content. The words of a paper that is to be public are looked through;
    a picture, a paper with more on it than words, and one of somebody who is not told of
    names, waits until a second person has looked at it.

    Raises:
        NotFound: there is none, or it is somebody else's draft.
        NotPermitted: the actor may not add files for this purpose.
        WrongMoment: the proposal was handed in, or the project is finished.
        EmptyFile, KindNotTaken, FileTooLarge, BrokenPicture, TooManyPixels, BrokenPaper, LockedPaper: the
            file cannot be taken.
        TooManyFiles: there are enough for this purpose.
        UnknownPurpose, BadValue: a word beside it does not fit.
        PrivacyFinding, NamesFound: a word beside it, or on a paper that is to be public, is not for everybody.
    """
    public = attachments.is_public(purpose, wanted=public)
    said = _said(N_("说明文字"), caption, public=public)
    named = attachments.file_name(name)
    media = require_media(named or N_("文件"), upload)
    # Asked once before the costly drawing, so that only those who may add a file cause it.
    _allowed(db.session(), reference, purpose, actor=actor, at=at, held=False)
    kept = uploads.keep(media, upload)
    if public:
        clean(N_("文件里的文字"), kept.words)
    with transaction() as session:
        project = _allowed(session, reference, purpose, actor=actor, at=at)
        told = is_told(actor, Action.ATTACHMENT_ADD, project.area.path, at=at)
        waits = attachments.waits_for_a_look(public=public, is_whole=kept.is_whole and told)
        row = _row(project, purpose, kept, media, public=public and not waits, actor=actor, at=at)
        row.name, row.caption = named or f"{project.id}.{media.extension}", said
        added = _added(session, project, row, actor=actor, at=at)
        if waits:
            session.add(FileLook(attachment_id=added, added_at=at, added_by_id=row.added_by_id))
        return added


def attach_text(
    reference: int | str, *, purpose: str, text: str, actor: Actor, at: datetime, public: bool = True
) -> int:
    """Attach a written report, which needs no file, and return the attachment's id.

    Raises:
        NotFound, NotPermitted, WrongMoment, TooManyFiles, UnknownPurpose: as for a file.
        BadValue, PrivacyFinding: it is empty, too long, or public with personal data in it.
    """
    label, public = N_("书面说明"), attachments.is_public(purpose, wanted=public)
    told = texts.needed(label, texts.paragraphs(label, text, limit=attachments.LONGEST_TEXT))
    if public:
        public_text(label, told, limit=attachments.LONGEST_TEXT)
    with transaction() as session:
        project = _allowed(session, reference, purpose, actor=actor, at=at)
        kept = uploads.describe(told.encode())
        row = _row(project, purpose, kept, None, public=public, actor=actor, at=at)
        row.name, row.text = attachments.PURPOSES[purpose][0], told
        return _added(session, project, row, actor=actor, at=at)


def look(attachment_id: int, *, shows: bool, is_clear: bool, actor: Actor, at: datetime) -> None:
    """Say as the second person that a file was looked at, and whether everybody may see it.

    Raises:
        NotFound: there is none.
        NotPermitted, OwnMatter: the actor does not work for its area, or it is their own proposal's.
        SameEyes: they added it themselves.
        NothingToLookAt: it does not wait.
        NotLookedAt: it is to be shown, and they do not say that nothing private is on it.
    """
    with transaction() as session:
        row = files.get(session, attachment_id)
        project = own(session, row.project_id, actor=actor, at=at)
        permit(actor, Action.ATTACHMENT_LOOK, project.target, at=at)
        attachments.require_other_eyes(row.added_by_id, actor.person_id)
        look = looks.get(session, attachment_id)
        if look is None:
            raise attachments.NothingToLookAt
        attachments.require_looked(shows=shows, is_clear=is_clear)
        look.looked_at, look.looked_by_id, look.shown = at, actor.person_id, shows
        row.public = shows
        facts = {"purpose": row.purpose, "public": shows, "sha256": row.sha256}
        note(session, Action.ATTACHMENT_LOOK, project, facts, actor=actor, at=at)


def remove(attachment_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a file away that one added, or that belongs to one's own draft; its trace stays.

    Raises:
        NotFound: there is none.
        NotPermitted: somebody else added it.
        WrongMoment: the proposal was handed in, or the project is finished.
        FileInUse: the project has moved on since.
    """
    with transaction() as session:
        row = files.get(session, attachment_id)
        project = own(session, row.project_id, actor=actor, at=at)
        target = Target(project.area.path, owner_id=row.added_by_id)
        if row.purpose == PROPOSAL:
            target = Target(project.area.path, project.proposer_id, entered_by_id=row.added_by_id)
        permit(actor, Action.ATTACHMENT_REMOVE, target, at=at)
        _require_open(project, row.purpose)
        if row.purpose != PROPOSAL:
            attachments.require_unused(project.state, project.state_since, added_at=row.added_at)
        row.removed_at, row.removed_by_id = at, actor.person_id
        facts = {"purpose": row.purpose, "sha256": row.sha256}
        note(session, Action.ATTACHMENT_REMOVE, project, facts, actor=actor, at=at)


def _allowed(
    session: Session, reference: int | str, purpose: str, *, actor: Actor, at: datetime, held: bool = True
) -> Project:
    """Return the project if the actor may add one more file of the purpose to it now."""
    action = attachments.action_of(purpose)
    project = own(session, reference, actor=actor, at=at, held=held)
    if purpose != PROPOSAL:
        permit(actor, action, project.target, at=at)
    elif not acts_for(actor, project.target, at=local_day(at)):
        raise NotPermitted
    _require_open(project, purpose)
    most = attachments.MOST_OF_A_PROPOSAL if purpose == PROPOSAL else MOST_FILES
    require_room(files.count(session, project.id, purpose), most)
    return project


def _require_open(project: Project, purpose: str) -> None:
    require_state(project, EDITABLE if purpose == PROPOSAL else frozenset(State) - FINAL)


def _row(
    project: Project,
    purpose: str,
    kept: Kept,
    media: Media | None,
    *,
    public: bool,
    actor: Actor,
    at: datetime,
) -> Attachment:
    if actor.person_id is None:
        raise NotFound
    return Attachment(
        project_id=project.id,
        purpose=purpose,
        media_type=media.value if media else TEXT,
        size=kept.size,
        sha256=kept.sha256,
        thumb_sha256=kept.thumb_sha256,
        public=public,
        added_at=at,
        added_by_id=actor.person_id,
    )


def _added(session: Session, project: Project, row: Attachment, *, actor: Actor, at: datetime) -> int:
    session.add(row)
    session.flush()
    facts = {"purpose": row.purpose, "public": row.public, "sha256": row.sha256}
    note(session, Action.ATTACHMENT_ADD, project, facts, actor=actor, at=at)
    return row.id


def _said(label: str, text: str, *, public: bool) -> str:
    if public:
        return public_line(label, text, limit=attachments.LONGEST_CAPTION, needed=False)
    return texts.line(label, text, limit=attachments.LONGEST_CAPTION)
