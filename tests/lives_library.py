"""The library in the lives of many projects: the closed one is in it."""

from __future__ import annotations

from datetime import datetime

from microprojects.services import library
from tests.world import World

_ROUTES = (
    "public_library.show", "my_library.copy", "office_library.offer", "office_library.decide", "office_library.remove",
)  # fmt: skip
ABOUT: dict[str, dict[str, str]] = {key: {"number": "closed"} for key in _ROUTES}


def share(world: World, number: str, *, at: datetime) -> None:
    """Offer a closed project and let it in."""
    words = {"reason": "几万元就办成。", "lessons": "先挨户问清楚。"}
    library.offer(number, **words, actor=world["zhou"], at=at)
    library.decide(number, enters=True, reason="做法说得清。", actor=world["huang"], at=at)
