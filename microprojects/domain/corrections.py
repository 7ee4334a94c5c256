"""What of a published text may be put right: which words, how personal data is blacked out, what is carried on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from microprojects.domain.correctable_fields import BLACKENABLE, REWRITABLE
from microprojects.domain.disclosure_fields import label
from microprojects.domain.disclosures import REF, Body, at_path, copied, leaves, put_at
from microprojects.domain.errors import N_, Refusal

LONGEST_CORRECTION = 2000
BLACKED = "〔已隐去〕"
LONGEST_BLACKED = 40  # characters that one mark may stand for: a name, a number, an address

# Lists whose rows stand in tables of their own and can be hidden there, for every page and version to come.
_HIDEABLE = ("progress", "notes", "photos")


class NotCorrectable(Refusal):
    """The field is no wording, or the disclosure has no such field."""

    code = "not-correctable"
    status = 422
    message = N_(
        "“%(field)s”不能更正：它来自表决、账目、签字或清点。能改的是联系方式、说明这类文字。确有错误的，请重走那一步。"
    )


class OnlyBlacking(Refusal):
    """What was voted on, signed or said is not rewritten; personal data in it may be blacked out."""

    code = "only-blacking"
    status = 422
    message = N_(
        "“%(field)s”是表决过、签过字或别人说的话，不能改写。里面有个人信息的，请只把那几个字换成%(mark)s，一处最多 %(longest)s 字。"
    )


class NothingChanges(Refusal):
    """A correction must change something."""

    code = "nothing-changes"
    status = 422
    message = N_("改前改后一样。请写上要更正的内容，或返回上一页。")


@dataclass(frozen=True)
class Reworded:
    """One text that a correction replaced; `way` leads to it by the numbers of rows and not by their places."""

    way: str
    before: str
    after: str


def corrected(body: Body, changes: Mapping[str, str]) -> dict[str, Any]:
    """Return the body with some of its texts replaced; the keys of `changes` are dotted paths.

    Raises:
        NotCorrectable: a path names no text, or one that a correction may not touch.
        OnlyBlacking: a text that only may be blacked out would be written anew.
        NothingChanges: every text is what it was.
    """
    fresh = copied(body)
    for path, text in changes.items():
        before = at_path(body, path)
        if not isinstance(before, str) or not is_correctable(body, path):
            raise NotCorrectable(field=label(path))
        if text != before and not is_rewritable(body, path) and not is_blackened(before, text):
            raise OnlyBlacking(field=label(path), mark=BLACKED, longest=LONGEST_BLACKED)
        put_at(fresh, path, text)
    if fresh == body:
        raise NothingChanges
    return {key: value for key, value in fresh.items() if key not in ("project", "kind", "version")}


def is_rewritable(body: Body, path: str) -> bool:
    """Return whether a path names words that may be written anew."""
    return _matches(REWRITABLE, body, path) and isinstance(at_path(body, path), str)


def is_correctable(body: Body, path: str) -> bool:
    """Return whether a path names words that may be written anew or blacked out."""
    if is_rewritable(body, path):
        return True
    text = at_path(body, path)
    return _matches(BLACKENABLE, body, path) and isinstance(text, str) and bool(text)


def correctable(body: Body) -> list[tuple[str, str]]:
    """Return every wording of a body as (dotted path, text)."""
    return [
        (path, text) for path, text in leaves(body) if isinstance(text, str) and is_correctable(body, path)
    ]


def is_blackened(before: str, after: str) -> bool:
    """Return whether a text is another one with some of its characters blacked out and nothing else changed."""
    pieces = after.split(BLACKED)
    if len(pieces) < 2 or not all(pieces[1:-1]):
        return False
    if not (before.startswith(pieces[0]) and before.endswith(pieces[-1])):
        return False
    at, end = len(pieces[0]), len(before) - len(pieces[-1])
    for piece in pieces[1:-1]:
        found = before.find(piece, at + 1, end)
        if not 0 < found - at <= LONGEST_BLACKED:
            return False
        at = found + len(piece)
    return 0 < end - at <= LONGEST_BLACKED


def blackened(before: Body, after: Body) -> list[str]:
    """Return the texts of which something was blacked out in the later version, as they read before."""
    old, new = dict(leaves(before)), dict(leaves(after))
    return [
        text
        for path, text in old.items()
        if isinstance(text, str) and isinstance(new.get(path), str) and is_blackened(text, new[path])
    ]


def reworded(before: Body, after: Body) -> list[Reworded]:
    """Return what a correction replaced that may be carried on to later versions."""
    old = {way: text for way, _path, text in _ways(before)}
    return [
        Reworded(way, old[way], text)
        for way, path, text in _ways(after)
        if way in old and old[way] != text and path != "headline" and is_correctable(before, path)
    ]


def carry(body: dict[str, Any], words: Sequence[Reworded]) -> dict[str, str]:
    """Put corrected words into a body where it still says what they replaced; return them by their paths."""
    paths = {way: path for way, path, _text in _ways(body)}
    kept = {}
    for each in words:
        path = paths.get(each.way)
        if path is not None and at_path(body, path) == each.before and is_correctable(body, path):
            put_at(body, path, each.after)
            kept[path] = each.after
    return kept


def joined(earlier: Sequence[Reworded], later: Sequence[Reworded]) -> list[Reworded]:
    """Return two corrections as one: what the first wrote and the second replaced leads back to the record."""
    found = {each.way: each for each in earlier}
    for each in later:
        first = found.get(each.way)
        before = first.before if first is not None and first.after == each.before else each.before
        found[each.way] = Reworded(each.way, before, each.after)
    return list(found.values())


Row = tuple[str, str]  # the list that it stands in, and its `ref`


def rows_at(body: Body, paths: Collection[str]) -> set[Row]:
    """Return the rows of the site to which some paths lead: reports, notes and pictures that can be hidden themselves."""
    found = set()
    for path in paths:
        name, _, rest = path.partition(".")
        ref = at_path(body, f"{name}.{rest.partition('.')[0]}.{REF}")
        if name in _HIDEABLE and isinstance(ref, str):
            found.add((name, ref))
    return found


def new_rows(body: Body, earlier: Iterable[Body]) -> set[Row]:
    """Return the rows of the site that a version tells and that no earlier one told in these words."""
    told = {words for each in earlier for words in _rows(each).values()}
    return {row for row, words in _rows(body).items() if words not in told}


def without(body: Body, rows: Collection[Row], texts: Collection[str]) -> dict[str, Any]:
    """Return a body with the words of some rows and some whole texts blacked out; a picture goes altogether."""
    fresh = copied(body)
    for name in _HIDEABLE:
        kept = [item for item in fresh.get(name, []) if name != "photos" or (name, item.get(REF)) not in rows]
        for item in kept:
            if (name, item.get(REF)) in rows:
                item.update({key: BLACKED for key in ("text", "answer") if item.get(key)})
        if name in fresh:
            fresh[name] = kept
    for path, text in list(leaves(fresh)):
        if text in texts and is_correctable(fresh, path):
            put_at(fresh, path, BLACKED)
    return fresh


def shows(body: Body, rows: Collection[Row], texts: Collection[str]) -> bool:
    """Return whether a version lets one of the rows or texts be read."""
    told = _rows(body)
    if any(row in told and (row[0] == "photos" or BLACKED not in told[row]) for row in rows):
        return True
    return any(text in texts for _path, text in leaves(body) if isinstance(text, str))


def _rows(body: Body) -> dict[Row, str]:
    return {
        (name, str(item[REF])): repr(sorted(item.items()))
        for name in _HIDEABLE
        for item in body.get(name, ())
        if REF in item
    }


def _matches(tables: Mapping[str, tuple[str, ...]], body: Body, path: str) -> bool:
    patterns = tables.get(str(body.get("kind", "")), ())
    parts = path.split(".")
    return any(_fits(parts, pattern.split(".")) for pattern in patterns)


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    if len(parts) != len(pattern):
        return False
    return all(
        (part.isascii() and part.isdigit()) if wanted == "*" else part == wanted
        for part, wanted in zip(parts, pattern, strict=True)
    )


def _ways(value: object, way: str = "", path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield every text of a body with its way, on which rows go by their `ref`, and its path."""
    if isinstance(value, str):
        yield way, path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _ways(inner, _step(way, str(key)), _step(path, str(key)))
    elif isinstance(value, Sequence):
        for index, inner in enumerate(value):
            ref = inner.get(REF) if isinstance(inner, Mapping) else None
            name = f"#{ref}" if ref else str(index)
            yield from _ways(inner, _step(way, name), _step(path, str(index)))


def _step(path: str, part: str) -> str:
    return f"{path}.{part}" if path else part
