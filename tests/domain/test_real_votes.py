"""What cities published is what our rules say, but for the few that the cities decided otherwise.

The real files are not part of the project: see `tests/pb_files.py`.
"""

from __future__ import annotations

import pytest

from microprojects.domain.tally.counting import count
from microprojects.domain.tally.outcomes import Outcome
from microprojects.domain.tally.polls import Poll
from microprojects.domain.tally.specs import Rule, Spec
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


def greedy(poll: Poll) -> Outcome:
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
