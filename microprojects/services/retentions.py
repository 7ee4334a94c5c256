"""The clock of keeping: once a day what is past its time is deleted, some rows at a time, told by counts alone.

Source: 个人信息保护法 art. 19; what 政府采购法 art. 42 keeps for fifteen years is not touched.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from microprojects.domain import kept_data
from microprojects.domain.actions import Action
from microprojects.domain.erasures import Erased, Manner
from microprojects.domain.kept_data import months_before
from microprojects.domain.parameters import Rulebook
from microprojects.domain.people import SYSTEM
from microprojects.domain.workdays import end_of_day, local_day
from microprojects.services import _forgetting
from microprojects.services._deed import record
from microprojects.store import (
    accounts,
    areas,
    engines,
    erased_people,
    forgetting,
    people,
    programmes,
    retentions,
    rulebooks,
    uploads,
)
from microprojects.store.db import db, transaction
from microprojects.store.erased_people import RetentionRun

BATCH = 500
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """For how many months things are kept in one programme; None is what belongs to no programme."""

    programme_id: int | None
    contact: int
    drafts: int


@dataclass
class _Batch:
    counts: Counter[Erased] = field(default_factory=Counter)
    files: list[str] = field(default_factory=list)
    more: bool = False

    def add(self, kind: Erased, gone: int) -> None:
        self.counts[kind] += gone
        self.more = self.more or gone >= BATCH


def run_due(*, at: datetime) -> int:
    """Delete what is past its time, unless it was done today, and return how many rows or people that were.

    Safe to run again after it was killed: every batch is one transaction with its line in the journal.
    """
    today = local_day(at)
    last = erased_people.last_run(db.session())
    if last is not None and last.ran_on >= today:
        return 0
    forgotten, more = 0, True
    while more:
        with transaction() as session:
            batch = _batch(session, at=at)
            gone, more = batch.counts.total(), batch.more
            forgotten += gone
            if gone:
                _tell(session, batch, at=at)
            if not more:
                session.merge(RetentionRun(ran_on=today, ran_at=at, forgotten=forgotten))
        uploads.remove(batch.files)
    engines.fold_log(db.engine)
    return forgotten


def _all_terms(session: Session) -> list[Terms]:
    """Return the months of every programme, and last of what belongs to none: the longest of them."""
    found = [
        _terms(each.id, rulebooks.in_force(session, each)) for each in programmes.all_programmes(session)
    ]
    longest = max((each.contact for each in found), default=kept_data.usual(kept_data.CONTACT_MONTHS))
    drafts = max((each.drafts for each in found), default=kept_data.usual(kept_data.DRAFT_MONTHS))
    return [*found, Terms(None, longest, drafts)]


def _terms(programme_id: int, rules: Rulebook) -> Terms:
    contact, drafts = rules.number(kept_data.CONTACT_MONTHS), rules.number(kept_data.DRAFT_MONTHS)
    return Terms(programme_id, contact, drafts)


def _batch(session: Session, *, at: datetime) -> _Batch:
    """Delete up to so many rows of every kind."""
    batch, today = _Batch(), local_day(at)
    *of_programmes, general = _all_terms(session)
    for each in of_programmes:
        assert each.programme_id is not None
        before = _begins(months_before(today, each.contact))
        batch.add(Erased.CONTACTS, retentions.contacts(session, each.programme_id, before, limit=BATCH))
        closed = months_before(today, each.drafts)
        old = retentions.drafts(session, each.programme_id, closed, limit=BATCH)
        batch.files += forgetting.drafts(session, old)
        batch.add(Erased.DRAFTS, len(old))
    before = _begins(months_before(today, general.contact))
    unused = _begins(months_before(today, kept_data.DEVICE_MONTHS))
    batch.add(Erased.REASONS, retentions.reasons(session, before, limit=BATCH))
    batch.add(Erased.NAMES, retentions.names(session, before, limit=BATCH))
    batch.add(Erased.DEVICES, retentions.devices(session, unused, limit=BATCH))
    batch.add(Erased.PASSES, retentions.passes(session, at - _A_DAY, limit=BATCH))
    _people(session, batch, before, at=at)
    return batch


def _people(session: Session, batch: _Batch, noted_before: datetime, *, at: datetime) -> None:
    told_before = _begins(months_before(local_day(at), kept_data.UNVERIFIED_MONTHS))
    found = retentions.people(session, noted_before, told_before, limit=BATCH)
    done = 0
    for person_id in found:
        accounts.of_person(session, person_id, for_update=True)
        person = people.get(session, person_id, for_update=True)
        if person.verified_at is None:  # else the window verified them a moment ago
            batch.files += _forgetting.begin(session, person, Manner.CLOCK, actor=SYSTEM, at=at).files
            done += 1
    batch.add(Erased.NAME, done)


def _begins(day: date) -> datetime:
    return end_of_day(day - _A_DAY)


def _tell(session: Session, batch: _Batch, *, at: datetime) -> None:
    district = next(iter(areas.at_level(session, "district")), None)
    facts = {f"erased_{kind.value}": batch.counts[kind] for kind in Erased if batch.counts[kind]}
    path = district.path if district else ""
    record(session, Action.RETENTION_RUN, "retention", actor=SYSTEM, at=at, area=path, facts=facts)
