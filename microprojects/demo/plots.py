"""From proposal to the state in which a story stands on the day of loading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from microprojects.demo import changing, life, objecting, parting, paying, works
from microprojects.demo.crew import Crew, Hand
from microprojects.demo.life import DAY, HOUR
from microprojects.demo.stories import Story
from microprojects.domain.people import Actor
from microprojects.domain.settlements import ARCHIVE_ITEMS, answers_needed
from microprojects.domain.workdays import end_of_day
from microprojects.services import (
    approvals,
    consultations,
    delivery,
    objections,
    proposals,
    screening,
)
from microprojects.store import archive, projects, rulebooks
from microprojects.store.db import db
from microprojects.store.disclosures import NoticeWindow
from microprojects.store.settlements import Survey

# The order in which a story goes on after its resolution.
_LATER = (
    "approved",
    "procuring",
    "contracted",
    "implementing",
    "inspecting",
    "settling",
    "result_notice",
    "evaluating",
    "closed",
)
# How many days before the day of loading the last station of a story begins.
_LEAD = {
    "procuring": 5,
    "contracted": 11,
    "implementing": 22,
    "inspecting": 7,
    "settling": 6,
    "result_notice": 6,
    "evaluating": 15,
}


class Plot:
    """One story being told: its project's number once it has one, its people, its clock."""

    def __init__(
        self,
        story: Story,
        crew: Crew,
        proposer: Actor,
        *,
        begins: datetime,
        meets: datetime | None,
        meets_again: datetime | None,
        today: datetime,
        suppliers: tuple[int, int, int],
        numbers: dict[str, str],
        skip: int,
    ) -> None:
        self.story, self.crew, self.proposer = story, crew, proposer
        self.hand, self.meets, self.today = Hand(begins), meets, today
        self.meets_again = meets_again
        self.suppliers = suppliers if story.type == "works" else (*suppliers[1:], suppliers[0])
        self.numbers, self.skip = numbers, skip

    @property
    def number(self) -> str:
        """Return the project's public number."""
        return self.numbers[self.story.key]

    def tell(self) -> Iterator[datetime]:
        """Yield the moment of each next deed, and do it."""
        story, crew, hand = self.story, self.crew, self.hand
        yield hand.at
        self.numbers[story.key] = yield from life.propose(crew, story, self.proposer, hand)
        if story.end == "submitted":
            return
        if story.end == "declined":
            yield from life.decline(crew, story, self.number, hand)
            return
        yield from life.accept(crew, self.number, hand)
        yield from life.second(
            crew, self.number, story.seconders, hand, proposer=self.proposer, skip=self.skip
        )
        if story.fast_track:
            yield from self._emergency()
        elif story.end in ("accepted", "merged"):
            yield from self._merge()
            return
        else:
            yield from self._deliberate()
        if story.end in _LATER or story.end == "cancelled":
            yield from self._deliver()

    def _merge(self) -> Iterator[datetime]:
        if self.story.into:
            yield self.hand.on(self.hand.at + 2 * DAY)
            screening.merge(
                self.number,
                into=self.numbers[self.story.into],
                proposer_agrees=True,
                actor=self.crew.clerk,
                at=self.hand.at,
            )

    def _emergency(self) -> Iterator[datetime]:
        crew, hand = self.crew, self.hand
        yield from life.plan(crew, self.story, self.number, hand)
        yield hand.on(hand.at + HOUR)
        consultations.agree(self.number, actor=crew.party, at=hand.at)
        yield hand.on(hand.at + HOUR)
        approvals.fast_track(self.number, reason=self.story.fast_track, actor=crew.leader, at=hand.at)

    def _deliberate(self) -> Iterator[datetime]:
        story, crew, hand = self.story, self.crew, self.hand
        yield from life.promote(crew, self.number, hand)
        yield from life.discuss(crew, self.number, hand, skip=self.skip)
        if story.end == "consulting":
            yield from life.opinions(crew, self.number, hand, bodies=("community", "party"))
            return
        if story.end == "referred":
            yield from life.opinions(crew, self.number, hand, bodies=("community",))
            yield hand.on(hand.at + DAY)
            consultations.refer(
                self.number,
                receiver=story.receiver,
                reason=story.refer_reason,
                actor=crew.officer,
                at=hand.at,
            )
            return
        yield from life.opinions(crew, self.number, hand, bodies=("community", "party", "street"))
        yield from life.plan(crew, story, self.number, hand)
        yield from life.conclude(crew, self.number, hand)
        if story.end == "objected":
            yield from self._change_the_site()
            hand.on(self.meets_again or hand.at)
            yield from objecting.many(crew, self.number, hand)

    def _change_the_site(self) -> Iterator[datetime]:
        """Let a neighbour object and uphold it: the site changes, and the council votes again."""
        crew, hand = self.crew, self.hand
        yield hand.on((self.meets or hand.at) + 2 * DAY)
        objection = objections.file(
            self.number,
            ground="neighbours",
            facts="2 号机正对着我家卧室窗户，晚上亮灯，担心照到屋里。",
            wish="换到楼角，或者装遮挡。",
            contact="13800001234",
            actor=crew.residents[7],
            at=hand.at,
        )
        yield hand.on(hand.at + 26 * HOUR)
        objections.reply(
            objection,
            outcome="upheld",
            effect="substance",
            text="现场看过，2 号机确实能照到三层窗户。改装到楼角立杆，方案要改，重新表决。",
            public_facts="2 号机正对着一户的卧室窗户，担心照到屋里。",
            actor=crew.officer,
            at=hand.at,
        )
        yield hand.on(hand.at + 3 * HOUR)
        objections.review(objection, actor=crew.supervisor, at=hand.at)
        yield hand.on(hand.at + HOUR)
        objections.reconsider(self.number, actor=crew.officer, at=hand.at)
        yield from life.opinions(crew, self.number, hand, bodies=("community", "party", "street"))
        changed = replace(self.story, place=self.story.place_again)
        yield from life.plan(crew, changed, self.number, hand)
        yield from life.conclude(crew, self.number, hand)

    def _deliver(self) -> Iterator[datetime]:
        """Go on after the resolution, as far as the story has come."""
        story, crew, hand, number = self.story, self.crew, self.hand, self.number
        if not story.fast_track:
            yield hand.on((self.meets or hand.at) + 15 * HOUR)
            works.hang_on_the_board(number, actor=crew.clerk, eyes=crew.officer, at=hand.at)
            yield from life.approve(crew, number, self._window_ends(), hand)
        if story.end == "cancelled":
            yield from self._stop()
            return
        if story.end == "approved":
            return
        yield from self._wait_for("procuring", "contracted")
        yield from works.raise_money(crew, story, number, hand)
        yield from self._procure()
        if story.end in ("procuring", "contracted"):
            return
        yield from self._wait_for("implementing")
        yield from self._build()
        if story.end == "implementing":
            return
        yield from self._finish()

    def _stop(self) -> Iterator[datetime]:
        """Stop works that have begun: the supplier gives back what was paid, and the rest was never spent."""
        yield from self._procure()
        yield from works.start(self.crew, self.story, self.number, self.hand)
        yield from paying.pay_due(self.crew, self.number, self.hand)
        yield from works.give_back(self.crew, self.number, self.hand)
        yield self.hand.on(self.hand.at + DAY)
        approvals.cancel(
            self.number,
            reason=self.story.stop_reason,
            recovery_plan="供应单位还没有进场，预付款已经全部退回，见退款单。",
            actor=self.crew.leader,
            at=self.hand.at,
        )

    def _procure(self) -> Iterator[datetime]:
        story, crew, hand, number = self.story, self.crew, self.hand, self.number
        yield from parting.answer(crew, story, number, hand)
        quotes = 2 if story.end == "procuring" else 3
        yield from works.procure(crew, story, number, hand, suppliers=self.suppliers[:quotes])
        if story.end == "procuring":
            return
        yield from works.sign(crew, story, number, hand, supplier=self.suppliers[0])

    def _build(self) -> Iterator[datetime]:
        story, crew, hand, number = self.story, self.crew, self.hand, self.number
        yield from works.start(crew, story, number, hand)
        yield from changing.change(crew, story, number, hand)
        yield from paying.pay_due(crew, number, hand)
        yield from works.progress(crew, number, 40, "材料进场，做完前一半。", hand)
        if story.supervised:
            yield hand.on(hand.at + DAY)
            delivery.write_note(number, text=story.supervised, actor=crew.supervisor, at=hand.at)
            return
        yield from works.progress(crew, number, 70, "主体做完，正在收口。", hand)
        yield from paying.pay_due(crew, number, hand)

    def _finish(self) -> Iterator[datetime]:
        story, crew, hand, number = self.story, self.crew, self.hand, self.number
        yield from self._wait_for("inspecting")
        yield from works.complete(crew, story, number, hand)
        if story.end == "inspecting":
            return
        yield from self._wait_for("settling")
        yield from works.inspect(crew, story, number, hand)
        yield from paying.pay_due(crew, number, hand)
        if story.end == "settling":
            return
        yield from self._wait_for("result_notice", "evaluating")
        amount, retention = paying.owed(number)
        yield from works.account(crew, story, number, hand, amount=amount, retention=retention)
        yield from paying.pay_due(crew, number, hand)
        yield from works.settle(crew, number, hand)
        if story.end == "result_notice":
            return
        yield from works.evaluate(crew, number, self._window_ends(), hand)
        answers = 12 if story.end == "evaluating" else 24
        yield from works.answer(crew, number, answers, hand, skip=self.skip + 3)
        if story.end == "evaluating":
            return
        closes = db.session.scalar(select(Survey.closes_at).where(Survey.project_id == self._id())) or hand.at
        few = answers < self._answers_needed()
        yield from works.close(crew, number, closes, hand, items=self._archive_open(), few=few)
        if story.show_name:
            yield hand.on(hand.at + 2 * DAY)
            proposals.show_name(number, shown=True, actor=self.proposer, at=hand.at)
        if story.pays_retention and (until := paying.warranty_until(number)):
            yield hand.on(end_of_day(until) + 10 * HOUR)
            yield from paying.pay_due(crew, number, hand)

    def _wait_for(self, *ends: str) -> Iterator[datetime]:
        """Let time pass until the last station of a story that ends there is due."""
        if self.story.end in ends:
            yield self.hand.on(self.today - _LEAD[self.story.end] * DAY)

    def _id(self) -> int:
        return projects.by_number(db.session(), self.number).id

    def _window_ends(self) -> datetime:
        query = select(NoticeWindow.ends_at).where(
            NoticeWindow.project_id == self._id(), NoticeWindow.ended_at.is_(None)
        )
        return db.session.scalar(query.order_by(NoticeWindow.id.desc()).limit(1)) or self.hand.at

    def _answers_needed(self) -> int:
        project = projects.by_number(db.session(), self.number)
        return answers_needed(rulebooks.of(project), project.beneficiaries)

    def _archive_open(self) -> dict[str, str]:
        done = archive.settled(db.session(), projects.by_number(db.session(), self.number))
        return {item: self.story.waives(item) for item in ARCHIVE_ITEMS if item not in done}
