"""A wrong count is put right: somebody writes the right one down, three people sign, a new version is published."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import recounts as rules
from microprojects.domain.actions import Action
from microprojects.domain.casting import footnotes
from microprojects.domain.departures import Decided
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor, Role
from microprojects.domain.recounts import SIGNERS, role_to_sign
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.workdays import local_day
from microprojects.services._deed import move, record, subject_of
from microprojects.services._departures import note, require_reason
from microprojects.services._renewals import ON_NOTICE
from microprojects.services._resolution import publish_correction
from microprojects.services._room import area_of, permit_in, tell
from microprojects.services._words import public_line, text_seal
from microprojects.store import disclosures, recounts, votes
from microprojects.store.db import transaction
from microprojects.store.recounts import Recount, RecountSignature
from microprojects.store.votes import Vote

CORRECTED = N_("数错了，已更正：%(why)s")


def propose(
    vote_id: int, *, in_favour: int, against: int, abstain: int, reason: str, actor: Actor, at: datetime
) -> int:
    """Write down the numbers that are right, sign for one's own role, and return the correction's number.

    Raises:
        NotFound, NotPermitted: there is no such vote, or the actor is none of the three.
        CountStands, NotOnNotice: there is nothing to correct, or it is too late.
        ReasonOwed: it goes against a residents' poll, and was not published for want of the reason.
        RecountUnderWay: another correction waits.
        TallyDoesNotAddUp, SameCount: the numbers cannot be right, or change nothing.
        BadValue, PrivacyFinding: the reason is missing or cannot be published.
    """
    with transaction() as session:
        vote = votes.get(session, vote_id, for_update=True)
        permit_in(vote.item.meeting, Action.VOTE_CORRECT, actor=actor, at=at)
        _require_correctable(session, vote, at=at)
        if recounts.waiting(session, vote_id) is not None:
            raise rules.RecountUnderWay
        vote.tally(in_favour, against, abstain)
        if (in_favour, against, abstain) == (vote.in_favour, vote.against, vote.abstain):
            raise rules.SameCount
        recount = Recount(
            vote_id=vote_id,
            in_favour=in_favour,
            against=against,
            abstain=abstain,
            reason=public_line(N_("为什么"), reason),
            asked_at=at,
        )
        session.add(recount)
        session.flush()
        _sign(session, recount, vote, actor=actor, at=at)
        facts = {"item": vote.item.position, "vote": vote_id, "signed": 1, **text_seal(recount.reason)}
        tell(session, vote.item.meeting, Action.VOTE_CORRECT, actor=actor, at=at, facts=facts)
        return recount.id


def sign(recount_id: int, *, actor: Actor, at: datetime) -> bool:
    """Sign a correction; with the third signature it is made. Return whether it was.

    Raises:
        NotFound, NotPermitted: there is no such correction, or the actor is none of the three.
        RecountOver, CountStands, NotOnNotice: it was made or dropped, or it is too late.
        SignedAlready: the actor has signed, or somebody in the same role.
    """
    with transaction() as session:
        recount = recounts.get(session, recount_id, for_update=True)
        vote = votes.get(session, recount.vote_id, for_update=True)
        permit_in(vote.item.meeting, Action.VOTE_CORRECT, actor=actor, at=at)
        if recount.ended_at is not None:
            raise rules.RecountOver
        _require_correctable(session, vote, at=at)
        _sign(session, recount, vote, actor=actor, at=at)
        made = len(recount.signatures) == len(SIGNERS)
        if made:
            _make(session, recount, vote, actor=actor, at=at)
        else:
            facts = {"item": vote.item.position, "vote": vote.id, "signed": len(recount.signatures)}
            tell(session, vote.item.meeting, Action.VOTE_CORRECT, actor=actor, at=at, facts=facts)
        return made


def drop(recount_id: int, *, actor: Actor, at: datetime) -> None:
    """Drop a correction that was not made.

    Raises:
        NotFound, NotPermitted: there is no such correction, or the actor is none of the three.
        RecountOver: it was made or dropped.
    """
    with transaction() as session:
        recount = recounts.get(session, recount_id, for_update=True)
        vote = votes.get(session, recount.vote_id)
        permit_in(vote.item.meeting, Action.VOTE_CORRECT, actor=actor, at=at)
        if recount.ended_at is not None:
            raise rules.RecountOver
        recount.ended_at = at
        facts = {"item": vote.item.position, "vote": vote.id, "dropped": True}
        tell(session, vote.item.meeting, Action.VOTE_CORRECT, actor=actor, at=at, facts=facts)


def _require_correctable(session: Session, vote: Vote, *, at: datetime) -> None:
    project = vote.item.project
    require_reason(session, vote.item)
    window = disclosures.running_window(session, project.id)
    decided = project.state in ON_NOTICE[DisclosureKind.DECISION.value] and vote.item.purpose == "decide"
    rules.require_correctable(
        counted=vote.closed_at is not None and vote.voided_at is None,
        on_notice=decided and window is not None,
        ends_at=window.ends_at if window is not None and window.paused_at is None else None,
        at=at,
    )


def _sign(session: Session, recount: Recount, vote: Vote, *, actor: Actor, at: datetime) -> None:
    if any(each.person_id == actor.person_id for each in recount.signatures):
        raise rules.SignedAlready
    held = actor.roles(area_of(vote.item.meeting), local_day(at))
    role = role_to_sign(held, [Role(each.role) for each in recount.signatures])
    recount.signatures.append(
        RecountSignature(recount_id=recount.id, role=role.value, person_id=actor.person_id, signed_at=at)
    )
    session.flush()


def _make(session: Session, recount: Recount, old: Vote, *, actor: Actor, at: datetime) -> None:
    """Set the old count aside, put the right one in its place, and publish what it decided."""
    project, item = old.item.project, old.item
    old.voided_at, old.void_reason = at, CORRECTED % {"why": recount.reason}
    session.flush()
    new = _counted_again(recount, old, at=at)
    session.add(new)
    session.flush()
    recount.ended_at, recount.new_vote_id = at, new.id
    item.state = "passed" if new.carried else "rejected"
    if new.carried != old.carried:
        note(session, item, Decided.PASSED if new.carried else Decided.REJECTED, at=at)
    disclosure = publish_correction(session, new, reason=old.void_reason, actor=actor, at=at)
    facts: dict[str, object] = {
        "meeting": item.meeting_id,
        "item": item.position,
        "vote": new.id,
        "signed": len(SIGNERS),
        "for": new.in_favour,
        "against": new.against,
        "abstain": new.abstain,
        "carried": bool(new.carried),
        "disclosure": disclosure.sha256,
    }
    if new.carried:
        area = project.area.path
        entry = record(
            session, Action.VOTE_CORRECT, subject_of(project), actor=actor, at=at, area=area, facts=facts
        )
    else:
        entry = move(session, project, Action.VOTE_CORRECT, actor=actor, at=at, facts=facts)
    disclosure.journal_seq = entry.seq


def _counted_again(recount: Recount, old: Vote, *, at: datetime) -> Vote:
    outcome = old.decide(old.tally(recount.in_favour, recount.against, recount.abstain))
    return Vote(
        item=old.item,
        project_id=old.project_id,
        stage=old.stage,
        mode=old.mode,
        rule=old.rule,
        dossier_hash=old.dossier_hash,
        members_due=old.members_due,
        present=old.present,
        recused=old.recused,
        base=old.base,
        need_for=old.need_for,
        opened_at=old.opened_at,
        opened_by_id=old.opened_by_id,
        closed_at=at,
        in_favour=recount.in_favour,
        against=recount.against,
        abstain=recount.abstain,
        carried=outcome.passed,
        sentence=outcome.sentence + footnotes(0, chair_votes=old.rule["chair_votes"]),
        witnesses=old.witnesses,
    )
