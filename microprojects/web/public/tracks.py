"""The stage track of one project, made from its scheme: deliberations are circles, disclosures are squares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.schemes import DisclosureKind, Kind, Review, Scheme, When
from microprojects.domain.states import FINAL, State
from microprojects.store.disclosures import Disclosure
from microprojects.store.records import ProjectRecord
from microprojects.web.filters import day, state_label

# The states in which each later step of a life is the present one.
_APPROVED = (State.APPROVED, State.PROCURING)
_WORKING = (State.CONTRACTED, State.IMPLEMENTING, State.CHANGING, State.SUSPENDED)
_CHECKING = (State.INSPECTING, State.RECTIFYING, State.SETTLING)
_DELIBERATING = (
    State.DRAFT,
    State.SUBMITTED,
    State.RETURNED,
    State.ACCEPTED,
    State.CONSULTING,
    State.DEFERRED,
    State.READY,
    State.POLLING,
    State.SCHEDULED,
    State.VOTING,
    State.TABLED,
    State.REJECTED,
    State.DECLINED,
    State.REFERRED,
    State.MERGED,
    State.WITHDRAWN,
)
_NOT_REACHED = ("todo", "gone")
_ACTS: dict[str, tuple[str, str]] = {
    "approved": (N_("立"), N_("立项")),
    "working": (N_("实"), N_("实施")),
    "checking": (N_("验"), N_("验收")),
    "closed": (N_("结"), N_("办结")),
}


@dataclass(frozen=True)
class Step:
    """One mark of the track; `status` is done, now, todo, failed (it ended here) or gone (it will not come any more)."""

    mark: str
    name: str
    lines: tuple[str, ...]
    status: str
    is_seal: bool = False
    is_rolling: bool = False


@dataclass(frozen=True)
class _Rank:
    """How far the project has come, as a place among the steps of its scheme."""

    now: int
    ended: bool
    stopped: bool = False

    def status(self, index: int) -> str:
        """Return how a step stands to how far the project has come."""
        if index != self.now:
            return "done" if index < self.now else "gone" if self.stopped else "todo"
        return "failed" if self.stopped else "done" if self.ended else "now"


def steps(record: ProjectRecord) -> list[Step]:
    """Return the steps of the project's life with what is done, what is now and what is still to come."""
    scheme = record.rules.scheme
    names = [*_names(scheme)]
    rank = _rank(record, names)
    return [_step(record, key, index, rank) for index, key in enumerate(names)]


def outline(scheme: Scheme) -> list[Step]:
    """Return the steps of a scheme without a project: how a small matter gets done."""
    laid = []
    for kind, key in _names(scheme):
        if kind == "deliberation":
            stage = scheme.deliberation(int(key))
            laid.append(Step(_(stage.mark), _(stage.title), (_(stage.label),), "done"))
        elif kind == "review":
            review = scheme.reviews[int(key)]
            laid.append(Step(_(review.mark), _(review.title), (_(review.label),), "done"))
        elif kind == "disclosure":
            shown = scheme.disclosure(DisclosureKind(key))
            if shown is not None:
                laid.append(Step(_("公"), _(shown.title), (_(shown.label),), "done", is_seal=True))
        else:
            mark, words = _ACTS[key]
            laid.append(Step(_(mark), _(words), (), "done"))
    return laid


def _names(scheme: Scheme) -> Iterable[tuple[str, str]]:
    """Name the steps in order: (kind, key)."""
    reviews = list(enumerate(scheme.reviews))
    for number, deliberation in enumerate(scheme.deliberations, start=1):
        if deliberation.kind is Kind.VOTE:  # before the first that votes
            yield from (("review", str(n)) for n, review in reviews if review.when is When.BEFORE)
            reviews = [each for each in reviews if each[1].when is When.AFTER]
        yield "deliberation", str(number)
    yield "disclosure", DisclosureKind.DECISION.value
    yield "act", "approved"
    yield "act", "working"
    if scheme.disclosure(DisclosureKind.SPENDING):
        yield "disclosure", DisclosureKind.SPENDING.value
    yield "act", "checking"
    if scheme.disclosure(DisclosureKind.RESULT):
        yield "disclosure", DisclosureKind.RESULT.value
    yield from (("review", str(n)) for n, _review in reviews)
    yield "act", "closed"


def _rank(record: ProjectRecord, names: list[tuple[str, str]]) -> _Rank:
    state, project = record.project.state, record.project
    if state in _DELIBERATING:
        ended = state in FINAL
        return _Rank(names.index(("deliberation", str(project.stage))), ended, stopped=ended)
    if state is State.CANCELLED:
        return _Rank(names.index(_reached(record)), ended=True, stopped=True)
    place = {
        State.NOTICING: ("disclosure", "decision"),
        State.OBJECTED: ("disclosure", "decision"),
        **dict.fromkeys(_APPROVED, ("act", "approved")),
        **dict.fromkeys(_WORKING, ("act", "working")),
        **dict.fromkeys(_CHECKING, ("act", "checking")),
        State.RESULT_NOTICE: ("disclosure", "result"),
        State.EVALUATING: ("act", "closed"),
        State.CLOSED: ("act", "closed"),
    }[state]
    return _Rank(names.index(place), ended=state is State.CLOSED)


def _reached(record: ProjectRecord) -> tuple[str, str]:
    """Return the step at which a project was cancelled."""
    if _last(record, Action.PROJECT_START):
        return "act", "working"
    return ("act", "approved") if record.project.approved_at else ("disclosure", "decision")


def _step(record: ProjectRecord, name: tuple[str, str], index: int, rank: _Rank) -> Step:
    status = rank.status(index)
    how = _stopped(record) if status == "failed" else ()
    kind, key = name
    if kind == "deliberation":
        plan = record.rules.scheme.deliberation(int(key))
        lines = (_(plan.label), *(how or _of_deliberation(record, plan.kind, int(key), status)))
        return Step(_(plan.mark), _(plan.title), lines, status)
    if kind == "disclosure":
        return _seal(record, DisclosureKind(key), status, how)
    if kind == "review":
        return _review(record, record.rules.scheme.reviews[int(key)], status)
    mark, words = _ACTS[key]
    lines = how or (_when(record, key) if status not in _NOT_REACHED else ())
    return Step(_(mark), _(words), lines, status)


def _stopped(record: ProjectRecord) -> tuple[str, ...]:
    """Return how and on which day the project ended, with the votes where they ended it."""
    project = record.project
    votes = _counted(record, project.stage) if project.state is State.REJECTED else ()
    return state_label(project.state), *(votes or (day(project.state_since),))


def _of_deliberation(record: ProjectRecord, kind: Kind, stage: int, status: str) -> tuple[str, ...]:
    if status in _NOT_REACHED:
        return ()
    if kind is Kind.INTAKE:
        since = record.project.submitted_at
        seconders = record.sums.seconders
        return (*((day(since),) if since else ()), *((_("%(n)s 人附议", n=seconders),) if seconders else ()))
    if kind is Kind.CONSULT:
        done = _last(record, Action.PROJECT_CONCLUDE)
        return (day(done),) if done else ()
    return _counted(record, stage)


def _counted(record: ProjectRecord, stage: int) -> tuple[str, ...]:
    """Return the day and the votes of the vote that stands."""
    vote = next((v for v, _i, _m in record.votes if v.stage == stage and v.voided_at is None), None)
    if vote is None or vote.closed_at is None:
        return ()
    return day(vote.closed_at), f"{vote.in_favour} : {vote.against} : {vote.abstain}"


def _review(record: ProjectRecord, plan: Review, status: str) -> Step:
    """Return a review, which is done when its gathering let the project go on, whatever the project waits for."""
    held = record.reviewed.get(plan.gathering)
    if held is None:
        return Step(_(plan.mark), _(plan.title), (_(plan.label),), "gone" if status == "gone" else "todo")
    return Step(_(plan.mark), _(plan.title), (_(plan.label), day(held.gathering.starts_at)), "done")


def _seal(record: ProjectRecord, kind: DisclosureKind, status: str, how: tuple[str, ...]) -> Step:
    plan = record.rules.scheme.disclosure(kind)
    if plan is None:
        raise LookupError(kind)
    latest = record.latest(kind.value)
    rolling = kind is DisclosureKind.SPENDING and latest is not None and record.project.state not in FINAL
    if latest is None:
        shown = status if status in ("failed", "gone") else "todo"
        return Step(_("公"), _(plan.title), (_(plan.label), *how), shown, is_seal=True)
    often = kind is DisclosureKind.SPENDING
    how_often = _("已 %(n)s 次", n=latest.version) if often else day(_published(record, kind, latest))
    shown = status if status in ("now", "failed") else "done"
    lines = (_(plan.label), *(how or (how_often,)))
    return Step(_("公"), _(plan.title), lines, shown, is_seal=True, is_rolling=rolling)


def _published(record: ProjectRecord, kind: DisclosureKind, latest: Disclosure) -> date:
    """Return when a disclosure was first public: that of a decision counts from the vote that stands."""
    since = next((vote.closed_at for vote, _i, _m in record.votes if vote.voided_at is None), None)
    if kind is not DisclosureKind.DECISION:
        since = None
    days = [each.published_at for each in record.disclosures if each.kind == kind.value]
    return min((each for each in days if since is None or each >= since), default=latest.published_at)


def _when(record: ProjectRecord, key: str) -> tuple[str, ...]:
    """Return the day on which a step was reached."""
    if key == "checking":
        return _checked(record)
    if key == "working":
        started = _last(record, Action.PROJECT_START)
        return (_("%(day)s开工", day=day(started)),) if started else ()
    reached = record.project.approved_at if key == "approved" else _last(record, Action.PROJECT_CLOSE)
    return (day(reached),) if reached else ()


def _checked(record: ProjectRecord) -> tuple[str, ...]:
    """Return the day of the latest inspection; before the first, the day on which the work was said to be done."""
    if record.inspections:
        last = record.inspections[-1]
        return (_("%(day)s合格", day=day(last.held_on)) if last.outcome == "passed" else day(last.held_on),)
    done = _last(record, Action.PROJECT_COMPLETE)
    return (_("%(day)s报完工", day=day(done)),) if done else ()


def _last(record: ProjectRecord, verb: Action) -> date | None:
    return next((line.at for line in reversed(record.journal) if line.verb == verb.value), None)
