"""One table says who may; area, term and one's own part in the matter decide."""

from __future__ import annotations

from datetime import date

import pytest

from microprojects.domain.actions import Action
from microprojects.domain.errors import NotPermitted
from microprojects.domain.people import ANYONE, SYSTEM, Actor, Grant, Role
from microprojects.domain.permissions import (
    TABLE,
    Owner,
    OwnItem,
    OwnMatter,
    Target,
    allows,
    may_somewhere,
    require,
)

TODAY = date(2026, 3, 4)
LIZHI = "minghu/rongshu/lizhi"
TARGET = Target(LIZHI, owner_id=1, entered_by_id=7)


def holder(role: Role, area: str, *, person_id: int = 2, until: date | None = None) -> Actor:
    return Actor(person_id, "钱勇", (Grant(role, area, date(2026, 1, 1), until),))


LIN = Actor(1, "林秀英", home=LIZHI)
CHEN = Actor(3, "陈建国", home=LIZHI)


def test_a_clerk_may_accept_in_her_own_community():
    assert allows(holder(Role.COMMUNITY_STAFF, LIZHI), Action.PROJECT_ACCEPT, TARGET, at=TODAY)


def test_a_clerk_of_another_community_may_not():
    actor = holder(Role.COMMUNITY_STAFF, "minghu/rongshu/mumian")
    assert not allows(actor, Action.PROJECT_ACCEPT, TARGET, at=TODAY)


def test_a_path_that_only_begins_alike_is_another_area():
    actor = holder(Role.COMMUNITY_STAFF, "minghu/rongshu/li")
    assert not allows(actor, Action.PROJECT_ACCEPT, TARGET, at=TODAY)


def test_a_street_officer_may_act_in_every_community_of_the_street():
    assert allows(holder(Role.STREET_OFFICER, "minghu/rongshu"), Action.PROJECT_REFER, TARGET, at=TODAY)


def test_a_role_ends_with_its_term():
    actor = holder(Role.COMMUNITY_STAFF, LIZHI, until=date(2026, 3, 3))
    assert not allows(actor, Action.PROJECT_ACCEPT, TARGET, at=TODAY)


def test_a_role_holds_on_the_last_day_of_its_term():
    actor = holder(Role.COMMUNITY_STAFF, LIZHI, until=TODAY)
    assert allows(actor, Action.PROJECT_ACCEPT, TARGET, at=TODAY)


def test_nobody_accepts_their_own_proposal():
    actor = Actor(1, "林秀英", (Grant(Role.COMMUNITY_STAFF, LIZHI, date(2026, 1, 1)),), home=LIZHI)
    with pytest.raises(OwnMatter):
        require(actor, Action.PROJECT_ACCEPT, TARGET, at=TODAY)


def test_a_clerk_does_not_accept_what_she_entered_for_somebody():
    actor = holder(Role.COMMUNITY_STAFF, LIZHI, person_id=7)
    with pytest.raises(OwnMatter):
        require(actor, Action.PROJECT_ACCEPT, TARGET, at=TODAY)


def test_only_the_proposer_withdraws():
    assert allows(LIN, Action.PROJECT_WITHDRAW, TARGET, at=TODAY)
    assert not allows(CHEN, Action.PROJECT_WITHDRAW, TARGET, at=TODAY)


ONLY_FOR_THE_PROPOSER = [action for action, rule in TABLE.items() if rule.owner is Owner.ONLY]


@pytest.mark.parametrize("action", ONLY_FOR_THE_PROPOSER)
def test_who_entered_it_acts_for_the_proposer_while_in_office(action):
    in_office = holder(Role.GRID_WORKER, LIZHI, person_id=7)
    elsewhere = holder(Role.GRID_WORKER, "minghu/rongshu/mumian", person_id=7)
    before = holder(Role.GRID_WORKER, LIZHI, person_id=7, until=date(2026, 3, 3))
    at_home = Actor(7, "魏巍", home=LIZHI)

    assert [allows(actor, action, TARGET, at=TODAY) for actor in (in_office, elsewhere, before, at_home)] == [
        True,
        False,
        False,
        False,
    ]


def test_only_the_proposer_in_person_agrees_to_be_named():
    clerk = holder(Role.COMMUNITY_STAFF, LIZHI, person_id=7)

    assert allows(LIN, Action.PROPOSER_SHOW_NAME, TARGET, at=TODAY)
    assert not allows(clerk, Action.PROPOSER_SHOW_NAME, TARGET, at=TODAY)
    assert allows(clerk, Action.PROPOSER_MASK_NAME, TARGET, at=TODAY)


@pytest.mark.parametrize(
    "action",
    [
        Action.ITEM_PRESENT,
        Action.PROJECT_OPEN_VOTE,
        Action.VOTE_CLOSE,
        Action.PROJECT_PASS,
        Action.PROJECT_REJECT,
        Action.PROJECT_TABLE,
    ],
)
def test_nobody_leads_the_vote_on_their_own_matter(action):
    for person_id in (1, 7):
        with pytest.raises(OwnItem):
            require(holder(Role.COUNCIL_CHAIR, LIZHI, person_id=person_id), action, TARGET, at=TODAY)
    assert allows(holder(Role.COUNCIL_CHAIR, LIZHI), action, TARGET, at=TODAY)


def test_a_neighbour_seconds_and_the_proposer_does_not():
    assert allows(CHEN, Action.PROJECT_SECOND, TARGET, at=TODAY)
    assert not allows(LIN, Action.PROJECT_SECOND, TARGET, at=TODAY)


def test_somebody_from_elsewhere_does_not_second():
    actor = Actor(4, "唐敏", home="minghu/rongshu/mumian")
    assert not allows(actor, Action.PROJECT_SECOND, TARGET, at=TODAY)


@pytest.mark.parametrize("action", list(Action))
def test_the_anonymous_public_may_do_nothing(action):
    assert not allows(ANYONE, action, TARGET, at=TODAY)
    assert not may_somewhere(ANYONE, action, at=TODAY)


def test_the_system_only_does_what_the_table_gives_it():
    done = {action for action in Action if allows(SYSTEM, action, TARGET, at=TODAY)}
    assert Action.PROJECT_LAPSE in done
    assert not done & {Action.VOTE_CLOSE, Action.PAYMENT_APPROVE, Action.DISCLOSURE_CORRECT}


def test_the_system_administrator_has_no_power_over_votes_money_or_records():
    actor = holder(Role.SYSADMIN, "minghu")
    may = {action for action in Action if allows(actor, action, Target(LIZHI, owner_id=9), at=TODAY)}
    assert not {
        a for a in may if a.value.split(".")[0] in ("vote", "disclosure", "payment", "fund", "minutes")
    }


def test_an_auditor_changes_nothing_but_draws_and_writes_down_audits():
    actor = holder(Role.AUDITOR, "minghu")
    may = {action for action in Action if allows(actor, action, Target(LIZHI, owner_id=9), at=TODAY)}
    signed_in_anyway = {action for action in Action if allows(Actor(8), action, Target(LIZHI, 9), at=TODAY)}
    assert may - signed_in_anyway == {
        Action.AUDIT_DRAW,
        Action.AUDIT_READ,
        Action.AUDIT_RECORD,
        Action.OFFICE_READ,
        Action.COUNCIL_READ,
        Action.COMMENT_WRITE,
    }


def test_a_refusal_without_the_role_says_so():
    with pytest.raises(NotPermitted) as refusal:
        require(CHEN, Action.PROJECT_ACCEPT, TARGET, at=TODAY)
    assert refusal.value.code == "not-permitted"
