"""Every public page and file, asked of the app as a visitor about whom nothing is known, and put aside on the disk."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from microprojects.cli.publishing import routes
from microprojects.cli.trouble import CannotGoOn
from microprojects.domain import copies
from microprojects.domain.copied_pages import links
from microprojects.domain.copies import DRAWN_FOR, Address, Drawing

HTML = "text/html"
# What is not HTML and leads on: it names whole addresses of the site.
_NAMING = frozenset({"application/xml", "application/atom+xml", "application/ld+json", "text/calendar"})
# What is written in the language of the visitor. Everything else is in the copy once; so are sheets, which hang in Chinese.
_SPOKEN = frozenset({HTML, "application/atom+xml", "text/calendar"})
_SPOKEN_ROUTES = frozenset(
    {
        "public_money.allocation_figure", "public_money.spending_figure", "public_money.spreadsheet",
        "public_poll_files.money_figure",
    }
)  # fmt: skip
_FIRST = next(iter(copies.LANGUAGES))
_LEADS_ON = frozenset({301, 302, 303, 307, 308})

Key = tuple[str, Address]


@dataclass(frozen=True)
class Found:
    """One answer: what it is, where its bytes are, or the address that it leads to."""

    status: int
    media: str
    spoken: bool
    body: Path
    goal: Address | None = None


@dataclass
class Gathering:
    """The answers by language and address; `lost` are those that a page names and that are not there."""

    app: Flask
    spool: Path
    drawing: Drawing
    site: str
    found: dict[Key, Found] = field(default_factory=dict)
    lost: list[Address] = field(default_factory=list)
    _named: set[Address] = field(default_factory=set)

    def gather(self, more: Iterable[str]) -> None:
        """Ask for everything that the entrances, and `more` addresses, lead to, in every language.

        Raises:
            CannotGoOn: a page fails, so the copy would have a hole.
        """
        entrances = [copies.read(link) for link in (*routes.ENTRANCES, *more)]
        for language in copies.LANGUAGES:
            self._walk(language, [each for each in entrances if each is not None])
        answered = {address for (_language, address), found in self.found.items() if found.status != 200}
        self.lost = sorted(address for address in self._named & answered if not self._leads_on(address))

    def _leads_on(self, address: Address) -> bool:
        return self.found[_FIRST, address].goal is not None

    def at(self, language: str, address: Address) -> Found | None:
        """Return the answer behind an address, through everything that only leads on; None if there is none."""
        for _step in range(5):
            found = self.found.get(self.key(language, address))
            if found is None or found.goal is None:
                return found if found and found.status == 200 else None
            address = found.goal
        return None

    def settled(self, language: str, address: Address) -> Address:
        """Return the address at which the answer stands."""
        for _step in range(5):
            found = self.found.get(self.key(language, address))
            if found is None or found.goal is None:
                return address
            address = found.goal
        return address

    def key(self, language: str, address: Address) -> Key:
        """Return under which language the answer of an address is kept."""
        first = self.found.get((_FIRST, address))
        return (language if first is None or first.spoken else _FIRST), address

    @property
    def _host(self) -> str:
        parts = urlsplit(self.site)
        return f"{parts.scheme}://{parts.netloc}"

    def _walk(self, language: str, entrances: list[Address]) -> None:
        waiting, met = deque(entrances), set(entrances)
        while waiting:
            address = waiting.popleft()
            name = routes.endpoint(self.app, address)
            if name is None or self.key(language, address) in self.found:
                continue
            found = self.found[language, address] = self._ask(language, address, name)
            following = list(self._next(found))
            self._named.update(following)
            for each in (*following, *(routes.beside(name, address) if found.status == 200 else ())):
                if each not in met:
                    met.add(each)
                    waiting.append(each)

    def _ask(self, language: str, address: Address, name: str) -> Found:
        client = self.app.test_client(use_cookies=False)
        given = {DRAWN_FOR: self.drawing, "HTTP_COOKIE": f"lang={language}"}
        # In a context of its own: what one answer remembered, such as its language, is nothing to the next.
        with (
            self.app.app_context(),
            client.get(str(address), base_url=self._host, environ_overrides=given) as answer,
        ):
            status, media = answer.status_code, answer.mimetype or ""
            if status in _LEADS_ON:
                goal = copies.read(answer.headers["Location"], self.site)
                return Found(status, media, True, Path(), goal)
            if status >= 500 and status != 503:
                raise CannotGoOn(
                    f"The page {address} fails, so nothing was published. The log of this run says why."
                )
            body = self.spool / str(len(self.found))
            body.write_bytes(answer.get_data())
        return Found(status, media, media in _SPOKEN or name in _SPOKEN_ROUTES, body)

    def _next(self, found: Found) -> Iterator[Address]:
        told: Iterable[str] = ()
        if found.goal is not None:
            yield found.goal
        elif found.status != 200:
            return
        elif found.media == HTML:
            told = (link for link, _turns in links(found.body.read_text("utf-8")))
        elif found.media in _NAMING:
            told = re.findall(rf"{re.escape(self.site)}(?:/[^\s\"<>\\]*)?", found.body.read_text("utf-8"))
        for link in told:
            address = copies.read(link, self.site)
            if address is not None:
                yield address
