"""Residents register themselves; the community's desk verifies them."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta

import pytest

from microprojects.domain.accounts import AlreadyVerified, ConsentMissing, OwnAccount
from microprojects.domain.credentials import LockedOut
from microprojects.domain.errors import BadValue, NotFound, NotPermitted
from microprojects.domain.people import Role
from microprojects.domain.phones import BadPhone
from microprojects.domain.residents import TooYoung
from microprojects.domain.sessions import Origin, Step
from microprojects.services import programmes, residents, sign_in
from microprojects.services._attempts import way
from microprojects.services.residents import Registration, Seen
from microprojects.store import people, secrets
from microprojects.store.db import transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.people import PHONE, Person
from microprojects.store.secrets import SealBroken
from microprojects.store.sessions import SignInAttempt, attempt
from tests.world import LIZHI, NOW

HERE = Origin("10.0.0.1")
JIANG = Registration(
    name="姜 小白",
    community="lizhi",
    building="3号楼",
    phone="+86 138-1234-5678",
    username="jiang",
    password="三号楼门前那盏灯 2026",
    consents=True,
)


def test_a_resident_registers_signs_in_and_has_no_voice_yet(world, session):
    made = residents.register(JIANG, origin=HERE, at=NOW)

    assert sign_in.sign_in_password("jiang", JIANG.password, origin=HERE, at=NOW).step is Step.DONE
    actor = people.actor(session, made)
    assert (actor.name, actor.home, actor.roles(LIZHI, NOW.date())) == ("姜 小白", None, frozenset())


def test_a_phone_is_kept_sealed_and_found_by_its_fingerprint(world, session):
    made = residents.register(JIANG, origin=HERE, at=NOW)

    person = people.get(session, made)
    assert people.phone(person) == "13812345678"
    assert "1381234" not in str(person.phone_sealed)
    assert person.phone_index == secrets.fingerprint(PHONE, "13812345678")
    twin = dataclasses.replace(JIANG, phone="１３８１２３４５６７８", username="jiang2")
    residents.register(twin, origin=HERE, at=NOW)
    assert people.sharing_phone(session, person) == 1


def test_a_sealed_phone_does_not_open_in_another_row(world, session):
    first = people.get(session, residents.register(JIANG, origin=HERE, at=NOW))
    other = residents.register(dataclasses.replace(JIANG, username="jiang2"), origin=HERE, at=NOW)

    with transaction() as writing:
        sealed = people.get(writing, first.id).phone_sealed
        people.get(writing, other).phone_sealed = sealed

    with pytest.raises(SealBroken):
        people.phone(people.get(session, other))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"consents": False}, ConsentMissing),
        ({"phone": "0755-12345678"}, BadPhone),
        ({"phone": "1381234567"}, BadPhone),
        ({"phone": "138１２３４567x"}, BadPhone),
        ({"name": "  "}, BadValue),
        ({"name": "姜" * 51}, BadValue),
        ({"name": "姜\u202e小白"}, BadValue),
        ({"building": "3" * 51}, BadValue),
        ({"community": "rongshu"}, BadValue),
        ({"community": "nowhere"}, BadValue),
    ],
)
def test_a_registration_against_the_rules_keeps_nothing(world, session, change, refusal):
    before = session.query(Person).count()

    with pytest.raises(refusal):
        residents.register(dataclasses.replace(JIANG, **change), origin=HERE, at=NOW)

    assert session.query(Person).count() == before


def test_one_address_cannot_register_without_end(world):
    for _again in range(60):
        with pytest.raises(BadValue):
            residents.register(dataclasses.replace(JIANG, community="nowhere"), origin=HERE, at=NOW)

    with pytest.raises(LockedOut):
        residents.register(JIANG, origin=HERE, at=NOW)
    assert residents.register(JIANG, origin=Origin("10.0.0.2"), at=NOW) > 0


def test_neighbours_who_share_an_address_register_one_after_the_other(world, session):
    with transaction() as writing:
        attempt(writing, way("register", HERE.address), NOW).failed = 59

    for number in range(3):
        residents.register(dataclasses.replace(JIANG, username=f"jiang{number}"), origin=HERE, at=NOW)

    assert attempts(session, "register") == 59


def test_nobody_makes_hundreds_of_accounts_from_one_address(world, session):
    with transaction() as writing:
        attempt(writing, way("registered", HERE.address), NOW).failed = 199
    residents.register(JIANG, origin=HERE, at=NOW)

    with pytest.raises(LockedOut):
        residents.register(dataclasses.replace(JIANG, username="jiang2"), origin=HERE, at=NOW)

    later = NOW + timedelta(hours=1)
    assert residents.register(dataclasses.replace(JIANG, username="jiang2"), origin=HERE, at=later) > 0


def attempts(session, kind):
    """Return how many failures are kept of an address."""
    session.rollback()
    return session.get(SignInAttempt, way(kind, HERE.address)).failed


def test_the_desk_verifies_and_the_journal_names_nobody(world, session):
    made = residents.register(JIANG, origin=HERE, at=NOW)

    residents.verify(made, seen=Seen.LEASE, of_age=True, actor=world["qian"], at=NOW)

    session.rollback()
    actor = people.actor(session, made)
    assert actor.roles(LIZHI, NOW.date()) == {Role.RESIDENT}
    body = session.query(JournalEntry).order_by(JournalEntry.seq.desc()).first().body
    entry = json.loads(body)
    assert (entry["verb"], entry["actor"], entry["subject"], entry["facts"]) == (
        "person.verify",
        "community_staff",
        "residents/lizhi",
        {"seen": "lease"},
    )
    assert not any(word in body for word in ("姜", "138", "3号楼", "jiang"))


@pytest.mark.parametrize("name", ["lin", "zhou", "wu", "huang", "liu"])
def test_only_the_desk_of_the_community_verifies(world, session, name):
    made = residents.register(JIANG, origin=HERE, at=NOW)

    with pytest.raises(NotPermitted):
        residents.verify(made, seen=Seen.KNOWN, of_age=True, actor=world[name], at=NOW)

    session.rollback()
    assert people.get(session, made).verified_at is None


def test_nobody_has_a_voice_before_the_age_that_the_programme_asks(world, session):
    made = residents.register(JIANG, origin=HERE, at=NOW)
    programmes.set_parameter(
        world.programme_id, "eligibility.min_age_propose", 16, reason="试点", actor=world["huang"], at=NOW
    )

    with pytest.raises(TooYoung) as refusal:
        residents.verify(made, seen=Seen.ID_CARD, of_age=False, actor=world["qian"], at=NOW)

    session.rollback()
    assert refusal.value.facts == {"age": 16}
    assert people.get(session, made).verified_at is None


def test_nobody_is_verified_twice_or_by_themselves(world, session):
    made = residents.register(JIANG, origin=HERE, at=NOW)
    residents.verify(made, seen=Seen.KNOWN, of_age=True, actor=world["zhao"], at=NOW)

    with pytest.raises(AlreadyVerified):
        residents.verify(made, seen=Seen.KNOWN, of_age=True, actor=world["qian"], at=NOW)
    with pytest.raises(OwnAccount):
        residents.verify(world.people["zhao"], seen=Seen.KNOWN, of_age=True, actor=world["zhao"], at=NOW)


def test_somebody_without_a_community_cannot_be_verified(world):
    with pytest.raises(NotFound):
        residents.verify(world.people["qian"], seen=Seen.KNOWN, of_age=True, actor=world["zhao"], at=NOW)
