"""Approval: filed by the street, granted after the notice with the money reserved, or ended before the work is done."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import approvals as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, Refusal, WrongMoment
from microprojects.domain.money import Fen
from microprojects.domain.people import SYSTEM, Actor
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.workdays import due, last_day_of, local_day
from microprojects.services import _notices
from microprojects.services._decision import decision_words
from microprojects.services._deed import move, permit, record, subject_of
from microprojects.services._funds import fund_of
from microprojects.services._ledger import Line, post
from microprojects.services._publish import Imprint, publish
from microprojects.services._release import end_and_release
from microprojects.services._words import public_line, public_text
from microprojects.store import consultations, disclosures, ledger, packaged, projects, rulebooks
from microprojects.store.consultations import Plan
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.projects import Project

UNRATIFIED = N_("议事会没有按期追认")
AT_ONCE = N_("应急先办，最迟 %(day)s 由议事会追认")


def file_resolution(number: str, *, filing_number: str, actor: Actor, at: datetime) -> None:
    """File the council's resolution for the street, under its number.

    Raises:
        NotFound: there is no such project.
        NotPermitted, OwnMatter: not a leader of the street, or one's own project.
        WrongMoment: it is not on notice.
        FiledAlready: it was filed before.
        BadValue, PrivacyFinding: the number cannot stand.
    """
    filing = public_line(N_("备案号"), filing_number, limit=law.LONGEST_NUMBER)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_FILE, project.target, at=at)
        if project.state not in law.FILEABLE:
            raise WrongMoment(state=project.state.label)
        if project.filed_at is not None:
            raise law.FiledAlready(filing=project.filing_number)
        project.filed_at, project.filed_by_id, project.filing_number = at, actor.person_id, filing
        session.flush()
        facts = {"filing": filing}
        record(
            session,
            Action.PROJECT_FILE,
            subject_of(project),
            actor=actor,
            at=at,
            area=project.area.path,
            facts=facts,
        )


def approve(number: str, *, actor: Actor, at: datetime) -> None:
    """Approve a project after its notice and reserve its fiscal money, both or neither.

    Raises:
        NotFound: there is no such project.
        NotPermitted, OwnMatter: not the street, or one's own project.
        WrongMoment: it is not on notice.
        NoVersionStands, WindowRunning, WindowPaused, ObjectionsOpen, NotFiled, ResolutionMissing: what stands in
            the way.
        BalanceTooSmall: the community has not that much left this year.
    """
    with transaction() as session:
        project, plan = consultations.held(session, number)
        permit(actor, Action.PROJECT_APPROVE, project.target, at=at)
        _grant(session, project, plan, Action.PROJECT_APPROVE, {}, actor=actor, at=at)
        _notices.end(session, project, at=at)
        _notices.settle(session, project, at=at)


def approve_due(*, at: datetime) -> int:
    """Approve for the system every project whose notice has ended and that nothing holds up; return how many.

    The earliest notice goes first, so that it is the first to get money. What is
    refused is left for the street.
    """
    approved = 0
    for number in disclosures.numbers_due(db.session(), at):
        with suppress(Refusal):
            approve(number, actor=SYSTEM, at=at)
            approved += 1
    return approved


def fast_track(number: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Approve a small emergency at once, with the party committee's agreement; the council ratifies it later.

    The decision is published in the same moment.

    Raises:
        NotFound: there is no such project.
        NotPermitted, OwnMatter: not a leader of the street, or one's own project.
        WrongMoment: it is past the first deliberations.
        FastTrackNotAllowed: no emergency, too large, or not agreed to.
        BalanceTooSmall: the community has not that much left this year.
        BadValue, PrivacyFinding: the reason cannot stand.
    """
    words = public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        project, plan = consultations.held(session, number)
        permit(actor, Action.PROJECT_FAST_TRACK, project.target, at=at)
        project.fast_track_at, project.fast_track_reason = at, words
        days = rulebooks.of(project).number("limits.ratify_days")
        project.ratify_by = last_day_of(local_day(at), days, packaged.work_calendar())
        project.rulebook = project.rulebook or project.round.rulebook
        shown = _published_at_once(session, project, plan, actor=actor, at=at)
        facts = {"reason": words, "ratify_by": project.ratify_by.isoformat(), "sha256": shown.sha256}
        shown.journal_seq = _grant(
            session, project, plan, Action.PROJECT_FAST_TRACK, facts, actor=actor, at=at
        )


def cancel(number: str, *, reason: str, actor: Actor, at: datetime, recovery_plan: str = "") -> None:
    """End an approved project before it is accepted; what was not paid goes back to the community.

    Raises:
        NotFound: there is no such project.
        NotPermitted, OwnMatter: not a leader of the street, or one's own project.
        WrongMoment: it is not approved yet, or accepted already.
        RecoveryPlanMissing: money was paid, and nobody wrote how it comes back.
        BadValue, PrivacyFinding: what was written cannot stand.
    """
    words = public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    plan = public_text(N_("追回办法"), recovery_plan, limit=law.LONGEST_PLAN, needed=False)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        project.stop_reason, project.recovery_plan = words, plan
        end_and_release(session, project, Action.PROJECT_CANCEL, reason=words, actor=actor, at=at)


def stop_unratified(number: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Stop a fast-track project that the council refused, or did not ratify in time.

    Raises:
        NotFound: there is no such project.
        NotPermitted: neither the system nor a leader of the street.
        WrongMoment: it has ended already.
        NotOverdue: it may still be ratified.
        BadValue, PrivacyFinding: the reason cannot stand.
    """
    words = public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        project.stop_reason = words
        end_and_release(session, project, Action.PROJECT_STOP_UNRATIFIED, reason=words, actor=actor, at=at)


def stop_due(*, at: datetime) -> int:
    """Stop for the system every emergency that the council refused, or did not ratify in time; return how many (I1)."""
    stopped = 0
    for number in projects.unratified(db.session()):
        with suppress(Refusal):
            stop_unratified(number, reason=UNRATIFIED, actor=SYSTEM, at=at)
            stopped += 1
    return stopped


def _grant(
    session: Session,
    project: Project,
    plan: Plan | None,
    action: Action,
    facts: dict[str, str],
    *,
    actor: Actor,
    at: datetime,
) -> int:
    """Move to approved, then reserve; the fund is held first, so that the guard reads the last word on it.

    Returns the number of the journal's entry.
    """
    if plan is None:
        raise law.PlanMissing
    fund = fund_of(session, project, at=at)
    project.approved_at = at
    project.approved_fiscal_fen, project.approved_social_fen = plan.fiscal_fen, plan.social_fen
    told = {"fiscal_fen": str(plan.fiscal_fen), "social_fen": str(plan.social_fen), **facts}
    entry = move(session, project, action, actor=actor, at=at, facts=told)
    by_id = actor.person_id
    post(session, fund, "reserve", plan.fiscal_fen, at=at, by_id=by_id, project=project)
    pledged = _pledge_left(session, project) if plan.social_fen else Fen(0)
    line = Line(party=law.DONORS)
    post(session, fund, "social_pledge", pledged, at=at, by_id=by_id, project=project, line=line)
    return entry.seq


def _pledge_left(session: Session, project: Project) -> Fen:
    """Return what of the social part nobody has pledged by name yet."""
    named = dict(ledger.sums_of(session, project.id)).get("social_pledge", 0)
    return Fen(max(0, project.approved_social_fen - named))


def _published_at_once(
    session: Session, project: Project, plan: Plan | None, *, actor: Actor, at: datetime
) -> Disclosure:
    """Publish the decision of a fast track: its plan, why, and by when the council ratifies it."""
    ratify_by = project.ratify_by.isoformat() if project.ratify_by else ""
    body = {
        **decision_words(session, project, plan),
        "headline": AT_ONCE % {"day": ratify_by},
        "fast_track": {"reason": project.fast_track_reason, "ratify_by_on": ratify_by},
    }
    imprint = Imprint(
        project.area.office_name or project.area.name,
        reason=N_("应急先办"),
        due_at=due(at, 1, packaged.work_calendar()),
    )
    return publish(session, project, DisclosureKind.DECISION, body, imprint=imprint, actor=actor, at=at)
