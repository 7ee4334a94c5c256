"""Works that look like parts of a split one: the question is raised, answered by whoever buys, and judged by a supervisor."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.people import SYSTEM, Actor
from microprojects.domain.splitting import (
    LONGEST_WORDS,
    SHORTEST_ANSWER,
    SHORTEST_FINDING,
    VERDICTS,
    NothingToAnswer,
    NothingToJudge,
    OwnAnswer,
    Standing,
    Suspicion,
    require_words,
)
from microprojects.domain.workdays import local_day
from microprojects.services._deed import permit, record, subject_of
from microprojects.services._words import public_text
from microprojects.store import projects, rulebooks, splittings
from microprojects.store.db import db, transaction
from microprojects.store.projects import Project
from microprojects.store.splittings import SplitAnswer, SplitFlag, SplitMember


def raise_due(*, at: datetime) -> int:
    """Raise, for the system, every question of this fiscal year that nobody has raised yet; return how many.

    A work that joins one that was raised opens it again.
    """
    raised = 0
    session = db.session()
    places = splittings.places(session, local_day(at).year)
    for place, newest in places.items():
        found = splittings.suspicions(session, place, rulebooks.of(projects.get(session, newest)))
        for each in splittings.unknown(session, found):
            raised += _raise(each, at=at)
    return raised


def answer(number: str, *, words: str, actor: Actor, at: datetime) -> None:
    """Say why a project is no part of a split one, or how that was mended; it waits for the supervisor then.

    The question is raised with it where the system has not got there yet.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        NothingToAnswer: the project is not flagged, or its answer stands or waits.
        WordsTooShort, BadValue, PrivacyFinding: the words say too little, or are not fit for the public.
    """
    said = public_text(N_("说明"), words, limit=LONGEST_WORDS)
    require_words(said, SHORTEST_ANSWER)
    with transaction() as session:
        splittings.hold(session, Project.number == number)
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.SPLITTING_ANSWER, project.target, at=at)
        found = splittings.about(session, project, rulebooks.of(project))
        if found is None:
            raise NothingToAnswer
        flag = _flag(session, project, found, at=at)
        if flag.standing not in (Standing.OPEN, Standing.FOUND):
            raise NothingToAnswer
        session.add(
            SplitAnswer(flag_id=flag.id, words=said, answered_at=at, answered_by_id=actor.person_id or 0)
        )
        facts = {**_facts(flag, found, project), "text": said}
        subject, area = subject_of(project), project.area.path
        record(session, Action.SPLITTING_ANSWER, subject, actor=actor, at=at, area=area, facts=facts)


def judge(number: str, *, verdict: str, words: str = "", actor: Actor, at: datetime) -> None:
    """Accept the answer about a project as its supervisor, or find that it was split, and say why.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        NothingToJudge: no answer waits.
        OwnAnswer: the actor wrote it.
        WordsTooShort: splitting is found without a reason.
        BadValue, PrivacyFinding: the verdict is unknown, or the words are not fit for the public.
    """
    if verdict not in VERDICTS:
        raise BadValue(field=N_("怎么认定"), why=N_("不在可选的几项里"))
    said = public_text(N_("理由"), words, limit=LONGEST_WORDS, needed=verdict == "found")
    if verdict == "found":
        require_words(said, SHORTEST_FINDING)
    with transaction() as session:
        splittings.hold(session, Project.number == number)
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.SPLITTING_JUDGE, project.target, at=at)
        flag = splittings.of_project(session, project.id, for_update=True)
        given = flag.answer if flag else None
        if flag is None or given is None or flag.standing is not Standing.ANSWERED:
            raise NothingToJudge
        if given.answered_by_id == actor.person_id:
            raise OwnAnswer
        given.verdict, given.judged_words = verdict, said
        given.judged_at, given.judged_by_id = at, actor.person_id
        numbers = [each.project.number for each in flag.members if each.project_id != project.id]
        facts = {"splitting": flag.id, "split_with": numbers, "verdict": verdict}
        facts |= {"reason": said} if said else {}
        subject, area = subject_of(project), project.area.path
        record(session, Action.SPLITTING_JUDGE, subject, actor=actor, at=at, area=area, facts=facts)


def _raise(seen: Suspicion, *, at: datetime) -> bool:
    """Write one question down in a transaction of its own, and return whether it was new; it is looked at again first."""
    with transaction() as session:
        splittings.hold(session, Project.id == max(seen.ids))
        project = projects.get(session, max(seen.ids), for_update=True)
        found = splittings.about(session, project, rulebooks.of(project))
        if found is None or not splittings.unknown(session, [found]):
            return False
        flag = _flag(session, project, found, at=at)
        facts = _facts(flag, found, project)
        subject, area = subject_of(project), project.area.path
        record(session, Action.SPLITTING_RAISE, subject, actor=SYSTEM, at=at, area=area, facts=facts)
    return True


def _facts(flag: SplitFlag, found: Suspicion, project: Project) -> dict[str, object]:
    return {
        "splitting": flag.id,
        "split_with": [work.number for work in found.works if work.id != project.id],
        "split_sum_fen": str(found.sum),
        "split_limit_fen": str(found.limit),
    }


def _flag(session: Session, project: Project, found: Suspicion, *, at: datetime) -> SplitFlag:
    """Return the question about works, held, with all of them in it; the oldest takes in what others had."""
    flags = splittings.of_projects(session, found.ids)
    told = {"sum_fen": found.sum, "limit_fen": found.limit, "against": found.against.value}
    if not flags:
        place = splittings.place_of(project)
        assert place is not None
        flag = SplitFlag(area_id=place.area_id, year=place.year, type=place.type, raised_at=at, **told)
        session.add(flag)
        session.flush()
    else:
        flag = flags[0]
        for name, value in told.items():
            setattr(flag, name, value)
    for other in flags[1:]:
        for table in (SplitMember, SplitAnswer):
            session.execute(update(table).where(table.flag_id == other.id).values(flag_id=flag.id))
        session.execute(update(SplitMember).where(SplitMember.flag_id == flag.id).values(joined_at=at))
        session.expire(other)
        session.delete(other)
    session.flush()
    session.expire(flag)
    known = {each.project_id for each in flag.members}
    session.add_all(
        SplitMember(project_id=each, flag_id=flag.id, joined_at=at) for each in sorted(found.ids - known)
    )
    session.flush()
    session.expire(flag)
    return flag
