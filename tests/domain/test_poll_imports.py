"""What a file says of its own count is what it counts to here, and it says so itself when it goes out."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from microprojects.domain import poll_imports
from microprojects.domain.poll_import_noes import NoDays, RuleUnknown
from microprojects.domain.poll_imports import Asked, look
from microprojects.domain.tally.spec_noes import SpecRefusal
from microprojects.domain.tally.specs import Fill, Rule
from tests import imported
from tests.pb_files import NOT_THERE, REAL, from_text, manifest, pb

# The city decided otherwise; nobody has looked into why.
ANOMALIES = {"Poland_Warszawa_2018_Wawrzyszew.pb"}
# These hold some hundred ballots of a vote, under the sums of all.
SAMPLED = {
    "hungary_budapest_2024.pb",
    "netherlands_amsterdam_2022_west.pb",
    "poland_warszawa_2021_bielany.pb",
}


def of(**changed):
    return from_text(imported.text(**changed)).poll


@pytest.mark.parametrize(
    ("label", "rule"),
    [
        ("greedy", Rule.GREEDY),
        ("Greedy-Threshold", Rule.GREEDY),
        ("greedy-no-skip", Rule.GREEDY_NO_SKIP),
        ("equalshares", Rule.EQUAL_SHARES),
        ("equalshares/add1", Rule.EQUAL_SHARES_ADD1),
        ("equalshares/add1-comparison", Rule.EQUAL_SHARES_ADD1),
        ("phragmen", Rule.PHRAGMEN),
    ],
)
def test_a_label_means_a_rule(label, rule):
    assert poll_imports.rule_of(of(meta=f"rule;{label}\n"), Asked()).spec.rule == rule


@pytest.mark.parametrize("label", ["", "unknown", "greedy-custom", "greedy-exclusive", "__class__"])
def test_a_rule_that_is_not_known_is_not_guessed(label):
    with pytest.raises(RuleUnknown):
        poll_imports.rule_of(of(meta=f"rule;{label}\n"), Asked())


def test_purses_grow_by_a_whole_unit_as_cities_do_it_and_what_is_left_is_kept():
    poll = of(meta="rule;equalshares/add1\n", budget="170.50")

    spec = poll_imports.rule_of(poll, Asked()).spec

    assert (poll.scale, spec.step, spec.fill) == (2, 100, Fill.NONE)


@pytest.mark.parametrize(("kind", "least"), [("approval", (3, 0)), ("scoring", (0, 3))])
def test_a_threshold_is_of_votes_or_of_scores(kind, least):
    poll = from_text(pb(meta="rule;greedy-threshold\nmin_project_score_threshold;3\n", kind=kind)).poll

    stated = poll_imports.rule_of(poll, Asked())

    assert (stated.spec.min_votes, stated.min_score) == least


def test_what_is_asked_for_goes_before_what_the_file_says():
    poll = of(meta='rule;greedy\nrule_spec;"{""rule"":{""name"":""phragmen""}}"\n')

    found = [
        poll_imports.rule_of(poll, asked).spec.rule for asked in (Asked(), Asked(rule=Rule.GREEDY_NO_SKIP))
    ]

    assert found == [Rule.PHRAGMEN, Rule.GREEDY_NO_SKIP]


def test_a_rule_in_the_file_that_cannot_be_read_is_not_passed_over():
    with pytest.raises(SpecRefusal):
        poll_imports.rule_of(of(meta="rule;greedy\nrule_spec;{nonsense\n"), Asked())


@pytest.mark.parametrize(
    ("meta", "days"),
    [
        ("date_begin;01.09.2022\ndate_end;15.09.2022\n", (date(2022, 9, 1), date(2022, 9, 15))),
        ("date_begin;2022\ndate_end;2022\n", (date(2022, 1, 1), date(2022, 12, 31))),
        ("instance;2021\n", (date(2021, 1, 1), date(2021, 12, 31))),
    ],
)
def test_the_days_are_those_of_the_file_or_its_whole_year(meta, days):
    assert poll_imports.days_of(of(meta=meta), None) == days


@pytest.mark.parametrize(
    "meta", ["", "instance;1999\n", "instance;12345\n", "date_begin;2022\n", "instance;Łódź\n"]
)
def test_a_year_is_not_guessed(meta):
    with pytest.raises(NoDays):
        poll_imports.days_of(of(meta=meta), None)


def test_equal_ballots_have_different_commitments_and_the_same_file_has_the_same():
    def commitments(data):
        return [
            o.commitment for o in poll_imports.openings(look(data, Asked()), poll="lizhi/2022-1", spec="00")
        ]

    first = commitments(imported.text().encode())

    assert (len(set(first)), first) == (5, commitments(imported.text().encode()))
    assert not set(first) & set(commitments(imported.text().replace("Kwietnik", "Klomb").encode()))


def test_the_order_in_which_people_voted_is_in_no_commitment():
    def choices(votes):
        found = look(imported.text(votes=votes).encode(), Asked(despite=True))
        return [dict(o.choices) for o in poll_imports.openings(found, poll="", spec="")]

    assert choices(imported.VOTES) == choices(imported.VOTES[::-1])


@pytest.mark.skipif(not REAL.exists(), reason=NOT_THERE)
def test_every_real_round_whose_rule_is_known_has_the_winners_that_its_city_published():
    found = {
        row["file"]: look((REAL / row["file"]).read_bytes(), Asked())
        for row in manifest()
        if row["rule"] and row["file"] not in SAMPLED
    }

    told = Counter(each.agrees for name, each in found.items() if name not in ANOMALIES)
    assert (told[False], told[True] > 40) == (0, True)
    assert {no.code for each in found.values() if each.agrees is None for no in each.problems} == {
        "import-rule"
    }
    assert [found[name].agrees for name in ANOMALIES] == [False]
