"""Sheets of payments for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from microprojects.services import payment_imports
from microprojects.store.contracts import Contract, Payment
from microprojects.store.db import db
from tests.spending import Site
from tests.world import World

HEAD = "项目编号,合同号,发票号,付款日期,金额,收款单位,凭证号"


def line(site: Site, n: int = 1, **given: Any) -> str:
    """Return a good line for the first instalment of a site, with other cells where some are given."""
    contract = db.session.scalars(select(Contract).where(Contract.project_id == site.project.id)).one()
    cells = {
        "project": site.number, "contract": contract.number, "invoice": f"FP-{site.number}-{n}",
        "paid_on": site.today.isoformat(), "amount": "1000.00", "payee": contract.supplier.name,
        "voucher": f"付-{site.number}-{n}",
    } | given  # fmt: skip
    return ",".join(str(cell) for cell in cells.values())


def sheet(*lines: str, encoding: str = "utf-8-sig") -> bytes:
    """Return the bytes of a sheet of some lines."""
    return "\r\n".join((HEAD, *lines)).encode(encoding)


def keep_one(world: World, *, at: datetime) -> int:
    """Let Zheng choose a sheet of one payment, and return its number."""
    data = sheet("XX-2026-001,RS-1,FP-1,2026-04-20,100,明湖安桩,付-1")
    return payment_imports.keep(data, actor=world["zheng"], at=at)


def entered() -> list[tuple[str, int, str]]:
    """Return invoice, amount and state of every payment."""
    db.session.rollback()
    found = db.session.query(Payment).order_by(Payment.id)
    return [(each.invoice, each.amount_fen, each.state) for each in found]
