"""A pass lets one entry of the roll into one poll for some minutes, and nobody else anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.ballots import NothingToTakeBack, NotTaking, VotedOtherwise
from microprojects.domain.credentials import LockedOut
from microprojects.domain.errors import NotFound, NotPermitted, Refusal
from microprojects.domain.polls import wall
from microprojects.domain.slips import MisreadSlip, NoSuchSlip
from microprojects.domain.voters import PassOver, Voter
from microprojects.services import ballots, poll_counts, poll_passes, poll_slips, polls
from microprojects.store import box_keys, poll_rolls
from microprojects.store.box_keys import KeyGone
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.poll_passes import PollPass
from microprojects.store.poll_rolls import Participation
from tests.council import statements
from tests.electing import CLOSES, OPENED, kept_poll
from tests.passing import ADDRESS, code_of, enter, entries, entry_of, passed, whole_database
from tests.polling import form, opened
from tests.stories.test_races_votes import race


@pytest.fixture
def poll(world, bench):
    return kept_poll(world, bench)


def turnout(poll):
    db.session.rollback()
    return poll_rolls.turnout(db.session(), poll.id)


def cast(poll, voter, *codes, seen=0, at=OPENED):
    return ballots.cast(poll.id, form(poll.id, *codes, seen=seen), voter=voter, at=at)


def test_who_came_with_a_slip_casts_replaces_and_takes_back_like_anybody(poll):
    voter = passed(poll, "lin")

    first = cast(poll, voter, "p01")
    second = cast(poll, voter, "p02", seen=1)
    with pytest.raises(NothingToTakeBack):
        ballots.take_back(poll.id, commitment=first.commitment, voter=voter, at=OPENED)
    assert (second.version, turnout(poll)) == (2, {"online": 1})
    ballots.take_back(poll.id, commitment=second.commitment, voter=voter, at=OPENED)

    assert turnout(poll) == {}


def test_slip_sign_in_and_desk_are_one_voter_with_one_ballot_and_the_first_way_is_told(poll):
    cast(poll, passed(poll, "lin"), "p01")
    cast(poll, Voter.of(poll.world["lin"]), "p02", seen=1)
    lent = poll_passes.lend(poll.id, entry_of(poll, "lin"), actor=poll.world["zhao"], at=OPENED)
    third = cast(poll, Voter(secret=lent.secret), "p03", seen=2)

    assert (third.version, turnout(poll)) == (3, {"online": 1})


def test_a_ballot_from_a_lent_machine_is_counted_as_the_desk_s_and_can_be_replaced_at_home(poll):
    lent = poll_passes.lend(poll.id, entry_of(poll, "lin"), actor=poll.world["zhao"], at=OPENED)
    cast(poll, Voter(secret=lent.secret), "p01")
    cast(poll, Voter.of(poll.world["lin"]), "p02", seen=1)

    assert turnout(poll) == {"desk": 1}


def test_the_code_stays_the_voter_s_until_the_poll_closes(poll):
    code = code_of(poll, "lin")
    cast(poll, Voter(secret=enter(poll, code).secret), "p01")
    later = CLOSES - timedelta(minutes=1)

    again = cast(poll, Voter(secret=enter(poll, code, at=later).secret), "p02", seen=1, at=later)

    assert (again.version, turnout(poll)) == (2, {"online": 1})
    with pytest.raises(NotTaking):
        enter(poll, code, at=CLOSES)


@pytest.mark.parametrize("minutes", [30, 31])
def test_a_pass_is_over_after_its_time(poll, minutes):
    voter = passed(poll, "lin")

    with pytest.raises(PassOver):
        cast(poll, voter, "p01", at=OPENED + timedelta(minutes=minutes))

    assert turnout(poll) == {}
    assert cast(poll, voter, "p01", at=OPENED + timedelta(minutes=29)).version == 1


def test_a_lent_machine_is_good_for_a_quarter_of_an_hour(poll):
    lent = poll_passes.lend(poll.id, entry_of(poll, "lin"), actor=poll.world["zhao"], at=OPENED)

    assert lent.ends_at == OPENED + timedelta(minutes=15)


def test_a_second_entry_ends_the_pass_before_it(poll):
    code = code_of(poll, "lin")
    first, second = enter(poll, code), enter(poll, code)

    with pytest.raises(PassOver):
        cast(poll, Voter(secret=first.secret), "p01")
    assert cast(poll, Voter(secret=second.secret), "p01").version == 1


def test_a_code_entered_from_eight_windows_at_once_leaves_one_pass(app, poll):
    code = code_of(poll, "lin")

    ends = race(app, *[lambda: enter(poll, code)] * 8)

    db.session.rollback()
    assert [type(end).__name__ for end in ends] == ["GivenPass"] * 8
    assert len(db.session.scalars(select(PollPass)).all()) == 1
    good = []
    for end in ends:
        try:
            good.append(cast(poll, Voter(secret=end.secret), "p01").version)
        except PassOver:
            continue
    assert good == [1]


@pytest.mark.parametrize("secret", ["", "x", "' OR 1=1 --", "灯"])
def test_no_made_up_secret_is_a_pass(poll, secret):
    passed(poll, "lin")

    with pytest.raises(Refusal) as no:
        cast(poll, Voter(secret=secret), "p01")

    assert (no.type.code, turnout(poll)) == ("pass-over" if secret else "ballot-not-on-roll", {})


def test_code_and_pass_of_one_poll_open_no_other(poll, world):
    code, voter = code_of(poll, "lin"), passed(poll, "chen")
    polls.cancel(poll.id, reason="日子要改", actor=world["zhao"], at=OPENED)
    other = replace(poll, id=opened(world, tuple(poll.numbers.values())))

    with pytest.raises(NoSuchSlip):
        enter(other, code)
    with pytest.raises(PassOver):
        cast(other, voter, "p01")
    for deed in (lambda: enter(poll, code), lambda: cast(poll, voter, "p01")):
        with pytest.raises(Refusal):
            deed()


@pytest.mark.parametrize("how", ["void", "reprint"])
def test_a_slip_that_was_voided_or_printed_anew_and_its_pass_never_work(poll, how):
    code = code_of(poll, "lin")
    voter = Voter(secret=enter(poll, code).secret)
    cast(poll, voter, "p01")

    getattr(poll_slips, how)(poll.id, batch=1, actor=poll.world["zhao"], at=OPENED)

    with pytest.raises(NoSuchSlip):
        enter(poll, code)
    with pytest.raises(PassOver):
        cast(poll, voter, "p02", seen=1)
    assert turnout(poll) == {"online": 1}


def test_unknown_voided_and_foreign_codes_are_one_sentence(poll):
    voided = code_of(poll, "lin")
    poll_slips.void(poll.id, batch=1, actor=poll.world["zhao"], at=OPENED)
    said = set()
    for code in (voided, "0000-0000-00ZZ"):
        with pytest.raises(NoSuchSlip) as no:
            enter(poll, code)
        said.add((str(no.value), no.value.status, no.value.code))

    assert len(said) == 1


def test_guesses_are_counted_before_they_are_compared_and_the_count_survives(app, poll):
    code = code_of(poll, "lin")
    for _ in range(30):
        with pytest.raises(NoSuchSlip):
            enter(poll, "0000-0000-00ZZ")
    db.session.remove()
    db.engine.dispose()

    with pytest.raises(LockedOut) as no:
        enter(poll, code)
    assert (no.value.code, no.value.facts) == ("slip-locked", {"minutes": 1})
    assert enter(poll, code, address="198.51.100.9").secret
    assert enter(poll, code, at=OPENED + timedelta(minutes=1)).secret


def test_a_misread_code_is_no_guess(poll):
    for _ in range(40):
        with pytest.raises(MisreadSlip):
            enter(poll, "0000-0000-0001")

    assert enter(poll, code_of(poll, "lin")).secret


def test_who_was_given_paper_is_told_so(poll):
    voter = passed(poll, "lin")
    with transaction() as session:
        session.add(
            Participation(
                poll_id=poll.id,
                entry=entry_of(poll, "lin"),
                channel="paper",
                state="paper_issued",
                day=OPENED.date(),
            )
        )

    with pytest.raises(VotedOtherwise, match="纸质选票"):
        cast(poll, voter, "p01")


def test_a_machine_is_lent_to_nobody_who_is_not_on_the_roll(poll):
    with pytest.raises(NotFound):
        poll_passes.lend(poll.id, "0" * 32, actor=poll.world["zhao"], at=OPENED)


@pytest.mark.parametrize("who", ["lin", "zhou", "he"])
def test_only_the_community_s_own_staff_lend_a_machine(poll, who):
    with pytest.raises(NotPermitted):
        poll_passes.lend(poll.id, entry_of(poll, "lin"), actor=poll.world[who], at=OPENED)


def test_a_pass_that_was_given_back_opens_nothing(poll):
    voter = passed(poll, "lin")

    poll_passes.end(poll.id, voter=voter, at=OPENED)
    poll_passes.end(poll.id, voter=voter, at=OPENED)

    with pytest.raises(PassOver):
        cast(poll, voter, "p01")


def test_passes_go_when_the_poll_closes(poll):
    passed(poll, "lin")

    poll_counts.close(poll.id, actor=poll.world["zhao"], at=CLOSES)

    assert db.session.scalars(select(PollPass)).all() == []


def test_a_key_that_is_gone_is_told_and_nothing_takes_its_place(poll):
    code, voter = code_of(poll, "lin"), passed(poll, "chen")
    box_keys.destroy(poll.id)

    for deed in (lambda: enter(poll, code), lambda: cast(poll, voter, "p01")):
        with pytest.raises(KeyGone):
            deed()


def test_nothing_in_the_journal_tells_that_somebody_came_in(poll):
    code = code_of(poll, "lin")
    db.session.rollback()
    before = db.session.scalars(select(JournalEntry.seq)).all()

    cast(poll, Voter(secret=enter(poll, code).secret), "p01")
    poll_passes.lend(poll.id, entry_of(poll, "chen"), actor=poll.world["zhao"], at=OPENED)

    db.session.rollback()
    assert db.session.scalars(select(JournalEntry.seq)).all() == before


def test_neither_code_nor_secret_is_in_the_database(poll):
    code = code_of(poll, "lin")
    given = enter(poll, code)
    cast(poll, Voter(secret=given.secret), "p01")

    everything = whole_database()

    assert entries(poll)[0] in everything
    told = (code, code.replace("-", ""), given.secret, ADDRESS)
    assert [secret for secret in told if secret in everything] == []


def test_casting_with_a_pass_takes_six_statements_and_three_on_postgresql(poll, engine_name):
    voter, wanted = passed(poll, "lin"), form(poll.id, "p01")

    with statements(db.engine) as asked:
        ballots.cast(poll.id, wanted, voter=voter, at=OPENED)

    assert len([line for line in asked if not line.startswith(("BEGIN", "PRAGMA"))]) == (
        6 if engine_name == "sqlite" else 3
    )


def test_the_refusal_before_the_opening_says_when(poll):
    with pytest.raises(NotTaking) as no:
        enter(poll, code_of(poll, "lin"), at=CLOSES)

    assert no.value.facts == {"opens": wall(OPENED), "closes": wall(CLOSES)}
