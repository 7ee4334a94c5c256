"""Acceptance: a panel in which everybody sits who must, and mending that ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from microprojects.domain.errors import BadValue, NotFound, NotPermitted, WrongMoment
from microprojects.domain.inspections import (
    ContractorOnPanel,
    InspectedOnWrongDay,
    InspectionMissing,
    Item,
    ItemsFailed,
    NothingFailed,
    NotOnPanel,
    PanelIncomplete,
    PanelMember,
    RectificationMissing,
    RectifiedTooOften,
    UsersNotHeard,
)
from microprojects.domain.people import Role
from microprojects.domain.states import State
from microprojects.services import files, inspections
from microprojects.store import delivery
from microprojects.store.db import db
from tests.spending import WAN, Site


def passes(site: Site) -> None:
    """Pass the recorded inspection."""
    inspections.pass_inspection(site.number, actor=site.world["zhou"], at=site.later())


def fails(site: Site) -> None:
    """Send the work back."""
    inspections.fail_inspection(site.number, actor=site.world["zhou"], at=site.later())


def mended(site: Site) -> Site:
    """Show what was mended and ask to look again."""
    site.file("rectification")
    inspections.reinspect(site.number, actor=site.world["shi"], at=site.later())
    return site


def done(world, **given) -> Site:
    """Return a site whose work was reported complete."""
    return Site(world, **given).buy().sign().start().complete()


def test_a_good_inspection_leads_to_the_final_account(world):
    site = done(world).accept()

    assert site.state is State.SETTLING
    assert [i.outcome for i in delivery.inspections(db.session(), site.project.id)] == ["passed"]


def test_residents_are_kept_by_family_name_only(world):
    site = done(world).inspect()

    panel = delivery.undecided(db.session(), site.project.id).panel
    assert [seat["label"] for seat in panel] == [
        "街道经办",
        "社区经办",
        "评议监督员",
        "居民（林**）",
        "居民（陈**）",
        "专家",
    ]


def test_a_resident_without_account_sits_by_name(world):
    site = done(world)
    panel = [*site.panel()[:4], PanelMember(Role.RESIDENT, name="欧阳娜娜")]

    site.inspect(panel=panel)

    seats = delivery.undecided(db.session(), site.project.id).panel
    assert seats[-1] == {"role": "resident", "label": "居民（欧阳**）", "person_id": None, "proposer": False}
    passes(site)


@pytest.mark.parametrize(
    ("without", "who"),
    [
        (Role.STREET_OFFICER, "街道经办"),
        (Role.COMMUNITY_STAFF, "社区居委会的人"),
        (Role.SUPERVISOR, "评议监督员"),
    ],
)
def test_a_panel_without_one_who_must_be_there_passes_nothing(world, without, who):
    site = done(world)
    site.inspect(panel=[seat for seat in site.panel() if seat.role is not without])

    with pytest.raises(PanelIncomplete) as refusal:
        passes(site)

    assert refusal.value.facts == {"who": who}


def test_one_resident_is_too_few_and_the_proposer_is_there(world):
    site = done(world)
    site.inspect(panel=[*site.panel()[:3], *site.panel()[4:]])

    with pytest.raises(PanelIncomplete) as refusal:
        passes(site)

    assert refusal.value.facts == {"who": "居民代表、提议人（或写明为什么没来）"}


def test_a_proposer_who_does_not_come_is_replaced_by_a_reason(world):
    site = done(world)
    neighbour = PanelMember(Role.RESIDENT, name="欧阳娜娜")
    site.inspect(panel=[*site.panel()[:3], site.panel()[4], neighbour], proposer_absence="在外地看病。")

    passes(site)

    assert site.state is State.SETTLING


def test_a_proposer_sits_by_name_too(world):
    site = done(world)
    named = PanelMember(Role.RESIDENT, name=world["lin"].name)

    site.inspect(panel=[*site.panel()[:3], site.panel()[4], named])

    assert delivery.undecided(db.session(), site.project.id).panel[-1]["proposer"] is True


@pytest.mark.parametrize("who", ["张三", "chen"])
def test_nobody_sits_twice_with_or_without_an_account(world, who):
    site = done(world)
    name = world.actors[who].name if who in world.actors else who
    twice = [PanelMember(Role.RESIDENT, name=name)] * (2 if name == "张三" else 1)

    with pytest.raises(NotOnPanel):
        site.inspect(panel=[*site.panel(), *twice])


def test_large_works_need_a_technical_person(world):
    site = done(world, fiscal=10 * WAN)
    site.inspect(panel=site.panel()[:5])

    with pytest.raises(PanelIncomplete) as refusal:
        passes(site)

    assert refusal.value.facts == {"who": "技术人员"}


def test_who_works_for_a_contractor_judges_nothing(world):
    site = done(world)

    with pytest.raises(ContractorOnPanel):
        site.inspect(panel=[*site.panel(), PanelMember(Role.EXPERT, world.people["shi"])])


@pytest.mark.parametrize(
    "member",
    [
        PanelMember(Role.SUPERVISOR, 3),
        PanelMember(Role.STREET_OFFICER, None, "周强"),
        PanelMember(Role.RESIDENT),
        PanelMember(Role.FINANCE, None, "郑华"),
    ],
)
def test_nobody_sits_in_a_role_that_is_not_theirs(world, member):
    site = done(world)
    wrong = replace(member, person_id=world.people["chen"]) if member.person_id else member

    with pytest.raises(NotOnPanel):
        site.inspect(panel=[*site.panel()[:4], wrong])


def test_a_neighbour_from_another_community_is_no_resident_here(world):
    site = done(world)

    with pytest.raises(NotOnPanel):
        site.inspect(panel=[*site.panel(), PanelMember(Role.RESIDENT, world.people["tang"])])


def test_nobody_sits_twice_and_everybody_exists(world):
    site = done(world)

    with pytest.raises(NotOnPanel):
        site.inspect(panel=[*site.panel(), PanelMember(Role.EXPERT, world.people["yan"])])
    with pytest.raises(NotFound):
        site.inspect(panel=[*site.panel(), PanelMember(Role.EXPERT, 4004)])


def test_an_inspection_looks_at_something_and_on_a_day_that_can_be(world):
    site = done(world)

    with pytest.raises(BadValue):
        site.inspect(items=[])
    with pytest.raises(BadValue):
        site.inspect(items=[Item("")])
    with pytest.raises(InspectedOnWrongDay):
        site.inspect(held_on=site.today + timedelta(days=1))
    with pytest.raises(InspectedOnWrongDay):
        site.inspect(held_on=site.today - timedelta(days=1))


def test_without_the_words_of_users_nothing_passes(world):
    site = done(world).inspect(residents_opinion="")

    with pytest.raises(UsersNotHeard):
        passes(site)


def test_nothing_passes_or_fails_without_an_inspection(world):
    site = done(world)

    with pytest.raises(InspectionMissing):
        passes(site)
    with pytest.raises(InspectionMissing):
        fails(site)


def test_a_failed_item_cannot_pass_and_a_good_one_cannot_fail(world):
    site = done(world).inspect(passed=False)
    with pytest.raises(ItemsFailed):
        passes(site)
    site.inspect()

    with pytest.raises(NothingFailed):
        fails(site)


def test_writing_an_inspection_down_again_replaces_it_until_it_has_led_somewhere(world):
    site = done(world).inspect(passed=False).inspect()

    assert len(delivery.inspections(db.session(), site.project.id)) == 1
    passes(site)
    assert site.state is State.SETTLING


def test_failed_work_is_mended_in_fifteen_days_and_told_so(world):
    site = done(world).inspect(passed=False)

    fails(site)

    assert site.state is State.RECTIFYING
    assert site.told()["rectifications"] == [
        {"date_on": "2026-03-05", "failed": ["路灯"], "rectify_by_on": "2026-03-20"}
    ]


def test_looking_again_asks_for_evidence_since_the_last_inspection(world):
    site = done(world).file("rectification").inspect(passed=False)
    fails(site)

    with pytest.raises(RectificationMissing):
        inspections.reinspect(site.number, actor=world["zhou"], at=site.later())
    mended(site)

    assert site.state is State.INSPECTING


def test_mended_work_passes_by_a_new_inspection_only(world):
    site = done(world).inspect(passed=False)
    fails(site)
    mended(site)

    with pytest.raises(InspectionMissing):
        passes(site)
    site.accept()

    outcomes = [i.outcome for i in delivery.inspections(db.session(), site.project.id)]
    assert outcomes == ["failed", "passed"]


def test_after_two_rounds_of_mending_the_leader_must_decide(world):
    site = done(world)
    for _ in range(2):
        site.inspect(passed=False)
        fails(site)
        mended(site)
    site.inspect(passed=False)

    with pytest.raises(RectifiedTooOften) as refusal:
        fails(site)

    assert refusal.value.facts == {"rounds": 2, "limit": 2}


def test_only_the_street_records_and_only_what_was_completed(world):
    site = Site(world).buy().sign().start()

    with pytest.raises(WrongMoment):
        site.inspect()
    site.complete().inspect()
    with pytest.raises(NotPermitted):
        inspections.pass_inspection(site.number, actor=world["shi"], at=site.later())


def test_evidence_that_was_taken_away_again_proves_nothing(world):
    site = done(world).inspect(passed=False)
    inspections.fail_inspection(site.number, actor=world["zhou"], at=site.later())
    paper = files.attach_text(
        site.number, purpose="rectification", text="做好了。", actor=world["zhou"], at=site.later()
    )
    files.remove(paper, actor=world["zhou"], at=site.later())

    with pytest.raises(RectificationMissing):
        inspections.reinspect(site.number, actor=world["zhou"], at=site.later())
