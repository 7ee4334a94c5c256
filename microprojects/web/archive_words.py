"""The archive of a project in words: each line with what proves it, what was waived and why, and until when it is kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.actions import Action
from microprojects.domain.archives import keep_until
from microprojects.domain.settlements import ARCHIVE_ITEMS
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.store import archive, rulebooks
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.store.records import ProjectRecord
from microprojects.web.filters import date_iso
from microprojects.web.retold import retold

# Where on the project's public page the record of a line is read.
_ANCHORS = {
    "proposal": "summary", "opinions": "said", "estimate": "money", "decision_disclosure": "pub",
    "objections": "obj", "filing": "life", "quotes": "pub", "contract": "pub", "changes": "life",
    "start_report": "life", "progress_photos": "pics", "completion_report": "life", "acceptance": "work",
    "settlement": "pub", "vouchers": "money", "result_disclosure": "pub", "survey": "work",
}  # fmt: skip
_AT_A_MEETING = frozenset({"notice", "attendance", "minutes", "tally"})
_PUBLIC = (State.EVALUATING, State.CLOSED)


def lines(project: Project) -> dict[str, Any]:
    """Return the lines of the archive with what proves each, as the macro `blocks` shows them."""
    session = db.session()
    proven, ticked = archive.proven(session, project), archive.ticks(session, project)
    meeting = archive.last_meeting(session, project.id)

    def note(item: str) -> str:
        if item in ticked:
            return _("免交：%(why)s", why=ticked[item].reason) if ticked[item].waived else _("已核对")
        return _("系统里有记录") if item in proven and not address(item) else ""

    def address(item: str) -> str:
        return _address(item, project, meeting) if item in proven else ""

    found = [
        {
            "item": item,
            "done": item in proven or item in ticked,
            "words": _(label),
            "note": note(item),
            "url": address(item),
            "link": _("看记录"),
        }
        for item, label in ARCHIVE_ITEMS.items()
    ]
    return {"lines": found, "missing": sum(1 for line in found if not line["done"])}


def public(record: ProjectRecord) -> dict[str, Any] | None:
    """Return what anybody reads of the archive once a project is evaluated or closed: is it whole, what was waived, why.

    What was ticked or waived is read from the journal, which the page has.
    """
    project = record.project
    if project.state not in _PUBLIC:
        return None
    ticked = {each.facts["item"]: each.facts for each in record.journal if each.verb == Action.ARCHIVE_TICK}
    done: Collection[str] = ARCHIVE_ITEMS
    if project.state is not State.CLOSED:
        done = archive.proven(db.session(), project) | ticked.keys()
    missing = [_(label) for item, label in ARCHIVE_ITEMS.items() if item not in done]
    waived = [
        (_(ARCHIVE_ITEMS[item]), retold(told["reason"])) for item, told in ticked.items() if told["waived"]
    ]
    says = _("该归档的 %(n)s 样都齐了。", n=len(ARCHIVE_ITEMS))
    if missing:
        says = _("还差 %(n)s 样：%(what)s。", n=len(missing), what=_("、").join(missing))
    elif waived:
        says = _("该归档的 %(n)s 样，%(k)s 样免交，其余都齐了。", n=len(ARCHIVE_ITEMS), k=len(waived))
    return {"says": says, "waived": waived, "kept": _kept(project)}


def _kept(project: Project) -> str:
    if project.closed_at is None:
        return ""
    years = rulebooks.of(project).number("privacy.retention_years_files")
    until = keep_until(local_day(project.closed_at), years)
    return _("采购文件和档案保存 %(n)s 年，到 %(day)s。", n=years, day=date_iso(until))


def _address(item: str, project: Project, meeting: int | None) -> str:
    if item == "screening":
        return f"/office/projects/{project.number}"
    if item in _AT_A_MEETING:
        return f"/meetings/{meeting}" if meeting else ""
    anchor = _ANCHORS.get(item, "")
    return f"/projects/{project.number}#{anchor}" if anchor else ""
