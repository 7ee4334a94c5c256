"""The paper boards of a community for anyone: what hung where since when, with the photo that proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, NotFound
from microprojects.domain.permissions import Target
from microprojects.domain.uploads import Media
from microprojects.store import areas, hangings, looks, postings, uploads
from microprojects.store.db import db
from microprojects.store.postings import SheetPost
from microprojects.web.guard import anyone, can
from microprojects.web.sent_files import sent

bp = Blueprint("public_boards", __name__)

KINDS: dict[str, tuple[str, str, str]] = {
    "call": (N_("征集"), "public_posters.call_page", "round_id"),
    "notice": (N_("会议通知"), "public_meetings.meeting", "meeting_id"),
    "candidates": (N_("上会项目名单"), "public_meetings.meeting", "meeting_id"),
    "result": (N_("会议结果"), "public_posters.result_page", "meeting_id"),
    "ballot": (N_("投票项目名单"), "public_posters.ballot_page", "poll_id"),
    "chosen": (N_("投票结果"), "public_posters.chosen_page", "poll_id"),
}
_SHOWN = 16


@dataclass(frozen=True)
class Line:
    """One proof: what hung, where, since when, and its photo."""

    title: str
    url: str
    place: str
    at: datetime
    photo: str
    waits: bool = False  # the photo, until a second person has looked at it


@bp.get("/c/<slug>/board")
@anyone
def show(slug: str) -> ResponseReturnValue:
    """Show what hung on the boards of a community, the latest first."""
    area = areas.by_slug(db.session(), slug)
    hung = postings.latest(db.session(), area.id)
    seen = looks.shown_sheets(db.session(), [row.id for row in hung])
    proofs = [_sheet(row, seen=row.id in seen) for row in hung]
    proofs += [
        Line(
            title,
            url_for("public_disclosures.show", disclosure_id=row.disclosure_id),
            row.place,
            row.posted_at,
            url_for("public_files.found", attachment_id=photo) if photo else "",
        )
        for row, title, photo in hangings.latest(db.session(), area.id)
    ]
    proofs.sort(key=lambda line: line.at, reverse=True)
    boards = postings.boards(db.session(), area.id)
    return render_template("public/boards/show.html", area=area, community=area, proofs=proofs, boards=boards)


@bp.get("/boards/photos/<int:post_id>/<name>")
@anyone
def photo(post_id: int, name: str) -> ResponseReturnValue:
    """Send the photo of a proof."""
    row, public = _allowed(post_id, name)
    return sent(f"board-{row.id}", row.photo_sha256, Media(row.media_type), public=public)


@bp.get("/boards/photos/<int:post_id>/small/<name>")
@anyone
def small(post_id: int, name: str) -> ResponseReturnValue:
    """Send the small form of the photo of a proof."""
    row, public = _allowed(post_id, name)
    return sent(f"board-{row.id}", row.thumb_sha256, uploads.THUMB, public=public)


def _allowed(post_id: int, name: str) -> tuple[SheetPost, bool]:
    """Return a proof whose photo the visitor may see, and whether everybody may.

    Raises:
        NotFound: there is none, it is called otherwise, or nobody but the office may see it.
    """
    row = postings.post(db.session(), post_id)
    public = bool(looks.shown_sheets(db.session(), [row.id]))
    if name != board_photo(row):
        raise NotFound
    if not public and not can(Action.OFFICE_READ, Target(areas.get(db.session(), row.area_id).path)):
        raise NotFound
    return row, public


def _sheet(row: SheetPost, *, seen: bool) -> Line:
    kind, _slash, key = row.subject.partition("/")
    if kind == "monthly":
        slug, _slash, month = key.partition("/")
        title, url = (
            _("每月公开 %(month)s", month=month),
            url_for("public_posters.monthly_page", slug=slug, month=month),
        )
    else:
        words, endpoint, name = KINDS[kind]
        title, url = _(words), _page_of(endpoint, name, int(key))
    picture = url_for(".photo", post_id=row.id, name=board_photo(row)) if seen else ""
    return Line(title, url, row.place, row.posted_at, picture, waits=not seen)


@bp.app_template_filter()
def board_photo(row: SheetPost) -> str:
    """Return the last part of the photo's address, which changes with the content."""
    return f"{row.photo_sha256[:_SHOWN]}.{Media(row.media_type).extension}"


def _page_of(endpoint: str, name: str, number: int) -> str:
    values: dict[str, Any] = {name: number}
    return url_for(endpoint, **values)
