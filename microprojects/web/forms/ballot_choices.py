"""What can be chosen on the ballot of a poll as fields of a plain form: for sheets that are read, and for trying it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField

from microprojects.domain.ballots import BallotType
from microprojects.store.polls import Poll, PollOption
from microprojects.web.filters import money
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import CountField
from microprojects.web.forms.house import HouseForm

PRE = "of_"


class ChoiceForm(HouseForm):
    """The choices of one ballot; `choice_fields` gives it the fields of a poll."""

    kind = BallotType.APPROVAL
    most = 0
    codes: Sequence[str] = ()

    @property
    def choices(self) -> dict[str, int]:
        """Return what was chosen as scores by code."""
        if self.kind in (BallotType.APPROVAL, BallotType.KNAPSACK):
            return dict.fromkeys(self["ticked"].data or (), 1)
        typed = {code: self[PRE + code].data for code in self.codes}
        if self.kind is BallotType.RANKING:
            return {code: self.most + 1 - place for code, place in typed.items() if place is not None}
        return {code: points for code, points in typed.items() if points}


class RehearsalForm(ChoiceForm):
    """A ballot that is tried out."""

    blank = BooleanField(_l("都不选，仅参加投票"))

    def place(self, score: int) -> int:
        """Return the place that a score of a ranking stands for, the first being 1."""
        return self.most + 1 - score


def rehearsal_for(poll: Poll, listed: Sequence[PollOption]) -> type[RehearsalForm]:
    """Return the form by which the ballot of a poll is tried out."""
    made: type[RehearsalForm] = type("PollRehearsalForm", (RehearsalForm,), choice_fields(poll, listed))
    return made


def choice_fields(poll: Poll, listed: Sequence[PollOption]) -> dict[str, Any]:
    """Return what a form needs to ask for the choices of a poll: ticks, points or places, each by its drawn number."""
    kind, codes = BallotType(poll.ballot), tuple(option.code for option in listed)
    named = [
        (option.code, f"{option.number}　{option.project.title}（{money(option.cost_fen)}）")
        for option in listed
    ]
    given: dict[str, Any] = {"kind": kind, "most": poll.most, "codes": codes}
    match kind:
        case BallotType.POINTS:
            return given | {PRE + code: CountField(words, most=poll.points) for code, words in named}
        case BallotType.RANKING:
            return given | {PRE + code: CountField(words, most=poll.most) for code, words in named}
    return given | {"ticked": SelectMultipleField(_l("勾了哪几个"), choices=options(named))}
