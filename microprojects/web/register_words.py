"""A council's register in words: how members came in, how often they came, and how the rules of its composition stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain import leaves as absences
from microprojects.domain.composition import Finding, findings
from microprojects.domain.councils import KINDS
from microprojects.domain.elections import WAYS
from microprojects.domain.leaves import Record
from microprojects.domain.parameters import Rulebook
from microprojects.domain.successions import shown
from microprojects.domain.workdays import local_day
from microprojects.store import elections, leaves, rulebooks, seatings
from microprojects.store.councils import Council
from microprojects.store.db import db
from microprojects.store.elections import CouncilTerm, Election
from microprojects.store.leaves import Past
from microprojects.store.seatings import Seating
from microprojects.web.filters import date_iso, full_day
from microprojects.web.language import translated


@dataclass(frozen=True)
class Register:
    """Everything that is told of a council at one moment."""

    council: Council
    rules: Rulebook
    today: date
    every: list[Seating]
    sitting: list[Seating]
    findings: list[Finding]
    terms: list[CouncilTerm]
    held: list[Election]
    past: list[Past]

    @property
    def term(self) -> CouncilTerm | None:
        """Return the council's term that runs, or ran last."""
        return elections.running(self.terms, self.today)

    @property
    def term_is_over(self) -> bool:
        """Return whether the last term has run out and no other one is recorded."""
        return self.term is not None and self.term.until < self.today

    @property
    def vacant(self) -> list[Seating]:
        """Return the seats of this term that fell vacant before their time and that nobody took."""
        began = self.term.since if self.term else date.min
        return [
            each
            for each in self.every
            if each.ending
            and each.ending.reason != "term_over"
            and not each.taken_over
            and each.seat.until
            and began <= each.seat.until < self.today
        ]

    def record_of(self, seating: Seating) -> Record:
        """Return how often a member came lately."""
        return leaves.record_of(self.past, seating.seat.person_id)

    def is_missed(self, seating: Seating) -> bool:
        """Return whether a member stayed away without a word too often running."""
        limit = self.rules.number("council.absences_warn")
        return absences.is_missed(self.record_of(seating), limit)


def register(council: Council, *, at: datetime) -> Register:
    """Return the register of a council as it stands at a moment."""
    session, today = db.session(), local_day(at)
    every = seatings.of_council(session, council.id)
    sitting = seatings.in_office(every, today)
    rules = rulebooks.of_community(session, council.area_id, today)
    seats, limit = [each.seat for each in every], rules.number("council.attendance_last")
    return Register(
        council=council,
        rules=rules,
        today=today,
        every=every,
        sitting=sitting,
        findings=findings(council.body, [each.sitter for each in sitting], rules),
        terms=elections.terms(session, council.id),
        held=elections.of_council(session, council.id),
        past=leaves.last_meetings(session, council.id, seats, limit),
    )


def asks(finding: Finding) -> str:
    """Return what a rule asks, in the visitor's language."""
    return translated(finding.asks, finding.facts)


def says(finding: Finding) -> str:
    """Return what is so, for those who keep the register."""
    return translated(finding.says, finding.facts)


def verdict(finding: Finding) -> str:
    """Return whether a rule is met, for everybody: no number that points at single people."""
    return {True: _("符合"), False: _("还不符合"), None: _("没有登记全，说不准")}[finding.is_met]


def kind(seating: Seating) -> str:
    """Return what a seat is."""
    return _(KINDS[seating.seat.kind])


def public_name(seating: Seating) -> str:
    """Return the name of a member who agreed to that, else only what they sit for."""
    if seating.seat.name_public:
        return seating.seat.person.name
    return _("%(kind)s（未公开姓名）", kind=kind(seating))


def election(held: Election) -> str:
    """Write how members came in: 2026年4月18日居民代表会议选举，应到 60 人，实到 52 人。"""
    words: dict[str, Any] = {"day": full_day(held.held_on), "way": _(WAYS[held.way])}
    if held.due is None:
        return _("%(day)s%(way)s。", **words)
    return _("%(day)s%(way)s，应到 %(due)s 人，实到 %(voted)s 人。", **words, due=held.due, voted=held.voted)


def came_by(seating: Seating) -> str:
    """Write how one seat came to be given, as far as everybody may know."""
    told = []
    if seating.after:
        told.append(_("%(day)s 递补", day=date_iso(seating.seat.since)))
    if seating.election and seating.origin:
        votes = seating.origin.votes_for
        told.append(
            _(WAYS[seating.election.way])
            if votes is None
            else _("%(way)s，得 %(n)s 票", way=_(WAYS[seating.election.way]), n=votes)
        )
    return _("，").join(told) or _("没有登记")


def left_because(after: Sequence[Seating], seating: Seating) -> str:
    """Write why the one before left, where that is public; else nothing."""
    before = next((each for each in after if seating.after and each.seat.id == seating.after.id), None)
    words = shown(before.ending.reason) if before and before.ending else ""
    return _("前任%(why)s", why=_(words)) if words else ""


def term(seating: Seating) -> str:
    """Write the term of a seat."""
    until = date_iso(seating.seat.until) if seating.seat.until else _("没有定")
    return f"{date_iso(seating.seat.since)}{_(' 至 ')}{until}"


def came(record: Record) -> str:
    """Write how often a member came lately."""
    if not record.due:
        return _("还没有应到的会议")
    words = _("应到 %(due)s 次，到 %(came)s 次", due=record.due, came=record.came)
    return words + (_("，请假 %(n)s 次", n=record.leave) if record.leave else "")


def meetings(past: Sequence[Past]) -> list[list[Any]]:
    """Return the last meetings as rows: which, when, how many were due, came and had leave."""
    return [
        [
            {
                "text": each.meeting.title,
                "url": url_for("public_meetings.meeting", meeting_id=each.meeting.id),
            },
            date_iso(each.meeting.starts_at),
            len(each.due),
            len(each.came),
            len(each.leave),
        ]
        for each in past
    ]
