"""A vote of a council from its opening to its result."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from microprojects.domain import meetings as rules_of_meetings
from microprojects.domain.actions import Action
from microprojects.domain.casting import (
    BY_MEMBER,
    CHOICES,
    MODES,
    CountedByHand,
    CountMissing,
    NobodyMayVote,
    NoSuchChoice,
    VoteNotOpen,
    footnotes,
    require_aside,
    require_voter,
    require_witnesses,
)
from microprojects.domain.errors import AlreadyDone
from microprojects.domain.floor import require_heard
from microprojects.domain.motions import InRecess
from microprojects.domain.paper_votes import PaperCount, agreed
from microprojects.domain.people import Actor
from microprojects.domain.thresholds import quorum_share, share_from
from microprojects.domain.votes import Tally, require_hands
from microprojects.domain.workdays import local_day
from microprojects.services._deed import move, permit
from microprojects.services._delegations import ballots_of, given_on
from microprojects.services._opening import freeze, lay_out
from microprojects.services._room import permit_in, require_in_session, tell
from microprojects.services._vote_ends import end_vote, note_act
from microprojects.store import conflicts, delegations, floor, meetings, paper_votes, rulebooks, votes
from microprojects.store.db import transaction
from microprojects.store.meetings import Room
from microprojects.store.votes import RollCallChoice, SecretTally, Vote, VoteParticipation


def open_vote(item_id: int, *, mode: str | None = None, actor: Actor, at: datetime) -> int:
    """Open the vote on an item and return its number.

    Quorum, base and bar are those of this moment; the dossier is frozen under its
    fingerprint. Without a mode the programme's own holds.

    Raises:
        NotFound, NotPermitted, OwnItem: there is no such item, or the actor does not chair it.
        NoSuchChoice: the mode is none of the three.
        AlreadyDone: the item is being voted on, or was decided.
        NotInSession, NotPresented, QuorumMissing, WrongMoment: it is not ready for a vote.
        ProposerMustStandAside, ContractorMustStandAside, NobodyMayVote: those in the room cannot decide it.
        PrivacyFinding: the dossier could not be published afterwards.
    """
    with transaction() as session:
        item = meetings.item(session, item_id, for_update=True)
        permit(actor, Action.PROJECT_OPEN_VOTE, item.project.target, at=at)
        if mode is None:
            mode = str(rulebooks.of(item.project)["meeting.ballot"])
        if mode not in MODES:
            raise NoSuchChoice(given=mode[:20])
        if item.state not in meetings.NOT_VOTED:
            raise AlreadyDone
        if item.meeting.recess_since is not None:
            raise InRecess
        if item.debate_closed_at is None:
            require_heard(floor.unheard(session, item_id))
        room = meetings.room(session, item.meeting_id, item_id)
        freeze(session, item)
        given = given_on(session, item, room, actor=actor, at=at)
        vote = lay_out(session, item, room, mode, delegated=len(given), actor=actor, at=at)
        item.state = "voting"
        item.debate_closed_at = item.debate_closed_at or at
        session.add(vote)
        session.flush()
        delegations.count_in(session, vote.id, given)
        if mode == "secret":
            session.add_all(SecretTally(vote_id=vote.id, choice=choice, count=0) for choice in CHOICES)
        _begin(session, vote, room, actor=actor, at=at)
        return vote.id


def cast(vote_id: int, *, choice: str, second: bool = False, actor: Actor, at: datetime) -> None:
    """Vote, in a roll-call or a secret ballot. One seat, one vote; for another only who holds their vote.

    The `second` ballot is that of the member whose vote they hold. In a secret ballot only
    the sum of the choice grows; that the member has voted is kept apart from it.

    Raises:
        NotFound: there is no such vote.
        VoteNotOpen, CountedByHand, NoSuchChoice: nobody can vote so, or now.
        NotInOffice, ChairDoesNotVote, StandsAside, NotInTheRoom, CameTooLate, VotedAlready: this person cannot.
        NothingHeld: they hold no vote that is to be cast.
        NotPermitted: the seat is there, but not the role.
    """
    with transaction() as session:
        vote = votes.get(session, vote_id, for_update=True)
        meeting = vote.item.meeting
        if not vote.is_open:
            raise VoteNotOpen
        if vote.mode not in BY_MEMBER:
            raise CountedByHand
        if choice not in CHOICES:
            raise NoSuchChoice(given=choice[:20])
        day = local_day(at)
        me = actor.person_id or 0
        voter = votes.voter(session, vote, meeting, me, day)
        voter, whose = ballots_of(session, vote, voter, me, second=second)
        require_voter(voter, council=meeting.council.name, day=day.isoformat())
        permit_in(meeting, Action.VOTE_CAST, actor=actor, at=at)
        session.add_all(VoteParticipation(vote_id=vote_id, person_id=each) for each in whose)
        if vote.mode == "secret":
            tally = update(SecretTally).where(SecretTally.vote_id == vote_id, SecretTally.choice == choice)
            session.execute(tally.values(count=SecretTally.count + 1))
        else:
            session.add_all(RollCallChoice(vote_id=vote_id, person_id=each, choice=choice) for each in whose)
        facts = {"item": vote.item.position, "vote": vote_id}
        tell(session, meeting, Action.VOTE_CAST, actor=actor, at=at, facts=facts)


def close_vote(
    vote_id: int,
    *,
    in_favour: int | None = None,
    against: int | None = None,
    abstain: int | None = None,
    witnesses: str = "",
    actor: Actor,
    at: datetime,
) -> bool:
    """Close a vote, decide it and return whether it carried; at the last deliberation publish the decision.

    A show of hands is closed with its three numbers and two witnesses; else the
    votes are counted. Who has not voted, or has left meanwhile, abstains.

    Raises:
        NotFound, NotPermitted, OwnItem: there is no such vote, or the actor does not chair it.
        VoteNotOpen: it is over.
        QuorumLost: too many have left; the item can only be tabled.
        CountMissing, TallyDoesNotAddUp, WitnessesMissing: the count cannot be right.
        PaperNotCounted, PaperCountsDiffer: two people have not agreed on the paper ballots yet.
    """
    with transaction() as session:
        vote = votes.get(session, vote_id, for_update=True)
        permit(actor, Action.VOTE_CLOSE, vote.item.project.target, at=at)
        if not vote.is_open:
            raise VoteNotOpen
        room = meetings.room(session, vote.item.meeting_id, vote.item_id)
        share = share_from(vote.rule["quorum"])
        rules_of_meetings.require_quorum_still(share, due=vote.members_due, present=len(room.may_vote))
        if vote.mode in BY_MEMBER:
            tally, absent = _counted(session, vote)
        elif in_favour is None or against is None or abstain is None:
            raise CountMissing
        else:
            left, lost = votes.who_left(session, vote), delegations.lost(session, vote)
            hands = (in_favour, against, abstain)
            require_hands(vote.present - left, vote.recused, hands, delegated=vote.delegated - lost)
            absent = left + lost
            tally = vote.tally(in_favour, against, abstain + absent)
            vote.witnesses = require_witnesses(witnesses)
        _decide(vote, tally, absent, at=at)
        end_vote(session, vote, actor=actor, at=at)
        return bool(vote.carried)


def _begin(session: Session, vote: Vote, room: Room, *, actor: Actor, at: datetime) -> None:
    """Let the guards judge, then set the project to voting; a ratification or a change leaves its state alone."""
    item, project = vote.item, vote.item.project
    facts = {
        "meeting": item.meeting_id,
        "item": item.position,
        "vote": vote.id,
        "mode": vote.mode,
        "due": vote.members_due,
        "present": vote.present,
        "recused": vote.recused,
        "base": vote.base,
        **({"delegated": vote.delegated} if vote.delegated else {}),
        "need": vote.need_for,
        "special": vote.rule["special"],
        "dossier": vote.dossier_hash,
        "rules": rulebooks.of(project).hash,
    }
    if item.purpose == "decide":
        move(session, project, Action.PROJECT_OPEN_VOTE, actor=actor, at=at, facts=facts)
    else:
        require_in_session(item.meeting)
        if item.presented_at is None:
            raise rules_of_meetings.NotPresented
        rules = rulebooks.of(project)
        share = quorum_share(rules.scheme.deliberation(item.stage), rules)
        rules_of_meetings.require_quorum(share, due=vote.members_due, present=len(room.may_vote))
        note_act(session, project, Action.PROJECT_OPEN_VOTE, facts, actor=actor, at=at)
    require_aside(conflicts.in_the_room(session, project, room, local_day(at)))
    if vote.base == 0:
        raise NobodyMayVote


def _counted(session: Session, vote: Vote) -> tuple[Tally, int]:
    """Return the count of what the members cast, and how many of them did not."""
    found = votes.counted(session, vote)
    paper = PaperCount(0, 0, 0, 0)
    if vote.mode == "secret":
        keyed = [each.count for each in paper_votes.counts(session, vote.id)]
        paper = agreed(keyed, paper_votes.handed_out(session, vote.id))
    in_favour, against = found["for"] + paper.in_favour, found["against"] + paper.against
    abstain = found["abstain"] + paper.abstain + paper.spoiled
    absent = vote.base - in_favour - against - abstain
    return vote.tally(in_favour, against, abstain + absent), absent


def _decide(vote: Vote, tally: Tally, absent: int, *, at: datetime) -> None:
    outcome = vote.decide(tally)
    vote.in_favour, vote.against, vote.abstain = tally.for_, tally.against, tally.abstain
    vote.carried = outcome.passed
    vote.closed_at = max(at, vote.opened_at)
    vote.sentence = outcome.sentence + footnotes(absent, chair_votes=vote.rule["chair_votes"])
    vote.item.state = "passed" if outcome.passed else "rejected"
