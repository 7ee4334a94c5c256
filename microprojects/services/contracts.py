"""The contract: signed within what was approved, published, and work begun under it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.contracts import (
    Approval,
    ContractMissing,
    ContractNumberTaken,
    ContractPublished,
    Terms,
    require_terms,
)
from microprojects.domain.errors import N_
from microprojects.domain.money import Fen, yuan
from microprojects.domain.people import Actor
from microprojects.domain.procurements import NothingChosen, ProcurementMissing
from microprojects.domain.spending import Event, News
from microprojects.domain.states import SETTLED, State
from microprojects.domain.tranches import Milestone, tranches
from microprojects.domain.workdays import SHANGHAI, due, local_day
from microprojects.services._deed import move, permit, record, subject_of
from microprojects.services._funds import fund_of
from microprojects.services._ledger import Line, post
from microprojects.services._moment import during
from microprojects.services._spending import tell
from microprojects.services._words import public_line, public_text, text_seal
from microprojects.store import packaged, procurements, projects, rulebooks
from microprojects.store.contracts import Contract, Procurement, Quote, Tranche
from microprojects.store.db import lock, transaction
from microprojects.store.projects import Project

NUMBER_LIMIT = 60
TEXT_LIMIT = 20_000
UNDER_CONTRACT = (
    SETTLED
    | {
        State.CONTRACTED,
        State.IMPLEMENTING,
        State.CHANGING,
        State.SUSPENDED,
        State.INSPECTING,
        State.RECTIFYING,
        State.SETTLING,
    }
) - {State.CLOSED}


def sign(
    number: str,
    *,
    contract_number: str,
    amount_fen: Fen,
    fiscal_fen: Fen,
    social_fen: Fen,
    signed_on: date,
    starts_on: date,
    ends_on: date,
    actor: Actor,
    at: datetime,
    public_text: str = "",
) -> None:
    """Write down the signed contract with the chosen supplier; what it saves is free again at once.

    Amounts in fen. `public_text` is the redacted text; it may follow later. The
    instalments are laid out by the parameter of the project's type.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment, ProcurementMissing, NothingChosen: nothing was bought yet.
        NothingToPay, PartsDoNotAddUp, ContractTooHigh, FiscalPartAboveApproval,
        SocialPartAboveApproval, ContractAboveQuote, DaysOutOfOrder: the terms cannot stand.
        ContractNumberTaken: another contract has the number.
        TooFewQuotes, SupplierBarred, SignedTooLate, SocialMoneyMissing: what else stands in the way.
        BadValue, PrivacyFinding: the number or the text cannot be published.
    """
    named = public_line(N_("合同编号"), contract_number, limit=NUMBER_LIMIT)
    text = _redacted(public_text)
    terms = Terms(named, amount_fen, fiscal_fen, social_fen, signed_on, starts_on, ends_on)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_SIGN_CONTRACT, project.target, at=at)
        during(project, (State.PROCURING,))
        procurement, quote = _awarded(session, project)
        require_terms(terms, _approval(project, procurement, quote), today=local_day(at))
        _require_new(session, named)
        contract = _contract(project, procurement, quote, terms)
        contract.entered_at, contract.entered_by_id = at, actor.person_id or 0
        contract.public_text, contract.published_at = text, at if text else None
        procurement.outcome, procurement.ended_at = "awarded", at
        session.add(contract)
        session.flush()
        _commit(session, project, terms, quote, actor=actor, at=at)
        saved = Fen(project.approved_fiscal_fen + project.approved_social_fen - amount_fen)
        words = {"supplier": quote.supplier.name, "yuan": yuan(amount_fen), "saved": yuan(saved)}
        told = tell(session, project, News(Event.CONTRACT, signed_on, amount_fen, words), actor=actor, at=at)
        facts = {**_facts(terms, quote), "saved_fen": str(saved), **text_seal(text), **told.facts}
        told.tie(move(session, project, Action.PROJECT_SIGN_CONTRACT, actor=actor, at=at, facts=facts))


def publish(number: str, *, public_text: str, actor: Actor, at: datetime) -> None:
    """Publish the redacted text of the contract.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment, FileClosed, ContractMissing: there is no contract, or the file is closed.
        ContractPublished: the text is public.
        BadValue, PrivacyFinding: the text is missing or not fit for the public.
    """
    text = _redacted(public_text, needed=True)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.CONTRACT_PUBLISH, project.target, at=at)
        during(project, UNDER_CONTRACT)
        contract = session.scalar(lock(select(Contract).where(Contract.project_id == project.id)))
        if contract is None:
            raise ContractMissing
        if contract.published_at is not None:
            raise ContractPublished
        contract.public_text, contract.published_at = text, at
        news = News(Event.CONTRACT_TEXT, contract.signed_on, None, {"number": contract.number})
        told = tell(session, project, news, actor=actor, at=at)
        subject, area = subject_of(project), project.area.path
        facts = {"contract": contract.number, **text_seal(text), **told.facts}
        told.tie(
            record(session, Action.CONTRACT_PUBLISH, subject, actor=actor, at=at, area=area, facts=facts)
        )


def start_work(number: str, *, actor: Actor, at: datetime) -> None:
    """Begin the work, with the start report and the notice board documented.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment: the contract is not signed, or the work has begun.
        EvidenceMissing: a report or a photo is missing.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_START, project.target, at=at)
        during(project, (State.CONTRACTED,))
        told = tell(session, project, News(Event.START, local_day(at)), actor=actor, at=at)
        told.tie(move(session, project, Action.PROJECT_START, actor=actor, at=at, facts=told.facts))


def _redacted(text: str, *, needed: bool = False) -> str:
    return public_text(N_("合同文本"), text, limit=TEXT_LIMIT, needed=needed)


def _awarded(session: Session, project: Project) -> tuple[Procurement, Quote]:
    procurement = procurements.open_one(session, project.id)
    if procurement is None:
        raise ProcurementMissing
    quote = procurements.chosen(procurement)
    if quote is None:
        raise NothingChosen
    return procurement, quote


def _approval(project: Project, procurement: Procurement, quote: Quote) -> Approval:
    began = procurement.started_at or project.state_since
    return Approval(
        fiscal=project.approved_fiscal_fen,
        social=project.approved_social_fen,
        quote=quote.amount_fen,
        procured_on=local_day(began),
    )


def _require_new(session: Session, number: str) -> None:
    if session.scalar(select(Contract.id).where(Contract.number == number)) is not None:
        raise ContractNumberTaken(number=number)


def _contract(project: Project, procurement: Procurement, quote: Quote, terms: Terms) -> Contract:
    rules = rulebooks.of(project)
    noon = datetime(terms.signed_on.year, terms.signed_on.month, terms.signed_on.day, 12, tzinfo=SHANGHAI)
    laid_out = tranches(project.type, Fen(terms.amount), rules[f"payment.{project.type}"])
    return Contract(
        project_id=project.id,
        procurement_id=procurement.id,
        supplier_id=quote.supplier_id,
        number=terms.number,
        approved_fen=project.approved_fiscal_fen + project.approved_social_fen,
        amount_fen=terms.amount,
        fiscal_fen=terms.fiscal,
        social_fen=terms.social,
        signed_on=terms.signed_on,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        publish_by=due(noon, rules.number("limits.contract_pub_working_days"), packaged.work_calendar()),
        tranches=[
            Tranche(
                position=each.number,
                label=LABELS[each.milestone] % {"percent": each.percent},
                percent=int(each.percent),
                amount_fen=each.amount,
                evidence=each.milestone.value,
                is_retention=each.milestone is Milestone.WARRANTY_OVER,
            )
            for each in laid_out
        ],
    )


# What an instalment is called in the record, by what it waits for.
LABELS: dict[Milestone, str] = {
    Milestone.SIGNED: N_("签约款 %(percent)s%%"),
    Milestone.STARTED: N_("开工款 %(percent)s%%"),
    Milestone.MIDTERM: N_("中期款 %(percent)s%%"),
    Milestone.PROGRESS: N_("进度款 %(percent)s%%"),
    Milestone.ACCEPTED: N_("验收款 %(percent)s%%"),
    Milestone.SETTLED: N_("结算款 %(percent)s%%"),
    Milestone.WARRANTY_OVER: N_("质保金 %(percent)s%%"),
}


def _commit(
    session: Session, project: Project, terms: Terms, quote: Quote, *, actor: Actor, at: datetime
) -> None:
    """Turn the reservation into a commitment, and free what the contract saves."""
    fund = fund_of(session, project, at=at)
    line = Line(party=quote.supplier.name, document=terms.number)
    saved = Fen(project.approved_fiscal_fen - terms.fiscal)
    for kind, amount in (("commit", Fen(terms.fiscal)), ("release", saved)):
        post(session, fund, kind, amount, at=at, by_id=actor.person_id, project=project, line=line)


def _facts(terms: Terms, quote: Quote) -> Mapping[str, object]:
    return {
        "contract": terms.number,
        "supplier": quote.supplier.name,
        "amount_fen": str(terms.amount),
        "fiscal_fen": str(terms.fiscal),
        "social_fen": str(terms.social),
        "signed_on": terms.signed_on.isoformat(),
    }
