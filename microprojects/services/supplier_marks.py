"""Marks for a supplier after a finished contract: one set from the staff, one from a supervisor, both public."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain import supplier_marks as law
from microprojects.domain.actions import Action
from microprojects.domain.contracts import ContractMissing
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.supplier_marks import Marks
from microprojects.domain.workdays import local_day
from microprojects.services._deed import permit, record, subject_of
from microprojects.services._words import public_line, text_seal
from microprojects.store import contracts, projects, supplier_marks
from microprojects.store.db import transaction
from microprojects.store.supplier_marks import SupplierMark


def give(number: str, marks: Marks, *, actor: Actor, at: datetime) -> None:
    """Give the marks of the actor's side for the contract of a project; other ones later need a reason, and both stay.

    Raises:
        NotFound, NotPermitted: there is no such project, or the actor has no say in it.
        ContractMissing, NotFinished: there is nothing to give marks for yet.
        MarkedAlready: that side gave its marks, and no reason says why they are replaced.
        BadValue, PrivacyFinding: a mark is off the scale, or the words cannot be published.
    """
    law.require_points(marks)
    words = public_line(N_("一句话"), marks.words, limit=law.WORDS_LIMIT)
    reason = public_line(N_("为什么改"), marks.reason, needed=False)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.SUPPLIER_MARK, project.target, at=at)
        contract = contracts.of_project(session, project.id)
        if contract is None:
            raise ContractMissing
        if project.state not in law.FINISHED:
            raise law.NotFinished
        side = law.side_of(actor.roles(project.area.path, local_day(at)))
        before = [each for each in supplier_marks.of_contract(session, contract.id) if each.side == side]
        if before and not reason:
            raise law.MarkedAlready(side=law.SIDES[side])
        version = len(before) + 1
        points = {aspect: getattr(marks, aspect) for aspect in law.ASPECTS}
        session.add(
            SupplierMark(
                contract_id=contract.id, side=side, version=version, words=words,
                reason=reason if before else "", given_at=at, given_by_id=actor.person_id, **points,
            )
        )  # fmt: skip
        session.flush()
        facts = {
            "marked_by": side,
            "version": version,
            **points,
            **text_seal(words),
            **({"reason": reason} if before else {}),
        }
        subject, area = subject_of(project), project.area.path
        record(session, Action.SUPPLIER_MARK, subject, actor=actor, at=at, area=area, facts=facts)
