"""A scheme file describes a life that can be run, or is refused with the reason."""

from __future__ import annotations

import copy

import pytest

from microprojects.domain.schemes import BadScheme, parse
from microprojects.store import packaged

GOOD = packaged.scheme("futian_3_3").as_data()


def test_a_scheme_survives_its_own_snapshot():
    for name in packaged.scheme_names():
        scheme = packaged.scheme(name)
        assert parse(scheme.as_data()) == scheme


def test_the_default_has_three_deliberations_and_three_disclosures():
    scheme = packaged.scheme("futian_3_3")
    assert (len(scheme.deliberations), len(scheme.disclosures)) == (3, 3)


def test_the_village_has_four_deliberations_and_two_disclosures():
    scheme = packaged.scheme("village_4_2")
    assert (len(scheme.deliberations), len(scheme.disclosures)) == (4, 2)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda s: s["deliberations"].pop(0), "第一议必须是提议"),
        (lambda s: s["deliberations"].append(s["deliberations"][0]), "提议只能有一次"),
        (lambda s: s["deliberations"].pop(), "最后一议必须是表决"),
        (lambda s: s["disclosures"].pop(0), "第一公开必须是决议公开"),
        (lambda s: s["disclosures"].reverse(), "第一公开必须是决议公开"),
        (lambda s: s["disclosures"].append(s["disclosures"][1]), "要有一到三公开"),
        (lambda s: s["deliberations"].extend([s["deliberations"][2]] * 2), "要有两到四议"),
        (lambda s: s["deliberations"][0].update(kind="dance"), "'dance' is not a valid Kind"),
        (lambda s: s.pop("title"), "'title'"),
    ],
)
def test_a_scheme_that_cannot_be_run_is_refused_with_the_reason(change, why):
    data = copy.deepcopy(GOOD)
    change(data)

    with pytest.raises(BadScheme) as refusal:
        parse(data)

    assert refusal.value.facts["why"] == why
