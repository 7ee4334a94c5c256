"""The privacy notice: what is kept of people, why, how long, who sees it, what is public and how, and their rights.

Source: 个人信息保护法 arts. 17 (what is told), 44 to 50 (rights).
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.domain.kept_data import (
    CONTACT_MONTHS,
    DEVICE_MONTHS,
    DRAFT_MONTHS,
    FILE_YEARS,
    KEPT,
    UNVERIFIED_MONTHS,
    usual,
)
from microprojects.domain.parameters import Rulebook
from microprojects.store import areas, erased_people, programmes, rulebooks
from microprojects.store.db import db
from microprojects.web.guard import anyone
from microprojects.web.public.rules import asked_place

bp = Blueprint("public_privacy", __name__, url_prefix="/privacy")

_SMALL = "privacy.small_cell"


@bp.get("")
@anyone
def notice() -> ResponseReturnValue:
    """Show the notice, with the office of the community that is asked for."""
    session = db.session()
    places = areas.at_level(session, "community")
    place = asked_place(places)
    known = programmes.all_programmes(session)
    rules = rulebooks.in_force(session, known[0], place.id if place else None) if known else None
    return render_template(
        "public/privacy/notice.html",
        place=place,
        community=place,
        places=[(a.slug, a.name) for a in places],
        offices=[place] if place else areas.at_level(session, "district"),
        kept=kept_rows(rules),
        last_run=erased_people.last_run(session),
        small=_number(rules, _SMALL),
        own_text=_own_text(current_app.extensions["settings"].privacy_file),
    )


def kept_rows(rules: Rulebook | None) -> list[dict[str, str]]:
    """Return the table of what is kept about people, in the visitor's language, with the months of the rules in force."""
    terms = {
        "years": _number(rules, FILE_YEARS),
        "contact": _number(rules, CONTACT_MONTHS),
        "drafts": _number(rules, DRAFT_MONTHS),
        "devices": DEVICE_MONTHS,
        "unverified": UNVERIFIED_MONTHS,
    }
    return [
        {
            "what": _(each.what),
            "why": _(each.why),
            "until": _(each.until, **terms) if "%(" in each.until else _(each.until),
            "asked": _(each.asked),
        }
        for each in KEPT
    ]


def _number(rules: Rulebook | None, key: str) -> int:
    return rules.number(key) if rules else usual(key)


def _own_text(file: Path) -> list[tuple[str, list[str]]]:
    """Return the operator's own text: lines that begin with # are heads, all others paragraphs below them."""
    parts: list[tuple[str, list[str]]] = []
    if file == Path():
        return parts
    for line in filter(None, map(str.strip, file.read_text(encoding="utf-8").splitlines())):
        if line.startswith("#"):
            parts.append((line.lstrip("# "), []))
        else:
            parts = parts or [("", [])]
            parts[-1][1].append(line)
    return parts
