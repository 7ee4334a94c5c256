"""Public words that are in no disclosure leave their fingerprint in the journal, so that nobody changes them afterwards."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest

from microprojects.domain.privacy import PrivacyFinding
from microprojects.services import comments, delivery, objections
from microprojects.services._words import text_seal
from microprojects.store.db import db
from tests.consulting import a_project
from tests.discussing import the_comment, write
from tests.noticing import entries, object_to, on_notice
from tests.spending import Site

LATER = timedelta(minutes=1)


def facts(place=-1):
    db.session().rollback()
    return json.loads(entries()[place].body)["facts"]


def of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_several_texts_have_one_fingerprint_and_none_has_none():
    assert text_seal("路灯", "换") == {"text_sha256": of("路灯\n换")}
    assert text_seal("") == text_seal("", "") == text_seal() == {}


def test_a_comment_is_known_again_by_its_text_as_it_stands_on_the_page(world):
    a_project(world)
    number = write(world, "chen", "  我赞成。\r\n早点办。 ")

    shown = the_comment(number).text

    assert shown == "我赞成。\n早点办。"
    assert facts() == {"comment": number, "stance": "for", "text_sha256": of(shown)}


def test_the_reason_why_a_comment_is_hidden_is_in_the_journal_and_holds_no_personal_data(world):
    a_project(world)
    number = write(world)

    with pytest.raises(PrivacyFinding):
        comments.hide(number, reason="他的电话是 13800138000", actor=world["zhao"], at=world.now + LATER)
    comments.hide(number, reason="骂人。", actor=world["zhao"], at=world.now + LATER)

    assert facts() == {"comment": number, "reason": the_comment(number).hidden_reason}


def test_progress_a_note_and_its_answer_are_known_again(world):
    site = Site(world).buy().sign().start().progress()
    assert facts()["text_sha256"] == of("灯杆立好。")

    note = delivery.write_note(site.number, text="灯还没亮。", actor=world["he"], at=site.later())
    assert facts()["text_sha256"] == of("灯还没亮。")

    delivery.answer_note(note, text="明天接电。", actor=world["zhou"], at=site.later())
    assert facts()["text_sha256"] == of("明天接电。")


def test_what_is_published_of_an_objection_is_known_again(world):
    on_notice(world)
    objection = object_to(world)
    seen = "灯杆离住户的窗户两米。"
    words = {"outcome": "dismissed", "effect": "none", "text": "灯头加遮光罩。", "public_facts": seen}

    objections.reply(objection, **words, actor=world["zhou"], at=world.now + LATER)

    assert (facts()["sha256"], facts()["text_sha256"]) == (of("灯头加遮光罩。"), of(seen))
