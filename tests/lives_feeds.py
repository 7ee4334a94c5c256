"""What the routes for machines are about in the lives of many projects."""

from __future__ import annotations

# One part of the list of public pages.
WORDS = {"listed": "projects", "part": "1"}
ABOUT: dict[str, dict[str, str]] = {
    "public_feeds.project": {"number": "closed"},
    "data_ocds.record": {"number": "closed"},
}
