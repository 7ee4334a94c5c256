"""The administrator's desk: accounts, the roles of their owners, what to do when something was lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, NotPermitted, Refusal
from microprojects.domain.people import Role, gives
from microprojects.domain.permissions import areas_where
from microprojects.domain.workdays import local_day
from microprojects.services import accounts as deeds
from microprojects.services import grants, second_factor
from microprojects.store import accounts, areas, people
from microprojects.store.db import db
from microprojects.web import paging
from microprojects.web.auth.ways import status_of
from microprojects.web.forms.accounts import AppointForm, NewPasswordForSomebodyForm, OfficeForm
from microprojects.web.forms.choices import options
from microprojects.web.guard import can, current_actor, permit

bp = Blueprint("office_accounts", __name__, url_prefix="/office/accounts")

_LONGEST_SEARCH = 50


@bp.get("")
@permit(Action.ACCOUNT_MANAGE)
def index() -> ResponseReturnValue:
    """List the accounts of the administrator's areas."""
    paths = areas_where(current_actor(), Action.ACCOUNT_MANAGE, at=local_day(now()))
    wanted, number = request.args.get("q", "").strip()[:_LONGEST_SEARCH], paging.asked()
    rows = accounts.page(db.session(), paths, wanted, limit=paging.SIZE + 1, offset=paging.first_row(number))
    return render_template("office/accounts/index.html", page=paging.page(rows, number), wanted=wanted)


@bp.route("/new", methods=["GET", "POST"])
@permit(Action.ROLE_GRANT)
def appoint() -> ResponseReturnValue:
    """Ask for a newcomer with an account and a role."""
    form, refused = AppointForm(), None
    form.area.choices, form.role.choices = _places(Action.ROLE_GRANT), _roles()
    if form.validate_on_submit():
        name, username, password = str(form.name.data), str(form.username.data), str(form.password.data)
        try:
            made = grants.appoint(name, username, password, form.office(), actor=current_actor(), at=now())
            flash(_("账号开好了。本人第一次登录时会要求设动态验证码。"))
            return redirect(url_for(".show", person_id=made), 303)
        except Refusal as no:
            refused = no
    status = status_of(form, refused)
    return render_template("office/accounts/appoint.html", form=form), status


@bp.get("/<int:person_id>")
@permit(Action.ACCOUNT_MANAGE)
def show(person_id: int) -> ResponseReturnValue:
    """Show one account and its owner's roles."""
    return render_template("office/accounts/show.html", **_shown(person_id))


@bp.route("/<int:person_id>/grant", methods=["GET", "POST"])
@permit(Action.ROLE_GRANT)
def grant(person_id: int) -> ResponseReturnValue:
    """Ask for a role and a term."""
    shown, form, refused = _shown(person_id), OfficeForm(), None
    form.area.choices, form.role.choices = _places(Action.ROLE_GRANT), _roles()
    if form.validate_on_submit():
        try:
            grants.grant_role(person_id, form.office(), actor=current_actor(), at=now())
            flash(_("身份已经授予。这个人要重新登录。"))
            return redirect(url_for(".show", person_id=person_id), 303)
        except Refusal as no:
            refused = no
    status = status_of(form, refused)
    return render_template("office/accounts/grant.html", form=form, **shown), status


@bp.post("/<int:person_id>/grants/<int:grant_id>/revoke")
@permit(Action.ROLE_REVOKE)
def revoke(person_id: int, grant_id: int) -> ResponseReturnValue:
    """Take a role back."""
    if people.grant(db.session(), grant_id).person_id != person_id:
        raise NotFound
    grants.revoke_role(grant_id, actor=current_actor(), at=now())
    flash(_("身份已经收回。"))
    return redirect(url_for(".show", person_id=person_id), 303)


@bp.route("/<int:person_id>/reset-password", methods=["GET", "POST"])
@permit(Action.ACCOUNT_MANAGE)
def reset_password(person_id: int) -> ResponseReturnValue:
    """Ask for a new password for somebody who forgot theirs."""
    shown, form, refused = _shown(person_id), NewPasswordForSomebodyForm(), None
    if form.validate_on_submit():
        try:
            deeds.reset_password(person_id, str(form.password.data), actor=current_actor(), at=now())
            flash(_("密码已经重设，原来的登录都已失效。"))
            return redirect(url_for(".show", person_id=person_id), 303)
        except Refusal as no:
            refused = no
    status = status_of(form, refused, "password")
    return render_template("office/accounts/reset_password.html", form=form, **shown), status


@bp.post("/<int:person_id>/disable")
@permit(Action.ACCOUNT_MANAGE)
def disable(person_id: int) -> ResponseReturnValue:
    """Close an account."""
    return _done(deeds.disable_account, person_id, _("账号已经停用，登录都已失效。"))


@bp.post("/<int:person_id>/enable")
@permit(Action.ACCOUNT_MANAGE)
def enable(person_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    return _done(deeds.enable_account, person_id, _("账号已经恢复。"))


@bp.post("/<int:person_id>/end-sessions")
@permit(Action.ACCOUNT_MANAGE)
def end_sessions(person_id: int) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    return _done(deeds.end_sessions, person_id, _("这个人在所有设备上都已退出。"))


@bp.post("/<int:person_id>/reset-second-factor")
@permit(Action.ACCOUNT_MANAGE)
def reset_second_factor(person_id: int) -> ResponseReturnValue:
    """Take a lost second factor away."""
    return _done(second_factor.reset_second_factor, person_id, _("动态验证码已经取消，下次登录重新设。"))


def _done(deed: Callable[..., None], person_id: int, told: str) -> ResponseReturnValue:
    """Do a deed that needs no words, and go back to the account."""
    deed(person_id, actor=current_actor(), at=now())
    flash(told)
    return redirect(url_for(".show", person_id=person_id), 303)


def _shown(person_id: int) -> dict[str, object]:
    """Return what the page of an account shows, if the administrator may see it."""
    session, today = db.session(), local_day(now())
    account = accounts.of_person(session, person_id)
    if account is None:
        raise NotFound
    places = accounts.places_of(session, person_id, today)
    if not any(can(Action.ACCOUNT_MANAGE, place) for place in places):
        raise NotPermitted
    person, held = people.get(session, person_id), people.grants_held(session, person_id)
    mine = gives(current_actor().roles_anywhere(today))
    return {
        "account": account,
        "person": person,
        "held": held,
        "roles": Role,
        "mine": mine,
        "today": today,
        "manages": all(can(Action.ACCOUNT_MANAGE, place) for place in places),
    }


def _places(action: Action) -> list[Any]:
    """Return the areas in which the administrator gives roles, from the district down."""
    paths = areas_where(current_actor(), action, at=local_day(now()))
    found = areas.list_inside(db.session(), paths)
    return options([("", _("请选")), *((area.path, area.name) for area in found)])


def _roles() -> list[Any]:
    """Return the roles that the administrator gives."""
    mine = gives(current_actor().roles_anywhere(local_day(now())))
    return options([("", _("请选")), *((role.value, _(role.label)) for role in Role if role in mine)])
