"""The pages of docs/ that show the law: the lifecycle, the permissions and the parameters."""

from __future__ import annotations

import json
from collections.abc import Iterable

from microprojects.domain.act_verbs import VERBS
from microprojects.domain.actions import Action
from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.domain.parameters import LATER, PARAMETERS, Parameter
from microprojects.domain.people import APART, GIVES, Apart, Role
from microprojects.domain.permission_table import TABLE, Owner, Rule
from microprojects.domain.states import State
from microprojects.domain.workflow import Next, Row

_MADE = "<!-- Made by `microprojects documents`; change the code, not this page. -->\n\n"
_OWN = {
    Owner.ANY: "",
    Owner.SELF: "only the proposer in person",
    Owner.ONLY: "only the proposer, or who entered it while they hold an office that enters",
    Owner.NEVER: "never on one's own proposal",
}
_NEXT = {
    Next.DELIBERATION: "NEXT",
    Next.SECONDING: "SECONDING",
    Next.RECONSIDER: "RECONSIDER",
    Next.RESULT: "RESULT",
}


def lifecycle_page() -> str:
    """Return docs/lifecycle.md: every state, every row with its guards, and the diagram."""
    parts = [
        _MADE,
        "# The life of one project\n\n",
        "The only door to a change of state is the table in `microprojects/domain/lifecycle.py`. ",
        "Four targets are questions to the scheme (docs/adr/0001): ",
        "; ".join(f"**{_NEXT[n]}** {n.value}" for n in Next),
        ".\n\n## States\n\n",
        _table(("state", "中文", "shape"), ((s.value, s.label, s.tone) for s in State)),
        "\n## Rows\n\n",
        _table(
            ("from", "verb", "to", "按钮", "who", "what must hold"),
            (_row(row) for row in LIFECYCLE.rows),
        ),
        "\n## Diagram\n\n```mermaid\n",
        _diagram(),
        "```\n",
    ]
    return "".join(parts)


def _row(row: Row) -> tuple[str, ...]:
    target = row.target.value if isinstance(row.target, State) else _NEXT[row.target]
    guards = "; ".join(guard.label for guard in row.guards) or "–"
    return (
        row.source.value,
        f"`{row.action.value}`",
        target,
        VERBS[row.action],
        _who(TABLE[row.action]),
        guards,
    )


def _diagram() -> str:
    lines = ["stateDiagram-v2\n", "    [*] --> draft\n"]
    drawn: set[tuple[str, str]] = set()
    for row in LIFECYCLE.rows:
        target = row.target.value if isinstance(row.target, State) else _NEXT[row.target]
        if (row.source.value, target) not in drawn:
            drawn.add((row.source.value, target))
            lines.append(
                f"    {row.source.value} --> {target}: {row.action.value.removeprefix('project.')}\n"
            )
    lines.append("    closed --> [*]\n")
    return "".join(lines)


def permissions_page() -> str:
    """Return docs/permissions.md: one line an action."""
    rows = ((f"`{action.value}`", _who(TABLE[action]), _OWN[TABLE[action].owner] or "–") for action in Action)
    return (
        f"{_MADE}# Who may do what\n\n"
        "A role counts in the area that it was given for and in everything inside it, from its first to its "
        "last day. A verified resident of a community is a `resident` there.\n\n"
        f"{_table(('act', 'roles', 'own part'), rows)}"
        "\n## Who gives roles and takes them back\n\n"
        f"{_table(('giver', 'roles'), ((giver.value, _named(given)) for giver, given in GIVES.items()))}"
        "\n## What nobody may be at one time\n\n"
        "In the same area, or where one of the two areas lies in the other.\n\n"
        f"{_table(('role', 'never together with', 'why', 'source'), (_apart(line) for line in APART))}"
    )


def _apart(line: Apart) -> tuple[str, ...]:
    return line.role.value, _named(line.others), line.why, line.source


def _named(roles: frozenset[Role]) -> str:
    return ", ".join(role.value for role in Role if role in roles)


def _who(rule: Rule) -> str:
    roles = _named(rule.roles)
    if rule.signed_in:
        return f"everyone signed in{f' ({roles})' if roles else ''}"
    return roles


def parameters_page() -> str:
    """Return docs/parameters.md: every parameter with its default and source."""
    rows = (
        (f"`{p.key}`", p.label, p.kind, f"`{json.dumps(p.default, ensure_ascii=False)}`", p.source, _use(p))
        for p in PARAMETERS
    )
    return (
        f"{_MADE}# Parameters of a programme\n\n"
        "A district sets them for a programme or one area; each value is a new version with its reason. "
        "A round holds the rulebook for projects not yet scheduled; a scheduled project keeps its own.\n"
        "Sources: [P] a proposal of this project, [G] general knowledge, not verified. "
        "Use: *fixed* has one value, on which the rules are built; *later* is kept, frozen and shown, "
        "but no rule reads it yet.\n\n"
        f"{_table(('key', '中文', 'kind', 'default', 'source', 'use'), rows)}"
    )


def _use(parameter: Parameter) -> str:
    if parameter.key in LATER:
        return "later"
    return "fixed" if parameter.is_fixed else "in force"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
