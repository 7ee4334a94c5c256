"""Paying in the demo: every instalment whose evidence is there, and what is owed at the end."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from microprojects.demo import works
from microprojects.demo.crew import Crew, Hand
from microprojects.demo.life import Way
from microprojects.domain.errors import Refusal
from microprojects.domain.money import Fen
from microprojects.store.contracts import Contract
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.store.settlements import Settlement


def pay_due(crew: Crew, number: str, hand: Hand) -> Way:
    """Pay every instalment whose evidence is there, the social money first."""
    contract = _contract(number)
    if contract is None:
        return
    rest_social = Fen(contract.social_fen)
    plan = []
    for tranche in contract.tranches:
        social = Fen(min(rest_social, tranche.amount_fen))
        rest_social = Fen(rest_social - social)
        fiscal = Fen(tranche.amount_fen - social)
        plan.append((tranche.position, tranche.amount_fen, fiscal, social, tranche.label))
    done = Fen(0)
    for each in plan:
        done = Fen(done + each[1])
        if done <= contract.paid_fen:
            continue
        try:
            yield from works.pay(crew, number, each, hand)
        except Refusal:
            return  # its evidence is still to come


def owed(number: str) -> tuple[Fen, Fen]:
    """Return the contract's amount and the part of it that is retained, in fen."""
    contract = _contract(number)
    if contract is None:
        return Fen(0), Fen(0)
    return contract.amount_fen, Fen(sum(t.amount_fen for t in contract.tranches if t.is_retention))


def warranty_until(number: str) -> date | None:
    """Return the last day of a project's warranty."""
    query = select(Settlement.retention_until).join(Project, Project.id == Settlement.project_id)
    return db.session.scalar(query.where(Project.number == number))


def _contract(number: str) -> Contract | None:
    query = select(Contract).join(Project, Project.id == Contract.project_id)
    return db.session.scalar(query.where(Project.number == number))
