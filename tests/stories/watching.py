"""What a walk remembers from step to step, to see what one look cannot: I2, I5 and I6, and whole chains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from microprojects.domain.parameters import BY_KEY
from microprojects.domain.privacy import scan
from microprojects.store.comments import Comment
from microprojects.store.consultations import Opinion, Plan
from microprojects.store.db import Base
from microprojects.store.delivery import Progress, SupervisorNote
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.extensions import DateExtension
from microprojects.store.journal import JournalEntry
from microprojects.store.minutes import Minutes
from microprojects.store.objections import Objection
from microprojects.store.packaged import work_calendar
from microprojects.store.projects import Project
from tests.stories.invariants import (
    SHANGHAI,
    fingerprint,
    require_decisions,
    require_ledger,
    require_payments,
)

ONE_DAY = timedelta(days=1)
_WATCHED = ("notice_days.d1", "notice_days.d3", "notice_days.unit", "notice_days.start_next_day")
_SEEN = (
    "id", "number", "state", "stage", "rulebook_id", "fast_track_at", "ratified_at", "ratify_by",
    "approved_fiscal_fen", "approved_social_fen",
)  # fmt: skip
# What may still happen to a closed file: corrections, hiding what showed personal data, the retention, refunds,
# the proposer's name, and what moderation does to the discussion beside it.
STILL_ALLOWED: dict[str, frozenset[str]] = {
    "disclosures.correct": frozenset({"disclosures", "projects", "plans"}),
    "disclosures.take_down": frozenset(
        {"disclosures", "attachments", "progress_reports", "supervisor_notes"}
    ),
    "disclosures.record_board_post": frozenset({"board_posts"}),
    "payments.enter": frozenset({"payments"}),
    "payments.reject": frozenset({"payments"}),
    "payments.approve": frozenset({"payments", "contracts", "ledger_entries", "warranties", "disclosures"}),
    "payments.refund": frozenset(
        {"payments", "recoveries", "contracts", "ledger_entries", "warranties", "disclosures"}
    ),
    "proposals.show_name": frozenset({"projects", "disclosures"}),
    "comments.report": frozenset({"comment_reports"}),
    "comments.hide": frozenset({"comments", "comment_reports"}),
    "comments.keep": frozenset({"comment_reports"}),
    "comments.withdraw": frozenset({"comments", "comment_reports"}),
}
# Read by everybody as they stand: the table, and the columns that people typed.
_READ_BY_ALL: tuple[tuple[type[Base], tuple[str, ...]], ...] = (
    (Plan, ("place", "content", "expected_result", "feasibility", "over_cap_reason", "aftercare_owner")),
    (Opinion, ("text",)),
    (DateExtension, ("reason",)),
    (Objection, ("public_facts", "reply")),
    (SupervisorNote, ("text", "answer")),
    (Progress, ("text",)),
    (Comment, ("text", "hidden_reason")),
    (Minutes, ("public_text",)),
)


# Built once: every step of every walk asks them.
OWN = bindparam("project_id")
ITSELF = select(Project.__table__).where(Project.__table__.c.id == OWN)
PROJECTS = select(*(Project.__table__.c[name] for name in _SEEN)).order_by(Project.__table__.c.id)
WINDOWS = select(NoticeWindow.__table__).order_by(NoticeWindow.id)
PUBLISHED = (
    select(Disclosure.id, Disclosure.body, Disclosure.sha256)
    .where(Disclosure.id > bindparam("read"))
    .order_by(Disclosure.id)
)
JOURNALED = select(JournalEntry.seq, JournalEntry.body).where(JournalEntry.seq > bindparam("read"))


@dataclass
class Posted:
    """A notice as it was posted: under which rules, and when its clock stood still since."""

    kind: str
    posted_at: datetime
    days: int
    unit: str
    start_next_day: bool
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    def served(self, until: datetime) -> int:
        """Return how many days it was on notice in full, from midnight to midnight in Shanghai."""
        calendar, first = work_calendar(), self.posted_at.astimezone(SHANGHAI).date()
        day, count = first if not self.start_next_day else first + ONE_DAY, 0
        while _midnight(day + ONE_DAY) <= until:
            still = any(_meets(day, began, ended or until) for began, ended in self.pauses)
            count += not still and (self.unit == "calendar" or calendar.is_working_day(day))
            day += ONE_DAY
        return count


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _meets(day: date, began: datetime, ended: datetime) -> bool:
    return began.astimezone(SHANGHAI).date() <= day <= ended.astimezone(SHANGHAI).date()


class Watch:
    """The memory of a walk's looks."""

    def __init__(self) -> None:
        self.last = ""
        self.parameters: dict[str | None, dict[str, Any]] = {None: {}, "lizhi": {}}
        self.states: dict[int, str] = {}
        self.rules: dict[int, dict[str, Any]] = {}  # of a project, from the day on which it was scheduled
        self.notices: dict[int, Posted] = {}  # by window
        self.closed: dict[int, dict[str, tuple[Any, ...]]] = {}
        self.read = {"disclosures": 0, "journal": 0}

    def heard(self, name: str, given: tuple[Any, ...], words: Mapping[str, Any]) -> None:
        """Keep in mind what a deed that was done may have changed."""
        self.last = name
        if name == "programmes.set_parameter":
            self.parameters[words.get("area_slug")][given[1]] = given[2]

    def look(self, session: Session, at: datetime, *, thorough: bool) -> None:
        """Look at everything once.

        Raises:
            AssertionError: something does not hold; it says what.
        """
        projects = list(session.execute(PROJECTS))
        require_decisions(session, projects, at)
        require_ledger(session, projects)
        require_payments(session, projects)
        self._frozen_rules(projects)
        self._windows(session, projects, at)
        self._closed_files(session, projects)
        self._published(session)
        if thorough:
            require_nothing_private(session)
        self.states = {project.id: project.state for project in projects}
        self.last = ""

    def _frozen_rules(self, projects: list[Any]) -> None:
        """Remember for each project the parameters of the day on which it was scheduled."""
        now = (
            {key: BY_KEY[key].default for key in _WATCHED} | self.parameters[None] | self.parameters["lizhi"]
        )
        for project in projects:
            if project.rulebook_id is None:
                self.rules.pop(project.id, None)
            elif project.id not in self.rules:
                self.rules[project.id] = {key: now[key] for key in _WATCHED}

    def _windows(self, session: Session, projects: list[Any], at: datetime) -> None:
        """I2: no notice is shorter than the parameter, in its row and by the clock on the wall."""
        rows = list(session.execute(WINDOWS))
        for row in rows:
            posted = self.notices.get(row.id) or self._posted(row)
            self.notices[row.id] = posted
            self._pause(row, posted)
            told = f"I2 window {row.id} ({row.kind})"
            assert row.days + row.served >= posted.days, f"{told}: {row.served} + {row.days} < {posted.days}"
            assert row.ends_at == _midnight(row.last_day + ONE_DAY), f"{told}: ends at {row.ends_at}"
            counted = sum(1 for _ in _days(row.first_day, row.last_day, posted.unit))
            assert counted >= row.days, (
                f"{told}: {row.first_day} to {row.last_day} is {counted}, not {row.days}"
            )
        latest = {(row.project_id, row.kind): row for row in rows}
        for project in projects:
            self._left_notice(project, latest, at)

    def _posted(self, row: Any) -> Posted:
        rules = self.rules[row.project_id]
        days = rules["notice_days.d1" if row.kind == "decision" else "notice_days.d3"]
        return Posted(
            row.kind, row.posted_at, days, rules["notice_days.unit"], rules["notice_days.start_next_day"]
        )

    def _pause(self, row: Any, posted: Posted) -> None:
        """Note the moments at which a notice was paused and taken up again."""
        running = posted.pauses and posted.pauses[-1][1] is None
        if row.paused_at is not None and not running:
            posted.pauses.append((row.paused_at, None))
        elif row.paused_at is None and running:
            posted.pauses[-1] = (posted.pauses[-1][0], row.resumed_at)

    def _left_notice(self, project: Any, latest: Mapping[tuple[int, str], Any], at: datetime) -> None:
        before = self.states.get(project.id)
        for kind, on_notice, beyond in (
            ("decision", "noticing", "approved"),
            ("result", "result_notice", "evaluating"),
        ):
            if (before, project.state) == (on_notice, beyond):
                posted = self.notices[latest[project.id, kind].id]
                told = f"I2 {project.number}: {kind} of {posted.posted_at} left its notice"
                served = posted.served(at)
                assert served >= posted.days, f"{told} after {served} full days of {posted.days}"

    def _closed_files(self, session: Session, projects: list[Any]) -> None:
        """I5: of a closed project nothing changes but what the deed may change."""
        for project in projects:
            before = self.closed.get(project.id)
            if before is not None:
                assert project.state == "closed", f"I5 {project.number}: closed, now {project.state}"
            if project.state != "closed":
                continue
            now = snapshot(session, project.id)
            changed = {name for name in now if before is not None and now[name] != before[name]}
            more = changed - STILL_ALLOWED.get(self.last, frozenset())
            assert not more, f"I5 {project.number}: {self.last} changed {sorted(more)}"
            self.closed[project.id] = now

    def _published(self, session: Session) -> None:
        """I6 in what was published and journaled since; I7: each body is what its fingerprint says."""
        for row in session.execute(PUBLISHED, {"read": self.read["disclosures"]}):
            require_public(f"disclosure {row.id}", row.body)
            assert fingerprint(row.body) == row.sha256, (
                f"I7 disclosure {row.id}: not what its fingerprint says"
            )
            self.read["disclosures"] = row.id
        for line in session.execute(JOURNALED, {"read": self.read["journal"]}):
            require_public(f"journal {line.seq}", line.body)
            self.read["journal"] = max(self.read["journal"], line.seq)


def _days(first: date, last: date, unit: str) -> Iterator[date]:
    calendar = work_calendar()
    while first <= last:
        if unit == "calendar" or calendar.is_working_day(first):
            yield first
        first += ONE_DAY


def require_public(place: str, value: Any) -> None:
    """I6: no text of it holds what the scan of personal data finds."""
    if isinstance(value, str):
        found = scan(value)
        assert not found, f"I6 {place}: {[f.kind.value for f in found]} in {value!r}"
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            require_public(f"{place}.{key}", inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            require_public(place, inner)


def require_nothing_private(session: Session) -> None:
    """I6 for what everybody reads as it stands, and for the words of every project past its screening."""
    for model, columns in _READ_BY_ALL:
        for row in session.execute(select(*(model.__table__.c[name] for name in columns))):
            require_public(model.__tablename__, dict(row._mapping))
    words = (
        "title",
        "summary",
        "place",
        "problem",
        "content",
        "beneficiary_group",
        "stop_reason",
        "refer_reason",
    )
    query = select(*(Project.__table__.c[name] for name in words))
    was_public = or_(Project.state != "withdrawn", Project.accepted_at.is_not(None))
    for row in session.execute(query.where(Project.state.not_in(("draft", "returned")), was_public)):
        require_public("projects", dict(row._mapping))


@cache
def _hanging() -> list[tuple[str, Select[Any]]]:
    """Return every table that hangs on a project, itself or by a parent, with the query for its rows."""
    tables = Base.metadata.sorted_tables
    direct = {t.name: t for t in tables if "project_id" in t.c and t.name != "journal_entries"}
    found = [(t.name, select(t).where(t.c.project_id == OWN)) for t in direct.values()]
    for table in tables:
        for key in table.foreign_keys:
            parent = direct.get(key.column.table.name)
            if parent is not None and table.name not in direct and key.column.name == "id":
                by = parent.c.id == table.c[key.parent.name]
                found.append((table.name, select(table).join(parent, by).where(parent.c.project_id == OWN)))
    return found


def snapshot(session: Session, project_id: int) -> dict[str, tuple[Any, ...]]:
    """Return every row of a project and of what hangs on it, by table."""
    asked = {OWN.key: project_id}
    rows = {"projects": tuple(session.execute(ITSELF, asked))}
    for name, query in _hanging():
        found = sorted(repr(tuple(row)) for row in session.execute(query, asked))
        rows[name] = (*rows.get(name, ()), *found)
    return rows
