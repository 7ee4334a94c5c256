"""What the pages of one's own proposals share: whose they are, what may be done with them, what they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.actions import Action
from microprojects.domain.attachments import PROPOSAL
from microprojects.domain.errors import NotFound
from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.domain.money import Fen, wan, yuan
from microprojects.domain.parameters import Rulebook
from microprojects.domain.people import Role
from microprojects.domain.proposal_words import NATURES, REAL
from microprojects.domain.proposals import THEMES, TYPES, UNIT
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.store import areas, files, people, programmes, projects, rulebooks
from microprojects.store.areas import Area
from microprojects.store.cases import StoreCase
from microprojects.store.db import db
from microprojects.store.projects import Project
from microprojects.web.guard import can, current_actor, is_own
from microprojects.web.language import sentence

EDITABLE = frozenset({State.DRAFT, State.RETURNED})
ID = "<int:draft_id>"


@dataclass(frozen=True)
class Block:
    """One line of a checklist; see the macro `blocks`."""

    done: bool
    words: str
    note: str = ""
    url: str = ""
    link: str = ""


def own(draft_id: int) -> Project:
    """Return a proposal of the visitor's own, or one that they entered for somebody.

    Raises:
        NotFound: it is somebody else's; they may not know that there is one.
    """
    project = projects.get(db.session(), draft_id)
    if not is_own(project.target):
        raise NotFound
    return project


def places() -> list[Area]:
    """Return where the visitor proposes: in the community that they belong to, or as a unit in those of its area."""
    session, actor, today = db.session(), current_actor(), local_day(now())
    person = people.get(session, actor.person_id or 0)
    if person.community_id:
        return [areas.get(session, person.community_id)]
    paths = [each.area for each in actor.grants if each.role is Role.UNIT and each.covers(each.area, today)]
    return [area for area in areas.list_inside(session, paths) if area.level == "community"]


def may(project: Project, action: Action) -> bool:
    """Return whether the table has a row for the act here, and the visitor may do it."""
    rows = {row.action for row in LIFECYCLE.rows_from(project.state)}
    return action in rows and can(action, project.target)


def checks(project: Project, action: Action, *, but: frozenset[str] = frozenset()) -> list[Block]:
    """Return what each guard of an act says now, without the guards named in `but`."""
    case = StoreCase(db.session(), project, now())
    return [
        Block(check.clear, _(check.guard.label), sentence(check.refusal) if check.refusal else "")
        for check in LIFECYCLE.checklist(project.state, action, case)
        if check.guard.name not in but
    ]


def shown(project: Project) -> dict[str, Any]:
    """Return the words of a proposal as a page shows them."""
    total = Fen(sum(line.amount_fen for line in project.lines))
    return {
        "project": project,
        "community": project.area,
        "shows_name": project.proposer_display == REAL or project.proposer_kind == UNIT,
        "pairs": _pairs(project),
        "costs": [[line.label, line.quantity, yuan(Fen(line.amount_fen))] for line in project.lines],
        "total": [_("合计"), "", yuan(total)],
        "attachments": files.of_project(db.session(), project.id, PROPOSAL),
    }


def caps(rules: Rulebook) -> dict[str, str]:
    """Return how much one project of each type may cost, in wan."""
    return {type_: wan(Fen(rules.number(f"caps_fen.{type_}"))) for type_ in TYPES}


def rules_of(project: Project) -> Rulebook:
    """Return the rulebook that holds for the proposal."""
    return rulebooks.of(project)


def round_rules(community: Area) -> Rulebook | None:
    """Return the rulebook of the round that takes proposals of a community now, None before its first."""
    found = programmes.round_of(db.session(), community.id, local_day(now()))
    return rulebooks.parsed(found.rulebook) if found else None


def _pairs(project: Project) -> list[tuple[str, str]]:
    pairs = [
        (_("哪一类"), f"{_(TYPES[project.type])} · {_(THEMES[project.theme])}"),
        (_("建设性质"), _(NATURES[project.nature]) if project.nature else ""),
        (_("在哪里"), project.place),
        (_("为什么要办"), project.problem),
        (_("想怎么做"), project.content),
        (_("谁受益"), _beneficiaries(project)),
        (_("居民自己出什么"), _own_part(project)),
        (_("用到业主共有或私人的地方"), _("是，要业主同意") if project.on_private_premises else ""),
        (_("为什么超过上限"), project.over_cap_note if project.over_cap_flagged else ""),
    ]
    return [(label, words) for label, words in pairs if words]


def _beneficiaries(project: Project) -> str:
    if not project.beneficiaries:
        return project.beneficiary_group
    return _("%(group)s，约 %(n)s 人", group=project.beneficiary_group, n=project.beneficiaries)


def _own_part(project: Project) -> str:
    amount = Fen(project.own_contribution_fen)
    money = _("%(yuan)s 元", yuan=yuan(amount)) if amount else ""
    return "，".join(part for part in (money, project.own_contribution_note) if part)
