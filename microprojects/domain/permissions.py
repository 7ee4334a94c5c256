"""Who may do what: the questions that deeds, buttons, menus and documents ask of the permission table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from microprojects.domain.actions import Action
from microprojects.domain.people import Actor, Role
from microprojects.domain.permission_table import ENTERING, TABLE, Owner, Rule
from microprojects.domain.permission_table import OwnItem as OwnItem
from microprojects.domain.permission_table import OwnMatter as OwnMatter


@dataclass(frozen=True)
class Target:
    """What the act is done to: its area path, and who stands behind it."""

    area: str
    owner_id: int | None = None
    entered_by_id: int | None = None

    def is_owned_by(self, actor: Actor) -> bool:
        """Return whether the actor proposed it or entered it for somebody."""
        return actor.person_id is not None and actor.person_id in (self.owner_id, self.entered_by_id)


def allows(actor: Actor, action: Action, target: Target, *, at: date) -> bool:
    """Return whether the actor may do the act to the target on that day."""
    rule = TABLE[action]
    if not _has_part(actor, rule, target, at):
        return False
    if rule.signed_in and actor.person_id is not None:
        return True
    return bool(rule.roles & actor.roles(target.area, at))


def _has_part(actor: Actor, rule: Rule, target: Target, at: date) -> bool:
    if rule.owner is Owner.SELF:
        return actor.person_id is not None and actor.person_id == target.owner_id
    if rule.owner is Owner.ONLY:
        return acts_for(actor, target, at=at, entering=rule.entering)
    return not (rule.owner is Owner.NEVER and target.is_owned_by(actor))


def acts_for(actor: Actor, target: Target, *, at: date, entering: frozenset[Role] = ENTERING) -> bool:
    """Return whether the thing is the actor's own, or one that they entered and may still act on.

    Who entered something for somebody keeps no right in it when their office ends.
    """
    if actor.person_id is None:
        return False
    if actor.person_id == target.owner_id:
        return True
    return actor.person_id == target.entered_by_id and bool(entering & actor.roles(target.area, at))


def require(actor: Actor, action: Action, target: Target, *, at: date) -> None:
    """Let the act pass if the actor may do it.

    Raises:
        OwnMatter: the role would do, but the matter is the actor's own.
        NotPermitted: no role of the actor's in that area allows it.
    """
    if allows(actor, action, target, at=at):
        return
    rule = TABLE[action]
    if rule.owner is Owner.NEVER and target.is_owned_by(actor) and rule.roles & actor.roles(target.area, at):
        raise rule.own
    raise rule.no


def may_somewhere(actor: Actor, action: Action, *, at: date) -> bool:
    """Return whether the actor could do the act to some target, for menus and the first gate of a route."""
    rule = TABLE[action]
    if rule.signed_in and actor.person_id is not None:
        return True
    return bool(rule.roles & actor.roles_anywhere(at))


def areas_where(actor: Actor, action: Action, *, at: date) -> tuple[str, ...]:
    """Return the area paths in which a role of the actor's allows the act, for lists of what waits there."""
    rule = TABLE[action]
    return tuple(
        grant.area for grant in actor.grants if grant.role in rule.roles and grant.covers(grant.area, at)
    )
