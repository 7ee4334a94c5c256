"""Every text of the house has an English line with the same places in it."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
PLACE = re.compile(r"%\(\w+\)[sd]")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_gettext": None,
    "_l": None,
    "N_": None,
}


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue."""
    text = (ROOT / "microprojects/translations/en/LC_MESSAGES/messages.po").read_bytes()
    return read_po(io.BytesIO(text))


def gathered() -> set[str]:
    """Return every text that the sources mark, as the mappings of pyproject.toml say."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    methods = [(m["pattern"], m["method"]) for m in settings["tool"]["babel"]["mappings"]]
    found = set()
    for folder in ("microprojects", "templates"):
        here = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods]
        for _file, _line, message, *_more in extract_from_dir(ROOT / folder, here, keywords=KEYWORDS):
            found.add(message if isinstance(message, str) else message[0])
    return found


def test_every_text_has_an_english_line(english: Catalog):
    texts = gathered()
    assert len(texts) > 2000
    told = {m.id if isinstance(m.id, str) else m.id[0] for m in english if m.id and m.string}
    assert sorted(texts - told) == []


def test_no_line_is_uncertain(english: Catalog):
    assert [m.id for m in english if m.id and m.fuzzy] == []


def test_every_line_keeps_the_places_of_its_text(english: Catalog):
    lost = [
        m.id
        for m in english
        if m.id
        and isinstance(m.id, str)
        and sorted(PLACE.findall(m.id)) != sorted(PLACE.findall(str(m.string)))
    ]
    assert lost == []


def test_no_english_line_is_still_chinese(english: Catalog):
    chinese = re.compile(r"[\u4e00-\u9fff]")
    left = [m.id for m in english if m.id and chinese.search(str(m.string))]
    assert left == []
