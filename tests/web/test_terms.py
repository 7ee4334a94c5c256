"""The words of the practice are told in plain words where a reader meets them, without script."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from microprojects.web.terms import OF_DISCLOSURE, TERMS
from tests.noticing import latest, on_notice

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
LONGEST = 50


@pytest.fixture
def number(world, wall):
    wall.at = world.now
    return on_notice(world, number="LZ-2026-007")


def told(page):
    (found,) = re.findall(r'<details class="terms.*?</details>', page, re.DOTALL)
    names, means = (re.findall(f"<{tag}>(.*?)</{tag}>", found, re.DOTALL) for tag in ("dt", "dd"))
    return dict(zip(names, map(unescape, means), strict=True))


def test_a_project_explains_every_word(client, number):
    assert told(client.get(f"/projects/{number}").text) == TERMS


def test_a_disclosure_explains_the_words_that_it_uses(client, number):
    page = client.get(f"/disclosures/{latest(number).id}").text

    assert told(page) == {word: TERMS[word] for word in OF_DISCLOSURE}


@pytest.mark.parametrize("word", TERMS)
def test_each_word_stands_in_the_glossary_and_is_told_in_few_words(word):
    heads = [line.split("|")[1] for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")]

    assert any(word in re.split(r"\s*/\s*|\s+", head.strip()) for head in heads)
    assert len(TERMS[word]) <= LONGEST
