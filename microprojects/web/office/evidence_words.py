"""How the papers of a site read on a page: which are there, and where one is added."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from microprojects.domain.attachments import PURPOSES
from microprojects.store.db import db
from microprojects.store.files import Attachment
from microprojects.store.projects import Project
from microprojects.web.forms.delivery import OF_THE_SITE


def shown(project: Project) -> dict[str, Any]:
    """Return the papers that were added, by what they are for."""
    query = select(Attachment).where(
        Attachment.project_id == project.id,
        Attachment.purpose.in_(OF_THE_SITE),
        Attachment.removed_at.is_(None),
    )
    rows = db.session().scalars(query.order_by(Attachment.id))
    return {
        "papers": [(_(PURPOSES[row.purpose][0]), row.caption or row.text[:60], row.added_at) for row in rows]
    }
