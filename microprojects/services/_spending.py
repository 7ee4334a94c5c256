"""Telling the spending: every event on the money or the site publishes the next version of its disclosure."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from microprojects.domain.approvals import held
from microprojects.domain.attachments import PURPOSES
from microprojects.domain.corrections import BLACKED
from microprojects.domain.funds import social_left
from microprojects.domain.people import Actor
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.spending import Event, News
from microprojects.domain.states import SETTLED, State
from microprojects.domain.workdays import SHANGHAI, due, local_day
from microprojects.services._changes import told_words
from microprojects.services._corrections import carried
from microprojects.services._publish import Imprint, publish
from microprojects.store import packaged, rulebooks, spending
from microprojects.store.contracts import Contract, Payment, Procurement
from microprojects.store.delivery import SupervisorNote
from microprojects.store.disclosures import Disclosure
from microprojects.store.journal import JournalEntry
from microprojects.store.procurements import chosen
from microprojects.store.projects import Project
from microprojects.store.spending import Sheet


class Told:
    """What was published with a deed, if anything; the deed tells the journal and then ties it to its entry."""

    def __init__(self, *rows: Disclosure | None) -> None:
        self.rows = [row for row in rows if row is not None]

    @property
    def facts(self) -> dict[str, str]:
        """Return the fingerprints for the journal, by kind of disclosure."""
        return {f"{row.kind}_sha256": row.sha256 for row in self.rows}

    def tie(self, entry: JournalEntry) -> None:
        """Note the entry of the journal at each version that was published with it."""
        for row in self.rows:
            row.journal_seq = entry.seq


def tell(session: Session, project: Project, news: News, *, actor: Actor, at: datetime) -> Told:
    """Publish the next version of the spending disclosure; nothing where the project's scheme has none.

    What the deed wrote is flushed first. The version was due so many working days
    after the day on which the event happened.
    """
    rules = rulebooks.of(project)
    if rules.scheme.disclosure(DisclosureKind.SPENDING) is None:
        return Told()
    session.flush()
    body = _body(project, news, spending.of(session, project.id))
    imprint = Imprint(
        unit=project.area.office_name or project.area.name,
        reason=news.event.label,
        due_at=due(
            datetime.combine(news.happened_on, time(12), SHANGHAI),
            rules.number("disclosure.d2_item_working_days"),
            packaged.work_calendar(),
        ),
    )
    body = carried(session, project, DisclosureKind.SPENDING, body)
    return Told(publish(session, project, DisclosureKind.SPENDING, body, imprint=imprint, actor=actor, at=at))


def _body(project: Project, news: News, sheet: Sheet) -> dict[str, Any]:
    amount = {} if news.amount is None else {"amount_fen": str(news.amount)}
    return {
        "headline": news.headline,
        **amount,
        "title": project.title,
        "community": project.area.name,
        "type": project.type,
        "event": news.event.value,
        "date_on": news.happened_on.isoformat(),
        **amounts(
            project,
            sheet,
            settled=news.event is Event.SETTLEMENT or project.state in SETTLED,
            ended=news.event is Event.STOPPED or project.state is State.CANCELLED,
        ),
        "procurement": [_procurement(each) for each in sheet.procurements],
        "contract": contract_words(sheet.contract),
        **change_words(sheet),
        "payments": [payment_words(each) for each in sheet.payments],
        **recovery_words(sheet),
        "social": {
            "pledged_fen": str(project.approved_social_fen),
            "received_fen": str(sheet.sums.get("social_received", 0)),
            "used_fen": str(sheet.sums.get("social_paid", 0) - sheet.sums.get("social_refund", 0)),
        },
        "progress": [
            {
                "ref": str(each.id),
                "date_on": _day(each.reported_at),
                "percent": each.percent,
                "text": each.text if each.hidden_at is None else BLACKED,
            }
            for each in sheet.progress
        ],
        "rectifications": rectifications(sheet),
        "notes": [_note(each) for each in sheet.notes],
        "photos": photo_words(sheet),
    }


def amounts(project: Project, sheet: Sheet, *, settled: bool, ended: bool = False) -> dict[str, Any]:
    """Return the amounts of a project as both disclosures tell them: decimal strings of fen.

    The balance is what may yet be paid: of the approval, then of the contract, and
    once the final account counts (`settled`) of that, which is the retention. Of an
    `ended` project it is what was not released yet.
    """
    approved = project.approved_fiscal_fen + project.approved_social_fen
    contract = sheet.contract.amount_fen if sheet.contract else 0
    final = sheet.settlement.amount_fen if sheet.settlement and settled else None
    whole = final if final is not None else contract or approved
    paid = sum(payment.amount_fen for payment in sheet.payments)
    owed_again = sheet.sums.get("pay_returned", 0) + sheet.sums.get("social_refund", 0)
    refunded = sheet.sums.get("refund", 0) + owed_again
    still = held(sheet.sums.items())
    rest = whole - paid + owed_again
    if ended:
        rest = still.reserved_fen + still.committed_fen + social_left(sheet.sums)
    return {
        "approved_fen": str(approved),
        "fiscal_fen": str(project.approved_fiscal_fen),
        "social_fen": str(project.approved_social_fen),
        "reserved_fen": str(still.reserved_fen),
        "committed_fen": str(still.committed_fen),
        "contract_fen": str(contract),
        "paid_fen": str(paid),
        "refunded_fen": str(refunded),
        "returned_fen": str(sheet.sums.get("return_unspent", 0)),
        "social_returned_fen": str(sheet.sums.get("social_returned", 0)),
        "balance_fen": str(rest),
        "paid_percent": (paid - refunded) * 100 // whole if whole else 0,
    }


def contract_words(contract: Contract | None) -> dict[str, Any]:
    """Return what is told about a contract, nothing where there is none."""
    if contract is None:
        return {}
    return {
        "contract_number": contract.number,
        "supplier": contract.supplier.name,
        "credit_code": contract.supplier.credit_code,
        "amount_fen": str(contract.amount_fen),
        "fiscal_fen": str(contract.fiscal_fen),
        "social_fen": str(contract.social_fen),
        "signed_on": contract.signed_on.isoformat(),
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat(),
        "text": contract.public_text,
    }


def change_words(sheet: Sheet) -> dict[str, Any]:
    """Return what is told of the changes that hold and of the times in which work stood still, where there are any."""
    stood = [
        {
            "ref": str(each.id),
            "reason": each.reason,
            "suspended_on": _day(each.suspended_at),
            "expected_on": each.expected_on.isoformat(),
            "resumed_on": _day(each.resumed_at),
        }
        for each in sheet.suspensions
    ]
    told = {"changes": [told_words(each) for each in sheet.changes], "suspensions": stood}
    return {name: rows for name, rows in told.items() if rows}


def payment_words(payment: Payment) -> dict[str, Any]:
    """Return what is told about a payment; never a bank account."""
    return {
        "ref": str(payment.id),
        "paid_on": payment.paid_on.isoformat() if payment.paid_on else "",
        "stage": payment.tranche.label if payment.tranche else "",
        "purpose": payment.purpose,
        "payee": payment.payee,
        "amount_fen": str(payment.amount_fen),
        "fiscal_fen": str(payment.fiscal_fen),
        "social_fen": str(payment.social_fen),
        "voucher": payment.voucher,
        "returned_on": _day(payment.returned_at),
    }


def recovery_words(sheet: Sheet) -> dict[str, Any]:
    """Return what is told of the money that came back, one by one, where there is any."""
    told = [
        {
            "ref": str(each.id),
            "came_on": each.came_on.isoformat(),
            "payer": each.payer,
            "cause": each.cause,
            "reason": each.reason,
            "payment": str(each.payment_id or ""),
            "amount_fen": str(each.amount_fen),
            "fiscal_fen": str(each.fiscal_fen),
            "social_fen": str(each.social_fen),
            "voucher": each.document,
        }
        for each in sheet.recoveries
    ]
    return {"recoveries": told} if told else {}


def photo_words(sheet: Sheet) -> list[dict[str, str]]:
    """Return the pictures of the site: what they show, and the fingerprint that finds the file."""
    return [
        {
            "ref": str(each.id),
            "purpose": PURPOSES[each.purpose][0],
            "caption": each.caption,
            "date_on": _day(each.added_at),
            "sha256": each.sha256,
        }
        for each in sheet.pictures
    ]


def rectifications(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the inspections that found something, with what failed and by when it had to be mended."""
    return [
        {
            "date_on": each.held_on.isoformat(),
            "failed": [item["label"] for item in each.items if not item["passed"]],
            "rectify_by_on": each.rectify_by.isoformat(),
        }
        for each in sheet.inspections
        if each.rectify_by is not None
    ]


def _note(note: SupervisorNote) -> dict[str, str]:
    hidden = note.hidden_at is not None
    return {
        "ref": str(note.id),
        "date_on": _day(note.written_at),
        "text": BLACKED if hidden else note.text,
        "answer": BLACKED if hidden and note.answer else note.answer,
        "answered_on": _day(note.answered_at),
    }


def _procurement(procurement: Procurement) -> dict[str, Any]:
    won = chosen(procurement)
    return {
        "mode": procurement.mode,
        "deviation": procurement.mode != procurement.expected_mode,
        "reason": procurement.reason,
        "started_on": _day(procurement.started_at),
        "quotes": len(procurement.quotes),
        "outcome": procurement.outcome or "",
        "ended_on": _day(procurement.ended_at),
        "fail_reason": procurement.fail_reason,
        "supplier": won.supplier.name if won else "",
        "credit_code": won.supplier.credit_code if won else "",
        "amount_fen": str(won.amount_fen) if won else "",
    }


def _day(at: datetime | date | None) -> str:
    if at is None:
        return ""
    return (local_day(at) if isinstance(at, datetime) else at).isoformat()
