"""Objections that say the same are put together, so that one reply answers them; until then they can be taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from microprojects.domain import objection_groups as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, NotFound
from microprojects.domain.people import Actor
from microprojects.domain.permissions import OwnMatter
from microprojects.services._deed import note, permit
from microprojects.services._words import public_text
from microprojects.store import objection_groups, objections, projects
from microprojects.store.db import transaction
from microprojects.store.objection_groups import ObjectionGroup
from microprojects.store.objections import Objection


def group(number: str, ids: Sequence[int], *, reason: str, actor: Actor, at: datetime) -> int:
    """Put objections on one ground to one notice together; the reason is public.

    Raises:
        NotFound: there is no such project, or no such objection to it.
        NotPermitted, OwnMatter: not a handler here, or one's own project or objection.
        TooFew, NotGroupable, DifferentGround: these cannot be answered by one reply.
        BadValue, PrivacyFinding: the reason cannot stand.
    """
    words = public_text(N_("合并的理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.OBJECTION_GROUP, project.target, at=at)
        known = {each.id: each for each in objections.of_project(session, project.id)}
        if not set(ids) <= set(known):
            raise NotFound
        chosen = [known[each] for each in sorted(set(ids))]
        law.require_alike([_member(each) for each in chosen])
        if actor.person_id in {each.person_id for each in chosen}:
            raise OwnMatter
        row = ObjectionGroup(
            project_id=project.id,
            ground=chosen[0].ground,
            reason=words,
            size=len(chosen),
            formed_at=at,
            formed_by_id=actor.person_id,
        )
        session.add(row)
        session.flush()
        for each in chosen:
            each.group_id = row.id
        facts = {
            "group": row.id,
            "ground": row.ground,
            "objections": [each.id for each in chosen],
            "reason": words,
        }
        note(session, Action.OBJECTION_GROUP, project, facts, actor=actor, at=at)
        return row.id


def ungroup(group_id: int, *, reason: str, actor: Actor, at: datetime) -> str:
    """Take a group apart before it was answered; the reason is public. Returns the number of the project.

    Raises:
        NotFound: there is no such group.
        NotPermitted, OwnMatter: not a handler here, or one's own project or objection.
        GroupGone: it has its reply, or was taken apart before.
        BadValue, PrivacyFinding: the reason cannot stand.
    """
    words = public_text(N_("拆开的理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        number = objection_groups.project_number(session, group_id)
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.OBJECTION_UNGROUP, project.target, at=at)
        row = objection_groups.get(session, group_id)
        members = objection_groups.members(session, group_id)
        if row.undone_at is not None or any(each.outcome is not None for each in members):
            raise law.GroupGone
        if actor.person_id in {each.person_id for each in members}:
            raise OwnMatter
        for each in members:
            each.group_id = None
        row.undone_at, row.undone_by_id, row.undone_reason = at, actor.person_id, words
        facts = {"group": row.id, "reason": words}
        note(session, Action.OBJECTION_UNGROUP, project, facts, actor=actor, at=at)
        return number


def _member(each: Objection) -> law.Member:
    """Return an objection as the rule sees it; one that was taken further is not open to a reply to many."""
    is_open = each.is_open and each.waits_for is None
    return law.Member(each.ground, each.disclosure_id, is_open, each.group_id is not None)
