"""The second deliberation: bodies speak, the street writes a plan, it is signed, and it goes on or not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from microprojects.domain import hands, plans
from microprojects.domain.actions import Action
from microprojects.domain.consultations import BODIES, CONCLUSIONS, PlanIncomplete
from microprojects.domain.errors import N_, AlreadyDone, BadValue, ChangedMeanwhile
from microprojects.domain.people import ROLE_LABELS, Actor
from microprojects.domain.plans import PlanWords, Signature
from microprojects.domain.texts import line, needed, paragraphs
from microprojects.domain.workdays import local_day
from microprojects.services._deed import move, note, permit
from microprojects.services._words import clean, hear, text_seal
from microprojects.store import consultations, projects
from microprojects.store.cases import StoreCase
from microprojects.store.consultations import WORDS, CostLine, Opinion, Plan
from microprojects.store.db import transaction
from microprojects.store.projects import Project


@dataclass(frozen=True)
class Edited:
    """What an edit did: the plan's version now, and the signatures that fell by it."""

    version: int
    fallen: tuple[Signature, ...]


def give_opinion(number: str, *, body: str, conclusion: str, text: str, actor: Actor, at: datetime) -> None:
    """Record what a body says about a project; a later opinion of the body replaces it, both stay.

    Raises:
        NotFound, NotPermitted, OwnMatter: there is no such project, or the actor gives no opinion on it.
        BadValue, PrivacyFinding: the conclusion is none of the four, or the text cannot be published.
        BodyNotAsked: the deliberation does not ask that body, or none at this moment.
        NotSpeaker: the actor does not speak for the body.
        SpeaksForAnother: the actor spoke for another one in this consultation.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.OPINION_GIVE, project.target, at=at)
        case = StoreCase(session, project, at)
        asked = plans.bodies_asked(case)
        if not asked:
            plans.require_open(case)
        if body not in asked:
            raise plans.BodyNotAsked(body=BODIES.get(body, body[:20]))
        if body not in plans.speaks_for(actor, project.area.path, local_day(at)):
            raise plans.NotSpeaker(body=BODIES[body], who=_speakers(body))
        hands.require_one_voice(body, consultations.spoke_for(session, project, actor.person_id))
        if conclusion not in CONCLUSIONS:
            raise BadValue(field=N_("结论"), why=N_("不在可选的几种里"))
        opinion = Opinion(
            project_id=project.id,
            stage=project.stage,
            body=body,
            conclusion=conclusion,
            text=_said(N_("意见"), text, plans.LONGEST_OPINION),
            given_at=at,
            given_by_id=actor.person_id,
        )
        session.add(opinion)
        facts = {"body": body, "conclusion": conclusion, **text_seal(opinion.text)}
        note(session, Action.OPINION_GIVE, project, facts, actor=actor, at=at)


def edit_plan(
    number: str, *, words: PlanWords, actor: Actor, at: datetime, version: int | None = None
) -> Edited:
    """Write the plan anew as a whole; signatures on the version before fall, for they signed something else.

    `version` is the one that the editor saw, 0 if there was no plan; None asks nothing.

    Raises:
        NotFound, NotPermitted, OwnMatter: there is no such project, or the actor may not plan it.
        WrongMoment: the project does not stand in the consultation.
        ChangedMeanwhile: somebody edited or signed the plan after that version.
        BadValue, PrivacyFinding, NoModeForAmount: the words cannot be kept.
        PlanUnchanged: the same words stand there already.
    """
    with transaction() as session:
        project, plan = consultations.held(session, number)
        permit(actor, Action.PLAN_EDIT, project.target, at=at)
        plans.require_open(StoreCase(session, project, at))
        if version is not None and version != (plan.version if plan else 0):
            raise ChangedMeanwhile
        kept = plans.checked(words, project.type, private_premises=project.on_private_premises)
        if plan is not None and plan.words == kept:
            raise plans.PlanUnchanged
        hear(*kept.public_words)
        fallen = tuple(plan.signers) if plan else ()
        plan = plan or Plan(project_id=project.id)
        _write(session, plan, kept, actor=actor, at=at)
        facts = {
            "version": plan.version,
            "fiscal": str(kept.fiscal_fen),
            "social": str(kept.social_fen),
            "total": str(kept.total_fen),
            "fallen": [signature.value for signature in fallen],
        }
        note(session, Action.PLAN_EDIT, project, facts, actor=actor, at=at)
        return Edited(plan.version, fallen)


def sign_negative_list(number: str, *, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Sign that the plan was checked against every line of the negative list.

    Raises:
        NotFound, NotPermitted, OwnMatter: there is no such project, or the actor may not sign for it.
        WrongMoment, PlanIncomplete: the project does not stand in the consultation, or has no plan.
        OwnPlan: the signer wrote the plan.
        ChangedMeanwhile: the plan is not the version that the signer saw.
        AlreadyDone: it is signed.
    """
    with transaction() as session:
        project, plan = _to_sign(session, number, Action.PLAN_SIGN_NEGATIVE_LIST, version, actor=actor, at=at)
        hands.require_other_writer(plan.edited_by_id, actor.person_id, Signature.NEGATIVE_LIST.label)
        if plan.negative_signed_by_id is not None:
            raise AlreadyDone
        plan.negative_signed_at, plan.negative_signed_by_id = at, actor.person_id
        facts = {"version": plan.version}
        note(session, Action.PLAN_SIGN_NEGATIVE_LIST, project, facts, actor=actor, at=at)


def allow_over_cap(
    number: str, *, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> None:
    """Allow a fiscal part above the cap, for a reason that is published.

    Raises:
        NotFound, NotPermitted, OwnMatter: there is no such project, or the actor does not lead its street.
        WrongMoment, PlanIncomplete, ChangedMeanwhile, OwnPlan, AlreadyDone: as for the other signatures.
        NotOverCap, CapIsHard: there is nothing to allow, or it cannot be allowed.
        BadValue, PrivacyFinding: the reason cannot be published.
    """
    with transaction() as session:
        project, plan = _to_sign(session, number, Action.PLAN_ALLOW_OVER_CAP, version, actor=actor, at=at)
        hands.require_other_writer(plan.edited_by_id, actor.person_id, Signature.OVER_CAP.label)
        plans.require_over_cap(StoreCase(session, project, at), plan.fiscal_fen)
        if plan.over_cap_by_id is not None:
            raise AlreadyDone
        plan.over_cap_reason = _said(N_("理由"), reason, plans.LONGEST_REASON)
        plan.over_cap_by_id = actor.person_id
        facts = {"version": plan.version, "fiscal": str(plan.fiscal_fen), **text_seal(plan.over_cap_reason)}
        note(session, Action.PLAN_ALLOW_OVER_CAP, project, facts, actor=actor, at=at)


def agree(number: str, *, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Agree to the plan for the community's party committee.

    Raises:
        NotFound, NotPermitted, OwnMatter: there is no such project, or the actor is not its secretary.
        WrongMoment, PlanIncomplete, ChangedMeanwhile, OwnPlan, AlreadyDone: as for the other signatures.
    """
    with transaction() as session:
        project, plan = _to_sign(session, number, Action.PLAN_AGREE, version, actor=actor, at=at)
        hands.require_other_writer(plan.edited_by_id, actor.person_id, Signature.PARTY.label)
        if plan.party_agreed_by_id is not None:
            raise AlreadyDone
        plan.party_agreed_at, plan.party_agreed_by_id = at, actor.person_id
        note(session, Action.PLAN_AGREE, project, {"version": plan.version}, actor=actor, at=at)


def refer(number: str, *, receiver: str, reason: str, actor: Actor, at: datetime) -> None:
    """Hand a project to the body whose duty it is, for a reason that is published.

    Raises:
        NotFound, NotPermitted, OwnMatter, WrongMoment: as for every move.
        BadValue, PrivacyFinding: receiver or reason are empty, or cannot be published.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        to = line(N_("接收单位"), receiver)
        clean(N_("接收单位"), to)
        project.receiver = needed(N_("接收单位"), to)
        project.refer_reason = _said(N_("理由"), reason, plans.LONGEST_REASON)
        facts = {"receiver": project.receiver, **text_seal(project.refer_reason)}
        move(session, project, Action.PROJECT_REFER, actor=actor, at=at, facts=facts)


def defer(number: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Put a project by, for a reason that is published; it can be taken up again.

    Raises:
        NotFound, NotPermitted, OwnMatter, WrongMoment: as for every move.
        BadValue, PrivacyFinding: the reason is empty, or cannot be published.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        project.defer_reason = _said(N_("理由"), reason, plans.LONGEST_REASON)
        project.resume_reason = ""
        facts = text_seal(project.defer_reason)
        move(session, project, Action.PROJECT_DEFER, actor=actor, at=at, facts=facts)


def resume(number: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Take a deferred project up again, for a reason that is published.

    Raises:
        NotFound, NotPermitted, OwnMatter, WrongMoment: as for every move.
        BadValue, PrivacyFinding: the reason is empty, or cannot be published.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        project.resume_reason = _said(N_("理由"), reason, plans.LONGEST_REASON)
        facts = text_seal(project.resume_reason)
        move(session, project, Action.PROJECT_RESUME_CONSULTING, actor=actor, at=at, facts=facts)


def conclude(number: str, *, actor: Actor, at: datetime) -> None:
    """End the consultation: the plan stands, and the next deliberation begins.

    Raises:
        NotFound, NotPermitted, OwnMatter, WrongMoment: as for every move.
        OwnAgreement: the actor agreed for the party.
        Refusal: the first thing that the plan still misses; the guards of the lifecycle name it.
    """
    with transaction() as session:
        project, plan = consultations.held(session, number)
        permit(actor, Action.PROJECT_CONCLUDE, project.target, at=at)
        facts: dict[str, object] = {}
        if plan is not None:
            hands.require_other_agreed(plan.party_agreed_by_id, actor.person_id)
            facts = {"version": plan.version, "fiscal": str(plan.fiscal_fen), "social": str(plan.social_fen)}
        move(session, project, Action.PROJECT_CONCLUDE, actor=actor, at=at, facts=facts)


def _to_sign(
    session: Session, number: str, action: Action, version: int | None, *, actor: Actor, at: datetime
) -> tuple[Project, Plan]:
    """Return a project and its plan, held, if the actor may sign that version now."""
    project, plan = consultations.held(session, number)
    permit(actor, action, project.target, at=at)
    plans.require_open(StoreCase(session, project, at))
    if plan is None:
        raise PlanIncomplete(fields=N_("方案还没有开始写"))
    if version is not None and version != plan.version:
        raise ChangedMeanwhile
    return project, plan


def _write(session: Session, plan: Plan, words: PlanWords, *, actor: Actor, at: datetime) -> None:
    """Put the words into the plan and take every signature off."""
    assert actor.person_id is not None  # the permission table lets nobody else in
    for name in WORDS:
        setattr(plan, name, getattr(words, name))
    plan.over_cap_reason, plan.over_cap_by_id = "", None
    plan.negative_signed_at = plan.negative_signed_by_id = None
    plan.party_agreed_at = plan.party_agreed_by_id = None
    plan.edited_at, plan.edited_by_id = at, actor.person_id
    session.add(plan)
    # The old lines go at once: positions are unique, and the unit of work would insert before it deletes.
    if plan.lines:
        session.execute(delete(CostLine).where(CostLine.plan_id == plan.id))
    session.flush()
    rows = [
        {"plan_id": plan.id, "position": position, **asdict(each)}
        for position, each in enumerate(words.lines, start=1)
    ]
    if rows:
        session.execute(insert(CostLine), rows)
    session.expire(plan, ["lines"])


def _said(label: str, text: str, limit: int) -> str:
    """Return words that somebody must have said and that may be published."""
    said = needed(label, paragraphs(label, text, limit=limit))
    clean(label, said)
    return said


def _speakers(body: str) -> str:
    return "、".join(ROLE_LABELS[role] for role in ROLE_LABELS if role in plans.SPEAKERS[body])
