"""The rulebook that holds for a project, and the one that parameters make for an area now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from microprojects.domain.delegations import ALLOWED
from microprojects.domain.electorate import Franchise
from microprojects.domain.errors import NotFound
from microprojects.domain.money import Fen
from microprojects.domain.parameters import BY_KEY, Rulebook, Value, from_data, rulebook
from microprojects.domain.thresholds import Bar, bar_from, quorum_share, share_from
from microprojects.domain.votes import Share
from microprojects.domain.workdays import local_day
from microprojects.store import packaged
from microprojects.store.meetings import AgendaItem, Meeting
from microprojects.store.programmes import FrozenRulebook, ParameterVersion, Programme, Round, round_of
from microprojects.store.projects import Project


class _Parsed:
    """A frozen rulebook, hashable by its fingerprint so that it is parsed once."""

    def __init__(self, frozen: FrozenRulebook) -> None:
        self.frozen_hash = frozen.hash
        self.body = frozen.body

    def __hash__(self) -> int:
        return hash(self.frozen_hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parsed) and other.frozen_hash == self.frozen_hash


@lru_cache(maxsize=256)
def _parse(key: _Parsed) -> Rulebook:
    return from_data(key.body)


def parsed(frozen: FrozenRulebook) -> Rulebook:
    """Return the rulebook that a frozen row holds."""
    return _parse(_Parsed(frozen))


def of(project: Project) -> Rulebook:
    """Return the project's own rulebook once it is scheduled, before that its round's."""
    return parsed(project.rulebook or project.round.rulebook)


def small_cells(session: Session) -> dict[int, int]:
    """Return by the number of each frozen rulebook from how many people on a number is told, in one statement."""
    return {
        frozen.id: parsed(frozen).number("privacy.small_cell")
        for frozen in session.scalars(select(FrozenRulebook))
    }


def in_force(session: Session, programme: Programme, area_id: int | None = None) -> Rulebook:
    """Return the rulebook that the parameters make now: the programme's, overridden by the area's own."""
    return in_force_for(session, programme, [area_id])[area_id]


def in_force_for(
    session: Session, programme: Programme, area_ids: Sequence[int | None]
) -> dict[int | None, Rulebook]:
    """Return the rulebook in force for each of several areas, in one statement; None is the programme itself."""
    rows = session.execute(
        select(ParameterVersion.key, ParameterVersion.area_id, ParameterVersion.value)
        .where(ParameterVersion.programme_id == programme.id)
        .order_by(ParameterVersion.id)
    )
    set_for: dict[int | None, dict[str, Value]] = {}
    for key, of_area, value in rows:
        set_for.setdefault(of_area, {})[key] = value["value"]
    general, scheme = set_for.get(None, {}), packaged.scheme(programme.scheme)
    return {
        area_id: rulebook(scheme, general if area_id is None else general | set_for.get(area_id, {}))
        for area_id in area_ids
    }


def freeze(session: Session, book: Rulebook, *, at: datetime) -> FrozenRulebook:
    """Return the stored row of a rulebook, written now if no equal one is there."""
    found = session.scalar(select(FrozenRulebook).where(FrozenRulebook.hash == book.hash))
    if found is None:
        found = FrozenRulebook(hash=book.hash, body=book.as_data(), frozen_at=at)
        session.add(found)
        session.flush()
    return found


def rounds_to_refreeze(session: Session, programme_id: int, on: date) -> list[Round]:
    """Return the rounds under whose rules something may still be decided, held until the transaction ends.

    Those are the rounds of this year and later ones, and every other one that has not
    closed, or in which a project is not scheduled: a change of a rule holds for it
    too, however long ago the days of collecting were over.
    """
    unscheduled = exists().where(Project.round_id == Round.id, Project.rulebook_id.is_(None))
    takes_more = or_(Round.closes_on >= on, Round.year >= on.year)
    query = (
        select(Round)
        .where(Round.programme_id == programme_id, Round.imported.is_(False), or_(takes_more, unscheduled))
        .order_by(Round.id)
        .with_for_update(of=Round)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def quorum_of(session: Session, meeting: Meeting) -> Share:
    """Return the quorum of a meeting: by the rules of its first item, else of the community's round."""
    found = _of_meeting(session, meeting)
    if found is None:
        return share_from(BY_KEY["meeting.quorum"].default)
    rules, stage = found
    ways = rules.scheme.deliberations
    own = next((way for way in ways if way.body == meeting.council.body), ways[-1])
    return quorum_share(rules.scheme.deliberation(stage) if stage else own, rules)


def bar_of(session: Session, meeting: Meeting) -> Bar:
    """Return the ordinary bar of a meeting's votes, by the same rules as its quorum."""
    found = _of_meeting(session, meeting)
    if found is None:
        return bar_from(BY_KEY["meeting.pass"].default)
    rules, stage = found
    own = rules.scheme.deliberation(stage).pass_ if stage else None
    return bar_from(own or rules["meeting.pass"])


def of_meeting(session: Session, meeting: Meeting) -> Rulebook | None:
    """Return the rules under which a meeting decides; None where its community has no round."""
    found = _of_meeting(session, meeting)
    return found[0] if found else None


def asks_for_door_code(session: Session, meeting: Meeting) -> bool:
    """Return whether members who sign in by themselves type the code that is shown at the door."""
    found = _of_meeting(session, meeting)
    return found is not None and found[0].flag("meeting.door_code")


def allows_proxies(session: Session, meeting: Meeting) -> bool:
    """Return whether absent members may give their votes: only where the council's rules and those of every item say so."""
    round_ = round_of(session, meeting.area_id, local_day(meeting.starts_at))
    frozen = session.scalars(
        select(FrozenRulebook)
        .join(Project, Project.rulebook_id == FrozenRulebook.id)
        .join(AgendaItem, AgendaItem.project_id == Project.id)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.state.not_in(("tabled", "removed")))
    ).unique()
    books = [parsed(each) for each in frozen] + ([parsed(round_.rulebook)] if round_ else [])
    return bool(books) and all(book["meeting.proxies"] == ALLOWED for book in books)


def _of_meeting(session: Session, meeting: Meeting) -> tuple[Rulebook, int | None] | None:
    """Return the rules of a meeting's first item with its stage, else those of the community's round."""
    found = session.execute(
        select(FrozenRulebook, AgendaItem.stage)
        .join(Project, Project.rulebook_id == FrozenRulebook.id)
        .join(AgendaItem, AgendaItem.project_id == Project.id)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.position)
        .limit(1)
    ).first()
    if found is not None:
        return parsed(found[0]), found[1]
    round_ = round_of(session, meeting.area_id, local_day(meeting.starts_at))
    return (parsed(round_.rulebook), None) if round_ else None


def age_to_propose(session: Session, community_id: int, on: date) -> int:
    """Return the age at which one proposes in a community, by the rules of its latest round."""
    return _number_in(session, community_id, "eligibility.min_age_propose", on)


def franchise(session: Session, community_id: int, on: date) -> Franchise:
    """Return who votes in a community's residents' votes, by the rules of its latest round."""
    return franchise_of(of_community(session, community_id, on))


def franchise_of(book: Rulebook) -> Franchise:
    """Return who votes in residents' votes by a rulebook."""
    return Franchise(
        age_min=book.number("eligibility.min_age_poll"),
        scope=str(book["eligibility.scope"]),
        age_seen=book.number("eligibility.min_age_propose"),
    )


def yearly_allocation(session: Session, community_id: int, on: date) -> Fen:
    """Return what a community is to get in a year, in fen, by the rules of its latest round."""
    return Fen(_number_in(session, community_id, "allocation.per_community_yearly_fen", on))


def share_in(session: Session, area_id: int, key: str, on: date) -> Share:
    """Return a share that the rules of an area's latest round set, or its default where there is no round."""
    return share_from(of_community(session, area_id, on)[key])


def of_community(session: Session, community_id: int, on: date) -> Rulebook:
    """Return the rules of a community's latest round; where there is none, the defaults."""
    round_ = round_of(session, community_id, on)
    return parsed(round_.rulebook) if round_ else Rulebook(packaged.scheme("futian_3_3"), {})


def _number_in(session: Session, community_id: int, key: str, on: date) -> int:
    return of_community(session, community_id, on).number(key)


def by_hash(session: Session, digest: str) -> FrozenRulebook:
    """Return the frozen rulebook of a fingerprint."""
    found = session.scalar(select(FrozenRulebook).where(FrozenRulebook.hash == digest))
    if found is None:
        raise NotFound
    return found


def is_frozen(session: Session, digest: str) -> bool:
    """Return whether a rulebook of that fingerprint was ever frozen for a round."""
    return session.scalar(select(FrozenRulebook.id).where(FrozenRulebook.hash == digest)) is not None
