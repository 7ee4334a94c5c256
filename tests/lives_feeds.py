"""What the routes for machines are about in the lives of many projects."""

from __future__ import annotations

from tests import lives_library

# One part of the list of public pages; one of the charts.
WORDS = {"listed": "projects", "part": "1"} | {
    f"public_overviews.{sent}": "steps" for sent in ("figure_of", "table_of")
}
ABOUT: dict[str, dict[str, str]] = {
    **lives_library.ABOUT,
    "public_feeds.project": {"number": "closed"},
    "data_ocds.record": {"number": "closed"},
}
