"""Payments come as a sheet of the finance system: looked at first, then entered as a whole or not at all.

What is entered waits for another person's approval, as every payment does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import payment_imports as rules
from microprojects.domain import payment_sheets
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, NotFound, NotPermitted, Refusal
from microprojects.domain.payment_imports import (
    Account,
    Fate,
    Line,
    NotInThisCommunity,
    PaymentsOutdated,
    PaymentsWrong,
    ProjectUnknown,
)
from microprojects.domain.payment_sheets import Entry
from microprojects.domain.payments import INVOICE_LIMIT, PAYABLE, VOUCHER_LIMIT, NothingToPayFrom
from microprojects.domain.people import SYSTEM, Actor
from microprojects.domain.rolls import RowError
from microprojects.domain.sheets import Row
from microprojects.domain.texts import LINE
from microprojects.domain.workdays import local_day
from microprojects.services._deed import permit
from microprojects.services._moment import during
from microprojects.services._payments import Words, standing_of, write
from microprojects.services._words import public_line
from microprojects.store import payment_sheets as shelf
from microprojects.store import payments, projects, secrets, sheets
from microprojects.store.db import db, transaction
from microprojects.store.payment_sheets import ImportedPayment
from microprojects.store.projects import Project

_PLAN = "payments.plan"


@dataclass(frozen=True)
class Report:
    """What a sheet does, or would do, to the books; `seen` is the mark of this preview."""

    sha256: str
    lines: Sequence[Line]
    ignored: Sequence[str]

    @property
    def wrong(self) -> list[Line]:
        """Return the lines that cannot be booked."""
        return [each for each in self.lines if each.fate is Fate.REFUSED]

    @property
    def new(self) -> list[Line]:
        """Return the lines that will be booked."""
        return [each for each in self.lines if each.fate is Fate.BOOK]

    @property
    def seen(self) -> str:
        """Return the keyed mark of the file and of everything that would be written."""
        told = [(each.number, each.fate.value, each.wish) for each in self.lines]
        return secrets.fingerprint(_PLAN, f"{self.sha256} {told}")


@dataclass(frozen=True)
class _Sheet:
    """What a file says, and the file's fingerprint; `community` is the one it is for, if one was named."""

    rows: list[Row]
    sha256: str
    community: str = ""


def preview(data: bytes, *, actor: Actor, at: datetime, community: str = "") -> Report:
    """Return what a sheet would do to the books; nothing is written. `community` is a slug that all its projects have.

    The terminal, which is nobody, may look and not write.

    Raises:
        NotPermitted: the actor enters no payments anywhere.
        BadSheet, NoPaymentColumn, NoPaymentRows, TooManyPayments: the file cannot be read as payments.
    """
    return _planned(db.session(), _read(data, community), actor=actor, at=at)


def keep(data: bytes, *, actor: Actor, at: datetime) -> int:
    """Keep a sheet sealed until its preview was looked at, and return its number.

    Raises:
        NotPermitted, BadSheet and the like: as for a preview.
    """
    sheet = _read(data)
    payment_sheets.read(sheet.rows)
    if actor.person_id is None:
        raise NotPermitted
    with transaction() as session:
        return shelf.keep(session, sheet.rows, sheet.sha256, person_id=actor.person_id, at=at)


def kept(sheet_id: int, *, actor: Actor, at: datetime) -> Report:
    """Return what the actor's own kept sheet would do now.

    Raises:
        NotFound: it is another's, or over its time.
    """
    row = shelf.get(db.session(), sheet_id, person_id=actor.person_id, at=at)
    return _planned(db.session(), _Sheet(shelf.content(row), row.sha256), actor=actor, at=at)


def apply(data: bytes, *, actor: Actor, at: datetime, community: str = "") -> Report:
    """Enter the payments of a sheet; those that are booked already are passed over.

    Raises:
        PaymentsWrong: some line cannot be booked, so none is.
        NotPermitted, BadSheet and the like: as for a preview.
    """
    sheet = _read(data, community)
    with transaction() as session:
        return _write(session, sheet, actor=actor, at=at)


def apply_kept(sheet_id: int, *, seen: str, actor: Actor, at: datetime) -> Report:
    """Enter the payments of the actor's own kept sheet, as its preview showed them, and keep it no more.

    Raises:
        NotFound: it is another's, or over its time.
        PaymentsOutdated: the books changed since the preview.
        PaymentsWrong: as for a sheet that was not kept.
    """
    with transaction() as session:
        row = shelf.get(session, sheet_id, person_id=actor.person_id, at=at, for_update=True)
        report = _write(session, _Sheet(shelf.content(row), row.sha256), actor=actor, at=at, seen=seen)
        shelf.forget(session, row.person_id)
        return report


def forget_past(*, at: datetime) -> int:
    """Delete the sheets that nobody confirmed in time, and return how many."""
    over = len(shelf.past(db.session(), at))
    if over:
        with transaction() as session:
            shelf.forget_past(session, at)
    return over


def _read(data: bytes, community: str = "") -> _Sheet:
    return _Sheet(sheets.read(data), hashlib.sha256(data).hexdigest(), community)


def _planned(session: Session, sheet: _Sheet, *, actor: Actor, at: datetime) -> Report:
    reading = payment_sheets.read(sheet.rows)
    entries, errors = _published(reading.entries)

    def find(number: str) -> Account:
        return _account(session, number, sheet.community, actor=actor, at=at)

    lines = rules.plan(entries, find, shelf.books(session, entries), today=local_day(at))
    bad = [Line(each.line, Fate.REFUSED, no=each.no) for each in (*reading.errors, *errors)]
    return Report(sheet.sha256, sorted([*lines, *bad], key=lambda each: each.number), reading.ignored)


def _published(entries: Sequence[Entry]) -> tuple[list[Entry], list[RowError]]:
    """Return the lines whose words may be published, and what is wrong with the others."""
    good, errors = [], []
    for entry in entries:
        try:
            good.append(
                replace(
                    entry,
                    invoice=public_line(N_("发票号"), entry.invoice, limit=INVOICE_LIMIT),
                    voucher=public_line(N_("凭证号"), entry.voucher, limit=VOUCHER_LIMIT, needed=False),
                    purpose=public_line(N_("用途"), entry.purpose, limit=LINE, needed=False),
                )
            )
        except Refusal as no:
            errors.append(RowError(entry.line, no))
    return good, errors


def _account(session: Session, number: str, community: str, *, actor: Actor, at: datetime) -> Account:
    """Return how the contract of a project stands.

    Raises:
        ProjectUnknown, NotInThisCommunity, NotPermitted: the line is about none that the actor pays.
        NothingToPayFrom: there is no contract.
    """
    try:
        project = projects.by_number(session, number)
    except NotFound as no:
        raise ProjectUnknown(number=number) from no
    if actor is not SYSTEM:
        permit(actor, Action.PAYMENT_ENTER, project.target, at=at)
    if community and project.area.slug != community:
        raise NotInThisCommunity(number=number)
    stand = payments.standing(session, project, today=local_day(at))
    if stand is None:
        raise NothingToPayFrom
    contract = stand.contract
    return Account(
        number=number,
        contract=contract.number,
        payee=contract.supplier.name,
        signed_on=contract.signed_on,
        purse=stand.purse,
        plan=stand.plan,
        reached=stand.reached,
        blocked=_blocked(project),
    )


def _blocked(project: Project) -> Refusal | None:
    try:
        during(project, PAYABLE)
    except Refusal as no:
        return no
    return None


def _write(session: Session, sheet: _Sheet, *, actor: Actor, at: datetime, seen: str | None = None) -> Report:
    """Enter what a sheet says, in the deed's own transaction, with one line in the journal for each payment."""
    if actor.person_id is None:
        raise NotPermitted
    held = _held(session, sheet)
    report = _planned(session, sheet, actor=actor, at=at)
    if report.wrong:
        raise PaymentsWrong(report.wrong)
    if seen is not None and seen != report.seen:
        raise PaymentsOutdated
    for line in report.new:
        assert line.entry is not None
        assert line.wish is not None
        project = held[line.entry.project]
        stand = standing_of(session, project, at=at)
        words = Words(line.entry.invoice, line.entry.purpose)
        facts = {"sheet": report.sha256, "line": line.number}
        payment = write(session, project, stand, line.wish, words, actor=actor, at=at, facts=facts)
        session.add(
            ImportedPayment(
                payment_id=payment.id,
                sha256=report.sha256,
                line=line.number,
                paid_on=line.entry.paid_on,
                voucher=line.entry.voucher,
            )
        )
    return report


def _held(session: Session, sheet: _Sheet) -> dict[str, Project]:
    """Return the projects of a sheet by number, all held, in one order for everybody, so that no two wait for each other."""
    held = {}
    for number in sorted({entry.project for entry in payment_sheets.read(sheet.rows).entries}):
        try:
            held[number] = projects.by_number(session, number, for_update=True)
        except NotFound:
            continue
    return held
