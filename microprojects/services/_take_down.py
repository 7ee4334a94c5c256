"""Hiding what a disclosure should not have shown: in every version, in the rows behind it, in what is told next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from microprojects.domain import corrections
from microprojects.domain.corrections import NotCorrectable, Row
from microprojects.domain.disclosure_fields import label
from microprojects.domain.disclosures import at_path, leaves
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.schemes import DisclosureKind
from microprojects.services._decision import shown_proposer
from microprojects.services._renewals import renew
from microprojects.services._spending import Told
from microprojects.store import consultations, disclosures, similar
from microprojects.store.delivery import Progress, SupervisorNote
from microprojects.store.disclosures import Disclosure
from microprojects.store.files import Attachment
from microprojects.store.projects import Project

MASKED = N_("提议人撤回了公开姓名的同意")
_RENEWED = (DisclosureKind.SPENDING, DisclosureKind.RESULT)
_FRAME = ("project", "kind", "version")


def chosen(
    session: Session, project: Project, row: Disclosure, paths: Collection[str] | None
) -> tuple[set[Row], set[str]]:
    """Return the rows and the whole texts of a version that are not to be read again.

    Raises:
        NotCorrectable: a path leads to no text that may be hidden.
    """
    if row.kind == DisclosureKind.DECISION.value:
        if paths:
            raise NotCorrectable(field=label(min(paths)))
        return set(), set()
    if paths is None:
        earlier = [each.body for each in disclosures.of_project(session, project.id) if each.id < row.id]
        return corrections.new_rows(row.body, earlier), set()
    for path in paths:
        if not corrections.is_correctable(row.body, path):
            raise NotCorrectable(field=label(path))
    rows = {path: corrections.rows_at(row.body, [path]) for path in paths}
    texts = {str(at_path(row.body, path)) for path, found in rows.items() if not found}
    return set().union(*rows.values()), texts - {corrections.BLACKED, ""}


def everywhere(
    session: Session,
    project: Project,
    rows: Collection[Row],
    texts: Collection[str],
    *,
    reason: str,
    at: datetime,
) -> list[str]:
    """Take down every version of the project that shows one of the rows or texts, and return their fingerprints."""
    if not rows and not texts:
        return []
    gone = []
    for each in disclosures.of_project(session, project.id):
        if each.taken_down_at is None and corrections.shows(each.body, rows, texts):
            each.taken_down_at, each.take_down_reason = at, reason
            gone.append(each.sha256)
    session.flush()
    return gone


def hide(session: Session, project: Project, rows: Collection[Row], *, at: datetime) -> None:
    """Hide rows of the site on every page; their traces, such as the percentage, stay."""
    numbers = {
        name: [int(ref) for kind, ref in rows if kind == name] for name in ("progress", "notes", "photos")
    }
    for table, name, change in (
        (Progress, "progress", {"hidden_at": at}),
        (SupervisorNote, "notes", {"hidden_at": at}),
        (Attachment, "photos", {"public": False}),
    ):
        if numbers[name]:
            rows_of = (table.project_id == project.id, table.id.in_(numbers[name]))
            session.execute(update(table).where(*rows_of).values(change))


def told_without(
    session: Session,
    project: Project,
    rows: Collection[Row],
    texts: Collection[str],
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Told:
    """Publish the spending and the result once more without what was hidden, where their latest version is hidden now."""
    if not rows and not texts:
        return Told()
    told = []
    for kind in _RENEWED:
        latest = disclosures.latest(session, project.id, kind.value)
        if latest is not None and latest.taken_down_at is not None:
            body = _body(corrections.without(latest.body, rows, texts))
            told.append(renew(session, project, latest, body, reason=reason, actor=actor, at=at)[0])
    return Told(*told)


def mask_proposer(
    session: Session, project: Project, *, actor: Actor, at: datetime
) -> tuple[Told, list[str]]:
    """Hide every version that names the proposer, and publish the decision with the label instead, at once.

    It says the same otherwise, so the days of a notice go on. Returned are what was told
    anew, and the fingerprints of the versions that are hidden.

    Source: 个人信息保护法 arts. 15 and 25.
    """
    name, kind = project.proposer.name, DisclosureKind.DECISION.value
    showing = [
        each
        for each in disclosures.of_project(session, project.id)
        if each.taken_down_at is None and each.body.get("proposer") == name
    ]
    told, latest = [], disclosures.latest(session, project.id, kind)
    if latest is not None and latest in showing:
        body = _body({**latest.body, "proposer": shown_proposer(project)})
        new, _ = renew(session, project, latest, body, reason=MASKED, actor=actor, at=at, anew=False)
        told.append(new)
    for each in showing:
        each.taken_down_at, each.take_down_reason = at, MASKED
    session.flush()
    return Told(*told), [each.sha256 for each in showing]


def blacken_sources(
    session: Session, project: Project, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Black the same out in the project and its plan, which pages show beside the decision's disclosure."""
    if before.get("kind") != DisclosureKind.DECISION.value:
        return
    plan = consultations.plan_of(session, project)
    told = dict(leaves(after))
    for name in ("title", "summary", "place", "problem", "content", "beneficiary_group", "expected_result"):
        old, new = before.get(name), told.get(name)
        for row in (project, plan):
            if old != new and isinstance(old, str) and getattr(row, name, None) == old:
                setattr(row, name, new)
    session.flush()
    similar.index(session, project)


def _body(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in _FRAME}
