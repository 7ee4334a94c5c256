"""A code by text message lets the one in whose phone it came to, once, and tells nobody who is on the roll."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.ballots import NotTaking
from microprojects.domain.phones import BadPhone
from microprojects.domain.text_codes import TextsLocked, WhichOfYou, WrongTextCode
from microprojects.domain.voters import Origin, Voter
from microprojects.services import ballots, poll_counts, poll_texts
from microprojects.store import poll_rolls, texting
from microprojects.store.db import db
from microprojects.store.poll_passes import PollPass
from microprojects.store.poll_texts import PollTextCode
from tests.electing import CLOSES, OPENED, kept_poll
from tests.passing import ADDRESS, PHONE_OF_LIN, entry_of, give_phone, whole_database
from tests.polling import form
from tests.stories.test_races_votes import race

MINUTE = timedelta(minutes=1)
UNKNOWN = "13900000000"


@pytest.fixture
def poll(world, bench):
    made = kept_poll(world, bench)
    give_phone(made, "lin")
    return made


@pytest.fixture
def sent(app, tmp_path):
    """What was sent so far, as pairs of phone and code."""
    texting.init_app(app, f"file:{tmp_path}/sent.txt")

    def read():
        texting.wait()
        path = tmp_path / "sent.txt"
        lines = path.read_text().splitlines() if path.exists() else []
        told = [json.loads(line) for line in lines]
        return [(each["phone"], re.search(r"[0-9]{6}", each["text"])[0]) for each in told]

    yield read
    texting.init_app(app, "console:")


def ask(poll, phone=PHONE_OF_LIN, at=OPENED, address=ADDRESS):
    poll_texts.ask(poll.id, phone, address=address, at=at)


def redeem(poll, code, phone=PHONE_OF_LIN, *, name="", at=OPENED, address=ADDRESS):
    return poll_texts.redeem(poll.id, phone, code, name=name, address=address, at=at)


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_code_that_came_lets_its_owner_vote(poll, sent):
    ask(poll, "+86 138-1234-5678")
    ((phone, code),) = sent()

    given = redeem(poll, code)
    ballots.cast(poll.id, form(poll.id, "p01"), voter=Voter(secret=given.secret), at=OPENED)

    assert (phone, given.origin, given.ends_at) == (PHONE_OF_LIN, Origin.TEXT, OPENED + 30 * MINUTE)
    assert poll_rolls.turnout(db.session(), poll.id) == {"online": 1}


def test_to_a_number_that_is_not_on_the_roll_nothing_is_sent_and_nothing_else_differs(poll, sent):
    ask(poll, UNKNOWN)

    assert sent() == []
    for code in ("000000", "123456"):
        with pytest.raises(WrongTextCode):
            redeem(poll, code, UNKNOWN)


def test_a_code_works_once_however_many_windows_send_it(app, poll, sent):
    ask(poll)
    code = sent()[0][1]

    ends = race(app, *[lambda: redeem(poll, code)] * 4)

    names = sorted(end.__name__ if isinstance(end, type) else type(end).__name__ for end in ends)
    assert names == ["GivenPass", *["WrongTextCode"] * 3]
    db.session.rollback()
    assert len(db.session.scalars(select(PollPass)).all()) == 1


@pytest.mark.parametrize("form_of", ["１{0}", "{0} ", "{0}0", "", "灯", "{1}"])
def test_only_the_six_plain_digits_are_the_code(poll, sent, form_of):
    ask(poll)
    code = sent()[0][1]
    typed = form_of.format(code[1:] if form_of.startswith("１") else code, other_than(code))

    if typed.strip(" ") == code:
        assert redeem(poll, typed).secret
    else:
        with pytest.raises(WrongTextCode):
            redeem(poll, typed)


def test_full_width_digits_are_no_code(poll, sent):
    ask(poll)
    code = sent()[0][1]

    with pytest.raises(WrongTextCode):
        redeem(poll, code.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}))


def test_a_code_is_good_for_ten_minutes_and_the_newest_alone(poll, sent):
    ask(poll)
    first = sent()[0][1]
    ask(poll)
    second = sent()[1][1]

    if first != second:
        with pytest.raises(WrongTextCode):
            redeem(poll, first)
    with pytest.raises(WrongTextCode):
        redeem(poll, second, at=OPENED + 10 * MINUTE)
    assert redeem(poll, second, at=OPENED + 9 * MINUTE).secret


def test_a_code_of_another_phone_is_none(poll, sent):
    give_phone(poll, "chen", UNKNOWN)
    ask(poll)
    ask(poll, UNKNOWN)
    codes = dict(sent())

    with pytest.raises(WrongTextCode):
        redeem(poll, codes[PHONE_OF_LIN] + " ", UNKNOWN)


def test_guesses_are_counted_and_neither_a_restart_nor_another_message_starts_anew(app, poll, sent):
    ask(poll)
    code = sent()[0][1]
    for _ in range(5):
        with pytest.raises(WrongTextCode):
            redeem(poll, other_than(code))
    db.session.remove()
    db.engine.dispose()
    ask(poll)

    newest = sent()[1][1]
    with pytest.raises(TextsLocked) as no:
        redeem(poll, newest, address="198.51.100.9")

    assert no.value.facts == {"minutes": 1}
    assert redeem(poll, newest, at=OPENED + MINUTE).secret


@pytest.mark.parametrize("phone", [PHONE_OF_LIN, UNKNOWN])
def test_messages_to_one_phone_are_limited_known_or_not(poll, sent, phone):
    for _ in range(3):
        ask(poll, phone)

    with pytest.raises(TextsLocked):
        ask(poll, phone, address="198.51.100.9")
    assert len(sent()) == (3 if phone == PHONE_OF_LIN else 0)


def test_messages_from_one_address_are_limited(poll, sent):
    for n in range(30):
        ask(poll, f"139000000{n:02}")

    with pytest.raises(TextsLocked):
        ask(poll)
    assert sent() == []


def test_a_household_is_asked_who_and_the_code_stays_good(poll, sent):
    give_phone(poll, "chen")
    ask(poll)
    code = sent()[0][1]

    for name in ("", "王"):
        with pytest.raises(WhichOfYou):
            redeem(poll, code, name=name)
    given = redeem(poll, code, name="陈")

    db.session.rollback()
    kept = db.session.scalars(select(PollPass)).one()
    assert (kept.entry, given.origin) == (entry_of(poll, "chen"), Origin.TEXT)


def test_who_does_not_have_the_code_is_not_asked_for_a_name(poll, sent):
    give_phone(poll, "chen")
    ask(poll)

    with pytest.raises(WrongTextCode):
        redeem(poll, other_than(sent()[0][1]), name="陈")


def test_what_is_no_mobile_number_is_said_before_anything_is_counted(poll, sent):
    for _ in range(40):
        with pytest.raises(BadPhone):
            ask(poll, "12345")

    ask(poll)
    assert len(sent()) == 1


def test_a_poll_that_takes_nothing_sends_nothing(poll, sent):
    with pytest.raises(NotTaking):
        ask(poll, at=CLOSES)

    assert sent() == []


def test_codes_go_when_the_poll_closes_and_none_was_ever_in_the_clear(poll, sent):
    ask(poll)
    code = sent()[0][1]

    everything = whole_database()
    poll_counts.close(poll.id, actor=poll.world["zhao"], at=CLOSES)

    assert [PHONE_OF_LIN in everything, f"'{code}'" in everything] == [False, False]
    assert db.session.scalars(select(PollTextCode)).all() == []
