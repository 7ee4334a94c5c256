"""The numbers of the charts are what anybody gets who counts the rows by hand, on both engines."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.indicators import STEPS, Standing, funnel, rating, standing
from microprojects.domain.promises import last_day
from microprojects.domain.states import APPROVED_OR_LATER, FINAL
from microprojects.domain.workdays import local_day
from microprojects.store import indicators, listings, promises
from microprojects.store.areas import Area
from microprojects.store.consultations import Plan
from microprojects.store.contracts import Contract
from microprojects.store.db import db, transaction
from microprojects.store.delivery import Inspection
from microprojects.store.disclosures import Disclosure
from microprojects.store.files import Attachment
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.indicators import Scope
from microprojects.store.projects import Project
from microprojects.store.settlements import Survey, SurveyAnswer
from microprojects.store.stays import ProjectStay
from microprojects.store.votes import Vote
from tests.lives import TODAY, live

LATER = TODAY + timedelta(days=70)
LIVED = "lived_indicators"
SCOPES = (
    Scope(),
    Scope(2026),
    Scope(2025),
    Scope(path="minghu/rongshu/lizhi"),
    Scope(2026, "minghu/rongshu"),
)


@pytest.fixture
def lived(bench, world, session):
    """A small district with a project in every state, some of them late; made once for each engine."""
    if LIVED in bench.kept:
        db.session().rollback()
        bench.back_to(LIVED)
        return
    live(world)
    _make_late()
    db.session().rollback()
    bench.keep(LIVED)


def _make_late():
    with transaction() as writing:
        ends = TODAY.date()
        for n, plan in enumerate(writing.scalars(select(Plan).order_by(Plan.id))):
            plan.ends_on = plan.starts_on = None if n % 5 == 0 else ends + timedelta(days=20 * n - 300)
        for n, row in enumerate(writing.scalars(select(Survey).order_by(Survey.id))):
            for k in range(8 + n):
                writing.add(
                    SurveyAnswer(
                        id=1000 * (n + 1) + k, survey_id=row.id, overall=5 if k % (n + 2) else 2,
                        useful=4, quality=4, openness=4,
                    )
                )  # fmt: skip
        for n, row in enumerate(writing.scalars(select(Disclosure).order_by(Disclosure.id))):
            if row.due_at and n % 2:
                row.due_at = row.due_at - timedelta(days=n)


def everything(table):
    return list(db.session().scalars(select(table)))


def wanted(scope):
    """The public projects of a scope, chosen in plain Python."""
    return [
        p for p in everything(Project)
        if p.number and not listings.is_hidden(p)
        and (scope.year is None or p.round.year == scope.year)
        and (not scope.path or p.area.path == scope.path or p.area.path.startswith(scope.path + "/"))
    ]  # fmt: skip


def furthest_of(projects):
    """How far each of some projects came."""
    passed = {v.project_id for v in everything(Vote) if v.carried and v.voided_at is None}
    signed = {c.project_id for c in everything(Contract)}
    done = done_days()
    for p in projects:
        found = [("proposed", True), ("accepted", p.accepted_at), ("scheduled", p.rulebook_id)]
        found += [("passed", p.id in passed), ("approved", p.approved_at), ("contracted", p.id in signed)]
        found += [("delivered", p.id in done), ("closed", p.closed_at)]
        yield p, [name for name, there in found if there][-1]


def done_days():
    days = {}
    for each in sorted(everything(Inspection), key=lambda i: i.held_on):
        if each.outcome == "passed":
            days[each.project_id] = each.held_on
    return days


def reported_days():
    days = {}
    for each in sorted(everything(Attachment), key=lambda a: a.added_at):
        if each.purpose == "completion_report" and each.removed_at is None:
            days.setdefault(each.project_id, local_day(each.added_at))
    return days


@pytest.mark.parametrize("scope", SCOPES)
def test_the_funnel(lived, session, scope):
    counted = Counter((p.area_id, step) for p, step in furthest_of(wanted(scope)))

    found = indicators.furthest(session, scope)
    assert {(area, step): n for area, steps in found.items() for step, n in steps.items()} == counted


def test_each_step_of_the_funnel_holds_the_next(lived, session):
    order = list(STEPS)
    ranks = [order.index(step) for _p, step in furthest_of(wanted(Scope()))]
    whole = Counter()
    for steps in indicators.furthest(session, Scope()).values():
        whole.update(steps)

    assert funnel(whole) == {step: sum(rank >= n for rank in ranks) for n, step in enumerate(order)}


@pytest.mark.parametrize("scope", SCOPES)
def test_the_money(lived, session, scope):
    areas = {a.id: a.path for a in everything(Area)}
    funds = [
        f for f in everything(Fund)
        if (scope.year is None or f.year == scope.year) and areas[f.area_id].startswith(scope.path)
    ]  # fmt: skip
    came = Counter()
    for line in everything(LedgerEntry):
        for fund in funds:
            if fund.id == line.fund_id and line.kind in ("social_received", "social_returned"):
                came[fund.year] += line.amount_fen if line.kind == "social_received" else -line.amount_fen
    sums = Counter()
    for f in funds:
        sums.update({(f.area_id, "allocated"): f.allocated_fen, (f.area_id, "reserved"): f.reserved_fen})
        sums.update({(f.area_id, "committed"): f.committed_fen, (f.area_id, "paid"): f.paid_fen})
        sums.update({(f.area_id, "left"): f.left_fen})

    found = indicators.balances(session, scope)
    assert {(area, pocket): fen for area, some in found.items() for pocket, fen in some.items()} == sums
    assert indicators.sources(session, scope)[1] == dict(came)


@pytest.mark.parametrize("scope", SCOPES)
def test_types_and_where_the_money_comes_from(lived, session, scope):
    number, fen, sources = Counter(), Counter(), {}
    for p in wanted(scope):
        if p.approved_at:
            number[p.type] += 1
            fen[p.type] += p.approved_fiscal_fen + p.approved_social_fen
            fiscal, social = sources.get(p.round.year, (0, 0))
            sources[p.round.year] = (fiscal + p.approved_fiscal_fen, social + p.approved_social_fen)

    assert indicators.types(session, scope) == {kind: (number[kind], fen[kind]) for kind in number}
    assert indicators.sources(session, scope)[0] == sources


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("at", [TODAY, LATER])
def test_days_in_each_step(lived, session, scope, at):
    here = {p.id for p in wanted(scope)}
    counted = Counter(
        (s.state, s.took, s.limit_days, (s.ended_at or at) > s.due_at, bool(s.finished))
        for s in everything(ProjectStay) if s.project_id in here
    )  # fmt: skip

    found = {
        (s.state.value, s.took, s.limit, s.late, s.finished): s.count
        for s in indicators.spells(session, scope, at)
    }
    assert found == counted


@pytest.mark.parametrize("scope", SCOPES)
def test_what_evaluations_may_tell(lived, session, scope):
    here = {p.id for p in wanted(scope)}
    counted = Counter()
    for survey in everything(Survey):
        points = [a.overall for a in everything(SurveyAnswer) if a.survey_id == survey.id]
        if survey.project_id in here and survey.closes_at <= LATER:
            counted[rating(len(points), sum(p >= 4 for p in points), limit=5)] += 1

    assert indicators.ratings(session, scope, LATER) == counted


def test_an_evaluation_that_runs_tells_nothing(lived, session):
    assert indicators.ratings(session, Scope(), min(s.opened_at for s in everything(Survey))) == {}


@pytest.mark.parametrize("scope", SCOPES)
def test_disclosures_in_time(lived, session, scope):
    here = {p.id for p in wanted(scope)}
    counted = Counter()
    for d in everything(Disclosure):
        if d.project_id in here and d.due_at:
            late = (
                (local_day(d.published_at) - local_day(d.due_at)).days + 1 if d.published_at > d.due_at else 0
            )
            counted[d.kind, late] += 1

    found = indicators.lateness(session, scope)
    assert {(kind, days): n for kind, days, n in found} == counted


def stands(today):
    """How each approved project stands, in plain Python: (number, standing, planned, reported, done, approved, paid)."""
    plans = {p.project_id: p.ends_on for p in everything(Plan)}
    signed = {c.project_id: c for c in everything(Contract)}
    finished, reported = done_days(), reported_days()
    for p in wanted(Scope()):
        if p.approved_at and p.state in APPROVED_OR_LATER | FINAL:
            contract = signed.get(p.id)
            planned = last_day(contract.ends_on if contract else None, plans.get(p.id))
            days = {"planned": planned, "reported": reported.get(p.id), "done": finished.get(p.id)}
            how = standing(stopped=p.state not in APPROVED_OR_LATER, **days, today=today)
            paid = contract.paid_fen if contract else 0
            yield p, how, *days.values(), p.approved_fiscal_fen + p.approved_social_fen, paid


def test_what_was_promised_and_what_came_of_it(lived, session):
    today = local_day(LATER)
    rows = list(stands(today))

    found = promises.page(session, Scope(), today, limit=1000)
    assert {
        (r.number, r.standing, r.planned, r.reported, r.done, r.approved_fen, r.paid_fen) for r in found
    } == {(p.number, *rest) for p, *rest in rows}
    assert len({r.standing for r in found}) >= 4


def test_those_overdue_stand_first_and_the_longest_overdue_before_all(lived, session):
    found = list(promises.walk(session, Scope(), local_day(LATER)))

    order = list(Standing)
    keys = [(order.index(r.standing), r.planned is None, r.planned or local_day(TODAY)) for r in found]
    assert keys == sorted(keys)
    assert [r.number for r in promises.page(session, Scope(), local_day(LATER), limit=2, offset=3)] == [
        r.number for r in found[3:5]
    ]


def test_the_sums_of_a_community_are_those_of_its_rows(lived, session):
    today, counted = local_day(LATER), Counter()
    for p, how, *_days, approved, paid in stands(today):
        counted[p.area_id, how, "count"] += 1
        counted[p.area_id, how, "approved"] += approved
        counted[p.area_id, how, "paid"] += paid

    found = Counter()
    for s in promises.sums(session, Scope(), today):
        for name in ("count", "approved", "paid"):
            found[s.area_id, s.standing, name] = s.count if name == "count" else getattr(s, f"{name}_fen")
    assert found == counted
