"""The lives of many projects: each brought to another state by the real deeds, for tests that walk through the whole site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from sqlalchemy import func, select

from microprojects.domain.actions import Action
from microprojects.domain.funds import Donor
from microprojects.domain.money import Fen
from microprojects.services import (
    agendas,
    approvals,
    attendances,
    comments,
    consultations,
    delivery,
    funds,
    inspections,
    meetings,
    objections,
    observers,
    proposals,
    recounts,
    rolls,
    screening,
    secondings,
    votes,
)
from microprojects.store.councils import Seat
from microprojects.store.db import db
from microprojects.store.disclosures import Disclosure
from microprojects.store.programmes import FrozenRulebook
from microprojects.store.projects import Project
from tests import gathered, importing, lives_changing, lives_polling, lives_private
from tests import lives_sitting as sitting
from tests.consulting import plan_and_sign, speak
from tests.first_deliberation import ALL_CLEAR, accepted, draft, seconded, submitted
from tests.lives_polling import ON_A_BALLOT, WORDS
from tests.lives_sitting import picture as picture
from tests.spending import WAN, Site
from tests.world import MEMBERS, World


def shanghai(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC) - timedelta(hours=8)


# Proposals are written and talked about on the first day of the small district; the pages are looked at on the last.
PROPOSED, FIRST_MEETING, APPROVED = shanghai(3, 4), shanghai(3, 10, 14), shanghai(3, 17)
LAST_MEETING, TODAY, NEXT_MEETING = shanghai(4, 21, 14), shanghai(4, 22), shanghai(4, 28, 14)

AFTERWARDS = (
    "approved", "cancelled", "procuring", "contracted", "implementing", "changing", "suspended", "inspecting",
    "rectifying", "settling", "result_notice", "evaluating", "closed",
)  # fmt: skip
DECIDED_FIRST = ("rejected", "tabled", *AFTERWARDS)
DECIDED_LAST = ("noticing", "objected")
AT_A_MEETING = ("scheduled", "voting", "heard", "unheard")
CONCLUDED = ("ready", *AT_A_MEETING, *DECIDED_FIRST, *DECIDED_LAST, *ON_A_BALLOT)


# Which project the numbers of other things belong to.
HOMES = {"comment_id": "accepted"}
# Routes that are about another one of these than others: which, by what stands in the address.
ABOUT: dict[str, dict[str, str]] = {
    "council_items.present": {"item_id": "unheard"},
    **{key: {"meeting_id": "空着的会议"} for key in ("council_leaves.ask", "council_leaves.take_back")},
    **{
        f"council_meetings.{deed}": {"meeting_id": "空着的会议"}
        for deed in ("agenda", "cancel_meeting", "open_meeting", "send_dossier", "mark_inquorate")
    },
    "council_recounts.propose": {"vote_id": "counted_vote"},
    "council_kept_minutes.attach": {"minutes_id": "approved_minutes"},
    "council_minutes.draft": {"meeting_id": "第二次会议"},
    "council_minutes.show": {"meeting_id": "第一次会议"},
    "public_meetings.meeting_minutes": {"meeting_id": "第一次会议"},
    "public_meetings.meeting_minutes_pdf": {"meeting_id": "第一次会议"},
    **gathered.ABOUT,
    **lives_polling.ABOUT,
    "office_intake.start": {"person_id": "somebody"},
    "public_surveys.answer": {"number": "evaluating"},
    "my_handed_in.appeal": {"draft_id": "declined"},
    "my_handed_in.copy": {"draft_id": "rejected"},
    "my_handed_in.name": {"draft_id": "accepted"},
    "my_handed_in.show": {"draft_id": "implementing"},
    "my_handed_in.withdraw": {"draft_id": "submitted"},
}
# Routes for which somebody else than the first who may is needed.
DOERS = {
    "council_councils.show_name": MEMBERS[-1],
    "council_registers.forget": MEMBERS[-1],
    "my_objections.withdraw": "chen",
    "office_objections.write_down": "zhao",
    **lives_polling.DOERS,
    "public_comments.withdraw": "chen",
    "public_secondings.second": "wei",
    "public_secondings.unsecond": "chen",
    "public_surveys.answer": "wei",
}
# Routes that people with a role elsewhere may call too, by method.
SHEETS = ("rolls", "payment_imports")
BEYOND = frozenset(
    {
        ("GET", "my_handed_in.adopt"),  # tells a neighbour from elsewhere why they cannot
        ("GET", "office_gatherings.call"),  # asks in which of the caller's own communities
        ("POST", "office_gatherings.call"),
        *(("GET", f"office_{each}.template") for each in SHEETS),  # holds heads and nothing else
        *(("GET", f"office_{each}.choose") for each in SHEETS),  # asks for what is of the caller's own
        ("GET", "office_parameters.found"),  # asks in which of the caller's own areas
        ("POST", "office_parameters.found"),
        ("GET", "office_suppliers.bar"),  # the list of suppliers is one for all offices
    }
)
# For acts that move no project: a state in which they are possible.
STATE_FOR: dict[Action, str] = {
    Action.ARCHIVE_TICK: "evaluating",
    Action.CHANGE_SEEN: "suspended",
    **dict.fromkeys((Action.DEVIATION_APPROVE, Action.DEVIATION_ASK), "approved"),
    Action.IMPROVEMENT_FILE: "evaluating",
    Action.PLAN_EDIT: "consulting",
    Action.PROJECT_DECLINE: "declining",
    Action.PROJECT_DROP_DECLINE: "declining",
    **dict.fromkeys((Action.SPLITTING_ANSWER, Action.SPLITTING_JUDGE), "approved"),
    Action.PROJECT_SCREEN: "submitted",
    Action.SURVEY_ENTER_PAPER: "evaluating",
    Action.SURVEY_MODERATE: "evaluating",
    **dict.fromkeys((Action.OPINION_GIVE, Action.PLAN_AGREE, Action.PROJECT_EXTEND), "consulting"),
    **dict.fromkeys((Action.PLAN_ALLOW_OVER_CAP, Action.PLAN_SIGN_NEGATIVE_LIST), "consulting"),
}


@dataclass
class Lives:
    """The numbers of the projects by the state they are in, and of what happened to them."""

    world: World
    numbers: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(
        default_factory=lambda: {"slug": "lizhi", "key": "notice_days.d1", "kind": "hearing"} | WORDS
    )

    def on(self, at: datetime) -> World:
        """The world at another moment."""
        return replace(self.world, now=at)


def live(world: World) -> Lives:
    """Bring one project to each state."""
    lives = Lives(world)
    _begin(lives)
    _decide(lives)
    _spend(lives)
    lives.ids |= lives_private.wait(world, lives.numbers["implementing"], at=TODAY)
    lives.ids |= lives_polling.hold_some(world, lives.numbers, held=PROPOSED, today=TODAY)
    lives_polling.go_on(lives.ids, lives.words, at=TODAY)
    found = db.session.execute(select(Project.number, Project.id)).all()
    lives.drafts = {state: dict(found)[number] for state, number in lives.numbers.items()}
    lives.words["digest"] = db.session.scalars(select(FrozenRulebook.hash)).first() or ""
    lives.ids |= {"somebody": world.people["xu"], "person": world.people["hai"], "seq": 1}
    lives.ids["programme_id"] = world.programme_id
    sheet = "姓名,手机号,网格,楼栋\n姜秀兰,13812345678,第一网格,3号楼\n".encode()
    lives.ids["sheet_id"] = rolls.keep(sheet, community="lizhi", actor=world["zhao"], at=TODAY)
    lives.ids["paid_sheet_id"] = importing.keep_one(world, at=TODAY)
    lives.ids["council_id"] = world.council_id
    lives.ids["seat_id"] = db.session.scalars(select(func.max(Seat.id))).one()
    lives.ids["election_id"] = sitting.elect(world, lives.ids["seat_id"], at=TODAY)
    held = gathered.hold_some(world, lives.numbers["accepted"], called=PROPOSED, today=TODAY).ids
    lives.ids |= {
        **held,
        "gathering_id": held["talk_day_began"],
        "matter_id": held["topic_talk_day_began"],
        "statement_id": held["statement"],
    }
    lives.ids["disclosure_id"] = db.session.scalars(select(func.max(Disclosure.id))).one()
    db.session.rollback()
    return lives


def _begin(lives: Lives) -> None:
    """First and second deliberation, with all that may end there."""
    world, at = lives.on(PROPOSED), PROPOSED
    lives.ids["draft_id"] = draft(world, title="小区门口的斑马线", place="荔枝路东口")
    for state in ("submitted", "returned", "declining", "declined", "appealed", "merged", "withdrawn"):
        lives.numbers[state] = submitted(world, title=f"楼道灯 {state}", place=f"荔枝苑 {state}")
    numbers = lives.numbers
    screening.screen(numbers["submitted"], answers=ALL_CLEAR, actor=world["qian"], at=at)
    screening.return_for_fixing(
        numbers["returned"], items=["补一张现场照片"], reason="看不清位置", actor=world["qian"], at=TODAY
    )
    for state in ("declining", "declined", "appealed"):
        screening.propose_decline(
            numbers[state], code="N5", reason="只有一户受益。", actor=world["qian"], at=at
        )
    for state in ("declined", "appealed"):
        screening.confirm_decline(numbers[state], actor=world["sun"], at=TODAY)
    screening.appeal(numbers["appealed"], ground="楼上楼下都走这里。", actor=world["lin"], at=TODAY)
    proposals.withdraw(numbers["withdrawn"], actor=world["lin"], at=TODAY)
    lives.numbers["accepted"] = accepted(world, title="晾衣架", place="荔枝苑 accepted")
    seconded(world, numbers["accepted"], 3)
    lives.ids["comment_id"] = comments.write(
        numbers["accepted"], text="支持，早该做了。", stance="for", actor=world["chen"], at=at
    )
    screening.merge(
        numbers["merged"], into=numbers["accepted"], proposer_agrees=True, actor=world["qian"], at=at
    )
    _consult(lives, ("consulting", "referred", "deferred"), conclude=False)
    consultations.refer(
        numbers["referred"], receiver="市政设施所", reason="属市政道路。", actor=world["zhou"], at=at
    )
    consultations.defer(numbers["deferred"], reason="等燃气管改造。", actor=world["zhou"], at=at)
    _consult(lives, CONCLUDED, conclude=True)


def _consult(lives: Lives, states: Iterable[str], *, conclude: bool) -> None:
    world, at = lives.on(PROPOSED), PROPOSED
    for state in states:
        number = accepted(world, title=f"路灯 {state}", type="services", place=f"荔枝路 {state}")
        lives.numbers[state] = number
        seconded(world, number, 6)
        secondings.promote(number, actor=world["qian"], at=at)
        speak(world, number)
        plan_and_sign(world, number)
        if conclude:
            consultations.conclude(number, actor=world["zhou"], at=at)


def _meet(lives: Lives, title: str, states: Iterable[str], starts_at: datetime) -> dict[str, int]:
    """Call a meeting on the first day, send the dossiers, and return the items by state."""
    world, at = lives.world, PROPOSED
    meeting = meetings.call(
        world.council_id, title=title, place="阳光议事厅", starts_at=starts_at, actor=world["liu"], at=at
    )
    items = {
        state: agendas.put_on_agenda(meeting, lives.numbers[state], actor=world["liu"], at=at)
        for state in states
    }
    if items:
        meetings.send_dossier(meeting, actor=world["liu"], at=at)
    lives.ids[title] = meeting
    return items


def _open(lives: Lives, title: str, items: Iterable[int], at: datetime) -> None:
    world, meeting = lives.world, lives.ids[title]
    meetings.open_meeting(meeting, actor=world["liu"], at=at)
    for name in MEMBERS[:13]:
        attendances.sign_in(meeting, person_id=world.people[name], actor=world["guo"], at=at)
    for item in items:
        agendas.present_item(item, actor=world["liu"], at=at)


def _vote(lives: Lives, item: int, at: datetime, *, in_favour: int = 12) -> int:
    liu = lives.world["liu"]
    vote = votes.open_vote(item, mode="show_of_hands", actor=liu, at=at)
    votes.close_vote(
        vote,
        in_favour=in_favour,
        against=12 - in_favour,
        abstain=1,
        witnesses="安议员、白议员",
        actor=liu,
        at=at,
    )
    return vote


def _decide(lives: Lives) -> None:
    """Third deliberation and the notice of its decision."""
    world, liu = lives.world, lives.world["liu"]
    first = _meet(lives, "第一次会议", DECIDED_FIRST, FIRST_MEETING)
    _open(lives, "第一次会议", first.values(), FIRST_MEETING)
    for state in DECIDED_FIRST:
        if state == "tabled":
            agendas.table_item(
                first[state], reason="材料要补", in_favour=9, against=4, actor=liu, at=FIRST_MEETING
            )
        else:
            _vote(lives, first[state], FIRST_MEETING, in_favour=2 if state == "rejected" else 12)
    meetings.close_meeting(lives.ids["第一次会议"], actor=liu, at=FIRST_MEETING)
    lives.ids |= sitting.keep_minutes(world, lives.ids["第一次会议"], at=FIRST_MEETING)
    lives.ids["departed_item"] = first["rejected"]
    last = _meet(lives, "第二次会议", DECIDED_LAST, LAST_MEETING)
    _open(lives, "第二次会议", last.values(), LAST_MEETING)
    counted = {state: _vote(lives, item, LAST_MEETING) for state, item in last.items()}
    meetings.close_meeting(lives.ids["第二次会议"], actor=liu, at=LAST_MEETING)
    lives.ids["objection_id"] = objections.file(
        lives.numbers["objected"],
        ground="neighbours",
        facts="灯杆离窗户太近。",
        actor=world["chen"],
        at=TODAY,
    )
    lives.ids["recount_id"] = recounts.propose(
        counted["noticing"],
        in_favour=11,
        against=1,
        abstain=1,
        reason="第二排多数一人",
        actor=world["guo"],
        at=TODAY,
    )
    now = _meet(lives, "今天的会议", ("voting", "heard", "unheard"), TODAY)
    _open(lives, "今天的会议", (now["voting"], now["heard"]), TODAY)
    lives.ids["vote_id"] = votes.open_vote(now["voting"], mode="roll_call", actor=liu, at=TODAY)
    then = _meet(lives, "下次会议", ("scheduled",), NEXT_MEETING)
    _meet(lives, "空着的会议", (), TODAY + timedelta(hours=1))
    listener = observers.invite(
        lives.ids["今天的会议"], kind="deputy", name="罗代表", actor=world["guo"], at=TODAY
    )
    lives.ids |= {
        "delegation_id": sitting.given(world, lives.ids["今天的会议"], at=TODAY),
        "observer_id": listener,
        "item_id": now["heard"],
        "counted_vote": counted["objected"],
        "unheard": now["unheard"],
        "scheduled_item": then["scheduled"],
        "meeting_id": lives.ids["今天的会议"],
    }


class Spending(Site):
    """A project that came to its approval by the real deeds, on its way to the closed file."""

    def __init__(self, lives: Lives, state: str) -> None:
        self.world, self.number, self.at = lives.world, lives.numbers[state], APPROVED
        self.type, self.fiscal, self.social = "services", 4 * WAN, WAN
        self.suppliers, self.payment_id, self._invoices = [], 0, 0

    def on(self, at: datetime) -> Self:
        """Wait until an instant."""
        self.at = at
        return self


def _spend(lives: Lives) -> None:
    """From the approval to the closed file."""
    world, whole = lives.world, 5 * WAN
    sites = {state: Spending(lives, state) for state in AFTERWARDS}
    for site in sites.values():
        _approve(site)
    approvals.cancel(sites["cancelled"].number, reason="居民改了主意。", actor=world["wu"], at=APPROVED)
    sites["procuring"].begin_buying().quote(whole, whole + 100)
    for state in AFTERWARDS[3:]:
        sites[state].buy().sign()
    for state in AFTERWARDS[4:]:
        sites[state].publish().start().progress()
    lives_changing.stop(sites["changing"], sites["suspended"])
    for state in AFTERWARDS[7:]:
        sites[state].complete()
    sites["rectifying"].inspect(passed=False)
    inspections.fail_inspection(
        sites["rectifying"].number, actor=world["zhou"], at=sites["rectifying"].later()
    )
    for state in AFTERWARDS[9:]:
        sites[state].accept()
    for state, settled in (
        ("result_notice", LAST_MEETING),
        ("evaluating", shanghai(4, 9)),
        ("closed", shanghai(3, 25)),
    ):
        sites[state].account(whole).pay(whole, 3, WAN).on(settled).settle()
    sites["evaluating"].evaluate().answer("chen", "xu")
    sites["closed"].evaluate().answer(*MEMBERS[:13]).later(days=11)
    sites["closed"].tick().close()
    sites["contracted"].file("start_report", "notice_board_photo")
    sites["inspecting"].inspect()
    sites["rectifying"].file("rectification")
    sites["settling"].account(whole).pay(whole, 3, WAN)
    working = sites["implementing"].file("completion_report", "photo_before", "photo_after", "as_built_list")
    note = delivery.write_note(working.number, text="围挡歪了。", actor=world["he"], at=working.later())
    lives.ids |= {
        "payment_id": working.enter(whole * 30 // 100, 1),
        "supplier_id": sites["procuring"].suppliers[0],
        "note_id": note,
    }


def _approve(site: Spending) -> None:
    world, number, at = site.world, site.number, site.at
    approvals.file_resolution(number, filing_number=f"榕街备 {number}", actor=world["wu"], at=at)
    approvals.approve(number, actor=world["zhou"], at=at)
    funds.record_social(
        number, amount_fen=Fen(WAN), donor=Donor(), document="收据 1", actor=world["zheng"], at=at
    )
