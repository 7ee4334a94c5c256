"""Sentences of the public record in English: what the deeds wrote is read back, what people typed stays."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from microprojects.store.db import db
from microprojects.store.disclosures import Disclosure
from microprojects.web.retold import SENTENCES, retold
from tests.test_architecture import none
from tests.web import walking

site = walking.site
ENGLISH = {"Cookie": "lang=en"}


@pytest.fixture
def english(app):
    with app.test_request_context("/", headers=ENGLISH):
        yield


def test_every_headline_and_result_that_the_deeds_published_is_read_back(site):
    with site.app.app_context():
        bodies = list(db.session().scalars(select(Disclosure.body)))
    written = {body["headline"] for body in bodies} | {
        words
        for body in bodies
        for words in (body.get("vote", {}).get("sentence"), *body.get("how_to_object", ()))
    }

    with site.app.test_request_context("/", headers=ENGLISH):
        none(sorted(words for words in written if words and retold(words) == words))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("开工。", "Work started."),
        ("付给明灯电气 1,200.00 元：进度款 50%", "Paid 明灯电气 CNY 1,200.00: Progress payment 50%"),
        ("付给明灯电气 80.00 元：灯杆装完", "Paid 明灯电气 CNY 80.00: 灯杆装完"),
        ("开始采购，方式是询价比选。", "Procurement started, by Inquiry and comparison of quotes."),
        ("进度 60%。", "Progress 60%."),
        ("街道经办", "Street officer"),
        ("数错了，已更正：漏数一人", "Miscounted and corrected: 漏数一人"),
        ("其中 2 人没有投票，按弃权算。", "2 of them did not vote and count as abstaining."),
    ],
)
def test_a_sentence_is_told_in_english_with_its_facts(english, words, says):
    assert retold(words) == says


def test_the_result_of_a_vote_is_told_sentence_by_sentence(english):
    said = retold(
        "应到 17 人，到会 13 人，回避 0 人，可投票 13 人。赞成 9 票，反对 3 票，弃权 1 票。表决通过。"
    )

    assert said.endswith("For 9, against 3, abstaining 1. Carried.")
    assert not re.search("[一-鿿]", said)


@pytest.mark.parametrize("words", ["三巷的灯修好了。", "100% %(x)s", "<b>开工</b>", "进度 很快。", ""])
def test_what_somebody_typed_stays_as_it_is(english, words):
    assert retold(words) == words


def test_in_chinese_nothing_is_read_back(app):
    with app.test_request_context("/"):
        assert retold("开工。") == "开工。"


def test_no_sentence_is_named_twice():
    assert len(set(SENTENCES)) == len(SENTENCES)
