"""How the discussion reads on a page: an author by role, with a masked name where one is shown; a stance in words."""

from __future__ import annotations

from flask_babel import gettext as _

from microprojects.domain.comments import STANCES, shown_name
from microprojects.domain.people import Role
from microprojects.store.comments import Shown


def comment_author(shown: Shown) -> str:
    """Write an author as the public may read them: 居民（张**）, 社区经办."""
    role = Role(shown.comment.author_role)
    name = shown_name(role, shown.author)
    return _("%(role)s（%(name)s）", role=_(role.label), name=name) if name else _(role.label)


def stance_label(stance: str) -> str:
    """Write a stance: 赞成."""
    return _(STANCES[stance])


def role_label(role: str) -> str:
    """Write the name of a role that was kept with an act."""
    return _(Role(role).label)
