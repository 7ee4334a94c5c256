"""The journal of a project as the timeline of its page: what happened, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.act_words import WORDS
from microprojects.domain.actions import Action
from microprojects.domain.disclosure_fields import word
from microprojects.domain.errors import N_
from microprojects.domain.money import Fen
from microprojects.domain.workdays import local_day
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
    also: tuple[tuple[str, str], ...] = ()


# What a project's timeline leaves out, because it happens very often.
_SMALL = {
    Action.PROJECT_SECOND,
    Action.PROJECT_UNSECOND,
    Action.COMMENT_WRITE,
    Action.SURVEY_ANSWER,
    Action.ARCHIVE_TICK,
    Action.PAYMENT_ENTER,
}


# Of files one says how many.
_SEVERAL = {
    Action.ATTACHMENT_ADD: N_("上传 %(n)s 个文件"),
    Action.EVIDENCE_ADD: N_("上传 %(n)s 份材料"),
}


def told(lines: Sequence[Happened]) -> list[Told]:
    """Return what a reader should see of the journal, the newest first; the same on one day stands together."""
    shown = [line for line in reversed(lines) if Action(line.verb) not in _SMALL]
    return [_entry(list(same)) for _key, same in groupby(shown, key=_alike)]


def _alike(line: Happened) -> tuple[object, ...]:
    """Return what two lines have in common that stand together."""
    return local_day(line.at), line.verb, _facts(line)


def _entry(same: Sequence[Happened]) -> Told:
    """Return the entry of a line, or of several that say the same of one day, each with the way to it."""
    line, action = same[0], Action(same[0].verb)
    title = _(WORDS[action])
    if len(same) > 1:
        one = _SEVERAL.get(action)
        title = _(one, n=len(same)) if one else _("%(what)s（%(n)s 次）", what=title, n=len(same))
    also = tuple((_("第 %(n)s 条", n=each.seq), _url(each)) for each in same) if len(same) > 1 else ()
    return Told(line.at, title, _facts(line), _url(line), action in _SEALS, also=also)


def _url(line: Happened) -> str:
    return f"/journal/entries/{line.seq}"


@dataclass(frozen=True)
class Line:
    """One line of the public journal; see the macro `journal`."""

    number: int
    words: str
    at: datetime
    digest: str
    url: str


def lines(session: Session, entries: Sequence[JournalEntry]) -> list[Line]:
    """Return journal entries as lines that a reader understands."""
    places = journal_words.places_of(session, (e.subject for e in entries))
    return [
        Line(
            e.seq,
            journal_words.line(e.verb, e.subject, places),
            e.at,
            e.hash,
            f"/journal/entries/{e.seq}",
        )
        for e in entries
    ]


def _facts(line: Happened) -> str:
    """Return whose words, how much and how far, where a line tells it."""
    facts, parts = line.facts, []
    if line.verb == Action.OPINION_GIVE:
        parts += [_(word(name, str(facts[name]))) for name in ("body", "conclusion") if name in facts]
    if "was_fen" in facts and "now_fen" in facts:
        was, now = (money(Fen(int(str(facts[name])))) for name in ("was_fen", "now_fen"))
        parts.append(f"{was} → {now}")
        facts = {name: value for name, value in facts.items() if name != "amount_fen"}
    amount = facts.get("amount_fen")
    if isinstance(amount, (str, int)) and str(amount).isdigit():
        parts.append(money(Fen(int(amount))))
    percent = facts.get("percent")
    if isinstance(percent, int):
        parts.append(f"{percent}%")
    return _("，").join(parts)
