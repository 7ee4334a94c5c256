"""A dossier as pages of the council show it: pairs, cost lines and opinions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from microprojects.domain.disclosure_fields import label, word
from microprojects.domain.money import Fen, yuan
from microprojects.web.filters import money

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
    shown = [(_(label(name)), _said(name, words[name])) for name in _WORDS]
    shown += [(_(label(name)), _said(name, plan.get(name) or "")) for name in _PLAN]
    if plan.get("starts_on") and plan.get("ends_on"):
        shown.append((_("工期"), _("%(a)s 至 %(b)s", a=plan["starts_on"], b=plan["ends_on"])))
    shown.append((_("附议"), _("%(n)s 人附议", n=dossier["seconders"])))
    return [(name, value) for name, value in shown if value]


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
