"""A random walk: one small world, a clock that only goes on, and every deed asked and written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import func, select

from microprojects.demo.crew import Hand
from microprojects.domain.errors import Busy, ChangedMeanwhile, Refusal
from microprojects.domain.money import Fen
from microprojects.domain.people import ANYONE, SYSTEM, Actor
from microprojects.domain.suppliers import check_character
from microprojects.domain.workdays import local_day
from microprojects.services import councils, funds, suppliers
from microprojects.services.approvals import approve_due, stop_due
from microprojects.services.evaluations import open_due
from microprojects.services.proposals import lapse_overdue
from microprojects.store.councils import Seat
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import AgendaItem
from microprojects.store.projects import Project
from tests.benches import Bench
from tests.stories.driving import Tale, a_story, crew_of
from tests.stories.watching import Watch
from tests.world import MEMBERS, World, make_world

DAY = timedelta(days=1)
BODIES = {
    "futian_3_3": ("residents_council",),
    "village_4_2": ("party_members", "village_representatives"),
}
SEATS = 5
LINE = 240  # of the diary
FREE = Fen(9_000_000)  # 90,000 yuan: two projects fit, the third finds the purse empty
# Texts that must never come out on a public page; the walk slips them in where people type.
PRIVATE_TEXTS = (
    "有事打 13800138000 找我", "身份证 11010519491231002X", "卡号 6222020200112233446", "住3栋2单元501室",
    "微信号：linxiuying88", "写信到 lin.xiuying@example.com",
)  # fmt: skip
HEAD = select(func.max(JournalEntry.seq))
Deed = Callable[..., Any]


def rows(query: Any) -> list[Any]:
    """Return what a query finds now."""
    session = db.session()
    found = list(session.execute(query))
    session.rollback()
    return found


def row(query: Any) -> Any:
    """Return the first row of a query, None if there is none."""
    return next(iter(rows(query)), None)


def values(query: Any) -> list[Any]:
    """Return the first column of a query."""
    return [found[0] for found in rows(query)]


def value(query: Any) -> Any:
    """Return the first value of a query, None if there is none."""
    return next(iter(values(query)), None)


def small_world(bench: Bench, scheme: str) -> World:
    """Put the database back to a small world under a scheme, which is written once and then kept."""
    name = f"walked_{scheme}"
    if name in bench.kept:
        bench.back_to(name)
    else:
        bench.clean()
        with transaction() as session:
            made = make_world(session, scheme=scheme, members=SEATS)
        bench.keep(name, made)
    made_once: World = bench.kept[name]
    return made_once.copied()


class Broken(AssertionError):
    """Something that must hold did not; the message tells the whole walk."""


class Walk:
    """The world, the clock, the dice and the diary of one walk."""

    def __init__(self, seed: int, bench: Bench) -> None:
        self.seed = seed
        self.dice = Random(seed)
        self.scheme = "village_4_2" if seed % 5 == 4 else "futian_3_3"
        self.diary: list[str] = []
        self.watch = Watch()
        self.done: dict[str, int] = {}
        self.world = small_world(bench, self.scheme)
        self.at: datetime = self.world.now
        self.councils: list[int] = []
        self.suppliers: list[int] = []
        self.drafts: list[int] = []
        self.seq = 0
        self._found()
        if seed % 3 == 1:
            self._prologue(stations=self.dice.randint(4, 11))

    def _found(self) -> None:
        """Make the purse small, let suppliers be known and the bodies of the scheme be seated."""
        self.do(
            funds.adjust, "lizhi", 2026, amount_fen=Fen(FREE - 200_000_000), document="调减1号",
            reason="今年钱少", who="huang",
        )  # fmt: skip
        for number, name in enumerate(("甲工程队", "乙商行", "丙服务社", "丁公司")):
            base = f"91440300MADEM00{number}1"
            code = base + check_character(base)
            self.suppliers.append(self.do(suppliers.add, name, code, "rongshu", who="zhou"))
        for body in BODIES[self.scheme]:
            if body == "residents_council":
                self.councils.append(self.world.council_id)
                continue
            council = self.do(councils.found, "lizhi", body=body, name=body, who="qian")
            self.councils.append(council)
            with transaction() as session:
                session.add_all(
                    Seat(
                        council_id=council,
                        person_id=self.world.people[name],
                        kind="party",
                        since=datetime(2025, 1, 1, tzinfo=UTC).date(),
                    )
                    for name in MEMBERS[:SEATS]
                )

    def _prologue(self, stations: int) -> None:
        """Let one project live through some stations first, so that walks come to late states too."""
        votes = (SEATS, SEATS - 1, 1, 0)
        story = a_story(total=self.one_of((30_000, 60_000)), social=self.one_of((0, 8_000)), votes=votes)
        bodies = dict(zip(BODIES[self.scheme], self.councils, strict=True))
        crew = crew_of(self.world, members=SEATS)
        tale = Tale(self.world, crew, story, Hand(self.at), bodies, tuple(self.suppliers))
        for state in islice(tale.live(), stations):
            self.diary.append(f"{tale.hand.at:%m-%d %H:%M} {tale.number} lives on to {state}")
        self.at, self.seq = tale.hand.at, self.head()
        self.check(thorough=True)

    def actor(self, who: str) -> Actor:
        """Return somebody of the world, the system, or the anonymous public."""
        return {"system": SYSTEM, "anyone": ANYONE}.get(who) or self.world[who]

    def do(self, deed: Deed, *given: Any, who: str, entries: int = 1, **words: Any) -> Any:
        """Let somebody do a deed; return what it returned, None if a rule said no.

        Whatever it did must show in the journal: `entries` lines, none after a refusal.
        """
        name = f"{deed.__module__.rsplit('.', 1)[1]}.{deed.__name__}"
        before = self.seq
        said = f"{self.at:%m-%d %H:%M} {who}: {name}{given} {words}"[:LINE]
        try:
            result = deed(*given, actor=self.actor(who), at=self.at, **words)
        except (Busy, ChangedMeanwhile) as crowded:
            if "version" not in words:
                self.fail(f"{said} met {crowded.code} though nobody else was there")
            result, entries, said = None, 0, f"{said} -> {crowded.code}"
        except Refusal as refusal:
            result, entries, said = None, 0, f"{said} -> {refusal.code}: {refusal}"[: 2 * LINE]
        except Exception as error:
            self.diary.append(said)
            self.fail(f"{name} ended in {type(error).__name__}: {error}", error)
        else:
            said = f"{said} -> {result!r}"
            self.done[name] = self.done.get(name, 0) + 1
            self.watch.heard(name, given, words)
        self.diary.append(said)
        self.seq = self.head()
        grown = self.seq - before
        if grown != entries:
            self.fail(f"{name} wrote {grown} entries into the journal, not {entries}")
        return result

    def check(self, *, thorough: bool = False) -> None:
        """Look at every invariant, and tell the whole walk if one does not hold."""
        session = db.session()
        try:
            self.watch.look(session, self.at, thorough=thorough)
        except AssertionError as broken:
            self.fail(str(broken), broken)
        finally:
            session.rollback()

    def fail(self, why: str, cause: Exception | None = None) -> None:
        """Stop the walk, with its seed and its steps."""
        steps = "\n".join(f"{n:4} {step}" for n, step in enumerate(self.diary, start=1))
        told = f"walk {self.seed} ({self.scheme}): {why}"
        raise Broken(f"{told}\n{steps}\n{told}") from cause

    def head(self) -> int:
        """Return how many entries the journal has."""
        return int(value(HEAD) or 0)

    def pass_time(self, most: timedelta = 12 * DAY) -> None:
        """Let some time pass: mostly minutes or hours, sometimes days. What the night brings is done."""
        spans = ((60, 90), (25, 60 * 26), (10, 60 * 24 * 4), (5, 60 * 24 * 12))
        longest = self.dice.choices([s for _, s in spans], [w for w, _ in spans])[0]
        self.move_to(self.at + min(most, timedelta(minutes=self.dice.randint(1, longest))))

    def move_to(self, moment: datetime) -> None:
        """Set the clock on, never back; after a night the system has done what is due."""
        before, self.at = self.at, max(self.at, moment)
        if local_day(before) != local_day(self.at):
            self.nightly()

    def nightly(self) -> None:
        """Let the system lapse, approve, stop and open what is due; each writes as many lines as it says."""
        done = [due(at=self.at) for due in (lapse_overdue, approve_due, stop_due, open_due)]
        before, self.seq = self.seq, self.head()
        self.watch.heard("nightly", (), {})
        self.diary.append(f"{self.at:%m-%d %H:%M} night: lapsed, approved, stopped, opened {done}")
        if self.seq - before != sum(done):
            self.fail(f"the night wrote {self.seq - before} entries into the journal, not {done}")

    def numbers(self) -> list[str]:
        """Return the public numbers of all projects."""
        return [number for number in values(select(Project.number).order_by(Project.id)) if number]

    def undecided(self, meeting_id: int) -> int:
        """Return how many items of a meeting would be tabled with its end."""
        query = select(func.count()).select_from(AgendaItem)
        return int(
            value(
                query.where(
                    AgendaItem.meeting_id == meeting_id, AgendaItem.state.in_(("waiting", "presented"))
                )
            )
        )

    # dice

    def chance(self, percent: int) -> bool:
        """Return whether the dice fall within so many of a hundred."""
        return self.dice.randrange(100) < percent

    def one_of(self, things: Sequence[Any]) -> Any:
        """Return one of several things."""
        return self.dice.choice(things)

    def says(self, text: str, *, private: int = 4) -> str:
        """Return the text, sometimes with something in it that nobody may read."""
        return f"{text}，{self.one_of(PRIVATE_TEXTS)}。" if self.chance(private) else text
