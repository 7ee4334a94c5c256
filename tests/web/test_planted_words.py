"""Every word that any deed is told is looked through, or lies where nobody but its handlers reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from microprojects.domain.funds import Donor
from microprojects.domain.money import Fen
from microprojects.domain.motions import Hands
from microprojects.domain.people import SYSTEM
from microprojects.domain.poll_imports import Asked
from microprojects.domain.sessions import Origin
from microprojects.services.areas import Office
from microprojects.services.residents import Registration, Seen, WalkIn
from microprojects.services.successions import Successor
from tests import imported
from tests.benches import SqliteBench
from tests.lives import TODAY
from tests.planted import WORDS
from tests.planting import Planter, counters
from tests.web import walking
from tests.web.conftest import PASSWORD, Wall
from tests.web.walking import SETTLED, Site, attempt, filled

TOLD = "told in every way"
# What is found by it or chosen from a list, and is no text; such a word is refused when it is something else.
CHOSEN = frozenset(
    {
        "number", "reference", "community_slug", "community", "area_path", "path", "area", "area_slug",
        "slug", "subject", "project", "projects", "exclusive", "into", "entry", "entries", "serial",
        "serials", "building", "kind", "side", "stance", "channel", "outcome", "ground", "conclusion",
        "code", "mode", "way", "purpose", "key", "spec", "type", "theme", "nature", "display",
        "owner_consent", "procurement_mode", "verdict", "effect", "ending", "choice", "item", "scheme",
        "word", "once", "commitment", "secret", "holder", "client", "seen", "wish", "members", "declined",
        "hidden", "dice", "seed", "seed_source", "credit_code", "username", "password", "old", "new",
        "phone", "typed", "address", "origin", "answer_ids", "body", "choices", "district_slug",
        "giver_slug", "taker_slug", "which",
    }
)  # fmt: skip
# What is masked, hashed or sealed before it is kept, so that it lies nowhere as it was told.
SEALED = frozenset(
    {
        "challenges.file.name",
        "files.attach.name",
        "inspections.record_inspection.panel[].name",
        "kept_minutes.attach_scan.name",
        "objections.file.contact",
        "paper_readings.add_photo.name",
        "postings.record_post.name",
    }
)
# What these trials do not reach, because a life of its own stands before it; who looks through it.
ELSEWHERE = {
    "consultations.allow_over_cap.reason": "`_said`; tests/services/test_consultations.py",
    "councils.unseat.reason": "one of a list",
    "delegations.record.paper": "the paper's number; the public reads its digest",
    "kept_minutes.rule.text": "`public_line`; tests/services/test_kept_minutes.py",
    "motions.decide.text": "`public_line`; tests/services/test_motions.py",
    "poll_counts.draw_lot.witnesses": "`public_line`; tests/services/test_poll_counts.py",
    "successions.replace.reason": "one of a list",
    "grants.appoint.name": "an officer's, who acts in public",
    "objections.withdraw.reason": "`public_text`, where somebody else takes it back",
    "paper_readings.decide.told.reason": "one of a list",
    "paper_readings.read.told.reason": "one of a list",
    "payment_imports.apply.data": "each cell by `public_line`; tests/services/test_payment_imports.py",
    "outlines.apply.data": "only its positions are kept",
    "outlines.apply_points.data": "only its positions are kept",
    "outlines.preview.data": "kept nowhere",
    "outlines.preview_points.data": "kept nowhere",
    "payment_imports.preview.data": "kept nowhere",
    "proposal_sheets.preview.data": "kept nowhere",
    "poll_imports.preview.data": "kept nowhere",
    "poll_texts.redeem.name": "compared with the roll, and kept nowhere",
    "rolls.apply.data": "the roll, sealed; as `rolls.keep.data`",
    "rolls.preview.data": "kept nowhere",
    "suppliers.add.street_slug": "found by it",
    "comments.restore.reason": "`clean`; tests/services/test_comments.py",
    "escalations.answer.step": "one of a list",
    "escalations.escalate.why": "for who answers the objection above",
    "grids.apply.data": "buildings, for the office",
    "grids.keep.data": "buildings, for the office",
    "grids.preview.data": "kept nowhere",
    "payments.refund.cause": "one of a list",
    "objection_groups.group.reason": "`public_text`; tests/services/test_objection_groups.py",
    "objection_groups.ungroup.reason": "`public_text`; tests/services/test_objection_groups.py",
}
# Where words lie that are not looked through, and why nobody reads them there. What shows none of them: `test_leaks.py`.
INSIDE = {
    "ballot_drafts.holder": "a hash names the holder; nobody is shown it",
    "cleared_names.name": "for who writes for the office; the journal reads why, not whom",
    "comment_reports.reason": "for who looks through comments",
    "estimate_lines.label": "a draft; handed in only when it is clean",
    "estimate_lines.quantity": "a draft; handed in only when it is clean",
    "minutes.text": "a draft; published redacted",
    "objections.facts": "for the two who handle the objection",
    "objections.wish": "for the two who handle the objection",
    "observers.name": "for the room; the public reads how many came",
    "people.building": "for the roll",
    "people.name": "shown as family name and stars",
    "projects.beneficiary_group": "a draft; handed in only when it is clean",
    "projects.content": "a draft; handed in only when it is clean",
    "projects.over_cap_note": "a draft; handed in only when it is clean",
    "projects.own_contribution_note": "a draft; handed in only when it is clean",
    "projects.place": "a draft; handed in only when it is clean",
    "projects.problem": "a draft; handed in only when it is clean",
    "projects.search_words": "what a draft is found by, by its owner alone",
    "projects.summary": "a draft; handed in only when it is clean",
    "projects.title": "a draft; handed in only when it is clean",
    "proposal_returns.items": "for the proposer",
    "proposal_returns.reason": "for the proposer",
    "screenings.answers": "for the office",
    "votes.witnesses": "for the minutes, which are published redacted",
}
FOUND = "privacy-finding"
# The door of an office is its address.
OWN_DOOR = {("areas.describe.office.address", kind) for kind in WORDS if kind.startswith("door")}
# Where a name of a resident may stand in what everybody reads, and why.
NAMED = {
    "areas.add.name": "the operator's, at the command line",
    "areas.describe.office.address": "the operator's, at the command line",
    "areas.describe.office.hours": "the operator's, at the command line",
    "areas.describe.office.name": "the operator's, at the command line",
    "areas.describe.office.phone": "the operator's, at the command line",
    "files.attach.name": "seen by who added the file and by the office",
    "polls.cancel.reason": "of a poll in a community that is not hers",
}
# A sheet of one proposal that was collected elsewhere.
BROUGHT = (
    "编号,提议人,想办什么事,哪一类,主题,在哪里,为什么要办,大约多少人受益,大概要多少钱\n"
    "A-1,陈建国,更换路灯,工程,安全,三栋前,晚上看不清路。,612,62000\n"
)


@pytest.fixture
def engine_name() -> str:
    """One engine: the copies are made of its file."""
    return "sqlite"


@pytest.fixture
def planter(app: Flask, bench: SqliteBench, wall: Wall, monkeypatch: pytest.MonkeyPatch) -> Planter:
    """What came of planting words while many lives were told, every form was sent, and what they leave out was tried."""
    if TOLD not in bench.kept:
        made = Planter(bench)
        made.watch(monkeypatch)
        wall.at = TODAY
        settled = walking.settle(app)
        if SETTLED not in bench.kept:
            bench.keep(SETTLED, settled)
        site = Site(app, bench, *bench.kept[SETTLED])
        walking.remember_forms(site, monkeypatch)
        site.restore()
        _send_all(site)
        with app.app_context():
            for name, told in _besides(site):
                made.tell(name, told)
        site.close()
        bench.kept[TOLD] = made
    planter: Planter = bench.kept[TOLD]
    return planter


def _send_all(site: Site) -> None:
    for rule in site.rules("POST"):
        client, path = site.browser(site.who_may(rule)), site.address(rule)
        if "GET" in (rule.methods or ()):
            attempt(client, path)  # notes the form
        attempt(client, path, method="POST", data={"csrf_token": client.csrf_token(), **filled(site, rule)})
        if site.changed():
            site.restore()


def _besides(site: Site) -> Iterator[tuple[str, dict[str, Any]]]:
    """Deeds that no form of the walk brings as far as their words."""
    world, ids, numbers = site.lives.world, site.lives.ids, site.lives.numbers
    admin, leader, staff = ({"actor": world[name], "at": TODAY} for name in ("huang", "wu", "zhao"))
    system = {"actor": SYSTEM, "at": TODAY}
    chair, clerk, finance = ({"actor": world[name], "at": TODAY} for name in ("liu", "guo", "zheng"))
    office, some = (
        Office(name="居委会", phone="0755-83230001", address="荔枝路 1 号", hours="9:00"),
        Fen(10_000),
    )
    heard = {"item_id": ids["item_id"], "hands": Hands(1, 0, 0), "text": "改成木的", "moved_by_id": 1}
    year = {"community_slug": "lizhi", "year": 2026, "amount_fen": some, "document": "民函 8 号"}
    yield "agendas.note_discussion", {"item_id": ids["scheduled_item"], "text": "谈了价钱。", **clerk}
    yield "areas.add", {"path": "minghu/rongshu/xincun", "name": "新村", "code": "XC", **system}
    yield "areas.describe", {"path": "minghu/rongshu/lizhi", "office": office, **system}
    yield "attendances.recuse", {"item_id": ids["item_id"], "person_id": world.people["an"],
                                 "reason": "住在楼上", **chair}  # fmt: skip
    yield "councils.found", {"community_slug": "lizhi", "body": "party_members", "name": "甲", "hall": "乙",
                              **staff}  # fmt: skip
    yield "disclosures.record_board_post", {"disclosure_id": ids["disclosure_id"], "place": "东门", **staff}
    yield "funds.adjust", {**year, "reason": "调整", **finance}
    yield "funds.allocate", {**year, **finance}
    donor = Donor("unit", "荔枝小学", consented=True)
    yield "funds.record_pledge", {"number": numbers["approved"], "amount_fen": some, "donor": donor,
                                  "document": "承诺书", **finance}  # fmt: skip
    yield "matters.mark", {"matter_id": ids["item_assess_before_began"], "marks": {"worth": 11, "adjust": 5, "not_worth": 4},
                            "witnesses": "甲、乙", **staff}  # fmt: skip
    yield "motions.decide", {"kind": "amend", **heard, **chair}
    yield (
        "payments.refund",
        {"number": numbers["settling"], "amount_fen": some, "document": "回单", **finance},
    )
    yield "programmes.set_parameter", {"programme_id": ids["programme_id"], "key": "notice_days.d1", "value": 7,
                                       "reason": "改长", **admin}  # fmt: skip
    heir = Successor(person_id=world.people["xu"], kind="resident", since=date(2026, 4, 23))
    yield "successions.replace", {"seat_id": ids["seat_id"], "successor": heir, "last_day": date(2026, 4, 22),
                                  "reason": "moved", **staff}  # fmt: skip
    yield "proposal_sheets.apply", {"data": BROUGHT.encode(), "community": "lizhi", **staff}
    yield "reallocations.reallocate", {"giver_slug": "lizhi", "taker_slug": "mumian", "year": 2026, "amount_fen": some,
                                       "document": "民函 9 号", "reason": "花得慢", **admin}  # fmt: skip
    yield "suppliers.readmit", {"supplier_id": ids["supplier_id"], "reason": "期满", **leader}
    walked_in = WalkIn(name="姜秀兰", community="lizhi", seen=Seen.ID_CARD, building="3 栋", of_age=True,
                       consents=True)  # fmt: skip
    yield "residents.enroll", {"told": walked_in, **staff}
    came = Registration(name="姜秀兰", community="lizhi", building="3 栋", phone="13912340000", username="jiangxl",
                        password=PASSWORD, consents=True)  # fmt: skip
    yield (
        "residents.register",
        {"wanted": came, "origin": Origin("127.0.0.1", "", ""), "at": TODAY + timedelta(hours=1)},
    )
    begun = imported.BEGUN.replace("Osiedle Zielone", "荔枝").replace("2022", "2019") + "comment;说明\n"
    file = imported.text(meta=begun, projects=("A1;100;3;长椅;1", "B2;90;2;花坛;0", "C3;60;1;路灯; 1"))
    yield "poll_imports.bring", {"data": file.encode(), "asked": Asked(), "community": "mumian", **admin}


def test_every_word_is_looked_through_or_lies_inside(planter: Planter):
    places = counters() | {*planter.lies, *planter.refused}
    words = {place for place in places if place.replace("[]", "").rsplit(".", 1)[-1] not in CHOSEN}
    looked = {place for place in words if FOUND in _codes(planter, place)}
    kept = {place for place in words if _lies(planter, place) or place in SEALED & {*planter.lies}}
    files = {place for place in words & {*planter.lies} if place.endswith((".upload", ".photo", ".data"))}

    assert words - looked - kept - files == set(ELSEWHERE)


def test_what_is_not_looked_through_lies_where_nobody_but_its_handlers_reads_it(planter: Planter):
    lies = {
        (kind, column)
        for place, kinds in planter.lies.items()
        for kind, columns in kinds.items()
        for column in columns
        if kind != "name" and (place, kind) not in OWN_DOOR
    }

    assert {column for _kind, column in lies} == set(INSIDE)


def test_where_one_kind_is_found_every_other_is_found_too(planter: Planter):
    looked = {
        place
        for place, kinds in planter.refused.items()
        if FOUND in kinds.get("mobile", ()) and place.replace("[]", "").rsplit(".", 1)[-1] not in CHOSEN
    }

    missed = {
        (place, kind)
        for place in looked
        for kind in set(WORDS)
        - {"name"}
        - {each for each, codes in planter.refused[place].items() if FOUND in codes}
        if kind in planter.lies.get(place, ()) or kind in planter.refused[place]
    }

    assert len(looked) > 100
    assert missed == set()


def test_the_name_of_a_resident_lies_where_nobody_but_its_handlers_reads_it(planter: Planter):
    places = {
        place
        for place, kinds in planter.lies.items()
        if "name-finding" not in planter.refused.get(place, {}).get("name", ())
        and kinds.get("name", set()) - set(INSIDE)
    }

    assert places == set(NAMED)


def _codes(planter: Planter, place: str) -> set[str]:
    return set[str]().union(*planter.refused.get(place, {}).values())


def _lies(planter: Planter, place: str) -> set[str]:
    return set[str]().union(*planter.lies.get(place, {}).values())
