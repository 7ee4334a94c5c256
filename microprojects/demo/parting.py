"""Works in the demo that look like parts of a split one: the question is raised, answered, and the answer accepted."""

from __future__ import annotations

from microprojects.demo.crew import Crew, Hand
from microprojects.demo.life import DAY, Way
from microprojects.demo.stories import Story
from microprojects.domain.splitting import Standing
from microprojects.services import splittings
from microprojects.store import projects
from microprojects.store import splittings as questions
from microprojects.store.db import db


def answer(crew: Crew, story: Story, number: str, hand: Hand) -> Way:
    """Answer the question for one of the works, and wait for it with the others, before they are bought."""
    if not story.split:
        return
    yield hand.on(hand.at + 2 * DAY)
    splittings.raise_due(at=hand.at)
    yield hand.on(hand.at + DAY)
    if _standing(number) is Standing.OPEN:
        splittings.answer(number, words=story.split, actor=crew.officer, at=hand.at)
    yield hand.on(hand.at + DAY)
    if _standing(number) is Standing.ANSWERED:
        words = "看过两份提议和费用清单：工种不同，没有一行费用重复，报价也是分开询的，认可。"
        splittings.judge(number, verdict="accepted", words=words, actor=crew.supervisor, at=hand.at)


def _standing(number: str) -> Standing | None:
    session = db.session()
    flag = questions.of_project(session, projects.by_number(session, number).id)
    found = flag.standing if flag else None
    session.rollback()
    return found
