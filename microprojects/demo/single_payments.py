"""The one payment of which money comes back in the demo, where a contract had a single one."""

from __future__ import annotations

from microprojects.store import payments, projects
from microprojects.store.db import db


def only(number: str) -> int | None:
    """Return the payment of a project if it had a single one: what comes back is of that."""
    session = db.session()
    paid = payments.of_project(session, projects.by_number(session, number).id)
    approved = [each.id for each in paid if each.state == "approved"]
    return approved[0] if len(approved) == 1 else None
