"""Marks after a finished contract: one set of each side, and another only as a new version with its reason."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from microprojects.domain.contracts import ContractMissing
from microprojects.domain.errors import BadValue, NotPermitted
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.supplier_marks import MarkedAlready, Marks, NotFinished
from microprojects.services import supplier_marks as deeds
from microprojects.store.db import db, transaction
from microprojects.store.supplier_marks import SupplierMark, averages
from tests.auditing import settled
from tests.spending import Site

GOOD = Marks(on_time=5, quality=4, price=4, aftercare=3, words="灯亮，路面也修平了。")


def give(site, marks=GOOD, *, who="zhou"):
    deeds.give(site.number, marks, actor=site.world[who], at=site.later())


def kept():
    db.session.rollback()
    return [
        (each.side, each.version, each.points, each.reason)
        for each in db.session.query(SupplierMark).order_by(SupplierMark.id)
    ]


POINTS = {"on_time": 5, "quality": 4, "price": 4, "aftercare": 3}


def test_staff_and_supervisor_give_marks_once_each(world):
    site = settled(world, 1)

    give(site)
    give(site, who="he")

    assert kept() == [("staff", 1, POINTS, ""), ("supervisor", 1, POINTS, "")]
    assert averages(db.session(), [site.suppliers[0]])[site.suppliers[0]].contracts == 1


@pytest.mark.parametrize("who", ["zhou", "zhao"])
def test_a_side_that_gave_marks_gives_no_others_without_a_reason(world, who):
    site = settled(world, 1)
    give(site)

    with pytest.raises(MarkedAlready):
        give(site, who=who)


def test_with_a_reason_they_are_a_new_version_that_counts(world):
    site = settled(world, 1)
    give(site)

    worse = Marks(on_time=1, quality=1, price=1, aftercare=1, words="灯坏了。", reason="一个月后灯坏了")
    give(site, worse)

    assert [(version, reason) for _side, version, _points, reason in kept()] == [
        (1, ""), (2, "一个月后灯坏了"),
    ]  # fmt: skip
    assert averages(db.session(), [site.suppliers[0]])[site.suppliers[0]].overall == 10


def test_no_marks_before_the_account_is_settled(world):
    site = Site(world).until_settling()

    with pytest.raises(NotFinished):
        give(site)


def test_no_marks_without_a_contract(world):
    with pytest.raises(ContractMissing):
        give(Site(world))


@pytest.mark.parametrize("who", ["lin", "shi", "zheng", "huang", "wu"])
def test_nobody_else_gives_marks(world, who):
    site = settled(world, 1)

    with pytest.raises(NotPermitted):
        give(site, who=who)


@pytest.mark.parametrize("words", ["", "x" * 201])
def test_a_sentence_belongs_to_them(world, words):
    site = settled(world, 1)

    with pytest.raises(BadValue):
        give(site, Marks(**POINTS, words=words))


def test_the_sentence_holds_nobodys_telephone(world):
    site = settled(world, 1)

    with pytest.raises(PrivacyFinding):
        give(site, Marks(**POINTS, words="老板 13800138000"))


@pytest.mark.parametrize("change", [delete(SupplierMark), update(SupplierMark).values(quality=5)])
def test_marks_stay(world, change):
    give(settled(world, 1))

    with pytest.raises(DatabaseError, match="stays"), transaction() as session:
        session.execute(change)
