"""Questions about split projects at the desk: the list, the answer of the street, the word of the supervisor."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.money import Fen
from microprojects.domain.people import OFFICE_ROLES
from microprojects.domain.permissions import allows
from microprojects.domain.splitting import VERDICTS, Standing
from microprojects.domain.workdays import local_day
from microprojects.services import splittings as deeds
from microprojects.store import rulebooks, splittings
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.filters import money
from microprojects.web.forms.choices import options
from microprojects.web.forms.splittings import SplitAnswerForm, SplitJudgementForm
from microprojects.web.guard import current_actor, permit
from microprojects.web.office._works import BOTH, PREFIX, done
from microprojects.web.split_words import asked

bp = Blueprint("office_splittings", __name__)


@bp.get("/office/splittings")
@permit(Action.OFFICE_READ)
def listing() -> ResponseReturnValue:
    """Show every question of this person's areas, those that wait first."""
    actor, today = current_actor(), local_day(now())
    paths = sorted({g.area for g in actor.grants if g.role in OFFICE_ROLES and g.covers(g.area, today)})
    found = [asked(flag) for flag in splittings.below(db.session(), paths)]
    order = [Standing.OPEN, Standing.ANSWERED, Standing.FOUND, Standing.ACCEPTED]
    return render_template(
        "office/splittings/list.html", found=sorted(found, key=lambda each: order.index(each.standing))
    )


@bp.route(f"{PREFIX}/answer-splitting", methods=BOTH)
@permit(Action.SPLITTING_ANSWER)
def answer(number: str) -> ResponseReturnValue:
    """Show what looks split, and ask why it is not."""
    form = SplitAnswerForm()

    def say() -> None:
        deeds.answer(number, words=form.words.data or "", actor=current_actor(), at=now())

    said = _("说明已记下、公开，等监督员看。")
    return done(number, form, say, said, "office/splittings/answer.html", show=shown)


@bp.route(f"{PREFIX}/judge-splitting", methods=BOTH)
@permit(Action.SPLITTING_JUDGE)
def judge(number: str) -> ResponseReturnValue:
    """Show the answer, and ask the supervisor whether it holds."""
    form = SplitJudgementForm()
    form.verdict.choices = options((code, _(words)) for code, words in VERDICTS.items())

    def decide() -> None:
        deeds.judge(
            number,
            verdict=form.verdict.data or "",
            words=form.words.data or "",
            actor=current_actor(),
            at=now(),
        )

    return done(number, form, decide, _("已记下、公开。"), "office/splittings/judge.html", show=shown)


def shown(project: Project) -> dict[str, Any]:
    """Return what a page tells of the question about a project, raised or not, and what this person may do."""
    session, actor, today = db.session(), current_actor(), local_day(now())
    facts = splittings.facts(session, project, rulebooks.of(project))
    flag = splittings.of_project(session, project.id)
    stands = Standing(facts.standing) if facts else None
    return {
        "asked": asked(flag) if flag else None,
        "now_split": _("本项目和 %(others)s 合起来 %(sum)s，超过 %(limit)s。", others=facts.others,
                       sum=money(Fen(facts.sum_fen)), limit=money(Fen(facts.limit_fen))) if facts else "",
        "split_stands": _(stands.label) if stands else "",
        "may_answer": stands in (Standing.OPEN, Standing.FOUND)
        and allows(actor, Action.SPLITTING_ANSWER, project.target, at=today),
        "may_judge": flag is not None
        and flag.standing is Standing.ANSWERED
        and allows(actor, Action.SPLITTING_JUDGE, project.target, at=today),
    }  # fmt: skip
