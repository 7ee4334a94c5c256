"""One project as its guards see it: each fact is one question, asked only when a guard needs it."""

from microprojects.store.cases.gatherings import GatheringCase


class StoreCase(GatheringCase):
    """The facts about one project at one moment, from the database. See `domain.cases.Case`."""
