"""A page of the office is shown to whom the act of the page is allowed at the very thing that it is about."""

from __future__ import annotations

from flask import current_app, request

from microprojects.clock import now
from microprojects.domain import permissions
from microprojects.domain.errors import NotPermitted
from microprojects.domain.people import OFFICE_ROLES, Role
from microprojects.domain.workdays import local_day
from microprojects.store.projects import Project
from microprojects.web.guard import audience, current_actor


def require_here(project: Project) -> None:
    """Let the page of an act be seen by who may do the act to this project, and works at it.

    The guard has asked only whether they may do it somewhere. A contractor has no office, and works at
    every site of its area, whoever holds the contract.

    Raises:
        OwnMatter: the project is the visitor's own matter.
        NotPermitted: they may do it elsewhere, or to other projects only.
    """
    actor, today = current_actor(), local_day(now())
    wanted = audience(current_app, request.endpoint or "")
    if wanted is None or wanted.action is None:
        raise NotPermitted
    permissions.require(actor, wanted.action, project.target, at=today)
    if not actor.roles(project.area.path, today) & (OFFICE_ROLES | {Role.CONTRACTOR}):
        raise NotPermitted  # an act that is open to everybody who is signed in has its own public page
