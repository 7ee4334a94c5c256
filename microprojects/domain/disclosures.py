"""What a published disclosure says: its one sentence and amount, what may be corrected, how two versions differ.

A body is JSON data. Three members serve every list and poster: `headline` is one
sentence that tells what is new, `amount_fen` the amount that it is about, `title`
the project's name. Amounts end in `_fen` and are decimal strings; days end in
`_on` and are ISO dates; `_at` marks an instant, `_hash` and `sha256` a fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from microprojects.domain.disclosure_fields import WORDS, label
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen

Body = Mapping[str, Any]

LONGEST_REASON = 500
LONGEST_CORRECTION = 2000

# What rests on a count, the ledger or a fingerprint is not a wording that a correction may change.
_FIXED = ("project", "kind", "version", "dossier", "vote", "votes", "rejected", "ratification", "corrected")


class NotCorrectable(Refusal):
    """The field is no wording, or the disclosure has no such field."""

    code = "not-correctable"
    status = 422
    message = N_("“%(field)s”不能更正。只能改文字；金额、票数、编号和记账码由系统从原始记录里取。")


class NothingChanges(Refusal):
    """A correction must change something."""

    code = "nothing-changes"
    status = 422
    message = N_("改前改后一样。请写上要更正的内容，或返回上一页。")


class TakenDown(Refusal):
    """The version has been taken down already."""

    code = "taken-down"
    message = N_("这一版已经撤下。请另发更正后的新版本。")


class NotLatest(Refusal):
    """A newer version stands; it is the one to correct."""

    code = "not-latest"
    message = N_("已经有更新的版本。请打开最新的一版再更正。")


@dataclass(frozen=True)
class Change:
    """One field that reads differently in two versions; None where one of them does not have it."""

    path: str
    before: Any
    after: Any


def headline(body: Body) -> str:
    """Return the one sentence that tells what is new."""
    vote = body.get("vote")
    of_vote = vote.get("sentence") if isinstance(vote, Mapping) else ""
    found = body.get("headline") or of_vote or body.get("sentence") or body.get("summary") or ""
    return found if isinstance(found, str) else ""


def amount(body: Body) -> Fen | None:
    """Return the amount that a disclosure is about, in fen, None if it is about none."""
    for name in ("amount_fen", "total_fen"):
        fen = in_fen(body.get(name))
        if fen is not None:
            return fen
    return None


def in_fen(value: object) -> Fen | None:
    """Read an amount of a body, which is a decimal string of fen."""
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    return Fen(int(text)) if text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() else None


def corrected(body: Body, changes: Mapping[str, str]) -> dict[str, Any]:
    """Return the body with some of its texts replaced; the keys of `changes` are dotted paths.

    Raises:
        NotCorrectable: a path names no text, or one that a correction may not touch.
        NothingChanges: every text is what it was.
    """
    fresh = {key: _copy(value) for key, value in body.items()}
    for path, text in changes.items():
        if not is_correctable(body, path):
            raise NotCorrectable(field=label(path))
        _put(fresh, path.split("."), text)
    if fresh == body:
        raise NothingChanges
    return {key: value for key, value in fresh.items() if key not in ("project", "kind", "version")}


def is_correctable(body: Body, path: str) -> bool:
    """Return whether a path names a wording: a text that rests on no count, amount, day or fingerprint."""
    parts = path.split(".")
    bound = ("_fen", "_hash", "sha256", "_on", "_at", "credit_code", "voucher")
    if parts[0] in _FIXED or parts[-1].endswith(bound) or parts[-1] in WORDS:
        return False
    return isinstance(_at(body, parts), str)


def correctable(body: Body) -> list[tuple[str, str]]:
    """Return every wording of a body as (dotted path, text)."""
    return [
        (path, text) for path, text in leaves(body) if isinstance(text, str) and is_correctable(body, path)
    ]


def differences(before: Body, after: Body) -> list[Change]:
    """Return what reads differently in a later version, in the order of the later one."""
    old, new = dict(leaves(before)), dict(leaves(after))
    paths = [*new, *(path for path in old if path not in new)]
    changed = (Change(path, old.get(path), new.get(path)) for path in paths if path != "version")
    return [change for change in changed if change.before != change.after]


def leaves(value: object, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every single value of a body with its dotted path."""
    if isinstance(value, Mapping):
        members: Iterator[tuple[str, Any]] = ((str(key), inner) for key, inner in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        members = ((str(index), inner) for index, inner in enumerate(value))
    else:
        yield path, value
        return
    for key, inner in members:
        yield from leaves(inner, f"{path}.{key}" if path else key)


def _at(body: object, parts: Sequence[str]) -> object:
    for part in parts:
        if isinstance(body, Mapping):
            body = body.get(part)
        elif isinstance(body, list) and part.isascii() and part.isdigit() and int(part) < len(body):
            body = body[int(part)]
        else:
            return None
    return body


def _put(body: Any, parts: Sequence[str], text: str) -> None:
    for part in parts[:-1]:
        body = body[int(part)] if isinstance(body, list) else body[part]
    last = parts[-1]
    body[int(last) if isinstance(body, list) else last] = text


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_copy(inner) for inner in value]
    return value
