"""How money is shown: bars on one scale, what remains of a total, the sentence and the table beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup

from microprojects.domain.money import FEN_PER_YUAN, Fen, yuan
from microprojects.web.drawings import Part, split_bar
from microprojects.web.filters import full_day, money, percent
from microprojects.web.language import gap

Row = tuple[str, Mapping[str, int]]
Series = tuple[str, str]


@dataclass(frozen=True)
class AmountBar:
    """One of the three amounts of a project; `fen` is None while there is none."""

    words: str
    fen: Fen | None
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Account:
    """The final account: what is owed by it, and what of that is kept back until a day."""

    settled: Fen
    kept: Fen = Fen(0)
    until: date | None = None
    freed: Fen = Fen(0)  # what came back afterwards and is owed no more
    over: int = 0  # by how many days the retention is overdue


@dataclass(frozen=True)
class Split:
    """One total in parts, with what is left of it."""

    bar: tuple[Part, ...]
    rows: tuple[tuple[str, str, Fen], ...]
    spoken: str


@dataclass(frozen=True)
class Table:
    """The numbers of a chart as the table that follows it."""

    columns: list[tuple[str, str]]
    rows: list[list[str]]
    total: list[str]


def init_app(app: Flask) -> None:
    """Give templates the pictures of money."""
    for function in (amount_bars, amounts_sentence, money_split, money_table):
        app.add_template_global(function)


def amount_bars(
    approved: Fen, contract: Fen | None = None, paid: Fen | None = None, pending: Fen | None = None
) -> tuple[AmountBar, ...]:
    """Lay out approved, contract and paid on one scale; `pending` is asked for and not decided."""
    asked = pending or 0
    whole = max(approved, (contract or 0) + asked, paid or 0)
    return (
        AmountBar(_("批准"), approved, split_bar([("approved", approved)], whole)),
        AmountBar(_("合同"), contract, split_bar([("contract", contract or 0), ("pending", asked)], whole)),
        AmountBar(_("已付"), paid, split_bar([("paid", paid or 0)], whole)),
    )


def amounts_sentence(
    approved: Fen,
    contract: Fen | None = None,
    paid: Fen | None = None,
    account: Account | None = None,
    *,
    returned: bool = False,
) -> Markup:
    """Say how the three amounts differ, for nobody to subtract; `account` once it counts, `returned` if any came back."""
    if contract is None:
        return Markup.escape(_("还没有签合同。"))
    if contract == approved:
        first = Markup.escape(_("合同和批准一样多。"))
    elif contract < approved:
        first = _with(_("合同比批准少 %(gap)s。"), gap=_strong(Fen(approved - contract)))
    else:
        first = _with(_("合同比批准多 %(gap)s。"), gap=_strong(Fen(contract - approved)))
    owed = account.settled if account else contract
    said = [first]
    if owed < contract:
        said.append(_with(_("结算比合同少 %(gap)s。"), gap=_strong(Fen(contract - owed))))
    return Markup(gap()).join(
        each.strip() for each in (*said, *_paid_words(owed, paid, account, returned=returned))
    )


def _paid_words(owed: Fen, paid: Fen | None, account: Account | None, *, returned: bool) -> Iterator[Markup]:
    """Say how much of what is owed is paid, and what the rest waits for."""
    if not paid:
        yield Markup.escape(_("付过的都退回来了。") if returned else _("还没有付款。"))
        return
    freed = account.freed if account else Fen(0)
    if paid + freed >= owed:
        yield Markup.escape(_("合同款已付清。"))
        if freed:
            yield _with(_("结算以后退回 %(freed)s。"), freed=_strong(freed))
        return
    rest, kept = Fen(owed - paid - freed), account.kept if account else Fen(0)
    if rest > kept:
        words = _("合同款已付 %(share)s，还有 %(rest)s没有付。")
        yield _with(words, share=percent(paid, owed), rest=_strong(rest))
    else:
        yield _with(_("合同款已付 %(share)s。"), share=percent(paid, owed))
    if account and account.kept and account.until:
        words = _("质保金 %(kept)s，到 %(day)s付。")
        if account.over:
            words = _("质保金 %(kept)s，%(day)s到期，过了 %(n)s 天还没付。")
        told = {"kept": _strong(account.kept), "day": full_day(account.until)}
        yield _with(words, **told, **({"n": account.over} if account.over else {}))


def money_split(parts: Sequence[tuple[str, str, Fen]], whole: Fen, free: str) -> Split:
    """Lay out a total in parts of (kind, words, fen); `free` names what is left."""
    left = Fen(whole - sum(part[2] for part in parts))
    rows = (*parts, ("free", free, left))
    bar = split_bar([(kind, fen) for kind, _words, fen in parts], whole)
    return Split(bar, rows, "，".join(f"{words} {money(fen)}" for _kind, words, fen in rows))


def money_table(
    head: str, rows: Sequence[Row], series: Sequence[Series], more: Sequence[Series] = ()
) -> Table:
    """Write the numbers of a chart in yuan, with their sums; kinds of `more` are not drawn and follow.

    Where every amount is in whole yuan the decimals are left out, so that three
    columns stand side by side on a phone.
    """
    columns = [*series, *more]
    kinds = [kind for kind, _words in columns]
    amounts = [[amounts[kind] for kind in kinds] for _name, amounts in rows]
    whole = all(fen % FEN_PER_YUAN == 0 for row in amounts for fen in row)

    def written(fen: int) -> str:
        return f"{fen // FEN_PER_YUAN:,}" if whole else yuan(Fen(fen))

    return Table(
        columns=[(head, ""), *((words, "n") for _kind, words in columns)],
        rows=[[name, *map(written, row)] for (name, _amounts), row in zip(rows, amounts, strict=True)],
        total=[_("合计"), *(written(sum(row[n] for row in amounts)) for n in range(len(kinds)))],
    )


def _strong(fen: Fen) -> Markup:
    return Markup('<strong class="num">%s</strong>') % money(fen)


def _with(message: str, **words: object) -> Markup:
    """Fill marked-up words into a translated sentence."""
    return Markup.escape(message) % words
