"""What anybody can count again of a poll, as the bytes of files: the same on its pages and in a download of everything."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from sqlalchemy.orm import Session

from microprojects.domain.canonical import canonical
from microprojects.store import ballots, paper_boxes, poll_exports, poll_rolls
from microprojects.store.ballots import TallyRun
from microprojects.store.polls import Poll


def spec(_session: Session, poll: Poll) -> bytes:
    """Return the rule exactly as it was hashed."""
    return poll.spec.encode()


def commitments(session: Session, poll: Poll) -> bytes:
    """Return the published commitments, one batch a line, in order within each."""
    rows = (
        canonical({"batch": batch, "commitments": commits})
        for batch, commits in ballots.batches(session, poll.id)
    )
    return b"".join(row + b"\n" for row in rows)


def opened(session: Session, poll: Poll) -> bytes:
    """Return every counted ballot with what opens its commitment, one a line, in the order of commitments."""
    return "".join(poll_exports.ballot_lines(session, poll)).encode()


def closing(session: Session, poll: Poll) -> bytes:
    """Return what the hash of the closed box was made of beside the ballots, and the dice that were thrown on it."""
    lot = ballots.lot(session, poll.id)
    return canonical(
        {
            "closed_hash": poll.closed_hash,
            "dice": lot.dice if lot else "",
            "seed": lot.seed if lot else "",
            "took_part": poll_rolls.turnout(session, poll.id),
            **_paper(session, poll),
        }
    )


def result(session: Session, poll: Poll) -> bytes:
    """Return the count with every step, and the fingerprints of what went in and came out."""
    run = _run(session, poll)
    return canonical(
        {
            "round": poll.name,
            "title": poll.title,
            "state": poll.state,
            "spec_hash": run.spec_hash,
            "ballots_hash": run.ballots_hash,
            "closed_hash": poll.closed_hash,
            **_paper(session, poll),
            "seed": run.seed,
            "counted_at": run.counted_at.isoformat(timespec="seconds"),
            "result": json.loads(run.output),
            "result_hash": run.output_hash,
        }
    )


def _paper(session: Session, poll: Poll) -> dict[str, dict[str, int]]:
    """Return how many sheets of paper there were of each kind, where there was any."""
    paper = paper_boxes.total(session, poll.id)
    return {"paper": paper.as_data()} if paper else {}


def _run(session: Session, poll: Poll) -> TallyRun:
    run = ballots.last_run(session, poll.id)
    if run is None:
        raise ValueError(f"poll {poll.id} is not counted")
    return run


def pabulib(session: Session, poll: Poll) -> bytes:
    """Return the poll as a Pabulib file, which other people's tools can count."""
    return "".join(poll_exports.pabulib(session, poll)).encode()


# The files of a poll by their names: of one that was opened, and further ones of one that is counted.
OPENED: dict[str, Callable[[Session, Poll], bytes]] = {"commitments.jsonl": commitments, "spec.json": spec}
COUNTED: dict[str, Callable[[Session, Poll], bytes]] = {
    "ballots.jsonl": opened,
    "closing.json": closing,
    "result.json": result,
    "vote.pb": pabulib,
}


def files(session: Session, poll: Poll) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every public file of a poll; none of one that was never opened."""
    if poll.spec:
        for name, write in OPENED.items():
            yield name, write(session, poll)
        if poll.counted_at is not None:
            for name, write in COUNTED.items():
                yield name, write(session, poll)
