"""A checkpoint: how many entries the journal has and the root over all of them, signed with the key of the log.

    mweishi.example.cn/journal
    1204
    9Gm5…43 characters and "="…
                                       (an empty line)
    — mweishi.example.cn/journal Az3g…key id and signature…

Source: C2SP tlog-checkpoint, signed-note and tlog-proof (c2sp.org).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from microprojects.domain.errors import N_, Refusal

HASH_BYTES = 32
ED25519 = b"\x01"
_KEY_ID_BYTES, _SIGNATURE_BYTES = 4, 64
_SIZE = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)
_PROOF_KIND = "c2sp.org/tlog-proof@v1"


class NotSigned(Refusal):
    """No checkpoint was signed yet, or none of this size."""

    code = "not-sealed"
    status = 404
    message = N_("还没有封到这一条的账。每隔一段时间封一次，请过一会儿再来。")


class NoSuchSize(Refusal):
    """The numbers that a proof is asked for are none of this journal."""

    code = "no-such-size"
    status = 400
    message = N_(
        "证明要从前面的条数连到后面封过账的条数：%(first)s 到 %(second)s 不行。请从公开流水页上的链接打开。"
    )


class LogShrunk(Refusal):
    """The journal holds fewer entries than were signed before."""

    code = "log-shrunk"
    message = N_(
        "公开流水封过账的有 %(signed)s 条，现在只有 %(size)s 条，所以不再封账。"
        "多半是恢复了旧的数据库：请换上最新的备份；找不回来的，要公开说明少了哪些。"
    )


class LogRewritten(Refusal):
    """The entries that were signed are others now."""

    code = "log-rewritten"
    message = N_(
        "公开流水的前 %(signed)s 条和封账时的不一样了，所以不再封账。"
        "有人改过数据库：请保留现场，换上没有改过的备份，并告诉监督员。"
    )


class LogKeyGone(Refusal):
    """The key that signed before is not there, or is another one."""

    code = "log-key-gone"
    status = 503
    message = N_(
        "封账用的钥匙不在了，或换过了，所以不再封账。请把钥匙文件夹里的 log.key 放回原处；"
        "网址的名字改过的，把 MICROPROJECTS_LOG_ORIGIN 设成 %(origin)s。"
    )


class NoteGone(Refusal):
    """The note outside the database of what was signed last is not there, or cannot be read."""

    code = "log-note-gone"
    status = 503
    message = N_(
        "钥匙文件夹里没有 log.checkpoint，或它坏了，不知道上次封到哪一条，所以不再封账。"
        "请把它放回原处；没有的，把别处保存的最新一份 /journal/checkpoint 存成这个文件。"
    )


class BrokenNote(ValueError):
    """A text is no checkpoint."""


@dataclass(frozen=True)
class Checkpoint:
    """How many entries, under which root, in which log."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def insist_on_history(size: int, signed: Mapping[int, bytes], roots: Mapping[int, bytes]) -> None:
    """Refuse where a journal of `size` entries does not continue what was signed.

    `signed` are the roots by size as they were signed, `roots` as they are worked out now.

    Raises:
        LogShrunk: there are fewer entries than were signed.
        LogRewritten: the entries are others.
    """
    most = max(signed, default=0)
    if most > size:
        raise LogShrunk(signed=most, size=size)
    for each in sorted(signed):
        if roots[each] != signed[each]:
            raise LogRewritten(signed=each)


@dataclass(frozen=True)
class Note:
    """A checkpoint with the lines of its signatures: name, and key id with signature."""

    checkpoint: Checkpoint
    signatures: tuple[tuple[str, bytes], ...]

    def of(self, name: str, key_id: bytes) -> bytes | None:
        """Return the signature of a key, None where there is none."""
        found = (box for who, box in self.signatures if who == name and box[:_KEY_ID_BYTES] == key_id)
        return next(
            (box[_KEY_ID_BYTES:] for box in found if len(box) == _KEY_ID_BYTES + _SIGNATURE_BYTES), None
        )


def key_id(name: str, public: bytes) -> bytes:
    """Return by which four bytes a signature names its key."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:_KEY_ID_BYTES]


def vkey(name: str, public: bytes) -> str:
    """Return a public key as one word, to be pinned by whoever checks."""
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(ED25519 + public).decode()}"


def signed(checkpoint: Checkpoint, public: bytes, signature: bytes) -> str:
    """Return the note of a checkpoint with its one signature."""
    return noted(checkpoint.text, checkpoint.origin, public, signature)


def noted(text: str, name: str, public: bytes, signature: bytes) -> str:
    """Return a text with its one signature below. Source: C2SP signed-note."""
    box = base64.b64encode(key_id(name, public) + signature).decode()
    return f"{text}\n— {name} {box}\n"


def list_text(form: str, origin: str, sha256: str) -> str:
    """Return what is signed of a list of files: its form, which log vouches for it, its fingerprint. It reads as no checkpoint."""
    return f"{form}\n{origin}\n{sha256}\n"


def read(note: str) -> Note:
    """Read a note strictly.

    Raises:
        BrokenNote: it is none.
    """
    text, gap, lines = note.partition("\n\n")
    told = text.split("\n")
    if not gap or len(told) != 3 or not told[0] or not _SIZE.fullmatch(told[1]) or not lines.endswith("\n"):
        raise BrokenNote(note[:80])
    found = Checkpoint(told[0], int(told[1]), _bytes(told[2], HASH_BYTES))
    return Note(found, tuple(_signature(line) for line in lines[:-1].split("\n")))


def split(notes: str) -> list[str]:
    """Return the notes of a file that holds them one after the other, an empty line between."""
    pieces = notes.removesuffix("\n").split("\n\n")
    return [f"{text}\n\n{lines}\n" for text, lines in zip(pieces[::2], pieces[1::2], strict=False)]


def joined(notes: Sequence[str]) -> str:
    """Return notes as a file that holds them one after the other."""
    return "\n".join(notes)


def inclusion_text(seq: int, proof: Sequence[bytes], note: str) -> str:
    """Return the proof that an entry stands under a checkpoint, as a file to keep. Source: C2SP tlog-proof."""
    return "".join((f"{_PROOF_KIND}\nindex {seq - 1}\n", *_lines(proof), "\n", note))


def consistency_text(first: int, proof: Sequence[bytes], note: str) -> str:
    """Return the proof that a checkpoint continues an earlier size. Source: C2SP tlog-witness, add-checkpoint."""
    return "".join((f"old {first}\n", *_lines(proof), "\n", note))


def _lines(proof: Sequence[bytes]) -> list[str]:
    return [f"{base64.b64encode(node).decode()}\n" for node in proof]


def _signature(line: str) -> tuple[str, bytes]:
    words = line.split(" ")
    if len(words) != 3 or words[0] != "—" or not words[1] or "+" in words[1]:
        raise BrokenNote(line[:80])
    _, name, box = words
    return name, _bytes(box)


def _bytes(text: str, length: int | None = None) -> bytes:
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BrokenNote(text[:80]) from error
    if (length is not None and len(found) != length) or base64.b64encode(found).decode() != text:
        raise BrokenNote(text[:80])
    return found
