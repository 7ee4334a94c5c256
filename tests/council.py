"""A council at work, for tests: projects that are ready for it, and meetings called, opened and filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, event, select

from microprojects.domain.money import Fen
from microprojects.domain.parameters import rulebook
from microprojects.domain.states import State
from microprojects.services import meetings, votes
from microprojects.store import packaged, projects, rulebooks
from microprojects.store.consultations import CostLine, Opinion, Plan
from microprojects.store.db import db, transaction
from microprojects.store.meetings import AgendaItem
from microprojects.store.programmes import Round
from microprojects.store.projects import Project, Seconding
from microprojects.store.votes import Vote
from tests.benches import Bench
from tests.world import MEMBERS, World

FOURTEEN = "fourteen"
# Tuesday, 10 March 2026, 15:00 in Shanghai.
SITTING = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)


def ready(
    world: World,
    number: str = "LZ-2026-001",
    *,
    title: str = "三栋前路灯更换",
    type_: str = "works",
    proposer: str = "lin",
    area: str = "lizhi",
    fiscal: int = 6_000_000,
    social: int = 500_000,
    state: State = State.READY,
    stage: int = 3,
    **more: object,
) -> str:
    """Write a project whose plan is agreed on, and return its number."""
    with transaction() as session:
        project = Project(
            number=number,
            round_id=world.rounds[area],
            area_id=world.areas[area],
            state=state,
            stage=stage,
            state_since=world.now,
            title=title,
            type=type_,
            theme="safety",
            summary="换八盏灯",
            place="荔枝苑三栋前",
            problem="夜里看不清路。",
            content="换八盏灯。",
            nature="rebuild",
            beneficiaries=612,
            beneficiary_group="三栋到五栋住户",
            proposer_id=world.people[proposer],
            consent_at=world.now,
            created_at=world.now,
            submitted_at=world.now,
            accepted_at=world.now,
            **more,
        )
        session.add(project)
        session.flush()
        _plan(session, world, project, Fen(fiscal), Fen(social))
        for name in ("chen", "xu"):
            session.add(Seconding(project_id=project.id, person_id=world.people[name], seconded_at=world.now))
    return number


def _plan(session, world: World, project: Project, fiscal: Fen, social: Fen) -> None:
    plan = Plan(
        project_id=project.id,
        place="荔枝苑三栋至五栋前",
        content="拆旧换新，八盏。",
        expected_result="夜里看得清路。",
        feasibility="可行。",
        fiscal_fen=fiscal,
        social_fen=social,
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 5, 1),
        procurement_mode="direct",
        aftercare_owner="荔枝苑物业",
        responsible_unit="荔枝社区居委会",
        negative_signed_at=world.now,
        negative_signed_by_id=world.people["zhao"],
        party_agreed_at=world.now,
        party_agreed_by_id=world.people["sun"],
        edited_at=world.now,
        edited_by_id=world.people["zhou"],
    )
    plan.lines = [
        CostLine(position=1, label="路灯", quantity="8 盏", amount_fen=fiscal + social, basis="三家询价")
    ]
    session.add(plan)
    for body, who in (("community", "zhao"), ("party", "sun"), ("street", "zhou")):
        session.add(
            Opinion(
                project_id=project.id,
                stage=2,
                body=body,
                conclusion="feasible",
                text="同意。",
                given_at=world.now,
                given_by_id=world.people[who],
            )
        )


@dataclass
class Sitting:
    """One meeting of the council of 荔枝, step by step; `liu` chairs and `guo` keeps the record."""

    world: World
    starts_at: datetime = SITTING
    council_id: int = 0
    meeting_id: int = 0
    items: dict[str, int] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return self.starts_at

    def call(self, *numbers: str, send: bool = True, **how: object) -> Sitting:
        """Call the meeting with these projects on its agenda."""
        world = self.world
        self.meeting_id = meetings.call(
            self.council_id or world.council_id,
            title="议事会第 3 次会议",
            place="阳光议事厅",
            starts_at=self.starts_at,
            actor=world["liu"],
            at=world.now,
        )
        for number in numbers:
            self.items[number] = meetings.put_on_agenda(
                self.meeting_id, number, actor=world["liu"], at=world.now, **how
            )
        if send:
            meetings.send_dossier(self.meeting_id, actor=world["guo"], at=world.now)
        return self

    def open(self, present: Sequence[str] = MEMBERS) -> Sitting:
        """Open it on its day with these members in the room."""
        meetings.open_meeting(self.meeting_id, actor=self.world["liu"], at=self.at)
        for name in present:
            self.sign_in(name)
        return self

    def sign_in(self, name: str, after: int = 0) -> None:
        meetings.sign_in(
            self.meeting_id,
            person_id=self.world.people[name],
            actor=self.world["guo"],
            at=self.at + timedelta(minutes=after),
        )

    def sign_out(self, name: str, after: int = 0) -> None:
        meetings.sign_out(
            self.meeting_id,
            person_id=self.world.people[name],
            actor=self.world["guo"],
            at=self.at + timedelta(minutes=after),
        )

    def present(self, number: str) -> int:
        """Present an item and return its number."""
        meetings.present_item(self.items[number], actor=self.world["liu"], at=self.at)
        return self.items[number]

    def recuse(self, number: str, name: str) -> None:
        meetings.recuse(
            self.items[number],
            person_id=self.world.people[name],
            reason="是提议人",
            actor=self.world[name],
            at=self.at,
        )

    def open_vote(self, number: str, mode: str = "show_of_hands", after: int = 10) -> int:
        """Present an item and open its vote."""
        item = self.present(number)
        return votes.open_vote(
            item, mode=mode, actor=self.world["liu"], at=self.at + timedelta(minutes=after)
        )

    def say(self, vote_id: int, name: str, choice: str, after: int = 12) -> None:
        """Let a member vote for themself."""
        votes.cast(vote_id, choice=choice, actor=self.world[name], at=self.at + timedelta(minutes=after))

    def count(self, vote_id: int, in_favour: int, against: int = 0, abstain: int = 0) -> bool:
        """Close a show of hands."""
        return votes.close_vote(
            vote_id,
            in_favour=in_favour,
            against=against,
            abstain=abstain,
            witnesses="郭敏、陈建国",
            actor=self.world["liu"],
            at=self.at + timedelta(minutes=20),
        )

    def decide(self, number: str, in_favour: int, against: int = 0, abstain: int = 0) -> bool:
        """Take an item through a show of hands."""
        return self.count(self.open_vote(number), in_favour, against, abstain)


def fourteen(world: World, bench: Bench) -> Sitting:
    """Return an open meeting with one project and 14 of 17 members; it is held once for each engine and then kept."""
    if FOURTEEN in bench.kept:
        bench.back_to(FOURTEEN)
    else:
        bench.keep(FOURTEEN, Sitting(world).call(ready(world)).open(MEMBERS[:14]))
    return replace(deepcopy(bench.kept[FOURTEEN]), world=world)


def two_items(world: World) -> Sitting:
    """Return an open meeting with two projects and 14 of 17 members in the room; 12 are the quorum."""
    first, second = ready(world), ready(world, "LZ-2026-002", title="五栋花坛改停车位")
    return Sitting(world).call(first, second).open(MEMBERS[:14])


def rules_of(world: World, **parameters: object) -> None:
    """Set parameters of the round before anything is scheduled."""
    with transaction() as session:
        book = rulebook(packaged.scheme("futian_3_3"), parameters)
        frozen = rulebooks.freeze(session, book, at=world.now)
        session.get(Round, world.rounds["lizhi"]).rulebook_id = frozen.id


def project(number: str) -> Project:
    """Return a project as it stands now."""
    db.session.rollback()
    return projects.by_number(db.session(), number)


def item(item_id: int) -> AgendaItem:
    """Return an item as it stands now."""
    db.session.rollback()
    return db.session.scalars(select(AgendaItem).where(AgendaItem.id == item_id)).one()


def vote_row(vote_id: int) -> Vote:
    """Return a vote as it stands now."""
    db.session.rollback()
    return db.session.scalars(select(Vote).where(Vote.id == vote_id)).one()


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect the SQL statements that are sent meanwhile, but not the frame of a transaction."""
    seen: list[str] = []

    def note(_connection, _cursor, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
