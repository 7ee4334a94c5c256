"""The second step of signing in: a code from the phone or from paper, and setting up the phone."""

from __future__ import annotations

import segno
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain.accounts import NothingPending
from microprojects.domain.credentials import LockedOut
from microprojects.domain.sessions import Step, WrongCode, WrongRecoveryCode
from microprojects.services import second_factor as factors
from microprojects.services import sign_in as deeds
from microprojects.services.second_factor import Pending
from microprojects.web import identity
from microprojects.web.auth.sign_in import bp
from microprojects.web.auth.ways import status_of, way_on
from microprojects.web.forms.auth import CodeForm, RecoveryForm
from microprojects.web.guard import signing_in


@bp.route("/second-step", methods=["GET", "POST"])
@signing_in
def second_step() -> ResponseReturnValue:
    """Ask for the code on the phone."""
    present = identity.require_presence()
    if present.step is not Step.CODE:
        return redirect(way_on(present.step), 303)
    form, refused = CodeForm(), None
    if form.validate_on_submit():
        try:
            code = str(form.code.data)
            identity.carry(deeds.sign_in_totp(present.session_id, code, origin=identity.origin(), at=now()))
            return redirect(way_on(Step.DONE), 303)
        except (WrongCode, LockedOut) as no:
            refused = no
    status = status_of(form, refused, "code")
    return render_template("auth/second_step.html", form=form, next_page=request.args.get("next")), status


@bp.route("/recovery", methods=["GET", "POST"])
@signing_in
def recovery() -> ResponseReturnValue:
    """Ask for a code on paper, for somebody who has not got the phone."""
    present = identity.require_presence()
    if present.step is not Step.CODE:
        return redirect(way_on(present.step), 303)
    form, refused = RecoveryForm(), None
    if form.validate_on_submit():
        try:
            code = str(form.code.data)
            identity.carry(
                deeds.sign_in_recovery(present.session_id, code, origin=identity.origin(), at=now())
            )
            return redirect(way_on(Step.DONE), 303)
        except (WrongRecoveryCode, LockedOut) as no:
            refused = no
    status = status_of(form, refused, "code")
    return render_template("auth/recovery.html", form=form, next_page=request.args.get("next")), status


@bp.post("/set-up-code/begin")
@signing_in
def begin_code() -> ResponseReturnValue:
    """Make the secret that the phone is to learn; whoever is wholly signed in gives the password first."""
    present = identity.require_presence()
    if present.step is Step.DONE:
        return redirect(url_for("my_account.second_factor"), 303)
    factors.begin_totp(present.session_id, at=now())
    return redirect(url_for(".set_up_code", next=request.args.get("next")), 303)


@bp.route("/set-up-code", methods=["GET", "POST"])
@signing_in
def set_up_code() -> ResponseReturnValue:
    """Show the square picture, and ask for the first code that the phone makes of it."""
    present = identity.require_presence()
    if present.step is Step.CODE:
        return redirect(way_on(present.step), 303)
    form, refused = CodeForm(), None
    if form.validate_on_submit():
        try:
            code = str(form.code.data)
            done = factors.confirm_totp(present.session_id, code, origin=identity.origin(), at=now())
            identity.carry(done.signed_in)
            return render_template("auth/codes.html", codes=done.recovery_codes, way_on=way_on(Step.DONE))
        except (WrongCode, LockedOut, NothingPending) as no:
            refused = no
    waiting = factors.pending(present.session_id, at=now())
    status, told = status_of(form, refused, "code"), {"pending": waiting, "picture": _picture(waiting)}
    page = render_template("auth/set_up_code.html", form=form, next_page=request.args.get("next"), **told)
    return page, status


def _picture(pending: Pending | None) -> str | None:
    """Return the secret as a square picture inside an address, so that it is never a page of its own."""
    if pending is None:
        return None
    drawn: str = segno.make(pending.address, error="m").svg_data_uri(scale=6, border=4)
    return drawn
