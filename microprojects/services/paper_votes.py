"""Paper ballots in a secret vote: handed out once to a member, counted and typed by two people."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.casting import VoteNotOpen, require_voter
from microprojects.domain.paper_votes import NoPaperHere, PaperCount
from microprojects.domain.people import Actor
from microprojects.domain.workdays import local_day
from microprojects.services._room import permit_in, tell
from microprojects.store import delegations, paper_votes, votes
from microprojects.store.db import transaction
from microprojects.store.paper_votes import KeyedCount, PaperBallot
from microprojects.store.votes import Vote, VoteParticipation


def hand_out(vote_id: int, *, person_id: int | None = None, actor: Actor, at: datetime) -> int:
    """Hand a paper ballot to a member, or to everybody in the room who has not voted; return how many.

    Who holds the vote of another takes two.

    Whoever took one has voted as far as the site knows: no phone can vote in their name any more.

    Raises:
        NotFound, NotPermitted: there is no such vote, or the actor does not keep the desk.
        VoteNotOpen, NoPaperHere: it is over, or not secret.
        NotInOffice, ChairDoesNotVote, StandsAside, NotInTheRoom, CameTooLate, VotedAlready: this member cannot.
    """
    with transaction() as session:
        vote = _open(session, vote_id, Action.BALLOT_HAND_OUT, actor=actor, at=at)
        meeting = vote.item.meeting
        if person_id is None:
            takers = [person.id for person in paper_votes.still_to_vote(session, vote)]
            takers += delegations.not_cast(session, vote)
        else:
            day = local_day(at)
            voter = votes.voter(session, vote, meeting, person_id, day)
            held = delegations.still_held(session, vote, person_id)
            takers = [] if voter.voted and held else [person_id]
            fresh = replace(voter, voted=voter.voted and not held)
            require_voter(fresh, council=meeting.council.name, day=day.isoformat())
            takers += [held] if held else []
        for taker in takers:
            session.add(VoteParticipation(vote_id=vote_id, person_id=taker))
            session.add(PaperBallot(vote_id=vote_id, person_id=taker))
        facts = {"item": vote.item.position, "vote": vote_id, "ballots": len(takers)}
        tell(session, meeting, Action.BALLOT_HAND_OUT, actor=actor, at=at, facts=facts)
        return len(takers)


def key(vote_id: int, count: PaperCount, *, actor: Actor, at: datetime) -> None:
    """Type what one has counted of the paper that came back, or mend it. What others typed is not shown before.

    Raises:
        NotFound, NotPermitted: there is no such vote, or the actor neither keeps the desk nor supervises.
        VoteNotOpen, NoPaperHere: it is over, or not secret.
        NothingHandedOut, MoreThanHandedOut: the count cannot be right.
    """
    with transaction() as session:
        vote = _open(session, vote_id, Action.BALLOT_KEY, actor=actor, at=at)
        count.require_within(paper_votes.handed_out(session, vote_id))
        row = paper_votes.count_of(session, vote_id, actor.person_id)
        if row is None:
            row = KeyedCount(vote_id=vote_id, keyed_by_id=actor.person_id)
            session.add(row)
        row.keyed_at = at
        row.in_favour, row.against = count.in_favour, count.against
        row.abstain, row.spoiled = count.abstain, count.spoiled
        facts = {"item": vote.item.position, "vote": vote_id, "counted": count.counted}
        tell(session, vote.item.meeting, Action.BALLOT_KEY, actor=actor, at=at, facts=facts)


def _open(session: Session, vote_id: int, action: Action, *, actor: Actor, at: datetime) -> Vote:
    vote = votes.get(session, vote_id, for_update=True)
    permit_in(vote.item.meeting, action, actor=actor, at=at)
    if not vote.is_open:
        raise VoteNotOpen
    if vote.mode != "secret":
        raise NoPaperHere
    return vote
