"""What was booked before recoveries had rows of their own gets them from the ledger, the same as are written now."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from sqlalchemy import text

from microprojects.store.db import db
from tests.contracted import whole_life

MIGRATION = Path(__file__).resolve().parents[2] / "migrations" / "versions" / "0033_recoveries.py"
KEPT = (
    "SELECT project_id, contract_id, payment_id, cause, amount_fen, fiscal_fen, social_fen, payer, document,"
    " came_on, recorded_by_id FROM recoveries ORDER BY id"
)


def test_the_lines_of_a_slip_become_the_row_that_the_deed_writes(world):
    spec = importlib.util.spec_from_file_location("recoveries_0033", MIGRATION)
    assert spec is not None
    assert spec.loader is not None
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    whole_life(world).back(500_00, "退-3")
    day = migration.DAY[db.engine.dialect.name].format("min(l.entered_at)")
    query = migration.BOOKED.format(day=day)

    booked = db.session.execute(text(query[query.index("SELECT") :])).all()

    kept = db.session.execute(text(KEPT)).all()
    told = [(*row[:8], row[9], str(row[10]), row[12]) for row in booked]
    assert told == [(*row[:9], str(row[9]), row[10]) for row in kept]
    assert len(kept) == 3
