"""One project with the whole life of its money, for tests of what leaves the house: nothing goes smoothly in it."""

from __future__ import annotations

from typing import Any, Self

from microprojects.domain.funds import Donor
from microprojects.domain.money import Fen
from microprojects.services import approvals, funds, inspections, payments, procurements
from tests.noticing import NUMBER, file_it, on_notice, shanghai
from tests.spending import WAN, YUAN, Site
from tests.world import World


class Bought(Site):
    """A project that was approved by the real deeds: fifty thousand of fiscal money and ten thousand of its own."""

    def __init__(self, world: World, number: str = NUMBER, **given: Any) -> None:
        self.world, self.number, self.at = world, number, shanghai(3, 10)
        self.type, self.fiscal, self.social = "works", 5 * WAN, WAN
        self.suppliers, self.payment_id, self._invoices = [], 0, 0
        on_notice(world, number=number, fiscal=self.fiscal, social=self.social, **given)
        file_it(world, number)
        approvals.approve(number, actor=world["zhou"], at=self.at)
        funds.record_social(
            number,
            amount_fen=Fen(self.social),
            donor=Donor(),
            document=f"收据 {number}",
            actor=world["zheng"],
            at=self.later(),
        )

    def fail(self) -> Self:
        """Write down that nobody fit was found."""
        procurements.fail_tender(
            self.number, reason="报价都太高。", actor=self.world["zhou"], at=self.later()
        )
        return self

    def choose(self, which: int) -> Self:
        """Choose one of those who quoted."""
        chosen = self.suppliers[which]
        procurements.choose(self.number, supplier_id=chosen, actor=self.world["zhou"], at=self.later())
        return self

    def back(self, fen: int, slip: str, payment_id: int | None = None) -> Self:
        """Write down that money came back."""
        payments.refund(
            self.number,
            amount_fen=Fen(fen),
            document=slip,
            reason="多付了",
            payment_id=payment_id,
            actor=self.world["feng"],
            at=self.later(),
        )
        return self

    def mend(self) -> Self:
        """Fail the inspection, mend what was wrong and ask for another."""
        self.inspect(passed=False)
        inspections.fail_inspection(self.number, actor=self.world["zhou"], at=self.later())
        self.file("rectification")
        inspections.reinspect(self.number, actor=self.world["shi"], at=self.later())
        return self


def whole_life(world: World) -> Bought:
    """Buy twice, choose twice, pay, get money back, mend, settle, keep a retention, close, and pay that too."""
    bought = Bought(world, beneficiaries=200)
    whole = 58_000 * YUAN
    bought.begin_buying().quote(whole).fail()
    bought.begin_buying().quote(whole, whole + 100, whole + 251)
    bought.choose(-1).choose(-3).sign(whole, 8_000 * YUAN).publish().start().progress()
    first = bought.pay(10_000 * YUAN, 1).payment_id
    bought.back(10_000 * YUAN, "退-1", first).pay(12_000 * YUAN + 50, 1).back(1_000 * YUAN, "退-2")
    bought.complete().mend().accept()
    kept = whole * 3 // 100
    bought.account(whole, kept, review_by="明湖造价所", review_conclusion="审定，无核减。")
    return bought


def end(lived: Bought) -> Bought:
    """Settle, evaluate and close, and pay the retention when the warranty is over."""
    left = 58_000 * YUAN * 97 // 100 - 11_000 * YUAN - 50
    lived.pay(left, 3, 8_000 * YUAN).settle().evaluate()
    lived.answer("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang", "lei").later(days=11)
    lived.tick().close()
    lived.later(days=400)
    return lived.pay(58_000 * YUAN * 3 // 100, 4)


def paid_too_much(site: Site, fen: int) -> None:
    """Let finance write down that so many fen too much was paid, and came back."""
    payments.refund(
        site.number,
        amount_fen=Fen(fen),
        document="退-1",
        reason="多付了",
        actor=site.world["feng"],
        at=site.later(),
    )
