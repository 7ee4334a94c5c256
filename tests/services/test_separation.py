"""Separation of duties: no role is given to one who holds another that must be in other hands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from microprojects.domain.accounts import NotYoursToGive, RolesApart, UnitsHaveTheirOwn
from microprojects.domain.people import SYSTEM, Role
from microprojects.services import grants
from microprojects.services.grants import Office
from microprojects.store import people
from microprojects.store.db import db
from microprojects.store.people import RoleGrant
from tests.stories.test_races_votes import race
from tests.world import DISTRICT, LIZHI, MUMIAN, STREET

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)


def give(world, name, role, area, since=TODAY, until=None, *, by="huang"):
    office = Office(role=role, area=area, since=since, until=until)
    return grants.grant_role(world.people[name], office, actor=world[by], at=world.now)


def held(world, name):
    db.session.rollback()
    return [(grant.role, grant.area) for grant in people.grants(db.session(), world.people[name])]


@pytest.mark.parametrize("name", ["zhao", "sun", "wei", "zhou", "wu", "zheng", "shi"])
@pytest.mark.parametrize("area", [LIZHI, STREET, DISTRICT])
def test_who_acts_there_is_not_made_its_supervisor(name, area, world):
    before = held(world, name)

    with pytest.raises(RolesApart):
        give(world, name, Role.SUPERVISOR, area)

    assert held(world, name) == before


def test_the_refusal_says_where_what_and_why(world):
    with pytest.raises(RolesApart) as no:
        give(world, "zheng", Role.SUPERVISOR, LIZHI)

    assert str(no.value) == (
        "这个人在榕树街道是财务，同一时间不能再当评议监督员：办事的人不能监督自己。"
        "请另选一人，或先收回原来的身份。"
    )


@pytest.mark.parametrize(
    ("name", "role", "area"),
    [
        ("he", Role.COMMUNITY_STAFF, LIZHI),
        ("he", Role.STREET_LEADER, STREET),
        ("shi", Role.STREET_OFFICER, STREET),
        ("shi", Role.COUNCIL_MEMBER, LIZHI),
        ("liu", Role.CONTRACTOR, STREET),
        ("zhou", Role.UNIT, LIZHI),
    ],
)
def test_the_other_way_round_it_is_refused_too(name, role, area, world):
    with pytest.raises(RolesApart):
        give(world, name, role, area)


def test_an_auditor_is_given_nothing_else_and_nobody_else_made_auditor(world):
    with pytest.raises(RolesApart):
        give(world, "shen", Role.EXPERT, STREET)
    with pytest.raises(RolesApart):
        give(world, "zheng", Role.AUDITOR, DISTRICT, by="pei")


def test_elsewhere_or_at_another_time_the_same_person_may(world, session):
    give(world, "zhao", Role.SUPERVISOR, MUMIAN)
    grant, _area = people.grants_held(session, world.people["qian"])[0]
    grants.revoke_role(grant.id, actor=world["huang"], at=world.now)

    give(world, "qian", Role.SUPERVISOR, LIZHI)

    assert (Role.SUPERVISOR, MUMIAN) in held(world, "zhao")
    assert (Role.SUPERVISOR, LIZHI) in held(world, "qian")


def test_a_term_in_the_future_clashes_from_its_first_day(world):
    give(world, "xu", Role.FINANCE, STREET, TODAY + 30 * DAY)

    with pytest.raises(RolesApart):
        give(world, "xu", Role.SUPERVISOR, LIZHI, TODAY, TODAY + 30 * DAY)
    give(world, "xu", Role.SUPERVISOR, LIZHI, TODAY, TODAY + 29 * DAY)


def test_two_roles_that_must_be_apart_race_for_one_person_and_one_wins(app, world):
    ends = race(
        app,
        lambda: give(world, "xu", Role.FINANCE, STREET),
        lambda: give(world, "xu", Role.SUPERVISOR, LIZHI),
    )

    assert sorted(isinstance(end, int) for end in ends) == [False, True]
    assert RolesApart in ends
    query = select(func.count(RoleGrant.id)).where(RoleGrant.person_id == world.people["xu"])
    assert db.session.scalar(query) == 1


def test_a_resident_does_not_act_as_a_unit(world):
    with pytest.raises(UnitsHaveTheirOwn):
        give(world, "lin", Role.UNIT, LIZHI)


# who gives


@pytest.mark.parametrize("role", [Role.FINANCE, Role.COUNCIL_CHAIR, Role.SUPERVISOR, Role.STREET_OFFICER])
def test_the_system_administrator_puts_nobody_on_a_project(role, world):
    with pytest.raises(NotYoursToGive) as no:
        give(world, "xu", role, STREET, by="pei")

    assert str(no.value) == f"“{role.label}”这个身份不由您授予或收回，由区管理员来办。"


@pytest.mark.parametrize("role", [Role.DISTRICT_ADMIN, Role.SYSADMIN])
def test_the_district_makes_no_administrators(role, world):
    with pytest.raises(NotYoursToGive):
        give(world, "xu", role, DISTRICT)

    give(world, "xu", role, DISTRICT, by="pei")

    assert held(world, "xu") == [(role, DISTRICT)]


def test_a_newcomer_is_appointed_by_who_gives_that_role(world):
    office = Office(role=Role.FINANCE, area=STREET, since=TODAY)
    with pytest.raises(NotYoursToGive):
        grants.appoint("周末", "zhou.mo", "三号楼门前那盏灯 2026", office, actor=world["pei"], at=world.now)

    assert grants.appoint(
        "周末", "zhou.mo", "三号楼门前那盏灯 2026", office, actor=world["huang"], at=world.now
    )


@pytest.mark.parametrize(("name", "by"), [("zheng", "pei"), ("shen", "huang")])
def test_who_does_not_give_a_role_does_not_take_it_back(name, by, world, session):
    grant, _area = people.grants_held(session, world.people[name])[0]

    with pytest.raises(NotYoursToGive):
        grants.revoke_role(grant.id, actor=world[by], at=world.now)

    assert len(held(world, name)) == 1


def test_the_command_line_gives_every_role(world):
    office = Office(role=Role.STREET_LEADER, area=STREET, since=TODAY)

    grants.grant_role(world.people["xu"], office, actor=SYSTEM, at=world.now)

    assert held(world, "xu") == [(Role.STREET_LEADER, STREET)]
