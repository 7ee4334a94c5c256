"""The public record as files that any web server serves: under which name each address lies, and how pages lead to each other.

A page lies in a folder of its own as `index.html`, so that its old address still leads to it; links are relative and
name the file, so that the copy works at any address and from a disk. What a query asks for lies below `by`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

# The request's own word for a page that is drawn for the copy. No header of a visitor can set it.
DRAWN_FOR = "microprojects.copy"
PAGE = "index.html"
LANGUAGES = {"zh_CN": "", "en": "en"}  # and the folder of each
_BY = "by"
_PLAIN = re.compile(r"[A-Za-z0-9._-]")
_UNSAFE = re.compile(r"[\x00-\x1f\\:*?\"<>|]")
_LONGEST = 100  # characters of one word of a query


@dataclass(frozen=True)
class Drawing:
    """What a page that is drawn for the copy may know: where the live site is, nothing if nowhere."""

    live: str = ""


@dataclass(frozen=True, order=True)
class Address:
    """One address of the site: its path, and what its query asks for, in order and without what says nothing."""

    path: str
    asked: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return quote(self.path) + (f"?{urlencode(self.asked)}" if self.asked else "")

    def without(self, names: Iterable[str]) -> Address:
        """Return the address with some words of its query left out."""
        gone = frozenset(names)
        return replace(self, asked=tuple(pair for pair in self.asked if pair[0] not in gone))

    @property
    def filters(self) -> int:
        """How many words ask for a part of a list."""
        return sum(name != "page" for name, _value in self.asked)


def read(link: str, site: str = "") -> Address | None:
    """Return the address that a link of our own names; None for a link elsewhere and for one within the page."""
    if site and (link == site or link.startswith((f"{site}/", f"{site}?", f"{site}#"))):
        link = link[len(site) :] or "/"
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    told = {(name, value.strip()) for name, value in parse_qsl(parts.query) if value.strip()}
    return Address(unquote(parts.path), tuple(sorted(told - {("page", "1")})))


def place(address: Address, *, page: bool, language: str = "zh_CN") -> str | None:
    """Return the path of the file in the copy, with slashes; None if there can be no such file.

    No part of it can lead out of the folder, begin with a dot, or be one that a file system does not take.
    """
    parts = [part for part in address.path.split("/") if part]
    if any(part.startswith(".") or _UNSAFE.search(part) for part in parts):
        return None
    if any(len(name) + len(value) > _LONGEST for name, value in address.asked):
        return None
    words = [f"{_word(name)}-{_word(value)}" for name, value in address.asked]
    below = [_BY, *words] if words else []
    if page:
        parts += [*below, PAGE]
    elif not parts:
        return None
    elif below:
        stem, ending = posixpath.splitext(parts[-1])
        parts = [*parts[:-1], stem, *below[:-1], below[-1] + ending]
    return "/".join(filter(None, [LANGUAGES[language], *parts]))


def is_sound(path: str) -> bool:
    """Return whether a path is one that `place` can have given."""
    parts = path.split("/")
    return all(part and not part.startswith(".") and not _UNSAFE.search(part) for part in parts)


def between(here: str, there: str, rest: str = "") -> str:
    """Return the relative link from one file of the copy to another; `rest` is what stands behind the path."""
    return quote(posixpath.relpath(there, posixpath.dirname(here) or ".")) + rest


def fragment(link: str) -> str:
    """Return the place within the page that a link names, with its sign."""
    _path, sign, name = link.partition("#")
    return sign + name


def differences(
    before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[list[str], list[str], list[str]]:
    """Return the paths that are new, that changed and that are gone, each in order.

    They are put in place in this order: so no link ever leads to a file that is not there yet, or no more.
    """
    fresh = sorted(after.keys() - before.keys())
    changed = sorted(path for path in after.keys() & before.keys() if after[path] != before[path])
    return fresh, changed, sorted(before.keys() - after.keys())


def _word(text: str) -> str:
    """Write a word of a query so that it can be part of a file's name, and no two words alike."""
    return "".join(
        each if _PLAIN.fullmatch(each) else "".join(f"~{byte:02x}" for byte in each.encode()) for each in text
    )
