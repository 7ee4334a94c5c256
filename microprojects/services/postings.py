"""The paper boards of a community, and the proofs that a sheet other than a disclosure hangs on one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import attachments
from microprojects.domain import postings as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.uploads import PHOTOS, require_media
from microprojects.services._deed import permit, record
from microprojects.services._words import public_line
from microprojects.store import areas, hangings, looks, postings, uploads
from microprojects.store.areas import Area
from microprojects.store.db import db, transaction
from microprojects.store.looks import SheetLook
from microprojects.store.postings import NoticeBoard, SheetPost


def add_board(slug: str, *, name: str, actor: Actor, at: datetime) -> int:
    """Add a board to a community's list, or take one of that name into use again; return its number.

    Raises:
        NotFound: there is no such community.
        NotPermitted: not staff there.
        BoardKnown, TooManyBoards: it is in use, or there are enough.
        BadValue, PrivacyFinding: the name cannot stand.
    """
    words = public_line(N_("公告栏名称"), name, limit=law.LONGEST_BOARD)
    with transaction() as session:
        area = areas.by_slug(session, slug)
        permit(actor, Action.BOARD_EDIT, Target(area.path), at=at)
        law.require_room([board.name for board in postings.boards(session, area.id)], words)
        board = postings.board_called(session, area.id, words)
        if board is None:
            person = actor.person_id
            board = NoticeBoard(area_id=area.id, name=words, added_at=at, added_by_id=person)
            session.add(board)
        board.retired_at = None
        session.flush()
        _note(session, Action.BOARD_EDIT, area, {"place": words, "board": "added"}, actor=actor, at=at)
        return board.id


def retire_board(board_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a board out of use; what hung there stays on record.

    Raises:
        NotFound: there is no such board.
        NotPermitted: not staff there.
    """
    with transaction() as session:
        board = postings.board(session, board_id)
        area = areas.get(session, board.area_id)
        permit(actor, Action.BOARD_EDIT, Target(area.path), at=at)
        if board.retired_at is None:
            board.retired_at = at
            _note(
                session,
                Action.BOARD_EDIT,
                area,
                {"place": board.name, "board": "retired"},
                actor=actor,
                at=at,
            )


def record_post(
    subject: str,
    *,
    place: str,
    photo: bytes,
    name: str,
    actor: Actor,
    at: datetime,
    hung_at: datetime | None = None,
) -> int:
    """Note that a sheet hangs on a board, proven by a photo without metadata, and return the number of the proof.

    The photo waits until a second person has looked at it, as every photo that is to be public.
    `subject` is the sheet as `store.hangings` names it: "notice/7", "monthly/lizhi/2026-11".

    Raises:
        NotFound: there is no such sheet.
        NotPermitted: neither staff nor grid worker here.
        HungLater, HungTooEarly: it cannot have hung there at that time.
        EmptyFile, KindNotTaken, FileTooLarge, BrokenPicture, TooManyPixels: the photo cannot be taken.
        BadValue, PrivacyFinding: the place cannot stand.
    """
    where, since = public_line(N_("张贴地点"), place), hung_at or at
    area, there_since = hangings.origin(db.session(), subject)
    permit(actor, Action.SHEET_POSTED, Target(area.path), at=at)
    law.require_seen(since, published_at=there_since, at=at)
    media = require_media(name or N_("照片"), photo, PHOTOS)
    kept = uploads.keep(media, photo)
    with transaction() as session:
        area, _since = hangings.origin(session, subject)
        permit(actor, Action.SHEET_POSTED, Target(area.path), at=at)
        row = SheetPost(
            area_id=area.id,
            subject=subject,
            place=where,
            posted_at=since,
            entered_at=at,
            posted_by_id=actor.person_id,
            media_type=media.value,
            photo_sha256=kept.sha256,
            thumb_sha256=kept.thumb_sha256,
        )
        session.add(row)
        session.flush()
        session.add(SheetLook(post_id=row.id, added_at=at, added_by_id=row.posted_by_id))
        facts = {"hangs": subject, "place": where, "photo_sha256": kept.sha256}
        _note(session, Action.SHEET_POSTED, area, facts, actor=actor, at=at)
        return row.id


def look(post_id: int, *, shows: bool, is_clear: bool, actor: Actor, at: datetime) -> None:
    """Say as the second person that the photo of a board was looked at, and whether everybody may see it.

    Raises:
        NotFound: there is no such proof.
        NotPermitted: the actor does not work for its community.
        SameEyes: they took it themselves.
        NothingToLookAt: it does not wait.
        NotLookedAt: it is to be shown, and they do not say that nothing private is on it.
    """
    with transaction() as session:
        row = postings.post(session, post_id)
        area = areas.get(session, row.area_id)
        permit(actor, Action.ATTACHMENT_LOOK, Target(area.path), at=at)
        attachments.require_other_eyes(row.posted_by_id, actor.person_id)
        found = looks.of_sheet(session, post_id, held=True)
        if found is None:
            raise attachments.NothingToLookAt
        attachments.require_looked(shows=shows, is_clear=is_clear)
        found.looked_at, found.looked_by_id, found.shown = at, actor.person_id, shows
        facts = {"hangs": row.subject, "public": shows, "sha256": row.photo_sha256}
        _note(session, Action.ATTACHMENT_LOOK, area, facts, actor=actor, at=at)


def _note(
    session: Session, action: Action, area: Area, facts: Mapping[str, object], *, actor: Actor, at: datetime
) -> None:
    record(session, action, f"boards/{area.slug}", actor=actor, at=at, area=area.path, facts=facts)
