"""One project as its guards see it: each fact is one question, asked only when a guard needs it."""

from microprojects.store.cases.polls import PollCase


class StoreCase(PollCase):
    """The facts about one project at one moment, from the database. See `domain.cases.Case`."""
