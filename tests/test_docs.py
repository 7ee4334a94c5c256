"""What the documents say is what the house does."""

from __future__ import annotations

import re
from pathlib import Path

from microprojects.cli.documents import PAGES
from microprojects.demo.cast import PASSWORD
from microprojects.demo.telling import accounts
from microprojects.domain.people import ROLE_LABELS
from microprojects.domain.states import LABELS

ROOT = Path(__file__).resolve().parent.parent


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_pages_made_from_tables_are_fresh():
    stale = [name for name, page in PAGES.items() if text(f"docs/{name}") != page()]
    assert stale == []


def test_the_readme_lists_every_demo_account_with_its_secret():
    readme = text("README.md")
    missing = [
        a["username"]
        for a in accounts()
        if f"`{a['username']}`" not in readme or (a["totp_secret"] or "") not in readme
    ]
    assert missing == []
    assert PASSWORD in readme


def test_every_link_between_documents_leads_somewhere():
    broken = []
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_the_glossary_ties_every_state_and_role_to_its_word():
    glossary = text("docs/glossary.md")
    words = {**{s.value: w for s, w in LABELS.items()}, **{r.value: w for r, w in ROLE_LABELS.items()}}
    missing = [code for code, word in words.items() if f"`{code}`" not in glossary or word not in glossary]
    assert missing == []
