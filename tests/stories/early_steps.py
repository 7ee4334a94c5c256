"""What helps a project on from its draft to the council's door, and the side ways there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from microprojects.domain.money import Fen
from microprojects.domain.plans import CostWords, PlanWords
from microprojects.domain.proposal_words import EstimateWords, ProposalWords
from microprojects.domain.screening import QUESTIONS
from microprojects.domain.workdays import local_day
from microprojects.services import approvals, consultations, proposals, screening, secondings
from microprojects.store.consultations import Opinion, Plan
from microprojects.store.packaged import scheme
from microprojects.store.projects import Appeal, Decline, Seconding
from tests.stories.walks import DAY, Walk, row, rows, value

NEIGHBOURS = ("lin", "chen", "xu", "guo", "wei", "zhao", "an", "bai", "cai", "deng")
SPEAKERS = {"party": "sun", "street": "zhou"}
CLERKS = ("qian", "zhao", "sun")
AMOUNTS = (800_000, 900_000, 2_500_000, 4_000_000, 5_000_000, 6_000_000, 21_000_000)


def new_draft(w: Walk) -> None:
    """Begin a draft, for oneself or for a walk-in."""
    who = w.one_of(NEIGHBOURS)
    if w.chance(15):
        draft = w.do(proposals.start_draft, "lizhi", proposer_id=w.world.people["lin"], who="qian")
        who = "qian"
    else:
        draft = w.do(proposals.start_draft, "lizhi", who=who)
    if draft is not None:
        w.drafts.append(draft)
        w.do(proposals.save_draft, draft, words=words(w), who=who, entries=0)


def words(w: Walk) -> ProposalWords:
    """Return a proposal, sometimes with a phone number in it, or one line empty."""
    amount = Fen(w.one_of(AMOUNTS))
    return ProposalWords(
        title=w.says("三巷加装路灯"), type=w.one_of(("works", "goods", "services")),
        theme=w.one_of(("safety", "culture", "convenience", "emergency")), place="荔枝路三巷",
        problem=w.says("三巷晚上很黑，有老人摔跤。"), content=w.says("两侧加装十二盏路灯。"),
        beneficiaries=w.one_of((3, 260)), beneficiary_group="三巷的住户" if not w.chance(5) else "",
        over_cap_flagged=True, over_cap_note="量大", lines=(EstimateWords(label="路灯", amount_fen=amount),),
        on_private_premises=w.chance(5), display=w.one_of(("masked", "real_with_consent")),
    )  # fmt: skip


def draft(w: Walk, p: Any) -> None:
    """Hand it in, sometimes by the wrong person or without consent."""
    who = p.proposer if p.entered_by is None else p.entered_by
    if w.chance(2):
        w.do(proposals.withdraw, p.id, who=who)
    elif w.do(proposals.submit, p.id, consent=not w.chance(3), who=who) is None:
        w.do(proposals.save_draft, p.id, words=words(w), who=who, entries=0)


def submitted(w: Walk, p: Any) -> None:
    """Screen and accept, or return it, or decline it with four eyes, or merge it."""
    waits = select(Decline.id).where(
        Decline.project_id == p.id, Decline.confirmed_at.is_(None), Decline.dropped_at.is_(None)
    )
    waiting = value(waits) is not None
    who = w.one_of(CLERKS)
    if waiting:
        w.do(screening.drop_decline if w.chance(30) else screening.confirm_decline, p.number, who=who)
    elif w.chance(6):
        w.do(screening.return_for_fixing, p.number, items=["写清地点"], reason=w.says("看不明白"), who=who)
    elif w.chance(8):
        w.do(screening.propose_decline, p.number, code="N5", reason=w.says("只有一户受益"), who=who)
    elif w.chance(5):
        merge(w, p)
    else:
        answers = {code: {"ok": not w.chance(1), "note": ""} for code in QUESTIONS}
        w.do(screening.screen, p.number, answers=answers, who=who)
        w.do(screening.accept, p.number, who=w.one_of(CLERKS))


def merge(w: Walk, p: Any) -> None:
    """Merge it into another project of the walk."""
    into = w.one_of(w.numbers())
    w.do(screening.merge, p.number, into=into, proposer_agrees=w.chance(80), who=w.one_of(CLERKS))


def returned(w: Walk, p: Any) -> None:
    """Mend it and hand it in again, or let the days pass."""
    who = p.proposer if p.entered_by is None else p.entered_by
    if w.chance(20):
        w.move_to(w.at + 11 * DAY)
        return
    w.do(proposals.save_draft, p.id, words=words(w), who=who, entries=0)
    w.do(proposals.resubmit, p.number, who=who)


def declined(w: Walk, p: Any) -> None:
    """Appeal, and let the street answer."""
    appeal = row(select(Appeal.outcome).where(Appeal.project_id == p.id))
    if appeal is None and w.chance(60):
        w.do(screening.appeal, p.number, ground=w.says("全楼都能用"), who=p.proposer)
    elif appeal is not None and appeal.outcome is None:
        w.do(
            screening.answer_appeal, p.number, upheld=w.chance(60), answer=w.says("已核实"),
            who=w.one_of(("zhou", "zhou", "qian")),
        )  # fmt: skip
    else:
        copied(w, p)


def copied(w: Walk, p: Any) -> None:
    """Copy what did not get through."""
    draft_id = w.do(proposals.copy, p.number or p.id, who=p.proposer)
    if draft_id is not None:
        w.drafts.append(draft_id)


def withdrawn(w: Walk, p: Any) -> None:
    """Let a seconder take it over, or its proposer copy it."""
    if p.number is not None and w.chance(70):
        w.do(proposals.adopt, p.number, who=w.one_of(NEIGHBOURS))
    else:
        copied(w, p)


def accepted(w: Walk, p: Any) -> None:
    """Second it, raise it as urgent, and send it on; an emergency may take the fast track."""
    have = value(select(func.count(Seconding.id)).where(Seconding.project_id == p.id)) or 0
    if p.theme == "emergency" and w.chance(50):
        emergency(w, p)
    elif have < 5 and w.chance(60):
        for neighbour in w.dice.sample(NEIGHBOURS, w.dice.randint(1, 9)):
            w.do(secondings.second, p.number, who=neighbour)
    elif w.chance(25):
        w.do(
            secondings.raise_urgent, p.number, reason=w.says("夜里已经有人摔伤"), who=w.one_of(("he", "wei"))
        )
    elif w.chance(5):
        w.do(secondings.unsecond, p.number, who=w.one_of(NEIGHBOURS))
    elif w.chance(3):
        w.do(proposals.withdraw, p.number, who=p.proposer)
    elif w.chance(3):
        merge(w, p)
    else:
        w.do(secondings.promote, p.number, who=w.one_of(CLERKS))


def emergency(w: Walk, p: Any) -> None:
    """Plan a small emergency, let the party agree and the leader open the fast track."""
    if not plan_of(p.id):
        w.do(consultations.edit_plan, p.number, words=plan(w, w.one_of((1_500_000, 3_000_000))), who="zhou")
    w.do(consultations.agree, p.number, who="sun")
    w.do(
        approvals.fast_track,
        p.number,
        reason=w.says("台风吹倒围墙，随时会塌"),
        who=w.one_of(("wu", "wu", "zhou")),
    )


def plan_of(project_id: int) -> Any:
    """Return who signed the plan of a project, None if there is none."""
    names = ("negative_signed_by_id", "party_agreed_by_id", "over_cap_by_id", "fiscal_fen")
    columns = [Plan.__table__.c[name] for name in names]
    return row(select(*columns).where(Plan.project_id == project_id))


def plan(w: Walk, total: int) -> PlanWords:
    """Return a whole plan of that total, a part of it social now and then."""
    social = total // 5 if w.chance(40) else 0
    day = local_day(w.at)
    return PlanWords(
        place="荔枝路三巷", content=w.says("两侧加装十二盏路灯。"), expected_result="夜里看得清路。",
        feasibility=w.says("现场可行。"), fiscal_fen=Fen(total - social), social_fen=Fen(social),
        starts_on=day + 20 * DAY, ends_on=day + 60 * DAY, aftercare_owner="荔枝苑物业",
        responsible_unit="榕树街道公共服务办", owner_consent="unneeded", owner_consent_note="现场核过，不占业主的地方",
        lines=(CostWords("路灯和安装", Fen(total), "12 盏", "三家询价"),),
    )  # fmt: skip


def clerk_of(p: Any) -> str:
    """Return the clerk who has no part in a project."""
    return "zhao" if "qian" in (p.proposer, p.entered_by) else "qian"


def consulting(w: Walk, p: Any) -> None:
    """Bodies speak, the plan is written and signed, and it goes on, aside or away."""
    now = (Opinion.project_id == p.id, Opinion.stage == p.stage, Opinion.given_at >= p.state_since)
    said = dict(map(tuple, rows(select(Opinion.body, Opinion.conclusion).where(*now).order_by(Opinion.id))))
    asked = scheme(w.scheme).deliberation(p.stage).opinions
    missing = [body for body in asked if said.get(body) != "feasible"]
    signed = plan_of(p.id)
    if w.chance(4):
        w.do(consultations.defer, p.number, reason=w.says("先放一放"), who="zhou")
    elif w.chance(2):
        w.do(consultations.refer, p.number, receiver="市政公司", reason=w.says("市政负责"), who="zhou")
    elif missing:
        for body in missing:
            conclusion = "not_feasible" if w.chance(3) else "feasible"
            words = {"body": body, "conclusion": conclusion, "text": w.says("可以做")}
            w.do(consultations.give_opinion, p.number, who=SPEAKERS.get(body, clerk_of(p)), **words)
    elif signed is None or w.chance(8):
        w.do(consultations.edit_plan, p.number, words=plan(w, w.one_of(AMOUNTS)), who="zhou")
    else:
        sign(w, p, signed)


def sign(w: Walk, p: Any, signed: Any) -> None:
    """Sign what is not signed yet, then conclude or take the fast track."""
    if signed.fiscal_fen > 20_000_000 and signed.over_cap_by_id is None:
        w.do(consultations.allow_over_cap, p.number, reason=w.says("惠及全社区"), who="wu")
    elif signed.negative_signed_by_id is None:
        w.do(consultations.sign_negative_list, p.number, who=clerk_of(p))
    elif signed.party_agreed_by_id is None:
        w.do(consultations.agree, p.number, who="sun")
    elif p.theme == "emergency" and w.chance(30):
        emergency(w, p)
    else:
        conclude(w, p)


def conclude(w: Walk, p: Any) -> None:
    """Conclude, and where it is refused for want of money or above the cap write a smaller plan or wait."""
    before = len(w.diary)
    w.do(consultations.conclude, p.number, who="zhou")
    if "balance-too-small" in w.diary[before] or "over-cap" in w.diary[before]:
        if w.chance(70):
            w.do(consultations.edit_plan, p.number, words=plan(w, w.one_of(AMOUNTS[:3])), who="zhou")
        else:
            w.do(consultations.defer, p.number, reason="今年钱不够", who="zhou")
    elif "plan-unchanged" in w.diary[before]:
        w.do(consultations.edit_plan, p.number, words=plan(w, w.one_of(AMOUNTS)), who="zhou")


def deferred(w: Walk, p: Any) -> None:
    """Take it up again, or leave it."""
    if w.chance(80):
        w.do(consultations.resume, p.number, reason=w.says("钱到了"), who="zhou")
    else:
        copied(w, p)
