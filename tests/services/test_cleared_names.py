"""What the office writes for everybody names no resident who did not agree; what residents write tells nobody who is known."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest

from microprojects.domain.consultations import CONCLUSIONS
from microprojects.domain.errors import NotPermitted
from microprojects.domain.names import GroundUnknown, NameAsked, NameSameHands, NamesFound, NameUnknown
from microprojects.services import cleared_names as deeds
from microprojects.services import comments, consultations, suppliers
from microprojects.store import cleared_names
from microprojects.store.db import db, transaction
from microprojects.store.people import Person
from tests.consulting import NUMBER, PLAN, a_project, edit, statements
from tests.discussing import write
from tests.spending import Site, credit_code

NAME = "林秀英"  # a resident of Lizhi without an office
TOLD = f"已和{NAME}说好，下周动工。"


def reply(world, by="zhao", text=TOLD):
    return write(world, by, text, "neutral")


def clear(world, name=NAME, ground="agreed", by="zhao", second="qian"):
    number = deeds.ask("lizhi", name=name, ground=ground, actor=world[by], at=world.now)
    if second:
        deeds.confirm(number, actor=world[second], at=world.now)
    return number


@contextmanager
def named():
    """The words inside name a resident, and the refusal says which and how to write it."""
    with pytest.raises(NamesFound) as refused:
        yield
    assert NAME in str(refused.value)
    assert "林**" in str(refused.value)
    assert refused.value.status == 422


def test_the_office_is_told_which_name_it_wrote(world):
    a_project(world)

    with named():
        reply(world)


def test_a_resident_is_never_told_whether_a_name_is_known(world):
    a_project(world)

    known = write(world, "chen", TOLD, "neutral")
    unknown = write(world, "chen", "已和毕秀英说好，下周动工。", "neutral")

    assert unknown == known + 1


@pytest.mark.parametrize("by", ["he", "yan", "shi"])
def test_who_does_not_write_for_the_office_is_not_told_either(by, world):
    site = Site(world).buy().sign().start()

    try:
        comments.write(site.number, text=TOLD, stance="neutral", actor=world[by], at=site.later())
    except NotPermitted:
        assert by == "shi"


@pytest.mark.parametrize("text", ["已和林女士说好。", "赵敏、钱勇去看过。", "唐敏说好。", "秀英路 12 号"])
def test_officers_people_of_elsewhere_and_parts_of_a_name_are_left_alone(text, world):
    a_project(world)

    assert reply(world, text=text)


def test_whoever_agreed_to_be_named_may_be_named(world):
    a_project(world)
    with transaction() as session:
        session.get(Person, world.people["lin"]).name_shown_since = world.now

    assert reply(world)


def test_every_deed_of_the_office_is_looked_through(world):
    a_project(world)
    who = {"at": world.now}
    comment = write(world, "chen", "我赞成。")
    said = {"body": "community", "conclusion": next(iter(CONCLUSIONS)), "text": TOLD}
    tried = {
        "hide": lambda: comments.hide(comment, reason=TOLD, actor=world["zhao"], **who),
        "opinion": lambda: consultations.give_opinion(NUMBER, actor=world["zhao"], **said, **who),
        "plan": lambda: edit(world, feasibility=TOLD),
        "cost": lambda: edit(world, lines=(replace(PLAN.lines[0], label=f"{NAME}家门前"), *PLAN.lines[1:])),
        "defer": lambda: consultations.defer(NUMBER, reason=TOLD, actor=world["zhou"], **who),
        "refer": lambda: consultations.refer(
            NUMBER, receiver="城管", reason=TOLD, actor=world["zhou"], **who
        ),
        "supplier": lambda: suppliers.add(
            street_slug="rongshu",
            name=f"{NAME}建材行",
            credit_code=credit_code(7),
            actor=world["zhou"],
            **who,
        ),
    }
    for deed in tried.values():
        with named():
            deed()


def test_a_name_that_two_agreed_on_may_be_written_until_it_is_taken_back(world):
    a_project(world)
    number = clear(world, second=None)
    with named():
        reply(world)
    with pytest.raises(NameSameHands):
        deeds.confirm(number, actor=world["zhao"], at=world.now)

    deeds.confirm(number, actor=world["qian"], at=world.now)
    assert reply(world)

    deeds.withdraw(number, actor=world["qian"], at=world.now)
    with named():
        reply(world, text=f"又和{NAME}说过。")


def test_a_word_that_is_somebodys_name_is_cleared_in_its_own_community_alone(world):
    a_project(world)
    clear(world, ground="no_person")

    assert cleared_names.named_in(db.session(), TOLD, "minghu/rongshu/lizhi") == []
    assert cleared_names.named_in(db.session(), "唐敏", "minghu/rongshu") == ["唐敏"]


def test_what_cannot_be_asked_or_confirmed_is_refused(world):
    number = clear(world)

    with pytest.raises(NameAsked):
        clear(world)
    with pytest.raises(GroundUnknown):
        clear(world, name="陈建国", ground="")
    with pytest.raises(NameUnknown):
        deeds.confirm(number, actor=world["sun"], at=world.now)
    with pytest.raises(NameUnknown):
        deeds.withdraw(99, actor=world["sun"], at=world.now)
    for name in ("lin", "he", "guo"):
        with pytest.raises(NotPermitted):
            clear(world, name="陈建国", by=name)


def test_the_look_at_names_is_one_statement(world):
    a_project(world)
    with statements(db.engine) as by_a_resident:
        write(world, "chen", "我赞成。")
    with statements(db.engine) as by_the_office:
        reply(world, text="谢谢，已转给街道。")

    assert sum("cleared_names" in each for each in by_a_resident) == 1
    assert sum("cleared_names" in each for each in by_the_office) == 1
