"""A person deletes what is kept about them: shown first, then confirmed with the password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from microprojects.clock import now
from microprojects.domain.credentials import LockedOut
from microprojects.domain.erasures import ErasedAlready, NotUnderstood, StillInOffice
from microprojects.domain.errors import Refusal
from microprojects.domain.sessions import WrongPassword
from microprojects.services import erasures as deeds
from microprojects.web import erasure_words, identity
from microprojects.web.auth.ways import HOME, status_of
from microprojects.web.forms.erasures import EraseOwnForm
from microprojects.web.guard import signed_in

bp = Blueprint("my_erasures", __name__, url_prefix="/my/account/erase")


@bp.route("", methods=["GET", "POST"])
@signed_in
def erase() -> ResponseReturnValue:
    """Say what goes, what waits and what stays; after the password, delete and sign out everywhere."""
    form, field, at = EraseOwnForm(), None, now()
    refused: Refusal | None = None
    present = identity.require_presence()
    if form.validate_on_submit():
        mine, proof = present.session_id, str(form.password.data)
        try:
            sure = bool(form.understood.data)
            waits = deeds.erase_own(mine, proof, understood=sure, origin=identity.origin(), at=at)
            identity.let_go()
            flash(erasure_words.done(waits))
            return redirect(HOME, 303)
        except (WrongPassword, LockedOut) as no:
            refused, field = no, "password"
        except (StillInOffice, ErasedAlready, NotUnderstood) as no:
            refused = no
    status = status_of(form, refused, field)
    shown = erasure_words.shown(present.actor.person_id or 0, at)
    return render_template("my/erasures/erase.html", form=form, shown=shown), status
