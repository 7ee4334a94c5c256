"""The guides speak of pages and buttons that are there, by the words that stand on them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
# Said in bold because it matters, and not the words of a button.
SAID = {
    "一议 居民提议",
    "二议 街道商议",
    "三议 议事会决议",
    "一公开 项目公开",
    "二公开 资金公开",
    "三公开 结果公开",
}


def words_of_the_site() -> str:
    """Return everything that the site may say, in one text."""
    files = [*ROOT.joinpath("templates").rglob("*.html"), *ROOT.joinpath("microprojects").rglob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_there_is_a_guide_for_resident_chair_clerk_finance_and_whoever_checks():
    assert [guide.stem for guide in GUIDES] == ["auditor", "chair", "clerk", "finance", "resident"]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_word_in_bold_stands_on_a_page(guide):
    site = words_of_the_site()
    named = set(re.findall(r"\*\*([^*\n]+)\*\*", guide.read_text(encoding="utf-8"))) - SAID

    assert sorted(word for word in named if word not in site) == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_address_is_a_page(guide, app: Flask):
    addresses = re.findall(r"`(/[^`]*)`", guide.read_text(encoding="utf-8"))
    adapter = app.url_map.bind("")

    assert [each for each in addresses if not adapter.test(each.replace("编号", "LZ-2026-001"))] == []
