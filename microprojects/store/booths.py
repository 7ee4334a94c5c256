"""What the casting of one ballot asks of the database and leaves in it; written once, so that it is compiled once.

Every ballot of a busy evening goes through here, so the statements work on the tables and not on objects.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, exists, insert, null, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from microprojects.domain.errors import NotFound
from microprojects.domain.voters import Origin, Voter
from microprojects.store import ballot_drafts, poll_passes
from microprojects.store.areas import Area
from microprojects.store.ballots import Envelope, SeenCommit
from microprojects.store.db import table_of
from microprojects.store.poll_passes import PollPass
from microprojects.store.poll_rolls import Participation, RollEntry, Standing
from microprojects.store.polls import Poll, named
from microprojects.store.programmes import Round


@dataclass(frozen=True)
class Booth:
    """What the casting of one ballot has to know: the poll and its rule, and where the voter stands.

    `channel` is the way by which a ballot of theirs comes now, `community` the name of the place.
    """

    id: int
    name: str
    title: str
    community: str
    state: str
    opens_at: datetime
    closes_at: datetime
    spec: str
    spec_hash: str
    voter: Standing
    channel: str


class Kept(NamedTuple):
    """A sealed ballot that is in the box, as far as a form that comes again has to know it."""

    version: int
    sealed: bytes
    commitment: str
    once: str


_polls, _areas, _rounds = table_of(Poll), table_of(Area), table_of(Round)
_entries, _parts, _passes = table_of(RollEntry), table_of(Participation), table_of(PollPass)

_POLL = (
    select(
        *(_polls.c[name] for name in ("id", "title", "state", "opens_at", "closes_at", "spec", "spec_hash")),
        _areas.c.slug,
        _areas.c.name,
        _rounds.c.year,
    )
    .join(_areas, _areas.c.id == _polls.c.area_id)
    .join(_rounds, _rounds.c.id == _polls.c.round_id)
    .where(_polls.c.id == bindparam("poll"))
    .with_for_update(read=True, of=_polls)
)


def _standing(*more: Any) -> Select[*tuple[Any, ...]]:
    part = and_(_parts.c.poll_id == _entries.c.poll_id, _parts.c.entry == _entries.c.entry)
    asked = select(_entries.c.entry, _parts.c.channel, _parts.c.state, *more).select_from(_entries)
    return asked.outerjoin(_parts, part).where(_entries.c.poll_id == bindparam("poll"))


_KEPT = select(Envelope.version, Envelope.sealed, Envelope.commitment, Envelope.once).where(
    Envelope.poll_id == bindparam("poll"), Envelope.tag == bindparam("tag")
)
_BY_PERSON = _standing(null()).where(_entries.c.person_id == bindparam("person"))
_BY_PASS = (
    _standing(_passes.c.origin)
    .join(_passes, and_(_passes.c.poll_id == _entries.c.poll_id, _passes.c.entry == _entries.c.entry))
    .where(_passes.c.secret_hash == bindparam("secret"), _passes.c.ends_at > bindparam("at"))
)


def enter(connection: Connection, poll_id: int, voter: Voter, *, at: datetime) -> Booth:
    """Return the booth; the poll's row is held so that it does not close meanwhile, yet many vote at once.

    Where the voter stands is read after that: the desk, which gives out paper, holds the same row alone.

    Raises:
        NotFound: there is no such poll.
        KeyGone: the key by which passes are known is not where it was left.
    """
    poll = connection.execute(_POLL, {"poll": poll_id}).one_or_none()
    if poll is None:
        raise NotFound
    if voter.secret:
        secret = poll_passes.fingerprint(poll_id, voter.secret)
        row = connection.execute(_BY_PASS, {"poll": poll_id, "secret": secret, "at": at}).first()
    else:
        row = connection.execute(_BY_PERSON, {"poll": poll_id, "person": voter.person_id}).first()
    entry, channel, part, origin = row or (None, None, None, None)
    return Booth(
        id=poll.id,
        name=named(poll.slug, poll.year, poll.id),
        title=poll.title,
        community=poll.name,
        state=poll.state,
        opens_at=poll.opens_at,
        closes_at=poll.closes_at,
        spec=poll.spec,
        spec_hash=poll.spec_hash,
        voter=Standing(entry, channel, part),
        channel=Origin(origin).channel if origin else "online",
    )


@cache
def _take_part(dialect: str) -> Any:
    put = (pg_insert if dialect == "postgresql" else sqlite_insert)(table_of(Participation))
    put = put.values({name: bindparam(name) for name in ("poll_id", "entry", "channel", "state", "day")})
    return put.on_conflict_do_nothing(index_elements=["poll_id", "entry"]).returning(Participation.entry)


def take_part(
    connection: Connection, poll_id: int, entry: str, channel: str, *, day: date, part: str = "cast"
) -> bool:
    """Mark somebody on the roll as having voted; say whether they had not. One statement on both databases."""
    row = {"poll_id": poll_id, "entry": entry, "channel": channel, "state": part, "day": day}
    return connection.scalar(_take_part(connection.dialect.name), row) is not None


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A sealed ballot on its way into the box, in place of the one of version `seen`, and whose draft goes with it.

    `once` is the hash of the key of its form; `holder` and `person_id` tell the draft of who cast it.
    """

    poll_id: int
    entry: str
    channel: str
    day: date
    tag: str
    sealed: bytes
    commitment: str
    once: str
    seen: int
    holder: str
    person_id: int | None


def put(connection: Connection, ballot: Sealed) -> bool:
    """Put a sealed ballot into the box and mark its voter as having voted; say whether it went in.

    It does not when another ballot of the same voter came in between. The commitment joins those
    that were once in the box, and the draft is forgotten. PostgreSQL does the four in one statement,
    because there each costs a way to the server and back.
    """
    row = {
        "poll_id": ballot.poll_id,
        "tag": ballot.tag,
        "sealed": ballot.sealed,
        "commitment": ballot.commitment,
        "once": ballot.once,
        "version": ballot.seen + 1,
        "seen": ballot.seen,
    }
    part = {"entry": ballot.entry, "channel": ballot.channel, "state": "cast", "day": ballot.day}
    whose = {"poll": ballot.poll_id, "person": ballot.person_id, "held_by": ballot.holder}
    if connection.dialect.name == "postgresql":
        return (
            connection.scalar(_all_at_once(by_person=ballot.person_id is not None), row | part | whose)
            is not None
        )
    take_part(connection, ballot.poll_id, ballot.entry, ballot.channel, day=ballot.day)
    if connection.scalar(_put("sqlite"), row) is None:
        return False
    connection.execute(_SEEN, {"poll_id": ballot.poll_id, "commitment": ballot.commitment})
    ballot_drafts.forget(connection, ballot.poll_id, holder=ballot.holder, person_id=ballot.person_id)
    return True


@cache
def _put(dialect: str) -> Any:
    columns = ("poll_id", "tag", "version", "sealed", "commitment", "once")
    put = (pg_insert if dialect == "postgresql" else sqlite_insert)(table_of(Envelope))
    put = put.values({name: bindparam(name) for name in columns})
    changed = {name: put.excluded[name] for name in ("sealed", "commitment", "once", "version")}
    return put.on_conflict_do_update(
        index_elements=["poll_id", "tag"], set_=changed, where=Envelope.version == bindparam("seen")
    ).returning(Envelope.version)


_SEEN = insert(table_of(SeenCommit))


@cache
def _all_at_once(*, by_person: bool) -> Any:
    """Return the one statement; what follows the ballot is done only if the ballot went in."""
    box = _put("postgresql").cte("box")
    seen = insert(table_of(SeenCommit)).from_select(
        ["poll_id", "commitment"], select(bindparam("poll_id"), bindparam("commitment")).select_from(box)
    )
    draft = ballot_drafts.FORGET_PERSON if by_person else ballot_drafts.FORGET_HOLDER
    gone = draft.where(exists().select_from(box))
    more = (_take_part("postgresql").cte("part"), seen.cte("seen"), gone.cte("gone"))
    return select(box.c.version).add_cte(*more)


def kept(connection: Connection, poll_id: int, tag: str) -> Kept | None:
    """Return the sealed ballot under a tag."""
    row = connection.execute(_KEPT, {"poll": poll_id, "tag": tag}).one_or_none()
    return None if row is None else Kept(*row)
