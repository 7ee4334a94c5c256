"""Once a day the site is held against its own journal, so that a row that was changed past it does not stay unseen."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.journal import stamp
from microprojects.domain.workdays import SHANGHAI, local_day
from microprojects.store import bundles, journal, kept_records, self_checks


def check_due(*, at: datetime) -> int:
    """Hold the site against its journal if the hour of records has come and nobody looked today; return how much does not hold.

    It is no act and has no entry. What was found stays on the page of the journal until all of it holds again.

    Raises:
        OSError: the folder of records cannot be written.
    """
    today, last = local_day(at).isoformat(), self_checks.last()
    if at.astimezone(SHANGHAI).hour < kept_records.shelf().hour or (last is not None and last.day == today):
        return 0
    with bundles.moment() as session:
        if not journal.head(session).seq:
            return 0
        return len(self_checks.checked(session, day=today, at=stamp(at)).wrongs)
