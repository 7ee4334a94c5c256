"""What a proposer writes: every field with its name, its limit and its place in the privacy check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from microprojects.domain.errors import N_, BadValue
from microprojects.domain.money import CEILING, Fen
from microprojects.domain.privacy import Finding, PrivacyFinding, scan
from microprojects.domain.proposals import REQUIRED, THEMES, TYPES, Incomplete
from microprojects.domain.texts import line, paragraphs

NATURES: dict[str, str] = {"new": N_("新建"), "rebuild": N_("改造"), "activity": N_("活动")}
# How the public reads the proposer: by surname and stars, or by the full name with their separate consent.
MASKED, REAL = "masked", "real_with_consent"

LABELS: dict[str, str] = REQUIRED | {
    "summary": N_("一句话说明"),
    "own_contribution_note": N_("居民自己出什么"),
    "over_cap_note": N_("为什么超过上限"),
    "lines": N_("大概要多少钱"),
}
# field -> most characters; those of PROSE keep their line breaks.
LIMITS: dict[str, int] = {
    "title": 80,
    "summary": 120,
    "place": 100,
    "problem": 2000,
    "content": 4000,
    "beneficiary_group": 100,
    "own_contribution_note": 200,
    "over_cap_note": 500,
}
PROSE = frozenset({"problem", "content", "over_cap_note"})
MOST_LINES = 20
LONGEST_LABEL, LONGEST_QUANTITY = 60, 30
MOST_PEOPLE = 1_000_000
_SUMMARY = 60
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")


@dataclass(frozen=True, kw_only=True)
class EstimateWords:
    """One line of the estimate: what, how much of it, and what it costs in fen."""

    label: str
    amount_fen: Fen
    quantity: str = ""


@dataclass(frozen=True, kw_only=True)
class ProposalWords:
    """A proposal as its proposer wrote it; a draft may leave anything empty.

    `type` is a key of TYPES, `theme` of THEMES, `nature` of NATURES or empty;
    `display` is how the proposer is named in public, MASKED or REAL.
    """

    title: str = ""
    type: str = "works"
    theme: str = "convenience"
    summary: str = ""
    place: str = ""
    problem: str = ""
    content: str = ""
    nature: str = ""
    beneficiaries: int = 0
    beneficiary_group: str = ""
    own_contribution_fen: Fen = Fen(0)
    own_contribution_note: str = ""
    over_cap_flagged: bool = False
    over_cap_note: str = ""
    on_private_premises: bool = False
    display: str = MASKED
    lines: tuple[EstimateWords, ...] = ()

    def cleaned(self) -> ProposalWords:
        """Return the words fit to be kept, with a summary where none was written.

        Raises:
            BadValue: a text is too long, a choice unknown, or a number out of its bounds.
        """
        _known(N_("哪一类"), self.type, TYPES)
        _known(N_("主题"), self.theme, THEMES)
        _known(N_("建设性质"), self.nature, {"": "", **NATURES})
        _known(N_("公开时怎么称呼"), self.display, {MASKED: "", REAL: ""})
        _between(LABELS["beneficiaries"], self.beneficiaries, MOST_PEOPLE)
        _between(LABELS["own_contribution_note"], self.own_contribution_fen, CEILING - 1)
        texts: dict[str, Any] = {
            name: (paragraphs if name in PROSE else line)(LABELS[name], getattr(self, name), limit=most)
            for name, most in LIMITS.items()
        }
        texts["summary"] = texts["summary"] or _summary_of(texts["problem"])
        return replace(self, lines=_lines(self.lines), **texts)


def private_data(words: ProposalWords) -> Mapping[str, tuple[Finding, ...]]:
    """Return what the privacy scan finds, by the name of the field it stands in."""
    found = {name: tuple(f for text in texts for f in scan(text)) for name, texts in _public_texts(words)}
    return {name: findings for name, findings in found.items() if findings}


def require_whole_lines(words: ProposalWords) -> None:
    """Refuse an estimate that lacks the words or the amount of a line.

    Raises:
        Incomplete: it does.
    """
    if any(not each.label or not each.amount_fen for each in words.lines):
        raise Incomplete(fields=LABELS["lines"])


def require_no_private_data(words: ProposalWords) -> None:
    """Refuse words that name a phone, an identity number, a card or a door.

    Raises:
        PrivacyFinding: it names the field and what was found, without repeating it.
    """
    for name, findings in private_data(words).items():
        raise PrivacyFinding(field=LABELS[name], findings=findings)


def _public_texts(words: ProposalWords) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in LIMITS:
        if name != "summary" or words.summary != _summary_of(words.problem):  # else it stands in the problem
            yield name, (getattr(words, name),)
    yield "lines", tuple(text for each in words.lines for text in (each.label, each.quantity))


def _summary_of(problem: str) -> str:
    """Return the first sentence of the problem, for lists."""
    first = _SENTENCE.search(problem)
    said = first[0].strip() if first else ""
    return said if len(said) <= _SUMMARY else said[: _SUMMARY - 2] + "……"


def _lines(given: tuple[EstimateWords, ...]) -> tuple[EstimateWords, ...]:
    if len(given) > MOST_LINES:
        raise BadValue(field=LABELS["lines"], why=N_("最多写 20 行"))
    for each in given:
        _between(LABELS["lines"], each.amount_fen, CEILING - 1)
    if sum(each.amount_fen for each in given) >= CEILING:
        raise BadValue(field=LABELS["lines"], why=N_("加起来太大，请核对是不是多打了零"))
    return tuple(
        EstimateWords(
            label=line(N_("估算的名目"), each.label, limit=LONGEST_LABEL),
            quantity=line(N_("估算的数量"), each.quantity, limit=LONGEST_QUANTITY),
            amount_fen=each.amount_fen,
        )
        for each in given
    )


def _known(field: str, value: str, words: Mapping[str, str]) -> None:
    if value not in words:
        raise BadValue(field=field, why=N_("不在可选的几项里"))


def _between(field: str, value: int, most: int) -> None:
    if not 0 <= value <= most:
        raise BadValue(field=field, why=N_("数目不对"))


FIELDS = tuple(field.name for field in fields(ProposalWords))
