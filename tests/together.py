"""Which tests one worker runs, because they share what takes long to make."""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling

# pytest-xdist 3.8 does not hear of its own groups from pytest 9.2, so who goes together is read off the names.
WALKS = re.compile(
    r"tests/web/test_(?:copies|every_route|leaks|nothing_typed_runs|open_data_leaks|planted_words|public_journal_words|read_api|read_api_fuzzed|retold|who_may_call)\.py::[^\[]*(?:\[(\w+))?"
)
ON_ITS_OWN = "sqlite"


def group(test: str) -> str:
    """Return the name of those that a test goes with: one served demo, one settled site; else it goes alone."""
    if test.startswith("tests/browser/"):
        return "browser"
    walk = WALKS.match(test)
    return f"walk-{walk[1] or ON_ITS_OWN}" if walk else test


class Together(LoadScopeScheduling):
    """Gives a whole group to one worker, the largest groups first."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)
