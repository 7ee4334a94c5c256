"""The signed checkpoints of the journal, the hashes of its full subtrees, and the proofs made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy import BigInteger, CheckConstraint, func, insert, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain import transparency_log as tree
from microprojects.domain.checkpoints import NoSuchSize, NotSigned
from microprojects.domain.journal import Head, leaf_hash
from microprojects.store import journal
from microprojects.store.columns import Hash
from microprojects.store.db import Base
from microprojects.store.journal import JournalEntry, JournalHead

# Subtrees of fewer entries are worked out from the entries: at most sixteen for an end of a proof.
LEAST_LEVEL = 4
_CHUNK = 500


class JournalCheckpoint(Base):
    """One signed checkpoint; it is published as `note` and never changed."""

    __tablename__ = "journal_checkpoints"
    __table_args__ = (CheckConstraint("size > 0", name="size_positive"),)

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[Hash]
    note: Mapped[str]
    signed_at: Mapped[datetime]


class JournalSubtree(Base):
    """The hash of 2**level entries, the first of which is place * 2**level + 1."""

    __tablename__ = "journal_subtrees"
    __table_args__ = (
        CheckConstraint(f"level >= {LEAST_LEVEL}", name="level_kept"),
        CheckConstraint("place >= 0", name="place_not_negative"),
    )

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[Hash]


@dataclass(frozen=True)
class Walk:
    """What reading the whole journal gave: roots by size, and the full subtrees that are not kept yet."""

    roots: Mapping[int, bytes]
    subtrees: list[dict[str, object]] = field(default_factory=list)


def newest(session: Session) -> JournalCheckpoint | None:
    """Return the checkpoint over the most entries."""
    return session.scalar(select(JournalCheckpoint).order_by(JournalCheckpoint.size.desc()).limit(1))


def at_the_end(session: Session) -> tuple[Head, JournalCheckpoint | None]:
    """Return where the chain ends now and the checkpoint over the most entries, in one statement for every page."""
    last = select(func.max(JournalCheckpoint.size)).scalar_subquery()
    query = select(JournalHead.seq, JournalHead.hash, JournalCheckpoint)
    seq, digest, sealed = session.execute(
        query.outerjoin(JournalCheckpoint, JournalCheckpoint.size == last)
    ).one()
    return Head(seq, digest), sealed


def over(session: Session, seq: int) -> JournalCheckpoint | None:
    """Return the first checkpoint under which an entry stands."""
    query = select(JournalCheckpoint).where(JournalCheckpoint.size >= seq)
    return session.scalar(query.order_by(JournalCheckpoint.size).limit(1))


def of_size(session: Session, size: int) -> JournalCheckpoint:
    """Return the checkpoint over exactly so many entries.

    Raises:
        NotSigned: there is none.
    """
    found = session.get(JournalCheckpoint, size) if size < 2**63 else None
    if found is None:
        raise NotSigned
    return found


def notes(session: Session) -> list[str]:
    """Return all notes, the oldest first."""
    return list(session.scalars(select(JournalCheckpoint.note).order_by(JournalCheckpoint.size)))


def signed(session: Session) -> dict[int, bytes]:
    """Return the root of every checkpoint by its size."""
    rows = session.execute(select(JournalCheckpoint.size, JournalCheckpoint.root))
    return {size: bytes.fromhex(root) for size, root in rows}


def walk(session: Session, size: int, marks: Collection[int]) -> Walk:
    """Read the first entries of the journal, and work out the roots at some sizes and all full subtrees.

    Only subtrees that became full after the last checkpoint are returned; the others are kept already.
    """
    last = newest(session)
    kept, stack = last.size if last else 0, tree.Stack()
    roots: dict[int, bytes] = {}
    fresh: list[dict[str, object]] = []
    for body in islice(journal.walk(session), size):
        for level, place, found in stack.push(leaf_hash(body.encode())):
            if level >= LEAST_LEVEL and (place + 1) << level > kept:
                fresh.append({"level": level, "place": place, "hash": found.hex()})
        if stack.size in marks:
            roots[stack.size] = stack.root
    return Walk(roots, fresh)


def add(session: Session, rows: Iterable[JournalCheckpoint], subtrees: list[dict[str, object]]) -> None:
    """Keep new checkpoints and the subtrees that became full with them."""
    session.add_all(rows)
    for start in range(0, len(subtrees), _CHUNK):
        session.execute(insert(JournalSubtree), subtrees[start : start + _CHUNK])
    session.flush()


def inclusion(session: Session, seq: int, size: int) -> list[bytes]:
    """Return the proof that entry `seq` stands under the checkpoint of a size.

    Raises:
        NotSigned: the entry came after it.
    """
    if not 1 <= seq <= size:
        raise NotSigned
    return _hashes(session, tree.inclusion_ranges(seq - 1, size))


def consistency(session: Session, first: int, second: int) -> list[bytes]:
    """Return the proof that the journal at a checkpoint begins with its first entries.

    Raises:
        NoSuchSize: there are not so many.
    """
    if not 1 <= first <= second:
        raise NoSuchSize(first=first, second=second)
    return _hashes(session, tree.consistency_ranges(first, second))


def _hashes(session: Session, ranges: list[tree.Range]) -> list[bytes]:
    """Return the hash of every range, with one query for kept subtrees and one for entries."""
    wanted = [tree.parts(start, end) for start, end in ranges]
    parts = {part for each in wanted for part in each}
    found = dict(_kept(session, {part for part in parts if part[0] >= LEAST_LEVEL}))
    small = {part for part in parts if part[0] < LEAST_LEVEL}
    leaves = _leaves(session, small)
    for level, place in small:
        found[level, place] = tree.root(leaves[n] for n in range(place << level, (place + 1) << level))
    return [tree.folded([found[part] for part in each]) for each in wanted]


def _kept(session: Session, parts: set[tree.Part]) -> Iterator[tuple[tree.Part, bytes]]:
    if parts:
        named = tuple_(JournalSubtree.level, JournalSubtree.place).in_(sorted(parts))
        query = select(JournalSubtree.level, JournalSubtree.place, JournalSubtree.hash).where(named)
        for level, place, found in session.execute(query):
            yield (level, place), bytes.fromhex(found)


def _leaves(session: Session, parts: set[tree.Part]) -> dict[int, bytes]:
    """Return the hashes of the leaves of small subtrees, by their number from 0."""
    seqs = [n + 1 for level, place in parts for n in range(place << level, (place + 1) << level)]
    query = select(JournalEntry.seq, JournalEntry.body).where(JournalEntry.seq.in_(seqs))
    rows = session.execute(query) if seqs else ()
    return {seq - 1: leaf_hash(body.encode()) for seq, body in rows}
