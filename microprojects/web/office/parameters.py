"""The desk of rules: every parameter with its value, changing one, and opening a community's round."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain import permissions
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound, Refusal
from microprojects.domain.parameters import BY_KEY, Parameter
from microprojects.domain.people import contains
from microprojects.domain.permissions import Target, areas_where
from microprojects.domain.workdays import local_day
from microprojects.services import programmes as deeds
from microprojects.store import areas, packaged, programmes, rulebooks
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.programmes import Programme
from microprojects.web import rule_words
from microprojects.web.forms._attempt import refused, status_of
from microprojects.web.forms.choices import options
from microprojects.web.forms.parameters import (
    ParameterForm,
    ProgrammeForm,
    RoundForm,
    fill,
    form_for,
    names,
    value_of,
)
from microprojects.web.guard import can, current_actor, permit

bp = Blueprint("office_parameters", __name__, url_prefix="/office/programmes")

BOTH = ["GET", "POST"]


@bp.get("")
@permit(Action.PARAMETER_SET)
def index() -> ResponseReturnValue:
    """Show the programmes."""
    session = db.session()
    mine = [
        each
        for each in programmes.all_programmes(session)
        if can(Action.PARAMETER_SET, areas.get(session, each.area_id).path)
    ]
    return render_template("office/parameters/index.html", programmes=mine)


@bp.route("/new", methods=BOTH)
@permit(Action.ROUND_OPEN)
def found() -> ResponseReturnValue:
    """Ask for a name, an area and a scheme, then found a programme."""
    form = ProgrammeForm()
    paths = areas_where(current_actor(), Action.ROUND_OPEN, at=local_day(now()))
    own = [area for area in areas.list_inside(db.session(), paths) if area.level in ("district", "street")]
    form.area.choices = options((area.path, area.name) for area in own)
    form.scheme.choices = options((name, scheme_line(name)) for name in packaged.scheme_names())
    status = status_of(form)
    if form.validate_on_submit():
        words = {"name": form.name.data or "", "scheme": str(form.scheme.data)}
        try:
            made = deeds.found(str(form.area.data), **words, actor=current_actor(), at=now())
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("方案建好了。先看一遍规则，再给社区开一轮。"))
            return redirect(url_for(".show", programme_id=made), 303)
    elif form.is_submitted():
        status = 422
    return render_template("office/parameters/found.html", form=form), status


def scheme_line(name: str) -> str:
    """Return a scheme in one line: 三议三公开：居民提议、街道商议、议事会决议；项目公开、资金公开、结果公开."""
    scheme = packaged.scheme(name)
    steps = (scheme.deliberations, scheme.reviews, scheme.disclosures)
    parts = ["、".join(_(step.label) for step in each) for each in steps if each]
    return _("%(name)s：%(steps)s", name=_(scheme.title), steps="；".join(parts))


@bp.get("/<int:programme_id>")
@permit(Action.PARAMETER_SET)
def show(programme_id: int) -> ResponseReturnValue:
    """Show a programme's parameters, its rounds, and what was changed."""
    session = db.session()
    programme = _programme(programme_id, Action.PARAMETER_SET)
    rules = rulebooks.in_force(session, programme)
    return render_template(
        "office/parameters/show.html",
        programme=programme,
        digest=rules.hash,
        groups=rule_words.grouped(rules),
        rounds=programmes.rounds(session, programme_id),
        changes=rule_words.history(programmes.history(session, programme_id)),
    )


@bp.route("/<int:programme_id>/parameters/<key>", methods=BOTH)
@permit(Action.PARAMETER_SET)
def change(programme_id: int, key: str) -> ResponseReturnValue:
    """Ask for the new value, for whom, and why."""
    session, parameter = db.session(), _parameter(key)
    programme = _programme(programme_id, Action.PARAMETER_SET)
    rules = rulebooks.in_force(session, programme)
    form = form_for(parameter)
    form.community.choices = options([("", _("全部社区")), *_communities(programme)])
    if request.method == "GET":
        fill(form, parameter, rules[key])
    status = status_of(form)
    if form.validate_on_submit():
        try:
            _set(programme_id, parameter, form)
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("规则已改，已记进流水。还没列入议程的项目从现在起照新的办。"))
            return redirect(url_for(".show", programme_id=programme_id), 303)
    elif form.is_submitted():
        status = 422
    page = render_template(
        "office/parameters/change.html",
        form=form,
        programme=programme,
        parameter=parameter,
        names=names(parameter),
        present=rule_words.written(parameter, rules[key]),
    )
    return page, status


@bp.route("/<int:programme_id>/rounds/new", methods=BOTH)
@permit(Action.ROUND_OPEN)
def open_round(programme_id: int) -> ResponseReturnValue:
    """Ask for a community's year and its days."""
    programme = _programme(programme_id, Action.ROUND_OPEN)
    form = RoundForm()
    form.community.choices = options(_communities(programme))
    status = status_of(form)
    if form.validate_on_submit():
        try:
            _open(programme_id, form)
        except Refusal as no:
            status = refused(form, no)
        else:
            flash(_("这一轮已开，规则已经定下。"))
            return redirect(url_for(".show", programme_id=programme_id), 303)
    elif form.is_submitted():
        status = 422
    return render_template("office/parameters/open_round.html", form=form, programme=programme), status


def _programme(programme_id: int, action: Action) -> Programme:
    """Return a programme of the visitor's own area.

    Raises:
        NotFound: there is no such programme.
        NotPermitted: it is another area's.
    """
    programme = programmes.get(db.session(), programme_id)
    home = areas.get(db.session(), programme.area_id)
    permissions.require(current_actor(), action, Target(home.path), at=local_day(now()))
    return programme


def _parameter(key: str) -> Parameter:
    if key not in BY_KEY:
        raise NotFound
    return BY_KEY[key]


def _communities(programme: Programme) -> list[tuple[str, str]]:
    session = db.session()
    home: Area = areas.get(session, programme.area_id)
    return [(a.slug, a.name) for a in areas.at_level(session, "community") if contains(home.path, a.path)]


def _set(programme_id: int, parameter: Parameter, form: ParameterForm) -> None:
    deeds.set_parameter(
        programme_id,
        parameter.key,
        value_of(form, parameter),
        area_slug=form.community.data or None,
        reason=form.reason.data or "",
        actor=current_actor(),
        at=now(),
    )


def _open(programme_id: int, form: RoundForm) -> None:
    assert form.opens_on.data is not None
    assert form.closes_on.data is not None
    deeds.open_round(
        programme_id,
        form.community.data,
        form.year.data or 0,
        opens_on=form.opens_on.data,
        closes_on=form.closes_on.data,
        actor=current_actor(),
        at=now(),
    )
