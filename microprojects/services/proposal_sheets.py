"""Proposals that were collected elsewhere come as a sheet: looked at first, then brought as a whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import proposal_sheets as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.proposal_columns import (
    EditedHere,
    HandedIn,
    OtherProposer,
    ProposalsWrong,
    ProposerUnclear,
    ProposerUnknown,
)
from microprojects.domain.proposal_sheets import Entry, Reading
from microprojects.domain.proposals import RESIDENT
from microprojects.domain.roll_matching import Known
from microprojects.domain.rolls import RowError, bare
from microprojects.domain.states import State
from microprojects.domain.withdrawals import require_room
from microprojects.services import _proposals
from microprojects.services._deed import permit, record
from microprojects.store import areas, brought_projects, people, proposals, registrations, secrets, sheets
from microprojects.store.areas import Area
from microprojects.store.brought_projects import BroughtProject
from microprojects.store.db import db, transaction
from microprojects.store.people import PHONE


@dataclass(frozen=True)
class Planned:
    """What is done with one line: a new draft of somebody, or one that came before and says something else now."""

    entry: Entry
    person_id: int
    before: BroughtProject | None = None


@dataclass(frozen=True)
class Report:
    """What a sheet does, or would do, to the proposals of a community."""

    community: str
    sha256: str
    reading: Reading
    new: Sequence[Planned]
    changed: Sequence[Planned]
    same: int
    errors: Sequence[RowError]

    @property
    def rows(self) -> int:
        """Return how many lines the sheet has below its head."""
        return len(self.reading.entries) + len({each.line for each in self.reading.errors})


def preview(data: bytes, *, community: str, actor: Actor, at: datetime) -> Report:
    """Return what a sheet would do; nothing is written.

    Raises:
        BadValue: there is no community of that slug.
        NotPermitted: the actor does not enter proposals for others there.
        RoundClosed: no round of the community has begun.
        BadSheet, HeadLacks, HeadTwice, HeadFormula, NoRows: the file cannot be read as a sheet of proposals.
    """
    return _planned(db.session(), data, community, actor=actor, at=at)


def apply(data: bytes, *, community: str, actor: Actor, at: datetime) -> Report:
    """Bring a sheet: each line is a draft of its proposer, who hands it in, or for whom it is handed in.

    A line whose reference came before changes that draft, unless it was changed here, too. Nothing is ever removed.

    Raises:
        ProposalsWrong: some line cannot be used, so nothing is written.
        BadValue, NotPermitted, RoundClosed, BadSheet, HeadLacks: as for a preview.
    """
    with transaction() as session:
        report = _planned(session, data, community, actor=actor, at=at)
        if report.errors:
            raise ProposalsWrong(report.errors)
        area = _community(session, community)
        clerk = actor if actor.person_id else people.actor(session, people.of_the_house(session, at).id)
        for each in report.new:
            _bring(session, area, each, report.sha256, clerk=clerk, at=at)
        for each in report.changed:
            _rewrite(session, each, report.sha256, at=at)
        facts = {
            "drafts_new": len(report.new),
            "drafts_changed": len(report.changed),
            "drafts_same": report.same,
            "sheet": report.sha256,
        }
        subject = f"proposals/{area.slug}"
        record(session, Action.PROPOSALS_IMPORT, subject, actor=actor, at=at, area=area.path, facts=facts)
        return report


def _bring(session: Session, area: Area, planned: Planned, sheet: str, *, clerk: Actor, at: datetime) -> None:
    proposer = people.get(session, planned.person_id)
    words = planned.entry.words
    draft = _proposals.new_draft(session, area, proposer, words, kind=RESIDENT, actor=clerk, at=at)
    session.add(
        BroughtProject(
            area_id=area.id,
            reference=planned.entry.reference,
            project_id=draft.id,
            words=law.fingerprint(words),
            sheet=sheet,
            brought_at=at,
        )
    )
    session.flush()


def _rewrite(session: Session, planned: Planned, sheet: str, *, at: datetime) -> None:
    before = planned.before
    assert before is not None
    project = proposals.find(session, before.project_id, for_update=True)
    if project.state is not State.DRAFT:  # handed in between the look and the lock
        no = HandedIn(reference=before.reference, state=project.state.label)
        raise ProposalsWrong([RowError(planned.entry.line, no)])
    _proposals.write(session, project, planned.entry.words)
    before.words, before.sheet, before.brought_at = law.fingerprint(planned.entry.words), sheet, at


def _planned(session: Session, data: bytes, community: str, *, actor: Actor, at: datetime) -> Report:
    area = _community(session, community)
    permit(actor, Action.PROPOSALS_IMPORT, Target(area.path), at=at)
    _proposals.round_now(session, area, at)
    reading = law.read(sheets.read(data))
    there = brought_projects.of_community(session, area.id, (each.reference for each in reading.entries))
    who = _Proposers(registrations.known(session, area.id))
    new, changed, same, errors = list[Planned](), list[Planned](), 0, list(reading.errors)
    drafts: Counter[int] = Counter()
    for entry in reading.entries:
        try:
            planned = Planned(entry, who.of(entry), there.get(entry.reference))
            if planned.before is None:
                require_room(proposals.open_drafts(session, planned.person_id) + drafts[planned.person_id])
                drafts[planned.person_id] += 1
                new.append(planned)
            elif _is_same(planned, planned.before):
                same += 1
            else:
                changed.append(planned)
        except Refusal as no:
            errors.append(RowError(entry.line, no))
    sha256 = hashlib.sha256(data).hexdigest()
    ordered = sorted(errors, key=lambda each: each.line)
    return Report(area.slug, sha256, reading, new, changed, same, ordered)


def _is_same(planned: Planned, before: BroughtProject) -> bool:
    """Tell whether a line says what it said when it came before.

    Raises:
        OtherProposer: it is somebody else's now.
        HandedIn, EditedHere: it says something else, and the draft went on without the sheet.
    """
    reference, project = before.reference, before.project
    if project.proposer_id != planned.person_id:
        raise OtherProposer(reference=reference)
    if law.fingerprint(planned.entry.words) == before.words:
        return True
    if project.state is not State.DRAFT:
        raise HandedIn(reference=reference, state=project.state.label)
    if law.fingerprint(proposals.words_of(project)) != before.words:
        raise EditedHere(reference=reference)
    return False


class _Proposers:
    """The verified people of a community, by name and by number."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._named: dict[str, list[Known]] = defaultdict(list)
        for each in known:
            if each.verified:
                self._named[bare(each.name)].append(each)

    def of(self, entry: Entry) -> int:
        """Return whose proposal a line is.

        Raises:
            ProposerUnknown, ProposerUnclear: it cannot be told.
        """
        found = list(self._fitting(entry))
        if not found:
            raise ProposerUnknown
        if len(found) > 1:
            raise ProposerUnclear(n=len(found))
        return found[0].person_id

    def _fitting(self, entry: Entry) -> Iterator[Known]:
        key = secrets.fingerprint(PHONE, entry.phone) if entry.phone else ""
        for each in self._named[bare(entry.proposer)]:
            if not key or each.phone_key == key:
                yield each


def _community(session: Session, slug: str) -> Area:
    """Return the community of a slug.

    Raises:
        BadValue: there is none of that name.
    """
    found = next((area for area in areas.at_level(session, "community") if area.slug == slug), None)
    if found is None:
        raise BadValue(field=N_("社区"), why=N_("请从名单里选一个社区"))
    return found
