"""A change of a contract in the demo: the builder asks, the street agrees."""

from __future__ import annotations

from microprojects.demo.crew import Crew, Hand
from microprojects.demo.life import DAY, Way
from microprojects.demo.stories import Story
from microprojects.domain.money import Fen
from microprojects.services import changes


def change(crew: Crew, story: Story, number: str, hand: Hand) -> Way:
    """Ask for two per cent of the cost more and for five days, for the story's reason, and agree to it."""
    if not story.change:
        return
    yield hand.on(hand.at + 2 * DAY)
    changes.ask(
        number,
        reason=story.change,
        fiscal_fen=Fen(story.total_fen * 2 // 100),
        social_fen=Fen(0),
        days=5,
        actor=crew.contractor,
        at=hand.at,
    )
    yield hand.on(hand.at + DAY)
    changes.agree(number, actor=crew.officer, at=hand.at)
