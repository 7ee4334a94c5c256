"""The public record: every act is one entry, chained to the one before by its fingerprint.

One line of the downloaded record is one entry in canonical JSON:

    {"actor":"community_staff","area":"minghu/rongshu/lizhi","at":"2026-11-20T02:30:00Z",
     "facts":{"reason":"N1"},"hash":"…64 hex…","prev":"…64 hex…","seq":7,
     "subject":"project/LZ-2026-014","v":1,"verb":"decline"}

(without the line breaks). `hash` is SHA-256 over the canonical JSON of all other
members, and `prev` is the `hash` of the entry before it, 64 zeros for the first.
The actor is a role, never a person, and nothing in `facts` may be personal data.

Source: RFC 8785 (canonical form); RFC 6962 section 2.1 (leaf and node hashes).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from microprojects.domain.canonical import NotCanonical, canonical
from microprojects.domain.errors import N_
from microprojects.domain.privacy import require_clean

__all__ = [
    "GENESIS",
    "Entry",
    "Head",
    "NotCanonical",
    "Verdict",
    "canonical",
    "check_chain",
    "entry_hash",
    "leaf_hash",
    "next_entry",
    "node_hash",
    "public_facts",
    "short_code",
    "split_lines",
    "stamp",
]

VERSION = 1
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)
_SHAPE = {
    "v": int,
    "seq": int,
    "at": str,
    "verb": str,
    "subject": str,
    "actor": str,
    "area": str,
    "facts": dict,
    "prev": str,
    "hash": str,
}


@dataclass(frozen=True)
class Head:
    """Where a chain ends: the number and the fingerprint of its last entry."""

    seq: int
    hash: str


GENESIS = Head(0, "0" * 64)


@dataclass(frozen=True)
class Entry:
    """One act: when, what, on what, by which role, where, with which public facts."""

    seq: int
    at: str
    verb: str
    subject: str
    actor: str
    area: str
    facts: Mapping[str, object]
    prev: str
    hash: str

    @property
    def head(self) -> Head:
        """The end of a chain whose last entry this is."""
        return Head(self.seq, self.hash)

    @property
    def line(self) -> bytes:
        """The entry as one line of the downloaded record, without the line end."""
        return canonical({**asdict(self), "v": VERSION})


@dataclass(frozen=True)
class Verdict:
    """What the check of a record found; `first_bad` is the number at which it stops to hold."""

    whole: bool
    count: int
    head: str
    first_bad: int | None
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The finding in the source language."""
        return self.message % self.facts


def stamp(at: datetime) -> str:
    """Write an aware instant as the record does: UTC, whole seconds, "2026-11-20T02:30:00Z"."""
    if at.tzinfo is None:
        raise ValueError(at)
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def entry_hash(body: Mapping[str, object]) -> str:
    """Return the fingerprint of an entry's members other than `hash`, as 64 hex digits."""
    return hashlib.sha256(canonical({key: body[key] for key in body if key != "hash"})).hexdigest()


def leaf_hash(line: bytes) -> bytes:
    """Return the hash of one line as a leaf of a Merkle tree. Source: RFC 6962 section 2.1."""
    return hashlib.sha256(b"\x00" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two nodes as an inner node of a Merkle tree. Source: RFC 6962 section 2.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def short_code(fingerprint: str) -> str:
    """Return the 记账码 that people read out: the first eight hex digits as 3f2a-91bc."""
    return f"{fingerprint[:4]}-{fingerprint[4:8]}"


def public_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """Return the facts as they may stand in the public record, with their text in NFC.

    Raises:
        PrivacyFinding: a value holds something that looks like personal data; it
            is named by its key.
        NotCanonical: a value has no canonical form.
    """
    cleaned = {key: _public(str(key), value) for key, value in facts.items()}
    canonical(cleaned)
    return cleaned


def next_entry(
    prev: Head, *, at: datetime, verb: str, subject: str, actor: str, area: str, facts: Mapping[str, object]
) -> Entry:
    """Make the entry that follows `prev`.

    `subject` is a kind and a public number such as "project/LZ-2026-014", `actor`
    a role code, `area` a slug path.

    Raises:
        PrivacyFinding: something in it looks like personal data.
        NotCanonical: a value has no canonical form.
    """
    said = {"verb": verb, "subject": subject, "actor": actor, "area": area}
    words = {key: str(_public(key, value)) for key, value in said.items()}
    body: dict[str, Any] = {
        "v": VERSION,
        "seq": prev.seq + 1,
        "at": stamp(at),
        **words,
        "facts": public_facts(facts),
        "prev": prev.hash,
    }
    fingerprint = entry_hash(body)
    del body["v"]
    return Entry(**body, hash=fingerprint)


def split_lines(data: bytes) -> list[bytes]:
    """Split a downloaded record into its lines; only LF ends a line, and the last may lack it."""
    lines = data.split(b"\n")
    return lines[:-1] if lines[-1] == b"" else lines


def check_chain(lines: Iterable[bytes], start: Head = GENESIS) -> Verdict:
    """Check that the lines are an unbroken chain that begins right after `start`.

    Needs no database and no key. It names the first line that does not hold; a
    record that was cut off at its end is only found by comparing the head.
    """
    head, count = start, 0
    for line in lines:
        wrong = _wrong(line, head)
        if wrong is not None:
            seq = head.seq + 1
            return Verdict(False, count, head.hash, seq, wrong, {"seq": seq})
        head = Head(head.seq + 1, _parsed(line)["hash"])
        count += 1
    message = N_("一共 %(count)s 条，从头到尾接得上，没有改过。最后一条的记账码是 %(code)s。")
    return Verdict(True, count, head.hash, None, message, {"count": count, "code": short_code(head.hash)})


def _wrong(line: bytes, head: Head) -> str | None:
    """Return what is wrong with a line that should follow `head`, or None."""
    try:
        body = _parsed(line)
        same = canonical(body) == line
        right = entry_hash(body)
    except (ValueError, RecursionError, NotCanonical):
        return N_("第 %(seq)s 条读不懂：这一行不是一条完整的记录。请重新下载，再查一次。")
    if not same:
        return N_("第 %(seq)s 条的写法变了：内容被重新排过版。请用原样下载的文件再查一次。")
    if body["seq"] != head.seq + 1:
        return N_("第 %(seq)s 条缺了或排错了位置。请保存这份文件，告诉社区居委会。")
    if body["prev"] != head.hash:
        return N_("第 %(seq)s 条接不上前一条：前面的记录被换过。请保存这份文件，告诉社区居委会。")
    if body["hash"] != right:
        return N_("第 %(seq)s 条的内容和记账码对不上：这一条被改过。请保存这份文件，告诉社区居委会。")
    return None


def _parsed(line: bytes) -> dict[str, Any]:
    """Read one line strictly: its members, their types, no duplicate key, no float."""
    body = json.loads(line.decode("utf-8"), object_pairs_hook=_once, parse_float=_no, parse_constant=_no)
    if not isinstance(body, dict) or body.keys() != _SHAPE.keys():
        raise ValueError("members")
    if any(type(body[key]) is not kind for key, kind in _SHAPE.items()) or body["v"] != VERSION:
        raise ValueError("types")
    if not (_HASH.fullmatch(body["hash"]) and _HASH.fullmatch(body["prev"]) and _STAMP.fullmatch(body["at"])):
        raise ValueError("forms")
    return body


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("duplicate key")
    return members


def _no(text: str) -> object:
    raise ValueError(text)


def _public(field_name: str, value: object) -> object:
    match value:
        case str():
            require_clean(field_name, value)
            return unicodedata.normalize("NFC", value)
        case list() | tuple():
            return [_public(field_name, item) for item in value]
        case Mapping():
            return {
                unicodedata.normalize("NFC", str(key)): _public(str(key), item) for key, item in value.items()
            }
        case _:
            return value
