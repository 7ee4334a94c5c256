"""Where names of residents are looked for: in every word of a plan, on papers, whoever writes for the office, however it is set."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from microprojects.domain.funds import Donor
from microprojects.domain.minutes import published
from microprojects.domain.money import Fen
from microprojects.domain.names import NamesFound
from microprojects.services import delivery, files, funds
from microprojects.store import files as rows
from microprojects.store.cleared_names import named_in
from microprojects.store.comments import Comment
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from tests.consulting import PLAN, a_project, edit
from tests.discussing import write
from tests.first_deliberation import accepted, draft
from tests.services.test_private_files import typeset
from tests.spending import Site
from tests.world import LIZHI

NAME = "林秀英"  # a resident of Lizhi without an office
TOLD = f"已和{NAME}说好，下周动工。"


def attach(world, to, *, by="zhao", words=TOLD, **how):
    return files.attach(
        to, purpose=how.pop("purpose", "other"), upload=typeset(words), name="a.pdf",
        actor=world[by], at=world.now, **how,
    )  # fmt: skip


@pytest.mark.parametrize("part", ["label", "quantity", "basis"])
def test_every_word_of_a_line_of_a_plan_is_looked_through(part, world):
    a_project(world)
    line = replace(PLAN.lines[0], **{part: f"{NAME}家门前 2 盏"})

    with pytest.raises(NamesFound):
        edit(world, lines=(line, *PLAN.lines[1:]))


def test_a_donor_who_agreed_is_named_and_nobody_else_in_the_papers(world):
    site = Site(world).buy()
    donor = Donor("person", NAME, consented=True)
    told = {"amount_fen": Fen(100), "donor": donor, "actor": world["zheng"], "at": site.later()}

    with pytest.raises(NamesFound):
        funds.record_social(site.number, document=f"{NAME}交来的收据", **told)
    funds.record_social(site.number, document="收据 7 号", **told)


def test_a_paper_of_the_office_that_is_to_be_public_names_nobody(world):
    number = accepted(world)

    with pytest.raises(NamesFound):
        attach(world, number)
    assert attach(world, number, public=False)


def test_a_paper_of_a_resident_is_not_refused_for_a_name_and_waits_for_a_second_person_with_or_without(world):
    number = draft(world)

    known, unknown = (
        attach(world, number, by="lin", purpose="proposal", words=words)
        for words in (TOLD, "已和毕秀英说好，下周动工。")
    )

    assert [rows.get(db.session(), each).public for each in (known, unknown)] == [False, False]


def test_who_was_appointed_for_one_thing_is_told_in_what_they_write_for_it_alone(world):
    site = Site(world).buy().sign().publish().start()
    who = {"at": site.later()}

    with pytest.raises(NamesFound):
        delivery.write_note(site.number, text=TOLD, actor=world["he"], **who)
    with pytest.raises(NamesFound):
        delivery.report_progress(site.number, percent=10, text=TOLD, actor=world["shi"], **who)
    with pytest.raises(NamesFound):
        attach(world, site.number, by="shi", purpose="progress")


def test_the_same_person_is_not_told_where_a_resident_may_write(world):
    a_project(world)

    assert write(world, "yan", TOLD, "neutral")


@pytest.mark.parametrize("set_as", ["林 秀英", "林\u3000秀\u3000英", "林\u200b秀英", "\uf9f4秀英"])
def test_a_name_that_is_set_apart_is_the_same_name(set_as, world):
    assert named_in(db.session(), f"联系{set_as}。", LIZHI) == [NAME]


@pytest.mark.parametrize("set_as", [NAME, "林 秀英", "林\u3000秀 英", "林\u200b秀英"])
def test_minutes_mask_a_name_however_it_is_set(set_as):
    assert published(f"{set_as}发言：赞成。", [NAME]) == "林**发言：赞成。"


@pytest.mark.parametrize("set_as", [NAME, "林 秀英", "林\u3000秀 英", "林\u200b秀英", "\uf9f4秀英"])
def test_in_what_a_resident_wrote_only_the_family_name_of_a_neighbour_stands(set_as, world):
    a_project(world)

    write(world, "chen", f"{set_as}家门口也黑。")

    text = db.session.scalars(select(Comment.text)).one()
    newest = db.session.scalars(select(JournalEntry.body).order_by(JournalEntry.seq.desc())).first()
    assert text == "林**家门口也黑。"
    assert json.loads(newest)["facts"]["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
