"""After the accounts: each quarter a sample is drawn and audited, and suppliers get their marks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from microprojects.demo.founding import District
from microprojects.demo.single_payments import only
from microprojects.domain.audits import MARGIN, before, begins_at
from microprojects.domain.money import Fen
from microprojects.domain.supplier_marks import FINISHED, Marks
from microprojects.services import audits, payments, supplier_marks
from microprojects.services.audits import Finding
from microprojects.store import audit_lists
from microprojects.store import audits as found_audits
from microprojects.store import supplier_marks as found_marks
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.projects import Project

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DICE = ("41526336142514263125", "25163415264314235216", "63142552613416245331")
WITNESSES = "监督员、两位居民代表"
SAID = (
    Marks(on_time=5, quality=4, price=4, aftercare=5, words="按时做完，现场收拾得干净。"),
    Marks(on_time=3, quality=4, price=5, aftercare=4, words="进度报告晚交过几天，活做得细。"),
    Marks(on_time=4, quality=5, price=4, aftercare=4, words="用的料比合同写的好。"),
)


def strands(district: District, began: datetime, today: datetime) -> list[Iterator[datetime]]:
    """Return the draws of every quarter that ends in the story, and the marks after each account."""
    quarters = [(year, quarter) for year in range(began.year, today.year + 1) for quarter in (1, 2, 3, 4)]
    over = [each for each in quarters if begins_at(each[0], each[1] + 1) > began and each <= before(today)]
    return [*(_audit(district, *each) for each in over), _mark(district, began)]


def _audit(district: District, year: int, quarter: int) -> Iterator[datetime]:
    """Fix the list of a quarter, draw from it on the next day, and write down what the audit found."""
    moment = begins_at(year, quarter + 1) + MARGIN + 10 * HOUR
    yield moment
    if not found_audits.population(db.session(), "minghu", year, quarter):
        return
    audits.fix("minghu", year, quarter, actor=district.actors["qu-huang"], at=moment)
    yield moment + DAY
    auditor, dice = district.actors["shenji-shen"], DICE[quarter % len(DICE)]
    words = {"dice": dice, "witnesses": WITNESSES}
    audits.draw("minghu", year, quarter, **words, actor=auditor, at=moment + DAY)
    at = moment + DAY + HOUR
    yield at
    for n, (project, _drawn_at) in enumerate(audit_lists.waiting(db.session(), ["minghu"])):
        finding = Finding(outcome="in_order", words="合同、发票、验收单和现场都对得上，没有多付。")
        if n % 2 != quarter % 2:
            told = "发票重复算了一次搬运费，实施单位已同意退回。"
            finding = Finding(outcome="refund", words=told, refund_fen=Fen(36_000))
        audits.conclude(project.number or "", finding, actor=auditor, at=at)
    back = at + 5 * DAY
    yield back
    for n, owed in enumerate(audit_lists.owing(db.session(), ["minghu"])):
        rest = owed.refund_fen - owed.back_fen
        part = Fen(rest if n % 2 else min(rest, 20_000))
        crew = district.crews[owed.project.area.slug]
        payments.refund(
            owed.project.number or "", amount_fen=part, document=f"退回 {owed.project.number}-{quarter}",
            cause="audit", reason="发票重复算的搬运费", payment_id=only(owed.project.number or ""), actor=crew.finance, at=back,
        )  # fmt: skip


def _mark(district: District, began: datetime) -> Iterator[datetime]:
    """Give the marks of both sides for what was settled, every week."""
    moment, given = began + 30 * DAY, 0
    while True:
        yield moment
        for number, slug in _settled():
            for actor in (district.crews[slug].officer, district.crews[slug].supervisor):
                supplier_marks.give(number, SAID[given % len(SAID)], actor=actor, at=moment)
            given += 1
        moment += 7 * DAY


def _settled() -> list[tuple[str, str]]:
    """Return number and community of what is settled and has no marks yet."""
    query = select(Project.number, Area.slug).join(Area, Area.id == Project.area_id)
    rows = [(n, s) for n, s in db.session.execute(query.where(Project.state.in_(FINISHED))) if n]
    open_ = found_marks.unmarked(db.session(), [number for number, _slug in rows], "staff")
    return sorted(row for row in rows if row[0] in open_)
