"""What was gathered becomes files: each at its place, with links that lead from file to file."""

from __future__ import annotations

from collections.abc import Iterator

from microprojects.cli.publishing import routes
from microprojects.cli.publishing.gathering import HTML, Found, Gathering, Key
from microprojects.domain import copies
from microprojects.domain.copied_pages import changed
from microprojects.domain.copies import Address


def files(gathered: Gathering) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every file of the copy."""
    places = _places(gathered)
    written: set[str] = set()
    for (language, address), found in gathered.found.items():
        path = places.get((language, address))
        if path is None or path in written:
            continue
        written.add(path)
        data = found.body.read_bytes()
        yield path, _bound(gathered, places, language, path, data) if found.media == HTML else data


def _places(gathered: Gathering) -> dict[Key, str]:
    """Return the path of every answer that has one."""
    found = {}
    for (language, address), answer in gathered.found.items():
        if answer.status == 200 and answer.goal is None:
            path = _place(gathered, language, address, answer)
            if path is not None:
                found[language, address] = path
    return found


def _place(gathered: Gathering, language: str, address: Address, answer: Found) -> str | None:
    name = routes.endpoint(gathered.app, address) or ""
    return copies.place(routes.named(name, address), page=answer.media == HTML, language=language)


def _bound(gathered: Gathering, places: dict[Key, str], language: str, here: str, data: bytes) -> bytes:
    """Return a page with its links made relative; what is not in the copy leads to the live site, or nowhere."""
    live = gathered.drawing.live

    def change(link: str, turns: str) -> str | None:
        address = copies.read(link)
        if address is None:
            return link  # within the page, elsewhere, or the page's own name in the world
        spoken = turns or language
        there = places.get(gathered.key(spoken, gathered.settled(spoken, address)))
        if there is not None:
            return copies.between(here, there, copies.fragment(link))
        return live + link if live else None

    return changed(data.decode(), change).encode()
