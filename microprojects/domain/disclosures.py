"""What a published disclosure says: its one sentence and amount, how two versions differ.

A body is JSON data. Three members serve every list and poster: `headline` is one
sentence that tells what is new, `amount_fen` the amount that it is about, `title`
the project's name. Amounts end in `_fen` and are decimal strings; days end in
`_on` and are ISO dates; `_at` marks an instant, `_hash` and `sha256` a fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen

Body = Mapping[str, Any]

LONGEST_REASON = 500
# The member of a row that names the record behind it; it is for machines and tells a reader nothing.
REF = "ref"


class TakenDown(Refusal):
    """The version has been taken down already."""

    code = "taken-down"
    message = N_("这一版已经撤下。请另发更正后的新版本。")


class NotLatest(Refusal):
    """A newer version stands; it is the one to correct."""

    code = "not-latest"
    message = N_("已经有更新的版本。请打开最新的一版再更正。")


class NoVersionStands(Refusal):
    """The latest version was taken down and none has been published instead."""

    code = "no-version-stands"
    message = N_("%(what)s已经撤下，还没有新版本。请先发更正后的新版本；正在公示的，从新版本起重新满天数。")


@dataclass(frozen=True)
class Change:
    """One field that reads differently in two versions; None where one of them does not have it."""

    path: str
    before: Any
    after: Any


def decision_stands(case: Case) -> None:
    """Refuse while the decision that is on notice is hidden."""
    if "decision" in case.disclosures_hidden:
        raise NoVersionStands(what=N_("项目公开"))


def result_stands(case: Case) -> None:
    """Refuse while the result is hidden."""
    if "result" in case.disclosures_hidden:
        raise NoVersionStands(what=N_("结果公开"))


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


def differences(before: Body, after: Body) -> list[Change]:
    """Return what reads differently in a later version, in the order of the later one."""
    old, new = dict(leaves(before)), dict(leaves(after))
    paths = [*new, *(path for path in old if path not in new)]
    changed = (Change(path, old.get(path), new.get(path)) for path in paths if not _is_silent(path))
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


def at_path(body: object, path: str) -> object:
    """Return what stands at a dotted path, None where nothing does."""
    for part in path.split("."):
        if isinstance(body, Mapping):
            body = body.get(part)
        elif isinstance(body, list) and part.isascii() and part.isdigit() and int(part) < len(body):
            body = body[int(part)]
        else:
            return None
    return body


def put_at(body: Any, path: str, text: str) -> None:
    """Put a text at a dotted path that leads somewhere."""
    *way, last = path.split(".")
    for part in way:
        body = body[int(part)] if isinstance(body, list) else body[part]
    body[int(last) if isinstance(body, list) else last] = text


def copied(body: Body) -> dict[str, Any]:
    """Return a body of one's own, to be changed."""
    return {key: _copy(value) for key, value in body.items()}


def _is_silent(path: str) -> bool:
    return path == "version" or path.rsplit(".", 1)[-1] == REF


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return copied(value)
    if isinstance(value, (list, tuple)):
        return [_copy(inner) for inner in value]
    return value
