"""An account answers to every place where its owner lives and serves, so that a local administrator becomes nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from microprojects.domain.accounts import ServesElsewhere
from microprojects.domain.errors import NotPermitted
from microprojects.domain.people import SYSTEM, Role
from microprojects.domain.sessions import Origin, Step
from microprojects.services import accounts, second_factor, sign_in
from microprojects.store import accounts as rows
from microprojects.store import people
from microprojects.store.db import transaction
from microprojects.store.people import Person, RoleGrant

PASSWORD = "三号楼门前那盏灯 2026"
NEW = "门口的榕树下有三张凳子"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LONG_AGO, LAST_YEAR, NEXT_YEAR = date(2024, 1, 1), date(2025, 12, 31), date(2027, 1, 1)


def serves(world, name, role, area, since=LONG_AGO, until=None):
    """Give somebody of the small district one more role."""
    with transaction() as writing:
        office = RoleGrant(person_id=world.people[name], area_id=world.areas[area], role=role.value)
        office.since, office.until = since, until
        writing.add(office)


def lives(world, name, area):
    """Let somebody live in a community."""
    with transaction() as writing:
        writing.get(Person, world.people[name]).community_id = world.areas[area]


@pytest.fixture
def local(world, session):
    """Xu, who administers the accounts of one community."""
    serves(world, "xu", Role.DISTRICT_ADMIN, "lizhi")
    return people.actor(session, world.people["xu"])


def has_account(world, name):
    """Give somebody an account and a second factor."""
    accounts.create_account(world.people[name], name, PASSWORD, actor=SYSTEM, at=world.now)
    second_factor.hand_out_totp(world.people[name], SECRET, actor=SYSTEM, at=world.now)


DEEDS = {
    "reset the password": lambda who, by, at: accounts.reset_password(who, NEW, actor=by, at=at),
    "reset the second factor": lambda who, by, at: second_factor.reset_second_factor(who, actor=by, at=at),
    "close": lambda who, by, at: accounts.disable_account(who, actor=by, at=at),
    "open again": lambda who, by, at: accounts.enable_account(who, actor=by, at=at),
    "end the sessions": lambda who, by, at: accounts.end_sessions(who, actor=by, at=at),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_who_administers_a_community_administers_no_street_leader_who_lives_there(
    deed, world, local, session
):
    lives(world, "wu", "lizhi")
    has_account(world, "wu")
    before = rows.of_person(session, world.people["wu"]).password_hash
    session.rollback()

    with pytest.raises(ServesElsewhere):
        DEEDS[deed](world.people["wu"], local, world.now)

    kept = rows.of_person(session, world.people["wu"])
    assert (kept.password_hash, kept.totp_secret is None, kept.disabled_at) == (before, False, None)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_role_of_before_gives_nobody_a_hold_on_the_role_of_today(deed, world, local):
    serves(world, "wu", Role.COMMUNITY_STAFF, "lizhi", until=LAST_YEAR)
    has_account(world, "wu")

    with pytest.raises(NotPermitted):
        DEEDS[deed](world.people["wu"], local, world.now)


@pytest.mark.parametrize("deed", DEEDS)
def test_who_administers_the_district_administers_everybody_in_it(deed, world):
    lives(world, "wu", "lizhi")
    has_account(world, "wu")

    DEEDS[deed](world.people["wu"], world["huang"], world.now)


def test_nobody_opens_an_account_for_who_serves_where_they_administer_nothing(world, local, session):
    lives(world, "wu", "lizhi")

    with pytest.raises(ServesElsewhere):
        accounts.create_account(world.people["wu"], "wu", PASSWORD, actor=local, at=world.now)

    assert rows.named(session, "wu") is None


def test_a_second_factor_is_handed_out_only_by_who_administers_everywhere(world, local, session):
    lives(world, "wu", "lizhi")
    accounts.create_account(world.people["wu"], "wu", PASSWORD, actor=SYSTEM, at=world.now)

    with pytest.raises(ServesElsewhere):
        second_factor.hand_out_totp(world.people["wu"], SECRET, actor=local, at=world.now)

    assert rows.named(session, "wu").totp_secret is None


def test_a_role_that_begins_next_year_counts_already(world, local):
    serves(world, "lin", Role.STREET_OFFICER, "rongshu", since=NEXT_YEAR)
    has_account(world, "lin")

    with pytest.raises(ServesElsewhere):
        accounts.reset_password(world.people["lin"], NEW, actor=local, at=world.now)


def test_a_role_elsewhere_that_ended_does_not_count(world, local):
    serves(world, "lin", Role.STREET_OFFICER, "rongshu", until=LAST_YEAR)
    has_account(world, "lin")

    accounts.reset_password(world.people["lin"], NEW, actor=local, at=world.now)

    opened = sign_in.sign_in_password("lin", NEW, origin=Origin("10.0.0.1"), at=world.now)
    assert opened.step is Step.CODE


def test_where_nothing_else_is_known_the_place_of_before_counts(world, local, session):
    serves(world, "wu", Role.COMMUNITY_STAFF, "lizhi", until=LAST_YEAR)
    with transaction() as writing:
        standing = (RoleGrant.person_id == world.people["wu"]) & (RoleGrant.until.is_(None))
        writing.query(RoleGrant).where(standing).delete()
    has_account(world, "wu")

    accounts.reset_password(world.people["wu"], NEW, actor=local, at=world.now)

    assert rows.places_of(session, world.people["wu"], date(2026, 3, 4)) == ("minghu/rongshu/lizhi",)
