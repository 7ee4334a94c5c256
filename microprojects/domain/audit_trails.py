"""Whose name an auditor reads beside an act: of those who act for the public, never of a resident or of a voter."""

from __future__ import annotations

from microprojects.domain.actions import Action
from microprojects.domain.people import COUNCIL_ROLES, OFFICE_ROLES, Role
from microprojects.domain.permission_table import TABLE

# Who holds an office, a seat or a contract answers by name.
# Source: 个人信息保护法 (2021) art. 6: no more than the purpose needs.
NAMED: frozenset[Role] = (OFFICE_ROLES | COUNCIL_ROLES | {Role.CONTRACTOR, Role.EXPERT}) - {
    Role.RESIDENT,
    Role.UNIT,
}
# What anybody may do for themselves, and a vote: here the record may show a role that the person also holds.
PERSONAL: frozenset[Action] = frozenset(
    action for action, rule in TABLE.items() if not rule.roles or Role.RESIDENT in rule.roles
) | {Action.VOTE_CAST}
# Acts that make or end an office, so that its holder is named, too.
OF_AN_OFFICE: frozenset[Action] = frozenset({Action.ROLE_GRANT, Action.ROLE_REVOKE})


def is_named(role: str, verb: str) -> bool:
    """Return whether an auditor reads who did this, under the role and verb that the record has."""
    return role in {each.value for each in NAMED} and verb not in PERSONAL
