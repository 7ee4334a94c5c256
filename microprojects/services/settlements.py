"""The final account: recorded by finance, then published, with what was not spent given back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.contracts import ContractMissing
from microprojects.domain.errors import N_
from microprojects.domain.money import Fen, yuan
from microprojects.domain.payments import PaymentsPending
from microprojects.domain.people import Actor
from microprojects.domain.ratifications import NotRatified
from microprojects.domain.settlements import RetentionNotOwed, SettlementMissing, require_account
from microprojects.domain.spending import Event, News
from microprojects.domain.states import State
from microprojects.domain.tranches import Milestone
from microprojects.domain.workdays import local_day
from microprojects.services._deed import move, permit, record, subject_of
from microprojects.services._funds import fund_of
from microprojects.services._ledger import Line, post
from microprojects.services._moment import during
from microprojects.services._result import tell_settlement
from microprojects.services._social import give_back_social
from microprojects.services._spending import Told, tell
from microprojects.services._surveys import open_survey
from microprojects.services._words import public_line, public_text, text_seal
from microprojects.store import payments, projects, settlements
from microprojects.store.consultations import Plan
from microprojects.store.contracts import Contract, Tranche
from microprojects.store.db import transaction
from microprojects.store.delivery import Warranty
from microprojects.store.payments import Standing
from microprojects.store.projects import Project
from microprojects.store.settlements import Settlement

WORDS_LIMIT = 2000


def record_settlement(
    number: str,
    *,
    amount_fen: Fen,
    retention_fen: Fen,
    retention_until: date | None,
    review_by: str,
    review_conclusion: str,
    delivered: str,
    lessons: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Write down the final account, amounts in fen; until it is published, writing it down again replaces it.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment, FileClosed, ContractMissing: there is nothing to settle.
        SettlementTooHigh, RetentionTooHigh, RetentionNeedsDay: the figures cannot stand.
        BadValue, PrivacyFinding: an amount is nothing, or words are not fit for the public.
    """
    words = {
        "review_by": public_line(N_("审核单位"), review_by, needed=False),
        "review_conclusion": public_text(
            N_("审核结论"), review_conclusion, limit=WORDS_LIMIT, needed=bool(review_by.strip())
        ),
        "delivered": public_text(N_("完成数量"), delivered, limit=WORDS_LIMIT, needed=False),
        "lessons": public_text(N_("经验教训"), lessons, limit=WORDS_LIMIT, needed=False),
    }
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.SETTLEMENT_RECORD, project.target, at=at)
        during(project, (State.SETTLING,))
        today = local_day(at)
        stand = _standing(session, project, today)
        require_account(amount_fen, retention_fen, retention_until, contract=stand.purse.amount, today=today)
        account = settlements.account(session, project.id) or Settlement(project_id=project.id)
        account.amount_fen, account.retention_fen = amount_fen, retention_fen
        account.retention_until = retention_until
        for name, text in words.items():
            setattr(account, name, text)
        account.recorded_at, account.recorded_by_id = at, actor.person_id or 0
        session.add(account)
        session.flush()
        facts = {"amount_fen": str(amount_fen), "retention_fen": str(retention_fen)}
        facts |= text_seal(*words.values())
        subject, area = subject_of(project), project.area.path
        record(session, Action.SETTLEMENT_RECORD, subject, actor=actor, at=at, area=area, facts=facts)


def settle(number: str, *, actor: Actor, at: datetime) -> None:
    """Let the final account count: the result is published, and fiscal money that was not needed goes back.

    Where the project's scheme publishes no result, its evaluation opens at once.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment: nothing is being settled.
        SettlementMissing, SettlementTooHigh, SettlementReviewMissing, PaymentsDoNotMatch: what stands in the way.
        PaymentsPending: payments wait for approval.
        RetentionNotOwed: the contract owes less than the retention.
        NotRatified: the council has not ratified an emergency.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_SETTLE, project.target, at=at)
        during(project, (State.SETTLING,))
        if project.fast_track_at is not None and project.ratified_at is None:
            raise NotRatified
        account = settlements.account(session, project.id)
        if account is None:
            raise SettlementMissing
        pending = payments.waiting(session, project.id)
        if pending:
            raise PaymentsPending(count=pending)
        stand = _standing(session, project, local_day(at))
        returned, social = _give_back(session, project, stand, account, actor=actor, at=at)
        _hold(session, project, stand.contract, account)
        account.settled_at = at
        facts = {"amount_fen": str(account.amount_fen), "returned_fen": str(returned)}
        news_words = {"yuan": yuan(Fen(account.amount_fen)), "returned": yuan(returned)}
        if social:
            facts["social_returned_fen"] = str(social)
            news_words["social"] = yuan(social)
        news = News(Event.SETTLEMENT, local_day(at), Fen(account.amount_fen), news_words)
        spent = tell(session, project, news, actor=actor, at=at)
        told = Told(*spent.rows, tell_settlement(session, project, actor=actor, at=at))
        told.tie(
            move(
                session,
                project,
                Action.PROJECT_SETTLE,
                actor=actor,
                at=at,
                facts={**facts, **told.facts},
            )
        )
        if project.state is State.EVALUATING:
            open_survey(session, project, at=at)


def _standing(session: Session, project: Project, today: date) -> Standing:
    found = payments.standing(session, project, today=today, for_update=True)
    if found is None:
        raise ContractMissing
    return found


def _give_back(
    session: Session, project: Project, stand: Standing, account: Settlement, *, actor: Actor, at: datetime
) -> tuple[Fen, Fen]:
    """Free the money that neither was paid nor is held back, and return the fiscal and social part in fen.

    The retention is held out of fiscal money first, as far as that reaches.

    Raises:
        RetentionNotOwed: the contract owes less than the retention.
    """
    purse = stand.purse
    owed = purse.amount - purse.taken
    if account.retention_fen > owed:
        raise RetentionNotOwed(left=yuan(Fen(owed)), retention=yuan(Fen(account.retention_fen)))
    unpaid = purse.fiscal - purse.taken_fiscal
    held_fiscal = min(account.retention_fen, unpaid)
    returned = Fen(unpaid - held_fiscal)
    fund = fund_of(session, project, at=at)
    line = Line(party=stand.contract.supplier.name, document=stand.contract.number)
    for kind, amount in (("return_unspent", returned), ("retention_hold", Fen(account.retention_fen))):
        post(session, fund, kind, amount, at=at, by_id=actor.person_id, project=project, line=line)
    kept = account.retention_fen - held_fiscal
    return returned, give_back_social(session, project, fund, at=at, by_id=actor.person_id, kept=kept)


def _hold(session: Session, project: Project, contract: Contract, account: Settlement) -> None:
    """Open the warranty of a retention, with an instalment of its own where the contract had none."""
    if account.retention_fen == 0 or account.retention_until is None:
        return
    plan = session.scalar(select(Plan).where(Plan.project_id == project.id))
    session.add(
        Warranty(
            project_id=project.id,
            until=account.retention_until,
            owner=plan.aftercare_owner if plan else "",
            phone=plan.aftercare_phone if plan else "",
        )
    )
    if not any(tranche.is_retention for tranche in contract.tranches):
        contract.tranches.append(
            Tranche(
                position=len(contract.tranches) + 1,
                label=N_("质保金"),
                percent=0,
                amount_fen=account.retention_fen,
                evidence=Milestone.WARRANTY_OVER.value,
                is_retention=True,
            )
        )
