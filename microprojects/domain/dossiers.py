"""What a dossier decided, as the decision's disclosure tells it, and whether a disclosure still tells it (I7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from microprojects.domain.corrections import is_blackened, is_correctable, is_rewritable
from microprojects.domain.disclosures import Body, leaves


def decided_words(dossier: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words and amounts as they were voted on, whatever was written since."""
    words, plan, funds = dossier["words"], dossier["plan"] or {}, dossier["funds"]
    return {
        "title": words["title"],
        "type": words["type"],
        "theme": words["theme"],
        "place": plan.get("place") or words["place"],
        "problem": words["problem"],
        "content": plan.get("content") or words["content"],
        "nature": words["nature"],
        "beneficiaries": words["beneficiaries"],
        "beneficiary_group": words["beneficiary_group"],
        "amount_fen": funds["total"],
        "total_fen": funds["total"],
        "fiscal_fen": funds["fiscal"],
        "social_fen": funds["social"],
        "cap_fen": funds["cap"],
        "over_cap_reason": funds["over_cap_reason"],
        "lines": [
            {**{key: line[key] for key in ("label", "quantity", "basis")}, "amount_fen": line["amount"]}
            for line in dossier["cost"]
        ],
        "starts_on": plan.get("starts_on") or "",
        "ends_on": plan.get("ends_on") or "",
        "expected_result": plan.get("expected_result", ""),
        "procurement_mode": plan.get("procurement_mode", ""),
        "responsible_unit": plan.get("responsible_unit", ""),
        "aftercare_owner": plan.get("aftercare_owner", ""),
        "aftercare_phone": plan.get("aftercare_phone", ""),
        "seconders": dossier["seconders"],
        "opinions": [
            {key: said[key] for key in ("body", "conclusion", "text")} for said in dossier["opinions"]
        ],
        **{part: dossier[part] for part in ("amendments", "residents_poll", "change") if dossier.get(part)},
    }


def same_plan(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two dossiers plan the same work at the same cost from the same money."""
    return all(one[part] == other[part] for part in ("plan", "cost", "funds"))


def tells_the_dossier(body: Body, dossier: Mapping[str, Any]) -> bool:
    """Return whether a disclosure says what was voted on, except for blacked out personal data and telephones."""
    decided = decided_words(dossier)
    told = {key: body.get(key) for key in decided}
    voted, shown = dict(leaves(decided)), dict(leaves(told))
    paths = voted.keys() | shown.keys()
    return all(_agree(body, path, voted.get(path), shown.get(path)) for path in paths)


def _agree(body: Body, path: str, voted: object, shown: object) -> bool:
    if voted == shown or is_rewritable(body, path):
        return True
    if not (isinstance(voted, str) and isinstance(shown, str)):
        return False
    return is_correctable(body, path) and is_blackened(voted, shown)
