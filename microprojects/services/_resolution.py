"""What a vote decided, as the decision's disclosure tells it: from the frozen dossier, the meeting and the count."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.dossiers import decided_words
from microprojects.domain.errors import N_
from microprojects.domain.masks import public_name
from microprojects.domain.people import Actor
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.workdays import due, local_day
from microprojects.services._decision import decision_words
from microprojects.services._publish import Imprint, notice_words, open_window, planned_window, publish
from microprojects.services._renewals import renew
from microprojects.store import councils, departures, disclosures, files, packaged, rulebooks, votes
from microprojects.store.areas import Area
from microprojects.store.disclosures import Disclosure
from microprojects.store.meetings import Meeting
from microprojects.store.projects import Project
from microprojects.store.votes import Vote

_FRAME = {"project", "kind", "version"}
# What may be told again of a version that was taken down: nothing that somebody typed but the title.
_PLAIN = {
    "title",
    "type",
    "theme",
    "community",
    "amount_fen",
    "total_fen",
    "fiscal_fen",
    "social_fen",
    "cap_fen",
    "rules_hash",
    "contact",
}
CHAIR = N_("主持人")  # who it is stands there only with their consent
MINUTES = N_("会议和会议记录")
CHANGED = N_("合同变更，重新表决")
RATIFIED = N_("议事会已追认")
_HEADLINE = N_(
    "%(council)s表决通过：赞成 %(for_)s 票，反对 %(against)s 票，弃权 %(abstain)s 票。公示 %(days)s 天。"
)
_CHANGE_HEADLINE = N_(
    "%(council)s表决同意合同变更：赞成 %(for_)s 票，反对 %(against)s 票，弃权 %(abstain)s 票。公示 %(days)s 天，期满才按变更施工。"
)
_FAILED_HEADLINE = N_(
    "%(council)s更正票数：赞成 %(for_)s 票，反对 %(against)s 票，弃权 %(abstain)s 票，没有过线，表决未通过。"
)
_RATIFIED_HEADLINE = N_("%(council)s追认：赞成 %(for_)s 票，反对 %(against)s 票，弃权 %(abstain)s 票。")
_WAYS = (
    N_("网上：在本项目页点“我有异议”。"),
    N_("书面：交到%(office)s，%(address)s。"),
    N_("当面：%(hours)s到%(office)s，工作人员替您写。"),
    N_("电话：%(phone)s，工作人员记下、念给您听。"),
)


def publish_decision(
    session: Session, vote: Vote, *, reason: str = "", actor: Actor, at: datetime
) -> Disclosure:
    """Publish the decision of a vote that carried at the last deliberation, or on a change, and start its notice.

    The `reason` is why it differs from the residents' vote, where it does.
    """
    project, meeting = vote.item.project, vote.item.meeting
    window = planned_window(project, DisclosureKind.DECISION, at=at)
    days = window.days if window else 0
    changes = vote.item.purpose == "change"
    headline = _CHANGE_HEADLINE if changes else _HEADLINE
    body = {
        **decision_words(session, project, None),
        **decided_words(vote.item.dossier or {}),
        "headline": headline % {**_numbers(vote), "council": meeting.council.name, "days": days},
        "meeting": _meeting(session, meeting, vote),
        "vote": _vote(session, vote),
        "rejected": _rejected(session, meeting.id),
        "how_to_object": _ways(project.area),
        "attachments": _attachments(session, project, meeting),
        "dossier_hash": vote.dossier_hash,
    }
    if reason:
        body["departure"] = reason
    if window is not None:
        body["notice"] = notice_words(project, window)
    by = due(vote.closed_at or at, 1, packaged.work_calendar())
    imprint = Imprint(unit=_unit(project), reason=CHANGED if changes else N_("重新表决"), due_at=by)
    disclosure = publish(session, project, DisclosureKind.DECISION, body, imprint=imprint, actor=actor, at=at)
    open_window(session, project, disclosure, at=at)
    return disclosure


def publish_correction(
    session: Session, vote: Vote, *, reason: str, actor: Actor, at: datetime
) -> Disclosure:
    """Publish a decision whose count was put right; its notice starts anew, or ends where the vote did not carry.

    What was blacked out or reworded since stays so: only the count is new.
    """
    project, meeting = vote.item.project, vote.item.meeting
    old = disclosures.latest(session, project.id, DisclosureKind.DECISION.value)
    assert old is not None  # the decision is on notice
    names = old.body.keys() - _FRAME if old.taken_down_at is None else old.body.keys() & _PLAIN
    window = planned_window(project, DisclosureKind.DECISION, at=at)
    numbers = {**_numbers(vote), "council": meeting.council.name, "days": window.days if window else 0}
    body = {key: value for key, value in old.body.items() if key in names}
    departure = departures.of_item(session, vote.item_id)
    if departure is None:
        body.pop("departure", None)
    body |= {
        "headline": (_HEADLINE if vote.carried else _FAILED_HEADLINE) % numbers,
        "vote": _vote(session, vote),
    }
    if vote.carried:
        return renew(session, project, old, body, reason=reason, actor=actor, at=at)[0]
    body.pop("notice", None)
    imprint = Imprint(unit=old.unit, reason=reason)
    new = publish(session, project, DisclosureKind.DECISION, body, imprint=imprint, actor=actor, at=at)
    running = disclosures.running_window(session, project.id)
    if running is not None:
        running.ended_at = at
    return new


def publish_ratification(session: Session, vote: Vote, *, actor: Actor, at: datetime) -> Disclosure | None:
    """Add a carried ratification to the decision that was published on the fast track, if it lacks there.

    The notice is not started anew; None where there is nothing to add to.
    """
    project, meeting = vote.item.project, vote.item.meeting
    latest = session.scalar(
        select(Disclosure)
        .where(Disclosure.project_id == project.id, Disclosure.kind == DisclosureKind.DECISION.value)
        .order_by(Disclosure.version.desc())
        .limit(1)
    )
    if latest is None or "ratification" in latest.body:
        return None
    names = latest.body.keys() - _FRAME if latest.taken_down_at is None else latest.body.keys() & _PLAIN
    told = {key: value for key, value in latest.body.items() if key in names}
    body = {
        **told,
        "headline": _RATIFIED_HEADLINE % {**_numbers(vote), "council": meeting.council.name},
        "ratification": {
            "meeting": _meeting(session, meeting, vote),
            "vote": _vote(session, vote),
            "dossier_hash": vote.dossier_hash,
        },
    }
    imprint = Imprint(unit=_unit(project), reason=RATIFIED, due_at=due(at, 1, packaged.work_calendar()))
    return publish(session, project, DisclosureKind.DECISION, body, imprint=imprint, actor=actor, at=at)


def _numbers(vote: Vote) -> dict[str, object]:
    return {"for_": vote.in_favour, "against": vote.against, "abstain": vote.abstain}


def _meeting(session: Session, meeting: Meeting, vote: Vote) -> dict[str, Any]:
    """Return when, where and by how many it was decided, and who led: by name only with their consent."""
    on = local_day(vote.opened_at)
    chair = councils.shown_name(session, meeting.council_id, vote.opened_by_id, on)
    return {
        "council": meeting.council.name,
        "chair": chair or CHAIR,
        "held_on": local_day(meeting.opened_at or meeting.starts_at).isoformat(),
        "place": meeting.place,
        "due": vote.members_due,
        "present": vote.present,
        "recused": vote.recused,
        "absent": vote.members_due - vote.present,
    }


def _vote(session: Session, vote: Vote) -> dict[str, Any]:
    told: dict[str, Any] = {
        "mode": vote.mode,
        "in_favour": vote.in_favour,
        "against": vote.against,
        "abstain": vote.abstain,
        "base": vote.base,
        **({"delegated": vote.delegated} if vote.delegated else {}),
        "need_for": vote.need_for,
        "special": bool(vote.rule["special"]),
        "carried": vote.carried,
        "sentence": vote.sentence,
    }
    rules = rulebooks.of(vote.item.project)
    if vote.mode == "roll_call" and rules.flag("meeting.publish_individual_votes"):
        told["roll_call"] = _roll_call(session, vote)
    return told


def _roll_call(session: Session, vote: Vote) -> list[dict[str, str]]:
    """Return what each member said, under their name where they agreed to that, else masked."""
    meeting = vote.item.meeting
    said = votes.roll_call(session, meeting.id).get(vote.id, {})
    seats = councils.in_office(session, meeting.council_id, local_day(vote.opened_at))
    return [
        {
            "member": seat.person.name if seat.name_public else public_name(seat.person.name),
            "choice": said[seat.person_id],
        }
        for seat in seats
        if seat.person_id in said
    ]


def _rejected(session: Session, meeting_id: int) -> list[dict[str, Any]]:
    return [
        {
            "project": number,
            "title": title,
            "in_favour": vote.in_favour,
            "against": vote.against,
            "abstain": vote.abstain,
            "sentence": vote.sentence,
        }
        for number, title, vote in votes.rejected_in(session, meeting_id)
    ]


def _ways(area: Area) -> list[str]:
    facts = {
        "office": area.office_name or area.name,
        "address": area.office_address,
        "hours": area.office_hours,
        "phone": area.office_phone,
    }
    return [way % facts for way in _WAYS]


def _attachments(session: Session, project: Project, meeting: Meeting) -> list[dict[str, str]]:
    """Return what is to be read beside it: the meeting with its minutes, and the public papers of the plan."""
    papers = [
        {"label": paper.caption or paper.name, "page": f"/files/{paper.id}", "sha256": paper.sha256}
        for paper in files.of_project(session, project.id, "plan")
        if paper.public and not paper.text
    ]
    return [{"label": MINUTES, "page": f"/meetings/{meeting.id}", "sha256": ""}, *papers]


def _unit(project: Project) -> str:
    return project.area.office_name or project.area.name
