"""A residents' poll from its preparation to its opening: projects, money, times, and the roll as it is frozen."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from microprojects.domain import ballots, poll_specs
from microprojects.domain.actions import Action
from microprojects.domain.ballots import BallotType
from microprojects.domain.category_caps import Cap, Listed, require_caps
from microprojects.domain.errors import N_, AlreadyDone, BadValue, NotFound
from microprojects.domain.exclusive_groups import require_groups
from microprojects.domain.money import Fen
from microprojects.domain.parameters import Rulebook
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.polls import (
    EmptyRoll,
    OtherPollRuns,
    PollOff,
    PollState,
    require_money,
    require_options,
    require_state,
    require_times,
)
from microprojects.domain.workdays import local_day
from microprojects.services._deed import move, permit
from microprojects.services._polls import held, tell
from microprojects.services._rehearsals import rehearse
from microprojects.services._words import public_line
from microprojects.store import (
    areas,
    ballot_drafts,
    box_keys,
    ledger,
    poll_desks,
    poll_passes,
    poll_texts,
    polls,
    programmes,
    rulebooks,
)
from microprojects.store.db import transaction
from microprojects.store.poll_caps import PollCap
from microprojects.store.poll_rolls import RollEntry
from microprojects.store.polls import Poll, PollOption

MOST_POINTS = 1000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a clerk says about a poll; money in fen, projects by number, `points` only where points are given.

    Of each group of projects in `exclusive` at most one can win; `caps` limit categories.
    """

    title: str
    ballot: BallotType
    least: int
    most: int
    budget: Fen
    opens_at: datetime
    closes_at: datetime
    projects: Sequence[str]
    points: int = 0
    exclusive: Sequence[Sequence[str]] = ()
    caps: Mapping[str, Cap] = field(default_factory=dict)


def prepare(community_slug: str, wanted: Wanted, *, actor: Actor, at: datetime) -> int:
    """Prepare a poll of a community on ready projects of its round, and return its number.

    Raises:
        NotFound, NotPermitted: there is no such community or round, or the actor may not.
        PollOff: the programme has no residents' poll.
        OtherPollRuns: another poll of the community is not over.
        BadTimes, TooFewOptions, NoMoney, BadValue, PrivacyFinding: what is wrong with the wish.
        GroupOffBallot, GroupedTwice, GroupTooSmall: what is wrong with its groups.
        CapOffBallot, CapShutsOut, CapBindsNothing: what is wrong with its limits.
    """
    require_times(wanted.opens_at, wanted.closes_at, at=at)
    require_options(wanted.projects)
    require_groups(wanted.exclusive, wanted.projects)
    try:
        with transaction() as session:
            area = areas.by_slug(session, community_slug)
            permit(actor, Action.POLL_PREPARE, Target(area.path), at=at)
            year = programmes.round_of(session, area.id, local_day(at))
            if year is None:
                raise NotFound
            rules = rulebooks.parsed(year.rulebook)
            mode = str(rules["resident_poll.mode"])
            if mode == "off":
                raise PollOff
            fund = ledger.find(session, area.id, year.year)
            require_money(wanted.budget, left=fund.available_fen if fund else Fen(0))
            poll = Poll(
                round_id=year.id,
                area_id=area.id,
                title=public_line(N_("投票的名称"), wanted.title),
                ballot=wanted.ballot.value,
                budget_fen=wanted.budget,
                mode=mode,
                opens_at=wanted.opens_at,
                closes_at=wanted.closes_at,
                challenge_days=rules.number("resident_poll.challenge_days"),
                prepared_at=at,
                prepared_by_id=actor.person_id,
                **_limits(wanted, most=rules.number("resident_poll.max_choices")),
            )
            session.add(poll)
            session.flush()
            _draw_numbers(session, poll, wanted, seed=f"{year.rulebook.hash}/{poll.id}")
            tell(session, poll, Action.POLL_PREPARE, {"options": len(wanted.projects)}, actor=actor, at=at)
            return poll.id
    except AlreadyDone as twice:
        raise OtherPollRuns from twice


def _limits(wanted: Wanted, *, most: int) -> dict[str, int]:
    """Return how many projects and points a ballot may hold.

    Raises:
        BadValue: they do not fit each other, or the programme's rule.
    """
    if wanted.ballot is BallotType.KNAPSACK:
        most = len(wanted.projects)
    elif not 1 <= wanted.most <= most:
        raise BadValue(field=N_("最多选几个"), why=N_("请写 1 到规则里的上限之间的数"))
    else:
        most = min(wanted.most, len(wanted.projects))
    if not 1 <= wanted.least <= most:
        raise BadValue(field=N_("至少选几个"), why=N_("要在 1 到最多选的个数之间"))
    pointed = wanted.ballot is BallotType.POINTS
    if pointed and not most <= wanted.points <= MOST_POINTS:
        raise BadValue(field=N_("每人几个点"), why=N_("不能少于最多选的个数，也不能超过 1000"))
    return {"least": wanted.least, "most": most, "points": wanted.points if pointed else 0}


def _draw_numbers(session: Session, poll: Poll, wanted: Wanted, *, seed: str) -> None:
    """Put the projects on the ballot, numbered in an order that anybody can draw again."""
    ready = {project.number: (project, cost) for project, cost in polls.candidates(session, poll.round_id)}
    unknown = [number for number in wanted.projects if number not in ready]
    if unknown or len(set(wanted.projects)) < len(wanted.projects):
        raise BadValue(field=N_("项目"), why=N_("请只选方案已定、等上会的项目，每个一次"))
    groups = {number: place for place, group in enumerate(wanted.exclusive, start=1) for number in group}
    for place, number in enumerate(ballots.shuffled(wanted.projects, seed), start=1):
        project, cost = ready[number]
        session.add(
            PollOption(
                poll_id=poll.id,
                project_id=project.id,
                number=place,
                cost_fen=cost,
                exclusive_group=groups.get(number),
            )
        )
    require_caps(wanted.caps, [Listed(ready[n][1], ready[n][0].categories) for n in wanted.projects])
    for category, cap in wanted.caps.items():
        session.add(
            PollCap(poll_id=poll.id, category=category, most_fen=cap.most_fen, most_count=cap.most_count)
        )
    session.flush()


def cancel(poll_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Call off a poll that is not counted, for a reason that is published; its projects are free again.

    The keys of its box are destroyed, so that nobody ever reads the ballots in it.

    Raises:
        NotFound, NotPermitted, PollMoment: it is not there, or not to be called off.
        BadValue, PrivacyFinding: the reason cannot be published.
    """
    with transaction() as session:
        poll = held(session, poll_id, Action.POLL_CANCEL, actor=actor, at=at)
        require_state(poll.stands, PollState.PREPARED, PollState.OPEN, PollState.CLOSED)
        entered = poll.stands is not PollState.PREPARED
        poll.note = public_line(N_("理由"), reason)
        poll.state = PollState.CANCELLED.value
        ballot_drafts.empty(session, poll_id)
        poll_passes.empty(session, poll_id)
        poll_texts.empty(session, poll_id)
        session.flush()
        if entered:
            for option in polls.options(session, poll_id):
                move(
                    session,
                    option.project,
                    Action.PROJECT_LEAVE_POLL,
                    actor=actor,
                    at=at,
                    facts={"poll": poll_id},
                )
        tell(session, poll, Action.POLL_CANCEL, {"reason": poll.note}, actor=actor, at=at)
    box_keys.destroy(poll_id)


def open_poll(poll_id: int, *, actor: Actor, at: datetime) -> None:
    """Open a poll: freeze its rule and its roll, make the keys of its box, and take its projects in (T9a).

    Raises:
        NotFound, NotPermitted, PollMoment: it is not there, or not to be opened.
        BadTimes: it would be over already.
        EmptyRoll: nobody may vote.
        RehearsalFailed, KeyGone: the new keys do not open what they seal, or were not kept.
        WrongMoment: a project is not ready any more.
    """
    with transaction() as session:
        poll = held(session, poll_id, Action.POLL_OPEN, actor=actor, at=at)
        require_state(poll.stands, PollState.PREPARED)
        poll.opens_at = max(poll.opens_at, at)
        require_times(poll.opens_at, poll.closes_at, at=at)
        rules = rulebooks.parsed(poll.round.rulebook)
        poll.voters_on_roll, poll.roll_hash = _freeze_roll(session, poll, at=at)
        keys = box_keys.make(poll.id, poll.name)
        poll.spec, poll.spec_hash = poll_specs.written(_rule(poll, rules))
        rehearsed = rehearse(poll, keys)
        poll.seal_key, poll.state, poll.opened_at = keys.public, PollState.OPEN.value, at
        session.flush()
        for option in polls.options(session, poll_id):
            move(
                session,
                option.project,
                Action.PROJECT_ENTER_POLL,
                actor=actor,
                at=at,
                facts={"poll": poll_id},
            )
        facts = {
            "spec": poll.spec_hash,
            "roll": poll.roll_hash,
            "voters": poll.voters_on_roll,
            "rehearsed": rehearsed,
        }
        tell(session, poll, Action.POLL_OPEN, facts, actor=actor, at=at)


def _rule(poll: Poll, rules: Rulebook) -> dict[str, object]:
    """Return the rule of a poll as it is published."""
    counting = poll_specs.counted_by(
        str(rules["resident_poll.allocation"]),
        min_votes=rules.number("resident_poll.min_votes"),
        exclusive=poll.exclusive,
        caps=poll.caps,
    )
    return poll_specs.document(
        poll.name,
        poll.rule,
        counting,
        opens_at=poll.opens_at,
        closes_at=poll.closes_at,
        challenge_days=poll.challenge_days,
        rulebook=rules.hash,
        categories=poll.categories,
    )


def _freeze_roll(session: Session, poll: Poll, *, at: datetime) -> tuple[int, str]:
    """Write down who may vote by the rules of the round, and return how many, and a hash of their random names.

    Raises:
        EmptyRoll: nobody.
    """
    rows = [
        {
            "poll_id": poll.id,
            "entry": secrets.token_hex(16),
            "person_id": elector.person_id,
            "building": elector.building,
        }
        for elector in poll_desks.electors(session, poll, local_day(at))
    ]
    if not rows:
        raise EmptyRoll
    rows.sort(key=lambda row: str(row["entry"]))
    session.execute(insert(RollEntry), rows)
    listed = "\n".join(str(row["entry"]) for row in rows)
    return len(rows), hashlib.sha256(listed.encode()).hexdigest()
