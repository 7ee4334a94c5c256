"""Audits in the lives of many projects: two small accounts of the first quarter, and the list that was drawn from."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.money import Fen
from microprojects.domain.supplier_marks import Marks
from microprojects.services import payments, supplier_marks
from microprojects.store.audits import AuditList
from microprojects.store.db import db
from tests.auditing import draw, fix, settled
from tests.world import World

WORDS = {"quarter": "1"}


def audit_some(world: World, *, at: datetime) -> dict[str, int]:
    """Settle two, fix the list, draw one of them, give marks for one and get money back from the other; return the list by its name."""
    sites = [settled(world, number) for number in (901, 902)]
    fix(world, at=at)
    draw(world, at=at)
    good = Marks(on_time=5, quality=4, price=4, aftercare=3, words="灯亮，路面也修平了。")
    supplier_marks.give(sites[0].number, good, actor=world["zhou"], at=at)
    payments.refund(
        sites[1].number, amount_fen=Fen(20_000), document="退-902", reason="多算了一趟运费",
        actor=world["feng"], at=at,
    )  # fmt: skip
    return {"list_id": int(db.session.query(AuditList.id).scalar() or 0)}
