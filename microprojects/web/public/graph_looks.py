"""What a page of graphs looks at: of which projects, when, and by which places it shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar, cast

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.places import short_name
from microprojects.domain.workdays import local_day
from microprojects.store import areas, indicators, promises
from microprojects.store.areas import Area
from microprojects.store.indicators import Counts, Scope
from microprojects.store.promises import Sum
from microprojects.web import kept_figures

Figure = TypeVar("Figure")
MOST_ROWS = 15
"""Of more communities than these a graph shows the streets."""


@dataclass(frozen=True)
class Look:
    """What a page looks at, when; what several graphs need is asked once."""

    session: Session
    scope: Scope
    at: datetime
    known: Mapping[int, Area] | None = None
    of_page: dict[str, list[object]] = field(default_factory=dict, compare=False)

    @property
    def today(self) -> date:
        """Return the day in Shanghai."""
        return local_day(self.at)

    @cached_property
    def areas(self) -> Mapping[int, Area]:
        """Return every area by its number."""
        if self.known is not None:
            return self.known
        return {each.id: each for each in areas.list_inside(self.session, [""])}

    @cached_property
    def communities(self) -> Sequence[Area]:
        """Return the communities that are looked at, in the order in which they were made."""
        path = self.scope.path
        inside = [
            each for each in self.areas.values()
            if each.level == "community" and (not path or f"{each.path}/".startswith(f"{path}/"))
        ]  # fmt: skip
        return sorted(inside, key=lambda each: each.id)

    @cached_property
    def furthest(self) -> Mapping[int, Counts]:
        """Return how far the projects of each community came."""
        return self.figure("furthest", lambda: indicators.furthest(self.session, self.scope))

    @cached_property
    def promises(self) -> Sequence[Sum]:
        """Return how the approved projects of each community stand."""
        return self.figure("promises", lambda: promises.sums(self.session, self.scope, self.today))

    @cached_property
    def smallest(self) -> int:
        """Return of how many people at least a number is told."""
        return indicators.smallest(self.session)

    def figure(self, name: str, reckon: Callable[[], Figure]) -> Figure:
        """Return a figure of these projects, which may be some minutes old."""
        return kept_figures.figure(reckon, name, self.scope, self.today)

    def once(self, name: str, reckon: Callable[[], Figure]) -> Figure:
        """Return a figure that several graphs of this page show."""
        found = self.of_page.setdefault(name, []) or [self.figure(name, reckon)]
        self.of_page[name] = found
        return cast(Figure, found[0])

    @property
    def by_street(self) -> bool:
        """Return whether there are too many communities for one drawing."""
        return len(self.communities) > MOST_ROWS

    def group(self, area_id: int) -> str:
        """Return the name of the row in which an area is counted."""
        area = self.areas[area_id]
        if self.by_street and area.level == "community" and area.parent_id is not None:
            area = self.areas[area.parent_id]
        return short_name(area.name)

    @property
    def head(self) -> str:
        """Return what the rows of places are."""
        return _("街道") if self.by_street else _("社区")

    def grouped(self, numbers: Mapping[int, Mapping[str, int]], kinds: Sequence[str]) -> dict[str, Counts]:
        """Add up numbers of areas by the rows in which they are shown; rows of nothing stay in."""
        found: dict[str, Counts] = {self.group(each.id): dict.fromkeys(kinds, 0) for each in self.communities}
        for area_id, some in numbers.items():
            row = found.setdefault(self.group(area_id), dict.fromkeys(kinds, 0))
            for kind in kinds:
                row[kind] += some.get(kind, 0)
        return found
