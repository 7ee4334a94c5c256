"""Roles given and taken back, in whose area, by whom, for how long."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from microprojects.domain.accounts import GrantOver, HasRole, OwnAccount, UsernameTaken
from microprojects.domain.errors import BadValue, NotFound, NotPermitted
from microprojects.domain.people import SYSTEM, Role
from microprojects.services import grants
from microprojects.services.grants import Office
from microprojects.store import accounts, people
from microprojects.store.journal import JournalEntry
from tests.world import LIZHI, MUMIAN, NOW, STREET

TODAY = date(2026, 3, 4)
PASSWORD = "三号楼门前那盏灯 2026"


def office(role=Role.GRID_WORKER, area=LIZHI, since=TODAY, until=None):
    return Office(role=role, area=area, since=since, until=until)


def last_entry(session):
    return json.loads(session.query(JournalEntry).order_by(JournalEntry.seq.desc()).first().body)


def roles(session, world, name, on=TODAY):
    session.rollback()
    return people.actor(session, world.people[name]).roles(LIZHI, on)


def test_a_role_holds_from_its_first_to_its_last_day(world, session):
    until = TODAY + timedelta(days=2)

    grants.grant_role(world.people["lin"], office(until=until), actor=world["huang"], at=NOW)

    held = [
        Role.GRID_WORKER in roles(session, world, "lin", TODAY + timedelta(days=n)) for n in (-1, 0, 2, 3)
    ]
    assert held == [False, True, True, False]
    assert last_entry(session)["facts"] == {
        "role": "grid_worker",
        "since": "2026-03-04",
        "until": "2026-03-06",
    }
    assert last_entry(session)["subject"] == f"roles/{LIZHI}"


def test_a_role_taken_back_holds_no_more_on_the_same_day(world, session):
    number = grants.grant_role(world.people["lin"], office(), actor=world["huang"], at=NOW)
    assert Role.GRID_WORKER in roles(session, world, "lin")

    grants.revoke_role(number, actor=world["huang"], at=NOW)

    assert Role.GRID_WORKER not in roles(session, world, "lin")
    assert (last_entry(session)["verb"], last_entry(session)["facts"]) == (
        "role.revoke",
        {"role": "grid_worker"},
    )


def test_an_old_role_taken_back_keeps_its_history(world, session):
    grant, _area = people.grants_held(session, world.people["zhao"])[0]

    grants.revoke_role(grant.id, actor=world["huang"], at=NOW)

    assert Role.COMMUNITY_STAFF not in roles(session, world, "zhao")
    assert Role.COMMUNITY_STAFF in roles(session, world, "zhao", TODAY - timedelta(days=1))
    with pytest.raises(GrantOver):
        grants.revoke_role(grant.id, actor=world["huang"], at=NOW)


def test_the_same_role_is_not_given_twice_for_one_time(world):
    until = TODAY + timedelta(days=9)
    grants.grant_role(world.people["lin"], office(until=until), actor=world["huang"], at=NOW)

    with pytest.raises(HasRole):
        grants.grant_role(world.people["lin"], office(since=until), actor=world["huang"], at=NOW)

    grants.grant_role(
        world.people["lin"], office(since=until + timedelta(days=1)), actor=world["huang"], at=NOW
    )
    grants.grant_role(world.people["lin"], office(area=MUMIAN), actor=world["huang"], at=NOW)


def test_nobody_gives_or_takes_their_own_role(world, session):
    with pytest.raises(OwnAccount):
        grants.grant_role(world.people["huang"], office(Role.FINANCE, STREET), actor=world["huang"], at=NOW)
    own, _area = people.grants_held(session, world.people["huang"])[0]
    with pytest.raises(OwnAccount):
        grants.revoke_role(own.id, actor=world["huang"], at=NOW)


@pytest.mark.parametrize("name", ["zhao", "wu", "liu", "shen", "lin"])
def test_only_administrators_give_roles(world, name):
    with pytest.raises(NotPermitted):
        grants.grant_role(world.people["xu"], office(), actor=world[name], at=NOW)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (office(Role.RESIDENT), BadValue),
        (office(Role.SYSTEM), BadValue),
        (office(until=TODAY - timedelta(days=1)), BadValue),
        (office(area="minghu/nowhere"), NotFound),
    ],
)
def test_what_is_no_office_is_not_given(world, wanted, refusal):
    with pytest.raises(refusal):
        grants.grant_role(world.people["lin"], wanted, actor=world["huang"], at=NOW)


def test_a_newcomer_is_appointed_with_an_account_in_one_deed(world, session):
    before = session.query(JournalEntry).count()

    made = grants.appoint("周 末", "zhou.mo", PASSWORD, office(Role.FINANCE, STREET), actor=SYSTEM, at=NOW)

    actor = people.actor(session, made)
    assert (actor.name, actor.home, actor.roles(STREET, TODAY)) == ("周 末", None, {Role.FINANCE})
    assert accounts.named(session, "zhou.mo") is not None
    assert session.query(JournalEntry).count() == before + 1


def test_a_newcomer_whose_name_is_taken_leaves_nothing_behind(world, session):
    grants.appoint("周末", "zhou.mo", PASSWORD, office(Role.FINANCE, STREET), actor=SYSTEM, at=NOW)
    before = session.query(people.Person).count()

    with pytest.raises(UsernameTaken):
        grants.appoint("周日", "zhou.mo", PASSWORD, office(Role.FINANCE, STREET), actor=SYSTEM, at=NOW)

    assert session.query(people.Person).count() == before
