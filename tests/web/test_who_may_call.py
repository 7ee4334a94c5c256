"""Who may call a route, read off the map of routes: the public, residents, and people with a role elsewhere are kept out."""

from __future__ import annotations

from werkzeug.routing import Rule

from microprojects.domain.people import Role
from microprojects.domain.permission_table import TABLE
from microprojects.web.guard import Door
from tests.lives import BEYOND
from tests.test_architecture import none
from tests.web import walking
from tests.web.walking import NOBODY, STRANGERS, Failure, Site, attempt, filled

site = walking.site
METHODS = ("GET", "POST")
RESIDENT = STRANGERS[Role.RESIDENT]
# The one form without a token, and why: web/preferences.py tells.
NO_TOKEN = frozenset({"preferences.choose"})


def is_for_residents(site: Site, rule: Rule) -> bool:
    """Whether somebody without any office may call the route."""
    wanted = site.audience(rule)
    if wanted.action is None:
        return True
    line = TABLE[wanted.action]
    return line.signed_in or Role.RESIDENT in line.roles


def test_the_public_is_sent_to_sign_in_from_every_route_that_is_not_public(site: Site):
    wrong = []
    for method in METHODS:
        for rule in site.rules(method):
            if site.audience(rule).door is Door.ANYONE:
                continue
            client, path = site.browser(NOBODY), site.address(rule)
            answer = attempt(client, path, method=method, data={"csrf_token": client.csrf_token()})
            if (answer.status_code, (answer.location or "").split("?")[0]) != (303, "/auth/sign-in"):
                wrong.append(f"{method} {path}: {answer.status_code} {answer.location}")

    none(wrong)


def test_who_is_half_way_through_signing_in_gets_no_further(site: Site):
    wrong = []
    for method in METHODS:
        for rule in site.rules(method):
            if site.audience(rule).door in (Door.ANYONE, Door.SIGNING_IN):
                continue
            client, path = site.browser(walking.HALF_WAY), site.address(rule)
            answer = attempt(client, path, method=method, data={"csrf_token": client.csrf_token()})
            if (answer.status_code, (answer.location or "").split("?")[0]) != (303, "/auth/second-step"):
                wrong.append(f"{method} {path}: {answer.status_code} {answer.location}")

    none(wrong)


def test_a_resident_without_an_office_is_refused_at_every_counter_of_an_office(site: Site):
    wrong = []
    for method in METHODS:
        for rule in site.rules(method):
            if is_for_residents(site, rule):
                continue
            client, path = site.browser(RESIDENT), site.address(rule)
            answer = attempt(client, path, method=method, data={"csrf_token": client.csrf_token()})
            if answer.status_code != 403:
                wrong.append(f"{method} {path}: {answer.status_code}")

    none(wrong)


def test_every_form_asks_for_its_token(site: Site):
    wrong = []
    for rule in site.rules("POST"):
        client, path = site.browser(site.who_may(rule)), site.address(rule)
        for token in ({}, {"csrf_token": "x" * 90}, {"csrf_token": site.browser("zhao").csrf_token()}):
            answer = attempt(client, path, method="POST", data=token)
            if answer.status_code != 400 and rule.endpoint not in NO_TOKEN:
                wrong.append(f"{path}: {answer.status_code}")
    if site.changed() and site.watch:
        wrong.append("something changed")

    none(wrong)


def _learn(site: Site, rule: Rule, path: str) -> None:
    """Let somebody who may look at the form, and send it empty, so that its fields are known."""
    client = site.browser(site.who_may(rule))
    for method in sorted({"GET", "POST"} & set(rule.methods or ())):
        answer = attempt(client, path, method=method, data={"csrf_token": client.csrf_token()})
        if method == "POST" and answer.status_code < 400:
            site.restore()


def test_a_role_in_another_area_opens_nothing_here(site: Site):
    """The right role in the wrong place: 403 or 404 where the address names something of this area, and nothing changes."""
    wrong, settled = [], site.fingerprint()
    for method in METHODS:
        for rule in site.rules(method):
            wanted = site.audience(rule)
            if wanted.action is None or not rule.arguments or (method, rule.endpoint) in BEYOND:
                continue
            path = site.address(rule)
            _learn(site, rule, path)
            for role in TABLE[wanted.action].roles & set(STRANGERS):
                client = site.browser(STRANGERS[role])
                data = {**filled(site, rule), "csrf_token": client.csrf_token()} if method == "POST" else {}
                answer = attempt(client, path, method=method, data=data)
                if answer.status_code not in (403, 404) and not (
                    method == "GET" and answer.status_code == 303
                ):
                    told = answer if isinstance(answer, Failure) else answer.status_code
                    wrong.append(f"{method} {path} as {role.value} of another area: {told}")
        if site.fingerprint() != settled:
            wrong.append(f"{method}: something changed")
            site.restore()

    none(wrong)
