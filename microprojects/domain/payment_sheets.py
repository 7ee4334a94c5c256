"""Payments as the finance system gives them: the columns of its sheet, and each line folded or named with what is wrong.

Source: domain research, section 6.2 (a payment names project, contract, invoice, date, amount and payee).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen, parse_yuan
from microprojects.domain.payments import INVOICE_LIMIT
from microprojects.domain.roll_columns import BadCell, CellBeyond
from microprojects.domain.rolls import RowError
from microprojects.domain.sheet_heads import day_of, plain, read_head
from microprojects.domain.sheets import Row
from microprojects.domain.texts import LINE

MOST_PAYMENTS = 500
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]*)?E\+?[0-9]+", re.IGNORECASE)


class Column(StrEnum):
    """A column that is read."""

    PROJECT = "project"
    CONTRACT = "contract"
    INVOICE = "invoice"
    PAID_ON = "paid_on"
    AMOUNT = "amount"
    PAYEE = "payee"
    VOUCHER = "voucher"
    FISCAL = "fiscal"
    SOCIAL = "social"
    POSITION = "position"
    PURPOSE = "purpose"

    @property
    def label(self) -> str:
        """Return the head of the column in the source language."""
        return LABELS[self]


LABELS: dict[Column, str] = {
    Column.PROJECT: N_("项目编号"),
    Column.CONTRACT: N_("合同号"),
    Column.INVOICE: N_("发票号"),
    Column.PAID_ON: N_("付款日期"),
    Column.AMOUNT: N_("金额"),
    Column.PAYEE: N_("收款单位"),
    Column.VOUCHER: N_("凭证号"),
    Column.FISCAL: N_("财政资金"),
    Column.SOCIAL: N_("自筹资金"),
    Column.POSITION: N_("期次"),
    Column.PURPOSE: N_("用途"),
}
NEEDED = (
    Column.PROJECT, Column.CONTRACT, Column.INVOICE, Column.PAID_ON, Column.AMOUNT, Column.PAYEE,
)  # fmt: skip
_SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.PROJECT: ("项目号", "项目编码", "project"),
    Column.CONTRACT: ("合同编号", "合同编码", "contract"),
    Column.INVOICE: ("发票号码", "发票编号", "invoice"),
    Column.PAID_ON: ("支付日期", "付款日", "日期", "date", "paidon"),
    Column.AMOUNT: ("付款金额", "支付金额", "金额元", "amount"),
    Column.PAYEE: ("收款人", "收款方", "收款单位名称", "收款人名称", "收款人全称", "payee"),
    Column.VOUCHER: ("凭证编号", "支付凭证号", "支付凭证", "voucher"),
    Column.FISCAL: ("其中财政资金", "财政", "fiscal"),
    Column.SOCIAL: ("其中自筹资金", "自筹", "social"),
    Column.POSITION: ("期数", "第几期", "stage"),
    Column.PURPOSE: ("摘要", "款项用途", "purpose"),
}
_KNOWN = {word: column for column in Column for word in (LABELS[column], *_SYNONYMS[column])}
_AMOUNTS = frozenset({Column.AMOUNT, Column.FISCAL, Column.SOCIAL})
_PAPERS = frozenset({Column.CONTRACT, Column.INVOICE, Column.VOUCHER})


class NoPaymentColumn(Refusal):
    """The head lacks a column that a payment cannot be without."""

    code = "payment-sheet-no-column"
    status = 422
    message = N_("第 %(line)s 行应该是表头，里面缺“%(missing)s”；现在是：%(found)s。请照模板写好表头再导入。")


class NoPaymentRows(Refusal):
    """There is a head and nothing below it."""

    code = "payment-sheet-no-rows"
    status = 422
    message = N_("第 %(line)s 行是表头，下面一笔付款也没有。请从财务系统重新导出。")


class TooManyPayments(Refusal):
    """More payments than are booked at once."""

    code = "payment-sheet-too-long"
    status = 422
    message = N_("文件里有 %(have)s 笔付款，一次最多 %(limit)s 笔。请分成几个文件导入。")


class CellMissing(BadCell):
    """A cell is empty that a payment cannot be without."""

    code = "payment-sheet-missing"
    message = N_("没有填“%(column)s”。请补上，再导入。")


class PaperRounded(BadCell):
    """The spreadsheet wrote a long number as 2.44E+19 and lost its digits."""

    code = "payment-sheet-rounded"
    message = N_("“%(column)s”被表格软件改成了 %(text)s，后面几位丢了。请把这一列设成文本，重新导出。")


class DayWrong(BadCell):
    """Not a day."""

    code = "payment-sheet-day"
    message = N_("付款日期看不懂，或没有这一天。请写成 2026-03-02 这样。")


class PositionWrong(BadCell):
    """Not the number of an instalment."""

    code = "payment-sheet-position"
    message = N_("“期次”只写数字，例如 2；不知道就空着，由系统按合同算。")


@dataclass(frozen=True)
class Entry:
    """One line of the sheet; amounts in fen; an empty text, or None, where its cell is empty."""

    line: int
    project: str
    contract: str
    invoice: str
    paid_on: date
    amount: Fen
    payee: str
    voucher: str = ""
    fiscal: Fen | None = None
    social: Fen | None = None
    position: int | None = None
    purpose: str = ""


@dataclass
class Reading:
    """What a sheet says, its columns that nobody reads, and what is wrong by line."""

    entries: list[Entry] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read(rows: Sequence[Row]) -> Reading:
    """Read the lines of a sheet, the first of which is its head.

    Raises:
        NoPaymentColumn, HeadTwice, HeadFormula: its head cannot be used.
        NoPaymentRows, TooManyPayments: there is nothing below it, or too much.
    """
    head, *body = rows
    found = read_head(head, body, _KNOWN)
    missing = next((column for column in NEEDED if column not in found.columns), None)
    if missing is not None:
        raise NoPaymentColumn(line=head.line, missing=missing.label, found=found.found)
    if not body:
        raise NoPaymentRows(line=head.line)
    if len(body) > MOST_PAYMENTS:
        raise TooManyPayments(have=len(body), limit=MOST_PAYMENTS)
    reading = Reading(ignored=found.ignored)
    for row in body:
        errors: list[RowError] = []
        made = _cells(row, found.columns, errors)
        if len(row.cells) > len(head.cells):
            errors.append(RowError(row.line, CellBeyond()))
        reading.errors.extend(errors)
        if not errors:
            reading.entries.append(Entry(row.line, **made))  # type: ignore[arg-type]  # a column is named as its field, and folded to its type
    return reading


def _cells(row: Row, columns: dict[Column, int], errors: list[RowError]) -> dict[str, object]:
    """Fold the cells of one line, and write down everything that is wrong with them."""
    made: dict[str, object] = {}
    for column, place in columns.items():
        try:
            cell = row.cells[place] if place < len(row.cells) else ""
            limit = LINE if column in (Column.PAYEE, Column.PURPOSE) else INVOICE_LIMIT
            let = "-" if column in _AMOUNTS else "="
            text = plain(column.label, cell, limit=limit, may_begin=let)
            made[column.value] = _folded(column, text)
        except Refusal as no:
            errors.append(RowError(row.line, no))
    return made


def _folded(column: Column, text: str) -> object:
    if not text and column in NEEDED:
        raise CellMissing(column=column.label)
    if column in _AMOUNTS:
        return parse_yuan(text) if text else None
    if column in _PAPERS and _SCIENTIFIC.fullmatch(text):
        raise PaperRounded(column=column.label, text=text)
    if column is Column.PAID_ON:
        day = day_of(text)
        if day is None:
            raise DayWrong
        return day
    if column is Column.POSITION:
        return _position(text) if text else None
    return text.upper() if column is Column.PROJECT else text


def _position(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise PositionWrong
    return int(text)
