"""When a deed is possible that moves nothing: in the states that it names, and hardly any once the file is closed."""

from __future__ import annotations

from collections.abc import Collection

from microprojects.domain.errors import WrongMoment
from microprojects.domain.settlements import FileClosed
from microprojects.domain.states import State
from microprojects.store.projects import Project


def during(project: Project, states: Collection[State]) -> None:
    """Let a deed pass while its project is in one of the states.

    A closed project is frozen for every deed that does not name that state itself (I5).

    Raises:
        FileClosed: the project is closed.
        WrongMoment: it is in another state.
    """
    if project.state in states:
        return
    if project.state is State.CLOSED:
        raise FileClosed
    raise WrongMoment(state=project.state.label)


def unless_closed(project: Project) -> None:
    """Let a deed pass as long as its project's file is open (I5).

    Raises:
        FileClosed: the project is closed.
    """
    if project.state is State.CLOSED:
        raise FileClosed
