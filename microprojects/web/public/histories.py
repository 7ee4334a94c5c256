"""The journal of a project as the timeline of its page: what happened, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.act_words import WORDS
from microprojects.domain.actions import Action
from microprojects.domain.money import Fen
from microprojects.store.journal import JournalEntry
from microprojects.store.records import Happened
from microprojects.web.filters import money
from microprojects.web.public import journal_words

_SEALS = {
    Action.PROJECT_PASS,
    Action.PROJECT_SIGN_CONTRACT,
    Action.PAYMENT_APPROVE,
    Action.PROJECT_SETTLE,
    Action.DISCLOSURE_CORRECT,
}


@dataclass(frozen=True)
class Told:
    """One entry of the timeline."""

    day: datetime
    title: str
    text: str
    url: str
    is_seal: bool
    is_todo: bool = False


# What a project's timeline leaves out, because it happens very often.
_SMALL = {
    Action.PROJECT_SECOND,
    Action.PROJECT_UNSECOND,
    Action.COMMENT_WRITE,
    Action.SURVEY_ANSWER,
    Action.ARCHIVE_TICK,
    Action.PAYMENT_ENTER,
}


def told(lines: Sequence[Happened]) -> list[Told]:
    """Return what a reader should see of the journal, the newest first."""
    shown = []
    for line in reversed(lines):
        action = Action(line.verb)
        if action in _SMALL:
            continue
        url = f"/journal/entries/{line.seq}"
        shown.append(Told(line.at, _(WORDS[action]), _facts(line.facts), url, action in _SEALS))
    return shown


@dataclass(frozen=True)
class Line:
    """One line of the public journal; see the macro `journal`."""

    number: int
    words: str
    at: datetime
    digest: str
    url: str


def lines(entries: Sequence[JournalEntry]) -> list[Line]:
    """Return journal entries as lines that a reader understands."""
    return [
        Line(
            e.seq,
            journal_words.line(e.verb, e.subject),
            e.at,
            e.hash,
            f"/journal/entries/{e.seq}",
        )
        for e in entries
    ]


def _facts(facts: Mapping[str, Any]) -> str:
    amount = facts.get("amount_fen")
    parts = []
    if isinstance(amount, (str, int)) and str(amount).isdigit():
        parts.append(money(Fen(int(amount))))
    percent = facts.get("percent")
    if isinstance(percent, int):
        parts.append(f"{percent}%")
    return "，".join(parts)
