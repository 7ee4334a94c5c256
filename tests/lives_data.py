"""What open data has in the lives of many projects: the table that routes are called with."""

from __future__ import annotations

# Every table answers alike, so one stands for all.
WORDS = {"noun": "projects"}
