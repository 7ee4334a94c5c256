"""A published copy as somebody reads it who has nothing but the files: every link of every file, and where it leads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from click.testing import CliRunner

from microprojects.cli import main
from microprojects.config import Settings

LINKS = (
    "href",
    "src",
    "action",
    "data-chart-src",
    "data-plotly-js",
    "data-plotly-css",
    "data-live",
    "poster",
)
TERMS = Settings.data_license  # as it is set where nobody sets it, as in tests
NAMING = {".xml", ".atom", ".ics", ".jsonld"}


def publisher(app):
    """Return what publishes a site into a folder, as the command does, and gives what it says."""

    def call(folder, *words):
        settings = app.extensions["settings"].environment()
        done = CliRunner().invoke(main, ["publish", str(folder), "--json", *words], env=settings)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return call


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.names.append(tag)
        self.ids.add(told.get("id") or "")
        self.links += [told[name] for name in LINKS if told.get(name) is not None]


def tags(text: str) -> _Tags:
    """The links, names of tags and ids of a page."""
    found = _Tags()
    found.feed(text)
    return found


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a copy by its path."""
    return {
        each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()
    }


def dead(copy: dict[str, bytes], site: str, live: str = "") -> list[str]:
    """The links that lead to no file: relative ones of pages, and the site's own names in everything that holds any.

    The one address outside is that of the terms of the data.
    """
    return [
        f"{path}: {link}"
        for path, data in copy.items()
        for link in _leading(path, data, site, live)
        if not _leads(copy, path, link, site)
    ]


def _leading(path: str, data: bytes, site: str, live: str) -> Iterator[str]:
    if path.endswith(".html"):
        for link in tags(data.decode()).links:
            if link != TERMS and (not (live and link.startswith(live)) or link.startswith("mailto:")):
                yield link
    elif PurePosixPath(path).suffix in NAMING:
        yield from re.findall(rf"{re.escape(site)}[^\s\"<>\\]*", data.decode())


def _leads(copy: dict[str, bytes], path: str, link: str, site: str) -> bool:
    parts = urlsplit(link.removeprefix(site) if link.startswith(site) else link)
    if parts.scheme or parts.netloc:
        return False
    if link.startswith((site, "/")):
        # A name in the world: at the same address any web server finds the file, or the page in its folder.
        there = unquote(parts.path).strip("/")
        return bool(parts.query) or any(one in copy for one in (there, f"{there}/index.html".lstrip("/")))
    there = normpath(str(PurePosixPath(path).parent / unquote(parts.path))) if parts.path else path
    if there not in copy:
        return False
    return (
        not parts.fragment
        or not there.endswith(".html")
        or unquote(parts.fragment) in tags(copy[there].decode()).ids
    )
