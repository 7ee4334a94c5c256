"""The figures of charts, kept for some minutes: they add up every project of years, and nobody needs them to the second."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from flask import Flask, current_app

_NAME = "microprojects_kept_figures"
_MOST = 2_000

Figure = TypeVar("Figure")


class Shelf:
    """The figures of one process with the moment at which each was reckoned, the oldest thrown out first."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        self._figures: OrderedDict[Hashable, tuple[float, object]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable, at: float) -> tuple[object] | None:
        """Return a figure that is young enough, in a tuple; None where there is none."""
        made, figure = self._figures.get(key, (0.0, None))
        return (figure,) if key in self._figures and at - made < 60 * self.minutes else None

    def keep(self, key: Hashable, figure: object, at: float) -> None:
        """Put a figure away."""
        with self._lock:
            self._figures[key] = (at, figure)
            self._figures.move_to_end(key)
            while len(self._figures) > _MOST:
                self._figures.popitem(last=False)


def init_app(app: Flask) -> None:
    """Give the app a shelf; of 0 minutes it keeps nothing."""
    app.extensions[_NAME] = Shelf(app.config["FIGURES_MINUTES"])


def minutes() -> int:
    """Return how old a figure may be; 0 where each is of now."""
    return _shelf().minutes


def figure(reckon: Callable[[], Figure], *of: Hashable) -> Figure:
    """Return a figure that was reckoned within the last minutes; `of` names it and whatever it depends on.

    It is shared by visitors: plain values that nobody changes, never rows of a session.
    """
    shelf, at = _shelf(), time.monotonic()
    if not shelf.minutes:
        return reckon()
    found = shelf.find(of, at)
    if found is not None:
        return cast(Figure, found[0])
    made = reckon()
    shelf.keep(of, made, at)
    return made


def _shelf() -> Shelf:
    shelf = current_app.extensions[_NAME]
    assert isinstance(shelf, Shelf)
    return shelf
