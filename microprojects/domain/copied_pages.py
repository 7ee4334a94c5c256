"""The links of a page, read and changed without touching anything else of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from html.parser import HTMLParser

LINKS = frozenset({"href", "src", "data-chart-src", "data-plotly-js", "data-plotly-css"})
# A link to the same page in the other language says so by this attribute.
TURNS = "data-copy-language"
# A way to do something: where it leads nowhere it is left out, while a link in a text leaves its words.
_BUTTONS = frozenset({"btn", "go", "login"})
_ALONE = frozenset({"img", "link", "source"})  # with nothing inside that would be left

# Given a link and the language that it turns to (or nothing), return what shall stand there; None if it leads nowhere.
Change = Callable[[str, str], str | None]


class _Reader(HTMLParser):
    """Reads tags and keeps everything else as it was written."""

    def __init__(self, change: Change) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self._change = change
        self._open: list[str] = []  # how each open link ends: as a link, as plain words, or not at all
        self._dropping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropping:
            self._dropping += tag == "a"
            return
        told, written = dict(attrs), self.get_starttag_text() or ""
        lost = False
        for name in LINKS & told.keys():
            before = told[name] or ""
            after = self._change(before, told.get(TURNS) or "")
            lost = lost or after is None
            if after is not None and after != before:
                written = _exchanged(written, name, after)
        if tag == "a":
            if not lost:
                self._open.append("</a>")
            elif _BUTTONS & set((told.get("class") or "").split()):
                self._dropping = 1
                return
            else:
                self._open.append("</span>")
                written = _plain_words(told)
        elif lost and tag in _ALONE:
            return
        self.pieces.append(written)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            self._dropping -= tag == "a"
            return
        self.pieces.append(self._open.pop() if tag == "a" and self._open else f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._say(data)

    def handle_entityref(self, name: str) -> None:
        self._say(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._say(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._say(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._say(f"<!{decl}>")

    def _say(self, text: str) -> None:
        if not self._dropping:
            self.pieces.append(text)


def changed(page: str, change: Change) -> str:
    """Return a page with every link as `change` says; what leads nowhere is left out, or leaves its words."""
    reader = _Reader(change)
    reader.feed(page)
    reader.close()
    return "".join(reader.pieces)


def links(page: str) -> Iterator[tuple[str, str]]:
    """Yield every link of a page, with the language that it turns to."""
    found: list[tuple[str, str]] = []

    def note(link: str, turns: str) -> str:
        found.append((link, turns))
        return link

    changed(page, note)
    yield from found


_FORM = re.compile(r"<form\b.*?</form\s*>", re.DOTALL | re.IGNORECASE)
_OUTSIDE = re.compile(r"<(?:input|select|textarea|button)\b[^>]*\sform=\"[^\"]*\"[^>]*>", re.IGNORECASE)


def without_forms(page: str, instead: str) -> str:
    """Return a page without its forms; in place of the first stands `instead`."""
    page = _FORM.sub(lambda _found: instead, page, count=1)
    return _OUTSIDE.sub("", _FORM.sub("", page))


def _exchanged(written: str, name: str, value: str) -> str:
    """Return a tag with another value of one attribute."""
    pattern = re.compile(rf"(\s{re.escape(name)}\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
    return pattern.sub(lambda found: f'{found[1]}"{escape(value)}"', written, count=1)


def _plain_words(told: dict[str, str | None]) -> str:
    kept = {name: value for name, value in told.items() if name in {"class", "id", "lang"} and value}
    return "<span" + "".join(f' {name}="{escape(value or "")}"' for name, value in kept.items()) + ">"
