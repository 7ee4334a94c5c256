"""The journal as a Merkle tree: its root, and short proofs that an entry stands in it and that it was only added to.

A tree of n entries is made of full subtrees: the one at (level, place) has 2**level
leaves, beginning with leaf place * 2**level. Every range that a proof speaks of is
`parts` of such subtrees, so whoever kept the hashes of full subtrees need not read
the entries again. Leaves are counted from 0; entry n of the journal is leaf n - 1.

Source: RFC 9162 sections 2.1.1 to 2.1.4 (the same tree as RFC 6962).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from microprojects.domain.journal import node_hash

Part = tuple[int, int]
Range = tuple[int, int]

EMPTY = hashlib.sha256(b"").digest()


class Stack:
    """A tree that grows leaf by leaf and remembers only the full subtrees that it ends in."""

    def __init__(self) -> None:
        self.size = 0
        self._hashes: list[bytes] = []

    def push(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add the hash of a leaf, and return every subtree that is full now: level, place, hash."""
        full, level, place, found = [(0, self.size, leaf)], 0, self.size, leaf
        while place & 1:
            level, place = level + 1, place >> 1
            found = node_hash(self._hashes.pop(), found)
            full.append((level, place, found))
        self._hashes.append(found)
        self.size += 1
        return full

    @property
    def root(self) -> bytes:
        """The root of the tree as it is now."""
        return folded(self._hashes)


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over the hashes of leaves."""
    stack = Stack()
    for leaf in leaves:
        stack.push(leaf)
    return stack.root


def parts(start: int, end: int) -> list[Part]:
    """Return the full subtrees, left to right, of a range that one node of a tree covers."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start & ((1 << level) - 1):
            raise ValueError((start, end))
        found.append((level, start >> level))
        start += 1 << level
    return found


def folded(hashes: Sequence[bytes]) -> bytes:
    """Return the hash of the node over neighbouring full subtrees, the largest first."""
    if not hashes:
        return EMPTY
    found = hashes[-1]
    for left in reversed(hashes[:-1]):
        found = node_hash(left, found)
    return found


def inclusion_ranges(leaf: int, size: int) -> list[Range]:
    """Return the ranges of leaves whose hashes prove that a leaf is in a tree, from the leaf up.

    Source: RFC 9162 section 2.1.3.1.
    """
    if not 0 <= leaf < size:
        raise ValueError((leaf, size))
    start, end, found = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if leaf < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def consistency_ranges(first: int, second: int) -> list[Range]:
    """Return the ranges whose hashes prove that a tree of `second` leaves begins with that of `first`.

    Source: RFC 9162 section 2.1.4.1.
    """
    if not 1 <= first <= second:
        raise ValueError((first, second))
    start, end, found, is_whole = 0, second, [], True
    while first < end:
        middle = start + _split(end - start)
        if first <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start, is_whole = middle, False
    return [*([] if is_whole else [(start, end)]), *found[::-1]]


def is_included(leaf_at: int, size: int, leaf: bytes, proof: Sequence[bytes], top: bytes) -> bool:
    """Tell whether a proof shows that a leaf stands at its place in the tree with this root.

    Source: RFC 9162 section 2.1.3.2.
    """
    steps = _steps(leaf_at, size - 1, proof) if 0 <= leaf_at < size else None
    found = leaf
    for is_left, node in steps or ():
        found = node_hash(node, found) if is_left else node_hash(found, node)
    return steps is not None and found == top


def is_consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether a proof shows that the larger tree begins with the smaller one.

    Source: RFC 9162 section 2.1.4.2.
    """
    if not 1 <= first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    nodes = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    steps = _steps(at, last, nodes[1:])
    if not nodes or steps is None:
        return False
    old = new = nodes[0]
    for is_left, node in steps:
        old, new = (node_hash(node, old), node_hash(node, new)) if is_left else (old, node_hash(new, node))
    return old == first_root and new == second_root


def _steps(at: int, last: int, proof: Sequence[bytes]) -> list[tuple[bool, bytes]] | None:
    """Return on which side of the way up each node stands, None where the way is longer or shorter than the proof."""
    found = []
    for node in proof:
        if last == 0:
            return None
        is_left = bool(at & 1) or at == last
        found.append((is_left, node))
        while is_left and not at & 1 and at:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def _split(size: int) -> int:
    """Return the largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)
