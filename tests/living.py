"""Lives that many tests begin with: lived once on each engine by the real deeds, then kept and copied."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar

from microprojects.store.db import db
from tests.benches import Bench
from tests.world import WORLD, World

Lived = TypeVar("Lived")


def lived_once(bench: Bench, world: World, name: str, live: Callable[[World], Lived]) -> Lived:
    """Return what `live` makes of the untouched small district, in this test's own `world`.

    The same name stands for the same life in every module. What was written before on this bench, by the test
    or by another of its fixtures, is gone afterwards.
    """
    db.session.rollback()
    if name in bench.kept:
        bench.back_to(name)
    else:
        bench.back_to(WORLD)
        changed = world.copied()
        lived = live(changed)
        db.session.rollback()
        bench.keep(name, (changed, lived))
    changed, lived = bench.kept[name]
    vars(world).update(vars(changed.copied()))
    about: dict[int, Any] = {id(changed): world}
    return deepcopy(lived, about)
