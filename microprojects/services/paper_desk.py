"""Paper ballots at the desk: printed, given out, replaced, given back, and an online ballot taken out for one.

Giving out, replacing and taking back leave no line in the journal, as casting does not: a line
for each would tell the order of arrival. No deed here is told which sheet somebody was given.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.ballots import NotTaking
from microprojects.domain.errors import AlreadyDone
from microprojects.domain.paper_desks import (
    AskedAlready,
    AskedYourself,
    BadBatch,
    NothingToHandBack,
    NothingToReplace,
    NothingToVoid,
    Stand,
    require_sheets,
    require_without_sheet,
    stand,
)
from microprojects.domain.paper_serials import letter, read_serial
from microprojects.domain.paper_sheets import MOST_BATCHES, MOST_IN_BATCH, require_in_use
from microprojects.domain.people import Actor
from microprojects.domain.polls import PollState, is_taking, require_state, wall
from microprojects.domain.workdays import local_day
from microprojects.services._polls import held, tell
from microprojects.store import ballots, booths, box_keys, paper_sheets, poll_rolls
from microprojects.store.db import transaction
from microprojects.store.paper_sheets import PaperBatch, PaperReturn, PaperVoid
from microprojects.store.polls import Poll


def print_batch(poll_id: int, *, sheets: int, actor: Actor, at: datetime) -> int:
    """Number a further batch of sheets of an open poll, and return which it is.

    Raises:
        NotFound, NotPermitted, PollMoment: it is not there, or not open.
        NotTaking: its time is over.
        BadBatch: too many, or none.
    """
    with transaction() as session:
        poll = held(session, poll_id, Action.PAPER_PRINT, actor=actor, at=at)
        require_state(poll.stands, PollState.OPEN)
        if at >= poll.closes_at:
            raise _too_late(poll)
        batch = len(paper_sheets.batches(session, poll_id)) + 1
        if not (1 <= sheets <= MOST_IN_BATCH and batch <= MOST_BATCHES):
            raise BadBatch(most=MOST_IN_BATCH, batches=MOST_BATCHES)
        row = PaperBatch(
            poll_id=poll_id, batch=batch, sheets=sheets, printed_at=at, printed_by_id=actor.person_id
        )
        paper_sheets.add_batch(session, row)
        facts = {"batch": letter(batch), "sheets": sheets}
        tell(session, poll, Action.PAPER_PRINT, facts, actor=actor, at=at)
    return batch


def issue(poll_id: int, entry: str, *, actor: Actor, at: datetime) -> None:
    """Mark that somebody on the roll takes a sheet, whichever it is; from now on they cannot vote online.

    Raises:
        NotFound, NotPermitted, NotTaking: there is no such poll or voter, or not now.
        VotedOnline, HasSheet, VotedAtDesk: they have voted.
        NoSheets: none is left.
    """
    with transaction() as session:
        _taking(session, poll_id, Action.PAPER_ISSUE, actor=actor, at=at)
        require_without_sheet(_stands(session, poll_id, entry))
        _require_sheets(session, poll_id)
        # The poll's row is held and who casts needs it too, so nobody comes in between.
        booths.take_part(
            session.connection(), poll_id, entry, "paper", day=local_day(at), part="paper_issued"
        )


def hand_back(poll_id: int, entry: str, *, serial: str, actor: Actor, at: datetime) -> None:
    """Take an unused sheet back; the voter may vote another way again.

    Raises:
        NotFound, NotPermitted, NotTaking: there is no such poll or voter, or not now.
        NothingToHandBack: they have no sheet.
        UnknownSheet, SheetReturned: the sheet is none of these, or came back before.
    """
    with transaction() as session:
        _taking(session, poll_id, Action.PAPER_ISSUE, actor=actor, at=at)
        if _stands(session, poll_id, entry) is not Stand.PAPER:
            raise NothingToHandBack
        _take_back(session, poll_id, serial, "handed_back", actor=actor, at=at)
        poll_rolls.leave(session, poll_id, entry)


def replace(poll_id: int, *, serial: str, actor: Actor, at: datetime) -> None:
    """Take a spoiled sheet back for which its voter is given another; whose it was is not asked.

    Raises:
        NotFound, NotPermitted, NotTaking: there is no such poll, or not now.
        NothingToReplace: nobody has a sheet.
        UnknownSheet, SheetReturned: the sheet is none of these, or came back before.
        NoSheets: there is none to give instead.
    """
    with transaction() as session:
        _taking(session, poll_id, Action.PAPER_ISSUE, actor=actor, at=at)
        _require_sheets(session, poll_id)
        if not poll_rolls.turnout(session, poll_id).get("paper"):
            raise NothingToReplace
        _take_back(session, poll_id, serial, "spoiled", actor=actor, at=at)


def ask_void(poll_id: int, entry: str, *, actor: Actor, at: datetime) -> None:
    """Ask that somebody's online ballot be taken out of the box, because they want to vote on paper.

    Raises:
        NotFound, NotPermitted, NotTaking: there is no such poll or voter, or not now.
        NothingToVoid, AskedAlready: they have not voted online, or it was asked.
    """
    try:
        with transaction() as session:
            _taking(session, poll_id, Action.PAPER_VOID, actor=actor, at=at)
            if _stands(session, poll_id, entry) is not Stand.ONLINE:
                raise NothingToVoid
            session.add(PaperVoid(poll_id=poll_id, entry=entry, asked_by_id=actor.person_id))
    except AlreadyDone as twice:
        raise AskedAlready from twice


def drop_void(poll_id: int, entry: str, *, actor: Actor, at: datetime) -> None:
    """Let an online ballot be after all.

    Raises:
        NotFound, NotPermitted, NothingToVoid: there is no such poll, or nobody asked.
    """
    with transaction() as session:
        held(session, poll_id, Action.PAPER_VOID, actor=actor, at=at)
        asked = paper_sheets.asked_void(session, poll_id, entry)
        if asked is None:
            raise NothingToVoid
        session.delete(asked)


def confirm_void(poll_id: int, entry: str, *, actor: Actor, at: datetime) -> None:
    """Take an online ballot out of the box, as another officer asked, and mark its voter as taking a sheet.

    Raises:
        NotFound, NotPermitted, NotTaking: there is no such poll or voter, or not now.
        NothingToVoid: nobody asked, or the ballot is not there any more.
        AskedYourself: the actor did.
        NoSheets: none is left.
        KeyGone: the key of the box is not where it was left.
    """
    with transaction() as session:
        poll = _taking(session, poll_id, Action.PAPER_VOID, actor=actor, at=at)
        asked = paper_sheets.asked_void(session, poll_id, entry)
        if asked is None or _stands(session, poll_id, entry) is not Stand.ONLINE:
            raise NothingToVoid
        if asked.asked_by_id == actor.person_id:
            raise AskedYourself
        _require_sheets(session, poll_id)
        if not ballots.void(session, poll_id, box_keys.of(poll_id, poll.name).tag(entry)):
            raise NothingToVoid
        session.delete(asked)
        poll_rolls.turn_to_paper(session, poll_id, entry, day=local_day(at))
        tell(session, poll, Action.PAPER_VOID, {"voided": 1}, actor=actor, at=at)


def _taking(session: Session, poll_id: int, action: Action, *, actor: Actor, at: datetime) -> Poll:
    """Return a poll that takes ballots now, its row held.

    Raises:
        NotFound, NotPermitted, NotTaking: it is not there, or takes none.
    """
    poll = held(session, poll_id, action, actor=actor, at=at)
    if not is_taking(poll.stands, poll.opens_at, poll.closes_at, at=at):
        raise _too_late(poll)
    return poll


def _too_late(poll: Poll) -> NotTaking:
    return NotTaking(opens=wall(poll.opens_at), closes=wall(poll.closes_at))


def _stands(session: Session, poll_id: int, entry: str) -> Stand:
    voter = poll_rolls.voter(session, poll_id, entry)
    return stand(voter.channel, voter.part)


def _require_sheets(session: Session, poll_id: int) -> None:
    require_sheets(
        printed=paper_sheets.printed(session, poll_id), issued=paper_sheets.issued(session, poll_id)
    )


def _take_back(session: Session, poll_id: int, text: str, what: str, *, actor: Actor, at: datetime) -> None:
    found = paper_sheets.sheet(session, poll_id, read_serial(text))
    require_in_use(found)
    session.add(
        PaperReturn(
            poll_id=poll_id,
            serial=found.serial,
            what=what,
            day=local_day(at),
            taken_by_id=actor.person_id,
        )
    )
    session.flush()
