"""Buying: the way of buying, quotes, the choice among them, and a tender that failed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import procurement_modes as modes
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.money import Fen, yuan
from microprojects.domain.payments import NothingToPay
from microprojects.domain.people import Actor
from microprojects.domain.procurement_modes import Mode
from microprojects.domain.procurements import (
    DeviationNotNeeded,
    ModeDiffers,
    NoDeviationAsked,
    NotQuoted,
    OwnDeviation,
    ProcurementMissing,
    QuoteConflicted,
    QuotedAlready,
    SupplierUnfit,
    TooFewQuotes,
)
from microprojects.domain.spending import Event, News
from microprojects.domain.states import State
from microprojects.domain.texts import LINE
from microprojects.domain.workdays import local_day
from microprojects.services._deed import move, permit, record, subject_of
from microprojects.services._moment import during
from microprojects.services._spending import tell
from microprojects.services._words import public_line, public_text
from microprojects.store import procurements, projects, suppliers
from microprojects.store.contracts import Procurement, Quote, Supplier
from microprojects.store.db import transaction
from microprojects.store.projects import Project

REASON_LIMIT = 500


def ask_deviation(number: str, *, mode: str, reason: str, actor: Actor, at: datetime) -> None:
    """Ask the leader for another way of buying than the one that the amount calls for.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment: it is not approved, or buying has begun.
        DeviationNotNeeded: the mode is the one that the table gives.
        BadValue, PrivacyFinding: the mode is unknown, or the reason missing or not fit for the public.
    """
    wanted = _mode(mode)
    why = public_text(N_("理由"), reason, limit=REASON_LIMIT)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.DEVIATION_ASK, project.target, at=at)
        during(project, (State.APPROVED,))
        procurement = _prepared(session, project, wanted, why, actor=actor)
        if procurement.mode == procurement.expected_mode:
            raise DeviationNotNeeded(mode=wanted)
        procurement.deviation_approved_by_id, procurement.started_by_id = None, actor.person_id or 0
        facts = {"mode": procurement.mode, "expected": procurement.expected_mode, "reason": why}
        subject, area = subject_of(project), project.area.path
        record(session, Action.DEVIATION_ASK, subject, actor=actor, at=at, area=area, facts=facts)


def approve_deviation(number: str, *, actor: Actor, at: datetime) -> None:
    """Approve, as the street's leader, the other way of buying that was asked for.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment: it is not approved, or buying has begun.
        NoDeviationAsked: nobody asked, or it was approved before.
        OwnDeviation: the actor asked for it.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.DEVIATION_APPROVE, project.target, at=at)
        during(project, (State.APPROVED,))
        procurement = procurements.open_one(session, project.id)
        if procurement is None or procurement.deviation_approved_by_id is not None:
            raise NoDeviationAsked
        if procurement.started_by_id == actor.person_id:
            raise OwnDeviation
        procurement.deviation_approved_by_id = actor.person_id
        facts = {"mode": procurement.mode, "expected": procurement.expected_mode}
        subject, area = subject_of(project), project.area.path
        record(session, Action.DEVIATION_APPROVE, subject, actor=actor, at=at, area=area, facts=facts)


def start(number: str, *, mode: str, actor: Actor, at: datetime, reason: str = "") -> None:
    """Begin to buy: the way is the table's, or one that a leader has approved.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment: it is not approved.
        ModeDiffers: the mode is not the table's, and no leader approved it.
        OwnDeviation: the actor approved it.
        NoModeForAmount: the table has no row for the amount.
        BadValue, PrivacyFinding: the mode is unknown, or the reason not fit for the public.
    """
    wanted = _mode(mode)
    why = public_text(N_("理由"), reason, limit=REASON_LIMIT, needed=False)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_START_PROCUREMENT, project.target, at=at)
        during(project, (State.APPROVED,))
        procurement = _prepared(session, project, wanted, why, actor=actor)
        if procurement.deviation_approved_by_id == actor.person_id:
            raise OwnDeviation
        procurement.started_at = at
        if procurement.mode != procurement.expected_mode and procurement.deviation_approved_by_id is None:
            raise ModeDiffers(expected=Mode(procurement.expected_mode), mode=wanted)
        news = News(Event.PROCUREMENT, local_day(at), _approved(project), {"mode": wanted.label})
        told = tell(session, project, news, actor=actor, at=at)
        facts = {"mode": procurement.mode, "expected": procurement.expected_mode, **told.facts}
        told.tie(move(session, project, Action.PROJECT_START_PROCUREMENT, actor=actor, at=at, facts=facts))


def add_quote(
    number: str,
    *,
    supplier_id: int,
    amount_fen: Fen,
    actor: Actor,
    at: datetime,
    conflicted: bool = False,
    note: str = "",
) -> int:
    """Write down what a supplier asks, in fen, and return the quote's number; a conflicted one does not count.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project or supplier, or not for this actor.
        WrongMoment: nothing is being bought.
        SupplierUnfit: the supplier is barred.
        QuotedAlready: it has quoted this time.
        NothingToPay, BadValue, PrivacyFinding: the amount is nothing, or the note cannot be published.
    """
    if amount_fen <= 0:
        raise NothingToPay
    remark = public_line(N_("备注"), note, limit=LINE, needed=False)
    with transaction() as session:
        project, procurement = _running(session, number, Action.QUOTE_ADD, actor=actor, at=at)
        supplier = suppliers.get(session, supplier_id)
        _require_fit(supplier)
        if any(quote.supplier_id == supplier_id for quote in procurement.quotes):
            raise QuotedAlready(name=supplier.name)
        quote = Quote(
            procurement_id=procurement.id,
            supplier_id=supplier_id,
            amount_fen=amount_fen,
            conflicted=conflicted,
            note=remark,
            added_at=at,
        )
        session.add(quote)
        session.flush()
        facts = {"supplier": supplier.name, "amount_fen": str(amount_fen), "conflicted": conflicted}
        subject, area = subject_of(project), project.area.path
        record(session, Action.QUOTE_ADD, subject, actor=actor, at=at, area=area, facts=facts)
        return quote.id


def choose(number: str, *, supplier_id: int, actor: Actor, at: datetime, note: str = "") -> None:
    """Choose one of the suppliers that quoted; choosing another one replaces the choice.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment: nothing is being bought.
        NotQuoted: the supplier has not quoted.
        SupplierUnfit, QuoteConflicted: it is barred, or has a conflict of interest.
        TooFewQuotes: the mode asks for more quotes.
    """
    remark = public_line(N_("备注"), note, limit=LINE, needed=False)
    with transaction() as session:
        project, procurement = _running(session, number, Action.QUOTE_CHOOSE, actor=actor, at=at)
        quote = next((q for q in procurement.quotes if q.supplier_id == supplier_id), None)
        if quote is None:
            raise NotQuoted
        _require_fit(quote.supplier)
        if quote.conflicted:
            raise QuoteConflicted(name=quote.supplier.name)
        _require_enough(procurement)
        for each in procurement.quotes:
            each.chosen = each is quote
        quote.note = remark or quote.note
        price, amount = Fen(quote.amount_fen), {"amount_fen": str(quote.amount_fen)}
        words = {"supplier": quote.supplier.name, "yuan": yuan(price), "quotes": len(procurement.quotes)}
        told = tell(session, project, News(Event.AWARD, local_day(at), price, words), actor=actor, at=at)
        facts = {"supplier": quote.supplier.name, **amount, "quotes": len(procurement.quotes), **told.facts}
        subject, area = subject_of(project), project.area.path
        told.tie(record(session, Action.QUOTE_CHOOSE, subject, actor=actor, at=at, area=area, facts=facts))


def fail_tender(number: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Write down that buying failed; the project waits for another attempt, its money stays reserved.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment: nothing is being bought.
        BadValue, PrivacyFinding: the reason is missing or not fit for the public.
    """
    why = public_text(N_("流标原因"), reason, limit=REASON_LIMIT)
    with transaction() as session:
        project, procurement = _running(session, number, Action.PROJECT_FAIL_TENDER, actor=actor, at=at)
        procurement.outcome, procurement.ended_at, procurement.fail_reason = "failed", at, why
        for quote in procurement.quotes:
            quote.chosen = False
        news = News(Event.TENDER_FAILED, local_day(at), None, {"reason": why})
        told = tell(session, project, news, actor=actor, at=at)
        facts = {"reason": why, "quotes": len(procurement.quotes), **told.facts}
        told.tie(move(session, project, Action.PROJECT_FAIL_TENDER, actor=actor, at=at, facts=facts))


def _mode(code: str) -> Mode:
    try:
        return Mode(code)
    except ValueError as error:
        raise BadValue(field=N_("采购方式"), why=N_("不在可选的几项里")) from error


def _approved(project: Project) -> Fen:
    return Fen(project.approved_fiscal_fen + project.approved_social_fen)


def _prepared(session: Session, project: Project, mode: Mode, reason: str, *, actor: Actor) -> Procurement:
    """Return the open procurement with this mode, a new one if none is open.

    An approval holds for the mode that it was given for: with another mode it lapses.
    """
    expected = modes.row(project.type, _approved(project))
    procurement = procurements.open_one(session, project.id)
    if procurement is None:
        procurement = Procurement(project_id=project.id, started_by_id=actor.person_id or 0, quotes=[])
        session.add(procurement)
    if procurement.mode != mode.value:
        procurement.deviation_approved_by_id = None
    procurement.mode = mode.value
    procurement.expected_mode = expected.mode.value
    needed = expected.min_quotes if mode is expected.mode else modes.quotes_needed(mode)
    procurement.min_quotes = needed
    procurement.reason = reason or procurement.reason or ""
    return procurement


def _running(
    session: Session, number: str, action: Action, *, actor: Actor, at: datetime
) -> tuple[Project, Procurement]:
    """Return the project that is buying, held, with the procurement that runs."""
    project = projects.by_number(session, number, for_update=True)
    permit(actor, action, project.target, at=at)
    during(project, (State.PROCURING,))
    procurement = procurements.open_one(session, project.id)
    if procurement is None:
        raise ProcurementMissing
    return project, procurement


def _require_fit(supplier: Supplier) -> None:
    if supplier.barred_at is not None:
        raise SupplierUnfit(name=supplier.name, reason=supplier.barred_reason)


def _require_enough(procurement: Procurement) -> None:
    have = sum(1 for quote in procurement.quotes if not quote.conflicted)
    if have < procurement.min_quotes:
        raise TooFewQuotes(need=procurement.min_quotes, have=have, short=procurement.min_quotes - have)
