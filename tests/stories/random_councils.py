"""A council drawn by the dice, and what the rules make of its vote: counted here a second time, by hand.

Source: domain research, sections 4.2 (who stands aside does not count as present) and 7.3; 民法典 art. 1259
(以上 includes the number, 超过 does not). Nothing of the house's own counting is used here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

CHAIR = "liu"
# How a member comes and goes, and how often among a hundred: before the vote opens at minute 10, or after.
WAYS = {
    "there": 62,
    "late": 9,
    "gone": 5,  # left before the vote
    "back": 4,  # left before the vote and came back before it
    "voted and left": 4,
    "left": 4,  # without having voted
    "stepped out": 3,  # for a minute, while the vote was open
    "too late": 4,  # came when the vote was open
    "away": 5,
}
AT_THE_OPENING = {"there", "late", "back", "voted and left", "left", "stepped out"}
AT_THE_END = {"there", "late", "back", "stepped out", "too late"}
MODES = ("show_of_hands", "roll_call", "secret", "paper")
STAGES = {"futian_3_3": (3,), "village_4_2": (3, 4)}
LAST = {"futian_3_3": 3, "village_4_2": 4}
HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


@dataclass(frozen=True)
class Share:
    """A part of some people: `more` when exactly that part is not enough (超过)."""

    part: Fraction
    more: bool

    def reached(self, people: int, of: int) -> bool:
        """Return whether so many people are that part."""
        exact = self.part * of
        return people > exact if self.more else people >= exact

    def least(self, of: int) -> int:
        """Return the smallest number that is that part."""
        return next(people for people in range(of + 2) if self.reached(people, of))


@dataclass(frozen=True)
class Member:
    """One member: how they come and go, whether they stand aside, and what they want to say."""

    name: str
    way: str
    aside: bool
    choice: str  # for, against, abstain, spoiled (on paper), or "" for nothing
    on_paper: bool

    @property
    def at_the_opening(self) -> bool:
        return self.way in AT_THE_OPENING

    @property
    def at_the_end(self) -> bool:
        return self.way in AT_THE_END


@dataclass(frozen=True)
class Drawn:
    """One council with its rules, and everybody's part in one vote."""

    scheme: str
    stage: int
    mode: str
    special: bool
    chair_votes: bool
    quorum: Share
    bar: Share
    bar_of_due: bool  # of all members and not of those present
    members: tuple[Member, ...]

    @property
    def due(self) -> int:
        return len(self.members)

    @property
    def chair_is_aside(self) -> bool:
        """Whether the chair is a member in the room who may not vote because of the office alone."""
        chair = [each for each in self.members if each.name == CHAIR]
        return not self.chair_votes and any(each.at_the_opening and not each.aside for each in chair)

    @property
    def voters(self) -> tuple[Member, ...]:
        """Who may vote: in the room when the vote opens, and not aside."""
        return tuple(
            each
            for each in self.members
            if each.at_the_opening and not each.aside and not (self.chair_is_aside and each.name == CHAIR)
        )

    @property
    def recused(self) -> int:
        return sum(each.at_the_opening for each in self.members) - len(self.voters)


def draw(dice: Random, scheme: str, pool: Collection[str]) -> Drawn:
    """Draw a council of 5 to 21 of the people in the pool."""
    names = dice.sample(sorted(pool), dice.randint(5, 21))
    if CHAIR not in names and dice.random() < 0.8:
        names[0] = CHAIR
    mode = dice.choice(MODES)
    empty = dice.random() < 0.25  # a day on which many stay away
    ways = WAYS | ({"away": 60} if empty else {"left": 24} if dice.random() < 0.15 else {})
    lean = dice.choice(((8, 2, 1), (5, 4, 1), (5, 5, 0), (3, 6, 2), (6, 1, 3)))
    asides = dice.choice((0.0, 0.05, 0.2))
    law = scheme == "village_4_2"  # which writes its own quorum and bars into the scheme
    stage = dice.choice(STAGES[scheme])
    return Drawn(
        scheme=scheme,
        stage=stage,
        mode=mode,
        special=dice.random() < 0.4,
        chair_votes=dice.random() < 0.7,
        quorum=Share(TWO_THIRDS, more=False)
        if law
        else Share(dice.choice((HALF, TWO_THIRDS, TWO_THIRDS)), more=dice.random() < 0.5),
        bar=Share(HALF, more=law or dice.random() < 0.5),
        bar_of_due=stage == 3 if law else dice.random() < 0.15,
        members=tuple(_member(dice, name, mode, ways, lean, asides) for name in names),
    )


def _member(
    dice: Random, name: str, mode: str, ways: dict[str, int], lean: tuple[int, ...], asides: float
) -> Member:
    way = dice.choices(list(ways), list(ways.values()))[0]
    on_paper = mode == "paper" and dice.random() < 0.4
    choice = dice.choices(("for", "against", "abstain"), lean)[0]
    if on_paper and dice.random() < 0.15:
        choice = "spoiled"
    if mode != "show_of_hands" and dice.random() < 0.07:
        choice = ""
    return Member(name, way, dice.random() < asides, choice, on_paper)


def count(council: Drawn) -> dict[str, Any]:
    """Return what the house has to say about the vote, by the rules alone."""
    told = _opening(council)
    if told["short"]:
        refused = [told["due"], told["here"], told["quorum"], told["short"]]
        return told | {"end": "no quorum", "refused": refused, "state": "scheduled"}
    told |= _bar(council, told)
    still = sum(each.at_the_end and not each.aside for each in council.members)
    if not council.quorum.reached(still, council.due):
        refused = [told["due"], still, told["quorum"], told["quorum"] - still]
        return told | {"end": "quorum lost", "refused": refused, "state": "voting"}
    return told | _result(council, told)


def _opening(council: Drawn) -> dict[str, Any]:
    here = sum(each.at_the_opening and not each.aside for each in council.members)
    least = council.quorum.least(council.due)
    return {"due": council.due, "here": here, "quorum": least, "short": max(0, least - here)}


def _bar(council: Drawn, told: dict[str, Any]) -> dict[str, Any]:
    present = sum(each.at_the_opening for each in council.members)
    base = len(council.voters)
    ordinary = (council.due - council.recused if council.bar_of_due else base, council.bar)
    bars = [ordinary, (base, Share(TWO_THIRDS, more=False))] if council.special else [ordinary]
    of, share = max(bars, key=lambda bar: bar[1].least(bar[0]))  # the first of two that ask for the same
    return {
        "present": present,
        "recused": council.recused,
        "voters": sorted(each.name for each in council.voters),
        "need": share.least(of),
        "of": of,
        "part": (share.part.numerator, share.part.denominator, share.more),
    }


def heard(council: Drawn, member: Member) -> str:
    """Return what of a voter is counted, "" if nothing: hands at the end, phones and paper before."""
    if council.mode == "show_of_hands":
        return member.choice if member.at_the_end else ""
    return member.choice if member.way != "left" else ""


def _result(council: Drawn, told: dict[str, Any]) -> dict[str, Any]:
    said = [heard(council, each) for each in council.voters]
    in_favour, against = said.count("for"), said.count("against")
    silent = said.count("")
    abstain = len(said) - in_favour - against
    reached = Share(Fraction(told["part"][0], told["part"][1]), more=told["part"][2])
    carried = reached.reached(in_favour, told["of"]) and in_favour > against
    numbers = [told["due"], told["present"], told["recused"], len(said), in_favour, against, abstain]
    numbers += [told["of"], *told["part"][:2], told["need"]]
    numbers += [told["need"] - in_favour] if in_favour < told["need"] else []
    numbers += [silent] if silent else []
    return {
        "for": in_favour,
        "against": against,
        "abstain": abstain,
        "end": "carried" if carried else "not carried",
        "sentence": numbers,
        "state": _after(council, carried=carried),
        "published": [told["due"], told["present"], told["recused"], told["due"] - told["present"]]
        if carried and council.stage == LAST[council.scheme]
        else None,
    }


def _after(council: Drawn, *, carried: bool) -> str:
    if not carried:
        return "rejected"
    return "noticing" if council.stage == LAST[council.scheme] else "ready"
