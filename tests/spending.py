"""A project on its way from the approval to the closed file, for tests: Site(world).buy().sign().start() ..."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Self

from sqlalchemy import func, select

from microprojects.domain.inspections import Item, PanelMember
from microprojects.domain.money import Fen
from microprojects.domain.people import Role
from microprojects.domain.settlements import ARCHIVE_ITEMS
from microprojects.domain.states import State
from microprojects.domain.suppliers import check_character
from microprojects.domain.workdays import local_day
from microprojects.services import (
    contracts,
    delivery,
    disclosures,
    evaluations,
    files,
    inspections,
    payments,
    procurements,
    settlements,
    signatures,
    suppliers,
)
from microprojects.services._funds import fund_of
from microprojects.services._ledger import post
from microprojects.store import archive, rulebooks
from microprojects.store.consultations import Plan
from microprojects.store.contracts import Contract
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Project
from microprojects.store.settlements import Survey
from tests.world import World

YUAN = 100
WAN = 10_000 * YUAN
NAMES = ("明湖安桩电气工程有限公司", "榕树装饰工程有限公司", "荔枝安装工程有限公司", "木棉物资有限公司")


def credit_code(n: int) -> str:
    """Return a code of an administrative division that does not exist, so of no organisation."""
    body = f"91000000MA{n:07d}"
    return body + check_character(body)


def listed(world: World, name: str = NAMES[0], n: int = 1) -> int:
    """Put a supplier on the list of the street and return its number."""
    return suppliers.add(name, credit_code(n), "rongshu", actor=world["zhou"], at=world.now)


class Site:
    """One project of Lin's that was approved; every method is one step by the right person, an hour later."""

    def __init__(
        self,
        world: World,
        *,
        number: str = "LZ-2026-001",
        kind: str = "works",
        fiscal: int = 5 * WAN,
        social: int = 0,
        state: State = State.APPROVED,
        **given: Any,
    ) -> None:
        self.world, self.number, self.at = world, number, world.now
        self.type, self.fiscal, self.social = kind, fiscal, social
        self.suppliers: list[int] = []
        self.payment_id = 0
        self._invoices = 0
        with transaction() as session:
            project = Project(
                number=number, state=state, stage=3, type=kind, proposer_id=world.people["lin"],
                round_id=world.rounds["lizhi"], area_id=world.areas["lizhi"], title="三巷路灯", theme="safety",
                summary="三巷夜里太黑。", place="荔枝苑三巷", problem="看不清路。", content="装路灯。",
                beneficiaries=200, beneficiary_group="三巷居民", state_since=self.at, created_at=self.at,
                submitted_at=self.at, approved_at=self.at, approved_fiscal_fen=fiscal,
                approved_social_fen=social, **given,
            )  # fmt: skip
            session.add(project)
            session.flush()
            session.add(
                Plan(
                    project_id=project.id, fiscal_fen=fiscal, social_fen=social, edited_at=self.at,
                    edited_by_id=world.people["zhou"], aftercare_owner="荔枝苑物业服务中心",
                    aftercare_phone="0000-1234 5679",
                )
            )  # fmt: skip
            fund = fund_of(session, project, at=self.at)
            post(session, fund, "reserve", Fen(fiscal), at=self.at, by_id=None, project=project)
            post(session, fund, "social_pledge", Fen(social), at=self.at, by_id=None, project=project)
            post(session, fund, "social_received", Fen(social), at=self.at, by_id=None, project=project)

    def later(self, **by: float) -> datetime:
        """Let time pass, an hour if nothing is said, and return what the clock shows then."""
        self.at += timedelta(**by) if by else timedelta(hours=1)
        return self.at

    @property
    def today(self) -> date:
        """Return the day in Shanghai."""
        return local_day(self.at)

    @property
    def mode(self) -> str:
        """Return the way of buying that the amount calls for."""
        whole = self.fiscal + self.social
        if whole < WAN:
            return "direct"
        return {"works": "small_works" if whole < 10 * WAN else "contractor_pool"}.get(
            self.type, "inquiry" if whole < 10 * WAN else "negotiation"
        )

    def begin_buying(self) -> Self:
        """Start to buy in the way that the table says."""
        procurements.start(self.number, mode=self.mode, actor=self.world["zhou"], at=self.later())
        return self

    def quote(self, *prices: int) -> Self:
        """Let suppliers quote: the first named is the first on the list."""
        for n, price in enumerate(prices, start=len(self.suppliers) + 1):
            name = NAMES[(n - 1) % len(NAMES)] + self.number
            supplier_id = listed(self.world, name, n + 100 * int(self.number[-3:]))
            self.suppliers.append(supplier_id)
            procurements.add_quote(
                self.number,
                supplier_id=supplier_id,
                amount_fen=Fen(price),
                actor=self.world["zhou"],
                at=self.later(),
            )
        return self

    def buy(self, price: int | None = None) -> Self:
        """Start to buy, take three quotes and choose the first."""
        price = self.fiscal + self.social if price is None else price
        self.begin_buying().quote(price, price + 100, price + 200)
        procurements.choose(
            self.number, supplier_id=self.suppliers[-3], actor=self.world["zhou"], at=self.later()
        )
        return self

    def sign(self, amount: int | None = None, social: int | None = None, **given: Any) -> Self:
        """Sign for the whole of the approval, or for an amount with the social part named."""
        amount = self.fiscal + self.social if amount is None else amount
        social = min(self.social, amount) if social is None else social
        words: dict[str, Any] = {
            "contract_number": f"RS-{self.number}", "amount_fen": Fen(amount), "fiscal_fen": Fen(amount - social),
            "social_fen": Fen(social), "signed_on": self.today, "starts_on": self.today,
            "ends_on": self.today + timedelta(days=60),
        }  # fmt: skip
        contracts.sign(self.number, **(words | given), actor=self.world["zhou"], at=self.later())
        return self

    def publish(self) -> Self:
        """Publish the text of the contract."""
        contracts.publish(
            self.number, public_text="甲方乙方，路灯二十盏。", actor=self.world["zhou"], at=self.later()
        )
        return self

    def file(self, *purposes: str) -> Self:
        """Attach a written report for each purpose."""
        for purpose in purposes:
            files.attach_text(
                self.number,
                purpose=purpose,
                text="已完成，见现场记录。",
                actor=self.world["zhou"],
                at=self.later(),
            )
        return self

    def start(self) -> Self:
        """Begin the work with its papers."""
        self.file("start_report", "notice_board_photo", "safety_plan")
        contracts.start_work(self.number, actor=self.world["zhou"], at=self.later())
        return self

    def progress(self, percent: int = 60) -> Self:
        """Report progress."""
        delivery.report_progress(
            self.number, percent=percent, text="灯杆立好。", actor=self.world["zhou"], at=self.later()
        )
        return self

    def enter(self, amount: int, position: int, social: int = 0, **given: Any) -> int:
        """Enter a payment as Zheng and return its number."""
        self._invoices += 1
        words: dict[str, Any] = {
            "amount_fen": Fen(amount), "fiscal_fen": Fen(amount - social), "social_fen": Fen(social),
            "invoice": f"{self.number}-{self._invoices}", "purpose": "进度款", "tranche_position": position,
        }  # fmt: skip
        self.payment_id = payments.enter(
            self.number, **(words | given), actor=self.world["zheng"], at=self.later()
        )
        return self.payment_id

    def pay(self, amount: int, position: int, social: int = 0) -> Self:
        """Enter a payment as Zheng and approve it as Feng."""
        payment_id = self.enter(amount, position, social)
        payments.approve(
            payment_id,
            voucher=f"付-{payment_id}",
            paid_on=self.today,
            actor=self.world["feng"],
            at=self.later(),
        )
        return self

    def complete(self) -> Self:
        """Report completion with its papers."""
        self.file("completion_report", "photo_before", "photo_after", "as_built_list")
        delivery.complete(self.number, actor=self.world["zhou"], at=self.later())
        return self

    def panel(self) -> list[PanelMember]:
        """Return a panel on which everybody who must be there is there."""
        people = self.world.people
        return [
            PanelMember(Role.STREET_OFFICER, people["zhou"]),
            PanelMember(Role.COMMUNITY_STAFF, people["zhao"]),
            PanelMember(Role.SUPERVISOR, people["he"]),
            PanelMember(Role.RESIDENT, people["lin"]),
            PanelMember(Role.RESIDENT, people["chen"]),
            PanelMember(Role.EXPERT, people["yan"]),
        ]

    def inspect(self, *, passed: bool = True, **given: Any) -> Self:
        """Record an inspection of one item."""
        words: dict[str, Any] = {
            "held_on": self.today, "panel": self.panel(), "items": [Item("路灯", "20 盏", passed)],
            "residents_opinion": "晚上亮多了。", "conclusion": "按合同做完。",
        }  # fmt: skip
        inspections.record_inspection(
            self.number, **(words | given), actor=self.world["zhou"], at=self.later()
        )
        return self

    def accept(self) -> Self:
        """Record a good inspection and pass it."""
        self.inspect()
        inspections.pass_inspection(self.number, actor=self.world["zhou"], at=self.later())
        return self

    def account(self, amount: int, retention: int = 0, **given: Any) -> Self:
        """Record the final account; a retention is held for a year."""
        words: dict[str, Any] = {
            "amount_fen": Fen(amount), "retention_fen": Fen(retention),
            "retention_until": self.today + timedelta(days=365) if retention else None,
            "review_by": "", "review_conclusion": "", "delivered": "路灯 20 盏", "lessons": "先查管线。",
        }  # fmt: skip
        settlements.record_settlement(
            self.number, **(words | given), actor=self.world["zheng"], at=self.later()
        )
        return self

    def settle(self) -> Self:
        """Let the final account count."""
        settlements.settle(self.number, actor=self.world["zheng"], at=self.later())
        return self

    def evaluate(self) -> Self:
        """Wait for the end of the notice and open the evaluation."""
        evaluations.open_evaluation(self.number, actor=self.world["zhao"], at=self.later(days=12))
        return self

    def answer(self, *names: str, overall: int = 5, **given: Any) -> Self:
        """Let neighbours answer."""
        words: dict[str, Any] = {"overall": overall, "useful": 5, "quality": 4, "openness": 4}
        for name in names:
            evaluations.answer_survey(
                self.number, **(words | given), actor=self.world[name], at=self.later(minutes=1)
            )
        return self

    def tick(self) -> Self:
        """Publish the contract if nobody did, and tick every line of the archive that nothing proves."""
        if db.session.query(Contract).filter_by(project_id=self.project.id, published_at=None).count():
            self.publish()
        with db.session.no_autoflush:
            missing = [
                item for item in ARCHIVE_ITEMS if item not in archive.settled(db.session(), self.project)
            ]
        for item in missing:
            evaluations.tick_archive(
                self.number, item=item, actor=self.world["zhao"], at=self.later(minutes=1)
            )
        return self

    def sign_off(self, reason: str = "") -> Self:
        """Sign the evaluation and the archive as He, with a reason where few answered."""
        signatures.sign_evaluation(
            self.number, sample_reason=reason, actor=self.world["he"], at=self.later(minutes=1)
        )
        return self

    def close(self) -> Self:
        """Let the supervisor sign, unless she has, and close the file after the survey."""
        unsigned = db.session.query(Survey).filter_by(project_id=self.project.id, signed_at=None)
        if unsigned.count():
            self.sign_off()
        evaluations.close(self.number, actor=self.world["zhao"], at=self.later())
        return self

    def until_settling(self, amount: int | None = None) -> Self:
        """Go from the approval to an accepted work, nothing paid yet."""
        return self.buy(amount).sign(amount).start().progress().complete().accept()

    def until_evaluating(self, amount: int | None = None) -> Self:
        """Go from the approval to an open survey; everything is paid, and three per cent held back for works."""
        amount = self.fiscal + self.social if amount is None else amount
        self.until_settling(amount)
        retention = amount * 3 // 100 if self.type == "works" else 0
        self.account(amount, retention, review_by="明湖造价所", review_conclusion="审定，无核减。")
        last = {"works": 3, "services": 3, "goods": 1}[self.type]
        return self.pay(amount - retention, last, min(self.social, amount)).settle().evaluate()

    def until_closed(self) -> Self:
        """Go the whole way; all seventeen members of the council answer as neighbours."""
        self.until_evaluating()
        self.answer("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang", "lei")
        self.later(days=11)
        return self.tick().close()

    @property
    def project(self) -> Project:
        """Return the project as it stands in the database now."""
        session = db.session()
        session.rollback()
        return session.scalars(select(Project).where(Project.number == self.number)).one()

    @property
    def state(self) -> State:
        """Return its state."""
        return self.project.state

    @property
    def fund(self) -> tuple[int, int, int, int]:
        """Return what is available, reserved, committed and paid, in fen."""
        session = db.session()
        session.rollback()
        fund = session.scalars(select(Fund).where(Fund.area_id == self.world.areas["lizhi"])).one()
        return fund.available_fen, fund.reserved_fen, fund.committed_fen, fund.paid_fen

    def posted(self, *kinds: str) -> list[tuple[str, int]]:
        """Return the lines of the ledger of some kinds, in order."""
        query = select(LedgerEntry.kind, LedgerEntry.amount_fen).where(
            LedgerEntry.project_id == self.project.id, LedgerEntry.kind.in_(kinds)
        )
        return [(kind, amount) for kind, amount in db.session.execute(query.order_by(LedgerEntry.id))]

    def published(self, kind: str = "spending") -> list[Disclosure]:
        """Return the versions of a disclosure, oldest first."""
        query = select(Disclosure).where(Disclosure.project_id == self.project.id, Disclosure.kind == kind)
        return list(db.session.scalars(query.order_by(Disclosure.version)))

    def told(self, kind: str = "spending") -> dict[str, Any]:
        """Return the body of the newest version of a disclosure."""
        return dict(self.published(kind)[-1].body)

    def correct(self, kind: str, changes: dict[str, str]) -> int:
        """Let the street correct the newest version of a disclosure, and return the number of the new one."""
        return disclosures.correct(
            self.published(kind)[-1].id,
            changes=changes,
            reason="写错了",
            actor=self.world["zhou"],
            at=self.later(),
        )

    def take_down(self, kind: str = "spending", **words: Any) -> None:
        """Let the clerk take the newest version of a disclosure down."""
        number, who = self.published(kind)[-1].id, self.world["zhao"]
        disclosures.take_down(number, reason="写了个人信息", actor=who, at=self.later(), **words)


def journal_length() -> int:
    """Return how many entries the journal has."""
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0)


def rules_of(site: Site) -> Any:
    """Return the rulebook that holds for the project of a site."""
    return rulebooks.of(site.project)
