"""What was paid under a contract and what came back, each with its day, as rows of the ledger on a project's page."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from microprojects.domain.money import Fen, yuan
from microprojects.domain.refunds import CAUSES
from microprojects.store.contracts import Payment
from microprojects.store.records import ProjectRecord
from microprojects.store.recoveries import Recovery
from microprojects.web.filters import date_iso
from microprojects.web.retold import retold

Rows = list[list[object]]


def payment_rows(record: ProjectRecord) -> tuple[Rows, list[object]]:
    """Return what was paid and what came back, by day, and what that adds up to."""
    dated = [(each.paid_on, 0, _paid(record, each)) for each in record.payments]
    dated += [(each.came_on, 1, _back(record, each)) for each in record.recoveries]
    dated.sort(key=lambda each: (each[0] or date.min, each[1]))
    n, k = len(record.payments), len(record.recoveries)
    said = _("已付 %(n)s 笔，退回 %(k)s 笔", n=n, k=k) if k else _("已付 %(n)s 笔", n=n)
    return [row for _day, _order, row in dated], [said, "", yuan(Fen(record.paid_fen))]


def _paid(record: ProjectRecord, each: Payment) -> list[object]:
    return [
        date_iso(each.paid_on) if each.paid_on else "",
        {
            "text": retold(record.wording.read(each.purpose, f"payments.#{each.id}.purpose")),
            "small": f"{each.payee} · {_('凭证')} {each.voucher}",
        },
        yuan(each.amount_fen),
    ]


def _back(record: ProjectRecord, each: Recovery) -> list[object]:
    reason = retold(record.wording.read(each.reason, f"recoveries.#{each.id}.reason"))
    cause = _(CAUSES[each.cause])
    of = next((paid for paid in record.payments if paid.id == each.payment_id), None)
    parts = [
        _("%(who)s退回", who=each.payer),
        _("单据 %(paper)s", paper=each.document),
        _("退的是凭证 %(paper)s 那一笔", paper=of.voucher)
        if of
        else _("合同 %(number)s", number=_contract(record)),
    ]
    return [
        date_iso(each.came_on),
        {
            "text": _("%(cause)s：%(why)s", cause=cause, why=reason) if reason else cause,
            "small": " · ".join(parts),
        },
        f"−{yuan(each.amount_fen)}",
    ]


def _contract(record: ProjectRecord) -> str:
    return record.contract.number if record.contract else ""
