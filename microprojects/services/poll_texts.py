"""Getting a pass into a poll with a code that is sent to the phone on the register.

Nobody learns here whether a number is on the roll: whoever asks gets the same answer, and a wrong code, a code that
is over and a number that is not known are one "no". These deeds leave no line in the journal.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

from microprojects.domain import credentials, text_codes
from microprojects.domain.credentials import ADDRESS, WAY, LockedOut
from microprojects.domain.phones import fold_phone
from microprojects.domain.text_codes import TextsLocked, WrongTextCode
from microprojects.domain.voters import GivenPass, Origin
from microprojects.services import _attempts
from microprojects.services._polls import taking
from microprojects.store import poll_passes, poll_texts, texting
from microprojects.store.db import transaction

MESSAGE = "您在“{title}”的投票验证码是 {code}，10 分钟内有效。不是您本人要的，不用理会，也不要告诉别人。"


def ask(poll_id: int, phone: str, *, address: str, at: datetime) -> None:
    """Send a code to a phone if somebody on the roll has it on the register; a code sent before is good no more.

    Asking is counted before anything is looked up, for known and unknown numbers alike.

    Raises:
        NotFound, NotTaking: there is no such poll, or it takes no ballots at this moment.
        BadPhone: it is no mobile number.
        TextingOff, TextingDown: no message could be sent to anybody.
        TextsLocked: too many were asked for, for this phone or from this address.
        KeyGone: the key by which codes are known is not where it was left.
    """
    number = fold_phone(phone)
    texting.require_ready(at)
    _count(
        {
            _attempts.way("text.sent", f"{poll_id}/{number}"): text_codes.SENT_TO_PHONE,
            _attempts.way("text.sent-from", address): text_codes.SENT_FROM_ADDRESS,
        },
        at,
    )
    code = f"{secrets.randbelow(10**6):06}"
    with transaction() as session:
        poll = taking(session, poll_id, at)
        title, known = poll.title, bool(poll_texts.at_phone(session, poll_id, number))
        # Kept for an unknown number too, whom nothing is sent: so the answer takes as long.
        poll_texts.put(session, poll_id, number, code, ends_at=at + text_codes.LASTS)
    if known:
        texting.send(number, MESSAGE.format(title=title, code=code), at=at)


def redeem(poll_id: int, phone: str, typed: str, *, name: str = "", address: str, at: datetime) -> GivenPass:
    """Use up the code that was sent to a phone, for a pass of the one whose phone it is.

    An attempt is counted before anything is compared; another message does not start the count anew.

    Raises:
        NotFound, NotTaking: there is no such poll, or it takes no ballots at this moment.
        BadPhone: it is no mobile number.
        TextsLocked: too many codes were tried, for this phone or from this address.
        WrongTextCode: wrong, too old, used, or none was sent.
        WhichOfYou: the code is right, and several share the phone; it stays good.
        KeyGone: the key by which codes are known is not where it was left.
    """
    number, digits = fold_phone(phone), credentials.code_digits(typed)
    phone_way = _attempts.way("text.code", f"{poll_id}/{number}")
    address_way = _attempts.way("text.code-from", address)
    _count({phone_way: WAY, address_way: ADDRESS}, at)
    with transaction() as session:
        taking(session, poll_id, at)
        sent = poll_texts.sent(session, poll_id, number)
        asked = poll_texts.code_hash(poll_id, number, digits or "")
        kept = sent.code_hash if sent is not None and at < sent.ends_at else ""
        if not hmac.compare_digest(kept.encode(), asked.encode()) or sent is None:
            raise WrongTextCode
        at_phone = poll_texts.at_phone(session, poll_id, number)
        if not at_phone:
            raise WrongTextCode
        entry = text_codes.chosen(at_phone, name)
        session.delete(sent)
        _attempts.forgive_each(session, {phone_way: None, address_way: 1})
        return poll_passes.give(session, poll_id, entry, Origin.TEXT, at=at)


def _count(limits: dict[str, credentials.Limit], at: datetime) -> None:
    try:
        _attempts.count_each(limits, at=at)
    except LockedOut as no:
        raise TextsLocked(**no.facts) from no
