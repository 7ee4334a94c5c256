"""A dossier as pages of the council show it: pairs, cost lines and opinions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.domain.departures import PollSaid
from microprojects.domain.disclosure_fields import label, word
from microprojects.domain.dossier_copies import is_late
from microprojects.domain.money import Fen, yuan
from microprojects.store import dossier_copies
from microprojects.store.meetings import AgendaItem, Meeting
from microprojects.web import poll_said
from microprojects.web.filters import day_clock, money

Dossier = Mapping[str, Any]

_WORDS = ("type", "theme", "place", "problem", "content", "nature", "beneficiaries", "beneficiary_group")
_PLAN = (
    "expected_result",
    "feasibility",
    "procurement_mode",
    "aftercare_owner",
    "aftercare_phone",
    "responsible_unit",
)


def pairs(dossier: Dossier) -> list[tuple[str, str]]:
    """Return the words of the project and of its plan; empty ones are left out."""
    plan = dossier["plan"] or {}
    words = {**dossier["words"], **{name: plan[name] for name in ("place", "content") if plan.get(name)}}
    shown = _changes(dossier.get("change"))
    shown += [(_(label(name)), _said(name, words[name])) for name in _WORDS]
    shown += [(_(label(name)), _said(name, plan.get(name) or "")) for name in _PLAN]
    if plan.get("starts_on") and plan.get("ends_on"):
        shown.append((_("工期"), _("%(a)s 至 %(b)s", a=plan["starts_on"], b=plan["ends_on"])))
    shown.append((_("附议"), _("%(n)s 人附议", n=dossier["seconders"])))
    told = dossier.get("residents_poll")
    shown.append((_("居民投票"), poll_said.said(PollSaid.from_data(told)) if told else ""))
    return [(name, value) for name, value in shown if value]


def _changes(told: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """Return what is to change in the contract, where that is what the council votes on."""
    if told is None:
        return []
    shown = [(_("合同变更"), f"{_money(told['was_fen'])} → {_money(told['now_fen'])}")]
    if told["more_days"]:
        shown.append((_("约定完工"), f"{told['was_ends_on']} → {told['ends_on']}"))
    return [*shown, (_("内容变化"), told["scope"]), (_("变更的原因"), told["reason"])]


def funds(dossier: Dossier) -> list[tuple[str, str]]:
    """Return where the money comes from, and the cap."""
    amounts = dossier["funds"]
    shown = [
        (_("财政资金"), _money(amounts["fiscal"])),
        (_("社会和自筹资金"), _money(amounts["social"])),
        (_("本类上限"), _money(amounts["cap"])),
    ]
    return shown + ([(_("超上限的理由"), amounts["over_cap_reason"])] if amounts["over_cap_reason"] else [])


def costs(dossier: Dossier) -> tuple[list[list[object]], list[object]]:
    """Return the cost lines as rows of a ledger, and their total."""
    rows: list[list[object]] = [
        [{"text": line["label"], "small": line["basis"]}, line["quantity"], yuan(Fen(int(line["amount"])))]
        for line in dossier["cost"]
    ]
    return rows, [_("合计"), "", yuan(Fen(int(dossier["funds"]["total"])))]


def opinions(dossier: Dossier) -> list[tuple[str, str]]:
    """Return who said what in the consultation."""
    return [
        (_said("body", said["body"]), f"{_said('conclusion', said['conclusion'])}{_('。')}{said['text']}")
        for said in dossier["opinions"]
    ]


def _said(name: str, value: str) -> str:
    return _(word(name, value)) if value else ""


def _money(fen: str) -> str:
    return money(Fen(int(fen)))


def promise(session: Session, meeting: Meeting, at: datetime) -> str:
    """Return to whom an item goes that is added now, empty where the dossiers of the meeting are not out."""
    if meeting.dossier_sent_at is None:
        return ""
    found = dossier_copies.reach_of(session, meeting, at)
    if not found.due and not found.paper:
        return _("材料会立即发给 %(n)s 位议事员，都在网上看。", n=found.members)
    return _(
        "材料会立即发给 %(n)s 位议事员：%(site)s 位在网上看，%(paper)s 位要纸质的，请印好交到本人手里。",
        n=found.members,
        site=len(found.site),
        paper=len(found.due) + len(found.paper),
    )


def sent(session: Session, item: AgendaItem) -> str:
    """Return when an item that was added later went out, to how many and how; empty for one that was not."""
    if not is_late(item.meeting.dossier_sent_at, item.added_at):
        return ""
    found = dossier_copies.reach_of(session, item.meeting, item.added_at)
    words = _(
        "第 %(position)s 项是后来列入的，材料 %(when)s 立即发给了 %(n)s 位议事员：%(site)s 位在网上看",
        position=item.position,
        when=day_clock(item.added_at),
        n=found.members,
        site=len(found.site),
    )
    if found.paper or found.due:
        words += _("，纸质的交到 %(paper)s 位", paper=len(found.paper))
    if found.due:
        words += _("，还差 %(due)s 位", due=len(found.due))
    return words + _("。")


def sent_later(session: Session, meeting: Meeting) -> list[str]:
    """Return for each item that still stands on an agenda and was added later when it went out, and to whom."""
    return [sent(session, item) for item in dossier_copies.sent_later(session, meeting)]
