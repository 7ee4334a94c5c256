"""What a voter has picked and not cast: choices, a wish to cast a blank vote, and what was declined one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from microprojects.domain.ballots import (
    BadPoints,
    BallotRule,
    BallotType,
    Choices,
    TooMany,
    UnknownChoice,
    ordered,
    renumbered,
    toggled,
)

YES, NO, LATER = "yes", "no", "later"


@dataclass(frozen=True)
class Draft:
    """A draft as it stands; empty where nothing was picked. It is no vote."""

    choices: Choices = field(default_factory=dict)
    blank: bool = False
    declined: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to keep."""
        return not (self.choices or self.blank or self.declined)

    @property
    def is_said(self) -> bool:
        """Return whether it could be a ballot: something was picked, or a blank vote is wished."""
        return bool(self.choices) or self.blank

    def as_text(self) -> str:
        """Return it as JSON."""
        return json.dumps(
            {"choices": dict(self.choices), "blank": self.blank, "declined": sorted(self.declined)}
        )

    @classmethod
    def from_text(cls, text: str) -> Draft:
        """Return the draft that was written."""
        kept = json.loads(text)
        return cls(kept["choices"], kept["blank"], frozenset(kept["declined"]))


def picked(draft: Draft, code: str, rule: BallotRule, *, without: str = "") -> Draft:
    """Return a draft with a project added or taken away; with `without` another one is taken away first.

    Raises:
        UnknownChoice, TooMany, OverBudget, BadPoints: it may not be added.
    """
    before = draft.choices
    if without and without in before and code not in before:
        before = toggled(before, without, rule)
    after = toggled(before, code, rule)
    _require_points(after, rule)
    return Draft(after, declined=draft.declined - {code})


def answered(draft: Draft, code: str, answer: str, rule: BallotRule) -> Draft:
    """Return a draft after one project was wanted, not wanted, or left for later.

    Raises:
        UnknownChoice, TooMany, OverBudget, BadPoints: it may not be added.
    """
    if code not in rule.costs:
        raise UnknownChoice(code=code[:20])
    if (answer == YES) != (code in draft.choices):
        draft = picked(draft, code, rule)
    declined = draft.declined - {code} if answer != NO else draft.declined | {code}
    return replace(draft, declined=declined, blank=False)


def moved(draft: Draft, code: str, rule: BallotRule, *, up: bool) -> Draft:
    """Return a ranking with one project a place higher or lower; the first and the last stay where they are.

    Raises:
        UnknownChoice: it is not picked.
    """
    listed = ordered(draft.choices)
    if code not in listed:
        raise UnknownChoice(code=code[:20])
    here = listed.index(code)
    there = min(max(here - 1 if up else here + 1, 0), len(listed) - 1)
    listed.insert(there, listed.pop(here))
    return replace(draft, choices=renumbered(listed, draft.choices, rule))


def pointed(draft: Draft, points: Mapping[str, int], rule: BallotRule) -> Draft:
    """Return a draft with points given out; none takes a project off.

    Raises:
        UnknownChoice, TooMany, BadPoints: they cannot be given like this.
    """
    for code in points:
        if code not in rule.costs:
            raise UnknownChoice(code=code[:20])
    given = {code: score for code, score in points.items() if score != 0}
    if len(given) > rule.most:
        raise TooMany(most=rule.most, chosen=len(given))
    _require_points(given, rule)
    return Draft(given, declined=draft.declined - set(given))


def _require_points(choices: Choices, rule: BallotRule) -> None:
    given = sum(choices.values())
    if rule.type is BallotType.POINTS and (given > rule.points or any(s < 1 for s in choices.values())):
        raise BadPoints(points=rule.points, given=given)
