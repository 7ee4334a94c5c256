"""Every route, fed with whatever a person, a broken browser or an attacker may send: the answer is never a failure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import product
from typing import Any
from urllib.parse import quote_plus

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.test_architecture import none
from tests.web import walking
from tests.web.walking import EVERYBODY, HALF_WAY, NOBODY, Failure, Site, attempt, filled

site = walking.site
# The pages that look different for each state of a project.
IN_EVERY_STATE = frozenset({"public_projects.project", "office_desk.project", "my_handed_in.show"})
# These keep what fits of what was typed, so that nothing is lost, and complain of the rest.
KEEPS = frozenset({"my_proposals.edit"})
LONG = "a" * 100_000
# What is typed where something else is asked for.
WEIRD = {
    "nothing": "",
    "blanks": " \u3000\t\r\n",
    "nul": "灯\x00杆",
    "less than nothing": "-1",
    "more than there is": "9" * 30,
    "beyond float": "1e309",
    "no number": "NaN",
    "wide digits": "１２３",
    "other digits": "٣٤",
    "a fraction": "0.005",
    "no such day": "2026-02-30",
    "the last day": "9999-12-31T23:59",
    "the first day": "0001-01-01",
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "a query": "'; DROP TABLE projects; --",
    "a template": "{{ 7*7 }} %(x)s %s {0.__class__}",
    "turned round": "\u202e\u200b\ufeff\u0301",
    "beyond the plane": "𠮷🏮" * 40,
    "a line too many": "a\r\nSet-Cookie: x=1",
}
# What differs between the engines.
TELLING = (
    "nul",
    "more than there is",
    "wide digits",
    "the last day",
    "the first day",
    "beyond the plane",
    "turned round",
)
# What is typed into all fields of a form at once; else only one field of a good form is strange.
EVERYWHERE = ("nothing", "markup", "less than nothing", "more than there is", "wide digits", "the last day")
NOT_THERE = ("0", "999999999", "9" * 25, "-1", "%00", "%ff", "x' OR 1=1", "LZ-0000-000", "..", "１")
QUERIES = (
    "page=-1", "page=" + "9" * 30, "page=１", "page=x&page=2", "q=%00", "q=%ff%fe", "q=%25_%5C", "q=" + "灯" * 3000,
    "year=0000", "year=" + "9" * 20, "sort=%27%3B--", "state=%27&type=%00&theme=x", "community=%00", "next=//evil.example",
    "per_page=1000000000", "filter[a]=b&filter[]=c", "month=2026-13", "from=9999-12-31&to=0001-01-01",
)  # fmt: skip


def words_of(answer: TestResponse) -> str:
    """What a person, or a program, is told."""
    if answer.is_json:
        return str(answer.json.get("detail") or answer.json.get("message"))
    return answer.text


def what_is_wrong(answer: TestResponse) -> str:
    """What speaks against an answer, if anything."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    if answer.status_code >= 400 and "。" not in words_of(answer):
        return f"{answer.status_code} without a sentence"
    policy = answer.headers.get("Content-Security-Policy", "")
    if not policy.startswith(("default-src 'self'", "default-src 'none'")) or "unsafe" in policy:
        return "no strict policy"
    return "Traceback" if answer.mimetype == "text/html" and "Traceback (most recent" in answer.text else ""


class Walker:
    """Sends requests and writes down what went wrong."""

    def __init__(self, site: Site) -> None:
        self.site, self.settled = site, site.fingerprint()
        self.wrong: list[str] = []
        self.sent = self.refused = 0
        self.quick, self.done = site.watch is None, False

    def ask(self, client: FlaskClient, path: str, told: str, **given: Any) -> int:
        """Send one request and return the status; a failure becomes a line."""
        self.sent += 1
        answer = attempt(client, path, **given)
        problem = str(answer) if isinstance(answer, Failure) else what_is_wrong(answer)
        if problem:
            self.wrong.append(f"{told}: {problem}")
        return answer.status_code

    def post(self, client: FlaskClient, path: str, told: str, *, keeps: bool = False, **given: Any) -> None:
        """Post; a refusal has to leave everything as it was, and what succeeded is taken back."""
        status = self.ask(client, path, told, **({"method": "POST"} | given))
        if status < 400:
            if self.quick:
                self.done = True  # putting everything back takes PostgreSQL long; it is done once a route
            elif self.site.changed():
                self.site.restore()
            return
        self.refused += 1
        if self.site.watch is not None and self.site.changed():
            self.compare(told, keeps=keeps)

    def compare(self, told: str, *, keeps: bool = False) -> None:
        """Complain if anything is not as it was, and put it back."""
        if self.done:
            self.done = False
            self.site.restore()
        elif self.site.fingerprint() != self.settled:
            if not keeps:
                self.wrong.append(f"{told}: refused, but something changed")
            self.site.restore()


def posts(fields: dict[str, Any], token: str, *, quick: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """The requests that a route is fed with, by what is strange about them; `quick`: what differs between engines."""
    names, asked = list(fields), {"csrf_token": token}
    yield "empty", {"data": asked}
    if not quick:
        yield from _bodies(names, asked)
    if not names:
        return
    for kind in TELLING[:4] if quick else EVERYWHERE:
        yield f"all {kind}", {"data": {**asked, **dict.fromkeys(names, WEIRD[kind])}}
    for n, kind in enumerate((TELLING if quick else tuple(WEIRD))[len(names) % 2 :: 2]):
        odd = names[n % len(names)]
        yield f"{odd} {kind}", {"data": {**asked, **fields, odd: WEIRD[kind]}}
    yield "long", {"data": {**asked, **fields, **dict.fromkeys(names[:4], LONG)}}


def _bodies(names: list[str], asked: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is no form as a browser sends it."""
    token = asked["csrf_token"]
    bad = b"&".join(
        [f"csrf_token={quote_plus(token)}".encode(), *(f"{n}=%ff%fe%c3%28%ed%a0%80".encode() for n in names)]
    )
    yield "bad bytes", {"data": bad, "content_type": "application/x-www-form-urlencoded"}
    yield (
        "not a form",
        {"json": dict.fromkeys(names, 7) | {"a": [{"b": None}]}, "headers": {"X-CSRFToken": token}},
    )
    yield (
        "twice",
        {"data": MultiDict([*asked.items(), *((name, value) for name in names for value in "1２")])},
    )
    yield (
        "nested",
        {"data": {**asked, **{f"{n}[]": "1" for n in names}, **{f"{n}-0-{n}[a]": "1" for n in names}}},
    )
    yield (
        "files",
        {"data": {**asked, **{name: (BytesIO(b"\x89PNG\x00"), "../../x\x00.png") for name in names}}},
    )


def some(everything: Sequence[Any], turn: int) -> Sequence[Any]:
    """Every third of them, others for each route."""
    return everything[turn % 3 :: 3]


def test_no_form_fed_with_anything_fails_and_a_refusal_changes_nothing(site: Site):
    walker = Walker(site)
    for rule in site.rules("POST"):
        client, path, keeps = site.browser(site.who_may(rule)), site.address(rule), rule.endpoint in KEEPS
        if "GET" in rule.methods:
            walker.ask(client, path, f"GET {path}")
        walker.post(client, path, f"POST {path} first", data={"csrf_token": client.csrf_token()})
        for told, request in posts(filled(site, rule), client.csrf_token(), quick=walker.quick):
            walker.post(client, path, f"POST {path} {told}", keeps=keeps, **request)
        walker.compare(f"POST {path} something", keeps=keeps)

    none(walker.wrong)
    assert walker.refused > walker.sent / 2


def test_no_address_of_nothing_fails(site: Site):
    walker = Walker(site)
    for method in ("GET", "POST"):
        for turn, rule in enumerate(site.rules(method)):
            client = site.browser(site.who_may(rule))
            for name, value in product(sorted(rule.arguments), some(NOT_THERE, turn)):
                path = site.address(rule, **{name: value})
                walker.post(
                    client, path, f"{method} {path}", method=method, data={"csrf_token": client.csrf_token()}
                )
    walker.compare("something")

    none(walker.wrong)
    assert walker.refused > walker.sent / 2


def test_no_page_fails_for_anybody_and_looking_changes_nothing(site: Site):
    walker = Walker(site)
    browsers = {who: site.browser(who) for who in (*EVERYBODY, HALF_WAY)}
    for turn, rule in enumerate(site.rules("GET")):
        path = site.address(rule)
        for who in {site.who_may(rule), *(() if walker.quick else (NOBODY, *some(EVERYBODY, turn)))}:
            walker.ask(browsers[who], path, f"GET {path} as {who or 'the public'}")
    walker.compare("looking")

    none(walker.wrong)


def test_no_page_fails_for_a_project_in_any_state(site: Site):
    walker = Walker(site)
    for turn, rule in enumerate(site.rules("GET")):
        for name, known in (("number", site.lives.numbers), ("draft_id", site.lives.drafts)):
            looks_different = rule.endpoint in IN_EVERY_STATE and not walker.quick
            states = list(known) if looks_different else some(list(known), turn)
            states = states[:: 3 if walker.quick else 1]
            client = site.browser(site.who_may(rule))
            for state in states if rule.arguments == {name} else ():
                path = site.address(rule, **{name: known[state]})
                walker.ask(client, path, f"GET {path} ({state})")
    walker.compare("looking")

    none(walker.wrong)


def test_no_page_fails_whatever_is_asked_of_it(site: Site):
    walker = Walker(site)
    for turn, rule in enumerate(site.rules("GET")):
        client, path = site.browser(site.who_may(rule)), site.address(rule)
        for query in some(QUERIES, turn) if site.reads_queries(rule) else QUERIES[:1]:
            walker.ask(client, f"{path}?{query}", f"GET {path}?{query[:40]}")
    walker.compare("looking")

    none(walker.wrong)


def test_these_lives_know_something_for_every_address(site: Site):
    """Else the tests above leave the route out."""
    none(f"{rule}: {sorted(site.unknown(rule))}" for rule in site.all_rules() if site.unknown(rule))
