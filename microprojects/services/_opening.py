"""What a vote rests on at the moment when it opens: the frozen dossier, the base and the bar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from microprojects.domain.disclosure_fields import label
from microprojects.domain.disclosures import leaves
from microprojects.domain.people import Actor
from microprojects.domain.privacy import require_clean
from microprojects.domain.states import State
from microprojects.domain.thresholds import bar_for, quorum_share
from microprojects.services._changes import to_vote_on
from microprojects.store import agenda_dossiers, dossiers, floor, projects, rulebooks
from microprojects.store.meetings import AgendaItem, Room
from microprojects.store.votes import Vote


def freeze(session: Session, item: AgendaItem) -> None:
    """Freeze the dossier with what the room amended; what could not be published afterwards is not voted on."""
    if item.purpose == "change":
        to_vote_on(session, item.project)
    dossier = agenda_dossiers.of_item(session, item)
    amended = floor.amendments(session, item.id)
    if amended:
        dossier["amendments"] = amended
    for place, text in leaves(dossier):
        if isinstance(text, str):
            require_clean(label(place), text)
    item.dossier = dossier
    item.dossier_hash = dossiers.fingerprint(dossier)


def lay_out(
    session: Session, item: AgendaItem, room: Room, mode: str, *, delegated: int, actor: Actor, at: datetime
) -> Vote:
    """Return the vote with the rule and the base of this moment; votes that were given count in the base, not as present."""
    rules = rulebooks.of(item.project)
    stage = rules.scheme.deliberation(item.stage)
    chair_votes = rules.flag("meeting.chair_votes")
    aside = len(room.recused) + (0 if chair_votes or actor.person_id not in room.may_vote else 1)
    special = _is_special(session, item)
    due, present = item.meeting.members_due, len(room.present)
    votable = present + delegated
    bar = bar_for(stage, rules, special=special, due=due, present=votable, recused=aside)
    share = quorum_share(stage, rules)
    quorum = {"num": share.num, "den": share.den, "strict": share.strict}
    return Vote(
        item=item,
        project_id=item.project_id,
        stage=item.stage,
        mode=mode,
        rule={"quorum": quorum, "pass": bar.as_data(), "special": special, "chair_votes": chair_votes},
        dossier_hash=item.dossier_hash,
        members_due=due,
        present=present,
        recused=aside,
        base=votable - aside,
        need_for=bar.needed(due=due, present=votable, recused=aside),
        opened_at=max(at, room.latest_arrival or at),
        opened_by_id=actor.person_id,
    )


def _is_special(session: Session, item: AgendaItem) -> bool:
    """Return whether the higher bar holds: asked for, over the cap, or again after a rejection."""
    funds: Mapping[str, Any] = (item.dossier or {})["funds"]
    if item.special or int(funds["fiscal"]) > int(funds["cap"]):
        return True
    before = item.project.copied_from_id
    while before is not None:
        older = projects.get(session, before)
        if older.state is State.REJECTED:
            return True
        before = older.copied_from_id
    return False
