"""The matters of a gathering: raised, listed, ended in words or in marks, and done as promised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, AlreadyDone, BadValue, NotFound
from microprojects.domain.gathering_kinds import Asks, Part
from microprojects.domain.gatherings import (
    LONGEST_TOPIC,
    LONGEST_WORDS,
    MatterEnded,
    NotPromised,
    StatementsUnanswered,
    require_ending,
    require_marks,
)
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.proposal_words import ProposalWords
from microprojects.services import _proposals
from microprojects.services._deed import permit, record, subject_of, unnamed
from microprojects.services._gatherings import held, held_matter, require_part, tell
from microprojects.services._words import public_line, public_text, text_seal
from microprojects.store import gatherings, people, projects
from microprojects.store.db import transaction
from microprojects.store.gatherings import Gathering, Mark, Matter
from microprojects.store.projects import Project

MOST_TOPICS = 3  # of one person at one gathering


def raise_topic(
    gathering_id: int, *, title: str, text: str = "", for_another: bool = False, actor: Actor, at: datetime
) -> int:
    """Raise a topic for a gathering, before it or at it, and return its number; `for_another` notes what somebody said.

    Raises:
        NotFound, NotPermitted: there is no such gathering, or the actor is not of its community.
        GatheringOver, NotOfThisKind: it takes no topics, or no more.
        BadValue, PrivacyFinding: the words cannot be published, or the person has raised enough.
    """
    with transaction() as session:
        found = held(session, gathering_id, Action.TOPIC_RAISE, actor=actor, at=at)
        asked = for_another and found.made_of.has(Part.QUESTIONS)
        require_part(found, Part.QUESTIONS if asked else Part.TOPICS)
        if for_another:
            permit(actor, Action.MATTER_LIST, Target(found.area.path), at=at)
        elif _raised(session, found, actor) >= MOST_TOPICS:
            raise BadValue(field=N_("话题"), why=N_("一个人一次会最多提三件，请挑要紧的"))
        act, area = Action.TOPIC_RAISE, found.area.path
        title = unnamed(session, public_line(N_("话题"), title), act, actor=actor, at=at, area=area)
        words = public_text(N_("说明"), text, limit=LONGEST_TOPIC, needed=False)
        text = unnamed(session, words, act, actor=actor, at=at, area=area)
        matter = _listed(session, found, "topic", title=title, text=text, at=at)
        matter.raised_by_id = None if for_another else actor.person_id
        facts = {"number": matter.position, **text_seal(matter.title, matter.text)}
        tell(session, found, Action.TOPIC_RAISE, facts, actor=actor, at=at)
        return matter.id


def hide_topic(matter_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Show a reason in place of a topic that should not stand; it needs no ending any more.

    Raises:
        NotFound, NotPermitted: there is no such topic, or the actor is not on its community's staff.
        AlreadyDone, MatterEnded: it is hidden, or has its ending.
        BadValue, PrivacyFinding: the reason cannot be published.
    """
    with transaction() as session:
        matter = gatherings.matter(session, matter_id, for_update=True)
        permit(actor, Action.TOPIC_HIDE, Target(matter.gathering.area.path), at=at)
        if matter.subject != "topic":
            raise NotFound
        if matter.hidden_reason:
            raise AlreadyDone
        if matter.ended_at is not None:
            raise MatterEnded
        matter.hidden_reason = public_line(N_("理由"), reason)
        facts = {"number": matter.position, "reason": matter.hidden_reason}
        tell(session, matter.gathering, Action.TOPIC_HIDE, facts, actor=actor, at=at)


def list_project(gathering_id: int, number: str, *, actor: Actor, at: datetime) -> int:
    """Put a project of the community on the list of a gathering and return the number of the matter.

    Raises:
        NotFound, NotPermitted: there is no such gathering or project there, or the actor may not.
        GatheringOver, NotOfThisKind: it is over, or has no projects on its list.
        AlreadyDone: the project is on the list.
    """
    with transaction() as session:
        found = held(session, gathering_id, Action.MATTER_LIST, actor=actor, at=at)
        require_part(found, Part.PROJECTS)
        project = projects.by_number(session, number)
        if project.area_id != found.area_id:
            raise NotFound
        if any(each.project_id == project.id for each in gatherings.matters(session, gathering_id)):
            raise AlreadyDone
        matter = _listed(session, found, "project", title=project.title, project_id=project.id, at=at)
        facts = {"number": matter.position, "project": number}
        tell(session, found, Action.MATTER_LIST, facts, actor=actor, at=at)
        return matter.id


def list_report(gathering_id: int, *, who: str, text: str = "", actor: Actor, at: datetime) -> int:
    """Put on the list somebody who reports on their work, by office, and return the number of the matter.

    Raises:
        NotFound, NotPermitted, GatheringOver, NotOfThisKind: as for a project.
        BadValue, PrivacyFinding: the words cannot be published.
    """
    with transaction() as session:
        found = held(session, gathering_id, Action.MATTER_LIST, actor=actor, at=at)
        require_part(found, Part.REPORTS)
        matter = _listed(
            session,
            found,
            "report",
            title=public_line(N_("谁述职"), who),
            text=public_text(N_("说明"), text, limit=LONGEST_TOPIC, needed=False),
            at=at,
        )
        facts = {"number": matter.position, **text_seal(matter.title, matter.text)}
        tell(session, found, Action.MATTER_LIST, facts, actor=actor, at=at)
        return matter.id


def end(
    matter_id: int,
    *,
    ending: str,
    text: str = "",
    receiver: str = "",
    due_on: date | None = None,
    project: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """End a matter in one of its kind's ways; a topic that becomes a proposal gets its draft with this click.

    `project` is the number of the proposal that came of a topic. Without it a draft is
    begun for the resident who raised it, who finds it among their own.

    Raises:
        NotFound, NotPermitted, OwnMatter, GatheringOver, GatheringNotOpen, MatterEnded: as for every step.
        StatementsUnanswered: something that was said on it is unanswered.
        BadValue, PrivacyFinding: what the ending asks for is missing or cannot be published.
        RoundClosed, NotVerified: no draft can be begun for who raised it.
    """
    with transaction() as session:
        matter = held_matter(session, matter_id, Action.MATTER_END, actor=actor, at=at)
        open_ones = sum(1 for said in matter.statements if not said.answer)
        if open_ones:
            raise StatementsUnanswered(left=open_ones)
        by = public_line(N_("谁来办"), receiver, needed=False)
        chosen = require_ending(matter.gathering.made_of.ending(ending), due_on=due_on, receiver=by, at=at)
        matter.ending, matter.lets_on, matter.ended_at = chosen.word, chosen.lets_on, at
        matter.ending_text = public_text(N_("怎么办的"), text, limit=LONGEST_WORDS, needed=False)
        matter.receiver = by if Asks.RECEIVER in chosen.asks else ""
        matter.due_on = due_on if Asks.DUE in chosen.asks else None
        if Asks.PROJECT in chosen.asks and matter.project_id is None:
            matter.project_id = _came_of(session, matter, project, actor=actor, at=at).id
        session.flush()
        facts: dict[str, object] = {"number": matter.position, "ending": chosen.label}
        facts |= text_seal(matter.ending_text)
        if matter.due_on:
            facts |= {"due_on": matter.due_on.isoformat()}
        if matter.receiver:
            facts |= {"receiver": matter.receiver}
        tell(session, matter.gathering, Action.MATTER_END, facts, actor=actor, at=at)


def mark(matter_id: int, *, marks: Mapping[str, int], witnesses: str, actor: Actor, at: datetime) -> None:
    """Write down how those present marked a matter; marks are given on paper and counted before two witnesses.

    Raises:
        NotFound, NotPermitted, OwnMatter, GatheringOver, GatheringNotOpen, MatterEnded: as for every step.
        NotOfThisKind: the kind is not marked.
        MarksDoNotAddUp: there are more marks than people.
        BadValue, PrivacyFinding: a number or the witnesses are missing.
    """
    with transaction() as session:
        matter = held_matter(session, matter_id, Action.MATTER_MARK, actor=actor, at=at)
        gathering = matter.gathering
        require_part(gathering, Part.MARKS)
        kind = gathering.made_of
        require_marks(kind, marks, attended=gathering.attended)
        matter.witnesses = public_line(N_("监票人"), witnesses)
        session.add_all(Mark(matter_id=matter.id, level=word, given=given) for word, given in marks.items())
        matter.ended_at, matter.lets_on = at, kind.carries(marks)
        told = [f"{level.label} {marks[level.word]}" for level in kind.levels]
        facts = {"number": matter.position, "marks": told, "passed": matter.lets_on}
        tell(session, gathering, Action.MATTER_MARK, facts, actor=actor, at=at)


def done(matter_id: int, *, text: str, actor: Actor, at: datetime) -> None:
    """Report that what was promised by a day is done.

    Raises:
        NotFound, NotPermitted: there is no such matter, or the actor may not.
        NotPromised: nothing was promised, or it is done.
        BadValue, PrivacyFinding: the words are missing or cannot be published.
    """
    with transaction() as session:
        matter = gatherings.matter(session, matter_id, for_update=True)
        permit(actor, Action.MATTER_DONE, Target(matter.gathering.area.path), at=at)
        if matter.due_on is None or matter.done_at is not None:
            raise NotPromised
        matter.done_text = public_text(N_("办得怎样"), text, limit=LONGEST_WORDS)
        matter.done_at = at
        facts = {"number": matter.position, **text_seal(matter.done_text)}
        tell(session, matter.gathering, Action.MATTER_DONE, facts, actor=actor, at=at)


def _listed(
    session: Session,
    gathering: Gathering,
    subject: str,
    *,
    title: str,
    text: str = "",
    project_id: int | None = None,
    at: datetime,
) -> Matter:
    matter = Matter(
        gathering_id=gathering.id,
        position=gatherings.next_position(session, gathering.id),
        subject=subject,
        title=title,
        text=text,
        project_id=project_id,
        raised_at=at,
    )
    session.add(matter)
    session.flush()
    return matter


def _raised(session: Session, gathering: Gathering, actor: Actor) -> int:
    return sum(1 for m in gatherings.matters(session, gathering.id) if m.raised_by_id == actor.person_id)


def _came_of(session: Session, matter: Matter, number: str, *, actor: Actor, at: datetime) -> Project:
    """Return the proposal that came of a topic: the one named, or a draft begun for who raised it.

    Raises:
        NotFound: there is no such number in the community.
        BadValue: nobody is known who raised it, and no number was named.
    """
    community = matter.gathering.area
    if number:
        project = projects.by_number(session, number)
        if project.area_id != community.id:
            raise NotFound
        return project
    if matter.raised_by_id is None:
        raise BadValue(
            field=N_("项目编号"), why=N_("这个话题是现场记的，请先在“代录提议”里替居民写好，再填编号")
        )
    proposer = people.get(session, matter.raised_by_id)
    kind = _proposals.kind_of(session, proposer, community, at)
    words = ProposalWords(title=matter.title, problem=matter.text).cleaned()
    draft = _proposals.new_draft(session, community, proposer, words, kind=kind, actor=actor, at=at)
    facts = {"gathering": matter.gathering_id}
    record(
        session,
        Action.PROJECT_ENTER,
        subject_of(draft),
        actor=actor,
        at=at,
        area=community.path,
        facts=facts,
    )
    return draft
