"""The library: a good closed project is offered by one and let in by another, is taken out with a reason, and is copied."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from microprojects.domain import library as law
from microprojects.domain.errors import BadValue, NotPermitted
from microprojects.domain.library import Standing
from microprojects.domain.privacy import PrivacyFinding
from microprojects.services import evaluations
from microprojects.services import library as deeds
from microprojects.store import library
from microprojects.store.db import db, transaction
from microprojects.store.library import LibraryCopy, LibraryEntry
from microprojects.store.library_lists import WantedEntries, copies_of, page
from microprojects.store.projects import Project
from tests.council import statements
from tests.living import lived_once
from tests.spending import WAN, Site

WHY = "一万元以内，谁家都装得起。"
LEARNT = "先查管线，再定灯位。"


@pytest.fixture
def site(world, bench):
    """A closed work of 50,000 yuan, with which all eleven who answered are satisfied."""
    return lived_once(bench, world, "closed_site", lambda here: Site(here).until_closed())


def offer(site, who="zhao", **words):
    given = {"reason": WHY, "lessons": LEARNT} | words
    return deeds.offer(site.number, **given, actor=site.world[who], at=site.later())


def decide(site, who="huang", *, enters=True, reason="好抄，价钱实在。"):
    deeds.decide(site.number, enters=enters, reason=reason, actor=site.world[who], at=site.later())


def remove(site, reason="厂家停产，灯具买不到了。", who="huang"):
    deeds.remove(site.number, reason=reason, actor=site.world[who], at=site.later())


def stands(site):
    db.session.rollback()
    return [each.standing for each in library.versions(db.session(), site.project.id)]


def test_what_was_offered_waits_until_another_person_lets_it_in(site):
    assert offer(site) == 1
    waiting = stands(site)

    decide(site)

    (entry,) = library.versions(db.session(), site.project.id)
    assert waiting == [Standing.OFFERED]
    assert (entry.standing, entry.amount_fen, entry.answers, entry.percent) == (Standing.IN, 5 * WAN, 11, 100)
    assert (entry.reason, entry.lessons, entry.decided_reason) == (WHY, LEARNT, "好抄，价钱实在。")


def test_the_list_shows_only_what_is_in(site):
    offer(site)
    before = page(db.session(), WantedEntries(), number=1, size=30)
    decide(site)

    listed, found = page(
        db.session(), WantedEntries(type="works", community="lizhi", band="to_5"), number=1, size=30
    )

    assert before == ([], 0)
    assert (listed[0].number, listed[0].copies, found) == (site.number, 0, 1)
    for other in (WantedEntries(type="goods"), WantedEntries(community="mumian"), WantedEntries(band="to_3")):
        assert page(db.session(), other, number=1, size=30) == ([], 0)


def test_an_open_file_is_not_offered(world):
    with pytest.raises(law.NotFinished):
        offer(Site(world).until_evaluating())


def test_below_the_bar_nothing_comes_in_whatever_the_plan_says(world):
    site = Site(world).until_evaluating()
    site.answer("liu", "an", "bai", "cai", "deng", "fan", "gu").answer("hai", "jin", "kang", overall=3)
    site.later(days=11)
    site.tick()
    evaluations.file_improvement(site.number, text="补装三盏。", actor=world["zhao"], at=site.later())
    site.close()

    with pytest.raises(law.NotSatisfied) as no:
        offer(site)

    assert no.value.facts == {"percent": 70, "need": 80}


def test_who_offered_does_not_let_it_in(site):
    zhao, huang = site.world["zhao"], site.world["huang"]
    both = replace(huang, grants=(*huang.grants, *zhao.grants))
    deeds.offer(site.number, reason=WHY, lessons=LEARNT, actor=both, at=site.later())

    with pytest.raises(law.SameHand):
        deeds.decide(site.number, enters=True, reason="好。", actor=both, at=site.later())


def test_the_database_wants_two_persons(site):
    offer(site)

    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(
            text("UPDATE library_entries SET verdict = 'entered', decided_reason = 'x', decided_at = offered_at,"
                 " decided_by_id = offered_by_id")
        )  # fmt: skip


@pytest.mark.parametrize("who", ["lin", "feng", "he", "huang"])
def test_only_the_community_and_the_street_offer(site, who):
    with pytest.raises(NotPermitted):
        offer(site, who)


@pytest.mark.parametrize("who", ["zhao", "zhou", "he"])
def test_only_the_district_decides(site, who):
    offer(site)

    with pytest.raises(NotPermitted):
        decide(site, who)


def test_it_is_offered_once_until_it_is_decided_and_out_again(site):
    offer(site)
    with pytest.raises(law.InLibrary):
        offer(site)
    decide(site)
    with pytest.raises(law.InLibrary):
        offer(site)
    remove(site)

    assert offer(site) == 2
    assert stands(site) == [Standing.OFFERED, Standing.OUT]


def test_what_was_declined_can_be_offered_again(site):
    offer(site)
    decide(site, enters=False, reason="还没有第二家做成。")

    offer(site)

    assert stands(site) == [Standing.OFFERED, Standing.DECLINED]


def test_nothing_is_decided_or_taken_out_that_is_not_there(site):
    with pytest.raises(law.NotWaiting):
        decide(site)
    with pytest.raises(law.NotIn):
        remove(site)


@pytest.mark.parametrize(
    ("words", "no"),
    [
        ({"reason": ""}, BadValue),
        ({"lessons": ""}, BadValue),
        ({"lessons": "打 13800138000"}, PrivacyFinding),
    ],
)
def test_the_words_are_there_and_fit_for_the_public(site, words, no):
    with pytest.raises(no):
        offer(site, **words)


def test_a_proposal_is_begun_with_the_words_of_an_entry(site):
    offer(site)
    decide(site)

    draft_id = deeds.copy(site.number, "lizhi", actor=site.world["liu"], at=site.later())

    draft = db.session.get(Project, draft_id)
    source = library.source_of(db.session(), draft_id)
    assert (draft.title, draft.problem, draft.content, draft.place) == (
        "三巷路灯",
        "看不清路。",
        "装路灯。",
        "",
    )
    assert (draft.beneficiaries, draft.proposer_id, draft.number) == (0, site.world.people["liu"], None)
    assert (source.entry.project.number, source.entry.version) == (site.number, 1)
    assert copies_of(db.session(), site.project.id) == []  # a draft is nobody's business yet


def test_the_office_copies_for_a_resident(site):
    offer(site)
    decide(site)

    made = deeds.copy(
        site.number, "lizhi", proposer_id=site.world.people["liu"], actor=site.world["zhao"], at=site.later()
    )

    draft = db.session.get(Project, made)
    assert (draft.proposer_id, draft.entered_by_id) == (site.world.people["liu"], site.world.people["zhao"])


def test_what_is_not_in_is_not_copied(site):
    offer(site)

    with pytest.raises(law.NotIn):
        deeds.copy(site.number, "lizhi", actor=site.world["liu"], at=site.later())


CHANGES = (
    delete(LibraryEntry),
    delete(LibraryCopy),
    update(LibraryEntry).values(reason="x"),
    update(LibraryEntry).values(amount_fen=1),
    update(LibraryEntry).values(decided_reason="x"),
    update(LibraryEntry).values(removed_reason="x"),
    update(LibraryCopy).values(entry_id=2),
)


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_decided_stays(site, change):
    offer(site)
    decide(site)
    deeds.copy(site.number, "lizhi", actor=site.world["liu"], at=site.later())
    remove(site)

    with pytest.raises(DatabaseError, match="stays"), transaction() as session:
        session.execute(change)


def test_each_deed_takes_few_statements(site):
    sent = []
    for deed in (offer, decide, remove):
        with statements(db.engine) as seen:
            deed(site)
        sent.append(len(seen))

    assert max(sent) <= 15, sent
