"""Signing in with name and password, and signing out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.credentials import LockedOut
from microprojects.domain.sessions import Step, WrongPassword
from microprojects.services import sign_in as deeds
from microprojects.web import identity
from microprojects.web.auth.ways import HOME, status_of, way_on
from microprojects.web.forms.auth import SignInForm
from microprojects.web.guard import anyone

bp = Blueprint("auth", __name__, url_prefix="/auth")


@bp.route("/sign-in", methods=["GET", "POST"])
@anyone
def sign_in() -> ResponseReturnValue:
    """Ask for name and password."""
    present = identity.presence()
    if present is not None and present.step is Step.DONE:
        return redirect(way_on(present.step), 303)
    form, refused = SignInForm(), None
    if form.validate_on_submit():
        try:
            name, password = str(form.username.data), str(form.password.data)
            opened = deeds.sign_in_password(name, password, origin=identity.origin(), at=now())
            identity.carry(opened, stay=bool(form.stay.data))
            return redirect(way_on(opened.step), 303)
        except (WrongPassword, LockedOut) as no:
            refused = no
    status = status_of(form, refused)
    return render_template("auth/sign_in.html", form=form), status


@bp.post("/sign-out")
@anyone
def sign_out() -> ResponseReturnValue:
    """End the session and go home."""
    present = identity.presence()
    if present is not None:
        deeds.sign_out(present.session_id, at=now())
    identity.let_go()
    flash(_("已经退出登录。"))
    return redirect(HOME, 303)
