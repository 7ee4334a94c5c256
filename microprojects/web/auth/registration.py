"""Registering as a resident, before the community has verified anything."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.accounts import ConsentMissing, UsernameTaken
from microprojects.domain.credentials import BadUsername, WeakPassword
from microprojects.domain.errors import Refusal
from microprojects.domain.phones import BadPhone
from microprojects.services import residents
from microprojects.services import sign_in as deeds
from microprojects.services.residents import Registration
from microprojects.store import areas
from microprojects.store.db import db
from microprojects.web import identity
from microprojects.web.auth.sign_in import bp
from microprojects.web.auth.ways import status_of, way_on
from microprojects.web.forms.auth import RegisterForm
from microprojects.web.forms.choices import options
from microprojects.web.guard import anyone

# The field at which each rule's no is shown; the others stand above the form.
_FIELDS: tuple[tuple[type[Refusal], str], ...] = (
    (ConsentMissing, "consents"),
    (UsernameTaken, "username"),
    (BadUsername, "username"),
    (WeakPassword, "password"),
    (BadPhone, "phone"),
)


@bp.route("/register", methods=["GET", "POST"])
@anyone
def register() -> ResponseReturnValue:
    """Ask for what the community needs to verify a resident, and sign them in."""
    form, refused, field = RegisterForm(), None, None
    communities = areas.at_level(db.session(), "community")
    form.community.choices = options([("", _("请选")), *((each.slug, each.name) for each in communities)])
    if form.validate_on_submit():
        try:
            residents.register(_registration(form), origin=identity.origin(), at=now())
        except Refusal as no:
            refused, field = no, next((name for kind, name in _FIELDS if isinstance(no, kind)), None)
        else:
            return _signed_in(form)
    status = status_of(form, refused, field)
    return render_template("auth/register.html", form=form), status


def _registration(form: RegisterForm) -> Registration:
    """Return what was told; an absent field is an empty one."""
    return Registration(
        name=form.name.data or "",
        community=form.community.data or "",
        building=form.building.data or "",
        phone=form.phone.data or "",
        username=form.username.data or "",
        password=form.password.data or "",
        consents=bool(form.consents.data),
    )


def _signed_in(form: RegisterForm) -> ResponseReturnValue:
    """Sign the new resident in with what they have just chosen."""
    name, password = str(form.username.data), str(form.password.data)
    opened = deeds.sign_in_password(name, password, origin=identity.origin(), at=now())
    identity.carry(opened, stay=False)
    flash(_("登记好了。现在可以先写草稿；到社区服务窗口核实一次，就能提议、附议。"))
    return redirect(way_on(opened.step), 303)
