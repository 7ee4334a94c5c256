"""Attached files: public ones for anyone, the others for who gave them and, once handed in, for the office of the area.

Source: OWASP ASVS 5.0.0, 5.4 (file download).
"""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound
from microprojects.domain.uploads import Media
from microprojects.store import files, projects, similar, uploads
from microprojects.store.db import db
from microprojects.store.files import Attachment
from microprojects.web.file_addresses import file_address, thumb_address
from microprojects.web.guard import anyone, can, current_actor, is_own
from microprojects.web.sent_files import sent

bp = Blueprint("public_files", __name__, url_prefix="/files/<int:attachment_id>")

for _filter in (file_address, thumb_address):
    bp.add_app_template_filter(_filter)


@bp.get("")
@anyone
def found(attachment_id: int) -> ResponseReturnValue:
    """Lead from the number of a file to its address."""
    row, _public = _allowed(attachment_id)
    return redirect(url_for(".original", attachment_id=row.id, name=file_address(row)), 302)


@bp.get("/<name>")
@anyone
def original(attachment_id: int, name: str) -> ResponseReturnValue:
    """Send a file: a picture to look at, a paper only to be kept."""
    row, public = _allowed(attachment_id)
    if name != file_address(row):
        raise NotFound
    return sent(str(row.id), row.sha256, Media(row.media_type), public=public)


@bp.get("/small/<name>")
@anyone
def small(attachment_id: int, name: str) -> ResponseReturnValue:
    """Send the small form of a picture."""
    row, public = _allowed(attachment_id)
    if row.thumb_sha256 is None or name != thumb_address(row):
        raise NotFound
    return sent(str(row.id), row.thumb_sha256, uploads.THUMB, public=public)


def _allowed(attachment_id: int) -> tuple[Attachment, bool]:
    """Return a file that the visitor may see, and whether everybody may.

    Raises:
        NotFound: there is none, it is a written report, or they may not know of it.
    """
    row = files.get(db.session(), attachment_id)
    project = projects.get(db.session(), row.project_id)
    actor = current_actor()
    public = row.public and project.state not in similar.HIDDEN
    mine = actor.person_id is not None and actor.person_id == row.added_by_id
    # What was never handed in has no number, and is nobody's but its proposer's.
    office = project.number is not None and can(Action.OFFICE_READ, project.target)
    if not (public or mine or is_own(project.target) or office):
        raise NotFound
    if row.media_type not in {media.value for media in Media}:
        raise NotFound
    return row, public
