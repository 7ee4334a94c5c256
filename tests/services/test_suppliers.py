"""Who may be paid: adding, barring and admitting again."""

from __future__ import annotations

import pytest

from microprojects.domain.errors import BadValue, NotFound, NotPermitted
from microprojects.domain.suppliers import AlreadyBarred, BadCreditCode, NotBarred, SupplierKnown
from microprojects.services import suppliers
from microprojects.store import suppliers as shelf
from microprojects.store.db import db
from tests.spending import NAMES, credit_code, listed


def test_a_supplier_is_listed_with_its_code_in_the_plain_form(world):
    code = credit_code(7)

    number = suppliers.add(
        NAMES[0], f" {code[:8]}-{code[8:].lower()} ", "rongshu", actor=world["zhou"], at=world.now
    )

    assert shelf.get(db.session(), number).credit_code == code


def test_a_code_with_two_figures_changed_round_is_refused(world):
    code = credit_code(12)

    with pytest.raises(BadCreditCode):
        suppliers.add(
            NAMES[0], code[:-3] + code[-2] + code[-3] + code[-1], "rongshu", actor=world["zhou"], at=world.now
        )


def test_the_same_name_is_listed_once(world):
    listed(world)

    with pytest.raises(SupplierKnown) as refusal:
        suppliers.add(NAMES[0], credit_code(2), "rongshu", actor=world["zhou"], at=world.now)

    assert refusal.value.facts == {"name": NAMES[0]}


def test_a_supplier_needs_a_name(world):
    with pytest.raises(BadValue):
        suppliers.add("  ", credit_code(1), "rongshu", actor=world["zhou"], at=world.now)


def test_the_clerk_of_a_community_lists_no_supplier(world):
    with pytest.raises(NotPermitted):
        suppliers.add(NAMES[0], credit_code(1), "rongshu", actor=world["zhao"], at=world.now)


def test_a_barred_supplier_is_barred_once_and_may_be_admitted_again(world):
    number = listed(world)
    suppliers.bar(number, reason="两次验收不合格", actor=world["zhou"], at=world.now)

    with pytest.raises(AlreadyBarred):
        suppliers.bar(number, reason="又一次", actor=world["zhou"], at=world.now)
    suppliers.readmit(number, reason="已整改一年", actor=world["zhou"], at=world.now)

    assert shelf.get(db.session(), number).barred_at is None


def test_only_a_barred_supplier_is_admitted_again(world):
    number = listed(world)

    with pytest.raises(NotBarred):
        suppliers.readmit(number, reason="没有理由", actor=world["zhou"], at=world.now)


def test_nobody_bars_a_supplier_that_is_not_there(world):
    with pytest.raises(NotFound):
        suppliers.bar(404, reason="没有这家", actor=world["zhou"], at=world.now)


def test_the_list_is_found_by_words_and_puts_the_barred_last(world):
    first, second = listed(world, NAMES[0], 1), listed(world, NAMES[1], 2)
    suppliers.bar(first, reason="围标", actor=world["zhou"], at=world.now)

    found = [supplier.id for supplier in shelf.page(db.session(), "工程", limit=10)]

    assert found == [second, first]
    assert [supplier.id for supplier in shelf.usable(db.session())] == [second]
