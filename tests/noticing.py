"""A project whose resolution is on notice, for tests: on_notice(world), and what one asks of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.dossiers import decided_words
from microprojects.domain.money import Fen
from microprojects.domain.people import SYSTEM
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.states import State
from microprojects.services import approvals, objections
from microprojects.services._decision import decision_words
from microprojects.services._deed import record
from microprojects.services._publish import Imprint, open_window, publish
from microprojects.store import consultations, dossiers, journal
from microprojects.store.consultations import CostLine, Plan
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.funds import Fund
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import AgendaItem, Meeting
from microprojects.store.objections import Objection
from microprojects.store.projects import Project
from microprojects.store.votes import Vote
from tests.consulting import PLAN, a_project, the_project
from tests.world import LIZHI, World

NUMBER = "LZ-2026-001"
RULE = {
    "special": False,
    "quorum": {"num": 2, "den": 3, "strict": False},
    "pass": {"num": 1, "den": 2, "strict": True, "base": "present"},
}
FACTS = "灯杆离窗户只有两米，夜里照得睡不着。"


def shanghai(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2026) -> datetime:
    """Return an instant by the wall clock in Shanghai."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def on_notice(
    world: World,
    *,
    number: str = NUMBER,
    at: datetime | None = None,
    fiscal: int = 4_000_000,
    social: int = 1_000_000,
    slug: str = "lizhi",
    **given: Any,
) -> str:
    """Put a project of Lin's on notice at an instant, voted on in the ordinary way; amounts in fen."""
    posted = at or world.now
    place = {"round_id": world.rounds[slug], "area_id": world.areas[slug], "state_since": posted}
    a_project(world, state=State.NOTICING, number=number, **(place | {"stage": 3} | given))
    with transaction() as session:
        project = session.scalars(select(Project).where(Project.number == number)).one()
        project.rulebook_id = project.round.rulebook_id
        _plan(session, world, project, fiscal, social)
        dossier = dossiers.build(session, project)
        _vote(session, world, project, posted, dossier)
        body = {
            **decision_words(session, project, consultations.plan_of(session, project)),
            **decided_words(dossier),
            "headline": "居民议事会表决通过：赞成 9 票，反对 3 票，弃权 1 票。公示 5 天。",
            "dossier_hash": dossiers.fingerprint(dossier),
        }
        row = publish(
            session,
            project,
            DisclosureKind.DECISION,
            body,
            imprint=Imprint("荔枝社区居委会"),
            actor=SYSTEM,
            at=posted,
        )
        open_window(session, project, row, at=posted)
    return number


def told(world: World) -> None:
    """Put a project on notice whose decision stands in the journal, so that the whole record holds."""
    on_notice(world)
    with transaction() as session:
        first = latest()
        facts = {"disclosure": first.sha256}
        entry = record(
            session,
            Action.PROJECT_PASS,
            f"project/{NUMBER}",
            actor=SYSTEM,
            at=world.now,
            area=LIZHI,
            facts=facts,
        )
        first.journal_seq = entry.seq


def _plan(session: Session, world: World, project: Project, fiscal: int, social: int) -> None:
    words = {
        name: getattr(PLAN, name) for name in consultations.WORDS if name not in ("fiscal_fen", "social_fen")
    }
    people, now = world.people, world.now
    plan = Plan(
        project_id=project.id, fiscal_fen=Fen(fiscal), social_fen=Fen(social), edited_at=now,
        edited_by_id=people["zhou"], negative_signed_at=now, negative_signed_by_id=people["zhao"],
        party_agreed_at=now, party_agreed_by_id=people["sun"], **words
    )  # fmt: skip
    plan.lines = [CostLine(position=1, label="灯具和安装", amount_fen=Fen(fiscal + social), basis="三家询价")]
    session.add(plan)
    session.flush()


def _vote(session: Session, world: World, project: Project, at: datetime, dossier: dict[str, Any]) -> None:
    liu, digest = world.people["liu"], dossiers.fingerprint(dossier)
    meeting = Meeting(
        council_id=world.council_id, area_id=project.area_id, title="第 3 次会议", place="阳光议事厅",
        starts_at=at, state="closed", called_at=at, called_by_id=liu, opened_at=at, closed_at=at, members_due=17,
    )  # fmt: skip
    session.add(meeting)
    session.flush()
    item = AgendaItem(
        meeting_id=meeting.id, project_id=project.id, position=1, stage=3, state="passed", added_at=at,
        presented_at=at, dossier=dossier, dossier_hash=digest,
    )  # fmt: skip
    session.add(item)
    session.flush()
    session.add(
        Vote(
            item_id=item.id, project_id=project.id, stage=3, mode="show_of_hands", rule=RULE, dossier_hash=digest,
            members_due=17, present=13, recused=0, base=13, need_for=7, opened_at=at, opened_by_id=liu, closed_at=at,
            in_favour=9, against=3, abstain=1, carried=True, sentence="赞成 9 票，过半数，通过。",
        )
    )  # fmt: skip


def window(number: str = NUMBER) -> NoticeWindow:
    """Return the latest window of a project as it stands now."""
    session: Session = db.session()
    session.rollback()
    return session.scalars(
        select(NoticeWindow)
        .join(Project, Project.id == NoticeWindow.project_id)
        .where(Project.number == number)
        .order_by(NoticeWindow.id.desc())
        .limit(1)
    ).one()


def latest(number: str = NUMBER) -> Disclosure:
    """Return the newest version of a project's decision."""
    project = the_project(number)
    query = select(Disclosure).where(Disclosure.project_id == project.id)
    return db.session().scalars(query.order_by(Disclosure.version.desc()).limit(1)).one()


def the_objection(objection_id: int) -> Objection:
    """Return an objection as it stands now."""
    session: Session = db.session()
    session.rollback()
    return session.get_one(Objection, objection_id)


def the_fund(world: World, slug: str = "lizhi", year: int = 2026) -> Fund:
    """Return the balance of a community's year as it stands now."""
    session: Session = db.session()
    session.rollback()
    return session.scalars(select(Fund).where(Fund.area_id == world.areas[slug], Fund.year == year)).one()


def entries(number: str = NUMBER) -> list[JournalEntry]:
    """Return what the journal tells of a project."""
    db.session().rollback()
    return journal.of_subject(db.session(), f"project/{number}")


def object_to(
    world: World, number: str = NUMBER, *, who: str = "chen", at: datetime | None = None, **words: Any
) -> int:
    """File an ordinary objection."""
    told = {"ground": "neighbours", "facts": FACTS} | words
    return objections.file(number, actor=world[who], at=at or world.now, **told)


def answer(
    world: World, objection_id: int, *, at: datetime, outcome: str = "dismissed", effect: str = "none"
) -> None:
    """Let the street reply and the supervisor look at it."""
    text = "灯头加遮光罩，夜里 11 点后降到三成亮度。"
    objections.reply(objection_id, outcome=outcome, effect=effect, text=text, actor=world["zhou"], at=at)
    objections.review(objection_id, actor=world["he"], at=at)


def file_it(world: World, number: str = NUMBER, *, at: datetime | None = None) -> None:
    """Let the street's leader file the resolution."""
    approvals.file_resolution(
        number, filing_number=f"榕街备〔2026〕{number[-3:]}号", actor=world["wu"], at=at or world.now
    )
