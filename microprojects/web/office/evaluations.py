"""The evaluation at the desk: opening it, paper answers, words to publish, improvement, archive, closing."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotFound
from microprojects.domain.phones import BadPhone, fold_phone
from microprojects.domain.settlements import answers_needed
from microprojects.domain.workdays import day_that_ends
from microprojects.services import evaluations as deeds
from microprojects.services.signatures import sign_evaluation
from microprojects.store import people, residents, rulebooks, settlements
from microprojects.store.db import db
from microprojects.store.people import Person
from microprojects.store.projects import Project
from microprojects.web import archive_words
from microprojects.web.forms.choices import options
from microprojects.web.forms.evaluations import (
    ImprovementForm,
    SignatureForm,
    SurveyForm,
    TickForm,
    WordsForm,
)
from microprojects.web.forms.procurements import ButtonForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office._works import BOTH, PREFIX, done, matter, recorded

bp = Blueprint("office_evaluations", __name__, url_prefix=PREFIX)

_LEAST, _MOST = 2, 40


@bp.route("/open-evaluation", methods=BOTH)
@permit(Action.PROJECT_OPEN_EVALUATION)
def open_evaluation(number: str) -> ResponseReturnValue:
    """Show whether the notice has ended, then open the evaluation."""

    def begin() -> None:
        deeds.open_evaluation(number, actor=current_actor(), at=now())

    said, template = _("评议已开始，居民可以打分了。"), "office/evaluations/open.html"
    action = Action.PROJECT_OPEN_EVALUATION
    return done(number, ButtonForm(), begin, said, template, action=action, show=_so_far)


@bp.get("/paper-answers")
@permit(Action.SURVEY_ENTER_PAPER)
def find(number: str) -> ResponseReturnValue:
    """Search for the resident whose paper is entered."""
    project = matter(number)
    wanted = " ".join(request.args.get("q", "").replace("\x00", "").split())[:_MOST]
    phone = ""
    with suppress(BadPhone):
        phone = fold_phone(wanted)
    name = wanted if len(wanted) >= _LEAST and not phone else ""
    found = residents.find(db.session(), [project.area.path], name=name, phone=phone)
    return render_template(
        "office/evaluations/find.html",
        project=project,
        record=recorded(project),
        wanted=wanted,
        short=0 < len(wanted) < _LEAST,
        found=[person for person, _area in found],
        **_so_far(project),
    )


@bp.route("/paper-answers/<int:person_id>", methods=BOTH)
@permit(Action.SURVEY_ENTER_PAPER)
def enter_paper(number: str, person_id: int) -> ResponseReturnValue:
    """Ask for what stands on a resident's paper."""
    form, person = SurveyForm(), _local(matter(number), person_id)

    def enter() -> None:
        deeds.enter_paper_answer(
            number,
            person_id=person_id,
            comment=form.comment.data or "",
            actor=current_actor(),
            at=now(),
            **form.points,
        )

    back = f"/office/projects/{number}/paper-answers"
    said, template = _("已录入，和网上的一样算。"), "office/evaluations/paper.html"
    return done(number, form, enter, said, template, show=lambda _p: {"name": person.name}, back=back)


@bp.route("/improvement", methods=BOTH)
@permit(Action.IMPROVEMENT_FILE)
def improvement(number: str) -> ResponseReturnValue:
    """Ask what will be done better."""
    form = ImprovementForm()

    def file() -> None:
        deeds.file_improvement(number, text=form.text.data or "", actor=current_actor(), at=now())

    said, template = _("改进计划已存，办结时一起公开。"), "office/evaluations/improvement.html"
    return done(number, form, file, said, template, show=_so_far)


@bp.route("/survey-comments", methods=BOTH)
@permit(Action.SURVEY_MODERATE)
def comments(number: str) -> ResponseReturnValue:
    """Ask which words of residents are published."""
    form = WordsForm()
    survey = settlements.survey(db.session(), matter(number).id)
    said = settlements.comments(db.session(), survey.id, shown_only=False) if survey else []
    form.shown.choices = options((answer.id, answer.comment) for answer in said)
    if request.method == "GET":
        form.shown.data = [answer.id for answer in said if answer.comment_shown]

    def choose() -> None:
        deeds.show_comments(number, answer_ids=form.shown.data or [], actor=current_actor(), at=now())

    told, template = _("已选好，办结时一起公开。"), "office/evaluations/comments.html"
    return done(number, form, choose, told, template, show=_so_far)


@bp.route("/archive", methods=BOTH)
@permit(Action.ARCHIVE_TICK)
def tick(number: str) -> ResponseReturnValue:
    """Show the archive checklist, and ask for one line."""
    form = TickForm()
    missing = [line for line in archive_words.lines(matter(number))["lines"] if not line["done"]]
    form.item.choices = options((line["item"], line["words"]) for line in missing)

    def note() -> None:
        deeds.tick_archive(
            number,
            item=form.item.data or "",
            waived=form.waived.data,
            reason=form.reason.data or "",
            actor=current_actor(),
            at=now(),
        )

    again = f"/office/projects/{number}/archive"
    return done(
        number,
        form,
        note,
        _("记下了。"),
        "office/evaluations/archive.html",
        show=archive_words.lines,
        back=again,
    )


@bp.route("/sign-evaluation", methods=BOTH)
@permit(Action.EVALUATION_SIGN)
def sign(number: str) -> ResponseReturnValue:
    """Show the survey and the archive to a supervisor, and ask for the signature."""
    form = SignatureForm()

    def put() -> None:
        sign_evaluation(number, sample_reason=form.sample_reason.data or "", actor=current_actor(), at=now())

    def shown(project: Project) -> dict[str, Any]:
        return {**_so_far(project), **archive_words.lines(project)}

    said, template = _("已签字，可以办结了。"), "office/evaluations/sign.html"
    return done(number, form, put, said, template, show=shown)


@bp.route("/close-file", methods=BOTH)
@permit(Action.PROJECT_CLOSE)
def close(number: str) -> ResponseReturnValue:
    """Show what the closing waits for, then close the file."""

    def end() -> None:
        deeds.close(number, actor=current_actor(), at=now())

    said, template = _("已办结归档，评议结果已公开。"), "office/evaluations/close.html"
    return done(number, ButtonForm(), end, said, template, action=Action.PROJECT_CLOSE, show=_so_far)


def _local(project: Project, person_id: int) -> Person:
    """Return a verified resident of the project's community; of anybody else nothing is told."""
    person = people.get(db.session(), person_id)
    if person.community_id != project.area_id or person.verified_at is None:
        raise NotFound
    return person


def _so_far(project: Project) -> dict[str, Any]:
    """Return the survey and how many have answered; what they answered stays hidden until it ends."""
    session, rules = db.session(), rulebooks.of(project)
    survey = settlements.survey(session, project.id)
    count = settlements.count(session, survey.id) if survey else None
    ended = survey is not None and now() >= survey.closes_at
    return {
        "survey": survey,
        "last_day": day_that_ends(survey.closes_at) if survey else None,
        "ended": ended,
        "answers": count.answers if count else 0,
        "percent": count.percent() if count and ended else None,
        "needed": answers_needed(rules, project.beneficiaries),
        "pass_percent": rules.number("evaluation.pass_percent"),
    }
