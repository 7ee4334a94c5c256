"""What a sheet of payments would do: each line will be booked, is booked already, or is refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from microprojects.domain.errors import N_, ChangedMeanwhile, Refusal
from microprojects.domain.money import Fen, yuan
from microprojects.domain.payment_sheets import Entry
from microprojects.domain.payments import (
    Instalment,
    Purse,
    Reached,
    VoucherUsed,
    Wish,
    require_day,
    require_payable,
)
from microprojects.domain.texts import folded


class Fate(StrEnum):
    """What becomes of one line."""

    BOOK = "book"
    BOOKED = "booked"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """Return the word for it in the source language."""
        return FATES[self]


FATES: dict[Fate, str] = {
    Fate.BOOK: N_("要记账"),
    Fate.BOOKED: N_("已记过账"),
    Fate.REFUSED: N_("不能记"),
}


class ProjectUnknown(Refusal):
    """There is no project of that number."""

    code = "payment-import-project"
    status = 422
    message = N_("没有编号是 %(number)s 的项目。请核对项目编号。")


class NotInThisCommunity(Refusal):
    """The project belongs to another community than the one that was named."""

    code = "payment-import-community"
    status = 422
    message = N_("项目 %(number)s 不是这个社区的。请核对，或放到那个社区的文件里。")


class ContractDiffers(Refusal):
    """The project has another contract."""

    code = "payment-import-contract"
    status = 422
    message = N_("项目 %(number)s 的合同号是 %(have)s，这一行写的是 %(wrote)s。请核对合同号。")


class PayeeDiffers(Refusal):
    """The money goes to somebody else than the contract's supplier."""

    code = "payment-import-payee"
    status = 422
    message = N_("合同 %(contract)s 的承办单位是“%(have)s”，这一行要付给“%(wrote)s”。只能付给合同上的单位。")


class BookedOtherwise(Refusal):
    """The invoice is booked already, and the sheet says something else about it."""

    code = "payment-import-differs"
    message = N_(
        "发票 %(invoice)s 已经录在项目 %(number)s，金额 %(have)s 元、凭证“%(voucher)s”，和这一行不一样。请核对是哪一边错了。"
    )


class PaperTwice(Refusal):
    """Two lines of the sheet have the same invoice or voucher."""

    code = "payment-import-twice"
    status = 422
    message = N_("“%(paper)s”在第 %(other)s 行已经出现过，一张只能付一次。请删掉多的一行，或核对号码。")


class PartsNotTold(Refusal):
    """The contract is paid from two pockets, and the line does not say how much from each."""

    code = "payment-import-parts"
    status = 422
    message = N_("合同 %(contract)s 有财政也有自筹，这一行没写各付多少。请填“财政资金”和“自筹资金”两列。")


class PaymentsOutdated(ChangedMeanwhile):
    """The books are not as they were when the preview was looked at."""

    code = "payment-import-outdated"
    message = N_("看过预览以后，账上又有变动，所以一笔也没有记。请重新看一遍再确认。")


class PaymentsWrong(Refusal):
    """Some lines cannot be booked, so none is; `lines` names them all."""

    code = "payment-import-wrong"
    status = 422
    message = N_("有 %(count)s 行不能记，所以一笔也没有记。请照行号改好，再选一次。")

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(count=len(lines))
        self.lines = lines


@dataclass(frozen=True)
class Booked:
    """A payment that is in the books: entered, or approved."""

    number: str
    contract: str
    payee: str
    invoice: str
    voucher: str
    amount: Fen


@dataclass(frozen=True)
class Account:
    """The contract of one project as it stands; `blocked` says why nothing new may be paid."""

    number: str
    contract: str
    payee: str
    signed_on: date
    purse: Purse
    plan: tuple[Instalment, ...]
    reached: Reached
    blocked: Refusal | None = None


@dataclass(frozen=True)
class Line:
    """One line of the sheet and what becomes of it; `entry` is missing where the line could not be read."""

    number: int
    fate: Fate
    entry: Entry | None = None
    wish: Wish | None = None
    no: Refusal | None = None


@dataclass
class Books:
    """What is booked already, by the keys of its papers: the invoices of a payee that count, and all vouchers."""

    invoices: dict[tuple[str, str], Booked] = field(default_factory=dict)
    vouchers: dict[str, Booked] = field(default_factory=dict)


Find = Callable[[str], Account]


def plan(entries: Iterable[Entry], find: Find, books: Books, *, today: date) -> list[Line]:
    """Return what becomes of each line, in their order, each counting what those before it take.

    `find` gives the account of a project by its number, or raises the refusal that stands in the way.
    """
    desk = _Desk(find, books, today)
    lines = []
    for entry in entries:
        try:
            wish = desk.wish(entry)
        except Refusal as no:
            lines.append(Line(entry.line, Fate.REFUSED, entry, no=no))
        else:
            lines.append(Line(entry.line, Fate.BOOK if wish else Fate.BOOKED, entry, wish))
    return lines


class _Desk:
    """What is known while the lines of one sheet are gone through."""

    def __init__(self, find: Find, books: Books, today: date) -> None:
        self._find, self._books, self._today = find, books, today
        self._accounts: dict[str, Account] = {}
        self._seen: dict[tuple[str, str], int] = {}

    def wish(self, entry: Entry) -> Wish | None:
        """Return the payment that a line asks for, None if it is booked already."""
        account = self._accounts.get(entry.project) or self._find(entry.project)
        _require_same(entry, account)
        self._require_once(entry)
        if self._is_booked(entry, account):
            return None
        if account.blocked is not None:
            raise account.blocked
        if entry.voucher and (other := self._books.vouchers.get(folded(entry.voucher))):
            raise VoucherUsed(voucher=other.voucher)
        require_day(entry.paid_on, account.signed_on, self._today)
        wish = _wish(entry, account)
        require_payable(account.purse, account.plan, account.reached, wish)
        self._accounts[entry.project] = replace(account, purse=_taken(account.purse, wish))
        return wish

    def _require_once(self, entry: Entry) -> None:
        papers = [(f"payee {folded(entry.payee)}", entry.invoice), ("voucher", entry.voucher)]
        for kind, paper in papers:
            if paper and (other := self._seen.setdefault((kind, folded(paper)), entry.line)) != entry.line:
                raise PaperTwice(paper=paper, other=other)

    def _is_booked(self, entry: Entry, account: Account) -> bool:
        found = self._books.invoices.get((account.payee, folded(entry.invoice)))
        if found is None:
            return False
        same_paper = not (entry.voucher and found.voucher) or folded(entry.voucher) == folded(found.voucher)
        if (found.contract, found.amount) != (account.contract, entry.amount) or not same_paper:
            raise BookedOtherwise(
                invoice=found.invoice,
                number=found.number,
                have=yuan(found.amount),
                voucher=found.voucher,
            )
        return True


def _require_same(entry: Entry, account: Account) -> None:
    if folded(entry.contract) != folded(account.contract):
        raise ContractDiffers(number=account.number, have=account.contract, wrote=entry.contract)
    if folded(entry.payee) != folded(account.payee):
        raise PayeeDiffers(contract=account.contract, have=account.payee, wrote=entry.payee)


def _wish(entry: Entry, account: Account) -> Wish:
    fiscal, social = entry.fiscal, entry.social
    if fiscal is None and social is None:
        if account.purse.social and account.purse.fiscal:
            raise PartsNotTold(contract=account.contract)
        fiscal = Fen(0) if account.purse.social else entry.amount
    fiscal = Fen(entry.amount - (social or 0)) if fiscal is None else fiscal
    social = Fen(entry.amount - fiscal) if social is None else social
    position = entry.position or due_position(account, entry.amount)
    return Wish(entry.amount, fiscal, social, position)


def due_position(account: Account, amount: int) -> int:
    """Return the instalment that a payment is for where nobody says it.

    The first that is due and has so much left; else the first that has so much left,
    whose evidence is then asked for; else the last that is due, which then is too small.
    """
    room = [each for each in account.plan if account.purse.left(account.plan, each) >= amount]
    due = [each for each in account.plan if account.reached.has(each.milestone)]
    fit = [each for each in due if each in room]
    return (fit or room or due[-1:] or list(account.plan))[0].position


def _taken(purse: Purse, wish: Wish) -> Purse:
    return replace(
        purse,
        taken=purse.taken + wish.amount,
        taken_fiscal=purse.taken_fiscal + wish.fiscal,
        taken_social=purse.taken_social + wish.social,
    )


def counted(lines: Iterable[Line]) -> Mapping[Fate, int]:
    """Return how many lines have each fate."""
    found = list(lines)
    return {fate: sum(1 for each in found if each.fate is fate) for fate in Fate}
