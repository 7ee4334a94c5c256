"""The sampled audit: a list is fixed and journalled, then drawn from with public dice, then what came of each audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from microprojects.domain import audits as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, AlreadyDone
from microprojects.domain.money import Fen
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.polls import require_dice
from microprojects.domain.refunds import require_not_below
from microprojects.domain.workdays import local_day
from microprojects.services._deed import permit, record, subject_of
from microprojects.services._words import public_line, public_text, text_seal
from microprojects.store import areas, audits, projects, rulebooks, settlements
from microprojects.store.audits import AuditList, AuditLot, AuditPick, AuditPlace, AuditResult
from microprojects.store.db import transaction


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What came of an audit; the amount in fen, nothing where no money is to come back."""

    outcome: str
    words: str
    refund_fen: Fen = Fen(0)
    reason: str = ""  # why it replaces an earlier one


def fix(district_slug: str, year: int, quarter: int, *, actor: Actor, at: datetime) -> None:
    """Fix the list of a quarter and write it into the journal with its hash; once, and it does not change any more.

    Raises:
        NotFound, NotPermitted: there is no such district, or the actor has no say there.
        BadValue, QuarterRunning: it is no quarter, or not over.
        ListFixed: the list is fixed.
        NothingToAudit: nothing was settled without a review.
    """
    try:
        with transaction() as session:
            district = areas.by_slug(session, district_slug)
            permit(actor, Action.AUDIT_FIX, Target(district.path), at=at)
            law.require_over(year, quarter, at)
            known = {"place": district.name, "year": year, "quarter": quarter}
            if audits.is_fixed(session, district.id, year, quarter):
                raise law.ListFixed(**known)
            found = audits.population(session, district.path, year, quarter)
            if not found:
                raise law.NothingToAudit(**known)
            numbers = law.in_order(found)
            rules = rulebooks.of_community(session, district.id, local_day(at))
            percent = rules.number("audit.sample_percent")
            made = AuditList(
                area_id=district.id, year=year, quarter=quarter, percent=percent, size=len(numbers),
                sample=law.sample_size(len(numbers), percent), digest=law.list_hash(numbers), fixed_at=at,
                fixed_by_id=actor.person_id,
            )  # fmt: skip
            session.add(made)
            session.flush()
            session.add_all(
                AuditPlace(list_id=made.id, place=place, size=made.size, project_id=found[number])
                for place, number in enumerate(numbers, start=1)
            )
            session.flush()
            facts = {
                "year": str(year), "quarter": quarter, "percent": percent, "sample": made.sample,
                "list": made.digest, "numbers": numbers,
            }  # fmt: skip
            subject = _subject(made, district_slug)
            record(session, Action.AUDIT_FIX, subject, actor=actor, at=at, area=district.path, facts=facts)
    except AlreadyDone as twice:
        raise law.ListFixed(**known) from twice


def draw(
    district_slug: str, year: int, quarter: int, *, dice: str, witnesses: str, actor: Actor, at: datetime
) -> None:
    """Write down twenty dice that were thrown in public after the list was fixed; once and never again.

    Raises:
        NotFound, NotPermitted: there is no such list, or the actor has no say there.
        DrawnBySameHands: the actor fixed the list.
        BadDice, BadValue, PrivacyFinding: the dice or the witnesses cannot be used.
        LotDrawn: the lot was drawn.
    """
    thrown = require_dice(dice)
    seen = public_line(N_("在场见证"), witnesses)
    try:
        with transaction() as session:
            district = areas.by_slug(session, district_slug)
            permit(actor, Action.AUDIT_DRAW, Target(district.path), at=at)
            made = audits.find(session, district.id, year, quarter)
            if made.fixed_by_id == actor.person_id:
                raise law.DrawnBySameHands
            if made.lot is not None:
                raise law.LotDrawn
            seed = law.seed_of(made.digest, thrown)
            session.add(
                AuditLot(
                    list_id=made.id, dice=thrown, witnesses=seen, seed=seed, drawn_at=at,
                    drawn_by_id=actor.person_id,
                )
            )  # fmt: skip
            session.flush()
            listed = audits.places(session, made.id)
            drawn = law.drawn(seed, list(listed), made.sample)
            session.add_all(
                AuditPick(project_id=listed[number], list_id=made.id, rank=rank)
                for rank, number in enumerate(drawn, start=1)
            )
            session.flush()
            facts = {"dice": thrown, "seed": seed, "witnesses": seen, "drawn": drawn}
            subject = _subject(made, district_slug)
            record(session, Action.AUDIT_DRAW, subject, actor=actor, at=at, area=district.path, facts=facts)
    except AlreadyDone as twice:
        raise law.LotDrawn from twice


def conclude(number: str, finding: Finding, *, actor: Actor, at: datetime) -> None:
    """Write down what came of the audit of a project that was drawn; a later word is a new version with its reason.

    It may be written before the project is closed, which waits for it, or after that.

    Raises:
        NotFound, NotPermitted: there is no such project, or the actor does not audit there.
        NotDrawn: the project was not drawn.
        OwnAccount: the actor wrote its account.
        BadValue, RefundUnclear, ReasonForAnother: the result cannot stand.
        BelowRecovered: more came back for it than would be found.
        PrivacyFinding: the words hold personal data.
    """
    words = public_text(N_("审计情况"), finding.words, limit=law.WORDS_LIMIT)
    reason = public_line(N_("为什么改"), finding.reason, needed=False)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.AUDIT_RECORD, project.target, at=at)
        before = audits.of_project(session, project.id)
        account = settlements.account(session, project.id)
        if before is None or account is None:
            raise law.NotDrawn
        if account.recorded_by_id == actor.person_id:
            raise law.OwnAccount
        law.require_result(finding.outcome, finding.refund_fen, account.amount_fen)
        if before.results and not reason:
            raise law.ReasonForAnother
        require_not_below(finding.refund_fen, before.back_fen)
        version = len(before.results) + 1
        session.add(
            AuditResult(
                project_id=project.id, version=version, outcome=finding.outcome,
                refund_fen=finding.refund_fen, words=words, reason=reason if version > 1 else "",
                recorded_at=at, recorded_by_id=actor.person_id,
            )
        )  # fmt: skip
        session.flush()
        facts = {"outcome": finding.outcome, "refund_fen": str(finding.refund_fen), "version": version}
        told = {**facts, **text_seal(words), **({"reason": reason} if version > 1 else {})}
        subject, area = subject_of(project), project.area.path
        record(session, Action.AUDIT_RECORD, subject, actor=actor, at=at, area=area, facts=told)


def _subject(made: AuditList, slug: str) -> str:
    """Return the list as the journal names it: "audit/minghu/2026/3"."""
    return f"audit/{slug}/{made.year}/{made.quarter}"
