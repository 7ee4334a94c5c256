"""What looks like a split project is asked about, answered by the street, judged by a supervisor; until then nothing is bought."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from microprojects.domain.errors import BadValue, NotPermitted
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.splitting import (
    NothingToAnswer,
    NothingToJudge,
    SplittingFound,
    SplittingNotJudged,
    SplittingUnanswered,
    Standing,
    WordsTooShort,
)
from microprojects.domain.states import State
from microprojects.services import procurements, splittings
from microprojects.store import splittings as shelf
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Project
from microprojects.store.splittings import SplitAnswer, SplitFlag
from tests.consulting import statements as counting
from tests.council import rules_of
from tests.spending import WAN, Site, journal_length

WHY = "两处灯由两栋楼分别提议，隔着一条河，管线不同，工期也错开三个月。"


@pytest.fixture
def pair(world):
    """Two works on one site whose sum passes the next way of buying."""
    return Site(world), Site(world, number="LZ-2026-002", fiscal=6 * WAN)


def answer(site, who="zhou", words=WHY):
    splittings.answer(site.number, words=words, actor=site.world[who], at=site.later())


def judge(site, verdict="accepted", who="he", words="看过两处现场，确是两件事。"):
    splittings.judge(site.number, verdict=verdict, words=words, actor=site.world[who], at=site.later())


def flags():
    db.session.rollback()
    return [
        (flag.id, [m.project_id for m in flag.members], flag.standing) for flag in db.session.query(SplitFlag)
    ]


def test_a_question_blocks_buying_until_it_is_answered_and_the_supervisor_accepts(pair):
    one, two = pair
    for site in pair:
        with pytest.raises(SplittingUnanswered):
            site.begin_buying()

    answer(two)
    for site in pair:
        with pytest.raises(SplittingNotJudged):
            site.begin_buying()
    two.at = max(one.at, two.at)
    judge(two)
    one.begin_buying()
    two.begin_buying()

    assert [site.state for site in pair] == [State.PROCURING] * 2


def test_two_works_whose_sum_is_exactly_the_threshold_are_not_asked_about(world):
    Site(world)

    Site(world, number="LZ-2026-002").begin_buying()

    assert splittings.raise_due(at=world.now) == 0


@pytest.mark.parametrize("given", [{"kind": "services"}, {"state": State.CANCELLED}])
def test_works_of_another_type_or_that_ended_early_are_not_counted(world, given):
    Site(
        world,
        number="LZ-2026-002",
        fiscal=6 * WAN,
        **given,
        **({"stop_reason": "不办"} if "state" in given else {}),
    )

    assert Site(world).begin_buying().state is State.PROCURING


def test_works_of_another_year_are_not_counted(pair):
    with transaction() as session:
        session.query(Project).filter_by(number="LZ-2026-002").one().approved_at -= timedelta(days=70)

    assert pair[0].begin_buying().state is State.PROCURING


def test_works_with_other_names_on_other_sites_are_not_counted(pair):
    with transaction() as session:
        found = session.query(Project).filter_by(number="LZ-2026-002").one()
        found.title, found.place = "幸福广场座椅", "幸福广场"

    assert pair[0].begin_buying().state is State.PROCURING


def test_the_supplier_that_is_chosen_brings_works_together(pair):
    one, two = pair
    with transaction() as session:
        found = session.query(Project).filter_by(number="LZ-2026-002").one()
        found.title, found.place = "幸福广场座椅", "幸福广场"
    one.buy().sign()
    two.begin_buying()
    assert splittings.raise_due(at=two.at) == 0
    for n, supplier in enumerate(one.suppliers):
        procurements.add_quote(
            two.number, supplier_id=supplier, amount_fen=6 * WAN + n, actor=two.world["zhou"], at=two.later()
        )
    procurements.choose(two.number, supplier_id=one.suppliers[0], actor=two.world["zhou"], at=two.later())

    assert splittings.raise_due(at=two.later()) == 1
    answer(two)
    judge(two)

    assert flags()[0][2] is Standing.ACCEPTED


def test_the_system_raises_a_question_once_in_the_journal_and_again_when_a_work_joins(pair):
    one, two = pair
    before = journal_length()
    assert [splittings.raise_due(at=one.later()) for _again in range(2)] == [1, 0]
    assert journal_length() == before + 1
    answer(two)
    judge(two)
    three = Site(one.world, number="LZ-2026-003", fiscal=2 * WAN)
    three.at = two.later()
    assert flags()[0][2] is Standing.ACCEPTED
    with pytest.raises(SplittingUnanswered):
        three.begin_buying()

    assert splittings.raise_due(at=three.later()) == 1

    ((_id, members, stands),) = flags()
    assert (len(members), stands) == (3, Standing.OPEN)
    with pytest.raises(SplittingUnanswered):
        one.begin_buying()


def test_a_work_that_joins_two_questions_makes_them_one_that_is_open(world):
    def placed(number, title, place):
        site = Site(world, number=number, fiscal=6 * WAN)
        with transaction() as session:
            found = session.query(Project).filter_by(number=number).one()
            found.title, found.place = title, place
        return site

    sites = [
        placed("LZ-2026-001", "东门护栏", "东门"), placed("LZ-2026-002", "东门雨棚翻新", "东门"),
        placed("LZ-2026-003", "西门照明换新", "西门"), placed("LZ-2026-004", "西门闸机改造", "西门"),
    ]  # fmt: skip
    at = sites[-1].later()
    assert splittings.raise_due(at=at) == 2
    for site in (sites[0], sites[2]):
        site.at = at
        answer(site)
    sites.append(placed("LZ-2026-005", "西门照明换新", "东门"))

    assert splittings.raise_due(at=at + timedelta(hours=5)) == 1

    ((_id, members, stands),) = flags()
    assert (len(members), stands, db.session.query(SplitAnswer).count()) == (5, Standing.OPEN, 2)


def test_a_group_that_shrinks_below_the_limit_blocks_nothing(pair):
    one, two = pair
    splittings.raise_due(at=one.later())
    with transaction() as session:
        found = session.query(Project).filter_by(number=two.number).one()
        found.state, found.stop_reason = State.CANCELLED, "并到一起办"

    assert one.begin_buying().state is State.PROCURING


def test_what_is_found_to_be_splitting_stays_blocked_until_a_new_answer_is_accepted(pair):
    one = pair[0]
    answer(one)
    judge(one, "found", words="两处是同一条灯线，应当一次采购。")
    with pytest.raises(SplittingFound):
        one.begin_buying()

    answer(one, words="两处已并成一次采购，按合起来的金额用更严的采购方式办理。")
    judge(one)

    assert one.begin_buying().state is State.PROCURING


def test_the_answer_and_the_judgement_are_in_the_journal(pair):
    one = pair[0]
    answer(one)
    judge(one)

    rows = db.session.query(JournalEntry).order_by(JournalEntry.seq.desc()).limit(2).all()

    assert [row.verb for row in rows] == ["splitting.judge", "splitting.answer"]
    assert [row.subject for row in rows] == ["project/LZ-2026-001"] * 2
    assert all(word in rows[1].body for word in (WHY, "LZ-2026-002", "11000000", "10000000"))
    assert '"verdict":"accepted"' in rows[0].body


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("不是拆分。", WordsTooShort),
        ("请打我的手机 13812345678 问清楚情况，都说得明白。", PrivacyFinding),
        ("", BadValue),
    ],
)
def test_an_answer_says_enough_and_nothing_private(pair, words, refusal):
    with pytest.raises(refusal):
        answer(pair[0], words=words)


def test_who_may_not_and_when_there_is_nothing(world, pair):
    one = pair[0]
    for who in ("he", "zheng", "zhao", "lin"):
        with pytest.raises(NotPermitted):
            answer(one, who)
    with pytest.raises(NothingToJudge):
        judge(one)
    answer(one)
    with pytest.raises(NothingToAnswer):
        answer(one)
    for who in ("zhou", "zheng", "wu"):
        with pytest.raises(NotPermitted):
            judge(one, who=who)
    with pytest.raises(WordsTooShort):
        judge(one, "found", words="是的")
    with pytest.raises(BadValue):
        judge(one, "perhaps")
    judge(one)
    with pytest.raises(NothingToJudge):
        judge(one)
    with pytest.raises(NothingToAnswer):
        answer(Site(world, number="LZ-2026-009", kind="goods"))


def test_the_database_itself_refuses_a_judge_who_answered(pair):
    answer(pair[0])

    with pytest.raises(IntegrityError), transaction() as session:
        given = session.query(SplitAnswer).one()
        given.verdict, given.judged_at, given.judged_by_id = "accepted", pair[0].at, given.answered_by_id


def test_rules_that_do_not_watch_ask_nothing(pair):
    rules_of(pair[0].world, **{"splitting.watch": False})

    assert pair[0].begin_buying().state is State.PROCURING
    assert splittings.raise_due(at=pair[0].at) == 0


def test_looking_over_a_community_takes_one_statement_however_many_works_there_are(world):
    sites = [Site(world, number=f"LZ-2026-{n:03}", fiscal=WAN) for n in range(1, 13)]
    session, project = db.session(), sites[0].project
    place = shelf.place_of(project)

    with counting(db.engine) as statements:
        found = shelf.works(session, place)

    assert (len(found), len(statements)) == (12, 1)
