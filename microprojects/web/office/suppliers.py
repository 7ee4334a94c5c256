"""The list of suppliers: found, added, barred and admitted again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import Refusal
from microprojects.services import suppliers as deeds
from microprojects.store import areas, suppliers
from microprojects.store.db import db
from microprojects.web import paging
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.choices import options
from microprojects.web.forms.suppliers import BarForm, SupplierForm
from microprojects.web.guard import can, current_actor, permit

bp = Blueprint("office_suppliers", __name__, url_prefix="/office/suppliers")

BOTH = ["GET", "POST"]


@bp.get("")
@permit(Action.OFFICE_READ)
def index() -> ResponseReturnValue:
    """List suppliers by words."""
    words = " ".join(request.args.get("q", "").replace("\x00", "").split())[:40]
    number = paging.asked()
    rows = suppliers.page(db.session(), words, limit=paging.SIZE + 1, offset=paging.first_row(number))
    return render_template("office/suppliers/index.html", page=paging.page(rows, number), wanted=words)


@bp.route("/new", methods=BOTH)
@permit(Action.SUPPLIER_EDIT)
def add() -> ResponseReturnValue:
    """Ask for the name and the code."""
    form = SupplierForm()
    streets = (a for a in areas.at_level(db.session(), "street") if can(Action.SUPPLIER_EDIT, a.path))
    form.street.choices = options((area.slug, area.name) for area in streets)
    status = status_of(form)
    if form.validate_on_submit():
        words = (form.name.data or "", form.credit_code.data or "", form.street.data or "")
        try:
            deeds.add(*words, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("已加进单位名单。"))
            return redirect(url_for(".index"), 303)
    elif form.is_submitted():
        status = 422
    return render_template("office/suppliers/new.html", form=form), status


@bp.route("/<int:supplier_id>/bar", methods=BOTH)
@permit(Action.SUPPLIER_EDIT)
def bar(supplier_id: int) -> ResponseReturnValue:
    """Ask why a supplier is barred, or why it is admitted again."""
    form, barred = BarForm(), suppliers.get(db.session(), supplier_id).barred_at is not None
    status = status_of(form)
    if form.validate_on_submit():
        deed = deeds.readmit if barred else deeds.bar
        try:
            deed(supplier_id, reason=form.reason.data or "", actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("已恢复，可以再选用。") if barred else _("已停用，不能再报价和中选。"))
            return redirect(url_for(".index"), 303)
    elif form.is_submitted():
        status = 422
    supplier = suppliers.get(db.session(), supplier_id)
    return render_template("office/suppliers/bar.html", form=form, supplier=supplier), status
