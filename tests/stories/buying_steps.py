"""What helps an approved project on to its site: ratified, bought, signed, started, built, or ended early."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from microprojects.domain.funds import Donor
from microprojects.domain.money import Fen
from microprojects.domain.procurement_modes import rule
from microprojects.domain.workdays import local_day
from microprojects.services import (
    agendas,
    approvals,
    contracts,
    delivery,
    files,
    funds,
    procurements,
    suppliers,
)
from microprojects.store.contracts import Contract, Procurement, Quote
from microprojects.store.delivery import SupervisorNote
from microprojects.store.files import Attachment
from microprojects.store.funds import LedgerEntry
from tests.stories.council_steps import count, gather, item_of, open_on, open_vote, ready
from tests.stories.paying_steps import pay
from tests.stories.walks import DAY, Walk, row, rows, value, values


def stop(w: Walk, p: Any) -> None:
    """End it early, with a plan to get paid money back."""
    plan = "分三个月追回" if w.chance(70) else ""
    w.do(
        approvals.cancel,
        p.number,
        reason=w.says("市里统一改造"),
        recovery_plan=plan,
        who=w.one_of(("wu", "wu", "zhou")),
    )


def ratified(w: Walk, p: Any) -> bool:
    """Bring an emergency to the council that has to ratify it; return whether there was something to do."""
    if p.fast_track_at is None or p.ratified_at is not None or w.chance(30):
        return False
    item = item_of(p)
    if item is None:
        ready(w, p, purpose="ratify")
        return True
    vote = open_on(item.id)
    if item.state == "voting" and vote is not None:
        count(w, item, vote)
    elif item.meeting == "planned":
        gather(w, item)
    else:
        w.do(agendas.present_item, item.id, who="liu")
        open_vote(w, p, item)
    return True


def approved(w: Walk, p: Any) -> None:
    """Begin to buy, in the table's way or in one that the leader approved; or end it."""
    total = p.approved_fiscal_fen + p.approved_social_fen
    if w.chance(3):
        stop(w, p)
    elif w.chance(10):
        w.do(procurements.ask_deviation, p.number, mode="negotiation", reason=w.says("只有一家"), who="zhou")
        if w.chance(70):
            w.do(procurements.approve_deviation, p.number, who="wu")
        w.do(procurements.start, p.number, mode="negotiation", who="zhou")
    else:
        w.do(procurements.start, p.number, mode=rule(p.type, Fen(total)).value, who="zhou")


def procuring(w: Walk, p: Any) -> None:
    """Ask for quotes, choose, raise the social money and sign; or fail."""
    total = p.approved_fiscal_fen + p.approved_social_fen
    open_one = row(
        select(Procurement.id).where(Procurement.project_id == p.id, Procurement.outcome.is_(None))
    )
    asked = {
        q.supplier_id for q in rows(select(Quote.supplier_id).where(Quote.procurement_id == open_one.id))
    }
    chosen = row(select(Quote.amount_fen).where(Quote.procurement_id == open_one.id, Quote.chosen.is_(True)))
    received = value(
        select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0)).where(
            LedgerEntry.project_id == p.id, LedgerEntry.kind == "social_received"
        )
    )
    if w.chance(5):
        w.do(procurements.fail_tender, p.number, reason=w.says("没有人报价"), who="zhou")
    elif w.chance(2):
        stop(w, p)
    elif len(asked) < 3 or (chosen is None and len(asked) < len(w.suppliers) and w.chance(20)):
        for supplier in [each for each in w.suppliers if each not in asked][:3]:
            amount = Fen(total * w.one_of((90, 96, 98, 100, 104)) // 100)
            w.do(
                procurements.add_quote, p.number, supplier_id=supplier, amount_fen=amount,
                conflicted=w.chance(4), who="zhou",
            )  # fmt: skip
    elif chosen is None:
        w.do(procurements.choose, p.number, supplier_id=w.one_of(sorted(asked)), who="zhou")
        if w.chance(10):
            w.do(suppliers.readmit, w.one_of(w.suppliers), reason=w.says("期满"), who="zhou")
    elif received < p.approved_social_fen:
        donor = w.one_of((Donor(), Donor("organisation", w.says("荔枝苑物业"), consented=w.chance(90))))
        w.do(
            funds.record_social, p.number, amount_fen=Fen(p.approved_social_fen), donor=donor,
            document=f"收{len(w.diary)}", who="zheng",
        )  # fmt: skip
    else:
        sign(w, p, chosen.amount_fen)


def sign(w: Walk, p: Any, quote: int) -> None:
    """Sign a contract at the price that won, or a little below."""
    amount = min(quote, p.approved_fiscal_fen + p.approved_social_fen) * w.one_of((100, 100, 97)) // 100
    fiscal = min(p.approved_fiscal_fen, amount)
    day = local_day(w.at)
    w.do(
        contracts.sign, p.number, contract_number=f"RS-{p.id}-{len(w.diary)}", amount_fen=Fen(amount),
        fiscal_fen=Fen(fiscal), social_fen=Fen(amount - fiscal), signed_on=day, starts_on=day + 2 * DAY,
        ends_on=day + 40 * DAY, public_text=w.says("按进度付款") if w.chance(80) else "", who="zhou",
    )  # fmt: skip


EVIDENCE = {
    "contracted": ("start_report", "notice_board_photo", "safety_plan"),
    "implementing": ("completion_report", "photo_before", "photo_after", "as_built_list"),
    "rectifying": ("rectification",),
}


def _document(w: Walk, p: Any) -> bool:
    """Hand in one paper that is still missing; return whether one was."""
    has = set(
        values(
            select(Attachment.purpose).where(Attachment.project_id == p.id, Attachment.removed_at.is_(None))
        )
    )
    missing = [purpose for purpose in EVIDENCE[p.state] if purpose not in has]
    for purpose in missing[: w.dice.randint(1, 4)]:
        w.do(
            files.attach_text, p.number, purpose=purpose, text=w.says("已到位"), who=w.one_of(("zhou", "shi"))
        )
    return bool(missing)


def contracted(w: Walk, p: Any) -> None:
    """Publish the contract, hand in what a start needs, and start."""
    if w.chance(15):
        w.do(contracts.publish, p.number, public_text=w.says("按进度付款"), who="zhou")
    elif w.chance(2):
        stop(w, p)
    elif w.chance(10):
        pay(w, p)
    elif w.chance(10) or not _document(w, p):
        w.do(contracts.start_work, p.number, who="zhou")


def show_text(w: Walk, p: Any) -> bool:
    """Publish the text of the contract if nobody has; return whether it was tried."""
    hidden = row(select(Contract.id).where(Contract.project_id == p.id, Contract.published_at.is_(None)))
    if hidden is None:
        return False
    w.do(contracts.publish, p.number, public_text=w.says("按进度付款"), who="zhou")
    return True


def implementing(w: Walk, p: Any) -> None:
    """Report, note, pay, publish the contract, and complete."""
    if w.chance(20) and show_text(w, p):
        return
    if w.chance(30):
        w.do(
            delivery.report_progress, p.number, percent=w.dice.randint(0, 100), text=w.says("做了一半"),
            who=w.one_of(("shi", "zhou")),
        )  # fmt: skip
    elif w.chance(35):
        pay(w, p)
    elif w.chance(10):
        supervise(w, p)
    elif w.chance(3):
        stop(w, p)
    elif not _document(w, p):
        w.do(delivery.complete, p.number, who="shi")


def supervise(w: Walk, p: Any) -> None:
    """Write a supervisor's note, or answer one."""
    note = row(
        select(SupervisorNote.id).where(
            SupervisorNote.project_id == p.id, SupervisorNote.answered_at.is_(None)
        )
    )
    if note is None:
        w.do(delivery.write_note, p.number, text=w.says("围挡不牢"), who="he")
    else:
        w.do(delivery.answer_note, note.id, text=w.says("已加固"), who="zhou")
