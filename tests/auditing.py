"""Sampled audits for tests: a quarter with settled accounts, its list fixed by one person and drawn by another."""

from __future__ import annotations

from datetime import UTC, datetime

from microprojects.services import audits
from microprojects.services.audits import Finding
from tests.spending import WAN, Site
from tests.world import World

# Thursday, 2 April 2026, 10:00 in Shanghai: the first quarter is over.
APRIL = datetime(2026, 4, 2, 2, 0, tzinfo=UTC)
DICE = "25163415264314235216"
SEEN = "监督员、两位居民代表"
ORDERLY = Finding(outcome="in_order", words="账、票、物一致。")


def settled(world: World, number: int, *, reviewed: bool = False) -> Site:
    """Settle a small work in the first quarter."""
    site = Site(world, number=f"LZ-2026-{number:03d}", fiscal=3 * WAN).until_settling()
    words = {"review_by": "明湖造价所", "review_conclusion": "审定，无核减。"} if reviewed else {}
    return site.account(3 * WAN, **words).pay(3 * WAN, 3).settle()


def fix(world: World, *, who: str = "huang", at: datetime = APRIL, quarter: int = 1) -> None:
    """Fix the list of a quarter."""
    audits.fix("minghu", 2026, quarter, actor=world[who], at=at)


def draw(world: World, *, who: str = "shen", at: datetime = APRIL, dice: str = DICE) -> None:
    """Draw from it."""
    audits.draw("minghu", 2026, 1, dice=dice, witnesses=SEEN, actor=world[who], at=at)


def conclude(
    world: World, number: str, finding: Finding = ORDERLY, *, who: str = "shen", at: datetime = APRIL
) -> None:
    """Write down what came of an audit."""
    audits.conclude(number, finding, actor=world[who], at=at)
