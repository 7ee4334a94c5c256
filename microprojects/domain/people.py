"""Who acts: roles, the areas and terms that they are bound to, and the actor of one deed."""

from __future__ import annotations

from collections.abc import Iterable
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
# What is given to somebody for a term; a resident is verified instead, and the system is nobody.
GIVEN_ROLES = frozenset(Role) - {Role.RESIDENT, Role.SYSTEM}
_ABOVE = frozenset({Role.DISTRICT_ADMIN, Role.AUDITOR, Role.SYSADMIN})
# Who gives which roles and takes them back: who keeps the accounts puts nobody on a project.
GIVES: dict[Role, frozenset[Role]] = {
    Role.SYSADMIN: _ABOVE,
    Role.DISTRICT_ADMIN: GIVEN_ROLES - _ABOVE,
    Role.SYSTEM: GIVEN_ROLES,
}


@dataclass(frozen=True)
class Apart:
    """A role that must be in other hands than the others of the line, why, and where that stands."""

    role: Role
    others: frozenset[Role]
    why: str
    source: str


# Separation of duties: what nobody may be in one place at one time.
# Relatives of those people may not supervise either, but this house does not know who is whose.
APART: tuple[Apart, ...] = (
    Apart(
        Role.SUPERVISOR,
        frozenset(
            {
                Role.GRID_WORKER,
                Role.COMMUNITY_STAFF,
                Role.PARTY_SECRETARY,
                Role.STREET_OFFICER,
                Role.STREET_LEADER,
                Role.FINANCE,
                Role.CONTRACTOR,
                Role.DISTRICT_ADMIN,
            }
        ),
        N_("办事的人不能监督自己"),
        "《村民委员会组织法》第三十二条（参照）",
    ),
    Apart(
        Role.CONTRACTOR,
        OFFICE_ROLES | COUNCIL_ROLES,
        N_("拿工程款的人不能定项目、管项目"),
        "《政府采购法》第十二条（参照）",
    ),
    Apart(Role.AUDITOR, GIVEN_ROLES - {Role.AUDITOR}, N_("审计只审不办"), "[P]"),
    Apart(Role.UNIT, OFFICE_ROLES | COUNCIL_ROLES, N_("单位账号代表单位，不代表办事的人"), "[P]"),
)


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

    def meets(self, other: Grant) -> bool:
        """Return whether there are a place and a day in which both grants hold."""
        nested = contains(self.area, other.area) or contains(other.area, self.area)
        ends_later = self.until is None or other.since <= self.until
        return nested and ends_later and (other.until is None or self.since <= other.until)


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


def kept_apart(one: Role, other: Role) -> Apart | None:
    """Return the line of the table that keeps two roles apart, None where one person may hold both."""
    for line in APART:
        if (one is line.role and other in line.others) or (other is line.role and one in line.others):
            return line
    return None


def clash(wanted: Grant, held: Iterable[Grant]) -> tuple[Grant, Apart] | None:
    """Return the first grant with which the wanted one may not meet in one person, and the line that says so."""
    for grant in held:
        line = kept_apart(wanted.role, grant.role)
        if line is not None and wanted.meets(grant):
            return grant, line
    return None


def gives(held: Iterable[Role]) -> frozenset[Role]:
    """Return the roles that somebody with those roles gives and takes back."""
    return frozenset(given for role in held for given in GIVES.get(role, ()))


def givers(role: Role) -> tuple[Role, ...]:
    """Return who gives a role, people only."""
    return tuple(giver for giver, given in GIVES.items() if role in given and giver is not Role.SYSTEM)
