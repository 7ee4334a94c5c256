"""The dossier holds everything that is voted on and nothing personal, and its fingerprint is stable."""

from __future__ import annotations

import json

from microprojects.domain.privacy import scan
from microprojects.store import dossiers, projects
from microprojects.store.consultations import Opinion
from microprojects.store.db import db, transaction
from tests.council import Sitting, item, ready

FIRST = "LZ-2026-001"


def build():
    db.session.rollback()
    return dossiers.build(db.session(), projects.by_number(db.session(), FIRST))


def test_a_dossier_holds_what_is_voted_on(world):
    ready(world)

    dossier = build()

    assert list(dossier) == [
        "form",
        "project",
        "stage",
        "words",
        "plan",
        "cost",
        "funds",
        "opinions",
        "seconders",
    ]
    assert dossier["cost"] == [
        {"label": "路灯", "quantity": "8 盏", "amount": "6500000", "basis": "三家询价"}
    ]
    assert dossier["funds"] == {
        "fiscal": "6000000",
        "social": "500000",
        "total": "6500000",
        "cap": "40000000",
        "over_cap_reason": "",
    }
    assert (dossier["seconders"], [said["body"] for said in dossier["opinions"]]) == (
        2,
        ["community", "party", "street"],
    )


def test_a_dossier_names_nobody(world):
    ready(world)

    text = json.dumps(build(), ensure_ascii=False)

    assert [name for name in ("林秀英", "赵敏", "孙洁", "周强", "陈建国") if name in text] == []
    assert scan(text) == ()


def test_a_later_opinion_of_a_body_takes_the_place_of_the_earlier(world):
    ready(world)
    with transaction() as session:
        session.add(
            Opinion(
                project_id=projects.by_number(session, FIRST).id,
                stage=2,
                body="street",
                conclusion="feasible_with_changes",
                text="减两盏。",
                given_at=world.now,
                given_by_id=world.people["zhou"],
            )
        )

    assert [said["conclusion"] for said in build()["opinions"]] == [
        "feasible",
        "feasible",
        "feasible_with_changes",
    ]


def test_the_fingerprint_survives_the_database_and_changes_with_every_word(world):
    sitting = Sitting(world).call(ready(world)).open()
    sitting.open_vote(FIRST)
    kept = item(sitting.items[FIRST])

    assert dossiers.fingerprint(kept.dossier) == kept.dossier_hash == dossiers.fingerprint(build())
    assert dossiers.fingerprint({**kept.dossier, "seconders": 3}) != kept.dossier_hash


def test_words_in_another_form_of_unicode_have_the_same_fingerprint(world):
    ready(world, title="cafe\u0301 角")

    assert build()["words"]["title"] == "caf\u00e9 角"
