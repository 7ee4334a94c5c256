"""The headline of a disclosure in the visitor's language: forty characters in Chinese, the same facts in English."""

from __future__ import annotations

from microprojects.domain import headlines
from microprojects.domain.disclosures import Body
from microprojects.domain.headlines import Headline
from microprojects.web.language import is_english, translated


def told(kind: str, body: Body, title: str) -> str:
    """Return the whole sentence; English needs more letters, and cuts nothing."""
    found = headlines.of(kind, body, title=title)
    if not is_english():
        return found.text
    return f"{found.title}: {_tail(found)}"


def tail(kind: str, body: Body) -> str:
    """Return what is so, without the project's name, which somebody typed."""
    return _tail(headlines.of(kind, body))


def _tail(found: Headline) -> str:
    return translated(found.message, dict(found.facts))
