"""All that leaves the house, as a visitor finds it who follows every link, and all that stands in each answer."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from microprojects.domain.uploads import Media, sniff
from microprojects.store import papers
from tests import reading_paper
from tests.telling_files import tells
from tests.web.walking import Site, attempt

LINK = re.compile(
    r"""(?:href|src|content|action)=["']([^"'#]+)|<loc>([^<]+)|"(?:url|next|href)": ?"([^"]+)"""
)
# What turns the pages of a list, and is followed to its end; of other questions some of each kind are asked.
PAGING = frozenset({"page", "after", "cursor", "offset", "before", "limit"})
MOST_QUESTIONS = 12


@dataclass(frozen=True)
class Answer:
    """One answer: under which address, by which route, its content, its kind, and what its head says."""

    path: str
    endpoint: str
    content: bytes
    kind: str
    head: str


def everything(site: Site, more: tuple[str, ...] = (), most: int = sys.maxsize) -> Iterator[Answer]:
    """Everything behind every link from every page, every page of every list too; at `most` so much of each route."""
    client, match = site.browser(""), site.app.url_map.bind("localhost").match
    waiting = deque([*(site.address(rule) for rule in site.rules("GET")), *more])
    asked, seen = set(waiting), Counter[str]()
    while waiting:
        path = waiting.popleft()
        try:
            endpoint, _given = match(path.partition("?")[0])
        except Exception:  # an address of nobody
            continue
        seen.update([endpoint, f"? {endpoint}"] if _asks(path) else [endpoint])
        if seen[endpoint] > most or (_asks(path) and seen[f"? {endpoint}"] > MOST_QUESTIONS):
            continue
        answer = attempt(client, path)
        assert answer.status_code < 500, f"{path}: {answer}"
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers)
        yield Answer(path, endpoint, answer.data, answer.mimetype, head)
        fresh = _links(path, answer.text) - asked if is_text(answer.mimetype) else set[str]()
        asked |= fresh
        waiting.extend(sorted(fresh))


def _links(path: str, text: str) -> set[str]:
    """The addresses of this site that an answer names."""
    found = (
        urlsplit(urljoin(f"http://localhost{path}", unescape("".join(each)))) for each in LINK.findall(text)
    )
    return {to.path + (f"?{to.query}" if to.query else "") for to in found if to.netloc == "localhost"}


def _asks(path: str) -> bool:
    """Whether an address asks for something else than the next page."""
    return any(name not in PAGING for name, _value in parse_qsl(path.partition("?")[2]))


def is_text(kind: str) -> bool:
    """Whether an answer of a kind is read as it is."""
    return kind.startswith("text/") or kind.endswith(("json", "xml", "javascript"))


def said(content: bytes, kind: str) -> Iterator[str]:
    """All that stands in an answer: its text, the words of a sheet, what is inside an archive, what a picture tells."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from said(archive.read(name), "")
    elif sniff(content) is Media.PDF:
        yield reading_paper.words(content)
        yield papers.words(content).text if kind == "kept" else ""
        yield from (f"tells {each}" for each in tells(content))
    elif sniff(content):
        yield from (f"tells {each}" for each in tells(content))
    else:
        plain = content.decode("utf-8", "replace")
        yield unescape(unquote(plain))
        if "\\u" in plain:
            yield re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), plain)
