"""A scheme: the deliberations and disclosures of one programme, read from data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    message = N_("方案“%(name)s”不能用：%(why)s。请改好方案文件再启动。")


@dataclass(frozen=True)
class Scheme:
    """A programme's order of deliberations and disclosures."""

    name: str
    title: str
    source: str
    deliberations: tuple[Deliberation, ...]
    disclosures: tuple[Disclosure, ...]

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
                }
                for d in self.deliberations
            ],
            "disclosures": [
                {"kind": d.kind.value, "mark": d.mark, "title": d.title, "label": d.label, "window": d.window}
                for d in self.disclosures
            ],
        }


def parse(data: Mapping[str, Any]) -> Scheme:
    """Return the scheme that the data of a TOML file (or a stored snapshot) describes.

    Raises:
        BadScheme: the order or the words are not ones that the house can run.
    """
    name = str(data.get("name", "?"))
    try:
        scheme = Scheme(
            name=name,
            title=str(data["title"]),
            source=str(data.get("source", "")),
            deliberations=tuple(_deliberation(d) for d in data["deliberations"]),
            disclosures=tuple(_disclosure(d) for d in data["disclosures"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise BadScheme(name=name, why=str(error)) from error
    _check(scheme)
    return scheme


def _deliberation(data: Mapping[str, Any]) -> Deliberation:
    return Deliberation(
        kind=Kind(data["kind"]),
        mark=data["mark"],
        title=data["title"],
        label=data["label"],
        body=data["body"],
        quorum=data.get("quorum"),
        pass_=data.get("pass"),
        opinions=tuple(data.get("opinions", ())),
    )


def _disclosure(data: Mapping[str, Any]) -> Disclosure:
    return Disclosure(
        kind=DisclosureKind(data["kind"]),
        mark=data["mark"],
        title=data["title"],
        label=data["label"],
        window=data.get("window"),
    )


_ORDER = [DisclosureKind.DECISION, DisclosureKind.SPENDING, DisclosureKind.RESULT]


def _check(scheme: Scheme) -> None:
    kinds = [d.kind for d in scheme.deliberations]
    shown = [d.kind for d in scheme.disclosures]
    rules: Sequence[tuple[bool, str]] = (
        (2 <= len(kinds) <= 4, N_("要有两到四议")),
        (bool(kinds) and kinds[0] is Kind.INTAKE, N_("第一议必须是提议")),
        (kinds.count(Kind.INTAKE) == 1, N_("提议只能有一次")),
        (bool(kinds) and kinds[-1] is Kind.VOTE, N_("最后一议必须是表决")),
        (1 <= len(shown) <= 3, N_("要有一到三公开")),
        (bool(shown) and shown[0] is DisclosureKind.DECISION, N_("第一公开必须是决议公开")),
        (shown == [k for k in _ORDER if k in shown], N_("公开的次序是决议、资金、结果，各一次")),
    )
    for holds, why in rules:
        if not holds:
            raise BadScheme(name=scheme.name, why=why)
