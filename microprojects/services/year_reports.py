"""Publishing the report of a district's year: its figures are fixed as they stand, and corrected by another version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from microprojects.domain import year_reports as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.year_ends import require_over
from microprojects.domain.year_reports import Figures
from microprojects.services._deed import permit, record
from microprojects.services._words import public_text
from microprojects.store import year_reports
from microprojects.store.areas import Area
from microprojects.store.db import lock, transaction
from microprojects.store.year_figures import Year, figures
from microprojects.store.year_reports import YearReport


def publish(district_slug: str, year: int, *, seen: str, actor: Actor, at: datetime, reason: str = "") -> int:
    """Publish the figures of a year as they stand, or correct what was published, and say why; return the version.

    `seen` is the digest of the figures that were looked at, as `domain.year_reports.digest` gives it.

    Raises:
        NotFound: there is no such district.
        NotPermitted: not an administrator of the district.
        BadValue, YearRunning: it is no year, or it is not over.
        NothingToReport, ReportMoved: there is nothing to tell, or it changed since it was looked at.
        SameFigures, ReasonNeeded: a correction that changes nothing, or does not say why.
        PrivacyFinding: the reason cannot be published.

    Source: domain research, section 6.9 (after 政府信息公开条例 art. 49).
    """
    words = public_text(N_("理由"), reason, limit=law.LONGEST_REASON, needed=False)
    with transaction() as session:
        # Two who publish at once do it one after the other.
        session.execute(lock(select(Area.id).where(Area.path == district_slug))).all()
        known = year_reports.of_district(session, district_slug, year)
        district, versions = known.area, known.versions
        permit(actor, Action.REPORT_PUBLISH, Target(district.path), at=at)
        require_over(year, at)
        found = figures(Year(session, district, known.inside, year, at))
        if law.is_empty(found):
            raise law.NothingToReport(place=district.name, year=year)
        if law.digest(found) != seen:
            raise law.ReportMoved
        words = _reason(versions, found, words)
        number = versions[0].version + 1 if versions else 1
        told = {"year": str(year), "version": number, "sha256": seen} | ({"reason": words} if words else {})
        subject, area = f"report/{district.slug}/{year}", district.path
        entry = record(session, Action.REPORT_PUBLISH, subject, actor=actor, at=at, area=area, facts=told)
        row = YearReport(area_id=district.id, year=year, version=number, sha256=seen, reason=words)
        row.body, row.journal_seq = law.written(found).decode(), entry.seq
        row.published_at, row.published_by_id = at, actor.person_id or 0
        session.add(row)
        return number


def _reason(versions: Sequence[YearReport], found: Figures, words: str) -> str:
    """Return the reason of a correction; the first version has none.

    Raises:
        SameFigures, ReasonNeeded: nothing is corrected, or nobody says why.
    """
    if not versions:
        return ""
    if law.same(versions[0].data, found):
        raise law.SameFigures(version=versions[0].version)
    if not words:
        raise law.ReasonNeeded
    return words
