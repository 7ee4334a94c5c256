"""Which tests one worker runs, because they share what takes long to make."""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# pytest-xdist 3.8 does not hear of its own groups from pytest 9.2, so who goes together is read off the names.
WALKS = re.compile(
    r"tests/web/test_(?:copies|every_route|leaks|nothing_typed_runs|open_data_leaks|planted_lives|planted_words|public_journal_words|read_api|read_api_fuzzed|retold|who_may_call)\.py::[^\[]*(?:\[(\w+))?"
)
ON_ITS_OWN = "sqlite"


def group(test: str) -> str:
    """Return the name of those that a test goes with: one served demo, one settled site; else it goes alone."""
    if test.startswith("tests/browser/"):
        return "browser"
    walk = WALKS.match(test)
    return f"walk-{walk[1] or ON_ITS_OWN}" if walk else test


class Together(LoadScopeScheduling):
    """Gives a whole group to one worker, the largest groups first.

    A group that is done is forgotten: after each test xdist looks over all that a worker was ever given.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """Note that a test is done, and its group if that was the last of it."""
        super().mark_test_complete(node, item_index, duration)
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(self.assigned_work[node][scope].values()):
            del self.assigned_work[node][scope]
