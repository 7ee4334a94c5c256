"""The ways of the demo driven by hand: a crew out of the small district, a small story, and `run`."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, select

from microprojects.demo import assemblies, life, works
from microprojects.demo.assemblies import Assembly
from microprojects.demo.crew import Crew, Hand
from microprojects.demo.stories import Story
from microprojects.domain.money import Fen, split_by_percent
from microprojects.domain.payments import EvidenceNotYet
from microprojects.domain.schemes import Deliberation, Kind, Scheme, When
from microprojects.domain.settlements import ARCHIVE_ITEMS, answers_needed
from microprojects.domain.states import State
from microprojects.domain.suppliers import check_character
from microprojects.services import consultations, suppliers
from microprojects.store import archive, disclosures, gatherings, projects, rulebooks, settlements
from microprojects.store.contracts import Contract, Payment
from microprojects.store.db import db
from microprojects.store.projects import Project
from tests.stories.gathering_steps import hold
from tests.world import MEMBERS, World

T = TypeVar("T")

NEIGHBOURS = (
    "chen",
    "xu",
    "guo",
    "wei",
    "an",
    "bai",
    "cai",
    "deng",
    "fan",
    "gu",
    "hai",
    "jin",
    "kang",
    "lei",
)


def run(way: Generator[datetime, None, T]) -> T:
    """Do every deed of a way at once, and return what it returns."""
    while True:
        try:
            next(way)
        except StopIteration as end:
            return end.value


def crew_of(world: World, *, members: int = 17) -> Crew:
    """Return everybody whom a project of Lizhi meets on its way."""
    return Crew(
        slug="lizhi",
        council_id=world.council_id,
        clerk=world["qian"],
        second_clerk=world["zhao"],
        party=world["sun"],
        chair=world["liu"],
        secretary=world["guo"],
        grid=world["wei"],
        officer=world["zhou"],
        leader=world["wu"],
        finance=world["zheng"],
        second_finance=world["feng"],
        supervisor=world["he"],
        expert=world["yan"],
        contractor=world["shi"],
        members=tuple(world.people[name] for name in MEMBERS[:members]),
        residents=tuple(world[name] for name in NEIGHBOURS if name in world.actors),
    )


def firms(world: World) -> tuple[int, ...]:
    """Put three suppliers on the street's list."""
    names = ("甲工程队", "乙商行", "丙服务社")
    codes = [f"91440300MADEM00{n}1" for n in range(len(names))]
    return tuple(
        suppliers.add(name, code + check_character(code), "rongshu", actor=world["zhou"], at=world.now)
        for name, code in zip(names, codes, strict=True)
    )


def a_story(**given: Any) -> Story:
    """Return a small story of works that goes through; anything of it may be given."""
    usual: dict[str, Any] = {
        "key": "S1", "title": "楼道扶手与防滑条", "type": "works", "theme": "safety", "community": "lizhi",
        "total": 68_000, "social": 8_000, "seconders": 10, "end": "closed",
        "summary": "老楼的楼道装上双侧扶手，老人上下楼有得扶。", "place": "荔枝苑三至五栋公共楼道",
        "problem": "楼道只有单侧扶手，台阶磨得发亮，去年有四位老人滑倒。",
        "content": "双侧加装不锈钢扶手，台阶贴防滑条。", "group": "三至五栋住户", "beneficiaries": 240,
        "result": "扶手 24 处，防滑条 1,120 级。", "aftercare": "荔枝苑物业服务中心",
        "votes": (15, 14, 1, 0), "lines": (("不锈钢扶手", "24 处", 60), ("防滑条", "1,120 级", 40)),
    }  # fmt: skip
    story = Story(**(usual | given))
    shares = [share for _label, _quantity, share in story.lines]
    return replace(story, amounts=tuple(split_by_percent(Fen(story.total_fen), shares)))


@dataclass
class Tale:
    """One project that lives its life: whose, by which bodies, with which firms."""

    world: World
    crew: Crew
    story: Story
    hand: Hand
    bodies: Mapping[str, int]  # the scheme's word for a body -> its council
    suppliers: tuple[int, ...]
    proposer: str = "lin"
    number: str = ""
    skipped: When | None = None  # reviews that nobody holds

    @property
    def project(self) -> Project:
        """Return the project as it stands now."""
        db.session.rollback()
        return projects.by_number(db.session(), self.number)

    def live(self) -> Iterator[str]:
        """Live a whole life as the scheme lays it out; yield the state after each station."""
        crew, story, hand = self.crew, self.story, self.hand
        self.number = run(life.propose(crew, story, self.world[self.proposer], hand))
        number = self.number
        yield self.project.state
        run(life.accept(crew, number, hand))
        run(life.second(crew, number, story.seconders, hand, proposer=self.world[self.proposer], skip=0))
        yield self.project.state
        scheme = rulebooks.of(self.project).scheme
        self.gather(scheme.deliberation(1).gathering)
        run(life.promote(crew, number, hand))
        if not scheme.consults:
            self._plan()
        for deliberation in scheme.deliberations[1:]:
            yield self.project.state
            if deliberation.kind is Kind.VOTE:
                self._review(scheme, When.BEFORE)
            self._deliberate(deliberation)
        yield self.project.state
        yield from self._build()
        yield from self._end()

    def _deliberate(self, deliberation: Deliberation) -> None:
        crew, story, hand, number = self.crew, self.story, self.hand, self.number
        if deliberation.kind is Kind.CONSULT:
            run(life.opinions(crew, number, hand, bodies=deliberation.opinions))
            run(life.plan(crew, story, number, hand))
            self.gather(deliberation.gathering)
            run(life.conclude(crew, number, hand))
            return
        here = replace(crew, council_id=self.bodies[deliberation.body])
        meeting = Assembly(
            deliberation.body, deliberation.label, hand.at + 10 * life.DAY, story.votes[0], stories=[story]
        )
        members = [self.world[name] for name in MEMBERS[: len(crew.members)]]
        run(assemblies.hold(here, meeting, {story.key: number}, members, hand))

    def _review(self, scheme: Scheme, when: When) -> None:
        """Hold the reviews that the scheme asks for, once."""
        held = gatherings.let_on(db.session(), self.project.id)
        for review in scheme.reviews_at(when) if when is not self.skipped else ():
            self.gather("" if review.gathering in held else review.gathering)

    def gather(self, kind: str) -> None:
        """Hold a gathering of a kind with the project on its list, which lets it go on."""
        if kind:
            hold(kind, self.number, self.crew.slug, self.crew.clerk, self.hand)

    def _plan(self) -> None:
        """Write and sign the plan where no deliberation of its own does."""
        crew, hand, number = self.crew, self.hand, self.number
        run(life.plan(crew, self.story, number, hand))
        consultations.sign_negative_list(number, actor=crew.clerk, at=hand.at)
        consultations.agree(number, actor=crew.party, at=hand.at)

    def _build(self) -> Iterator[str]:
        crew, story, hand, number = self.crew, self.story, self.hand, self.number
        run(life.approve(crew, number, self._window_ends(), hand))
        yield self.project.state
        run(works.raise_money(crew, story, number, hand))
        run(works.procure(crew, story, number, hand, suppliers=self.suppliers[:3]))
        run(works.sign(crew, story, number, hand, supplier=self.suppliers[0]))
        yield self.project.state
        run(works.start(crew, story, number, hand))
        self._pay()
        run(works.progress(crew, number, 60, "做完一半多。", hand))
        self._pay()
        yield self.project.state
        run(works.complete(crew, story, number, hand))
        run(works.inspect(crew, story, number, hand))
        yield self.project.state

    def _end(self) -> Iterator[str]:
        crew, story, hand, number = self.crew, self.story, self.hand, self.number
        amount = Fen(story.total_fen * 96 // 100)
        retention = Fen(amount * 3 // 100 if story.type == "works" else 0)
        run(works.account(crew, story, number, hand, amount=amount, retention=retention))
        self._pay()
        run(works.settle(crew, number, hand))
        yield self.project.state
        if self.project.state is State.RESULT_NOTICE:
            run(works.evaluate(crew, number, self._window_ends(), hand))
            yield self.project.state
        run(works.answer(crew, number, 12, hand, skip=0))
        survey = settlements.survey(db.session(), self.project.id)
        missing = sorted(ARCHIVE_ITEMS.keys() - archive.settled(db.session(), self.project))
        closes_at = survey.closes_at if survey else hand.at
        few = answers_needed(rulebooks.of(self.project), self.project.beneficiaries) > 12
        self._review(rulebooks.of(self.project).scheme, When.AFTER)
        run(works.close(crew, number, closes_at, hand, items=dict.fromkeys(missing, ""), few=few))
        yield self.project.state

    def _pay(self) -> None:
        """Pay what is due of every instalment whose evidence is there, out of social money last."""
        contract = db.session.scalars(select(Contract).where(Contract.project_id == self.project.id)).one()
        plan = [(t.position, t.amount_fen, t.is_retention) for t in contract.tranches]
        for position, amount, is_retention in plan:
            paid, fiscal_left = self._paid()
            if is_retention or paid >= sum(a for p, a, _ in plan if p <= position):
                continue
            fiscal = Fen(min(amount, fiscal_left))
            with suppress(EvidenceNotYet):
                run(
                    works.pay(
                        self.crew,
                        self.number,
                        (position, amount, fiscal, Fen(amount - fiscal), "按期付款"),
                        self.hand,
                    )
                )

    def _paid(self) -> tuple[int, int]:
        """Return what was paid, and what of the contract's fiscal money is left."""
        db.session.rollback()
        contract = db.session.scalars(select(Contract).where(Contract.project_id == self.project.id)).one()
        fiscal = select(func.coalesce(func.sum(Payment.fiscal_fen), 0)).where(
            Payment.contract_id == contract.id
        )
        return contract.paid_fen, contract.fiscal_fen - int(db.session.scalar(fiscal) or 0)

    def _window_ends(self) -> datetime:
        window = disclosures.running_window(db.session(), self.project.id)
        return window.ends_at if window else self.hand.at
