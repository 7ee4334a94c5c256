"""What the routes for machines are about in the lives of many projects."""

from __future__ import annotations

ABOUT: dict[str, dict[str, str]] = {
    "public_feeds.project": {"number": "closed"},
    "data_ocds.record": {"number": "closed"},
}
