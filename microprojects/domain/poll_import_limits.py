"""What of a vote from elsewhere can be kept: sums that fit, ids with one form, projects that cost something."""

from __future__ import annotations

from unicodedata import normalize

from microprojects.domain import poll_import_noes as noes
from microprojects.domain.tally.pabulib import Reading
from microprojects.domain.tally.pabulib_noes import shown

BIGGEST = 2**63 - 1
MOST_POINTS = 10**8


def require_room(reading: Reading) -> None:
    """Insist that all that a file says can be kept.

    Raises:
        CannotKeep: something cannot; the sentence names the line where there is one.
    """
    cast = reading.poll.cast
    sums = [(1, cast.budget), *zip(reading.lines, (each.cost for each in cast.candidates), strict=True)]
    for line, amount in sums:
        if amount > BIGGEST:
            raise noes.SumTooLarge(line=line)
    for line, each in zip(reading.lines, cast.candidates, strict=True):
        if each.cost < 1:
            raise noes.CostsNothing(line=line, given=shown(each.id))
        if normalize("NFC", each.id) != each.id:
            raise noes.IdNotNormal(line=line, given=shown(each.id))
    if not cast.candidates:
        raise noes.NoProjects
    if max((score for ballot in cast.ballots for _, score in ballot.scores), default=0) > MOST_POINTS:
        raise noes.ScoreTooLarge(most=MOST_POINTS)
