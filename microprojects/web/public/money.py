"""The money: what each community was given and where it stands, drawn and in numbers, and every line of the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from microprojects.clock import now
from microprojects.domain.errors import N_
from microprojects.domain.funds import CHANGED, called, moves
from microprojects.domain.money import Fen, yuan
from microprojects.domain.places import short_name
from microprojects.domain.workdays import SHANGHAI, local_day
from microprojects.store import areas, arrears, audit_lists, closed_years, fund_shares, ledger, reallocations
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.fund_shares import Origin
from microprojects.store.ledger import Balance, LedgerLine
from microprojects.store.reallocations import Moved
from microprojects.web import arrears_words, charts
from microprojects.web.filters import date_iso, money
from microprojects.web.guard import anyone
from microprojects.web.paging import SIZE, asked, first_row, place
from microprojects.web.retold import retold
from microprojects.web.spreadsheets import as_csv

bp = Blueprint("public_money", __name__)

# What is put to use, and what of it is contracted and paid: each holds the next, so that three bars tell the whole.
# Neither what was approved nor the sum of contracts: savings and what came back are in none of them.
SERIES = (("approved", N_("已定用途")), ("contract", N_("其中已签约")), ("paid", N_("其中已付")))
MOST_ARREARS = 20  # rows of what is overdue, the oldest first
ALLOCATION = (
    ("allocated", N_("安排")),
    ("reserved", N_("已立项，待签约")),
    ("committed", N_("已签约，待付")),
    ("paid", N_("已付")),
)


@bp.get("/money")
@anyone
def index() -> ResponseReturnValue:
    """Show a year's money by community, and the lines of the ledger."""
    session = db.session()
    year, number = _year(), asked()
    communities = areas.at_level(session, "community")
    places = {each.slug: each.name for each in communities}
    slug = _slug(places)
    balances = ledger.balances(session, year, slug)
    found = ledger.count(session, year, slug)
    lines = ledger.page(session, year, slug, limit=SIZE, offset=first_row(number))
    years = ledger.years(session)
    return render_template(
        "public/money/index.html",
        year=year,
        slug=slug,
        whose=places.get(slug, ""),
        years=[(str(each), str(each)) for each in sorted({*years, year}, reverse=True)],
        communities=[("", _("全部社区")), *places.items()],
        chart=[(short_name(each.community), _standing(each)) for each in balances],
        series=[(kind, _(words)) for kind, words in ALLOCATION],
        more=_more(balances),
        whole=Fen(sum(each.allocated_fen for each in balances)),
        parts=_parts(balances),
        closed=closed_years.closed_years(session, year),
        before=closed_years.still_paid(session, year - 1, slug),
        says_origin=_origin_sentence(origins := fund_shares.origins(session, year, slug)),
        origin_columns=[
            (_("社区"), ""),
            *((words, "n") for words in (_("市里"), _("区里"), _("上年转入"), _("一共"))),
        ],
        origins=_origin_rows(origins),
        moved=[_move_row(each) for each in reallocations.of_year(session, year, slug)],
        arrears_columns=arrears_words.columns(),
        arrears=_arrears(session, slug, communities),
        most_arrears=MOST_ARREARS,
        lines=[_line_row(each) for each in lines],
        place=place(number, found, len(lines)),
    )


@bp.get("/charts/allocation.json")
@anyone
def allocation_figure() -> ResponseReturnValue:
    """Send allocations of a year, and what is reserved, contracted and paid of them, for the chart script."""
    balances = ledger.balances(db.session(), _year(), _known_slug())
    return charts.as_response(
        charts.allocation([(short_name(each.community), _standing(each)) for each in balances])
    )


@bp.get("/charts/spending.json")
@anyone
def spending_figure() -> ResponseReturnValue:
    """Send what is put to use, contracted and paid in a year, of one community or of all, for the chart script."""
    rows = chart_rows(ledger.balances(db.session(), _year(), _known_slug()))
    return charts.as_response(charts.money_by_place(rows, [(kind, _(words)) for kind, words in SERIES]))


@bp.get("/money.csv")
@anyone
def spreadsheet() -> ResponseReturnValue:
    """Send every line of a year's ledger, of one community or of all."""
    year, slug = _year(), _known_slug()
    head = [
        _("序号"), _("时间"), _("年度"), _("社区"), _("类别"), _("金额（元）"), _("项目编号"), _("项目"),
        _("往来方"), _("文号"), _("备注"), _("进出（元）"),
    ]  # fmt: skip
    name = f"money-{year}.csv" if not slug else f"money-{year}-one.csv"
    return as_csv(name, head, lambda session: _cells(ledger.walk(session, year, slug)))


def chart_rows(balances: Sequence[Balance]) -> list[tuple[str, Mapping[str, int]]]:
    """Return what is put to use, contracted and paid in each community, in fen; each holds the next."""
    return [
        (
            short_name(each.community),
            {
                "approved": each.reserved_fen + each.committed_fen + each.paid_fen,
                "contract": each.committed_fen + each.paid_fen,
                "paid": each.paid_fen,
            },
        )
        for each in balances
    ]


def _more(balances: Sequence[Balance]) -> list[tuple[str, str]]:
    """Return the columns that are not drawn, with which a row adds up; what left the year has one once something did."""
    left = [("left", _("年末收回或转走"))] if any(each.left_fen for each in balances) else []
    return [*left, ("free", _("还可安排"))]


def _origin_sentence(origins: Sequence[Origin]) -> str:
    """Say whose money it is; nothing where that was not kept."""
    city, district, carried, unknown = (
        Fen(sum(getattr(each, name) for each in origins))
        for name in ("city_fen", "district_fen", "carried_fen", "unknown_fen")
    )
    told = [_("市里 %(fen)s", fen=money(city)), _("区里 %(fen)s", fen=money(district))]
    if carried:
        told.append(_("上年转入 %(fen)s", fen=money(carried)))
    if unknown:
        told.append(_("没有登记来源 %(fen)s", fen=money(unknown)))
    return _("其中%(parts)s。", parts=_("，").join(told)) if city or district else ""


def _origin_rows(origins: Sequence[Origin]) -> list[list[str]]:
    return [
        [
            short_name(each.community),
            *(yuan(fen) for fen in (each.city_fen, each.district_fen, each.carried_fen, each.whole_fen)),
        ]
        for each in origins
    ]


def _arrears(session: Session, slug: str, places: Sequence[Area]) -> list[list[Any]]:
    """Return what is overdue today, of whatever year, in one community; of all `/problems` tells, page by page."""
    paths, today = [each.path for each in places if each.slug == slug], local_day(now())
    if not paths:
        return []
    kept = arrears.retained(session, paths, today - timedelta(days=1))
    return arrears_words.rows(kept, audit_lists.owing(session, paths), today)


def _move_row(each: Moved) -> list[Any]:
    told = _(
        "%(document)s，当时只付了 %(percent)s%%。%(reason)s",
        document=retold(each.document),
        percent=each.percent,
        reason=retold(each.reason),
    )
    between = _("%(giver)s调给%(taker)s", giver=short_name(each.giver), taker=short_name(each.taker))
    return [date_iso(each.at), {"text": between, "small": told, "url": None}, yuan(each.amount_fen)]


def _parts(balances: Sequence[Balance]) -> list[tuple[str, str, Fen]]:
    left = Fen(sum(each.left_fen for each in balances))
    gone = [("pending", _("年末收回或转走"), left)] if left else []
    return [
        ("paid", _("已付"), Fen(sum(each.paid_fen for each in balances))),
        ("contract", _("已签约，待付"), Fen(sum(each.committed_fen for each in balances))),
        ("approved", _("已立项，待签约"), Fen(sum(each.reserved_fen for each in balances))),
        *gone,
    ]


def _standing(each: Balance) -> Mapping[str, int]:
    return {
        "allocated": each.allocated_fen,
        "reserved": each.reserved_fen,
        "committed": each.committed_fen,
        "paid": each.paid_fen,
        "left": each.left_fen,
        "free": each.available_fen,
    }


def _line_row(each: LedgerLine) -> list[Any]:
    kind = _(called(each.kind, document=each.document, note=each.note))
    what = {"text": kind, "small": _about(each), "url": None}
    if each.number:
        what = {
            "text": f"{kind} · {each.title}",
            "small": _about(each),
            "url": f"/projects/{each.number}",
        }
    return [date_iso(each.at), what, short_name(each.community), _signed(each)]


def _about(each: LedgerLine) -> str:
    said = (each.party, each.document, each.note if each.note != CHANGED else "")
    return _("，").join(retold(words) for words in said if words)


def _signed(each: LedgerLine) -> str:
    """Write an amount with + where money comes in, with − where it goes out, bare where it only waits for another thing."""
    fen = Fen(each.amount_fen * moves(each.kind))
    mark = "+" if fen > 0 else "−" if fen < 0 else ""
    return mark + yuan(Fen(abs(each.amount_fen)))


def _cells(lines: Iterator[LedgerLine]) -> Iterator[list[object]]:
    for each in lines:
        moved = moves(each.kind)
        yield [
            each.id, each.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"), each.year, each.community,
            _(called(each.kind, document=each.document, note=each.note)), yuan(each.amount_fen).replace(",", ""),
            each.number, each.title, each.party, each.document, each.note,
            yuan(Fen(each.amount_fen * moved)).replace(",", "") if moved else "",
        ]  # fmt: skip


def _slug(known: Collection[str]) -> str:
    """Return the community that is asked for, empty for all; one that is not known is not found."""
    slug = request.args.get("community", "")
    if slug and slug not in known:
        abort(404)
    return slug


def _known_slug() -> str:
    """Return the community that is asked for, where its name is not needed."""
    return _slug([each.slug for each in areas.at_level(db.session(), "community")])


def _year() -> int:
    """Return the year that is asked for, else this one; anything but four digits is not found."""
    typed = request.args.get("year")
    if typed is None:
        return local_day(now()).year
    if not (typed.isascii() and typed.isdigit() and len(typed) == 4):
        abort(404)
    return int(typed)
