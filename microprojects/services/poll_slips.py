"""Slips with codes for the roll of a poll: printed, printed anew, voided; a code is returned once and kept as a hash."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import slips
from microprojects.domain.actions import Action
from microprojects.domain.ballots import NotTaking
from microprojects.domain.masks import mask_name
from microprojects.domain.people import Actor
from microprojects.domain.polls import PollState, require_state, wall
from microprojects.domain.slips import NobodyWithoutSlip, NoGoodSlip
from microprojects.domain.voters import Origin
from microprojects.services._polls import held, tell
from microprojects.store import poll_passes, poll_slips
from microprojects.store.db import transaction
from microprojects.store.poll_slips import Addressee, PollSlip
from microprojects.store.polls import Poll


@dataclass(frozen=True)
class Printed:
    """One slip as it goes on paper: number, masked name, building, and the code, which is kept nowhere else."""

    number: int
    name: str
    building: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class Batch:
    """The slips that were made in one deed."""

    number: int
    slips: Sequence[Printed]


def make(
    poll_id: int,
    *,
    building: str | None = None,
    entries: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> Batch:
    """Make slips for chosen entries, for those of a building, or for all, as far as they have none: 400 at once.

    Raises:
        NotFound, NotPermitted, PollMoment, NotTaking: the poll is not there, or its roll is not open.
        NobodyWithoutSlip: everybody who was meant has one.
        KeyGone: the key by which codes are known is not where it was left.
    """
    with transaction() as session:
        poll = _open(session, poll_id, Action.POLL_PRINT_SLIPS, actor=actor, at=at)
        wanted = poll_slips.without(session, poll_id, building=building, entries=entries, limit=slips.MOST)
        if not wanted:
            raise NobodyWithoutSlip
        return _made(session, poll, wanted, actor=actor, at=at)


def reprint(poll_id: int, *, batch: int = 0, slip_id: int = 0, actor: Actor, at: datetime) -> Batch:
    """Make new slips in place of the good ones of a batch, or of one slip; the old ones are void at once.

    Raises:
        NotFound, NotPermitted, PollMoment, NotTaking: the poll is not there, or its roll is not open.
        NoGoodSlip: there is none to take the place of.
        KeyGone: the key by which codes are known is not where it was left.
    """
    with transaction() as session:
        poll = _open(session, poll_id, Action.POLL_PRINT_SLIPS, actor=actor, at=at)
        old = _good(session, poll_id, batch=batch, slip_id=slip_id)
        _void(session, old, actor=actor, at=at)
        wanted = poll_slips.addressees(session, poll_id, [slip.entry for slip in old])
        return _made(session, poll, wanted, voided=len(old), actor=actor, at=at)


def void(poll_id: int, *, batch: int = 0, slip_id: int = 0, actor: Actor, at: datetime) -> int:
    """Void the good slips of a batch, or one slip, with every pass that came of them; return how many.

    A ballot that was cast with one stays in the box.

    Raises:
        NotFound, NotPermitted, PollMoment, NotTaking: the poll is not there, or its roll is not open.
        NoGoodSlip: they are void already.
    """
    with transaction() as session:
        poll = _open(session, poll_id, Action.POLL_VOID_SLIPS, actor=actor, at=at)
        old = _good(session, poll_id, batch=batch, slip_id=slip_id)
        _void(session, old, actor=actor, at=at)
        tell(session, poll, Action.POLL_VOID_SLIPS, {"slips": len(old)}, actor=actor, at=at)
        return len(old)


def _open(session: Session, poll_id: int, action: Action, *, actor: Actor, at: datetime) -> Poll:
    """Return a poll whose roll is frozen and whose time is not over, its row held."""
    poll = held(session, poll_id, action, actor=actor, at=at)
    require_state(poll.stands, PollState.OPEN)
    if at >= poll.closes_at:
        raise NotTaking(opens=wall(poll.opens_at), closes=wall(poll.closes_at))
    return poll


def _good(session: Session, poll_id: int, *, batch: int, slip_id: int) -> list[PollSlip]:
    if slip_id:
        poll_slips.get(session, poll_id, slip_id)
    found = poll_slips.good(session, poll_id, batch=batch, slip_id=slip_id)
    if not found:
        raise NoGoodSlip
    return found


def _void(session: Session, old: Sequence[PollSlip], *, actor: Actor, at: datetime) -> None:
    for slip in old:
        slip.voided_at, slip.voided_by_id = at, actor.person_id
        poll_passes.end_of(session, slip.poll_id, slip.entry, Origin.SLIP)
    session.flush()


def _made(
    session: Session,
    poll: Poll,
    wanted: Sequence[Addressee],
    *,
    voided: int = 0,
    actor: Actor,
    at: datetime,
) -> Batch:
    """Make a batch of slips, and tell of it in numbers."""
    batch = poll_slips.last_batch(session, poll.id) + 1
    made = []
    for number, each in enumerate(wanted, start=1):
        code = _random_code()
        session.add(
            PollSlip(
                poll_id=poll.id,
                entry=each.entry,
                batch=batch,
                number=number,
                code_hash=poll_slips.fingerprint(poll.id, slips.read(code)),
                made_at=at,
                made_by_id=actor.person_id,
            )
        )
        made.append(Printed(number, mask_name(each.name), each.building, code))
    facts = {"batch": batch, "slips": len(made), **({"voided": voided} if voided else {})}
    tell(session, poll, Action.POLL_PRINT_SLIPS, facts, actor=actor, at=at)
    return Batch(batch, made)


def _random_code() -> str:
    while True:
        code = slips.written(secrets.randbelow(slips.LARGEST))
        if code is not None:
            return code
