"""Who may call a route: declared beside the view, checked when the app starts, asked before each request."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain import permissions
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotPermitted
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.sessions import Step
from microprojects.domain.workdays import local_day
from microprojects.web import identity
from microprojects.web.next_page import here

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "microprojects_audience"
_OPEN = "microprojects_open_endpoints"


class Door(StrEnum):
    """How far into the house a route lies."""

    ANYONE = "anyone"
    SIGNING_IN = "signing-in"
    SIGNED_IN = "signed-in"
    PERMIT = "permit"


@dataclass(frozen=True)
class Audience:
    """Who may call one route; `action` is set exactly when the door is PERMIT."""

    door: Door
    action: Action | None = None


class UndeclaredRoutes(RuntimeError):
    """The app has routes that do not say who may call them, so it must not start."""


def anyone(view: View) -> View:
    """Open the route to the public."""
    return _mark(view, Audience(Door.ANYONE))


def signing_in(view: View) -> View:
    """Open the route to a person whose password was right and who still owes the second step."""
    return _mark(view, Audience(Door.SIGNING_IN))


def signed_in(view: View) -> View:
    """Open the route to every person who is fully signed in."""
    return _mark(view, Audience(Door.SIGNED_IN))


def permit(action: Action) -> Callable[[View], View]:
    """Open the route to those who hold a role that can do `action` somewhere.

    The deed behind the route checks the exact thing; this door only keeps out
    people who could never be meant.
    """

    def mark(view: View) -> View:
        return _mark(view, Audience(Door.PERMIT, action))

    return mark


def audience(app: Flask, endpoint: str) -> Audience | None:
    """Return who may call an endpoint, None when nobody has said so."""
    if endpoint in app.extensions.get(_OPEN, ()):
        return Audience(Door.ANYONE)
    return getattr(app.view_functions[endpoint], _MARK, None)


def init_app(app: Flask) -> None:
    """Make the app know its visitors, ask the guard before each request, give templates `can`."""
    identity.init_app(app)
    app.before_request(ask)
    app.add_template_global(can, "can")
    app.add_template_global(current_actor, "current_actor")


def seal(app: Flask, *, open_endpoints: Iterable[str] = ("static", "bootstrap.static")) -> None:
    """Refuse to start an app in which some route does not say who may call it.

    `open_endpoints` names the routes whose functions belong to a library and
    serve only public files; a name that the app does not have is ignored.

    Raises:
        UndeclaredRoutes: naming each route without an audience.
    """
    app.extensions[_OPEN] = frozenset(open_endpoints) & set(app.view_functions)
    undeclared = sorted(
        f"{rule.endpoint} ({rule.rule})"
        for rule in app.url_map.iter_rules()
        if not audience(app, rule.endpoint)
    )
    if undeclared:
        raise UndeclaredRoutes(
            "These routes do not say who may call them; give each @permit(...), @signed_in or @anyone: "
            + ", ".join(undeclared)
        )


def ask() -> ResponseReturnValue | None:
    """Let the request pass, send the visitor to the next step of signing in, or refuse."""
    if request.endpoint is None:
        return None
    wanted = audience(current_app, request.endpoint)
    if wanted is None:
        raise NotPermitted()
    if wanted.door is Door.ANYONE:
        return None
    present = identity.presence()
    if present is None:
        identity.let_go_of_the_dead()
        return redirect(url_for("auth.sign_in", next=here()), 303)
    if wanted.door is Door.SIGNING_IN:
        return None
    if present.step is not Step.DONE:
        return redirect(step_address(present.step, here()), 303)
    if wanted.action is not None and not can(wanted.action):
        raise NotPermitted()
    return None


def current_actor() -> Actor:
    """Return the person who is fully signed in, as the rules see them; else the anonymous actor."""
    return identity.actor()


def can(action: Action | str, thing: Target | str | None = None) -> bool:
    """Return whether the current actor may do `action`, so that a page shows only buttons that work.

    `thing` is the rules' target, or an area path; without it the question is
    whether there is any place where the actor may.
    """
    verb, actor, on = Action(action), current_actor(), local_day(now())
    if thing is None:
        return permissions.may_somewhere(actor, verb, at=on)
    target = Target(area=thing) if isinstance(thing, str) else thing
    return permissions.allows(actor, verb, target, at=on)


def is_own(target: Target) -> bool:
    """Return whether the thing is the visitor's, or one that they entered and may still act on."""
    return permissions.acts_for(current_actor(), target, at=local_day(now()))


def step_address(step: Step, next_page: str | None) -> str:
    """Return where a person who is half-way through signing in has to go."""
    endpoint = "auth.set_up_code" if step is Step.SET_UP else "auth.second_step"
    return url_for(endpoint, next=next_page)


def _mark(view: View, wanted: Audience) -> View:
    """Write the audience on the view function."""
    setattr(view, _MARK, wanted)
    return view
