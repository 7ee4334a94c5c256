"""The library of good finished projects that other communities may copy: what comes in, who lets it in, what is copied.

Source: domain research, sections 7.7 (below the bar no entry), 8 (项目库) and 9.4 (a standing page).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.masks import is_small_cell
from microprojects.domain.money import FEN_PER_YUAN, Fen
from microprojects.domain.proposal_words import (
    LIMITS,
    LONGEST_LABEL,
    LONGEST_QUANTITY,
    MOST_LINES,
    EstimateWords,
    ProposalWords,
)
from microprojects.domain.states import State

LONGEST_REASON = 500
LONGEST_LESSONS = 2000
ENTERED, DECLINED = "entered", "declined"
VERDICTS: dict[str, str] = {ENTERED: N_("入库"), DECLINED: N_("不入库")}
# The words that a proposal takes over.
COPIED = ("title", "summary", "problem", "content", "beneficiary_group")
_WAN = 10_000 * FEN_PER_YUAN
# What it really cost, in bands that a community can compare with what it has: each up to a sum, the last above all.
_UP_TO: tuple[tuple[str, int], ...] = (
    ("to_1", _WAN), ("to_3", 3 * _WAN), ("to_5", 5 * _WAN), ("to_10", 10 * _WAN), ("to_20", 20 * _WAN),
)  # fmt: skip
BANDS: dict[str, str] = {
    "to_1": N_("1 万元以下"),
    "to_3": N_("1–3 万元"),
    "to_5": N_("3–5 万元"),
    "to_10": N_("5–10 万元"),
    "to_20": N_("10–20 万元"),
    "more": N_("20 万元以上"),
}


class Standing(StrEnum):
    """Where an entry stands."""

    OFFERED = "offered"
    IN = "in"
    DECLINED = "declined"
    OUT = "out"

    @property
    def label(self) -> str:
        """Return its name in the source language."""
        return _STANDINGS[self]


_STANDINGS = {
    Standing.OFFERED: N_("等区里定"),
    Standing.IN: N_("在库"),
    Standing.DECLINED: N_("没有入库"),
    Standing.OUT: N_("已出库"),
}


class NotFinished(Refusal):
    """Only a closed project has proved itself."""

    code = "library-not-finished"
    message = N_("这个项目现在是“%(state)s”，办结归档的项目才能入项目库。请办结以后再荐。")


class TooFewToTell(Refusal):
    """So few residents answered that their satisfaction may not be told."""

    code = "library-too-few"
    message = N_("评议只收到 %(have)s 份，不到 %(need)s 份，满意率不能公布，不能入项目库。请荐另一个项目。")


class NotSatisfied(Refusal):
    """Too few residents are satisfied with it."""

    code = "library-not-satisfied"
    message = N_("评议满意的占 %(percent)s%%，入项目库要 %(need)s%%。请荐另一个项目。")


class StillToMend(Refusal):
    """Something about it has not been put right."""

    code = "library-to-mend"
    message = N_("这个项目还有没整改完的事：%(what)s。请先改好，再荐。")


class InLibrary(Refusal):
    """It is in the library, or waits for the decision."""

    code = "library-already"
    message = N_("这个项目%(standing)s，不用再荐。")


class NotWaiting(Refusal):
    """Nothing waits for a decision."""

    code = "library-not-waiting"
    message = N_("这个项目没有等着定的荐件。请先由社区或街道荐。")


class SameHand(Refusal):
    """Who offered it does not let it in."""

    code = "library-same-hand"
    status = 403
    message = N_("荐的和定的要是两个人，这一件是您荐的。请区里另一位同事来定。")


class NotIn(Refusal):
    """It is not in the library."""

    code = "library-not-in"
    message = N_("这个项目不在项目库里。请到项目库页面选一个在库的。")


@dataclass(frozen=True)
class Merits:
    """What decides whether a project may come in: where it stands, what residents said, what is still to be mended."""

    state: State
    answers: int
    percent: int
    need_percent: int
    small_cell: int
    inspection_failed: bool = False
    owed_fen: Fen = Fen(0)


def require_merits(found: Merits) -> None:
    """Let a project pass that may come into the library.

    Raises:
        NotFinished, TooFewToTell, NotSatisfied, StillToMend: what stands in the way.
    """
    if found.state is not State.CLOSED:
        raise NotFinished(state=found.state.label)
    if not found.answers or is_small_cell(found.answers, found.small_cell):
        raise TooFewToTell(have=found.answers, need=found.small_cell)
    if found.percent < found.need_percent:
        raise NotSatisfied(percent=found.percent, need=found.need_percent)
    if found.inspection_failed:
        raise StillToMend(what=N_("最近一次验收不合格"))
    if found.owed_fen > 0:
        raise StillToMend(what=N_("审计查出的钱没有退完"))


def standing(verdict: str | None, *, removed: bool) -> Standing:
    """Return where an entry stands by what was decided about it."""
    if verdict is None:
        return Standing.OFFERED
    if verdict == DECLINED:
        return Standing.DECLINED
    return Standing.OUT if removed else Standing.IN


def band(fen: Fen) -> str:
    """Return the band of a sum; a bound belongs to the band below it."""
    return next((name for name, most in _UP_TO if fen <= most), "more")


def bounds(name: str) -> tuple[int, int | None]:
    """Return above which and up to which sum in fen a band goes; None where it has no end."""
    names = [each for each, _most in _UP_TO]
    if name == "more":
        return _UP_TO[-1][1], None
    place = names.index(name)
    return (_UP_TO[place - 1][1] if place else -1), _UP_TO[place][1]


def outline(words: ProposalWords, lines: tuple[EstimateWords, ...]) -> ProposalWords:
    """Return a proposal made after another: the need, the work and an outline of its costs, without place and persons.

    `lines` are the costs as they were planned; where there are more than a proposal
    holds, the rest is one line.
    """
    kept = [
        EstimateWords(
            label=each.label[:LONGEST_LABEL],
            quantity=each.quantity[:LONGEST_QUANTITY],
            amount_fen=each.amount_fen,
        )
        for each in lines[:MOST_LINES]
    ]
    rest = lines[MOST_LINES - 1 :]
    if len(lines) > MOST_LINES:
        kept[-1] = EstimateWords(label=N_("其余各项"), amount_fen=Fen(sum(each.amount_fen for each in rest)))
    texts = {name: getattr(words, name)[: LIMITS[name]] for name in COPIED}
    return ProposalWords(type=words.type, theme=words.theme, nature=words.nature, lines=tuple(kept), **texts)
