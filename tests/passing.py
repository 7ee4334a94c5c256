"""Passes into a poll for tests: slips as they are printed, and the codes on them."""

from __future__ import annotations

from sqlalchemy import select, text

from microprojects.domain.voters import GivenPass, Voter
from microprojects.services import poll_passes, poll_slips
from microprojects.services.poll_slips import Batch
from microprojects.store import people, poll_rolls
from microprojects.store.db import db, transaction
from microprojects.store.people import PHONE
from microprojects.store.poll_rolls import RollEntry
from microprojects.store.secrets import fingerprint, seal_text
from tests.electing import OPENED, OpenPoll

ADDRESS = "203.0.113.7"
PHONE_OF_LIN = "13812345678"


def entry_of(poll: OpenPoll, who: str) -> str:
    """The random name of somebody on the roll."""
    db.session.rollback()
    return poll_rolls.standing(db.session(), poll.id, poll.world.people[who]).entry or ""


def printed(poll: OpenPoll, *who: str, at=OPENED) -> Batch:
    """Print slips for some, or for all."""
    entries = [entry_of(poll, each) for each in who]
    return poll_slips.make(poll.id, entries=entries, actor=poll.world["zhao"], at=at)


def code_of(poll: OpenPoll, who: str) -> str:
    """Print a slip for somebody and return its code."""
    return printed(poll, who).slips[0].code


def enter(poll: OpenPoll, code: str, *, at=OPENED, address: str = ADDRESS) -> GivenPass:
    """Enter with the code of a slip."""
    return poll_passes.redeem_slip(poll.id, code, address=address, at=at)


def passed(poll: OpenPoll, who: str, *, at=OPENED) -> Voter:
    """Let somebody in with a slip, as a voter."""
    return Voter(secret=enter(poll, code_of(poll, who), at=at).secret)


def give_phone(poll: OpenPoll, who: str, phone: str = PHONE_OF_LIN) -> None:
    """Write a phone on the register."""
    with transaction() as session:
        person = people.get(session, poll.world.people[who])
        person.phone_index = fingerprint(PHONE, phone)
        person.phone_sealed = seal_text(PHONE, person.id, phone)


def entries(poll: OpenPoll) -> list[str]:
    """Everybody on the roll."""
    db.session.rollback()
    return list(db.session.scalars(select(RollEntry.entry).where(RollEntry.poll_id == poll.id)))


def whole_database() -> str:
    """Everything that the database holds, as one text."""
    db.session.rollback()
    return "\n".join(
        str(row)
        for table in db.metadata.sorted_tables
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"'))
    )
