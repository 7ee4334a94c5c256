"""Sets of voters as whole numbers: voter n is in a set whose bit n is 1, so that `&` and `bit_count` count them."""

from __future__ import annotations

from collections.abc import Iterator

from microprojects.domain.tally.elections import Election


def supporters(election: Election) -> list[int]:
    """Return for each candidate the set of its voters; voters are numbered in the order of the ballots."""
    sets = [bytearray(-(-election.voters // 8)) for _ in election.candidates]
    first = 0
    for ballot in election.ballots:
        runs = list(_bytes(first, first + ballot.weight))
        for place, _ in ballot.scores:
            bits = sets[place]
            for at, ones in runs:
                bits[at] |= ones
        first += ballot.weight
    return [int.from_bytes(bits, "little") for bits in sets]


def _bytes(first: int, end: int) -> Iterator[tuple[int, int]]:
    """Give each byte that holds voters from `first` up to `end`, with their bits."""
    for at in range(first // 8, -(-end // 8)):
        low, high = max(first - 8 * at, 0), min(end - 8 * at, 8)
        yield at, (1 << high) - (1 << low)
