"""What bodies and owners said: what ends a consultation, and what was said too early to count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.domain.consultations import (
    CONCLUSIONS,
    OpinionsAgainst,
    OpinionsMissing,
    OwnerConsentMissing,
)
from microprojects.domain.states import State
from microprojects.services import consultations as deeds
from microprojects.services import files
from microprojects.store.db import db
from microprojects.store.files import Attachment
from tests.consulting import NUMBER, a_project, plan_and_sign, speak, the_project
from tests.lives import picture
from tests.world import World


def say(world: World, conclusion: str) -> None:
    deeds.give_opinion(
        NUMBER, body="street", conclusion=conclusion, text="又看了现场。", actor=world["zhou"], at=world.now
    )


@pytest.mark.parametrize("conclusion", ["not_feasible", "refer"])
def test_a_body_that_says_no_keeps_it_open_and_is_named(world, conclusion):
    a_project(world)
    speak(world)
    plan_and_sign(world)
    say(world, conclusion)

    with pytest.raises(OpinionsAgainst) as refusal:
        deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)

    assert refusal.value.facts == {"bodies": f"街道办（{CONCLUSIONS[conclusion]}）"}
    assert the_project().state is State.CONSULTING


def test_the_last_word_of_a_body_counts(world):
    a_project(world)
    speak(world)
    plan_and_sign(world)
    say(world, "not_feasible")

    say(world, "feasible_with_changes")
    deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)

    assert the_project().state is State.READY


def test_what_was_said_before_a_deferral_does_not_count(world):
    a_project(world)
    speak(world)
    plan_and_sign(world)
    deeds.defer(NUMBER, reason="等雨季过去。", actor=world["zhou"], at=world.now)
    later = world.now + timedelta(days=250)
    deeds.resume(NUMBER, reason="雨季过了。", actor=world["zhou"], at=later)

    with pytest.raises(OpinionsMissing) as refusal:
        deeds.conclude(NUMBER, actor=world["zhou"], at=later)

    assert refusal.value.facts == {"bodies": "居委会、社区党委、街道办"}


@pytest.mark.parametrize(
    ("consent", "note"), [("agreed", "业主大会 3 月 1 日同意"), ("unneeded", "灯杆都在市政人行道上")]
)
def test_owners_who_agreed_on_paper_or_are_not_concerned_block_nothing(world, consent, note):
    a_project(world)
    speak(world)
    plan_and_sign(world, needs_owner_consent=True, owner_consent=consent, owner_consent_note=note)
    if consent == "agreed":
        files.attach(
            NUMBER,
            purpose="owner_consent",
            upload=picture(),
            name="同意书.png",
            actor=world["zhou"],
            at=world.now,
        )

    deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)

    assert the_project().state is State.READY


def test_a_written_word_is_no_paper_of_the_owners(world):
    a_project(world)
    speak(world)
    words = {"needs_owner_consent": True, "owner_consent": "agreed", "owner_consent_note": "都同意"}
    plan_and_sign(world, **words)
    files.attach_text(NUMBER, purpose="owner_consent", text="都同意。", actor=world["zhou"], at=world.now)

    with pytest.raises(OwnerConsentMissing):
        deeds.conclude(NUMBER, actor=world["zhou"], at=world.now)


def test_the_owners_paper_is_for_nobody_but_those_who_handle_it(world):
    a_project(world)

    paper = files.attach(
        NUMBER,
        purpose="owner_consent",
        upload=picture(),
        name="同意书.png",
        actor=world["zhou"],
        at=world.now,
    )

    assert db.session().get_one(Attachment, paper).public is False
