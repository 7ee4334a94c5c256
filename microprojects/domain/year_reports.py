"""The public report of a year: when it is due, and what its figures say."""

LONGEST_REASON = 500
