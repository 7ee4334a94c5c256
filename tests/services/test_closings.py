"""What closes a file: enough satisfied residents or a plan, and every line of the archive."""

from __future__ import annotations

import pytest

from microprojects.domain.contracts import ContractTextMissing
from microprojects.domain.errors import BadValue, NotPermitted, WrongMoment
from microprojects.domain.settlements import (
    AlreadyInArchive,
    ArchiveIncomplete,
    ReasonToWaive,
    TooLittleSatisfied,
)
from microprojects.domain.states import State
from microprojects.services import evaluations
from microprojects.store import archive
from microprojects.store.db import db
from tests.spending import Site

TEN = ("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang")


def ended(world, **points: int) -> Site:
    """Return a site whose survey ended with ten answers, its archive complete."""
    site = Site(world).until_evaluating().answer(*TEN, **points)
    site.later(days=11)
    return site.tick()


def test_four_fifths_must_be_satisfied_unless_there_is_a_plan(world):
    site = Site(world).until_evaluating().answer(*TEN[:3], overall=3).answer(*TEN[3:])
    site.later(days=11)
    site.tick()

    with pytest.raises(TooLittleSatisfied) as refusal:
        site.close()
    evaluations.file_improvement(site.number, text="补装三盏。", actor=world["zhao"], at=site.later())
    site.close()

    assert refusal.value.facts == {"percent": 70, "need": 80}


def test_eight_of_ten_are_enough(world):
    site = Site(world).until_evaluating().answer(*TEN[:2], overall=3).answer(*TEN[2:])
    site.later(days=11)

    site.tick().close()

    assert site.state is State.CLOSED


def test_an_open_line_of_the_archive_holds_up_the_closing(world):
    site = Site(world).until_evaluating().answer(*TEN).publish()
    site.later(days=11)

    with pytest.raises(ArchiveIncomplete) as refusal:
        site.close()

    missing = str(refusal.value.facts["items"]).split("、")
    assert "管护移交" in missing
    assert not {"合同", "报价和定标", "开工报告", "结算和审核", "发票和付款凭证", "结果公开"} & set(missing)


def test_the_record_proves_its_own_lines(world):
    site = Site(world).until_evaluating().publish()

    for item in ("contract", "quotes", "acceptance", "vouchers", "settlement", "survey"):
        with pytest.raises(AlreadyInArchive):
            evaluations.tick_archive(site.number, item=item, actor=world["zhao"], at=site.later())


def test_a_line_is_waived_with_a_reason_only_and_settled_once(world):
    site = Site(world).until_evaluating()
    line = {"item": "progress_photos", "actor": world["zhao"]}

    with pytest.raises(ReasonToWaive):
        evaluations.tick_archive(site.number, waived=True, at=site.later(), **line)
    evaluations.tick_archive(site.number, waived=True, reason="夜间施工没拍", at=site.later(), **line)

    with pytest.raises(AlreadyInArchive):
        evaluations.tick_archive(site.number, at=site.later(), **line)
    with pytest.raises(BadValue):
        evaluations.tick_archive(site.number, item="gold", actor=world["zhao"], at=site.later())


@pytest.mark.parametrize("words", [{}, {"waived": True, "reason": "涉密"}])
def test_a_contract_whose_text_is_hidden_is_neither_ticked_nor_waived(world, words):
    site = Site(world).until_evaluating()

    with pytest.raises(ContractTextMissing):
        evaluations.tick_archive(
            site.number, item="contract", actor=world["zhao"], at=site.later(minutes=1), **words
        )

    site.publish()
    assert "contract" in archive.proven(db.session(), site.project)


def test_improvement_belongs_to_an_evaluation(world):
    site = Site(world)

    with pytest.raises(WrongMoment):
        evaluations.file_improvement(site.number, text="改", actor=world["zhao"], at=site.later())


def test_the_street_does_not_close_the_communitys_file(world):
    site = ended(world)

    with pytest.raises(NotPermitted):
        evaluations.close(site.number, actor=world["zhou"], at=site.later())
