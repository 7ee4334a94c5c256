"""Votes given to another: where the programme allows it, by a paper, one for each, and nobody is there who is not."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from microprojects.domain import casting
from microprojects.domain import delegations as said
from microprojects.domain.errors import BadValue, NotPermitted, Refusal
from microprojects.domain.meetings import NotInSession, QuorumMissing
from microprojects.domain.paper_votes import PaperCount
from microprojects.domain.votes import TallyDoesNotAddUp
from microprojects.services import attendances, delegations, meetings, minutes, paper_votes, votes
from microprojects.store import delegations as kept
from microprojects.store import minutes as kept_minutes
from microprojects.store import votes as kept_votes
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.journal import JournalEntry
from tests.benches import Bench
from tests.council import SITTING, Sitting, ready, rules_of, vote_row
from tests.living import lived_once
from tests.world import MEMBERS, World

FIRST, SECOND = "LZ-2026-001", "LZ-2026-002"
MINUTE = timedelta(minutes=1)
AWAY, OTHER = MEMBERS[12], MEMBERS[13]


@pytest.fixture
def sitting(world: World, bench: Bench) -> Sitting:
    """An open meeting with 12 of 17 in the room, where absent members may give their votes; 12 are the quorum."""
    return lived_once(bench, world, "sitting_with_proxies", _with_proxies)


def _with_proxies(world: World) -> Sitting:
    rules_of(world, **{"meeting.proxies": "one"})
    return Sitting(world).call(ready(world)).open(MEMBERS[:12])


def give(
    sitting: Sitting,
    one: str = AWAY,
    other: str = "an",
    *,
    by: str = "guo",
    paper: str = "委托书 2026-1",
    after: int = 5,
) -> int:
    people = sitting.world.people
    return delegations.record(
        sitting.meeting_id,
        principal_id=people[one],
        delegate_id=people[other],
        paper=paper,
        actor=sitting.world[by],
        at=SITTING + after * MINUTE,
    )


def again(sitting: Sitting, vote: int, name: str, choice: str) -> None:
    """Cast the ballot of the member whose vote one holds."""
    at = SITTING + 13 * MINUTE
    votes.cast(vote, choice=choice, second=True, actor=sitting.world[name], at=at)


def standing(sitting: Sitting) -> int:
    db.session.rollback()
    return len(kept.standing(db.session(), sitting.meeting_id))


def test_by_default_nobody_votes_for_another(world):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:12])

    with pytest.raises(said.NoProxies):
        give(sitting)

    assert standing(sitting) == 0


def test_one_item_whose_rules_do_not_allow_it_is_enough_to_forbid_it(world):
    strict = ready(world)
    other = ready(world, SECOND)
    sitting = Sitting(world).call(strict)
    rules_of(world, **{"meeting.proxies": "one"})
    meetings.put_on_agenda(sitting.meeting_id, other, actor=world["liu"], at=world.now)
    sitting.open(MEMBERS[:12])

    with pytest.raises(said.NoProxies):
        give(sitting)


def test_a_given_vote_is_in_the_base_and_makes_nobody_present(sitting):
    give(sitting)

    vote = vote_row(sitting.open_vote(FIRST))

    assert (vote.members_due, vote.present, vote.recused, vote.base, vote.delegated) == (17, 12, 0, 13, 1)
    assert vote.need_for == 7


def test_given_votes_never_make_the_quorum(sitting):
    sitting.sign_out("an", after=1)
    for n, holder in enumerate(("bai", "cai", "deng")):
        give(sitting, MEMBERS[12 + n], holder)

    with pytest.raises(QuorumMissing) as no:
        sitting.open_vote(FIRST)

    assert no.value.facts["present"] == 11


def test_in_a_show_of_hands_who_holds_a_vote_counts_twice_and_the_result_says_so(sitting):
    give(sitting)
    vote = sitting.open_vote(FIRST)

    with pytest.raises(TallyDoesNotAddUp):
        sitting.count(vote, 12)
    assert sitting.count(vote, 9, 4) is True

    assert vote_row(vote).sentence == (
        "应到 17 人，到会 12 人，回避 0 人，可投票 13 人，其中委托 1 票。赞成 9 票，反对 4 票，弃权 0 票。"
        "赞成要超过可投票人数 13 人的 1/2，至少 7 票过线。表决通过。"
    )
    told = db.session.scalars(select(Disclosure.body)).one()["vote"]
    assert (told["base"], told["delegated"]) == (13, 1)


def test_in_a_roll_call_one_word_is_said_for_both(sitting):
    give(sitting)
    vote = sitting.open_vote(FIRST, "roll_call")
    sitting.say(vote, "an", "against")

    with pytest.raises(casting.VotedAlready):
        sitting.say(vote, "an", "for")
    db.session.rollback()
    people = sitting.world.people
    assert kept_votes.roll_call(db.session(), sitting.meeting_id)[vote] == {
        people["an"]: "against",
        people[AWAY]: "against",
    }
    votes.close_vote(vote, actor=sitting.world["liu"], at=SITTING + 20 * MINUTE)
    row = vote_row(vote)
    assert (row.in_favour, row.against, row.abstain) == (0, 2, 11)


def test_in_a_secret_vote_there_are_two_ballots_that_may_differ(sitting):
    give(sitting)
    vote = sitting.open_vote(FIRST, "secret")

    sitting.say(vote, "an", "for")
    with pytest.raises(casting.VotedAlready):
        sitting.say(vote, "an", "for")
    again(sitting, vote, "an", "against")
    for name in ("an", "bai"):
        with pytest.raises(said.NothingHeld):
            again(sitting, vote, name, "for")
    with pytest.raises(casting.NotInTheRoom):
        sitting.say(vote, AWAY, "for")

    db.session.rollback()
    assert kept_votes.voted(db.session(), vote) == 2
    votes.close_vote(vote, actor=sitting.world["liu"], at=SITTING + 20 * MINUTE)
    row = vote_row(vote)
    assert (row.in_favour, row.against, row.abstain, row.base) == (1, 1, 11, 13)
    assert "其中 11 人没有投票，按弃权算。" in row.sentence


def test_on_paper_who_holds_a_vote_takes_two(sitting):
    give(sitting), give(sitting, OTHER, "bai")
    world, vote = sitting.world, sitting.open_vote(FIRST, "secret")
    at = SITTING + 12 * MINUTE
    sitting.say(vote, "bai", "for")

    one = paper_votes.hand_out(vote, person_id=world.people["an"], actor=world["guo"], at=at)
    second = paper_votes.hand_out(vote, person_id=world.people["bai"], actor=world["guo"], at=at)
    rest = paper_votes.hand_out(vote, actor=world["guo"], at=at)

    assert (one, second, rest) == (2, 1, 10)
    for name in ("guo", "liu"):
        paper_votes.key(vote, PaperCount(12, 1, 0, 0), actor=world[name], at=at)
    assert votes.close_vote(vote, actor=world["liu"], at=at) is True
    row = vote_row(vote)
    assert (row.in_favour, row.against, row.base) == (13, 1, 14)


def test_all_that_is_left_on_paper_includes_the_given_votes(sitting):
    give(sitting)
    vote = sitting.open_vote(FIRST, "secret")

    assert paper_votes.hand_out(vote, actor=sitting.world["guo"], at=SITTING + 12 * MINUTE) == 13


def test_who_comes_after_all_votes_in_person(sitting):
    give(sitting)
    sitting.sign_in(AWAY, after=8)

    vote = vote_row(sitting.open_vote(FIRST, "roll_call"))

    assert (standing(sitting), vote.present, vote.base) == (0, 13, 13)
    sitting.say(vote.id, AWAY, "for")
    sitting.say(vote.id, "an", "for")
    assert kept_votes.voted(db.session(), vote.id) == 2


def test_what_counts_when_a_vote_opens_counts_to_its_end(sitting):
    give(sitting)
    vote = sitting.open_vote(FIRST, "secret")
    sitting.sign_in(AWAY, after=11)

    with pytest.raises(casting.CameTooLate):
        sitting.say(vote, AWAY, "for")
    sitting.say(vote, "an", "for")
    again(sitting, vote, "an", "for")

    votes.close_vote(vote, actor=sitting.world["liu"], at=SITTING + 20 * MINUTE)
    assert vote_row(vote).in_favour == 2


def test_a_holder_who_leaves_takes_both_votes_along(sitting):
    sitting.sign_in(OTHER, after=1)
    give(sitting)
    vote = sitting.open_vote(FIRST)
    sitting.sign_out("an", after=12)

    with pytest.raises(TallyDoesNotAddUp):
        sitting.count(vote, 13)
    sitting.count(vote, 12)

    row = vote_row(vote)
    assert (row.in_favour, row.abstain, row.base) == (12, 2, 14)


def test_a_holder_who_is_out_when_the_vote_opens_brings_nothing(sitting):
    sitting.sign_in(OTHER, after=1)
    give(sitting)
    sitting.sign_out("an", after=6)

    vote = vote_row(sitting.open_vote(FIRST))

    assert (vote.present, vote.base, vote.delegated) == (12, 12, 0)


@pytest.mark.parametrize("aside", ["an", AWAY])
def test_where_either_stands_aside_the_given_vote_does_not_count(sitting, aside):
    sitting.sign_in(OTHER, after=1)
    give(sitting)
    sitting.present(FIRST)
    attendances.recuse(
        sitting.items[FIRST],
        person_id=sitting.world.people[aside],
        reason="是亲属",
        actor=sitting.world["guo"],
        at=SITTING + 6 * MINUTE,
    )

    opened = votes.open_vote(
        sitting.items[FIRST], mode="secret", actor=sitting.world["liu"], at=SITTING + 10 * MINUTE
    )

    vote = vote_row(opened)
    assert (vote.present, vote.base, vote.delegated) == (13, 12 if aside == "an" else 13, 0)


def test_who_proposed_the_item_gives_no_vote_on_it(world):
    rules_of(world, **{"meeting.proxies": "one"})
    sitting = Sitting(world).call(ready(world, proposer=AWAY)).open(MEMBERS[:12])
    give(sitting)

    with pytest.raises(said.PrincipalMustStandAside):
        sitting.open_vote(FIRST)


def test_a_chair_who_does_not_vote_brings_no_other_vote(world):
    rules_of(world, **{"meeting.proxies": "one", "meeting.chair_votes": False})
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:13])
    give(sitting, OTHER, "liu")

    vote = vote_row(sitting.open_vote(FIRST))

    assert (vote.present, vote.base, vote.delegated) == (13, 12, 0)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("bai", "an", said.PrincipalIsHere),
        ("an", "an", said.PrincipalIsHere),
        (AWAY, OTHER, said.DelegateIsAway),
        ("lin", "an", casting.NotInOffice),
        (AWAY, "guo", casting.NotInOffice),
    ],
)
def test_two_who_cannot_are_refused(sitting, one, other, why):
    with pytest.raises(why):
        give(sitting, one, other)

    assert standing(sitting) == 0


def test_nobody_holds_two_and_nobody_gives_twice(sitting):
    first = give(sitting)

    with pytest.raises(said.DelegateIsTaken):
        give(sitting, OTHER, "an")
    with pytest.raises(said.DelegatedAlready):
        give(sitting, AWAY, "bai")
    delegations.end(first, actor=sitting.world["guo"], at=SITTING + 6 * MINUTE)
    with pytest.raises(said.DelegationOver):
        delegations.end(first, actor=sitting.world["guo"], at=SITTING + 6 * MINUTE)
    give(sitting, AWAY, "bai", after=7)

    assert standing(sitting) == 1


def test_it_is_written_down_before_a_vote_and_not_while_one_is_under_way(sitting):
    sitting.open_vote(FIRST)

    with pytest.raises(casting.VoteStillOpen):
        give(sitting, after=15)


def test_there_is_a_paper_with_a_number(sitting):
    with pytest.raises(BadValue):
        give(sitting, paper=" ")

    number = give(sitting, paper="２０２６－1")
    db.session.rollback()
    row = kept.get(db.session(), number)
    told = {"meeting": row.meeting_id, "principal": row.principal_id, "delegate": row.delegate_id}
    assert row.digest == said.digest(**told, paper="２０２６－1")


def test_it_ends_with_the_meeting(sitting):
    number = give(sitting)
    meetings.close_meeting(sitting.meeting_id, actor=sitting.world["liu"], at=SITTING + 30 * MINUTE)

    assert standing(sitting) == 0
    with pytest.raises(NotInSession):
        give(sitting, OTHER, "bai", after=31)
    with pytest.raises(NotInSession):
        delegations.end(number, actor=sitting.world["guo"], at=SITTING + 31 * MINUTE)


@pytest.mark.parametrize("by", ["an", AWAY, "zhao", "lin"])
def test_only_the_desk_writes_it_down(sitting, by):
    with pytest.raises(NotPermitted):
        give(sitting, by=by)


def test_the_minutes_tell_it_and_the_record_names_nobody(sitting):
    give(sitting)
    vote = sitting.open_vote(FIRST, "roll_call")
    sitting.say(vote, "an", "for")
    votes.close_vote(vote, actor=sitting.world["liu"], at=SITTING + 20 * MINUTE)
    meetings.close_meeting(sitting.meeting_id, actor=sitting.world["liu"], at=SITTING + 30 * MINUTE)

    minutes.draft(sitting.meeting_id, actor=sitting.world["guo"], at=SITTING + 30 * MINUTE)

    drafted = kept_minutes.of_meeting(db.session(), sitting.meeting_id)[0]
    assert f"委托：议员{AWAY}委托议员an投票（委托书 2026-1）" in drafted.text
    assert f"各人：议员an 赞成，议员{AWAY}（委托） 赞成" in drafted.text
    assert "应到 17 人，到会 12 人。" in drafted.text
    assert "议员" not in drafted.public_text
    bodies = db.session.scalars(select(JournalEntry.body))
    told = [json.loads(body)["facts"] for body in bodies if '"delegation.record"' in body]
    assert told == [{"step": "give"}]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE delegations SET delegate_id = principal_id",
        "UPDATE delegations SET digest = 'x'",
        "UPDATE delegations SET ended_at = '2020-01-01 00:00:00+00:00'",
        "INSERT INTO delegations (meeting_id, principal_id, delegate_id, paper, digest, given_at, given_by_id) "
        "SELECT meeting_id, principal_id, given_by_id, paper, digest, given_at, given_by_id FROM delegations",
        "INSERT INTO delegations (meeting_id, principal_id, delegate_id, paper, digest, given_at, given_by_id) "
        "SELECT meeting_id, given_by_id, delegate_id, paper, digest, given_at, given_by_id FROM delegations",
        "UPDATE delegated_votes SET delegate_id = principal_id",
        "DELETE FROM delegated_votes",
        "INSERT INTO delegated_votes (vote_id, principal_id, delegate_id) "
        "SELECT vote_id, delegate_id, delegate_id FROM delegated_votes",
    ],
)
def test_the_database_keeps_it_and_gives_nobody_two(sitting, statement):
    give(sitting)
    sitting.open_vote(FIRST)

    with pytest.raises((DBAPIError, Refusal)), transaction() as session:
        session.execute(text(statement))
