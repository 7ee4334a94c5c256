"""What a council should be made of: each rule says what is so, what it asks and how many are missing."""

from __future__ import annotations

import pytest

from microprojects.domain.composition import (
    BothAges,
    NoConsent,
    Sitter,
    findings,
    require_facts,
)
from microprojects.domain.parameters import rulebook
from microprojects.store import packaged

RULES = rulebook(packaged.scheme("futian_3_3"), {})
WOMAN, MAN, UNKNOWN = Sitter("resident", woman=True), Sitter("resident", woman=False), Sitter("resident")


def found(sitters, rules=RULES, body="residents_council"):
    return {finding.rule: finding for finding in findings(body, sitters, rules)}


@pytest.mark.parametrize(
    ("n", "is_met", "missing"),
    [(0, False, 11), (10, False, 1), (11, True, 0), (21, True, 0), (22, False, 1), (30, False, 9)],
)
def test_a_council_has_eleven_to_twenty_one_members(n, is_met, missing):
    size = found([UNKNOWN] * n)["size"]

    assert (size.is_met, size.missing, size.have) == (is_met, missing, n)


@pytest.mark.parametrize(("n", "is_met"), [(11, True), (12, False), (17, True), (18, False)])
def test_the_number_of_members_is_odd(n, is_met):
    assert found([UNKNOWN] * n)["odd"].is_met is is_met


@pytest.mark.parametrize(
    ("n", "residents", "need", "missing"), [(17, 14, 14, 0), (17, 13, 14, 1), (15, 12, 12, 0), (11, 6, 9, 3)]
)
def test_four_fifths_are_residents(n, residents, need, missing):
    told = found([Sitter("resident")] * residents + [Sitter("unit")] * (n - residents))["residents"]

    assert (told.need, told.missing, told.is_met) == (need, missing, missing == 0)


@pytest.mark.parametrize(
    ("women", "men", "unknown", "is_met", "missing"),
    [
        (6, 11, 0, True, 0),
        (5, 12, 0, False, 1),
        (5, 11, 1, None, 1),
        (0, 0, 17, None, 6),
        (3, 12, 2, False, 3),
        (6, 0, 11, True, 0),
    ],
)
def test_a_third_are_women_as_far_as_it_is_known(women, men, unknown, is_met, missing):
    told = found([WOMAN] * women + [MAN] * men + [UNKNOWN] * unknown)["women"]

    assert (told.need, told.is_met, told.missing, told.unknown) == (6, is_met, missing, unknown)


@pytest.mark.parametrize(
    ("rule", "fact"), [("non_local", "non_local"), ("young", "under_35"), ("old", "over_60")]
)
def test_one_of_each_group_is_among_them(rule, fact):
    nobody, somebody = Sitter("resident", **{fact: False}), Sitter("resident", **{fact: True})

    told = [found(sitters)[rule].is_met for sitters in ([nobody] * 3, [nobody, somebody], [nobody, UNKNOWN])]

    assert told == [False, True, None]


def test_the_numbers_are_the_programmes_and_a_rule_set_to_none_is_not_asked():
    rules = rulebook(
        packaged.scheme("futian_3_3"),
        {"council.odd": False, "council.young_min": 0, "council.old_min": 2, "council.size_min": 3},
    )

    told = found([Sitter("resident", over_60=True)] * 4, rules)

    assert ("odd" in told, "young" in told, told["old"].is_met, told["size"].is_met) == (
        False,
        False,
        True,
        True,
    )


def test_only_what_is_known_to_be_short_is_a_warning():
    told = findings("residents_council", [UNKNOWN] * 12, RULES)

    assert [finding.rule for finding in told if finding.is_met is False] == ["odd"]


def test_village_representatives_have_two_rules_and_a_party_meeting_none():
    told = [list(found([UNKNOWN], body=body)) for body in ("village_representatives", "party_members")]

    assert told == [["residents", "women"], []]


def test_each_sentence_is_filled_with_the_facts_of_its_finding():
    spoken = [
        finding.asks % finding.facts + finding.says % finding.facts
        for n in (1, 11, 12, 30)
        for finding in findings("residents_council", [MAN] * n, RULES)
    ]

    assert [words for words in spoken if "%" in words] == []


def test_facts_are_recorded_with_consent_and_of_one_age():
    require_facts(agreed=True, under_35=True, over_60=None)

    with pytest.raises(NoConsent):
        require_facts(agreed=False, under_35=None, over_60=None)
    with pytest.raises(BothAges):
        require_facts(agreed=True, under_35=True, over_60=True)
