"""Screening: the sheet, the one return, acceptance, the decline by two, the appeal against it, and the merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from microprojects.domain import declines, screening, texts
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.merges import require_mergeable
from microprojects.domain.people import Actor
from microprojects.domain.states import State
from microprojects.domain.workdays import due, due_in_days
from microprojects.services._deed import move, permit, unnamed
from microprojects.services._proposals import note, own, require_state
from microprojects.services._words import public_line, public_text, text_seal
from microprojects.store import packaged, projects, proposals, rulebooks
from microprojects.store.db import transaction
from microprojects.store.projects import Appeal, Decline, Project, ProposalReturn, Screening, Seconding

MOST_ITEMS = 20
LONGEST_ITEM = 200
LONGEST_NOTE = 200


def screen(number: str, *, answers: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    """Keep the screening sheet of a proposal; questions may still be open.

    `answers` maps a question of `domain.screening` to {"ok": True, False or None, "note": text}.

    Raises:
        NotFound: there is no such number.
        NotPermitted, OwnMatter: the actor may not, or proposed it.
        WrongMoment: it does not wait for screening.
        BadValue: a question is unknown, or a note too long.
    """
    kept = _answers(answers)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_SCREEN, project.target, at=at)
        require_state(project, {State.SUBMITTED})
        sheet = proposals.screening(session, project.id)
        if sheet is None:
            sheet = Screening(project_id=project.id)
            session.add(sheet)
        sheet.answers, sheet.screened_at, sheet.screened_by_id = kept, at, actor.person_id or 0
        facts = {"open": len(screening.unanswered(kept)), "failed": len(screening.failed(kept))}
        note(session, Action.PROJECT_SCREEN, project, facts, actor=actor, at=at)


def return_for_fixing(number: str, *, items: Sequence[str], reason: str, actor: Actor, at: datetime) -> None:
    """Return a proposal once, with everything that is to be mended.

    Raises:
        NotFound, NotPermitted, OwnMatter, WrongMoment: as for every deed of screening.
        NothingToFix: the list is empty.
        ReturnedAlready: it was returned before.
        DeclineWaiting: somebody proposed to decline it.
        BadValue: a text is too long, or there are too many.
    """
    listed = [line for item in items if (line := texts.line(N_("要补的内容"), item, limit=LONGEST_ITEM))]
    if len(listed) > MOST_ITEMS:
        raise BadValue(field=N_("要补的内容"), why=N_("最多写 20 条"))
    why = texts.needed(N_("为什么退回"), texts.paragraphs(N_("为什么退回"), reason, limit=500))
    with transaction() as session:
        project = _screened(session, number, Action.PROJECT_RETURN, actor=actor, at=at)
        days = rulebooks.of(project).number("limits.fix_days")
        session.add(
            ProposalReturn(
                project_id=project.id,
                items=listed,
                reason=why,
                due_at=due_in_days(at, days, packaged.work_calendar()),
                returned_at=at,
                returned_by_id=actor.person_id or 0,
            )
        )
        move(session, project, Action.PROJECT_RETURN, actor=actor, at=at, facts={"items": len(listed)})


def accept(number: str, *, actor: Actor, at: datetime) -> None:
    """Accept a proposal whose sheet is answered; neighbours may second it from now on.

    Raises:
        NotFound, NotPermitted, OwnMatter, WrongMoment: as for every deed of screening.
        ScreeningOpen, ScreeningFailed: the sheet says no.
        DeclineWaiting: somebody proposed to decline it.
    """
    with transaction() as session:
        project = _screened(session, number, Action.PROJECT_ACCEPT, actor=actor, at=at)
        project.accepted_at = at
        move(session, project, Action.PROJECT_ACCEPT, actor=actor, at=at)


def propose_decline(number: str, *, code: str, reason: str, actor: Actor, at: datetime) -> None:
    """Sign a decline as the first of two. The reason becomes public when the second signs.

    Raises:
        NotFound, NotPermitted, OwnMatter, WrongMoment: as for every deed of screening.
        UnknownGround, OnlyAdvice: the code declines nothing.
        BadValue, PrivacyFinding: the reason is empty, too long, or names personal data.
        DeclineWaiting: somebody signed one already.
    """
    ground = declines.ground(code)
    why = public_text(N_("不予受理的理由"), reason, limit=declines.LONGEST_REASON)
    with transaction() as session:
        project = _screened(session, number, Action.PROJECT_PROPOSE_DECLINE, actor=actor, at=at)
        session.add(
            Decline(
                project_id=project.id,
                code=ground.code,
                reason=why,
                proposed_at=at,
                proposed_by_id=actor.person_id or 0,
            )
        )
        facts = {"code": ground.code}
        note(session, Action.PROJECT_PROPOSE_DECLINE, project, facts, actor=actor, at=at)


def confirm_decline(number: str, *, actor: Actor, at: datetime) -> None:
    """Sign a decline as the second person; it is published with its reason and its ground.

    Raises:
        NotFound, NotPermitted, OwnMatter, WrongMoment: as for every deed of screening.
        NoDeclineWaiting: nobody has signed one.
        SamePerson: the actor signed it first.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_DECLINE, project.target, at=at)
        decline = _waiting_decline(session, project)
        if decline.proposed_by_id == actor.person_id:
            raise declines.SamePerson
        decline.confirmed_at, decline.confirmed_by_id = at, actor.person_id
        project.decline_code, project.decline_reason = decline.code, decline.reason
        facts = {"code": decline.code, **text_seal(decline.reason)}
        move(session, project, Action.PROJECT_DECLINE, actor=actor, at=at, facts=facts)


def drop_decline(number: str, *, actor: Actor, at: datetime) -> None:
    """Drop a decline that the second person has not signed.

    Raises:
        NotFound, NotPermitted, OwnMatter, WrongMoment: as for every deed of screening.
        NoDeclineWaiting: there is none.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_DROP_DECLINE, project.target, at=at)
        decline = _waiting_decline(session, project)
        decline.dropped_at = at
        facts = {"code": decline.code}
        note(session, Action.PROJECT_DROP_DECLINE, project, facts, actor=actor, at=at)


def appeal(number: str, *, ground: str, actor: Actor, at: datetime) -> None:
    """Ask the street, once and within some working days, to look at a decline again.

    Raises:
        NotFound: there is no such number.
        NotPermitted: it is somebody else's.
        WrongMoment: it was not declined.
        AppealTooLate, AppealedAlready: the days are over, or it was appealed.
        BadValue, PrivacyFinding: the ground is empty, too long, or names personal data.
    """
    told = public_text(N_("为什么请求复核"), ground, limit=declines.LONGEST_APPEAL)
    with transaction() as session:
        project = own(session, number, actor=actor, at=at)
        permit(actor, Action.PROJECT_APPEAL, project.target, at=at)
        require_state(project, {State.DECLINED})
        told = unnamed(session, told, Action.PROJECT_APPEAL, actor=actor, at=at, area=project.area.path)
        rules = rulebooks.of(project)
        days = rules.number("limits.appeal_working_days")
        if at >= due(project.state_since, days, packaged.work_calendar()):
            raise declines.AppealTooLate(days=days)
        if proposals.appeal(session, project.id) is not None:
            raise declines.AppealedAlready
        answer_days = rules.number("limits.appeal_answer_working_days")
        answer_due = due(at, answer_days, packaged.work_calendar())
        session.add(Appeal(project_id=project.id, ground=told, filed_at=at, answer_due_at=answer_due))
        note(session, Action.PROJECT_APPEAL, project, text_seal(told), actor=actor, at=at)


def answer_appeal(number: str, *, upheld: bool, answer: str, actor: Actor, at: datetime) -> None:
    """Answer an appeal in writing: upheld, the proposal waits for screening again; the answer is published.

    Raises:
        NotFound: there is no such number.
        NotPermitted, OwnMatter, OwnDecline: the actor may not, proposed it, or signed the decline.
        WrongMoment, NoAppealWaiting: nothing waits for an answer.
        BadValue, PrivacyFinding: the answer is empty, too long, or names personal data.
    """
    told = public_text(N_("复核答复"), answer, limit=declines.LONGEST_REASON)
    action = Action.APPEAL_UPHOLD if upheld else Action.APPEAL_DISMISS
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, action, project.target, at=at)
        require_state(project, {State.DECLINED})
        filed = proposals.appeal(session, project.id)
        if filed is None or filed.outcome is not None:
            raise declines.NoAppealWaiting
        decline = proposals.decline(session, project.id)
        if decline and actor.person_id in (decline.proposed_by_id, decline.confirmed_by_id):
            raise declines.OwnDecline
        filed.outcome = "upheld" if upheld else "dismissed"
        filed.answer, filed.answered_at, filed.answered_by_id = told, at, actor.person_id
        if not upheld:
            note(session, action, project, text_seal(told), actor=actor, at=at)
            return
        if decline:
            decline.dropped_at = at
        move(session, project, action, actor=actor, at=at, facts=text_seal(told))
        project.decline_code, project.decline_reason = None, ""


def merge(number: str, *, into: str, proposer_agrees: bool, actor: Actor, at: datetime) -> None:
    """Merge a proposal into a similar project: its seconders go over, each person once, and its number leads there.

    Raises:
        NotFound: one of the two numbers does not exist.
        NotPermitted, OwnMatter: the actor may not, or proposed one of the two.
        WrongMoment: it is too far to be merged.
        SameProject, OtherCommunity, TargetTooFar: the target does not fit.
        ProposerMustAgree: there are seconders and the proposer was not asked.
        DeclineWaiting: somebody proposed to decline it.
    """
    target_number = public_line(N_("并到哪个项目"), into, limit=20)
    with transaction() as session:
        project = _screened(session, number, Action.PROJECT_MERGE, actor=actor, at=at)
        target = projects.by_number(session, target_number, for_update=True)
        seconders = proposals.seconders(session, project.id)
        require_mergeable(
            same=target.id == project.id,
            same_community=target.area_id == project.area_id,
            target=target_number,
            state=target.state,
            seconders=seconders,
            agrees=proposer_agrees,
        )
        permit(actor, Action.PROJECT_MERGE, target.target, at=at)
        carried = _carry_over(session, project, target)
        project.merged_into_id = target.id
        facts = {"into": target.number, "seconders": seconders, "carried": carried}
        move(session, project, Action.PROJECT_MERGE, actor=actor, at=at, facts=facts)


def _carry_over(session: Session, project: Project, target: Project) -> int:
    """Move the support of everybody who does not second the target yet and is not its proposer."""
    there = select(Seconding.person_id).where(Seconding.project_id == target.id)
    moved = session.execute(
        update(Seconding)
        .where(
            Seconding.project_id == project.id,
            Seconding.person_id.not_in(there),
            Seconding.person_id != target.proposer_id,
        )
        .values(project_id=target.id, carried_from_id=project.id)
        .returning(Seconding.id),
        execution_options={"synchronize_session": False},
    )
    return len(moved.all())


def _screened(session: Session, number: str, action: Action, *, actor: Actor, at: datetime) -> Project:
    """Return the held project of an act that no decline may be waiting beside."""
    project = projects.by_number(session, number, for_update=True)
    permit(actor, action, project.target, at=at)
    if action is not Action.PROJECT_MERGE:
        require_state(project, {State.SUBMITTED})
    decline = proposals.decline(session, project.id) if project.state is State.SUBMITTED else None
    if decline is not None and decline.confirmed_at is None:
        raise declines.DeclineWaiting
    return project


def _waiting_decline(session: Session, project: Project) -> Decline:
    require_state(project, {State.SUBMITTED})
    decline = proposals.decline(session, project.id)
    if decline is None or decline.confirmed_at is not None:
        raise declines.NoDeclineWaiting
    return decline


def _answers(given: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for code, answer in given.items():
        if code not in screening.QUESTIONS or not isinstance(answer, Mapping):
            raise BadValue(field=N_("审查表"), why=N_("没有这一项"))
        ok, note = answer.get("ok"), answer.get("note", "")
        if not (ok is None or isinstance(ok, bool)) or not isinstance(note, str):
            raise BadValue(field=screening.QUESTIONS[code], why=N_("只能答“是”或“否”"))
        kept[code] = {"ok": ok, "note": texts.line(N_("审查备注"), note, limit=LONGEST_NOTE)}
    return kept
