"""How dossiers reach the members: each by one way, and a copy from before an item has it not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

from microprojects.domain.dossier_copies import Reach, reach

SENT = datetime(2026, 3, 5, 6, tzinfo=UTC)
BEFORE, AFTER = SENT - timedelta(minutes=1), SENT + timedelta(minutes=1)


def test_each_member_is_reached_by_one_way():
    copies = {2: AFTER, 3: BEFORE, 4: AFTER, 5: BEFORE, 9: AFTER}

    found = reach([1, 2, 3, 4, 5, 6], [1, 2, 3], copies, SENT)

    assert found == Reach(site=frozenset({1, 3}), paper=frozenset({2, 4}), due=frozenset({5, 6}))


def test_whoever_has_an_account_or_a_copy_the_ways_add_up_to_the_members():
    for account, first, second in product(((), (1,), (1, 2)), (None, BEFORE, SENT), (None, BEFORE, SENT)):
        copies = {person: at for person, at in ((1, first), (2, second)) if at}

        found = reach([1, 2, 3], account, copies, SENT)

        assert found.site | found.paper | found.due == {1, 2, 3}
        assert found.members == 3
