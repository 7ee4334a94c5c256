"""One project's way, deed by deed: each station yields the moment of its next deed, then does it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime, timedelta

from microprojects.demo.crew import Crew, Hand
from microprojects.demo.stories import Story
from microprojects.domain.people import Actor
from microprojects.domain.plans import CostWords, PlanWords
from microprojects.domain.screening import QUESTIONS
from microprojects.domain.workdays import local_day
from microprojects.services import (
    approvals,
    comments,
    consultations,
    proposals,
    screening,
    secondings,
)

Way = Iterator[datetime]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
AFTERCARE_PHONE = "0000-2600 1199"


def propose(crew: Crew, story: Story, proposer: Actor, hand: Hand) -> Generator[datetime, None, str]:
    """Write and submit the proposal; a walk-in's is written by the clerk. Return its number."""
    if story.walk_in:
        draft = proposals.start_draft(
            crew.slug, actor=crew.second_clerk, at=hand.at, proposer_id=proposer.person_id
        )
        writer = crew.second_clerk
    else:
        draft = proposals.start_draft(crew.slug, actor=proposer, at=hand.at)
        writer = proposer
    yield hand.on(hand.at + HOUR)
    proposals.save_draft(draft, words=story.words(), actor=writer, at=hand.at)
    yield hand.on(hand.at + HOUR)
    return proposals.submit(draft, consent=True, actor=writer, at=hand.at)


def accept(crew: Crew, number: str, hand: Hand) -> Way:
    """Screen and accept."""
    yield hand.on(hand.at + DAY)
    answers = {code: {"ok": True, "note": ""} for code in QUESTIONS}
    screening.screen(number, answers=answers, actor=crew.clerk, at=hand.at)
    yield hand.on(hand.at + HOUR)
    screening.accept(number, actor=crew.clerk, at=hand.at)


def decline(crew: Crew, story: Story, number: str, hand: Hand) -> Way:
    """Decline with four eyes."""
    yield hand.on(hand.at + 2 * DAY)
    screening.propose_decline(
        number, code=story.decline, reason=story.decline_reason, actor=crew.clerk, at=hand.at
    )
    yield hand.on(hand.at + 5 * HOUR)
    screening.confirm_decline(number, actor=crew.party, at=hand.at)


def second(crew: Crew, number: str, count: int, hand: Hand, *, proposer: Actor, skip: int) -> Way:
    """Let so many neighbours second it within a few days."""
    backers = [r for r in crew.neighbours(count + 1, skip=skip) if r.person_id != proposer.person_id][:count]
    for n, neighbour in enumerate(backers):
        yield hand.on(hand.at + (timedelta(minutes=37) if n else DAY))
        secondings.second(number, actor=neighbour, at=hand.at)


def promote(crew: Crew, number: str, hand: Hand) -> Way:
    """Take it to the next deliberation, the next morning."""
    yield hand.on(hand.morning())
    secondings.promote(number, actor=crew.clerk, at=hand.at)


TALK = (
    ("for", "支持，这事我们盼了两年了。做的时候提前贴个通知，好安排进出。"),
    ("neutral", "做完谁来管？前年装的那批没人修，希望写清楚。"),
    ("against", "钱能不能先紧着更急的？我们那边下水道还堵着。"),
    ("for", "赞成。我家老人最用得上，愿意出一天工帮忙。"),
)


def discuss(crew: Crew, number: str, hand: Hand, *, skip: int) -> Way:
    """Let two or three neighbours say what they think."""
    for n, neighbour in enumerate(crew.neighbours(2 + skip % 2, skip=skip + 11)):
        yield hand.on(hand.at + 2 * HOUR)
        stance, text = TALK[(n + skip) % len(TALK)]
        comments.write(number, text=text, stance=stance, actor=neighbour, at=hand.at)


OPINIONS = {
    "community": "居民反映集中，地点合适，居委会愿意配合组织和日常看护。",
    "party": "符合居民急需，建议优先安排，党员带头参与监督。",
    "street": "经现场查看，可以实施；单价按市场询价取中间值。",
}


def opinions(crew: Crew, number: str, hand: Hand, *, bodies: tuple[str, ...]) -> Way:
    """Let bodies give their opinion, one a day."""
    speakers = {"community": crew.clerk, "party": crew.party, "street": crew.officer}
    for body in bodies:
        yield hand.on(hand.at + DAY)
        consultations.give_opinion(
            number,
            body=body,
            conclusion="feasible",
            text=OPINIONS[body],
            actor=speakers[body],
            at=hand.at,
        )


def plan(crew: Crew, story: Story, number: str, hand: Hand) -> Way:
    """Write the plan with its cost lines."""
    yield hand.on(hand.at + 2 * HOUR)
    day = local_day(hand.at)
    words = PlanWords(
        place=story.place,
        content=story.content,
        expected_result=story.result,
        feasibility="现场可行，不占消防通道，不影响相邻住户采光和通行。",
        fiscal_fen=story.fiscal_fen,
        social_fen=story.social_fen,
        starts_on=day + 45 * DAY,
        ends_on=day + (300 if story.type == "services" else 110) * DAY,
        aftercare_owner=story.aftercare,
        aftercare_phone=AFTERCARE_PHONE,
        responsible_unit="榕树街道公共服务办",
        lines=tuple(
            CostWords(label, amount, quantity, "三家询价取中间值")
            for (label, quantity, _share), amount in zip(story.lines, story.amounts, strict=True)
        ),
    )
    consultations.edit_plan(number, words=words, actor=crew.officer, at=hand.at)


def conclude(crew: Crew, number: str, hand: Hand) -> Way:
    """Sign the plan and conclude the consultation."""
    yield hand.on(hand.at + HOUR)
    consultations.sign_negative_list(number, actor=crew.clerk, at=hand.at)
    yield hand.on(hand.at + DAY)
    consultations.agree(number, actor=crew.party, at=hand.at)
    yield hand.on(hand.at + HOUR)
    consultations.conclude(number, actor=crew.officer, at=hand.at)


def approve(crew: Crew, number: str, window_ends: datetime, hand: Hand) -> Way:
    """File the resolution while it is on notice, and approve it after."""
    yield hand.on(hand.at + DAY)
    approvals.file_resolution(
        number, filing_number=f"榕街备〔{hand.at.year}〕{number}号", actor=crew.leader, at=hand.at
    )
    yield hand.on(window_ends + 9 * HOUR)
    approvals.approve(number, actor=crew.officer, at=hand.at)
