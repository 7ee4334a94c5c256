"""What of a contract is not paid yet, and when it will be: the rows under the payments, and the sentence about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from microprojects.domain.money import Fen, yuan
from microprojects.domain.promises import days_late
from microprojects.domain.refunds import BANK
from microprojects.domain.states import SETTLED, State
from microprojects.domain.tranches import Milestone
from microprojects.domain.warranties import kept_back
from microprojects.store.contracts import Tranche
from microprojects.store.records import ProjectRecord
from microprojects.web import arrears_words
from microprojects.web.filters import date_iso
from microprojects.web.money_shown import Account, amounts_sentence
from microprojects.web.retold import retold


@dataclass(frozen=True)
class _Left:
    """What is left to pay of one instalment; `due` where its day is known."""

    tranche: Tranche
    fen: Fen
    due: date | None = None


def unpaid(record: ProjectRecord, today: date) -> tuple[list[list[object]], list[object]]:
    """Return the instalments still to come as rows of a ledger and their total."""
    left = _left(record)
    rows: list[list[object]] = [
        [_when(each, today), retold(each.tranche.label), yuan(each.fen)] for each in left
    ]
    return rows, [_("还有 %(n)s 笔", n=len(left)), "", yuan(Fen(sum(each.fen for each in left)))]


def overdue(record: ProjectRecord, today: date) -> str:
    """Say by how many days the retention is overdue; nothing while it is in time."""
    kept = next((each for each in _left(record) if each.due), None)
    return arrears_words.unpaid(kept.fen, kept.due, today) if kept else ""


def money_sentence(record: ProjectRecord, today: date) -> str:
    """Return how approved, contract and paid differ, and what the rest is kept back for."""
    project, contract = record.project, record.contract
    approved = Fen(project.approved_fiscal_fen + project.approved_social_fen)
    if contract is None:
        return amounts_sentence(approved)
    paid = Fen(record.paid_fen)
    if record.settlement is None or project.state not in SETTLED:
        return amounts_sentence(approved, contract.amount_fen, paid, returned=bool(record.payments))
    kept = next((each for each in _left(record) if each.due), None)
    held, until = (kept.fen, kept.due) if kept else (Fen(0), None)
    account = Account(
        record.settlement.amount_fen, held, until, _freed(record), days_late(until, None, today)
    )
    return amounts_sentence(approved, contract.amount_fen, paid, account)


def _left(record: ProjectRecord) -> list[_Left]:
    """Return what is left of each instalment; once the final account counts, only what that holds back."""
    contract, account = record.contract, record.settlement
    if contract is None or record.project.state is State.CANCELLED:
        return []
    if account is not None and record.project.state in SETTLED:
        kept = [each for each in contract.tranches if each.is_retention]
        rest = kept_back(account.retention_fen, account.amount_fen, record.paid_fen, _freed(record))
        return [_Left(each, rest, account.retention_until) for each in kept[:1] if rest > 0]
    return [_Left(each, rest) for each in contract.tranches if (rest := _rest(record, each)) > 0]


def _freed(record: ProjectRecord) -> Fen:
    """Return what came back after the final account counted and is owed no more."""
    at = record.settlement.settled_at if record.settlement else None
    later = [each for each in record.recoveries if each.cause != BANK and at and each.recorded_at >= at]
    return Fen(sum(each.amount_fen for each in later))


def _rest(record: ProjectRecord, tranche: Tranche) -> Fen:
    of_it = [each for each in record.payments if each.tranche_id == tranche.id and each.returned_at is None]
    paid = sum(each.amount_fen for each in of_it)
    return Fen(tranche.amount_fen - paid)


def _when(each: _Left, today: date) -> str:
    days = days_late(each.due, None, today)
    if each.due is not None and days:
        return _("%(day)s 到期，过了 %(n)s 天还没付", day=date_iso(each.due), n=days)
    if each.due is not None:
        return _("%(day)s 到期", day=date_iso(each.due))
    return _("等：%(what)s", what=_(Milestone(each.tranche.evidence).label))
