"""What helps a project on to its closed file: accepted, settled, published, asked about; and what comes after an end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from microprojects.domain.inspections import Item, PanelMember
from microprojects.domain.money import Fen
from microprojects.domain.people import Role
from microprojects.domain.settlements import ARCHIVE_ITEMS
from microprojects.domain.workdays import local_day
from microprojects.services import (
    evaluations,
    files,
    inspections,
    payments,
    proposals,
    settlements,
    signatures,
)
from microprojects.store import archive, projects
from microprojects.store.contracts import Contract, Payment
from microprojects.store.db import db
from microprojects.store.delivery import Inspection, Warranty
from microprojects.store.settlements import Settlement, Survey
from tests.stories.buying_steps import show_text, stop
from tests.stories.council_steps import correct, object_to, waiting_objections, window_of
from tests.stories.council_steps import objected as answer_objections
from tests.stories.early_steps import copied
from tests.stories.paying_steps import pay
from tests.stories.walks import DAY, Walk, row


def inspecting(w: Walk, p: Any) -> None:
    """Record an inspection and let it pass or fail."""
    recorded = row(
        select(Inspection.items).where(Inspection.project_id == p.id, Inspection.outcome.is_(None))
    )
    if recorded is None or w.chance(25):
        inspect(w, p)
    elif all(item["passed"] for item in recorded.items) or w.chance(10):
        w.do(inspections.pass_inspection, p.number, who="zhou")
    elif w.do(inspections.fail_inspection, p.number, who="zhou") is None and w.chance(10):
        stop(w, p)


def inspect(w: Walk, p: Any) -> None:
    """Write down who looked and what they found."""
    panel = [
        PanelMember(Role.STREET_OFFICER, w.world.people["zhou"]),
        PanelMember(Role.COMMUNITY_STAFF, w.world.people["zhao"]),
        PanelMember(Role.SUPERVISOR, w.world.people["he"]),
        PanelMember(Role.RESIDENT, w.world.people["chen"]),
        PanelMember(Role.RESIDENT, w.world.people["xu"]),
        PanelMember(Role.EXPERT, w.world.people["yan"]),
    ]
    passed = w.chance(75)
    w.do(
        inspections.record_inspection, p.number, held_on=local_day(w.at), panel=panel[: 3 if w.chance(5) else 6],
        items=[Item("路灯", "12 盏", passed, "" if passed else w.says("有两盏不亮"))],
        residents_opinion=w.says("亮多了"), proposer_absence=w.one_of(("出差", "出差", "住院", "")),
        conclusion="合格" if passed else "不合格",
        who="zhou",
    )  # fmt: skip


def rectifying(w: Walk, p: Any) -> None:
    """Mend, and ask for another look."""
    if w.chance(60):
        w.do(files.attach_text, p.number, purpose="rectification", text=w.says("已换新"), who="shi")
    elif w.chance(15):
        pay(w, p)
    else:
        w.do(inspections.reinspect, p.number, who="shi")


def settling(w: Walk, p: Any) -> None:
    """Pay what is due, record the final account, and settle."""
    if w.chance(20) and show_text(w, p):
        return
    account = row(select(Settlement.__table__).where(Settlement.project_id == p.id))
    contract = row(select(Contract.__table__).where(Contract.project_id == p.id))
    waiting = row(select(Payment.id).where(Payment.project_id == p.id, Payment.state == "entered"))
    if account is None or w.chance(8):
        record(w, p, contract)
    elif waiting is not None or contract.paid_fen < account.amount_fen - account.retention_fen:
        pay(w, p)
    else:
        w.do(settlements.settle, p.number, who=w.one_of(("zheng", "feng")))


def record(w: Walk, p: Any, contract: Any) -> None:
    """Write down a final account at the contract's price or below, with a retention now and then."""
    amount = max(contract.paid_fen, contract.amount_fen * w.one_of((100, 100, 98, 101)) // 100)
    retention = min(amount * 3 // 100, amount - contract.paid_fen) if w.chance(60) else 0
    w.do(
        settlements.record_settlement, p.number, amount_fen=Fen(amount), retention_fen=Fen(retention),
        retention_until=local_day(w.at) + 20 * DAY if retention else None, review_by="正信造价",
        review_conclusion=w.says("属实"), delivered=w.says("路灯 12 盏"), lessons="提前贴告示", who="zheng",
    )  # fmt: skip


def result_notice(w: Walk, p: Any) -> None:
    """Object, answer, wait for the end of the notice, and ask residents."""
    if any(each.outcome is None for each in waiting_objections(p)):
        answer_objections(w, p)
    elif w.chance(8):
        object_to(w, p)
    elif w.chance(8):
        correct(w, p)
    else:
        window = window_of(p)
        if window is not None and w.chance(80):
            w.move_to(min(window.ends_at, w.at + 12 * DAY) + timedelta(hours=w.dice.randint(-1, 10)))
        w.do(evaluations.open_evaluation, p.number, who="qian")


def evaluating(w: Walk, p: Any) -> None:
    """Answer, wait, complete the archive, and close."""
    survey = row(select(Survey.__table__).where(Survey.project_id == p.id))
    if w.at < survey.closes_at and w.chance(50):
        for name in w.dice.sample(("lin", "chen", "xu", "guo", "wei", "zhao", "an", "bai", "cai"), 3):
            points = {key: w.dice.randint(3, 5) for key in ("overall", "useful", "quality", "openness")}
            w.do(evaluations.answer_survey, p.number, comment=w.says("好用"), who=name, **points)
    elif not survey.improvement and w.chance(50):
        w.do(evaluations.file_improvement, p.number, text=w.says("下次上门做"), who="qian")
    elif w.at < survey.closes_at:
        w.move_to(min(survey.closes_at, w.at + 12 * DAY) + timedelta(hours=2))
    else:
        close(w, p)


def close(w: Walk, p: Any) -> None:
    """Publish the contract if nobody did, tick or waive what the archive lacks, and close the file."""
    if w.chance(90):
        show_text(w, p)
    session = db.session()
    missing = ARCHIVE_ITEMS.keys() - archive.settled(session, projects.by_number(session, p.number))
    session.rollback()
    for item in sorted(missing):
        if w.chance(93):
            w.do(
                evaluations.tick_archive,
                p.number,
                item=item,
                waived=w.chance(50),
                reason=w.says("没有"),
                who="qian",
            )
    if w.chance(95):
        w.do(signatures.sign_evaluation, p.number, who=w.one_of(("he", "he", "qian")))
        unsigned = row(select(Survey.id).where(Survey.project_id == p.id, Survey.signed_at.is_(None)))
        if unsigned is not None:
            w.do(
                signatures.sign_evaluation, p.number, sample_reason=w.says("上门问过，没有人愿意填"), who="he"
            )
    w.do(evaluations.close, p.number, who=w.one_of(("qian", "sun")))


def closed(w: Walk, p: Any) -> None:
    """Pay the retention when its time has come, give back, correct, and show the proposer's name."""
    warranty = row(select(Warranty.until).where(Warranty.project_id == p.id, Warranty.released_at.is_(None)))
    if warranty is not None and w.chance(60):
        if w.chance(70):
            w.move_to(w.at + 11 * DAY)
        pay(w, p)
    elif w.chance(25):
        w.do(
            payments.refund,
            p.number,
            amount_fen=Fen(w.one_of((1, 10_000))),
            document="退1",
            reason="多付了",
            who="zheng",
        )
    elif w.chance(40):
        correct(w, p)
    else:
        w.do(proposals.show_name, p.number, shown=w.chance(50), who=p.proposer)


def cancelled(w: Walk, p: Any) -> None:
    """Get money back that was paid, or try again with a copy."""
    if w.chance(60):
        w.do(
            payments.refund,
            p.number,
            amount_fen=Fen(w.one_of((1, 10_000))),
            document="退2",
            reason="多付了",
            who="zheng",
        )
    else:
        copied(w, p)


def rejected(w: Walk, p: Any) -> None:
    """Let the days pass, and try again with a copy."""
    w.move_to(w.at + 12 * DAY)
    copied(w, p)
