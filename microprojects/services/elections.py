"""Terms of a council and its elections are recorded, and a record that is wrong is called so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.elections import (
    ElectedTwice,
    NotOfTheCouncil,
    NotYetHeld,
    OutsideTerm,
    TermsCross,
    end_of_term,
    require_counts,
    require_votes,
)
from microprojects.domain.errors import N_, AlreadyDone, BadValue
from microprojects.domain.people import Actor
from microprojects.domain.workdays import local_day
from microprojects.services import _rosters
from microprojects.services._words import public_line
from microprojects.store import councils, elections, rulebooks, seatings
from microprojects.store.db import transaction
from microprojects.store.elections import CouncilTerm, Election
from microprojects.store.seatings import SeatOrigin

MOST_TERMS = 99


@dataclass(frozen=True, kw_only=True)
class Poll:
    """An election as it is recorded; `due` and `voted` are None where nobody votes."""

    held_on: date
    way: str
    due: int | None = None
    voted: int | None = None
    document: str = ""


def open_term(council_id: int, number: int, *, since: date, actor: Actor, at: datetime) -> int:
    """Record a term of a council and return its id; it runs for the years that the rules say.

    Raises:
        NotFound, NotPermitted: there is no such council, or the actor does not work there.
        BadValue: the number is none, or the day is out of every calendar.
        AlreadyDone: the council has a term of that number.
        TermsCross: another term runs in that time.
    """
    with transaction() as session:
        council = _rosters.held(session, council_id, Action.ELECTION_RECORD, actor=actor, at=at)
        if not 1 <= number <= MOST_TERMS:
            raise BadValue(field=N_("第几届"), why=N_("要填 1 到 99 的整数"))
        rules = rulebooks.of_community(session, council.area_id, local_day(at))
        until = end_of_term(since, rules.number("council.term_years"))
        for other in elections.terms(session, council_id):
            if other.number == number:
                raise AlreadyDone
            if other.since <= until and since <= other.until:
                raise TermsCross(
                    number=other.number, since=other.since.isoformat(), until=other.until.isoformat()
                )
        made = CouncilTerm(council_id=council_id, number=number, since=since, until=until)
        session.add(made)
        session.flush()
        facts = {"term": number, "since": since.isoformat(), "until": until.isoformat()}
        _rosters.tell(session, council, Action.ELECTION_RECORD, actor=actor, at=at, facts=facts)
        return made.id


def record_election(
    term_id: int, poll: Poll, elected: Mapping[int, int | None], *, actor: Actor, at: datetime
) -> int:
    """Record how members of a term came in and return the id; `elected` gives each seat its votes, if they are known.

    Raises:
        NotFound, NotPermitted: there is no such term, or the actor does not work there.
        BadValue, CountsMissing, CountsGiven, MoreThanVoted: the way or the numbers cannot be.
        NotYetHeld, OutsideTerm: the day has not come, or lies after the term.
        NotOfTheCouncil, ElectedTwice: a seat is another council's, or came from another election.
        PrivacyFinding: the number of the document holds personal data.
    """
    with transaction() as session:
        term = elections.term(session, term_id)
        council = _rosters.held(session, term.council_id, Action.ELECTION_RECORD, actor=actor, at=at)
        require_counts(poll.way, poll.due, poll.voted)
        _require_day(term, poll.held_on, local_day(at))
        if not elected:
            raise BadValue(field=N_("选出的人"), why=N_("一个也没有选"))
        made = Election(
            council_id=council.id,
            term_id=term_id,
            held_on=poll.held_on,
            way=poll.way,
            due=poll.due,
            voted=poll.voted,
            document=public_line(N_("文号"), poll.document, needed=False),
            recorded_at=at,
        )
        session.add(made)
        session.flush()
        _elect(session, made, elected)
        facts = {"term": term.number, "elected_on": poll.held_on.isoformat(), "way": poll.way}
        counts = {"due": poll.due, "voted": poll.voted} if poll.due is not None else {}
        facts_all = {"election": made.id, **facts, **counts, "elected": len(elected)}
        _rosters.tell(session, council, Action.ELECTION_RECORD, actor=actor, at=at, facts=facts_all)
        return made.id


def annul(election_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Call a recorded election wrong: it stays with the reason, and the seats do not point to it any more.

    Raises:
        NotFound, NotPermitted: there is no such election, or the actor does not work there.
        AlreadyDone: it was called so before.
        BadValue, PrivacyFinding: the reason is empty or cannot be shown.
    """
    with transaction() as session:
        election = elections.get(session, election_id, for_update=True)
        council = _rosters.held(session, election.council_id, Action.ELECTION_RECORD, actor=actor, at=at)
        if election.annulled_at is not None:
            raise AlreadyDone
        election.annulled_at, election.annulled_reason = at, public_line(N_("错在哪里"), reason)
        for origin in seatings.elected(session, election_id):
            origin.election_id = origin.votes_for = None
            if origin.replaces_id is None:
                session.delete(origin)
        facts = {"election": election_id, "annulled": True}
        _rosters.tell(session, council, Action.ELECTION_RECORD, actor=actor, at=at, facts=facts)


def _require_day(term: CouncilTerm, held_on: date, today: date) -> None:
    if held_on > today:
        raise NotYetHeld(day=held_on.isoformat())
    if held_on > term.until:
        raise OutsideTerm(number=term.number, until=term.until.isoformat(), day=held_on.isoformat())


def _elect(session: Session, election: Election, elected: Mapping[int, int | None]) -> None:
    """Let seats point to the election."""
    own = {seat.id for seat in councils.seats(session, election.council_id)}
    if not own.issuperset(elected):
        raise NotOfTheCouncil
    origins = {seat_id: seatings.origin(session, seat_id) for seat_id in elected}
    before = sum(1 for origin in origins.values() if origin and origin.election_id is not None)
    if before:
        raise ElectedTwice(n=before)
    for seat_id, votes in elected.items():
        require_votes(votes, election.due, election.voted)
        origin = origins[seat_id]
        if origin is None:
            session.add(SeatOrigin(seat_id=seat_id, election_id=election.id, votes_for=votes))
        else:
            origin.election_id, origin.votes_for = election.id, votes
