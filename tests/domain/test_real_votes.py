"""What cities published is what our rules say, but for the few that the cities decided otherwise.

The real files are not part of the project: see `tests/pb_files.py`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from microprojects.domain.tally.counting import count
from microprojects.domain.tally.outcomes import Outcome
from microprojects.domain.tally.poll_files import PollFile
from microprojects.domain.tally.specs import Rule, Spec, Stop, Utility
from tests.pb_files import NOT_THERE, REAL, manifest, opened

pytestmark = pytest.mark.skipif(not REAL.exists(), reason=NOT_THERE)

GREEDY = {
    "greedy": Rule.GREEDY,
    "greedy-threshold": Rule.GREEDY,
    "greedy-no-skip": Rule.GREEDY_NO_SKIP,
}
# Here a few hundred ballots of the whole vote are counted.
SAMPLED = {"poland_warszawa_2021_bielany.pb"}
# The city decided otherwise; nobody has looked into why.
ANOMALIES = {"Poland_Warszawa_2018_Wawrzyszew.pb"}
GREEDY_FILES = sorted(row["file"] for row in manifest() if row["rule"] in GREEDY)


def greedy(poll: PollFile) -> Outcome:
    """Count a file by the greedy rule that it names; a lot that nobody published is replaced by one."""
    return count(poll.election_of(poll.threshold), Spec(rule=GREEDY[poll.said("rule").strip()], seed="00"))


@pytest.mark.parametrize("file", sorted(set(GREEDY_FILES) - SAMPLED - ANOMALIES))
def test_a_greedy_vote_has_the_winners_that_its_city_published(file):
    poll = opened(REAL / file).poll

    assert sorted(greedy(poll).selected) == sorted(poll.published)


@pytest.mark.parametrize("file", sorted(ANOMALIES))
def test_a_known_anomaly_stays_one(file):
    poll = opened(REAL / file).poll

    assert sorted(greedy(poll).selected) != sorted(poll.published)


# By method of equal shares, each with the clause of its city: beginning of the file's name, part of the cost share.
EQUAL_SHARES = {
    "Poland_Wieliczka_2023": (Fraction(0), 30, 995_079),
    "Netherlands_Assen_2024": (Fraction(0), 9, 76_700),
    "Poland_Swiecie_2023": (Fraction(1, 3), 17, None),
}


def equal_shares(poll: PollFile, **settings: Any) -> Outcome:
    """Count a file of whole złoty or euros as its city did: purses grow by 1."""
    return count(poll.election, Spec(rule=Rule.EQUAL_SHARES_ADD1, step=1, seed="00", **settings))


def of_city(name: str) -> PollFile:
    """Read the file of a city, if it is there."""
    found = sorted(REAL.glob(f"{name}*.pb"))
    if not found:
        pytest.skip(f"{name} is not among the real files")
    return opened(found[0]).poll


@pytest.mark.parametrize("name", sorted(EQUAL_SHARES))
def test_a_vote_by_equal_shares_has_the_winners_that_its_city_published(name):
    min_share, winners, spent = EQUAL_SHARES[name]
    poll = of_city(name)

    outcome = equal_shares(poll, min_share=min_share)

    assert sorted(outcome.selected) == sorted(poll.published)
    assert (len(outcome.selected), outcome.spent) == (winners, spent or outcome.spent)


def test_wieliczka_stopped_before_overspending_and_not_where_nothing_more_fitted():
    poll = of_city("Poland_Wieliczka_2023")

    outcome = equal_shares(poll, stop=Stop.EXHAUSTIVE)

    missing, extra = set(poll.published) - set(outcome.selected), set(outcome.selected) - set(poll.published)
    assert (len(outcome.selected), outcome.spent, missing, extra) == (31, 984_579, {"46"}, {"66", "67"})


@pytest.mark.parametrize("name", ["Poland_Wieliczka_2023", "Netherlands_Assen_2024"])
def test_no_city_counted_projects_instead_of_their_cost(name):
    poll = of_city(name)

    assert sorted(equal_shares(poll, utility=Utility.CARDINALITY).selected) != sorted(poll.published)
