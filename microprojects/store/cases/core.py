"""What every fact about a case is asked through: the session, the project and the moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from microprojects.domain.parameters import Rulebook
from microprojects.domain.states import State
from microprojects.store import extensions, rulebooks
from microprojects.store.db import Base
from microprojects.store.projects import Project

Table = type[Base]


class CoreCase:
    """One project at one moment."""

    def __init__(self, session: Session, project: Project, at: datetime) -> None:
        self._session = session
        self._project = project
        self._at = at

    @property
    def at(self) -> datetime:
        """Return the moment of the question."""
        return self._at

    @property
    def state(self) -> State:
        """Return the project's state."""
        return self._project.state

    @property
    def state_since(self) -> datetime:
        """Return the moment since which it stands in its state."""
        return self._project.state_since

    @property
    def stage(self) -> int:
        """Return the deliberation in which the project stands, from 1."""
        return self._project.stage

    @property
    def type(self) -> str:
        """Return works, goods or services."""
        return self._project.type

    @property
    def theme(self) -> str:
        """Return the theme's code."""
        return self._project.theme

    @property
    def beneficiaries(self) -> int:
        """Return how many people were to benefit, as the proposal says."""
        return self._project.beneficiaries

    @property
    def year(self) -> int:
        """Return the year of the project's round."""
        return self._project.round.year

    @cached_property
    def extended_to(self) -> Mapping[str, date]:
        """Return the later last days that a leader allowed the project."""
        return extensions.of_project(self._session, self._project.id)

    @cached_property
    def rules(self) -> Rulebook:
        """Return the rulebook that holds for this project."""
        return rulebooks.of(self._project)

    def _count(self, table: Table, *conditions: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(table).where(*conditions)
        return int(self._session.scalar(query) or 0)
