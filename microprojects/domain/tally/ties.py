"""Who comes first among equals: what the rule says, and in the end a public lot that nobody can choose."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.tally.elections import Election
from microprojects.domain.tally.outcomes import Stage, Tie
from microprojects.domain.tally.specs import Spec, TieBreak

SEED_PREFIX = b"pb-lot-v1\0"


class LotNotDrawn(Refusal):
    """Equals must be parted by the lot, and no seed is known yet."""

    code = "lot-not-drawn"
    message = N_(
        "%(first)s和%(other)s不分先后，要抽签才能定，现在还没有抽签的公开数。请先公布公开数，再计票。"
    )


class SeedUnreadable(Refusal):
    """The seed is not hexadecimal."""

    code = "seed-unreadable"
    status = 422
    message = N_("抽签的公开数“%(given)s”不是十六进制，不能用。请核对公布的公开数，重新填写。")


def lot_seed(closed_root: bytes, beacon: bytes) -> str:
    """Return the seed of the lot, in hexadecimal: the SHA-256 of a prefix, the root of the closed vote and the beacon.

    Whoever closes the vote does not know the beacon yet, and whoever gives the beacon cannot
    change the root.
    """
    return hashlib.sha256(SEED_PREFIX + closed_root + beacon).hexdigest()


def lot(seed: str, candidate: str) -> bytes:
    """Return the lot of a candidate: the SHA-256 of the seed and its id in UTF-8; the smallest comes first.

    Raises:
        SeedUnreadable: the seed is not hexadecimal.
    """
    try:
        begin = bytes.fromhex(seed)
    except ValueError as error:
        raise SeedUnreadable(given=seed[:40]) from error
    return hashlib.sha256(begin + candidate.encode()).digest()


class TieRule:
    """The order among equals for one election; candidates are told by their place.

    Without a seed the lot is replaced by the order of the ids. That is used only where the
    order changes nothing; where it would, `decided` refuses.
    """

    def __init__(self, election: Election, spec: Spec) -> None:
        self.ids = tuple(candidate.id for candidate in election.candidates)
        self.by = (*(tie for tie in spec.ties if tie != TieBreak.LOT), TieBreak.LOT)
        self.drawn = bool(spec.seed)
        lots: list[Any] = [(lot(spec.seed, key) if spec.seed else b"", key) for key in self.ids]
        columns: dict[TieBreak, list[Any]] = {
            TieBreak.LOWEST_COST: [candidate.cost for candidate in election.candidates],
            TieBreak.MOST_VOTES: [-votes for votes in election.votes],
            TieBreak.LOT: lots,
        }
        self.keys = tuple(zip(*(columns[tie] for tie in self.by), strict=True))

    def ordered(self, places: Iterable[int]) -> list[int]:
        """Return equals in the order in which they are taken."""
        return sorted(places, key=self.keys.__getitem__)

    def parted(self, first: int, other: int) -> int:
        """Return the number of the first criterion that tells two candidates apart."""
        pairs = zip(self.keys[first], self.keys[other], strict=True)
        return next(number for number, (one, two) in enumerate(pairs) if one != two)

    def decided(self, stage: Stage, places: Iterable[int], number: int) -> Tie:
        """Return the record of a tie that a criterion decided.

        Raises:
            LotNotDrawn: it is the lot, and there is no seed.
        """
        candidates = tuple(self.ids[place] for place in places)
        if self.by[number] == TieBreak.LOT and not self.drawn:
            first, other = sorted(candidates)[:2]
            raise LotNotDrawn(first=first, other=other)
        return Tie(stage, candidates, self.by[number])

    def hurt(self, stage: Stage, first: int, others: Iterable[int]) -> list[Tie]:
        """Return the tie in which taking the first took something from others equal to it; none, no tie.

        Raises:
            LotNotDrawn: the lot decided it, and there is no seed.
        """
        hurt = list(others)
        if not hurt:
            return []
        return [self.decided(stage, [first, *hurt], max(self.parted(first, other) for other in hurt))]
