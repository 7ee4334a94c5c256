"""Which roles stand in different hands, where and when two of them meet, and who gives which."""

from __future__ import annotations

from datetime import date

import pytest

from microprojects.domain.people import (
    APART,
    COUNCIL_ROLES,
    GIVEN_ROLES,
    OFFICE_ROLES,
    Grant,
    Role,
    clash,
    givers,
    gives,
    kept_apart,
)

LIZHI, STREET, MUMIAN = "minghu/rongshu/lizhi", "minghu/rongshu", "minghu/rongshu/mumian"
SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 1)


def grant(role: Role, area: str = LIZHI, since: date = SPRING, until: date | None = None) -> Grant:
    return Grant(role, area, since, until)


@pytest.mark.parametrize(
    "role",
    [
        Role.GRID_WORKER,
        Role.COMMUNITY_STAFF,
        Role.PARTY_SECRETARY,
        Role.STREET_OFFICER,
        Role.STREET_LEADER,
        Role.FINANCE,
        Role.CONTRACTOR,
        Role.DISTRICT_ADMIN,
    ],
)
def test_who_acts_does_not_supervise_and_the_order_does_not_matter(role):
    assert kept_apart(Role.SUPERVISOR, role) is kept_apart(role, Role.SUPERVISOR) is not None


@pytest.mark.parametrize("role", sorted(OFFICE_ROLES | COUNCIL_ROLES))
def test_who_is_paid_for_works_neither_decides_nor_looks_after_them(role):
    assert kept_apart(Role.CONTRACTOR, role) is not None


@pytest.mark.parametrize("role", sorted(GIVEN_ROLES - {Role.AUDITOR}))
def test_an_auditor_is_nothing_else(role):
    assert kept_apart(Role.AUDITOR, role) is not None


@pytest.mark.parametrize("role", sorted(GIVEN_ROLES))
def test_every_role_may_be_held_by_a_resident(role):
    assert kept_apart(role, Role.RESIDENT) is None


def test_a_member_of_the_council_may_supervise():
    assert kept_apart(Role.COUNCIL_MEMBER, Role.SUPERVISOR) is None


def test_every_line_says_why_and_where_that_stands():
    assert all(line.why and line.source and line.role not in line.others for line in APART)


@pytest.mark.parametrize(
    ("held", "met"),
    [
        (grant(Role.FINANCE, STREET), True),
        (grant(Role.FINANCE, "minghu"), True),
        (grant(Role.FINANCE, LIZHI), True),
        (grant(Role.FINANCE, MUMIAN), False),
        (grant(Role.FINANCE, LIZHI + "x"), False),
        (grant(Role.FINANCE, STREET, until=SPRING), True),
        (grant(Role.FINANCE, STREET, date(2025, 1, 1), date(2026, 2, 28)), False),
        (grant(Role.FINANCE, STREET, SUMMER), True),
        (grant(Role.FINANCE, STREET, date(2026, 6, 2)), False),
        (grant(Role.EXPERT, STREET), False),
    ],
)
def test_two_roles_clash_where_area_and_term_meet(held, met):
    wanted = grant(Role.SUPERVISOR, LIZHI, SPRING, SUMMER)

    assert (clash(wanted, [held]) is not None) is met


def test_every_role_is_given_by_one_kind_of_administrator():
    assert {role: len(givers(role)) for role in GIVEN_ROLES} == dict.fromkeys(GIVEN_ROLES, 1)
    assert gives({Role.SYSTEM}) == GIVEN_ROLES


def test_who_keeps_the_accounts_puts_nobody_on_a_project():
    assert gives({Role.SYSADMIN, Role.EXPERT}) == {Role.DISTRICT_ADMIN, Role.AUDITOR, Role.SYSADMIN}
    assert gives({Role.STREET_LEADER}) == frozenset()
