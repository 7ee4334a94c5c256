"""What stands on the sheets for the paper board, as it was recorded, and the entry of the journal that recorded it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, joinedload

from microprojects.domain.actions import Action
from microprojects.domain.money import Fen
from microprojects.domain.workdays import ONE_DAY, end_of_day, local_day
from microprojects.store.areas import Area
from microprojects.store.consultations import Plan
from microprojects.store.contracts import Payment
from microprojects.store.funds import LedgerEntry
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import AgendaItem
from microprojects.store.programmes import Round
from microprojects.store.projects import Project
from microprojects.store.votes import Vote

CALLED = (Action.MEETING_CALL, Action.PROJECT_SCHEDULE, Action.MEETING_SEND_DOSSIER)
DECIDED = (Action.MEETING_CLOSE, Action.VOTE_CLOSE, Action.VOTE_CORRECT)
_CAME_BACK = ("pay_returned", "refund", "social_refund")
_PAID = (Action.PAYMENT_APPROVE, Action.REFUND_RECORD)


@dataclass(frozen=True)
class Item:
    """One item of an agenda in the words that were voted on, else as they read now; the vote is the one that stands."""

    position: int
    purpose: str
    state: str
    number: str
    title: str
    place: str
    total_fen: Fen
    vote: Vote | None


@dataclass(frozen=True)
class Paid:
    """One line of the money of a month; what the bank sent back is below zero."""

    on: date
    number: str
    title: str
    payee: str
    what: str
    voucher: str
    amount_fen: Fen
    returned: bool
    written_at: datetime


def agenda(session: Session, meeting_id: int) -> list[Item]:
    """Return the items of a meeting in order, each with its place and price."""
    query = (
        select(AgendaItem, Plan.place, Plan.fiscal_fen, Plan.social_fen, Vote)
        .join(Project, Project.id == AgendaItem.project_id)
        .outerjoin(Plan, Plan.project_id == Project.id)
        .outerjoin(Vote, and_(Vote.item_id == AgendaItem.id, Vote.voided_at.is_(None)))
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.state != "removed")
        .options(joinedload(AgendaItem.project))
        .order_by(AgendaItem.position)
    )
    return [_item(*row) for row in session.execute(query).unique()]


def _item(item: AgendaItem, place: str | None, fiscal: Fen | None, social: Fen | None, vote: Vote) -> Item:
    project, dossier = item.project, item.dossier
    title, where, total = project.title, place or project.place, Fen((fiscal or 0) + (social or 0))
    if dossier is not None:
        title = dossier["words"]["title"]
        where = (dossier["plan"] or {}).get("place") or dossier["words"]["place"]
        total = Fen(int(dossier["funds"]["total"]))
    return Item(item.position, item.purpose, item.state, project.number or "", title, where, total, vote)


def paid_in(session: Session, community: Area, first: date, last: date) -> list[Paid]:
    """Return every payment of a community in some days, and every sum that came back in them, by day."""
    lines = [*_payments(session, community, first, last), *_back(session, community, first, last)]
    return sorted(lines, key=lambda line: (line.on, line.returned, line.written_at))


def _payments(session: Session, community: Area, first: date, last: date) -> Iterator[Paid]:
    query = (
        select(Payment, Project.number, Project.title)
        .join(Project, Project.id == Payment.project_id)
        .where(
            Project.area_id == community.id,
            Payment.state == "approved",
            Payment.paid_on.between(first, last),
        )
        .options(joinedload(Payment.tranche))
        .order_by(Payment.paid_on, Payment.id)
    )
    for payment, number, title in session.execute(query).unique():
        what = payment.tranche.label if payment.tranche else payment.purpose
        assert payment.paid_on  # it was approved
        assert payment.decided_at
        said = (number or "", title, payment.payee, what, payment.voucher)
        yield Paid(payment.paid_on, *said, payment.amount_fen, False, payment.decided_at)


def _back(session: Session, community: Area, first: date, last: date) -> Iterator[Paid]:
    """Yield what came back, the fiscal and the social part of one slip together."""
    query = (
        select(LedgerEntry, Project.number, Project.title)
        .join(Project, Project.id == LedgerEntry.project_id)
        .where(
            Project.area_id == community.id,
            LedgerEntry.kind.in_(_CAME_BACK),
            LedgerEntry.entered_at >= end_of_day(first - ONE_DAY),
            LedgerEntry.entered_at < end_of_day(last),
        )
        .order_by(LedgerEntry.id)
    )
    slips: dict[tuple[str, str], Paid] = {}
    for entry, number, title in session.execute(query):
        key = (number or "", entry.document)
        before = slips[key].amount_fen if key in slips else 0
        said = (number or "", title, entry.party, "", entry.document)
        slips[key] = Paid(
            local_day(entry.entered_at), *said, Fen(before - entry.amount_fen), True, entry.entered_at
        )
    yield from slips.values()


def entry_of_meeting(session: Session, meeting_id: int, verbs: Collection[Action]) -> JournalEntry | None:
    """Return the last entry by which one of some acts changed a meeting."""
    query = select(JournalEntry).where(JournalEntry.meeting_id == meeting_id, JournalEntry.verb.in_(verbs))
    return session.scalar(query.order_by(JournalEntry.seq.desc()).limit(1))


def entry_of(session: Session, subject: str, verbs: Collection[Action]) -> JournalEntry | None:
    """Return the last entry by which one of some acts changed a subject."""
    query = select(JournalEntry).where(JournalEntry.subject == subject, JournalEntry.verb.in_(verbs))
    return session.scalar(query.order_by(JournalEntry.seq.desc()).limit(1))


def entry_of_payments(session: Session, lines: Collection[Paid]) -> JournalEntry | None:
    """Return the entry that wrote the latest of some lines."""
    if not lines:
        return None
    last = max(lines, key=lambda line: line.written_at)
    query = select(JournalEntry).where(
        JournalEntry.subject == f"project/{last.number}",
        JournalEntry.verb.in_(_PAID),
        JournalEntry.at <= last.written_at,
    )
    return session.scalar(query.order_by(JournalEntry.seq.desc()).limit(1))


def rounds_of(session: Session, area_id: int, on: date) -> list[Round]:
    """Return the rounds in which a community takes proposals on a day."""
    query = select(Round).where(
        Round.area_id == area_id, Round.opens_on <= on, Round.closes_on >= on, Round.imported.is_(False)
    )
    return list(session.scalars(query.order_by(Round.id)))
