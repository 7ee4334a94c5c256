"""A scheme: the deliberations, reviews and disclosures of one programme, read from data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.states import State


class Kind(StrEnum):
    """How one deliberation is done."""

    INTAKE = "intake"  # residents propose, the community screens, neighbours second
    CONSULT = "consult"  # bodies give written opinions and a plan is made
    VOTE = "vote"  # a body meets with a quorum and votes


class DisclosureKind(StrEnum):
    """What one disclosure tells."""

    DECISION = "decision"  # before: what was decided, with a window for objections
    SPENDING = "spending"  # during: procurement, contract and every payment
    RESULT = "result"  # after: acceptance, settlement, satisfaction, with a window


class When(StrEnum):
    """When a review is held."""

    BEFORE = "before"  # before the project comes on an agenda
    AFTER = "after"  # before its file is closed


# The bodies whose opinion a consultation may ask.
ADVISERS: dict[str, str] = {
    "community": N_("居委会"),
    "party": N_("社区党委"),
    "street": N_("街道办"),
    "expert": N_("专家"),
}
# The parameters that say how long a notice stays open.
WINDOWS = ("notice_days.d1", "notice_days.d3")

ENTRY: dict[Kind, State] = {
    Kind.INTAKE: State.DRAFT,
    Kind.CONSULT: State.CONSULTING,
    Kind.VOTE: State.READY,
}


@dataclass(frozen=True)
class Deliberation:
    """One 议: its words, its way and, where it votes, its bar."""

    kind: Kind
    mark: str
    title: str
    label: str
    body: str
    quorum: Mapping[str, Any] | None = None
    pass_: Mapping[str, Any] | None = None
    opinions: tuple[str, ...] = ()
    gathering: str = ""  # the kind of gathering that must have let a project go on from here


@dataclass(frozen=True)
class Review:
    """One 评: a gathering that marks a project before it is voted on, or after it was done."""

    when: When
    mark: str
    title: str
    label: str
    gathering: str


@dataclass(frozen=True)
class Disclosure:
    """One 公开: its words and the parameter that names the length of its window."""

    kind: DisclosureKind
    mark: str
    title: str
    label: str
    window: str | None = None


class BadScheme(Refusal):
    """A scheme file does not describe a life that the house can run."""

    code = "bad-scheme"
    message = N_("方案“%(name)s”不能用：%(field)s 这一项，%(why)s。请改好方案文件再启动。")


@dataclass(frozen=True)
class Scheme:
    """A programme's order of deliberations, reviews and disclosures."""

    name: str
    title: str
    source: str
    deliberations: tuple[Deliberation, ...]
    disclosures: tuple[Disclosure, ...]
    reviews: tuple[Review, ...] = ()

    def deliberation(self, stage: int) -> Deliberation:
        """Return the deliberation at a stage; the first stage is 1."""
        return self.deliberations[stage - 1]

    @property
    def consults(self) -> bool:
        """Return whether a deliberation of its own makes the plan."""
        return any(d.kind is Kind.CONSULT for d in self.deliberations)

    def disclosure(self, kind: DisclosureKind) -> Disclosure | None:
        """Return the disclosure of that kind, or None if the scheme has none."""
        return next((d for d in self.disclosures if d.kind is kind), None)

    def reviews_at(self, when: When) -> tuple[Review, ...]:
        """Return the reviews before the vote, or after the work."""
        return tuple(review for review in self.reviews if review.when is when)

    @property
    def gatherings(self) -> tuple[str, ...]:
        """Return the kinds of gatherings that the scheme asks for, in its order."""
        held = (*(d.gathering for d in self.deliberations), *(r.gathering for r in self.reviews))
        return tuple(dict.fromkeys(kind for kind in held if kind))

    def next_of(self, stage: int) -> tuple[State, int]:
        """Return the state and stage that follow when the deliberation at `stage` is done."""
        if stage < len(self.deliberations):
            return ENTRY[self.deliberations[stage].kind], stage + 1
        return State.NOTICING, stage

    def reconsider(self) -> tuple[State, int]:
        """Return where an upheld objection leads: the first deliberation after the proposal."""
        return self.next_of(1)

    def after_settlement(self) -> State:
        """Return what follows the settlement: the result's notice where there is one, else the evaluation."""
        return State.RESULT_NOTICE if self.disclosure(DisclosureKind.RESULT) else State.EVALUATING

    def as_data(self) -> dict[str, Any]:
        """Return the scheme as JSON-ready data, so that a rulebook's hash covers it."""
        return {
            "name": self.name,
            "title": self.title,
            "source": self.source,
            "deliberations": [
                {
                    "kind": d.kind.value,
                    "mark": d.mark,
                    "title": d.title,
                    "label": d.label,
                    "body": d.body,
                    "quorum": dict(d.quorum) if d.quorum else None,
                    "pass": dict(d.pass_) if d.pass_ else None,
                    "opinions": list(d.opinions),
                    **({"gathering": d.gathering} if d.gathering else {}),
                }
                for d in self.deliberations
            ],
            "disclosures": [
                {"kind": d.kind.value, "mark": d.mark, "title": d.title, "label": d.label, "window": d.window}
                for d in self.disclosures
            ],
            # Left out where there is none: what was frozen before there were reviews keeps its hash.
            **({"reviews": [_review_data(r) for r in self.reviews]} if self.reviews else {}),
        }


def _review_data(review: Review) -> dict[str, str]:
    return {
        "when": review.when.value,
        "mark": review.mark,
        "title": review.title,
        "label": review.label,
        "gathering": review.gathering,
    }
