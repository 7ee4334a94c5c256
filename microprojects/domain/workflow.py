"""The engine: a table of rows that is the only door to a change of state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from microprojects.domain.actions import Action
from microprojects.domain.cases import Case
from microprojects.domain.errors import Refusal, WrongMoment
from microprojects.domain.schemes import Scheme
from microprojects.domain.states import State


class Next(Enum):
    """A target that the scheme, not the table, decides."""

    DELIBERATION = "下一议，末议之后进入决议公示"
    SECONDING = "提议的附议"
    RECONSIDER = "提议之后的第一议"
    RESULT = "结果公示；方案没有结果公开时进入评议"


@dataclass(frozen=True)
class Guard:
    """One condition of a row: a line for the checklist and a rule that refuses."""

    label: str
    check: Callable[[Case], None]

    @property
    def name(self) -> str:
        """Return the rule's name, for documents and for links to what clears it."""
        return self.check.__name__


@dataclass(frozen=True)
class Row:
    """From one state, by one verb, to one target, if every guard lets it pass."""

    source: State
    action: Action
    target: State | Next
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True)
class Check:
    """One line of the checklist: a guard, and the refusal that it would give now, if any."""

    guard: Guard
    refusal: Refusal | None

    @property
    def clear(self) -> bool:
        """Return whether nothing is in the way here."""
        return self.refusal is None


class Workflow:
    """All rows of one kind of life, with the questions that pages and deeds ask of them."""

    def __init__(self, name: str, rows: Iterable[Row]) -> None:
        self.name = name
        self.rows = tuple(rows)
        self._by_key: Mapping[tuple[State, Action], Row] = {(r.source, r.action): r for r in self.rows}
        if len(self._by_key) != len(self.rows):
            raise ValueError(f"{name}: two rows share a source and a verb")

    def row(self, state: State, action: Action) -> Row:
        """Return the row for a verb in a state.

        Raises:
            WrongMoment: the table has no such row.
        """
        row = self._by_key.get((state, action))
        if row is None:
            raise WrongMoment(state=state.label)
        return row

    def rows_from(self, state: State) -> tuple[Row, ...]:
        """Return every row that leaves a state, in the table's order."""
        return tuple(row for row in self.rows if row.source is state)

    def step(self, state: State, stage: int, action: Action, scheme: Scheme, case: Case) -> tuple[State, int]:
        """Return the state and the stage after the verb, if every guard lets it pass.

        Raises:
            WrongMoment: the table has no such row.
            Refusal: the first guard that says no.
        """
        row = self.row(state, action)
        for guard in row.guards:
            guard.check(case)
        return resolve(row.target, stage, scheme)

    def checklist(self, state: State, action: Action, case: Case) -> tuple[Check, ...]:
        """Return every guard of a row with what it says now."""
        return tuple(Check(guard, _ask(guard, case)) for guard in self.row(state, action).guards)


def resolve(target: State | Next, stage: int, scheme: Scheme) -> tuple[State, int]:
    """Return the state and stage that a row's target means under a scheme."""
    match target:
        case Next.DELIBERATION:
            return scheme.next_of(stage)
        case Next.SECONDING:
            return State.ACCEPTED, 1
        case Next.RECONSIDER:
            return scheme.reconsider()
        case Next.RESULT:
            return scheme.after_settlement(), stage
        case State():
            return target, stage


def _ask(guard: Guard, case: Case) -> Refusal | None:
    try:
        guard.check(case)
    except Refusal as refusal:
        return refusal
    return None
