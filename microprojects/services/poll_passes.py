"""Getting a pass into a poll with the code on a slip, lending a machine at the desk, and ending a pass.

These deeds leave no line in the journal: a line in the order of arrival would tell who voted when.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from microprojects.domain import slips
from microprojects.domain.actions import Action
from microprojects.domain.credentials import LockedOut
from microprojects.domain.errors import NotFound
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.slips import NoSuchSlip, SlipsLocked
from microprojects.domain.voters import GivenPass, Origin, Voter
from microprojects.services import _attempts
from microprojects.services._deed import permit
from microprojects.services._polls import taking
from microprojects.store import ballot_drafts, poll_passes, poll_slips, polls
from microprojects.store.db import transaction
from microprojects.store.poll_rolls import RollEntry


def redeem_slip(poll_id: int, typed: str, *, address: str, at: datetime) -> GivenPass:
    """Return a pass for the entry of a slip; the code stays good until the poll closes, so that a ballot can be replaced.

    An attempt is counted before anything is compared. A code that was misread is none.

    Raises:
        NotFound, NotTaking: there is no such poll, or it takes no ballots at this moment.
        MisreadSlip: it is no code as they are printed.
        SlipsLocked: too many codes were tried from this address.
        NoSuchSlip: no good slip of this poll has it.
        KeyGone: the key by which codes are known is not where it was left.
    """
    code = slips.read(typed)
    way_in = _attempts.way("slip", address)
    try:
        _attempts.count_each({way_in: _attempts.SLIPS}, at=at)
    except LockedOut as no:
        raise SlipsLocked(**no.facts) from no
    with transaction() as session:
        taking(session, poll_id, at)
        slip = poll_slips.by_code(session, poll_id, code)
        if slip is None:
            raise NoSuchSlip
        slip.used = True
        _attempts.forgive_each(session, {way_in: 1})
        return poll_passes.give(session, poll_id, slip.entry, Origin.SLIP, at=at)


def lend(poll_id: int, entry: str, *, actor: Actor, at: datetime) -> GivenPass:
    """Return a pass for somebody at the desk whose papers the clerk has looked at.

    Raises:
        NotFound, NotPermitted: there is no such poll or entry, or the actor may not.
        NotTaking: the poll takes no ballots at this moment.
        KeyGone: the key by which passes are known is not where it was left.
    """
    with transaction() as session:
        poll = polls.get(session, poll_id)
        permit(actor, Action.POLL_LEND, Target(poll.area.path), at=at)
        taking(session, poll_id, at)
        known = select(RollEntry.entry).where(RollEntry.poll_id == poll_id, RollEntry.entry == entry)
        if session.scalar(known) is None:
            raise NotFound
        return poll_passes.give(session, poll_id, entry, Origin.DESK, at=at)


def end(poll_id: int, *, voter: Voter, at: datetime) -> None:
    """End a pass and take away the draft that was made with it; nothing where it is over already.

    Raises:
        KeyGone: the key by which passes are known is not where it was left.
    """
    with transaction() as session:
        poll_passes.end(session, poll_id, voter.secret, at=at)
        ballot_drafts.forget(session, poll_id, holder=voter.holder, person_id=voter.drafter_id)
