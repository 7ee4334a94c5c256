"""People who confirm sheets of payments at the same moment, over real connections: every payment is entered once."""

from __future__ import annotations

import pytest

from microprojects.domain.payment_imports import PaymentsOutdated, PaymentsWrong
from microprojects.domain.payments import InvoiceUsed, PaymentTooHigh
from microprojects.services import payment_imports, payments
from tests.importing import entered, line, sheet
from tests.spending import YUAN, Site
from tests.stories.test_races_payments import ends, race


def confirming(site, data, who):
    """Return the confirmation of a sheet that its person has looked at."""
    actor = site.world[who]
    kept = payment_imports.keep(data, actor=actor, at=site.at)
    seen = payment_imports.kept(kept, actor=actor, at=site.at).seen
    return lambda: payment_imports.apply_kept(kept, seen=seen, actor=actor, at=site.at)


@pytest.mark.parametrize("attempt", range(3))
def test_two_people_confirm_the_same_file_and_it_is_entered_once(app, session, world, attempt):
    site = Site(world).buy().sign().start()
    other = Site(world, number="LZ-2026-002").buy().sign().start()
    data = sheet(line(site), line(other), line(site, 2))

    found = race(app, confirming(site, data, "zheng"), confirming(site, data, "feng"))

    assert ends(found) == [PaymentsOutdated.__name__, "won"]
    assert len(entered()) == 3


@pytest.mark.parametrize("attempt", range(3))
def test_two_files_with_the_same_projects_in_another_order_do_not_wait_for_each_other(
    app, session, world, attempt
):
    site = Site(world).buy().sign().start()
    other = Site(world, number="LZ-2026-002").buy().sign().start()
    one, two = sheet(line(site), line(other)), sheet(line(other, 2), line(site, 2))

    found = race(app, confirming(site, one, "zheng"), confirming(site, two, "feng"))

    assert ends(found) == ["won", "won"]
    assert len(entered()) == 4


def test_a_file_and_the_desk_race_for_the_rest_of_an_instalment_and_one_wins(app, session, world):
    site = Site(world).buy().sign().start()
    data = sheet(line(site, amount="15000"))

    def typing():
        return payments.enter(
            site.number, amount_fen=15_000 * YUAN, fiscal_fen=15_000 * YUAN, social_fen=0, invoice="手录",
            purpose="开工款", tranche_position=1, actor=world["feng"], at=site.at,
        )  # fmt: skip

    found = race(app, confirming(site, data, "zheng"), typing)

    assert len(entered()) == 1
    assert ends(found) in ([PaymentsWrong.__name__, "won"], [PaymentTooHigh.__name__, "won"])


def test_a_file_and_the_desk_race_for_one_invoice_and_one_wins(app, session, world):
    site = Site(world).buy().sign().start()
    data = sheet(line(site, invoice="同一张"))

    def typing():
        return payments.enter(
            site.number, amount_fen=1000 * YUAN, fiscal_fen=1000 * YUAN, social_fen=0, invoice="同一张",
            purpose="开工款", tranche_position=1, actor=world["feng"], at=site.at,
        )  # fmt: skip

    found = race(app, confirming(site, data, "zheng"), typing)

    assert [invoice for invoice, _amount, _state in entered()] == ["同一张"]
    assert ends(found) in ([PaymentsOutdated.__name__, "won"], [InvoiceUsed.__name__, "won"])
