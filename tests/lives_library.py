"""The library in the lives of many projects: the closed one is in it, and bought benches often enough to tell their price."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from microprojects.domain.prices import FEWEST
from microprojects.services import library
from microprojects.store.consultations import CostLine, Plan
from microprojects.store.db import transaction
from microprojects.store.projects import Project
from tests.world import World

_ROUTES = (
    "public_library.show", "my_library.copy", "office_library.offer", "office_library.decide", "office_library.remove",
)  # fmt: skip
ABOUT: dict[str, dict[str, str]] = {key: {"number": "closed"} for key in _ROUTES}


def share(world: World, number: str, *, at: datetime) -> None:
    """Offer a closed project and let it in; its list of costs names benches in several lines."""
    words = {"reason": "几万元就办成。", "lessons": "先挨户问清楚。"}
    library.offer(number, **words, actor=world["zhou"], at=at)
    library.decide(number, enters=True, reason="做法说得清。", actor=world["huang"], at=at)
    with transaction() as session:
        plan = session.scalars(
            select(Plan).join(Project, Project.id == Plan.project_id).where(Project.number == number)
        ).one()
        session.add_all(
            CostLine(
                plan_id=plan.id,
                position=50 + n,
                label="座椅",
                quantity="2 张",
                amount_fen=1_000 * n,
                basis="询价",
            )
            for n in range(1, FEWEST + 1)
        )
