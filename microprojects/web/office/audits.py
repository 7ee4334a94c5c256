"""The sampled audits at the desk: a list is fixed, somebody else writes down the dice, and each audit gets its result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import audits as law
from microprojects.domain.actions import Action
from microprojects.domain.money import Fen
from microprojects.domain.permissions import allows
from microprojects.domain.workdays import local_day
from microprojects.services import audits as deeds
from microprojects.services.audits import Finding
from microprojects.store import areas, audit_lists, audits, rulebooks
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web import asking
from microprojects.web import audit_words as words
from microprojects.web.forms.audits import FindingForm
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm
from microprojects.web.forms.polls import DiceForm, YesForm
from microprojects.web.guard import can, current_actor, permit
from microprojects.web.office import _whose
from microprojects.web.office._works import BOTH, PREFIX, done

bp = Blueprint("office_audits", __name__)

NEWEST = 20


@bp.get("/office/audits")
@permit(Action.OFFICE_READ)
def index() -> ResponseReturnValue:
    """Show which quarter can be fixed, which list waits for its draw, and which projects for their result."""
    session, actor, today = db.session(), current_actor(), local_day(now())
    year, quarter = law.before(now())
    districts = [place for place in areas.at_level(session, "district") if can(Action.AUDIT_FIX, place.path)]
    paths = sorted({grant.area for grant in actor.grants if grant.covers(grant.area, today)})
    return render_template(
        "office/audits/index.html",
        year=year,
        quarter=quarter,
        unfixed=audit_lists.unfixed(session, districts, year, quarter),
        lists=[
            (each, words.title(each), words.standing(each), can(Action.AUDIT_DRAW, each.area.path))
            for each in audit_lists.lists(session, limit=NEWEST)
        ],
        waiting=[
            (project, allows(actor, Action.AUDIT_RECORD, project.target, at=today))
            for project, _at in audit_lists.waiting(session, paths)
        ],
        owing=[
            (
                each.project,
                words.owed(each),
                allows(actor, Action.REFUND_RECORD, each.project.target, at=today)
                and each.found_by_id != actor.person_id,
            )
            for each in audit_lists.owing(session, paths)
        ],
    )


@bp.route("/office/audits/<district>/<int:year>/<int:quarter>/fix", methods=BOTH)
@permit(Action.AUDIT_FIX)
def fix(district: str, year: int, quarter: int) -> ResponseReturnValue:
    """Show the list as it would be fixed, then fix it."""
    form, place = YesForm(), _whose.district(district, Action.AUDIT_FIX)
    law.check_quarter(year, quarter)
    session = db.session()
    numbers = law.in_order(audits.population(session, place.path, year, quarter))
    percent = rulebooks.of_community(session, place.id, local_day(now())).number("audit.sample_percent")
    facts = [
        _(
            "这一季度结算的、没有审过的，一共 %(n)s 个项目，抽 %(percent)s%%，至少 1 个。",
            n=len(numbers),
            percent=percent,
        ),
        _("名单按项目编号排，连同记账码马上公开、写进流水，以后不能加、不能减。"),
        _("名单定了，再由另一个人当众掷骰子。谁都不能先知道会抽中哪个。"),
    ]

    def deed() -> None:
        deeds.fix(district, year, quarter, actor=current_actor(), at=now())

    heading = _("定 %(year)s 年第 %(quarter)s 季度的名单", year=year, quarter=quarter)
    page = {"heading": heading, "facts": facts, "numbers": numbers, "button": _("定下名单，并公开")}
    return _asked(form, deed, _("名单定了，已经公开。请另一个人来抽签。"), page)


@bp.route("/office/audits/<int:list_id>/draw", methods=BOTH)
@permit(Action.AUDIT_DRAW)
def draw(list_id: int) -> ResponseReturnValue:
    """Explain how dice are thrown in public, then write down what they showed."""
    form, found = DiceForm(), audits.get(db.session(), list_id)
    place = _whose.district(found.area.slug, Action.AUDIT_DRAW)
    year, quarter = found.year, found.quarter
    facts = [
        _("在谁都能进的地方办，提前贴出时间、地点。定名单的人不能抽签。"),
        _("请两位不参与办事的人见证，例如评议监督员、居民代表。"),
        _("用普通的六面骰子，让在场的人轮流掷，一共 20 次，一次一个，每次大声报点数。"),
        _("一个人写，一个人念，见证人对一遍。掷出来的都算，不能重掷。"),
        _("点数和名单的记账码合起来算出抽中哪些，公开以后谁都能照着再算一遍。只能抽一次。"),
    ]

    def deed() -> None:
        told = {"dice": form.dice.data or "", "witnesses": form.witnesses.data or ""}
        deeds.draw(place.slug, year, quarter, actor=current_actor(), at=now(), **told)

    page = {"heading": words.title(found), "facts": facts, "numbers": [], "button": _("记下点数，并公开")}
    return _asked(form, deed, _("抽好了，抽中哪些已经公开。"), page, list_id=list_id)


@bp.route(f"{PREFIX}/record-audit", methods=BOTH)
@permit(Action.AUDIT_RECORD)
def record(number: str) -> ResponseReturnValue:
    """Ask what came of the audit of a project that was drawn."""
    form = FindingForm()
    form.outcome.choices = options((code, _(said)) for code, said in law.OUTCOMES.items())

    def write_down() -> None:
        finding = Finding(
            outcome=form.outcome.data or "",
            words=form.words.data or "",
            refund_fen=form.refund.data or Fen(0),
            reason=form.reason.data or "",
        )
        deeds.conclude(number, finding, actor=current_actor(), at=now())

    said = _("审计结论已记下、公开。")
    return done(number, form, write_down, said, "office/audits/record.html", show=_drawn)


def _drawn(project: Project) -> dict[str, Any]:
    found = audits.of_project(db.session(), project.id)
    return {"audit": words.of_project(found) if found else None}


def _asked(
    form: HouseForm, deed: Callable[[], None], said: str, page: dict[str, Any], list_id: int = 0
) -> ResponseReturnValue:
    """Ask what a deed needs, do it, and go on to the list, or to all of them."""
    back = url_for("public_audits.show", list_id=list_id) if list_id else url_for(".index")
    return asking.ask(form, deed, back=back, template="office/audits/ask.html", shown=lambda: page, said=said)
