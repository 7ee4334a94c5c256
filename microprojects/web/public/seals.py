"""The seals of one project: what each disclosure of its scheme says now."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from microprojects.domain.errors import N_
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.states import FINAL, State
from microprojects.store.records import ProjectRecord
from microprojects.web.filters import date_iso


@dataclass(frozen=True)
class Seal:
    """One row of the box of disclosures; see the macro `seal_row`."""

    mark: str
    status: str
    title: str
    words: str
    digest: str | None
    url: str | None


_WAITING = {
    DisclosureKind.DECISION: N_("表决通过当天公开"),
    DisclosureKind.SPENDING: N_("采购、合同、每笔付款，随办随公开"),
    DisclosureKind.RESULT: N_("结算后公开"),
}

_NOT_COMING = N_("这个项目没有走到这一步。")
_STOPPED = FINAL - {State.CLOSED}


def seals(record: ProjectRecord) -> list[Seal]:
    """Return a seal for each disclosure of the project's scheme."""
    rows = []
    for plan in record.rules.scheme.disclosures:
        latest = record.latest(plan.kind.value)
        if latest is None:
            words = _NOT_COMING if record.project.state in _STOPPED else _WAITING[plan.kind]
            rows.append(Seal(_(plan.mark), "todo", _(plan.label), _(words), None, None))
            continue
        rolling = plan.kind is DisclosureKind.SPENDING
        words = (
            _("已公开 %(n)s 次，最近 %(day)s", n=latest.version, day=date_iso(latest.published_at))
            if rolling
            else _("%(day)s，版本 %(n)s", day=date_iso(latest.published_at), n=latest.version)
        )
        status = "rolling" if rolling and record.project.state not in FINAL else "published"
        rows.append(
            Seal(_(plan.mark), status, _(plan.label), words, latest.sha256, f"/disclosures/{latest.id}")
        )
    return rows
