"""The lifecycle table is sound whatever the scheme."""

from __future__ import annotations

import pytest

from microprojects.domain.act_verbs import VERBS
from microprojects.domain.actions import Action
from microprojects.domain.errors import WrongMoment
from microprojects.domain.lifecycle import LIFECYCLE, ROWS
from microprojects.domain.permission_table import TABLE
from microprojects.domain.scheme_reading import parse
from microprojects.domain.schemes import Kind
from microprojects.domain.states import FINAL, LABELS, TONES, State
from microprojects.domain.workflow import Next, Row, Workflow, resolve
from microprojects.store import packaged

SCHEMES = [packaged.scheme(name) for name in packaged.scheme_names()]

WINDOW = {"decision": {"window": "notice_days.d1"}, "result": {"window": "notice_days.d3"}}


def small_scheme(votes: int, disclosures: int) -> dict[str, object]:
    """Return the data of a scheme with an intake and so many votes and disclosures."""
    kinds = ["intake", *["vote"] * votes]
    shown = ["decision", "spending", "result"][:disclosures]
    return {
        "name": "small",
        "title": "小方案",
        "deliberations": [
            {"kind": k, "mark": "一", "title": "议", "label": "议", "body": "residents_council"}
            for k in kinds
        ],
        "disclosures": [
            {"kind": k, "mark": "一", "title": "公开", "label": "公开", **WINDOW.get(k, {})} for k in shown
        ],
    }


def test_every_state_has_a_word_and_a_shape():
    assert set(LABELS) == set(State) == set(TONES)


def test_every_verb_of_the_table_has_a_word_and_a_line_in_the_permission_table():
    verbs = {row.action for row in ROWS}
    assert verbs <= set(VERBS)
    assert verbs <= set(TABLE)


def test_every_action_has_a_line_in_the_permission_table():
    assert set(TABLE) == set(Action)


def test_two_rows_with_one_source_and_verb_are_refused():
    row = Row(State.DRAFT, Action.PROJECT_SUBMIT, State.SUBMITTED)
    with pytest.raises(ValueError, match="share a source"):
        Workflow("twice", [row, row])


def test_a_verb_at_the_wrong_moment_is_refused():
    with pytest.raises(WrongMoment):
        LIFECYCLE.row(State.CLOSED, Action.PROJECT_SUBMIT)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda s: s.name)
def test_every_state_is_reached_from_a_draft(scheme):
    seen = {(State.DRAFT, 1)}
    todo = list(seen)
    while todo:
        state, stage = todo.pop()
        for row in LIFECYCLE.rows_from(state):
            reached = resolve(row.target, stage, scheme)
            if reached not in seen:
                seen.add(reached)
                todo.append(reached)

    reached_states = {state for state, _ in seen}
    not_consulted = set() if scheme.consults else {State.CONSULTING, State.DEFERRED, State.REFERRED}
    assert reached_states == set(State) - not_consulted - ({State.RESULT_NOTICE} - reached_states)
    assert {stage for _, stage in seen} == set(range(1, len(scheme.deliberations) + 1))


@pytest.mark.parametrize("votes", [1, 2, 3])
@pytest.mark.parametrize("disclosures", [1, 2, 3])
def test_a_scheme_of_any_allowed_size_leads_from_draft_to_closed(votes, disclosures):
    scheme = parse(small_scheme(votes, disclosures))

    state, stage = resolve(Next.DELIBERATION, 1, scheme)
    for expected in range(2, votes + 2):
        assert (state, stage) == (State.READY, expected)
        state, stage = resolve(Next.DELIBERATION, stage, scheme)

    assert (state, stage) == (State.NOTICING, votes + 1)
    settled, _ = resolve(Next.RESULT, stage, scheme)
    assert settled is (State.RESULT_NOTICE if disclosures == 3 else State.EVALUATING)


def test_no_row_leaves_a_final_state_but_an_upheld_appeal_and_an_adoption():
    leaving = {row.action for row in ROWS if row.source in FINAL}
    assert leaving == {Action.APPEAL_UPHOLD, Action.PROJECT_ADOPT}


def test_an_approval_is_only_reached_by_the_notice_the_fast_track_and_a_failed_tender():
    verbs = {row.action for row in ROWS if row.target is State.APPROVED}
    assert verbs == {Action.PROJECT_APPROVE, Action.PROJECT_FAST_TRACK, Action.PROJECT_FAIL_TENDER}


def test_guards_know_no_scheme_by_name():
    words = {d.label for s in SCHEMES for d in s.deliberations} | {s.name for s in SCHEMES}
    labels = {guard.label for row in ROWS for guard in row.guards}
    assert not words & labels


def test_the_first_deliberation_of_every_scheme_is_the_intake():
    assert [s.deliberations[0].kind for s in SCHEMES] == [Kind.INTAKE] * len(SCHEMES)
