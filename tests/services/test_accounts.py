"""Accounts: who opens, closes and mends them, and what the journal says of it."""

from __future__ import annotations

import json
from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher

from microprojects.domain.accounts import (
    AlreadySetUp,
    HasAccount,
    NothingPending,
    OwnAccount,
    PasswordFirst,
    PendingOver,
    UsernameTaken,
)
from microprojects.domain.credentials import BadUsername, PasswordTooShort, WeakPassword
from microprojects.domain.errors import NotFound, NotPermitted
from microprojects.domain.people import SYSTEM
from microprojects.domain.sessions import (
    Origin,
    SignInAgain,
    Step,
    WrongCode,
    WrongPassword,
    WrongRecoveryCode,
)
from microprojects.services import accounts, second_factor, sign_in
from microprojects.store import accounts as rows
from microprojects.store import sessions
from microprojects.store.db import transaction
from microprojects.store.journal import JournalActor, JournalEntry

PASSWORD = "三号楼门前那盏灯 2026"
NEW = "门口的榕树下有三张凳子"
HERE = Origin("10.0.0.1", "Firefox · Linux")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def lin_can_sign_in(world):
    """An account for Lin."""
    return accounts.create_account(world.people["lin"], "lin", PASSWORD, actor=SYSTEM, at=world.now)


def session_of(session, signed_in, at):
    found = sessions.presence(session.connection(), at, token=signed_in.token)
    assert found is not None
    return found.session_id


def test_an_administrator_opens_an_account_and_the_journal_does_not_say_whose(world, session):
    accounts.create_account(world.people["lin"], " LIN ", PASSWORD, actor=world["huang"], at=world.now)

    kept = rows.named(session, "lin")
    assert kept is not None
    assert PASSWORD not in kept.password_hash
    assert kept.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    entry = session.query(JournalEntry).order_by(JournalEntry.seq.desc()).first()
    body = json.loads(entry.body)
    assert (body["verb"], body["actor"], body["area"], body["facts"]) == (
        "account.manage",
        "district_admin",
        "minghu/rongshu/lizhi",
        {"what": "created"},
    )
    assert "林" not in entry.body
    assert session.get(JournalActor, entry.seq).detail == f"person/{world.people['lin']}"


@pytest.mark.parametrize("name", ["zhao", "lin", "wu", "zheng", "liu"])
def test_nobody_else_opens_accounts(world, session, name):
    with pytest.raises(NotPermitted):
        accounts.create_account(world.people["xu"], "xu", PASSWORD, actor=world[name], at=world.now)

    assert rows.named(session, "xu") is None


def test_one_name_and_one_person_have_one_account(world, lin_can_sign_in):
    with pytest.raises(UsernameTaken):
        accounts.create_account(world.people["xu"], "Lin", PASSWORD, actor=SYSTEM, at=world.now)
    with pytest.raises(HasAccount):
        accounts.create_account(world.people["lin"], "lin2", PASSWORD, actor=SYSTEM, at=world.now)


@pytest.mark.parametrize(
    ("username", "password", "refusal"),
    [
        ("13812345678", PASSWORD, BadUsername),
        ("l", PASSWORD, BadUsername),
        ("lin xiuying", PASSWORD, BadUsername),
        ("lin", "short", PasswordTooShort),
        ("linlinlinlin", "linlinlinlin", WeakPassword),
    ],
)
def test_a_name_or_password_against_the_rules_opens_nothing(world, session, username, password, refusal):
    with pytest.raises(refusal):
        accounts.create_account(world.people["xu"], username, password, actor=SYSTEM, at=world.now)

    assert session.query(rows.Account).count() == 0


def test_a_person_without_an_account_cannot_be_administered(world):
    with pytest.raises(NotFound):
        accounts.disable_account(world.people["xu"], actor=world["huang"], at=world.now)


def test_an_administrator_resets_a_password_and_ends_the_sessions(world, session, lin_can_sign_in):
    opened = sign_in.sign_in_password("lin", PASSWORD, origin=HERE, at=world.now)

    accounts.reset_password(world.people["lin"], NEW, actor=world["huang"], at=world.now)

    assert sessions.presence(session.connection(), world.now, token=opened.token) is None
    with pytest.raises(WrongPassword):
        sign_in.sign_in_password("lin", PASSWORD, origin=HERE, at=world.now)
    assert sign_in.sign_in_password("lin", NEW, origin=HERE, at=world.now).step is Step.DONE


def test_nobody_closes_resets_or_hands_out_for_themselves(world):
    accounts.create_account(world.people["huang"], "huang", PASSWORD, actor=SYSTEM, at=world.now)
    own, huang = world.people["huang"], world["huang"]

    for deed in (
        lambda: accounts.disable_account(own, actor=huang, at=world.now),
        lambda: accounts.reset_password(own, NEW, actor=huang, at=world.now),
        lambda: second_factor.reset_second_factor(own, actor=huang, at=world.now),
        lambda: second_factor.hand_out_totp(own, SECRET, actor=huang, at=world.now),
    ):
        with pytest.raises(OwnAccount):
            deed()


def test_a_second_factor_is_handed_out_once_and_kept_sealed(world, session, lin_can_sign_in):
    codes = second_factor.hand_out_totp(world.people["lin"], SECRET, actor=world["huang"], at=world.now)

    kept = rows.get(session, lin_can_sign_in)
    assert (len(codes), len(set(codes))) == (10, 10)
    assert kept.totp_secret is not None
    assert SECRET not in kept.totp_secret
    stored = {row.code_hash for row in session.query(rows.RecoveryCode)}
    assert not stored & {code.replace("-", "") for code in codes}
    with pytest.raises(AlreadySetUp):
        second_factor.hand_out_totp(world.people["lin"], SECRET, actor=world["huang"], at=world.now)


def test_a_session_that_is_over_sets_nothing_up(world, session, lin_can_sign_in):
    opened = sign_in.sign_in_password("lin", PASSWORD, origin=HERE, at=world.now)
    number = session_of(session, opened, world.now)
    sign_in.sign_out(number, at=world.now)

    for deed in (
        lambda: second_factor.begin_totp(number, at=world.now),
        lambda: second_factor.renew_totp(number, PASSWORD, origin=HERE, at=world.now),
        lambda: second_factor.confirm_totp(number, "123456", origin=HERE, at=world.now),
        lambda: second_factor.renew_recovery_codes(number, PASSWORD, origin=HERE, at=world.now),
        lambda: accounts.set_password(number, PASSWORD, NEW, origin=HERE, at=world.now),
        lambda: sign_in.end_other_sessions(number, at=world.now),
        lambda: sign_in.sign_in_totp(number, "123456", origin=HERE, at=world.now),
    ):
        with pytest.raises(SignInAgain):
            deed()


def test_a_second_factor_that_waits_for_nothing_is_neither_confirmed_nor_renewed(
    world, session, lin_can_sign_in
):
    opened = sign_in.sign_in_password("lin", PASSWORD, origin=HERE, at=world.now)
    number = session_of(session, opened, world.now)

    with pytest.raises(NothingPending):
        second_factor.confirm_totp(number, "123456", origin=HERE, at=world.now)
    with pytest.raises(NothingPending):
        second_factor.renew_recovery_codes(number, PASSWORD, origin=HERE, at=world.now)


@pytest.fixture
def first_sign_in(world, session):
    """The number of a session in which Zhao, who must have a second factor and has none, gave the password."""
    accounts.create_account(world.people["zhao"], "zhao", PASSWORD, actor=SYSTEM, at=world.now)
    opened = sign_in.sign_in_password("zhao", PASSWORD, origin=HERE, at=world.now)
    assert opened.step is Step.SET_UP
    return session_of(session, opened, world.now)


def test_beginning_twice_shows_the_same_secret(world, first_sign_in):
    number = first_sign_in

    first = second_factor.begin_totp(number, at=world.now)

    assert second_factor.begin_totp(number, at=world.now) == first
    assert second_factor.pending(number, at=world.now) == first
    assert first.address.startswith("otpauth://totp/")


def test_a_whole_session_begins_no_second_factor_without_the_password(world, session, lin_can_sign_in):
    opened = sign_in.sign_in_password("lin", PASSWORD, origin=HERE, at=world.now)
    number = session_of(session, opened, world.now)

    with pytest.raises(PasswordFirst):
        second_factor.begin_totp(number, at=world.now)
    with pytest.raises(WrongPassword):
        second_factor.renew_totp(number, NEW, origin=HERE, at=world.now)

    assert second_factor.pending(number, at=world.now) is None
    assert second_factor.renew_totp(number, PASSWORD, origin=HERE, at=world.now).secret


def test_a_secret_that_waited_ten_minutes_is_neither_shown_nor_confirmed(world, session, lin_can_sign_in):
    opened = sign_in.sign_in_password("lin", PASSWORD, origin=HERE, at=world.now)
    number = session_of(session, opened, world.now)
    waiting = second_factor.renew_totp(number, PASSWORD, origin=HERE, at=world.now)
    shortly, over = world.now + timedelta(minutes=9, seconds=59), world.now + timedelta(minutes=10)
    assert second_factor.pending(number, at=shortly) == waiting

    with pytest.raises(PendingOver):
        second_factor.confirm_totp(number, pyotp.TOTP(waiting.secret).at(over), origin=HERE, at=over)

    assert second_factor.pending(number, at=over) is None
    assert rows.get(session, lin_can_sign_in).totp_confirmed_at is None


def test_beginning_again_after_ten_minutes_makes_another_secret(world, first_sign_in):
    first = second_factor.begin_totp(first_sign_in, at=world.now)

    again = second_factor.begin_totp(first_sign_in, at=world.now + timedelta(minutes=10))

    assert again.secret != first.secret


def test_an_old_hash_is_renewed_at_the_next_sign_in(world, session, lin_can_sign_in):
    with transaction() as writing:
        rows.get(writing, lin_can_sign_in).password_hash = PasswordHasher(1, 8, 1).hash(PASSWORD)

    sign_in.sign_in_password("lin", PASSWORD, origin=HERE, at=world.now)

    session.rollback()
    assert rows.get(session, lin_can_sign_in).password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.fixture
def half(world, session, lin_can_sign_in):
    """The number of a session in which Lin has proved the password, and still owes the code."""
    second_factor.hand_out_totp(world.people["lin"], SECRET, actor=SYSTEM, at=world.now)
    opened = sign_in.sign_in_password("lin", PASSWORD, origin=HERE, at=world.now)
    assert opened.step is Step.CODE
    return session_of(session, opened, world.now)


def test_half_a_session_does_nothing_but_take_the_code(world, half):
    for deed in (
        lambda: second_factor.begin_totp(half, at=world.now),
        lambda: second_factor.pending(half, at=world.now),
        lambda: second_factor.renew_totp(half, PASSWORD, origin=HERE, at=world.now),
        lambda: second_factor.confirm_totp(half, "123456", origin=HERE, at=world.now),
        lambda: second_factor.renew_recovery_codes(half, PASSWORD, origin=HERE, at=world.now),
        lambda: accounts.set_password(half, PASSWORD, NEW, origin=HERE, at=world.now),
        lambda: sign_in.end_session(half, 1, at=world.now),
        lambda: sign_in.end_other_sessions(half, at=world.now),
    ):
        with pytest.raises(SignInAgain):
            deed()


def test_a_whole_session_takes_no_code_and_begins_no_second_one(world, session, half):
    code = pyotp.TOTP(SECRET).at(world.now)
    done = sign_in.sign_in_totp(half, code, origin=HERE, at=world.now)
    whole = session_of(session, done, world.now)

    with pytest.raises(AlreadySetUp):
        second_factor.begin_totp(whole, at=world.now)
    for number in (half, whole):
        with pytest.raises(SignInAgain):
            sign_in.sign_in_totp(number, code, origin=HERE, at=world.now)


def test_a_first_sign_in_of_an_officer_takes_no_codes_of_a_phone_that_is_not_set_up(world, session):
    accounts.create_account(world.people["zhao"], "zhao", PASSWORD, actor=SYSTEM, at=world.now)
    opened = sign_in.sign_in_password("zhao", PASSWORD, origin=HERE, at=world.now)
    number = session_of(session, opened, world.now)

    assert opened.step is Step.SET_UP
    with pytest.raises(WrongCode):
        sign_in.sign_in_totp(number, "123456", origin=HERE, at=world.now)
    with pytest.raises(WrongRecoveryCode):
        sign_in.sign_in_recovery(number, "7K3M-9QTX-0B4D-EFGH", origin=HERE, at=world.now)


def test_a_wrong_first_code_leaves_the_secret_waiting(world, session, lin_can_sign_in):
    opened = sign_in.sign_in_password("lin", PASSWORD, origin=HERE, at=world.now)
    number = session_of(session, opened, world.now)
    waiting = second_factor.renew_totp(number, PASSWORD, origin=HERE, at=world.now)
    late = pyotp.TOTP(waiting.secret).at(world.now.timestamp() - 600)

    with pytest.raises(WrongCode):
        second_factor.confirm_totp(number, late, origin=HERE, at=world.now)

    assert second_factor.pending(number, at=world.now) == waiting
    assert rows.get(session, lin_can_sign_in).totp_confirmed_at is None


def test_an_account_or_a_session_that_is_not_there_is_not_found(world, session):
    with pytest.raises(NotFound):
        rows.get(session, 10**6)
    with pytest.raises(NotFound):
        sign_in.sign_out(10**6, at=world.now)
