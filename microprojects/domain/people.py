"""Who acts: roles, the areas and terms that they are bound to, and the actor of one deed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microprojects.domain.errors import N_


class Role(StrEnum):
    """What a person may be in one area for one term.

    Source: the project's domain research, section 4.1 (sources for each role are given there).
    """

    RESIDENT = "resident"
    UNIT = "unit"
    GRID_WORKER = "grid_worker"
    COMMUNITY_STAFF = "community_staff"
    PARTY_SECRETARY = "party_secretary"
    COUNCIL_CHAIR = "council_chair"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_SECRETARY = "council_secretary"
    STREET_OFFICER = "street_officer"
    STREET_LEADER = "street_leader"
    FINANCE = "finance"
    SUPERVISOR = "supervisor"
    EXPERT = "expert"
    CONTRACTOR = "contractor"
    DISTRICT_ADMIN = "district_admin"
    AUDITOR = "auditor"
    SYSADMIN = "sysadmin"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """Return the role's name in the source language."""
        return ROLE_LABELS[self]


ROLE_LABELS: dict[Role, str] = {
    Role.RESIDENT: N_("居民"),
    Role.UNIT: N_("驻区单位"),
    Role.GRID_WORKER: N_("网格员"),
    Role.COMMUNITY_STAFF: N_("社区经办"),
    Role.PARTY_SECRETARY: N_("社区党委"),
    Role.COUNCIL_CHAIR: N_("议事会主持人"),
    Role.COUNCIL_MEMBER: N_("议事员"),
    Role.COUNCIL_SECRETARY: N_("记录员"),
    Role.STREET_OFFICER: N_("街道经办"),
    Role.STREET_LEADER: N_("街道领导"),
    Role.FINANCE: N_("财务"),
    Role.SUPERVISOR: N_("评议监督员"),
    Role.EXPERT: N_("专家"),
    Role.CONTRACTOR: N_("实施单位"),
    Role.DISTRICT_ADMIN: N_("区管理员"),
    Role.AUDITOR: N_("审计"),
    Role.SYSADMIN: N_("系统管理员"),
    Role.SYSTEM: N_("系统"),
}

# Every one of these signs in with a second factor; residents, units and contractors need not.
NEEDS_SECOND_FACTOR = frozenset(Role) - {Role.RESIDENT, Role.UNIT, Role.CONTRACTOR, Role.SYSTEM}
OFFICE_ROLES = frozenset(
    {
        Role.GRID_WORKER,
        Role.COMMUNITY_STAFF,
        Role.PARTY_SECRETARY,
        Role.STREET_OFFICER,
        Role.STREET_LEADER,
        Role.FINANCE,
        Role.SUPERVISOR,
        Role.EXPERT,
        Role.DISTRICT_ADMIN,
        Role.AUDITOR,
        Role.SYSADMIN,
    }
)
COUNCIL_ROLES = frozenset({Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY})


def contains(outer: str, inner: str) -> bool:
    """Return whether area path `inner` lies in (or is) area path `outer`.

    A path is slugs joined by "/", from district down: "minghu/rongshu/lizhi".
    The empty path is the whole country of this installation.
    """
    return outer in ("", inner) or inner.startswith(outer + "/")


@dataclass(frozen=True)
class Grant:
    """One role in one area for one term; `until` is the last day, None means open."""

    role: Role
    area: str
    since: date
    until: date | None = None

    def covers(self, area: str, on: date) -> bool:
        """Return whether the grant holds in `area` on that day."""
        return contains(self.area, area) and self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Actor:
    """The person who acts, as the rules see them.

    `home` is the community path in which the person is verified, None if not verified.
    `person_id` is None for the anonymous public and for the system's own acts.
    """

    person_id: int | None = None
    name: str = ""
    grants: tuple[Grant, ...] = ()
    home: str | None = None
    is_system: bool = False

    def roles(self, area: str, on: date) -> frozenset[Role]:
        """Return the roles that this actor holds in `area` on that day."""
        if self.is_system:
            return frozenset({Role.SYSTEM})
        held = {grant.role for grant in self.grants if grant.covers(area, on)}
        if self.home is not None and contains(self.home, area):
            held.add(Role.RESIDENT)
        return frozenset(held)

    def roles_anywhere(self, on: date) -> frozenset[Role]:
        """Return the roles that this actor holds in any area on that day."""
        held = {g.role for g in self.grants if g.since <= on and (g.until is None or on <= g.until)}
        if self.home is not None:
            held.add(Role.RESIDENT)
        return frozenset(held)


ANYONE = Actor()
SYSTEM = Actor(name="system", is_system=True)
