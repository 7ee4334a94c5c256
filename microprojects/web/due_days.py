"""By when something in working days was due, with every day counted: of a disclosure, of an office's next step, of a contract's text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from flask_babel import gettext as _

from microprojects.domain.calendar import DayCounted, explain_due
from microprojects.domain.deadlines import Deadline
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.workdays import SHANGHAI, day_that_ends
from microprojects.store import packaged
from microprojects.store.contracts import Contract
from microprojects.store.disclosures import Disclosure
from microprojects.store.records import ProjectRecord
from microprojects.web.filters import day


@dataclass(frozen=True)
class Due:
    """A last day, from which day and over how many working days it was counted, and each day of that."""

    last: date
    says: str
    counted: list[DayCounted]
    kept: bool | None = None  # of a disclosure: whether it was published in time
    title: str = ""


def between(since: datetime, due_at: datetime, *, kept: bool | None = None, title: str = "") -> Due:
    """Return how a time limit in working days was counted from the event that set it off."""
    counted = explain_due(since, due_at, packaged.work_calendar())
    number = max((each.number or 0 for each in counted), default=0)
    says = _("%(since)s起，次日算第 1 天，共 %(n)s 个工作日。", since=day(since), n=number)
    return Due(day_that_ends(due_at), says, counted, kept, title)


def of_disclosure(row: Disclosure, settled_at: datetime | None, title: str = "") -> Due | None:
    """Return how the last day of a version was counted; nothing of one that was not due.

    What sets it off is for the spending the event that it tells of, for the result the final account, for the
    decision the vote, at whose end it is published.
    """
    if row.due_at is None:
        return None
    since = _since(row, settled_at)
    return between(min(since, row.published_at), row.due_at, kept=row.published_at <= row.due_at, title=title)


def _since(row: Disclosure, settled_at: datetime | None) -> datetime:
    if row.kind == DisclosureKind.RESULT:
        return settled_at or row.published_at
    told = row.body.get("date_on") if row.kind == DisclosureKind.SPENDING else None
    return _noon(date.fromisoformat(told)) if isinstance(told, str) and told else row.published_at


def of_deadline(found: Deadline | None) -> Due | None:
    """Return how the last day of a step was counted; nothing where it is counted in calendar days."""
    return between(found.since, found.due_at) if found and found.working else None


def of_text(contract: Contract | None) -> Due | None:
    """Return by when the text of a contract has to be public, while it is not."""
    if contract is None or contract.published_at is not None:
        return None
    return between(_noon(contract.signed_on), contract.publish_by, title=_("公开合同文本"))


def of_project(record: ProjectRecord) -> list[Due]:
    """Return the last day of each disclosure of a project: of its newest version that was due by some day."""
    settled = record.settlement.recorded_at if record.settlement else None
    newest: dict[str, Disclosure] = {}
    for row in record.disclosures:  # the newest first
        if row.due_at is not None:
            newest.setdefault(row.kind, row)
    found = [
        of_disclosure(newest[plan.kind.value], settled, _(plan.label))
        for plan in record.rules.scheme.disclosures
        if plan.kind.value in newest
    ]
    return [each for each in (*found, of_text(record.contract)) if each]


def _noon(told: date) -> datetime:
    return datetime.combine(told, time(12), SHANGHAI).astimezone(UTC)
