"""A list of news as a feed that a reader can subscribe to.

Source: RFC 4287 (Atom), section 4.1.1 (feeds) and 4.1.2 (entries); RFC 4151 (tag: names that stay the same).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

from microprojects.web.language import html_lang

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA = "application/atom+xml"
# What XML 1.0 has no way to write, section 2.2.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EMPTY = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One piece of news; `key` is its name, which never changes, `path` its page."""

    key: str
    title: str
    words: str
    path: str
    author: str
    published: datetime
    updated: datetime


@dataclass(frozen=True)
class Feed:
    """What a feed is called and where it stands; `path` is the page of which it tells."""

    title: str
    own_path: str
    path: str
    author: str


def atom(feed: Feed, entries: Sequence[Entry], site: str) -> bytes:
    """Return a feed as XML, its entries in the order given; `site` is the address before every path."""
    root = Xml.Element("feed", {"xmlns": NAMESPACE, "xml:lang": html_lang()})
    _text(root, "id", site + feed.own_path)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(max((each.updated for each in entries), default=_EMPTY)))
    _author(root, feed.author)
    Xml.SubElement(root, "link", {"rel": "self", "type": MEDIA, "href": site + feed.own_path})
    Xml.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": site + feed.path})
    for each in entries:
        _entry(Xml.SubElement(root, "entry"), each, site)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(made: Xml.Element, entry: Entry, site: str) -> None:
    _text(made, "id", f"tag:{urlsplit(site).hostname},{entry.published.astimezone(UTC):%Y-%m-%d}:{entry.key}")
    _text(made, "title", entry.title)
    _text(made, "published", _moment(entry.published))
    _text(made, "updated", _moment(entry.updated))
    _author(made, entry.author)
    _text(made, "summary", entry.words)
    Xml.SubElement(made, "link", {"rel": "alternate", "type": "text/html", "href": site + entry.path})


def _author(parent: Xml.Element, name: str) -> None:
    _text(Xml.SubElement(parent, "author"), "name", name)


def _text(parent: Xml.Element, name: str, words: str) -> None:
    Xml.SubElement(parent, name).text = _UNWRITABLE.sub("", words)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
