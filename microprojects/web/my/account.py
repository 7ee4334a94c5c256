"""A person's own account: on which devices it is signed in, its password, its second factor."""

from __future__ import annotations

from flask import Blueprint, Response, flash, json, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.accounts import NothingPending
from microprojects.domain.credentials import LockedOut, WeakPassword
from microprojects.domain.sessions import WrongPassword, needs_second_factor, terms
from microprojects.domain.workdays import local_day
from microprojects.services import accounts as account_deeds
from microprojects.services import own_data
from microprojects.services import second_factor as factors
from microprojects.services import sign_in as deeds
from microprojects.store import accounts, people, sessions
from microprojects.store.db import db
from microprojects.web import identity
from microprojects.web.auth.ways import status_of
from microprojects.web.forms.auth import NewPasswordForm, ProofForm
from microprojects.web.guard import signed_in

bp = Blueprint("my_account", __name__, url_prefix="/my/account")


@bp.get("")
@signed_in
def show() -> ResponseReturnValue:
    """Show what protects the account, and every device that it is signed in on."""
    present, at, session = identity.require_presence(), now(), db.session()
    must = needs_second_factor(present.actor.grants, local_day(at))
    return render_template(
        "my/account/show.html",
        account=accounts.get(session, present.account_id),
        person=people.get(session, present.actor.person_id or 0),
        must=must,
        codes_left=accounts.recovery_codes_left(session, present.account_id),
        devices=sessions.live(session, present.account_id, at, terms(present.stage, staff=must)),
        mine=present.session_id,
    )


@bp.post("/sessions/<int:session_id>/end")
@signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign one device out."""
    deeds.end_session(identity.require_presence().session_id, session_id, at=now())
    flash(_("那台设备已经退出。"))
    return redirect(url_for(".show"), 303)


@bp.post("/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """Sign every other device out."""
    deeds.end_other_sessions(identity.require_presence().session_id, at=now())
    flash(_("别的设备都已经退出，只留下这一台。"))
    return redirect(url_for(".show"), 303)


@bp.route("/password", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    """Ask for the old password and a new one."""
    form, refused = NewPasswordForm(), None
    if form.validate_on_submit():
        mine, old, new = identity.require_presence().session_id, str(form.old.data), str(form.new.data)
        try:
            identity.carry(account_deeds.set_password(mine, old, new, origin=identity.origin(), at=now()))
            flash(_("密码改好了。别的设备都已经退出。"))
            return redirect(url_for(".show"), 303)
        except (WrongPassword, LockedOut, WeakPassword) as no:
            refused = no
    status = status_of(form, refused, "new" if isinstance(refused, WeakPassword) else "old")
    return render_template("my/account/password.html", form=form), status


@bp.route("/second-factor", methods=["GET", "POST"])
@signed_in
def second_factor() -> ResponseReturnValue:
    """Ask for the password before a phone is set up or changed."""
    form, refused = ProofForm(), None
    if form.validate_on_submit():
        mine, proof = identity.require_presence().session_id, str(form.password.data)
        try:
            factors.renew_totp(mine, proof, origin=identity.origin(), at=now())
            return redirect(url_for("auth.set_up_code", next=url_for(".show")), 303)
        except (WrongPassword, LockedOut) as no:
            refused = no
    status = status_of(form, refused, "password")
    return render_template("my/account/second_factor.html", form=form), status


@bp.route("/recovery-codes", methods=["GET", "POST"])
@signed_in
def recovery_codes() -> ResponseReturnValue:
    """Ask for the password, then show new codes on paper once."""
    form, refused = ProofForm(), None
    if form.validate_on_submit():
        mine, proof = identity.require_presence().session_id, str(form.password.data)
        try:
            codes = factors.renew_recovery_codes(mine, proof, origin=identity.origin(), at=now())
            return render_template("auth/codes.html", codes=codes, way_on=url_for(".show"))
        except (WrongPassword, LockedOut, NothingPending) as no:
            refused = no
    status = status_of(form, refused, "password")
    return render_template("my/account/recovery_codes.html", form=form), status


@bp.route("/data", methods=["GET", "POST"])
@signed_in
def data() -> ResponseReturnValue:
    """Say what is held about the person; after the password, hand it out as one file."""
    form, refused = ProofForm(), None
    if form.validate_on_submit():
        mine, proof = identity.require_presence().session_id, str(form.password.data)
        try:
            held = own_data.hand_out(mine, proof, origin=identity.origin(), at=now())
            file = Response(json.dumps(held, ensure_ascii=False, indent=1), mimetype="application/json")
            file.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
            file.headers["Cache-Control"] = "no-store"
            return file
        except (WrongPassword, LockedOut) as no:
            refused = no
    status = status_of(form, refused, "password")
    return render_template("my/account/data.html", form=form), status
