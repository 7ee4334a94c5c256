"""Contracts that are changed and works that stand still, in the lives of many projects."""

from __future__ import annotations

from datetime import timedelta

from microprojects.domain.money import Fen
from microprojects.services import changes, suspensions
from tests.spending import YUAN, Site


def stop(changing: Site, suspended: Site) -> None:
    """Ask for a change of one contract; agree to two of another, and then let its work stand still."""
    _ask(changing)
    for agree, who in ((changes.agree, "zhou"), (changes.agree_large, "wu")):
        _ask(suspended, fiscal=-2_000 * YUAN)
        agree(suspended.number, actor=suspended.world[who], at=suspended.later())
    suspensions.suspend(
        suspended.number,
        reason="连续暴雨。",
        expected_on=suspended.today + timedelta(days=60),
        actor=suspended.world["zhou"],
        at=suspended.later(),
    )


def _ask(site: Site, fiscal: int = -1_000 * YUAN) -> None:
    changes.ask(
        site.number,
        reason="少装两盏。",
        fiscal_fen=Fen(fiscal),
        social_fen=Fen(0),
        days=2,
        actor=site.world["zhao"],
        at=site.later(),
    )
