"""The library of good finished projects: one person offers, another lets in or declines, an entry is taken out, or copied."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from microprojects.domain import library as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.evaluations import share
from microprojects.domain.library import ENTERED, Standing
from microprojects.domain.money import Fen
from microprojects.domain.people import Actor
from microprojects.domain.proposal_words import EstimateWords, ProposalWords
from microprojects.domain.withdrawals import require_room
from microprojects.services import _proposals
from microprojects.services._deed import note, permit, record, subject_of
from microprojects.services._words import public_text, text_seal
from microprojects.store import areas, consultations, library, projects, proposals, wordings
from microprojects.store.db import transaction
from microprojects.store.library import LibraryCopy, LibraryEntry
from microprojects.store.projects import Project

_IS = {Standing.OFFERED: N_("已经荐了，等区里定"), Standing.IN: N_("已经在项目库里")}


def offer(number: str, *, reason: str, lessons: str, actor: Actor, at: datetime) -> int:
    """Offer a closed project to the library, with why others may copy it and what was learnt; return the version.

    Raises:
        NotFound, NotPermitted: there is no such project, or the actor has no say in it.
        InLibrary: it is in the library, or waits for its decision.
        NotFinished, TooFewToTell, NotSatisfied, StillToMend: it may not come in.
        BadValue, PrivacyFinding, NamesFound: the words are missing or not fit for the public.

    Source: domain research, sections 7.7 and 8 (项目库).
    """
    why = public_text(N_("为什么值得抄"), reason, limit=law.LONGEST_REASON)
    learnt = public_text(N_("经验教训"), lessons, limit=law.LONGEST_LESSONS)
    with transaction() as session:
        project, before = _held(session, number, Action.LIBRARY_OFFER, actor=actor, at=at)
        if before is not None and before.standing in _IS:
            raise law.InLibrary(standing=_IS[before.standing])
        count = library.survey_count(session, project.id)
        merits = library.merits(session, project, count)
        law.require_merits(merits)
        assert count is not None
        entry = LibraryEntry(
            project_id=project.id, version=before.version + 1 if before else 1, reason=why, lessons=learnt,
            amount_fen=library.settled_fen(session, project.id), answers=count.answers,
            percent=share(count, limit=merits.small_cell), offered_at=at, offered_by_id=actor.person_id or 0,
        )  # fmt: skip
        session.add(entry)
        facts = {**_facts(entry), "reason": why, **text_seal(learnt)}
        note(session, Action.LIBRARY_OFFER, project, facts, actor=actor, at=at)
        return entry.version


def decide(number: str, *, enters: bool, reason: str, actor: Actor, at: datetime) -> None:
    """Let in what was offered, or decline it; by somebody else than who offered it, with a public reason.

    Raises:
        NotFound, NotPermitted, OwnMatter: there is no such project, or the actor has no say in it.
        NotWaiting: nothing waits.
        SameHand: the actor offered it.
        NotFinished, TooFewToTell, NotSatisfied, StillToMend: it may not come in any more.
        BadValue, PrivacyFinding, NamesFound: the reason is missing or not fit for the public.
    """
    why = public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    action = Action.LIBRARY_ENTER if enters else Action.LIBRARY_DECLINE
    with transaction() as session:
        project, entry = _held(session, number, action, actor=actor, at=at)
        if entry is None or entry.standing is not Standing.OFFERED:
            raise law.NotWaiting
        if entry.offered_by_id == actor.person_id:
            raise law.SameHand
        if enters:
            count = library.survey_count(session, project.id)
            law.require_merits(library.merits(session, project, count))
        entry.verdict, entry.decided_reason = ENTERED if enters else law.DECLINED, why
        entry.decided_at, entry.decided_by_id = at, actor.person_id
        note(session, action, project, {**_facts(entry), "reason": why}, actor=actor, at=at)


def remove(number: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Take an entry out of the library, with a public reason; what it said and its copies stay.

    Raises:
        NotFound, NotPermitted, OwnMatter: there is no such project, or the actor has no say in it.
        NotIn: it is not in the library.
        BadValue, PrivacyFinding, NamesFound: the reason is missing or not fit for the public.
    """
    why = public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        project, entry = _held(session, number, Action.LIBRARY_REMOVE, actor=actor, at=at)
        if entry is None or entry.standing is not Standing.IN:
            raise law.NotIn
        entry.removed_reason, entry.removed_at, entry.removed_by_id = why, at, actor.person_id
        facts = {"version": entry.version, "reason": why}
        note(session, Action.LIBRARY_REMOVE, project, facts, actor=actor, at=at)


def copy(
    number: str,
    community_slug: str,
    *,
    actor: Actor,
    at: datetime,
    proposer_id: int | None = None,
    title: str = "",
) -> int:
    """Begin a proposal with the words of an entry and return the draft's id. With a `proposer_id` it is entered for them.

    Need, work and an outline of the costs are filled in as they read today; where, for
    how many and what neighbours give is the new proposer's to say.

    Raises:
        NotFound: there is no such project, community or person.
        NotIn: the project is not in the library.
        BadValue: the area is not a community.
        NotPermitted, NotVerified, RoundClosed, TooManyDrafts: as for any draft.
    """
    with transaction() as session:
        source = projects.by_number(session, number)
        entry = next(iter(library.versions(session, source.id)), None)
        if entry is None or entry.standing is not Standing.IN:
            raise law.NotIn
        community = areas.by_slug(session, community_slug)
        if community.level != "community":
            raise BadValue(field=N_("社区"), why=N_("请从名单里选一个社区"))
        proposer, kind = _proposals.proposer_of(session, community, proposer_id, actor=actor, at=at)
        require_room(proposals.open_drafts(session, proposer.id))
        words = law.outline(*_words(session, source))
        words = replace(words, title=title or words.title).cleaned()
        draft = _proposals.new_draft(session, community, proposer, words, kind=kind, actor=actor, at=at)
        session.add(LibraryCopy(entry_id=entry.id, project_id=draft.id, copied_at=at))
        facts = {"from": subject_of(source), "version": entry.version}
        record(
            session, Action.LIBRARY_COPY, subject_of(draft), actor=actor, at=at, area=community.path, facts=facts
        )  # fmt: skip
        return draft.id


def _held(
    session: Session, number: str, action: Action, *, actor: Actor, at: datetime
) -> tuple[Project, LibraryEntry | None]:
    """Return a project, held until the transaction ends, with the latest version of its entry."""
    project = projects.by_number(session, number, for_update=True)
    permit(actor, action, project.target, at=at)
    return project, next(iter(library.versions(session, project.id)), None)


def _facts(entry: LibraryEntry) -> dict[str, object]:
    return {
        "version": entry.version,
        "amount_fen": str(entry.amount_fen),
        "answers": entry.answers,
        **({"percent": entry.percent} if entry.percent is not None else {}),
    }


def _words(session: Session, source: Project) -> tuple[ProposalWords, tuple[EstimateWords, ...]]:
    """Return what a project's proposal says and its costs as they were planned last, as the public reads them today."""
    reads = wordings.of(session, source.id).read
    plan = consultations.plan_of(session, source)
    rows = plan.lines if plan is not None and plan.lines else source.lines
    lines = tuple(
        EstimateWords(label=reads(each.label), quantity=reads(each.quantity), amount_fen=Fen(each.amount_fen))
        for each in rows
    )
    words = proposals.words_of(source)
    texts: dict[str, Any] = {name: reads(getattr(words, name)) for name in law.COPIED}
    return replace(words, **texts), lines
