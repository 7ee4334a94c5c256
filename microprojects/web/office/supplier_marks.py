"""Marks for a supplier at the desk, after its contract was settled."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.supplier_marks import ASPECTS, POINTS, Marks
from microprojects.services import supplier_marks as deeds
from microprojects.store import contracts, supplier_marks
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web import supplier_words as words
from microprojects.web.forms.choices import options
from microprojects.web.forms.supplier_marks import MarksForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office._works import BOTH, PREFIX, done

bp = Blueprint("office_supplier_marks", __name__)


@bp.route(f"{PREFIX}/mark-supplier", methods=BOTH)
@permit(Action.SUPPLIER_MARK)
def give(number: str) -> ResponseReturnValue:
    """Show the marks so far, and ask for those of this side."""
    form = MarksForm()
    for aspect in ASPECTS:
        form[aspect].choices = options((n, f"{n} {_(said)}") for n, said in POINTS.items())

    def write_down() -> None:
        points = {aspect: form[aspect].data or 0 for aspect in ASPECTS}
        given = Marks(**points, words=form.words.data or "", reason=form.reason.data or "")
        deeds.give(number, given, actor=current_actor(), at=now())

    said = _("打分已记下、公开。")
    return done(number, form, write_down, said, "office/suppliers/mark.html", show=_so_far)


def _so_far(project: Project) -> dict[str, Any]:
    """Return the supplier and every version of the marks for this contract."""
    contract = contracts.of_project(db.session(), project.id)
    given = supplier_marks.of_contract(db.session(), contract.id) if contract else []
    return {
        "supplier": contract.supplier if contract else None,
        "given": [words.said(each) for each in given],
    }
