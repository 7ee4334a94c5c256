"""What paper adds to the closing of a box and to its count."""

from __future__ import annotations

import base64
import secrets

from sqlalchemy import delete
from sqlalchemy.orm import Session

from microprojects.domain import poll_specs
from microprojects.domain.ballots import check
from microprojects.domain.commitments import NONCE_BYTES, Opening
from microprojects.domain.paper_balances import Numbers, openings, require_balance
from microprojects.domain.paper_sheets import WORD
from microprojects.store import paper_boxes, paper_sheets
from microprojects.store.box_keys import BoxBroken
from microprojects.store.paper_boxes import PaperOpening, PaperTotal
from microprojects.store.paper_sheets import PaperVoid
from microprojects.store.polls import Poll


def close(session: Session, poll: Poll) -> tuple[list[str], Numbers]:
    """Commit to every sheet that counts, keep the sum of the paper, and return both; nothing where none was used.

    Raises:
        PaperUnread, PaperUnbalanced: with what is missing.
    """
    session.execute(delete(PaperVoid).where(PaperVoid.poll_id == poll.id))
    told = paper_sheets.count(session, poll.id)
    require_balance(told)
    if not told.is_in_use:
        return [], told
    commits = []
    for serial, choices in openings(paper_sheets.sheets(session, poll.id)):
        opening = Opening(
            choices=choices,
            nonce=secrets.token_bytes(NONCE_BYTES),
            poll=poll.name,
            spec=poll.spec_hash,
            word=WORD,
        )
        commits.append(opening.commitment)
        session.add(
            PaperOpening(
                poll_id=poll.id,
                commitment=opening.commitment,
                serial=serial,
                nonce=base64.b64encode(opening.nonce).decode(),
                choices=choices,
            )
        )
    session.add(_total(poll.id, told))
    session.flush()
    return commits, told


def _total(poll_id: int, told: Numbers) -> PaperTotal:
    return PaperTotal(
        poll_id=poll_id,
        printed=told.printed,
        marked=told.marked,
        spoiled=told.spoiled,
        handed_back=told.handed_back,
        unused=told.unused,
        valid=told.valid,
        blank=told.blank,
        null_=told.null,
        unreturned=told.unreturned,
    )


def facts(told: Numbers) -> dict[str, int]:
    """Return what the journal tells of the paper."""
    names = ("issued", "valid", "blank", "null", "spoiled", "handed_back", "unreturned")
    return {f"paper_{name}": getattr(told, name) for name in names} if told.is_in_use else {}


def opened(session: Session, poll: Poll) -> list[Opening]:
    """Return the sheets that count, each checked against its commitment and the rule.

    Raises:
        BoxBroken: one is not what was committed to, or not as many as were counted at the closing.
    """
    rule, found = poll_specs.ballot_rule(poll.spec), []
    for row in paper_boxes.openings(session, poll.id):
        opening = Opening(
            choices=row.choices,
            nonce=base64.b64decode(row.nonce),
            poll=poll.name,
            spec=poll.spec_hash,
            word=WORD,
        )
        if opening.commitment != row.commitment:
            raise BoxBroken(f"the sheet {row.serial} of poll {poll.id} is not what was committed to")
        check(opening.choices, rule, blank=True)
        found.append(opening)
    told = paper_boxes.total(session, poll.id)
    if len(found) != (told.counted if told else 0):
        raise BoxBroken(f"poll {poll.id} has not as many sheets as were counted when it closed")
    return found
