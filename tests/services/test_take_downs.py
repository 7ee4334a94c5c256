"""What was hidden is read nowhere: in no version, on no page, in nothing that is told later."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.corrections import BLACKED, NotCorrectable
from microprojects.domain.disclosures import NoVersionStands
from microprojects.domain.objections import WindowRunning
from microprojects.domain.states import State
from microprojects.services import delivery, disclosures, evaluations, procurements, proposals
from microprojects.services._resolution import publish_ratification
from microprojects.store.db import db, transaction
from microprojects.store.delivery import Progress
from microprojects.store.disclosures import Disclosure
from microprojects.store.files import Attachment
from microprojects.store.votes import Vote
from tests.noticing import NUMBER, latest, on_notice, window
from tests.sites_kept import begun
from tests.spending import WAN, Site

NAMED = "住在三巷的王小明把路口占了。"


def words_of(rows) -> str:
    return json.dumps([row.body for row in rows], ensure_ascii=False)


def shown(site: Site) -> str:
    """Return everything that stands in versions that are not hidden."""
    db.session.rollback()
    rows = db.session.scalars(select(Disclosure).where(Disclosure.taken_down_at.is_(None)))
    return words_of(row for row in rows if row.project_id == site.project.id)


@pytest.fixture
def site(session, world, bench):
    """A site on which a report names a resident."""
    built = begun(world, bench)
    delivery.report_progress(built.number, percent=10, text=NAMED, actor=world["shi"], at=built.later())
    return built


def test_a_report_is_hidden_with_the_version_that_told_it_first(site, client):
    site.take_down()

    site.progress(30)

    assert NAMED not in shown(site)
    assert [(each["percent"], each["text"] == BLACKED) for each in site.told()["progress"]] == [
        (10, True),
        (30, False),
    ]
    assert NAMED not in client.get(f"/projects/{site.number}").text


def test_the_version_without_what_was_hidden_is_published_at_once(site):
    site.take_down()

    versions = site.published()
    assert (versions[-2].taken_down_at is None, versions[-1].taken_down_at) == (False, None)
    assert versions[-1].reason == "写了个人信息"


def test_the_journal_binds_the_version_that_takes_the_place(site):
    site.take_down()

    version = site.published()[-1]
    assert version.journal_seq is not None


def test_every_version_that_shows_a_hidden_report_is_taken_down(site):
    first = site.published()[-1]
    site.progress(30).pay(100, 1)

    site.take_down(hidden=["progress.0.text"])

    assert NAMED not in shown(site)
    assert db.session.get(Disclosure, first.id).taken_down_at is not None
    assert [each["percent"] for each in site.told()["progress"]] == [10, 30]


def test_words_that_no_row_of_the_site_holds_stay_blacked_out_in_what_is_told_later(session, world):
    site = Site(world).begin_buying()
    procurements.fail_tender(site.number, reason="王小明没来。", actor=world["zhou"], at=site.later())

    site.take_down(hidden=["procurement.0.fail_reason", "headline"])

    site.buy()
    assert site.told()["procurement"][0]["fail_reason"] == BLACKED
    assert "王小明" not in shown(site)


def test_a_picture_that_was_hidden_is_public_no_more(site):
    with transaction() as session:
        session.add(
            Attachment(
                project_id=site.project.id, purpose="progress", name="a.webp", media_type="image/webp", size=9,
                sha256="a" * 64, caption="王小明在路口", public=True, added_at=site.at,
                added_by_id=site.world.people["zhou"],
            )
        )  # fmt: skip
    site.progress(30)

    site.take_down(hidden=["photos.0.caption"])

    assert site.told()["photos"] == []
    assert "王小明在路口" not in shown(site)
    assert (
        db.session.scalars(select(Attachment.public).where(Attachment.caption == "王小明在路口")).one()
        is False
    )


def test_only_what_the_version_told_first_is_hidden_where_nobody_says_more(site):
    site.progress(30)

    site.take_down()

    hidden = db.session.scalars(select(Progress.hidden_at).order_by(Progress.id)).all()
    assert [at is None for at in hidden] == [True, False]


@pytest.mark.parametrize("path", ["payments.0.payee", "nothing", "paid_fen"])
def test_what_is_no_wording_is_not_hidden(site, path):
    with pytest.raises(NotCorrectable):
        site.take_down(hidden=[path])


def test_a_hidden_result_holds_the_evaluation_up(session, world):
    site = Site(world, kind="services").until_settling().account(5 * WAN).pay(5 * WAN, 3).settle()
    site.take_down("result", hidden=[])
    site.later(days=9)

    with pytest.raises(NoVersionStands):
        site.evaluate()

    assert site.state is State.RESULT_NOTICE


def test_a_corrected_result_has_its_whole_notice_before_it(session, world):
    site = Site(world, kind="services").until_settling().account(5 * WAN).pay(5 * WAN, 3).settle()
    site.take_down("result", hidden=["lessons"])
    site.later(days=4)

    with pytest.raises(WindowRunning):
        evaluations.open_evaluation(site.number, actor=world["zhao"], at=site.at)


def test_a_project_with_a_hidden_result_is_not_closed(session, world):
    site = Site(world).until_evaluating()
    site.answer("liu", "an", "bai", "cai", "deng", "fan", "gu", "hai", "jin", "kang")
    site.take_down("result", hidden=[])
    site.later(days=12)

    with pytest.raises(NoVersionStands):
        site.tick().close()


def test_a_withdrawn_consent_hides_the_name_in_what_was_published(session, world, client):
    on_notice(world, proposer_display="real_with_consent")
    proposals.show_name(NUMBER, shown=True, actor=world["lin"], at=world.now)
    first = disclosures.correct(
        latest().id,
        changes={"contact.phone": "0000-1234 9999"},
        reason="更正",
        actor=world["zhao"],
        at=world.now,
    )
    name, last_day = world["lin"].name, window().last_day
    assert latest().body["proposer"] == name

    proposals.show_name(NUMBER, shown=False, actor=world["lin"], at=world.now + timedelta(days=2))

    assert (latest().version, latest().body["proposer"]) == (3, "居民（林**）")
    assert name not in client.get(f"/disclosures/{first}").text
    assert (window().disclosure_id, window().last_day) == (latest().id, last_day)


def test_a_withdrawn_consent_publishes_nothing_where_nothing_shows_the_name(session, world):
    on_notice(world)

    proposals.show_name(NUMBER, shown=False, actor=world["lin"], at=world.now)

    assert latest().version == 1


def test_a_decision_that_was_hidden_is_ratified_without_its_words(session, world):
    on_notice(world)
    with transaction() as session:
        decision = session.get(Disclosure, latest().id)
        decision.taken_down_at, decision.take_down_reason = world.now, "写了个人信息"
        vote = session.scalars(select(Vote)).one()

        told = publish_ratification(session, vote, actor=world["zhou"], at=world.now)

        assert told is not None
        assert not {"content", "problem", "summary", "place"} & set(told.body)
        assert told.body["ratification"]["vote"]["in_favour"] == 9
