"""What stands around every page: the ways to go, who is signed in, and the names of the site."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from flask import Flask, current_app, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from microprojects.clock import now
from microprojects.domain.calendar import local_day
from microprojects.domain.errors import N_
from microprojects.domain.people import COUNCIL_ROLES, OFFICE_ROLES, Role
from microprojects.web import guard, identity

ELDER = "elder"

# The addresses are part of the site's contract, so they stand here as they are.
_PUBLIC = (
    ("/", N_("首页")),
    ("/projects", N_("项目")),
    ("/disclosures", N_("公开")),
    ("/meetings", N_("会议")),
    ("/money", N_("资金")),
)
PROPOSE = "/my/proposals/new"
COUNTERS = {"my": "/my/", "council": "/council/", "office": "/office/"}
_COUNTER_NAMES = {"my": N_("我的"), "council": N_("议事会"), "office": N_("办事")}
_OFFICE = (
    ("/office/", N_("待办")),
    ("/office/projects", N_("项目")),
    ("/office/screening", N_("提议")),
    ("/council/", N_("会议")),
    ("/office/gatherings", N_("恳谈")),
    ("/office/polls", N_("居民投票")),
    ("/office/money", N_("资金")),
    ("/disclosures", N_("公开")),
    ("/office/board", N_("公告栏")),
    ("/office/residents", N_("居民")),
    ("/office/comments", N_("发言")),
    ("/office/private", N_("隐私")),
    ("/office/accounts", N_("账号")),
    ("/office/programmes", N_("规则")),
    ("/office/audit", N_("谁办的")),
)


@dataclass(frozen=True)
class Way:
    """One entry of a navigation; `here` when the page shown lies behind it."""

    path: str
    label: str
    here: bool


@dataclass(frozen=True)
class Account:
    """The person who is signed in, as the head of the page names them."""

    name: str
    username: str
    role: str
    counter: Way


def init_app(app: Flask) -> None:
    """Give templates the frame of the page."""
    for function in (main_nav, propose_way, office_nav, account, is_elder, is_demo, here_path, site_name):
        app.add_template_global(function)
    app.jinja_env.globals["counters"] = COUNTERS


def main_nav() -> list[Way]:
    """Return the public pages."""
    return _ways(_PUBLIC)


def propose_way() -> Way:
    """Return the way to a new proposal, which stands apart from the others."""
    return Way(PROPOSE, gettext("我要提议"), request.path == PROPOSE)


def office_nav() -> list[Way]:
    """Return the pages of the office that this person may open."""
    return [way for way in _ways(_OFFICE) if _opens(way.path)]


def account() -> Account | None:
    """Return who is fully signed in, with the counter where their work waits; None for the public."""
    actor = guard.current_actor()
    if actor.person_id is None:
        return None
    held = actor.roles_anywhere(local_day(now()))
    counter = _counter_of(held)
    path = COUNTERS[counter]
    way = Way(path, gettext(_COUNTER_NAMES[counter]), request.path.startswith(path))
    role = next((r for r in Role if r in held and r is not Role.RESIDENT), Role.RESIDENT)
    return Account(actor.name, identity.require_presence().username, gettext(role.label), way)


def counter_shown() -> str:
    """Return the name of the counter to which the head of a public page leads; nothing for the public.

    It is all that the frame of a public page tells of who is signed in.
    """
    actor = guard.current_actor()
    return "" if actor.person_id is None else _counter_of(actor.roles_anywhere(local_day(now())))


def _counter_of(held: Set[Role]) -> str:
    return "office" if held & OFFICE_ROLES else "council" if held & COUNCIL_ROLES else "my"


def is_elder() -> bool:
    """Return whether the visitor chose the version for elder people."""
    return request.cookies.get(ELDER) == "1"


def is_demo() -> bool:
    """Return whether the site shows fictional data, which its pages then say."""
    return bool(current_app.extensions["settings"].mode == "demo")


def here_path() -> str:
    """Return the path and query of this page, for a form that comes back to it."""
    return request.full_path.removesuffix("?")


def site_name() -> str:
    """Return the name in the head of every page."""
    return str(gettext(current_app.config.get("SITE_NAME") or N_("民生微实事")))


def _ways(listed: tuple[tuple[str, str], ...]) -> list[Way]:
    """Mark the longest path that the page shown lies behind."""
    behind = [path for path, _ in listed if _lies_behind(path)]
    nearest = max(behind, key=len, default=None)
    return [Way(path, gettext(label), path == nearest) for path, label in listed]


def _lies_behind(path: str) -> bool:
    if path == "/":
        return request.path == "/" or request.path.startswith("/c/")
    return request.path == path or request.path.startswith(path.rstrip("/") + "/")


def _opens(path: str) -> bool:
    """Return whether there is a page at `path` and the current person may open it."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    wanted = guard.audience(current_app, endpoint)
    if wanted is None or wanted.action is None:
        return wanted is not None
    return guard.can(wanted.action)
